"""ImageNet's features as they are, without any training here: what the trained eyes are measured against."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from functools import lru_cache

import numpy as np
import torch
from PIL import Image

from models.training import imagenet
from models.vision.blip2_lite import LiteVisionConfig, LiteVisionModel


@torch.inference_mode()
def features(images: Sequence[Image.Image]) -> np.ndarray:
    """(n, 320) float32: the last convolutions' channels, averaged over the picture.

    Raises ImportError where the packages that bring the weights are not installed.
    """
    (network,) = _eyes().networks
    side = (imagenet.SIDE, imagenet.SIDE)
    pixels = np.stack([np.asarray(image.convert("RGB").resize(side), np.float32) for image in images])
    scaled = (torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255 - imagenet.MEAN) / imagenet.SPREAD
    return network.deep(network.shallow(scaled))[-1].mean((2, 3)).numpy()


@lru_cache
def _eyes() -> LiteVisionModel:
    eyes = LiteVisionModel(LiteVisionConfig()).eval()
    with redirect_stdout(sys.stderr):  # where the package says what it loads; ours may be a line of JSON
        imagenet.give(eyes)
    return eyes
