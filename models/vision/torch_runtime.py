"""Checkpoints loaded by transformers and run by torch, on a CPU or a GPU, or with 8-bit weights.

Does not know graphs; takes seconds to import, so only what needs torch imports it.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import nn
from transformers import (
    AutoConfig,
    AutoProcessor,
    Blip2ForConditionalGeneration,
    Blip2ForImageTextRetrieval,
)
from transformers.utils import logging as transformers_logging

from models.errors import ModelError
from models.vision.blip2_lite import (
    Blip2LiteConfig,
    Blip2LiteForConditionalGeneration,
    Blip2LiteForImageTextRetrieval,
)
from models.vision.clip import MODEL_TYPES, DualEncoder
from models.vision.encoder import Blip2Encoder, ImageTextEncoder
from models.vision.submodules import ENCODER, Submodule

LITE = Blip2LiteConfig.model_type
EXPECTED = {"int8": "BLIP-2 with a ViT", "onnx": "folder with a BLIP-2"}  # by runtime
Classes = Mapping[str, Any]  # by transformers' model type
RETRIEVAL: Classes = {"blip-2": Blip2ForImageTextRetrieval, LITE: Blip2LiteForImageTextRetrieval}
CAPTION: Classes = {"blip-2": Blip2ForConditionalGeneration, LITE: Blip2LiteForConditionalGeneration}


def load_encoder(path: str | Path, device: str, runtime: str) -> ImageTextEncoder:
    """Loads a folder or a hub name. Raises ModelError."""
    local = Path(path).is_dir()  # then the hub is not asked
    name = Path(path).name if local else str(path)
    try:
        model_type = model_type_of(path)
        if model_type in MODEL_TYPES:
            _require_torch(runtime, f"{model_type} model")
            return DualEncoder.load(path, name, device, local)
        model, processor = load_model(path, device, RETRIEVAL)
    except (OSError, ValueError) as error:
        raise ModelError(
            "expected an image-text checkpoint (a folder, or a hub name within reach), could not load "
            f"{path}: {str(error).splitlines()[0]}. Set ARMARIO_ENCODER to a folder that holds one."
        ) from error
    if runtime != "int8" or device != "cpu" or model_type == LITE:  # convolutions stay float32: nothing won
        _require_torch(runtime, f"{model_type} model on {device}")
    run = quantized(model) if runtime == "int8" else TorchRuntime(model)
    max_tokens = int(model.config.qformer_config.max_position_embeddings)
    preprocessor = ProcessorAdapter(processor, max_tokens)
    return Blip2Encoder(run, preprocessor, name, model.config.image_text_hidden_size)


def _require_torch(runtime: str, what: str) -> None:
    if runtime not in ("", "torch"):
        raise ModelError(
            f"expected a {EXPECTED[runtime]}, on a CPU, for the runtime {runtime}, found a {what}; "
            "set ARMARIO_RUNTIME to torch"
        )


def model_type_of(path: str | Path) -> str:
    """Returns transformers' model type of a checkpoint. Raises OSError, ValueError."""
    return str(AutoConfig.from_pretrained(path, local_files_only=Path(path).is_dir()).model_type)


def load_model(path: str | Path, device: str, classes: Classes) -> tuple[Any, Any]:
    """Returns model and processor, in float32 on a CPU and float16 on a GPU.

    Raises ModelError for a model type that ``classes`` lacks; OSError, ValueError where nothing loads.
    """
    transformers_logging.disable_progress_bar()
    local, model_type = Path(path).is_dir(), model_type_of(path)
    if model_type not in classes:
        expected = ", ".join([*classes, *MODEL_TYPES])
        raise ModelError(f"expected one of {expected}, found a {model_type} model in {path}")
    dtype = torch.float32 if device == "cpu" else torch.float16
    model: Any = classes[model_type].from_pretrained(path, dtype=dtype, local_files_only=local)
    processor = AutoProcessor.from_pretrained(path, local_files_only=local)
    model.qformer.set_attn_implementation("eager")  # the only one that returns attention weights
    return model.to(device).eval(), processor


class ProcessorAdapter:
    """A transformers processor as a models.vision.preprocessing.Preprocessor."""

    def __init__(self, processor: Any, max_tokens: int) -> None:
        self._processor, self._max_tokens = processor, max_tokens

    def pixels(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns (n, 3, height, width) float32."""
        inputs = self._processor.image_processor(images=list(images), return_tensors="np")
        return inputs["pixel_values"].astype(np.float32)

    def tokenize(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Returns token ids and attention mask, (n, tokens)."""
        inputs = self._processor.tokenizer(
            list(texts), padding=True, truncation=True, max_length=self._max_tokens, return_tensors="np"
        )
        return inputs["input_ids"], inputs["attention_mask"]


class TorchRuntime:
    """Runs the submodules of a loaded BLIP-2 as they are."""

    def __init__(self, model: Any, submodules: Mapping[str, type[Submodule]] = ENCODER) -> None:
        self._submodules = {name: cut(model) for name, cut in submodules.items()}
        self._device = model.device

    @property
    def submodules(self) -> frozenset[str]:
        """The names of the submodules that it can run."""
        return frozenset(self._submodules)

    @torch.no_grad()
    def __call__(self, submodule: str, *arrays: np.ndarray) -> np.ndarray:
        tensors = (torch.from_numpy(array).to(self._device) for array in arrays)
        return self._submodules[submodule](*tensors).float().cpu().numpy()


def quantized(model: Any) -> TorchRuntime:
    """Returns a runtime of ``model`` with its linear weights as int8 (dynamic quantization).

    Measured on two cores with random weights of blip2-itm-vit-g's size (1.17 billion parameters, torch 2.13):
    1.3 GB resident instead of 4.5 GB, a picture 1.2 s instead of 3.2 s; while loading it takes 5.8 GB, since
    float32 weights come first. Changes the model in place; it has no gradients afterwards.
    """
    runtime = TorchRuntime(model, {name: cut for name, cut in ENCODER.items() if not cut.needs_gradients})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch.ao announces torchao, which fits one torch release only
        torch.ao.quantization.quantize_dynamic(model, {nn.Linear}, torch.qint8, inplace=True)
    return runtime


def load_decoder(path: str | Path, device: str, max_new_tokens: int) -> GenerateDecoder:
    """Loads a caption model from a folder or a hub name. Raises ModelError, OSError, ValueError."""
    return GenerateDecoder(*load_model(path, device, CAPTION), max_new_tokens)


class GenerateDecoder:
    """Greedy decoding by transformers' `generate`, with its key-value cache."""

    def __init__(self, model: Any, processor: Any, max_new_tokens: int) -> None:
        self._model, self._processor, self._max_new_tokens = model, processor, max_new_tokens

    @torch.inference_mode()
    def __call__(self, images: Sequence[Image.Image], prompt: str) -> list[str]:
        device = self._model.device
        pixels = self._processor.image_processor(images=list(images), return_tensors="pt")["pixel_values"]
        tokenizer = self._processor.tokenizer
        image = [self._model.config.image_token_id] * self._model.config.num_query_tokens
        ids = torch.tensor([image + tokenizer(prompt)["input_ids"]], device=device).expand(len(images), -1)
        out = self._model.generate(
            pixel_values=pixels.to(device, self._model.dtype), input_ids=ids,
            attention_mask=torch.ones_like(ids), max_new_tokens=self._max_new_tokens, do_sample=False,
        )  # fmt: skip
        new = out[:, ids.shape[1] :]
        return [str(text) for text in tokenizer.batch_decode(new, skip_special_tokens=True)]
