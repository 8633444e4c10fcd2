"""Encoders: pictures and texts in, unit vectors and scores out; BLIP-2, or any CLIP or SigLIP.

Does not know what a catalogue or a shop is. Any ``Blip2ForImageTextRetrieval`` checkpoint fits, from
``Salesforce/blip2-itm-vit-g`` to the small one that this project trains.
"""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image
from transformers import AutoConfig, AutoProcessor, Blip2ForImageTextRetrieval
from transformers.utils import logging as transformers_logging

from models.blip2_lite import Blip2LiteConfig, Blip2LiteForImageTextRetrieval
from models.chat import ModelError
from models.dual import KINDS, DualEncoder
from models.steps import STEPS, Ask, InTorch, Runs, differences, export, in_eight_bits
from models.vectors import best_query, unit

log = logging.getLogger("encoder")

CLASSES = {
    "blip-2": Blip2ForImageTextRetrieval,
    Blip2LiteConfig.model_type: Blip2LiteForImageTextRetrieval,
}
RUNTIMES = ("torch", "int8", "onnx")
SAME = 1e-3  # largest difference between a graph and torch; of rounding it is some 1e-5
MAX_TEXT_TOKENS = 512  # an upper bound; the checkpoint's own position table decides


class Encodes(Protocol):
    """What every encoder can do. ``seen`` is its own matter: what ``see`` made of the pictures."""

    name: str
    dim: int
    matches: bool

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        ...

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        ...

    def see(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, patches, width) float32."""
        ...

    def query_vectors(self, seen: np.ndarray) -> np.ndarray:
        """(n, queries, dim) float32, each unit length."""
        ...

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """(images, texts) cosines of each text with the best query vector."""
        ...

    def matching(self, seen: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """(n,) probability, 0…1, that picture i shows what text i says. ModelError without ``matches``."""
        ...

    def attention(self, seen: np.ndarray, texts: np.ndarray) -> np.ndarray | None:
        """(n, side, side) where picture i shows what text i (n, dim) says; None without query tokens."""
        ...


def load_encoder(
    path: str | Path, device: str = "cpu", runtime: str = "torch", graphs: Path | None = None
) -> Encoder | DualEncoder:
    """From a folder or a hub name, in float32 on a CPU and float16 on a GPU. Raises ModelError.

    ``runtime`` is one of RUNTIMES, or "" for the fastest that fits; ``graphs`` the folder that ONNX graphs of
    any checkpoint are kept in, without which "" means torch.
    """
    transformers_logging.disable_progress_bar()
    here = Path(path).is_dir()  # then nothing is asked of the hub
    name = Path(path).name if here else str(path)
    try:
        kind = AutoConfig.from_pretrained(path, local_files_only=here).model_type
        if kind in KINDS:
            _torch_only(runtime, f"{kind} model")
            return DualEncoder.load(path, name, device, here)
        if kind not in CLASSES:
            raise ModelError(
                f"expected one of {', '.join([*CLASSES, *KINDS])}, found a {kind} model in {path}"
            )
        dtype = torch.float32 if device == "cpu" else torch.float16
        model: Any = CLASSES[kind].from_pretrained(path, dtype=dtype, local_files_only=here)
        processor = AutoProcessor.from_pretrained(path, local_files_only=here)
    except (OSError, ValueError) as error:
        raise ModelError(
            "expected an image-text checkpoint (a folder, or a hub name within reach), could not load "
            f"{path}: {str(error).splitlines()[0]}. Set ARMARIO_ENCODER to a folder that holds one."
        ) from error
    model = model.to(device).eval()
    model.qformer.set_attn_implementation("eager")  # the only one that hands out its attention
    return Encoder(model, processor, name, _run(model, name, device, runtime, graphs))


def _run(model: Any, name: str, device: str, runtime: str, graphs: Path | None) -> Runs:
    if device != "cpu":
        _torch_only(runtime, f"encoder on {device}")
        return InTorch(model)
    if runtime == "int8":
        return in_eight_bits(model)
    if runtime == "torch" or graphs is None:
        return InTorch(model)
    try:
        return _in_graphs(model, graphs / name.replace("/", "--"))
    except Exception as error:  # the exporter's and onnxruntime's errors have no common class
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        if runtime == "onnx":
            raise ModelError(f"cannot run {name} by ONNX: {reason}; set ARMARIO_RUNTIME to torch") from error
        log.warning("torch runs %s, for ONNX cannot: %s", name, reason)
        return InTorch(model)


def _in_graphs(model: Any, folder: Path) -> Runs:
    from models.graphs import in_graphs  # not needed where torch runs

    def prove(run: Runs) -> None:
        apart = differences(model, run)
        wrong = [step for step, difference in apart.items() if not difference < SAME]
        if wrong:
            raise ValueError(f"its graphs compute another {', '.join(wrong)} than torch does")

    weights, make = weights_hash(model), partial(export, model)
    return in_graphs(folder, weights, list(STEPS), make, prove, torch.get_num_threads())


def _torch_only(runtime: str, what: str) -> None:
    if runtime not in ("", "torch"):
        raise ModelError(
            f"expected BLIP-2 on a CPU for the runtime {runtime}, found a {what}; "
            "set ARMARIO_RUNTIME to torch"
        )


def weights_hash(model: Any) -> str:
    """16 letters that tell a model's weights, and the torch that would export them, from any others."""
    digest = hashlib.blake2b(f"{torch.__version__} {model.config.to_json_string()}".encode(), digest_size=8)
    for name, tensor in model.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy().data)
    return digest.hexdigest()


