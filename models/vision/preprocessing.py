"""Turns pictures into pixels and texts into token ids, exactly as a checkpoint's own processor does.

Reads the processor's settings beside the weights and refuses what it does not know: transformers' processors
would import torch. Does not know models.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image
from tokenizers import Tokenizer

from models.background import cores

PROCESSORS = ("BlipImageProcessor", "BlipImageProcessorPil", "BlipImageProcessorFast")  # compute the same
REQUIRED_STEPS = ("do_resize", "do_rescale", "do_normalize")


class Preprocessor(Protocol):
    """Pictures and texts as a BLIP-2 takes them."""

    def pixels(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns (n, 3, height, width) float32."""
        ...

    def tokenize(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Returns token ids and attention mask, (n, tokens) int64, padded to the longest, truncated to the
        model's limit."""
        ...


class FastPreprocessor:
    """The processor of a checkpoint's folder, without transformers. Safe to call from several threads."""

    def __init__(self, folder: Path, max_tokens: int | None = None) -> None:
        """``max_tokens`` turns on padding and truncation. Raises ValueError for an unknown processor."""
        self._size, self._resample, self._lookup = _image_settings(folder)
        self._pool = ThreadPoolExecutor(cores(), "pixels")  # Pillow and numpy release the GIL
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        if max_tokens:
            self._tokenizer.enable_truncation(max_tokens)
            pad = _token(_json(folder / "tokenizer_config.json")["pad_token"])
            self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id(pad), pad_token=pad)

    def pixels(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns (n, 3, height, width) float32: resized by Pillow, then each byte looked up in a table."""
        width, height = self._size
        pixels = np.empty((len(images), 3, height, width), np.float32)
        list(self._pool.map(self._fill, pixels, images))
        return pixels

    def _fill(self, out: np.ndarray, image: Image.Image) -> None:
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        resized = np.asarray(rgb.resize(self._size, self._resample))
        for channel, lookup in enumerate(self._lookup):  # mode="wrap" skips the bounds check
            np.take(lookup, resized[..., channel], out=out[channel], mode="wrap")

    def tokenize(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Returns token ids and attention mask, (n, tokens) int64, padded on the right; only with
        ``max_tokens``."""
        read = self._tokenizer.encode_batch(list(texts))
        return np.array([r.ids for r in read], np.int64), np.array([r.attention_mask for r in read], np.int64)

    def token_ids(self, text: str) -> list[int]:
        """Returns the token ids of one text, untruncated."""
        return list(self._tokenizer.encode(text).ids)

    def decode(self, ids: Sequence[int]) -> str:
        """Returns the text of token ids without special tokens."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=True))


def _image_settings(folder: Path) -> tuple[tuple[int, int], Image.Resampling, np.ndarray]:
    """Returns the size (width, height), the filter, and (3, 256) float32: each channel's value of a byte."""
    known = _json(folder / "processor_config.json")["image_processor"]
    if known["image_processor_type"] not in PROCESSORS or not all(known[step] for step in REQUIRED_STEPS):
        raise ValueError(f"expected a plain {PROCESSORS[0]}, found a {known['image_processor_type']}")
    scaled = (np.arange(256, dtype=np.float64) * known["rescale_factor"]).astype(np.float32)
    mean, std = (np.array(known[name], np.float32)[:, np.newaxis] for name in ("image_mean", "image_std"))
    size = known["size"]["width"], known["size"]["height"]
    return size, Image.Resampling(known["resample"]), (scaled - mean) / std


def _token(known: Any) -> str:
    return str(known["content"] if isinstance(known, dict) else known)


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
