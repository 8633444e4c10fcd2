"""EfficientNet-Lites without their classifiers, as PyTorch modules: a small BLIP-2's eyes are made of them.

Knows tensors; does not know BLIP-2 nor where weights come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

STEM = 32
EPSILON = 1e-3  # of the batch norms, as in the original


@dataclass(frozen=True, slots=True)
class Size:
    """An EfficientNet-Lite (Tan & Le 2019, arXiv 1905.11946; Lite: no squeeze-and-excitation, ReLU6).

    ``stages`` are repeats, kernel, stride, expansion and channels. It is read after ``shallow`` blocks, on a
    grid of 8 pixels, after ``middle`` blocks, on one of 16, and at its end, on one of 32; ``widths`` are the
    channels there. The first ``still`` blocks stay as ImageNet made them: edges and colours are the same in
    every shop.
    """

    stages: tuple[tuple[int, int, int, int, int], ...]
    shallow: int
    middle: int
    still: int
    widths: tuple[int, int, int]


SIZES = {
    "lite0": Size(
        ((1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112),
         (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)),
        shallow=5, middle=11, still=5, widths=(40, 112, 320),
    ),
    "lite2": Size(
        ((1, 3, 1, 1, 16), (3, 3, 2, 6, 24), (3, 5, 2, 6, 48), (4, 3, 2, 6, 88), (4, 5, 1, 6, 120),
         (5, 5, 2, 6, 208), (1, 3, 1, 6, 352)),
        shallow=7, middle=15, still=11, widths=(48, 120, 352),
    ),
}  # fmt: skip


class Block(nn.Module):
    """An inverted residual: widen, look around, narrow; added to its input where the shapes allow."""

    def __init__(self, inner: int, outer: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = inner * expansion
        self.expand = Convolution(inner, wide) if expansion > 1 else None
        self.around = Convolution(wide, wide, kernel, stride, groups=wide)
        self.narrow = Convolution(wide, outer)
        self.adds = stride == 1 and inner == outer

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(b, inner, s, s) → (b, outer, s / stride, s / stride)."""
        wide = F.relu6(self.expand(x)) if self.expand is not None else x
        out = self.narrow(F.relu6(self.around(wide)))
        return x + out if self.adds else out


class Convolution(nn.Module):
    """Convolution and batch norm; padded as TensorFlow pads, which is how the ImageNet weights were made."""

    def __init__(self, inner: int, outer: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__()
        low, more = divmod(kernel - stride, 2)  # for sides that the stride divides
        self.conv: nn.Module = nn.Conv2d(
            inner, outer, kernel, stride, 0 if more else low, groups=groups, bias=False
        )
        self.norm: nn.Module = nn.BatchNorm2d(outer, eps=EPSILON, momentum=0.01)
        self.uneven = (low, low + 1, low, low + 1) if more else None  # which no convolution pads by itself

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Neither activation nor sum: the block's business."""
        return self.norm(self.conv(F.pad(x, self.uneven) if self.uneven else x))

    def fuse(self) -> None:
        """Puts the batch norm into the convolution's weights: the same function, with less to compute."""
        if isinstance(self.norm, nn.BatchNorm2d):
            convolution: Any = self.conv.eval()
            self.conv, self.norm = fuse_conv_bn_eval(convolution, self.norm.eval()), nn.Identity()


class Network(nn.Module):
    """One EfficientNet-Lite without its classifier."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.stem = Convolution(3, STEM, 3, 2)
        blocks, inner = [], STEM
        for repeats, kernel, stride, expansion, outer in size.stages:
            for first in [True] + [False] * (repeats - 1):
                blocks.append(Block(inner, outer, kernel, stride if first else 1, expansion))
                inner = outer
        self.blocks = nn.ModuleList(blocks)
        still = nn.ModuleList([self.stem, *self.blocks[: size.still]])
        fuse(still)
        still.requires_grad_(False)

    def shallow(self, pixels: torch.Tensor) -> torch.Tensor:
        """(b, 3, s, s) → (b, widths[0], s / 8, s / 8)."""
        x = F.relu6(self.stem(pixels))
        for block in self.blocks[: self.size.shallow]:
            x = block(x)
        return x

    def fuse(self) -> None:
        """Puts the batch norms into the weights: the same function, with less to compute."""
        fuse(self)

    def deep(self, shallow: torch.Tensor) -> list[torch.Tensor]:
        """What ``shallow`` made, what is in the middle and what is at the end, on grids of 32 pixels."""
        middle = shallow.contiguous(memory_format=torch.channels_last)
        for block in self.blocks[self.size.shallow : self.size.middle]:
            middle = block(middle)
        deep = middle
        for block in self.blocks[self.size.middle :]:
            deep = block(deep)
        return [F.avg_pool2d(shallow, 4), F.avg_pool2d(middle, 2), deep]


def fuse(part: nn.Module) -> None:
    """Puts all batch norms of a part into its weights: the same function, with less to compute."""
    for module in part.modules():
        if isinstance(module, Convolution):
            module.fuse()
