"""What a BLIP-2 is given: pictures as pixels, texts as ids, number for number as its processor makes them.

Reads the processor's settings beside the weights, for transformers' processors bring torch along. What it
does not know it refuses. Does not know models.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image
from tokenizers import Tokenizer

KINDS = ("BlipImageProcessor", "BlipImageProcessorPil", "BlipImageProcessorFast")  # all compute the same
MOST_THREADS = 8
PLAIN = ("do_resize", "do_rescale", "do_normalize")  # what it does to a picture, and nothing else


class Given(Protocol):
    """Pictures and texts as a model takes them."""

    def pixels(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 3, side, side) float32."""
        ...

    def words(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """ids and mask (n, words) int64: the longest text's length, each cut where the model must."""
        ...


class Inputs:
    """The processor of a checkpoint in a folder. Safe to call from several threads."""

    def __init__(self, folder: Path, longest: int | None = None) -> None:
        """``longest``: how many words the model can hold. ValueError where the processor is another kind."""
        self._size, self._resample, self._levels = _picture_settings(folder)
        self._pool = ThreadPoolExecutor(cores(), "pixels")  # Pillow and numpy let the interpreter go
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        if longest:
            self._tokenizer.enable_truncation(longest)
            padding = _token(_json(folder / "tokenizer_config.json")["pad_token"])
            self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id(padding), pad_token=padding)

    def pixels(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 3, height, width) float32: resized by Pillow, then each byte looked up."""
        width, height = self._size
        found = np.empty((len(images), 3, height, width), np.float32)
        list(self._pool.map(self._fill, found, images))
        return found

    def _fill(self, picture: np.ndarray, image: Image.Image) -> None:
        coloured = image if image.mode == "RGB" else image.convert("RGB")
        bytewise = np.asarray(coloured.resize(self._size, self._resample))
        for channel, levels in enumerate(self._levels):  # "wrap": no byte is asked whether it has a level
            np.take(levels, bytewise[..., channel], out=picture[channel], mode="wrap")

    def words(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """ids and mask (n, words) int64, padded on the right; only with ``longest``."""
        read = self._tokenizer.encode_batch(list(texts))
        return np.array([r.ids for r in read], np.int64), np.array([r.attention_mask for r in read], np.int64)

    def ids(self, text: str) -> list[int]:
        """One text's tokens, whole."""
        return list(self._tokenizer.encode(text).ids)

    def said(self, ids: Sequence[int]) -> str:
        """What tokens say, without those that stand for no words."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=True))


def cores() -> int:
    """How many of this machine's may be used."""
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return min(MOST_THREADS, len(usable))


def _picture_settings(folder: Path) -> tuple[tuple[int, int], Image.Resampling, np.ndarray]:
    """Size (width, height), filter, and (3, 256) float32: what each channel's bytes become."""
    known = _json(folder / "processor_config.json")["image_processor"]
    if known["image_processor_type"] not in KINDS or not all(known[step] for step in PLAIN):
        raise ValueError(f"expected a plain {KINDS[0]}, found a {known['image_processor_type']}")
    levels = (np.arange(256, dtype=np.float64) * known["rescale_factor"]).astype(np.float32)
    mean, spread = (np.array(known[name], np.float32)[:, np.newaxis] for name in ("image_mean", "image_std"))
    size = known["size"]["width"], known["size"]["height"]
    return size, Image.Resampling(known["resample"]), (levels - mean) / spread


def _token(known: Any) -> str:
    return str(known["content"] if isinstance(known, dict) else known)


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
