"""Pictures with captions, decoded once and served in augmented batches.

Knows rows of a JSON-lines file; does not know what a catalogue is, nor which model is trained.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

STORED = 144  # pixels a side; crops of it are served at the model's own size


@dataclass(frozen=True, slots=True)
class Caption:
    """A text about a picture and the labels it states; ``states`` None: about this one picture only."""

    text: str
    states: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture, what may be said of it, and its labels ("" where the catalogue does not say)."""

    image: Path
    captions: tuple[Caption, ...]
    labels: dict[str, str]
    split: str  # "train" or "valid"
    weight: float = 1.0  # how often it is drawn, relative to the others


def read_pairs(path: Path) -> list[Pair]:
    """The rows of a pairs file: {"image", "captions": [{"text", "states"}], "labels", "split", "weight"}."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Pair(Path(r["image"]), tuple(Caption(c["text"], c["states"]) for c in r["captions"]),
             r["labels"], r["split"], r.get("weight", 1.0))
        for r in rows
    ]  # fmt: skip


def decoded(pairs: Sequence[Pair], cache: Path) -> np.ndarray:
    """Every picture as (n, STORED, STORED, 3) uint8, decoded in parallel once and kept in ``cache``."""
    shape = (len(pairs), STORED, STORED, 3)
    if cache.exists():
        pixels = np.load(cache, mmap_mode="r")
        if pixels.shape == shape:
            return pixels
    pixels = np.zeros(shape, np.uint8)
    with ThreadPoolExecutor(2) as pool:
        for row, picture in enumerate(pool.map(lambda p: square(p.image, STORED), pairs)):
            pixels[row] = picture
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.save(cache, pixels)
    return pixels


def square(path: Path, side: int) -> np.ndarray:
    """A picture as (side, side, 3) uint8, squashed as BLIP's own image processor does."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB").resize((side, side), Image.Resampling.BICUBIC))


@dataclass(frozen=True, slots=True)
class View:
    """Augmented pictures (b, 3, size, size) in 0..1, and where in the whole each was cut (b, 2, 3)."""

    pictures: torch.Tensor
    windows: torch.Tensor


def views(pixels: np.ndarray, rows: np.ndarray, size: int, generator: torch.Generator) -> View:
    """Random window (70-100 % a side), mirror, light and white balance, as a phone would vary them."""
    whole = torch.from_numpy(np.asarray(pixels[rows])).permute(0, 3, 1, 2).float().div_(255)
    windows = _windows(len(rows), generator)
    grid = F.affine_grid(windows, [len(rows), 3, size, size], align_corners=False)
    cut = F.grid_sample(whole, grid, align_corners=False, padding_mode="border")
    light = 1 + 0.15 * torch.randn(len(rows), 1, 1, 1, generator=generator)
    balance = 1 + 0.04 * torch.randn(len(rows), 3, 1, 1, generator=generator)
    return View((cut * light * balance).clamp_(0, 1), windows)


def _windows(n: int, generator: torch.Generator) -> torch.Tensor:
    scale = 0.7 + 0.3 * torch.rand(n, 2, generator=generator)
    shift = (torch.rand(n, 2, generator=generator) * 2 - 1) * (1 - scale)
    mirror = torch.randint(0, 2, (n,), generator=generator) * 2 - 1
    windows = torch.zeros(n, 2, 3)
    windows[:, 0, 0], windows[:, 1, 1] = scale[:, 0] * mirror, scale[:, 1]
    windows[:, :, 2] = shift
    return windows


def batches(pairs: Sequence[Pair], size: int, seed: int, epoch: int) -> Iterator[np.ndarray]:
    """One epoch of row numbers in batches of ``size``, drawn by weight; fixed by seed and epoch."""
    generator = np.random.default_rng([seed, epoch])
    weights = np.array([p.weight for p in pairs])
    copies = np.floor(weights + generator.random(len(pairs))).astype(int)
    order = generator.permutation(np.repeat(np.arange(len(pairs)), copies))
    for start in range(0, len(order) - size + 1, size):
        yield order[start : start + size]
