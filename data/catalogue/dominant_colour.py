"""The colour that a picture has in its middle, by name: for photos whose card says none.

Knows pixels and the shop's colours; does not know garments, so it is right where one lies in the middle.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageCms

from data.catalogue.vocabulary import colours

MIDDLE = 0.4  # of each side
SIDE = 48  # pixels a side that are counted
CLEAR = 0.3  # of the pixels that one colour must have; below, it is a pattern and no colour is named
# Names that nothing in a home photo can be told apart from, or that are not one colour
LEFT_OUT = {"multi", "gold", "silver", "cream", "tan", "lavender", "mustard"}
# Further swatches: cloth in a room is darker and warmer than a colour card, and denim is a blue of its own
INDOORS = {"white": ("#dcd8d0", "#cbc6bd"), "blue": ("#8fb4d8", "#5b86b8", "#7d93ad"), "teal": ("#6cc6c9",),
           "pink": ("#d99a94",), "red": ("#d02030",), "green": ("#20b040",)}  # fmt: skip
LIGHTNESS = 0.6  # weight beside the two axes of hue: light varies more in a room than hue does
SRGB, LAB = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")


def middle_colour(picture: Image.Image) -> str:
    """The name nearest to most pixels in the middle (CIE Lab distance), or "" where none has enough."""
    wide, high = picture.size
    edge = (1 - MIDDLE) / 2
    middle = picture.convert("RGB").crop((round(wide * edge), round(high * edge),
                                          round(wide * (1 - edge)), round(high * (1 - edge))))  # fmt: skip
    shades = [(name, hex_) for name, known in colours().items() if name not in LEFT_OUT
              for hex_ in (known.hex, *INDOORS.get(name, ()))]  # fmt: skip
    names = list(dict.fromkeys(name for name, _ in shades))
    swatches = Image.new("RGB", (len(shades), 1))
    swatches.putdata([tuple(bytes.fromhex(hex_[1:])) for _, hex_ in shades])
    pixels, known = _lab(middle.resize((SIDE, SIDE))), _lab(swatches)
    nearest = ((pixels[:, None] - known[None]) ** 2).sum(-1).argmin(1)
    place = np.array([names.index(name) for name, _ in shades])
    counts = np.bincount(place[nearest], minlength=len(names))
    best = int(counts.argmax())
    return names[best] if counts[best] >= CLEAR * len(pixels) else ""


def _lab(picture: Image.Image) -> np.ndarray:
    """(n, 3) float: weighted L, a, b of every pixel, a and b around 128."""
    turned = ImageCms.profileToProfile(picture, SRGB, LAB, outputMode="LAB")
    lab = np.asarray(turned, np.float32).reshape(-1, 3)
    lab[:, 1:] = (lab[:, 1:] + 128) % 256  # Pillow keeps a and b as signed bytes
    return lab * (LIGHTNESS, 1, 1)
