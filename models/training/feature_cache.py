"""Caches what a vision model's frozen part makes of every picture, computed once, kept on disk.

Most of the work on two cores is in layers that are not trained, and a frozen ViT-g on a GPU gains as much.
Knows tensors and rows; does not know captions or losses.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.lib.format import open_memmap
from torch import nn
from torch.nn import functional as F

from models.training.data import Pair, augmented, square
from models.vision.blip2_lite import LiteVisionModel

MAX_SHIFT = 2  # cells
BATCH = 16  # pictures whose views go through the frozen part together

Layers = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True, slots=True)
class FeatureCache:
    """(n, views, …) float16 on disk, the first view being the whole picture; ``trainable`` layers follow."""

    features: np.ndarray
    trainable: Layers
    device: torch.device

    def patches(self, rows: np.ndarray, views: np.ndarray) -> torch.Tensor:
        """Returns (b, 1 + patches, width), the vision tower's output for one view of each row."""
        return self.trainable(self.inputs(rows, views))

    def inputs(
        self, rows: np.ndarray, views: np.ndarray, shift: np.random.Generator | None = None
    ) -> torch.Tensor:
        """Returns (b, …), the input of ``trainable``.

        With ``shift``, features on a grid are moved by up to MAX_SHIFT cells and mirrored at random: the
        cached layers are convolutions, which give nearly the same for a moved or mirrored picture.
        """
        features = torch.from_numpy(self.features[rows, views].astype(np.float32))
        if shift is not None and features.ndim == 4:
            features = _shifted(features, shift)
        return features.to(self.device)

    @torch.no_grad()
    def freeze(self, path: Path, log: Callable[[str], None]) -> FeatureCache:
        """Returns a cache of the whole vision tower's output, for training without it."""
        if not path.exists():
            example = self.patches(np.array([0]), np.array([0]))
            part = _PartFile(path, (*self.features.shape[:2], *example.shape[1:]))
            for start in range(0, len(self.features), BATCH):
                some = torch.from_numpy(self.features[start : start + BATCH].astype(np.float32))
                out = self.trainable(some.flatten(0, 1).to(self.device)).unflatten(0, some.shape[:2])
                part.put(start, out, log)
            part.close()
        return FeatureCache(np.load(path, mmap_mode="r"), nn.Identity(), self.device)


def _shifted(features: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    side = features.shape[-1]
    down, right = rng.integers(2 * MAX_SHIFT + 1, size=2)
    wide = F.pad(features, (MAX_SHIFT,) * 4, "replicate")
    moved = wide[:, :, down : down + side, right : right + side]
    mirrored = torch.from_numpy(rng.random(len(features)) < 0.5)
    return torch.where(mirrored[:, None, None, None], moved.flip(-1), moved)


def split_vision(vision: nn.Module) -> tuple[Layers, Layers]:
    """Returns a vision model's part that never learns and the part that may."""
    if isinstance(vision, LiteVisionModel):
        return vision.shallow, vision.deep
    return nn.Identity(), lambda pixels: vision(pixel_values=pixels).last_hidden_state


@torch.no_grad()
def build_cache(
    pairs: Sequence[Pair], vision: nn.Module, normalize: Layers, side: int, views: int, path: Path,
    log: Callable[[str], None],
) -> FeatureCache:  # fmt: skip
    """Runs the frozen part over ``views`` views of every picture, unless ``path`` has them already.

    The views depend on a picture's file name only, so a run that was killed resumes with the same ones.
    """
    frozen, trainable = split_vision(vision)
    device = next((p.device for p in vision.parameters()), torch.device("cpu"))

    def load(pair: Pair) -> torch.Tensor:
        seed = zlib.crc32(pair.image.name.encode())
        return normalize(augmented(square(pair.image, side), views, torch.Generator().manual_seed(seed)))

    if not path.exists():
        example = frozen(load(pairs[0]).to(device))
        part = _PartFile(path, (len(pairs), views, *example.shape[1:]))
        with ThreadPoolExecutor(2) as pool:
            for start in range(0, len(pairs), BATCH):
                some = torch.stack(list(pool.map(load, pairs[start : start + BATCH])))
                out = frozen(some.flatten(0, 1).to(device)).unflatten(0, some.shape[:2])
                part.put(start, out, log)
        part.close()
    return FeatureCache(np.load(path, mmap_mode="r"), trainable, device)


class _PartFile:
    """An array on disk that gets its name only when it is complete."""

    def __init__(self, path: Path, shape: tuple[int, ...]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.part = path, path.with_suffix(".part.npy")
        self.rows = open_memmap(self.part, "w+", np.float16, shape)

    def put(self, start: int, values: torch.Tensor, log: Callable[[str], None]) -> None:
        self.rows[start : start + len(values)] = values.cpu().numpy()
        if start % (BATCH * 50) == 0:
            log(f"{self.path.name}: {start}/{len(self.rows)} pictures")

    def close(self) -> None:
        self.rows.flush()
        self.part.rename(self.path)
