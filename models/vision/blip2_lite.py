"""BLIP-2 with EfficientNets for eyes, where a ViT is too much for two cores: "blip-2-lite".

Everything behind the eyes is transformers' own BLIP-2. Importing this module registers the configuration:
what a folder holds can be asked of the folder.
Knows tensors; does not know pictures, texts or where weights come from.
"""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from torch import nn
from torch.nn import functional as F
from transformers import (
    AutoConfig,
    Blip2Config,
    Blip2ForConditionalGeneration,
    Blip2ForImageTextRetrieval,
    Blip2QFormerConfig,
    Blip2VisionConfig,
)
from transformers.modeling_outputs import BaseModelOutputWithPooling

from models.vision.efficientnet import SIZES, Network, fuse

COLOUR_WIDTH = 9  # mean, spread and darkest value of each colour channel: what ImageNet's layers forget
CELL = 32  # pixels a side that one patch vector stands for


class LiteVisionConfig(Blip2VisionConfig):
    """``hidden_size`` is the patch vectors' width, ``networks`` are names of SIZES that look side by side.

    ``fused``: the batch norms are inside the weights.
    """

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
    """EfficientNets without their classifiers, read at three depths, and beside them the plain colours."""

    def __init__(self, config: LiteVisionConfig) -> None:
        super().__init__()
        self.config = config
        sizes = [SIZES[name] for name in config.networks]
        self.networks: Any = nn.ModuleList(Network(size) for size in sizes)
        seen = COLOUR_WIDTH + sum(width for size in sizes for width in size.widths)
        self.cell_projection = nn.Linear(seen, config.hidden_size)
        self.global_projection = nn.Linear(seen, config.hidden_size)
        self.layernorm = nn.LayerNorm(config.hidden_size)
        if config.fused:
            self.fuse()

    def forward(self, pixel_values: torch.Tensor, **_: Any) -> BaseModelOutputWithPooling:
        """(b, 3, s, s) → last_hidden_state (b, 1 + (s / 32)², hidden_size): whole, then cells."""
        seen = self.deep(self.shallow(pixel_values))
        return BaseModelOutputWithPooling(last_hidden_state=seen, pooler_output=seen[:, 0])

    def shallow(self, pixels: torch.Tensor) -> torch.Tensor:
        """(b, 9 + the networks' shallow widths, s / 8, s / 8): colours, and blocks that are never trained."""
        mean = F.avg_pool2d(pixels, 8)
        spread = (F.avg_pool2d(pixels**2, 8) - mean**2).clamp_min(0).sqrt()
        laid = pixels.contiguous(memory_format=torch.channels_last)
        seen = [network.shallow(laid) for network in self.networks]
        return torch.cat([mean, spread, -F.max_pool2d(-pixels, 8), *seen], 1)

    def deep(self, shallow: torch.Tensor) -> torch.Tensor:
        """What ``shallow`` made → (b, 1 + cells, hidden_size)."""
        colours, *parts = shallow.split([COLOUR_WIDTH, *(n.size.widths[0] for n in self.networks)], 1)
        read = [F.avg_pool2d(colours, 4)]
        for network, part in zip(self.networks, parts, strict=True):
            read += network.deep(part)
        cells = torch.cat(read, 1).flatten(2).transpose(1, 2)
        whole = self.global_projection(cells.mean(1, keepdim=True))
        return self.layernorm(torch.cat([whole, self.cell_projection(cells)], 1))

    def fuse(self) -> None:
        """Puts all batch norms into the weights, for good."""
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
