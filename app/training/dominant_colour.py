"""Names the dominant colour in the centre of an image, for items whose card names no colour.

Knows pixels and the shop's colours; does not find the garment, so it is right only where one is centred.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from data.catalogue.vocabulary import colours

CENTRE_FRACTION = 0.4  # of each side
SAMPLE_SIDE = 48  # pixels a side that are counted
MIN_SHARE = 0.3  # of the pixels that the dominant colour must have; below, it is a pattern
# Colours that a home photo cannot tell from others, or that are several colours
EXCLUDED = {"multi", "gold", "silver", "cream", "tan", "lavender", "mustard"}
# Further swatches: cloth in a room is darker and warmer than a colour card, and denim is a blue of its own
INDOOR_SWATCHES = {"white": ("#dcd8d0", "#cbc6bd"), "blue": ("#8fb4d8", "#5b86b8", "#7d93ad"),
                   "teal": ("#6cc6c9",), "pink": ("#d99a94",), "red": ("#d02030",),
                   "green": ("#20b040",)}  # fmt: skip
LIGHTNESS_WEIGHT = 0.6  # beside the two axes of hue: light varies more in a room than hue does


def dominant_colour(image: Image.Image) -> str:
    """The colour nearest in CIE Lab to most pixels of the centre, or "" where none has MIN_SHARE of them."""
    pixels = _lab(_centre(image).resize((SAMPLE_SIDE, SAMPLE_SIDE)))
    names, swatch_names, swatches = _palette()
    nearest = ((pixels[:, None] - swatches[None]) ** 2).sum(-1).argmin(1)
    counts = np.bincount(swatch_names[nearest], minlength=len(names))
    best = int(counts.argmax())
    return names[best] if counts[best] >= MIN_SHARE * len(pixels) else ""


def _centre(image: Image.Image) -> Image.Image:
    width, height = image.size
    edge = (1 - CENTRE_FRACTION) / 2
    box = (width * edge, height * edge, width * (1 - edge), height * (1 - edge))
    return image.convert("RGB").crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))


@lru_cache
def _palette() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Colour names; for each swatch the row of its name; and the swatches (n, 3) as _lab gives them."""
    swatches = [(name, code) for name, colour in colours().items() if name not in EXCLUDED
                for code in (colour.hex, *INDOOR_SWATCHES.get(name, ()))]  # fmt: skip
    names = list(dict.fromkeys(name for name, _ in swatches))
    image = Image.new("RGB", (len(swatches), 1))
    image.putdata([tuple(bytes.fromhex(code[1:])) for _, code in swatches])
    return names, np.array([names.index(name) for name, _ in swatches]), _lab(image)


def _lab(image: Image.Image) -> np.ndarray:
    """(n, 3) float: weighted L, a, b of every pixel, a and b around 128."""
    srgb, lab_profile = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    converted = ImageCms.profileToProfile(image, srgb, lab_profile, outputMode="LAB")
    lab = np.asarray(converted, np.float32).reshape(-1, 3)
    lab[:, 1:] = (lab[:, 1:] + 128) % 256  # Pillow keeps a and b as signed bytes
    return lab * (LIGHTNESS_WEIGHT, 1, 1)
