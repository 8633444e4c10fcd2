"""Encoders: pictures and texts in, unit vectors and scores out; BLIP-2, or any CLIP or SigLIP.

Does not know what a catalogue or a shop is. Any ``Blip2ForImageTextRetrieval`` checkpoint fits, from
``Salesforce/blip2-itm-vit-g`` to the small one that this project trains.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image

from models.llm.chat_model import ModelError
from models.vision.preprocessing import Given, Inputs
from models.vision.similarity import best_query, unit

log = logging.getLogger("encoder")

RUNTIMES = ("torch", "int8", "onnx")
BLIP2 = ("blip-2", "blip-2-lite")  # as transformers calls them
MAX_TEXT_TOKENS = 512  # an upper bound; the checkpoint's own position table decides
# Bytes of weights: of more, nobody waits for graphs who has not asked for them
LARGEST = 1 << 30


class Runs(Protocol):
    """Runs a BLIP-2's steps (models.vision.submodules) by name on arrays, each as the step of that name takes it."""

    @property
    def steps(self) -> frozenset[str]:
        """The names of what it can run."""
        ...

    def __call__(self, step: str, *arrays: np.ndarray) -> np.ndarray: ...


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
) -> Encodes:
    """From a folder or a hub name, in float32 on a CPU and float16 on a GPU. Raises ModelError.

    ``runtime`` is one of RUNTIMES, or "" for the fastest that fits; ``graphs`` the folder that ONNX graphs of
    any checkpoint's folder are kept in, without which "" means torch.
    """
    folder = Path(path)
    if graphs and has_graphs(folder, device, runtime):
        try:
            return _in_graphs(folder, graphs)
        except Exception as error:  # the exporter's and onnxruntime's errors have no common class
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            if runtime == "onnx":
                raise ModelError(
                    f"cannot run {folder.name} by ONNX: {reason}; set ARMARIO_RUNTIME to torch"
                ) from error
            log.warning("torch runs %s, for ONNX cannot: %s", folder.name, reason)
    from models.vision.torch_runtime import encoder  # seconds and 300 MB, which graphs do without

    return encoder(path, device, runtime)


def has_graphs(folder: Path, device: str, runtime: str) -> bool:
    """Whether graphs are to run a checkpoint: a BLIP-2 in a folder, on a CPU, and small unless asked for."""
    if device != "cpu" or runtime not in ("", "onnx") or config_of(folder).get("model_type") not in BLIP2:
        return False
    weights = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    return weights > 0 and (weights <= LARGEST or runtime == "onnx")


def config_of(folder: Path) -> dict[str, Any]:
    """A checkpoint's own description; nothing where there is none that can be read."""
    try:
        return dict(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def longest_text(qformer: Any) -> int:
    """How many tokens a Q-Former of this configuration can hold."""
    return min(MAX_TEXT_TOKENS, int(qformer["max_position_embeddings"]))


def _in_graphs(folder: Path, kept: Path) -> Encoder:
    from models.vision.onnx_runtime import in_graphs  # not needed where torch runs

    config = config_of(folder)
    given = Inputs(folder, longest_text(config["qformer_config"]))
    return Encoder(in_graphs(folder, kept), given, folder.name, int(config["image_text_hidden_size"]))


class Encoder:
    """A BLIP-2, whoever runs it. One vector an item; query vectors for BLIP-2's own score."""

    matches = True  # has a head that reads picture and text together

    def __init__(self, run: Runs, given: Given, name: str, dim: int) -> None:
        self._run, self._given, self.name, self.dim = run, given, name, dim

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, dim) float32, unit rows: the mean of each picture's query vectors."""
        return unit(self.query_vectors(self.see(images)).mean(axis=1))

    def see(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, patches, width) float32: the vision model's output, which the other methods start from."""
        return self._run("see", self._given.pixels(images))

    def query_vectors(self, seen: np.ndarray) -> np.ndarray:
        """(n, queries, dim) float32, each unit length: what BLIP-2's contrastive score takes the best of."""
        return self._run("ask", seen)

    def attention(self, seen: np.ndarray, texts: np.ndarray) -> np.ndarray | None:
        """(n, side, side) float32: where in picture i the token of its best query vector for text i (n, dim)
        found what speaks for the text (models.vision.submodules.Attend). None in 8 bits, which have no gradients."""
        if "attend" not in self._run.steps:
            return None
        rows = range(len(seen))
        return np.concatenate([self._run("attend", seen[i : i + 1], texts[i : i + 1]) for i in rows])

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        return self._run("read", *self._given.words(texts))

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """(images, texts) image-text contrastive scores: the cosine of the best query vector, -1…1."""
        return best_query(self.query_vectors(self.see(images)), self.texts(texts))

    def matching(self, seen: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """(n,) image-text matching: the probability, 0…1, that picture i shows what text i says."""
        if len(seen) != len(texts):
            raise ValueError(
                f"one text for each picture expected, found {len(seen)} pictures and {len(texts)} texts"
            )
        return self._run("match", seen, *self._given.words(texts))
