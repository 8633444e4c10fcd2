"""Pictures with captions: read, opened, varied as a phone would vary them, and drawn into batches.

Knows rows of a JSON-lines file; does not know what a catalogue is, nor which model is trained.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

SMALLEST = 0.7  # of a side: the smallest window that a view shows
LIGHT, BALANCE = 0.15, 0.04  # spread of brightness, and of each colour channel's own brightness


@dataclass(frozen=True, slots=True)
class Caption:
    """A text about a picture and the labels it states; ``states`` None: about this one picture only."""

    text: str
    states: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Saying:
    """A prompt and how it goes on for a picture, drawn by weight among the picture's own."""

    prompt: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture, what may be said of it, and its labels ("" where the catalogue does not say)."""

    image: Path
    captions: tuple[Caption, ...]
    labels: dict[str, str]
    split: str  # "train" or "valid"
    weight: float = 1.0  # how often it is drawn, relative to the others
    source: str = ""  # the name of the file it was read from
    sayings: tuple[Saying, ...] = ()


def read_pairs(path: Path) -> list[Pair]:
    """The rows of a pairs file: those that app.training.caption_dataset writes."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Pair(Path(r["image"]), tuple(Caption(c["text"], c["states"]) for c in r["captions"]),
             r["labels"], r["split"], r.get("weight", 1.0), path.stem,
             tuple(Saying(**s) for s in r.get("sayings", ())))
        for r in rows
    ]  # fmt: skip


def square(path: Path, side: int) -> torch.Tensor:
    """A picture as (3, side, side) in 0..1, squashed as BLIP's own image processor does."""
    with Image.open(path) as picture:
        pixels = np.array(picture.convert("RGB").resize((side, side), Image.Resampling.BICUBIC))
    return torch.from_numpy(pixels).permute(2, 0, 1).float().div_(255)


def varied(picture: torch.Tensor, count: int, generator: torch.Generator) -> torch.Tensor:
    """(count, 3, side, side): the picture whole, then random windows of it, mirrored, in other light.

    The same generator state gives the same views.
    """
    windows = torch.cat([torch.eye(2, 3)[None], _windows(count - 1, generator)])
    grid = F.affine_grid(windows, [count, *picture.shape], align_corners=False)
    cut = F.grid_sample(picture.expand(count, -1, -1, -1), grid, align_corners=False, padding_mode="border")
    light = 1 + LIGHT * torch.randn(count, 1, 1, 1, generator=generator)
    balance = 1 + BALANCE * torch.randn(count, 3, 1, 1, generator=generator)
    return torch.cat([picture[None], (cut * light * balance)[1:].clamp_(0, 1)])


def _windows(n: int, generator: torch.Generator) -> torch.Tensor:
    scale = SMALLEST + (1 - SMALLEST) * torch.rand(n, 2, generator=generator)
    shift = (torch.rand(n, 2, generator=generator) * 2 - 1) * (1 - scale)
    mirror = torch.randint(0, 2, (n,), generator=generator) * 2 - 1
    windows = torch.zeros(n, 2, 3)
    windows[:, 0, 0], windows[:, 1, 1] = scale[:, 0] * mirror, scale[:, 1]
    windows[:, :, 2] = shift
    return windows


def batches(
    pairs: Sequence[Pair], size: int, seed: int, epoch: int, near: np.ndarray | None = None
) -> Iterator[np.ndarray]:
    """One epoch of row numbers in batches of ``size``, drawn by weight; fixed by seed and epoch.

    With ``near`` (n, k), the rows most like each row, neighbours stand together in a batch: what is hard to
    tell apart is then told apart.
    """
    generator = np.random.default_rng([seed, epoch])
    weights = np.array([p.weight for p in pairs])
    copies = np.floor(weights + generator.random(len(pairs))).astype(int)
    order = generator.permutation(np.repeat(np.arange(len(pairs)), copies))
    groups = _grouped(order, near) if near is not None else list(order.reshape(-1, 1))
    mixed = np.concatenate([groups[i] for i in generator.permutation(len(groups))])
    for start in range(0, len(mixed) - size + 1, size):
        yield mixed[start : start + size]


def _grouped(order: np.ndarray, near: np.ndarray) -> list[np.ndarray]:
    left = np.bincount(order, minlength=len(near))
    groups = []
    for row in order:
        if left[row]:
            left[row] -= 1
            others = near[row][left[near[row]] > 0]
            left[others] -= 1
            groups.append(np.array([row, *others]))
    return groups