class Encoder:
    """Wraps a loaded BLIP-2 and who runs it. One vector an item; query vectors for BLIP-2's own score."""

    matches = True  # has a head that reads picture and text together

    def __init__(self, model: Any, processor: Any, name: str, run: Runs) -> None:
        self._model, self._processor, self.name, self._run = model, processor, name, run
        self.dim: int = model.config.image_text_hidden_size
        self._tokens = min(MAX_TEXT_TOKENS, model.config.qformer_config.max_position_embeddings)

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, dim) float32, unit rows: the mean of each picture's query vectors."""
        return unit(self.query_vectors(self.see(images)).mean(axis=1))

    def see(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, patches, width) float32: the vision model's output, which the other methods start from."""
        pixels = self._processor.image_processor(images=list(images), return_tensors="np")["pixel_values"]
        return self._run("see", pixels.astype(np.float32))

    def query_vectors(self, seen: np.ndarray) -> np.ndarray:
        """(n, queries, dim) float32, each unit length: what BLIP-2's contrastive score takes the best of."""
        return self._run("ask", seen)

    def attention(self, seen: np.ndarray, texts: np.ndarray) -> np.ndarray | None:
        """(n, side, side) float32: where in picture i the token of its best query vector for text i (n, dim)
        found what speaks for the text. None in 8 bits, which have no gradients.

        The token's cross-attention over the patches, weighted by the score's gradient where that is positive
        (Chefer, Gur & Wolf 2021): alone, attention also rests on corners where there is nothing. The mean of
        heads and layers, without the token of the whole picture; attention alone where nothing speaks.
        """
        if not isinstance(self._model.vision_projection, torch.nn.Linear):
            return None
        with torch.enable_grad():
            ask = Ask(self._model)
            out = ask.asked(torch.from_numpy(seen).to(self._model.device), output_attentions=True)
            vectors = ask.projected(out)
            cosines = torch.einsum("nqd,nd->nq", vectors, torch.from_numpy(texts).to(vectors))
            best = cosines.max(1)
            gradients = torch.autograd.grad(best.values.sum(), out.cross_attentions)
        helped = [
            (looked * gain).clamp_min(0).mean(1)
            for looked, gain in zip(out.cross_attentions, gradients, strict=True)
        ]
        looked = [layer.mean(1) for layer in out.cross_attentions]
        rows = torch.arange(len(seen), device=best.indices.device)
        spoke, rested = (
            torch.stack(maps).mean(0)[rows, best.indices, 1:].detach() for maps in (helped, looked)
        )
        patches = torch.where(spoke.amax(1, keepdim=True) > 0, spoke, rested)
        side = math.isqrt(patches.shape[-1])
        return patches.unflatten(-1, (side, side)).float().cpu().numpy()

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        return self._run("read", *self._text(texts))

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """(images, texts) image-text contrastive scores: the cosine of the best query vector, -1…1."""
        return best_query(self.query_vectors(self.see(images)), self.texts(texts))

    def matching(self, seen: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """(n,) image-text matching: the probability, 0…1, that picture i shows what text i says."""
        if len(seen) != len(texts):
            raise ValueError(
                f"one text for each picture expected, found {len(seen)} pictures and {len(texts)} texts"
            )
        return self._run("match", seen, *self._text(texts))

    def _text(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """ids and mask (n, words)."""
        read = self._processor.tokenizer(
            list(texts), padding=True, truncation=True, max_length=self._tokens, return_tensors="np"
        )
        return read["input_ids"], read["attention_mask"]
