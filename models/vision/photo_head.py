"""Small heads on an encoder's patches that read one photo: garment or not, which, in what colours, with what
pattern, for whom, and which way up.

A photo is looked at in all four quarter turns, and what they say counts as far as each seems upright. Colours
are read where a learned mask lies: the garment's and not the bed's. Knows arrays and names of classes; does
not know catalogues or what is done with a reading. Trained by `models.training.photo_head`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image
from safetensors import SafetensorError
from safetensors.numpy import load_file

from models.errors import ModelError
from models.vision.encoder import ImageTextEncoder

SIDE = 224  # pixels, as the encoder sees a photo
CELLS = 14  # a side, in which colours are counted at half as many pixels
GRID = 7  # cells a side of the encoder's patches
TURNS = 4  # quarter turns of a circle
# Added to the upright score of a photo as it came: most are the right way up
AS_IT_CAME = 2.0
LIGHTNESS = 0.6  # beside the two axes of hue: light varies more in a room than hue does
SOFTNESS = 60.0  # squared distance in Lab over which a pixel belongs to several swatches
LEAST = 1e-5  # share of a swatch that counts
LAB_SCALE = 50.0
ROOT = 1e-3  # added below square roots, whose slope has no end at 0
WEIGHTS, LABELS = "model.safetensors", "config.json"
# From linear sRGB to XYZ of the white point D65 (IEC 61966-2-1)
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                [0.0193339, 0.1191920, 0.9503041]], np.float32)  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883], np.float32)

Chances = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the heads say of one photo, as probabilities. Those of ``present`` and ``shades`` stand each for
    itself (several garments, two colours), all others sum to 1.

    ``turns``: quarter turns, counter-clockwise, that set the photo upright; ``patches`` (1, p, width) are the
    encoder's, of the photo set upright.
    """

    garment: float
    categories: Chances
    present: Chances
    colours: Chances
    shades: Chances
    patterns: Chances
    audiences: Chances
    turns: int
    patches: np.ndarray


class PhotoReader(Protocol):
    """What reads photos; ``encoder`` is the one whose patches a reading holds."""

    encoder: ImageTextEncoder

    def read(self, image: Image.Image) -> Reading:
        """What a photo shows, whichever way up it is."""
        ...

    def read_each(
        self, images: Sequence[Image.Image], patches: np.ndarray | None = None
    ) -> list[Reading]:  # fmt: skip
        """What each of several pictures shows, that are the right way up; with their ``patches`` (n, p,
        width), where the encoder has made them already."""
        ...


