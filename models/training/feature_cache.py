"""What a vision model's frozen part makes of every picture: computed once, kept on disk, served in batches.

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

from models.training.corpus import Pair, square, varied
from models.vision.blip2_lite import LiteVisionModel

SHIFT = 2  # cells
AT_ONCE = 16  # pictures whose views go through the frozen part together

Layers = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True, slots=True)
class Sight:
    """(n, views, …) float16 on disk, the first view being the whole picture; ``rest`` is still to be run."""

    kept: np.ndarray
    rest: Layers
    device: torch.device

    def seen(self, rows: np.ndarray, views: np.ndarray) -> torch.Tensor:
        """(b, 1 + patches, width): what the eyes make of one view of each row; gradients where trained."""
        return self.rest(self.maps(rows, views))

    def maps(
        self, rows: np.ndarray, views: np.ndarray, shift: np.random.Generator | None = None
    ) -> torch.Tensor:
        """(b, …) what ``rest`` is run on.

        With ``shift`` what lies on a grid is moved by up to SHIFT cells and mirrored by chance: the layers
        kept here are convolutions, which would have made nearly the same of a moved or mirrored picture.
        """
        kept = torch.from_numpy(self.kept[rows, views].astype(np.float32))
        kept = _moved(kept, shift) if shift is not None and kept.ndim == 4 else kept
        return kept.to(self.device)

    @torch.no_grad()
    def frozen(self, path: Path, say: Callable[[str], None]) -> Sight:
        """The same with ``rest`` run once too: from here on the eyes are not trained."""
        if not path.exists():
            example = self.seen(np.array([0]), np.array([0]))
            growing = _Growing(path, (*self.kept.shape[:2], *example.shape[1:]))
            for start in range(0, len(self.kept), AT_ONCE):
                some = torch.from_numpy(self.kept[start : start + AT_ONCE].astype(np.float32))
                out = self.rest(some.flatten(0, 1).to(self.device)).unflatten(0, some.shape[:2])
                growing.put(start, out, say)
            growing.close()
        return Sight(np.load(path, mmap_mode="r"), nn.Identity(), self.device)


def _moved(maps: torch.Tensor, chance: np.random.Generator) -> torch.Tensor:
    side = maps.shape[-1]
    down, right = chance.integers(2 * SHIFT + 1, size=2)
    wide = F.pad(maps, (SHIFT,) * 4, "replicate")
    moved = wide[:, :, down : down + side, right : right + side]
    mirrored = torch.from_numpy(chance.random(len(maps)) < 0.5)
    return torch.where(mirrored[:, None, None, None], moved.flip(-1), moved)


def split(eyes: nn.Module) -> tuple[Layers, Layers]:
    """A vision model as the part that never learns and the part that may."""
    if isinstance(eyes, LiteVisionModel):
        return eyes.shallow, eyes.deep
    return nn.Identity(), lambda pixels: eyes(pixel_values=pixels).last_hidden_state


@torch.no_grad()
def looked_at(
    pairs: Sequence[Pair], eyes: nn.Module, normal: Layers, side: int, views: int, path: Path,
    say: Callable[[str], None],
) -> Sight:  # fmt: skip
    """Runs the frozen part over ``views`` views of every picture, or reads what an earlier run kept.

    A picture's views depend on its path only, so that a run that was killed goes on with the same ones.
    """
    frozen, rest = split(eyes)
    device = next((p.device for p in eyes.parameters()), torch.device("cpu"))

    def opened(pair: Pair) -> torch.Tensor:
        seed = zlib.crc32(pair.image.name.encode())
        return normal(varied(square(pair.image, side), views, torch.Generator().manual_seed(seed)))

    if not path.exists():
        example = frozen(opened(pairs[0]).to(device))
        growing = _Growing(path, (len(pairs), views, *example.shape[1:]))
        with ThreadPoolExecutor(2) as pool:
            for start in range(0, len(pairs), AT_ONCE):
                some = torch.stack(list(pool.map(opened, pairs[start : start + AT_ONCE])))
                out = frozen(some.flatten(0, 1).to(device)).unflatten(0, some.shape[:2])
                growing.put(start, out, say)
        growing.close()
    return Sight(np.load(path, mmap_mode="r"), rest, device)


class _Growing:
    """A file that has its name only when it is whole."""

    def __init__(self, path: Path, shape: tuple[int, ...]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.part = path, path.with_suffix(".part.npy")
        self.rows = open_memmap(self.part, "w+", np.float16, shape)

    def put(self, start: int, found: torch.Tensor, say: Callable[[str], None]) -> None:
        self.rows[start : start + len(found)] = found.cpu().numpy()
        if start % (AT_ONCE * 50) == 0:
            say(f"{self.path.name}: {start}/{len(self.rows)} pictures")

    def close(self) -> None:
        self.rows.flush()
        self.part.rename(self.path)
