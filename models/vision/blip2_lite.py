"""BLIP-2 with EfficientNet-Lites in place of its ViT, small enough for two cores: type "blip-2-lite".

Everything behind the vision tower is transformers' own BLIP-2. Importing this module registers the
configuration. Knows tensors; does not know pictures, texts or where weights come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval
from transformers import (
    AutoConfig,
    Blip2Config,
    Blip2ForConditionalGeneration,
    Blip2ForImageTextRetrieval,
    Blip2QFormerConfig,
    Blip2VisionConfig,
)
from transformers.modeling_outputs import BaseModelOutputWithPooling

COLOUR_WIDTH = 9  # mean, spread and minimum of each colour channel, which ImageNet's layers forget
CELL = 32  # pixels a side of one patch
STEM = 32
EPSILON = 1e-3  # of the batch norms, as in the original


@dataclass(frozen=True, slots=True)
class Size:
    """An EfficientNet-Lite (Tan & Le 2019, arXiv 1905.11946; Lite: no squeeze-and-excitation, ReLU6).

    ``stages`` are repeats, kernel, stride, expansion and channels. Features are taken after ``shallow``
    blocks (stride 8), after ``middle`` blocks (stride 16) and at the end (stride 32); ``widths`` are their
    channels. The first ``frozen`` blocks keep ImageNet's weights: edges are the same in every shop.
    """

    stages: tuple[tuple[int, int, int, int, int], ...]
    shallow: int
    middle: int
    frozen: int
    widths: tuple[int, int, int]


SIZES = {
    "lite0": Size(
        ((1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112),
         (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)),
        shallow=5, middle=11, frozen=5, widths=(40, 112, 320),
    ),
    "lite2": Size(
        ((1, 3, 1, 1, 16), (3, 3, 2, 6, 24), (3, 5, 2, 6, 48), (4, 3, 2, 6, 88), (4, 5, 1, 6, 120),
         (5, 5, 2, 6, 208), (1, 3, 1, 6, 352)),
        shallow=7, middle=15, frozen=11, widths=(48, 120, 352),
    ),
}  # fmt: skip


class Block(nn.Module):
    """An inverted residual block: expansion, depthwise convolution, projection; a skip where it fits."""

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
    """Convolution and batch norm with TensorFlow's padding, for which the ImageNet weights were made."""

    def __init__(self, inner: int, outer: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__()
        low, odd = divmod(kernel - stride, 2)  # for sides that the stride divides
        self.conv: nn.Module = nn.Conv2d(
            inner, outer, kernel, stride, 0 if odd else low, groups=groups, bias=False
        )
        self.norm: nn.Module = nn.BatchNorm2d(outer, eps=EPSILON, momentum=0.01)
        self.uneven = (low, low + 1, low, low + 1) if odd else None  # nn.Conv2d pads evenly only

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Returns the normalized convolution, without activation."""
        return self.norm(self.conv(F.pad(x, self.uneven) if self.uneven else x))

    def fuse(self) -> None:
        """Folds the batch norm into the convolution's weights."""
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
        frozen = nn.ModuleList([self.stem, *self.blocks[: size.frozen]])
        fuse(frozen)
        frozen.requires_grad_(False)

    def shallow(self, pixels: torch.Tensor) -> torch.Tensor:
        """(b, 3, s, s) → (b, widths[0], s / 8, s / 8)."""
        x = F.relu6(self.stem(pixels))
        for block in self.blocks[: self.size.shallow]:
            x = block(x)
        return x

    def fuse(self) -> None:
        """Folds the batch norms into the weights."""
        fuse(self)

    def deep(self, shallow: torch.Tensor) -> list[torch.Tensor]:
        """Returns the shallow, middle and last features of what ``shallow`` gave, pooled to stride 32."""
        middle = shallow.contiguous(memory_format=torch.channels_last)
        for block in self.blocks[self.size.shallow : self.size.middle]:
            middle = block(middle)
        deep = middle
        for block in self.blocks[self.size.middle :]:
            deep = block(deep)
        return [F.avg_pool2d(shallow, 4), F.avg_pool2d(middle, 2), deep]


def fuse(part: nn.Module) -> None:
    """Folds all batch norms of a module into its weights: the same function, with less to compute."""
    for module in part.modules():
        if isinstance(module, Convolution):
            module.fuse()


class LiteVisionConfig(Blip2VisionConfig):
    """``networks`` names SIZES that run side by side; ``fused``: the batch norms are in the weights."""

    model_type = "blip_2_lite_vision_model"

    hidden_size: int = 256
    image_size: int = 192
    patch_size: int = CELL
    num_hidden_layers: int = 0
    networks: tuple[str, ...] | list[str] = ("lite0",)
    fused: bool = False


class Blip2LiteConfig(Blip2Config):
    """Blip2Config whose vision part is LiteVisionConfig."""

    model_type = "blip-2-lite"
    sub_configs_defaults: ClassVar[Any] = Blip2Config.sub_configs_defaults | {
        "vision_config": LiteVisionConfig,
        "qformer_config": Blip2QFormerConfig,
    }


class LiteVisionModel(nn.Module):
    """EfficientNets without classifiers, read at three depths, concatenated with each cell's colours."""

    def __init__(self, config: LiteVisionConfig) -> None:
        super().__init__()
        self.config = config
        sizes = [SIZES[name] for name in config.networks]
        self.networks: Any = nn.ModuleList(Network(size) for size in sizes)
        channels = COLOUR_WIDTH + sum(width for size in sizes for width in size.widths)
        self.cell_projection = nn.Linear(channels, config.hidden_size)
        self.global_projection = nn.Linear(channels, config.hidden_size)
        self.layernorm = nn.LayerNorm(config.hidden_size)
        if config.fused:
            self.fuse()

    def forward(self, pixel_values: torch.Tensor, **_: Any) -> BaseModelOutputWithPooling:
        """Maps (b, 3, s, s) to last_hidden_state (b, 1 + (s / 32)², width): global token, then cells."""
        patches = self.deep(self.shallow(pixel_values))
        return BaseModelOutputWithPooling(last_hidden_state=patches, pooler_output=patches[:, 0])

    def shallow(self, pixels: torch.Tensor) -> torch.Tensor:
        """Returns (b, 9 + the networks' shallow widths, s / 8, s / 8): colours and never trained blocks."""
        mean = F.avg_pool2d(pixels, 8)
        spread = (F.avg_pool2d(pixels**2, 8) - mean**2).clamp_min(0).sqrt()
        pixels_last = pixels.contiguous(memory_format=torch.channels_last)
        features = [network.shallow(pixels_last) for network in self.networks]
        return torch.cat([mean, spread, -F.max_pool2d(-pixels, 8), *features], 1)

    def deep(self, shallow: torch.Tensor) -> torch.Tensor:
        """Maps what ``shallow`` returned to (b, 1 + cells, hidden_size)."""
        colours, *parts = shallow.split([COLOUR_WIDTH, *(n.size.widths[0] for n in self.networks)], 1)
        read = [F.avg_pool2d(colours, 4)]
        for network, part in zip(self.networks, parts, strict=True):
            read += network.deep(part)
        cells = torch.cat(read, 1).flatten(2).transpose(1, 2)
        whole = self.global_projection(cells.mean(1, keepdim=True))
        return self.layernorm(torch.cat([whole, self.cell_projection(cells)], 1))

    def fuse(self) -> None:
        """Folds all batch norms into the weights, for good."""
        fuse(self)
        self.config.fused = True


class Blip2LiteForImageTextRetrieval(Blip2ForImageTextRetrieval):
    """Contrastive and matching scores, as in BLIP-2's first stage."""

    config_class = Blip2LiteConfig
    config: Any

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.vision_model = LiteVisionModel(config.vision_config)


class Blip2LiteForConditionalGeneration(Blip2ForConditionalGeneration):
    """Captions and answers, as in BLIP-2's second stage."""

    config_class = Blip2LiteConfig
    config: Any

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.vision_model = LiteVisionModel(config.vision_config)


AutoConfig.register(Blip2LiteConfig.model_type, Blip2LiteConfig, exist_ok=True)
