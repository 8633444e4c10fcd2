"""Checkpoints as transformers loads them and torch runs them: any BLIP-2, on a CPU or a GPU, or in 8 bits.

Does not know graphs; whoever needs none of this does not wait for it to be imported.
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

from models.llm.chat_model import ModelError
from models.vision.blip2_lite import (
    Blip2LiteConfig,
    Blip2LiteForConditionalGeneration,
    Blip2LiteForImageTextRetrieval,
)
from models.vision.dual_encoder import KINDS, DualEncoder
from models.vision.encoder import Encoder, Encodes, longest_text
from models.vision.submodules import ENCODER, Step

LITE = Blip2LiteConfig.model_type
Classes = Mapping[str, Any]  # by what transformers calls the kind
RETRIEVAL: Classes = {"blip-2": Blip2ForImageTextRetrieval, LITE: Blip2LiteForImageTextRetrieval}
CAPTION: Classes = {"blip-2": Blip2ForConditionalGeneration, LITE: Blip2LiteForConditionalGeneration}


def encoder(path: str | Path, device: str, runtime: str) -> Encodes:
    """From a folder or a hub name. Raises ModelError."""
    here = Path(path).is_dir()  # then nothing is asked of the hub
    name = Path(path).name if here else str(path)
    try:
        kind = kind_of(path)
        if kind in KINDS:
            _torch_only(runtime, f"{kind} model")
            return DualEncoder.load(path, name, device, here)
        model, processor = loaded(path, device, RETRIEVAL)
    except (OSError, ValueError) as error:
        raise ModelError(
            "expected an image-text checkpoint (a folder, or a hub name within reach), could not load "
            f"{path}: {str(error).splitlines()[0]}. Set ARMARIO_ENCODER to a folder that holds one."
        ) from error
    if runtime != "int8" or device != "cpu":
        _torch_only(runtime, f"{kind} model on {device}")
    run = in_eight_bits(model) if runtime == "int8" else InTorch(model)
    longest = longest_text(model.config.qformer_config.to_dict())
    return Encoder(run, Processed(processor, longest), name, model.config.image_text_hidden_size)


def _torch_only(runtime: str, what: str) -> None:
    if runtime not in ("", "torch"):
        raise ModelError(
            f"expected a folder with a BLIP-2, on a CPU, for the runtime {runtime}, found a {what}; "
            "set ARMARIO_RUNTIME to torch"
        )


def kind_of(path: str | Path) -> str:
    """What transformers calls a checkpoint's kind. Raises OSError, ValueError."""
    return str(AutoConfig.from_pretrained(path, local_files_only=Path(path).is_dir()).model_type)


def loaded(path: str | Path, device: str, classes: Classes) -> tuple[Any, Any]:
    """Model and processor, in float32 on a CPU and float16 on a GPU; of a folder nothing is asked of the hub.

    Raises ModelError for another kind than those of ``classes``; OSError, ValueError where nothing loads.
    """
    transformers_logging.disable_progress_bar()
    here, kind = Path(path).is_dir(), kind_of(path)
    if kind not in classes:
        raise ModelError(f"expected one of {', '.join([*classes, *KINDS])}, found a {kind} model in {path}")
    dtype = torch.float32 if device == "cpu" else torch.float16
    model: Any = classes[kind].from_pretrained(path, dtype=dtype, local_files_only=here)
    processor = AutoProcessor.from_pretrained(path, local_files_only=here)
    model.qformer.set_attn_implementation("eager")  # the only one that hands out its attention
    return model.to(device).eval(), processor


class Processed:
    """A transformers processor as models.vision.preprocessing has it."""

    def __init__(self, processor: Any, longest: int) -> None:
        self._processor, self._longest = processor, longest

    def pixels(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 3, side, side) float32."""
        made = self._processor.image_processor(images=list(images), return_tensors="np")["pixel_values"]
        return made.astype(np.float32)

    def words(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """ids and mask (n, words)."""
        read = self._processor.tokenizer(
            list(texts), padding=True, truncation=True, max_length=self._longest, return_tensors="np"
        )
        return read["input_ids"], read["attention_mask"]


class InTorch:
    """Runs the steps of a loaded BLIP-2 as they are."""

    def __init__(self, model: Any, steps: Mapping[str, type[Step]] = ENCODER) -> None:
        self._steps = {name: step(model) for name, step in steps.items()}
        self._device = model.device

    @property
    def steps(self) -> frozenset[str]:
        """The names of what it can run."""
        return frozenset(self._steps)

    @torch.no_grad()
    def __call__(self, step: str, *arrays: np.ndarray) -> np.ndarray:
        tensors = (torch.from_numpy(array).to(self._device) for array in arrays)
        return self._steps[step](*tensors).float().cpu().numpy()


def in_eight_bits(model: Any) -> InTorch:
    """The same with the linear layers' weights as 8-bit whole numbers, activations as they come
    (dynamic quantization): a quarter of the memory. Changes the model for good; it has no gradients any more.
    """
    run = InTorch(model, {name: step for name, step in ENCODER.items() if not step.slopes})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch.ao announces torchao, which fits one torch release alone
        torch.ao.quantization.quantize_dynamic(model, {nn.Linear}, torch.qint8, inplace=True)
    return run


def continues(path: str | Path, device: str, longest: int) -> Generating:
    """A caption model from a folder or a hub name. Raises ModelError, OSError, ValueError."""
    return Generating(*loaded(path, device, CAPTION), longest)


class Generating:
    """A caption model that transformers lets write, with its memory of what it has read."""

    def __init__(self, model: Any, processor: Any, longest: int) -> None:
        self._model, self._processor, self._longest = model, processor, longest

    @torch.inference_mode()
    def __call__(self, images: Sequence[Image.Image], prompt: str) -> list[str]:
        """For each picture how the prompt goes on, greedily, for ``longest`` tokens at most."""
        device = self._model.device
        pixels = self._processor.image_processor(images=list(images), return_tensors="pt")["pixel_values"]
        tokenizer = self._processor.tokenizer
        image = [self._model.config.image_token_id] * self._model.config.num_query_tokens
        ids = torch.tensor([image + tokenizer(prompt)["input_ids"]], device=device).expand(len(images), -1)
        out = self._model.generate(
            pixel_values=pixels.to(device, self._model.dtype), input_ids=ids,
            attention_mask=torch.ones_like(ids), max_new_tokens=self._longest, do_sample=False,
        )  # fmt: skip
        said = out[:, ids.shape[1] :]
        return [str(text) for text in tokenizer.batch_decode(said, skip_special_tokens=True)]