class PhotoHead:
    """Reads photos by an encoder's patches. Safe to call from several threads."""

    def __init__(
        self, encoder: ImageTextEncoder, weights: Mapping[str, np.ndarray],
        labels: Mapping[str, Sequence[str]],
    ) -> None:  # fmt: skip
        self.encoder = encoder
        self._w = {name: value.astype(np.float32) for name, value in weights.items()}
        self._labels = {name: tuple(names) for name, names in labels.items()}

    @classmethod
    def load(cls, folder: Path, encoder: ImageTextEncoder) -> PhotoHead:
        """Loads the heads of a folder. Raises ModelError, also where they were trained on another encoder."""
        try:
            known = json.loads((folder / LABELS).read_text(encoding="utf-8"))
            own, labels = known["encoder"], known["labels"]
            weights = load_file(folder / WEIGHTS)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise ModelError(f"expected the weights of a photo head in {folder}: {error}") from error
        if own != encoder.name:
            raise ModelError(f"expected the encoder {own} for {folder}, found {encoder.name}")
        return cls(encoder, weights, labels)

    def read(self, image: Image.Image) -> Reading:
        """What a photo shows, whichever way up it is."""
        pixels = _square(image)
        counted = cells(pixels, self._w["swatches"])
        turned = [Image.fromarray(np.rot90(pixels, turn)) for turn in range(TURNS)]
        patches = self.encoder.encode_patches(turned)
        said = self._forward(patches, np.stack([np.rot90(counted, turn) for turn in range(TURNS)]))
        upright = said["upright"][:, 0] + AS_IT_CAME * (np.arange(TURNS) == 0)
        return self._reading(said, _softmax(upright), patches)

    def read_each(
        self, images: Sequence[Image.Image], patches: np.ndarray | None = None
    ) -> list[Reading]:  # fmt: skip
        """What each of several pictures shows, that are the right way up."""
        patches = self.encoder.encode_patches(images) if patches is None else patches
        said = self._forward(
            patches, np.stack([cells(_square(image), self._w["swatches"]) for image in images])
        )
        rows = range(len(images))
        return [self._reading({k: v[i : i + 1] for k, v in said.items()}, np.ones(1), patches[i : i + 1])
                for i in rows]  # fmt: skip

    def _reading(self, said: Mapping[str, np.ndarray], weights: np.ndarray, patches: np.ndarray) -> Reading:
        """The mean of several views, each counting by its weight."""
        turns = int(weights.argmax())
        shares = {
            name: weights @ (_sigmoid(value) if name in ("garment", "present", "shades") else _softmax(value))
            for name, value in said.items() if name != "upright"
        }  # fmt: skip
        named = {
            name: dict(zip(names, map(float, shares[name]), strict=True))
            for name, names in self._labels.items()
        }
        return Reading(float(shares["garment"][0]), turns=turns, patches=patches[turns : turns + 1], **named)

    def _forward(self, patches: np.ndarray, colours: np.ndarray) -> dict[str, np.ndarray]:
        """Logits (n, classes) of every head for patches (n, 50, width) and colours (n, 14, 14, k + 3)."""
        seen = patches.astype(np.float32)
        whole, around = seen[:, 0], seen[:, 1:]
        near = _relu(self._linear("cell", around))
        focus = _softmax(self._linear("att", near), axis=1)  # (n, 49, heads)
        pooled = (focus.transpose(0, 2, 1) @ near).reshape(len(seen), -1)
        hidden = np.concatenate([_relu(self._linear("glob", whole)), pooled, near.max(1)], 1)
        hidden = _relu(self._linear("hid.0", hidden))
        own = self._colour(whole, around, colours)
        return {
            **{name: self._linear(name, hidden) for name in ("garment", "upright")},
            "categories": self._linear("category", hidden), "present": self._linear("present", hidden),
            "patterns": self._linear("pattern", hidden), "audiences": self._linear("audience", hidden),
            "colours": self._linear("main", own), "shades": self._linear("any", own),
        }  # fmt: skip

    def _colour(self, whole: np.ndarray, around: np.ndarray, colours: np.ndarray) -> np.ndarray:
        """(n, hidden) what the colours under the mask say, beside those of the whole photo."""
        n, k = len(whole), len(self._w["swatches"])
        deep = self._linear("p", around).reshape(n, GRID, GRID, -1).repeat(2, 1).repeat(2, 2)
        logits = _relu(self._linear("m.1", _relu(deep + self._linear("c", colours))))
        mask = _softmax(self._linear("m.3", logits).reshape(n, CELLS**2, -1), axis=1)  # (n, 196, masks)
        under = mask.transpose(0, 2, 1) @ colours.reshape(n, CELLS**2, -1)
        told = np.concatenate([under, colours.mean((1, 2))[:, None]], 1)
        told = np.concatenate([np.sqrt(told[..., :k] + ROOT), told[..., k:]], -1).reshape(n, -1)
        coarse = mask.reshape(n, GRID, 2, GRID, 2, -1).sum((2, 4)).reshape(n, GRID**2, -1)
        read = np.concatenate([whole[:, None], coarse.transpose(0, 2, 1) @ around], 1)
        read = _relu(self._linear("deep", read)).reshape(n, -1)
        return _relu(self._linear("colour.0", np.concatenate([told, read], 1)))

    def _linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]


def cells(pixels: np.ndarray, swatches: np.ndarray) -> np.ndarray:
    """Returns (14, 14, k + 3) of pixels (224, 224, 3) uint8: of each cell the shares of the swatches (k, 3)
    and the mean colour, in Lab."""
    half = SIDE // 2
    colours = lab(pixels.reshape(half, 2, half, 2, 3).astype(np.float32).mean((1, 3))).reshape(-1, 3)
    shares = _softmax((2 * colours @ swatches.T - (swatches**2).sum(1)) / SOFTNESS)
    shares[shares < LEAST] = 0  # numbers near the smallest there are cost a hundred times the time
    every = np.concatenate([shares, colours / LAB_SCALE], 1)
    step = half // CELLS
    return every.reshape(CELLS, step, CELLS, step, -1).mean((1, 3))


def _square(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def lab(pixels: np.ndarray) -> np.ndarray:
    """CIE Lab of sRGB values, 0…255, with a lighter weight on lightness."""
    light = pixels / 255
    light = np.where(light > 0.04045, ((light + 0.055) / 1.055) ** 2.4, light / 12.92)
    ratio = (light @ XYZ.T) / WHITE
    x, y, z = np.moveaxis(np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116), -1, 0)
    return np.stack([LIGHTNESS * (116 * y - 16), 500 * (x - y), 200 * (y - z)], -1).astype(np.float32)


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def _softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    raised = np.exp(x - x.max(axis, keepdims=True))
    return raised / raised.sum(axis, keepdims=True)
