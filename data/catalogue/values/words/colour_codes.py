"""Names the colour of a code such as "#FFFFFF", "ffffff" or "rgb(255, 0, 0)".

Knows the named colours of the web, by their hex codes; a code does not tell that something shines.
"""

from __future__ import annotations

import re
from functools import lru_cache

from PIL import ImageColor

from data.catalogue.values.words.colour_names import colour_words
from data.catalogue.values.words.phrases import plain_words
from data.catalogue.vocabulary import colours

CODE = re.compile(
    r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3})\b|\b(?:rgb|hsl)a?\([^()]{5,40}\)|(?<![\w#])[0-9a-f]{6}(?!\w)",
    re.I,
)
NOT_SEEN = {"multi", "silver"}  # silver is told from grey by its shine alone
LIGHTNESS_WEIGHT = 0.25  # beside the two axes of hue, so that a dark grey is no navy blue
Lab = tuple[float, float, float]


def codes_in(cell: str) -> tuple[list[str], str]:
    """The colour codes of a cell, and the cell without them. Not every word of six such letters is one."""
    codes = [code for code in CODE.findall(cell) if not code.isalnum() or _surely_hex(code)]
    for code in codes:
        cell = cell.replace(code, " ")
    return codes, cell


def colour_of_code(code: str) -> str:
    """The colour nearest to a code in OKLab, or "" for a code that is none."""
    try:
        red, green, blue = ImageColor.getrgb(f"#{code}" if code.isalnum() else code)[:3]
    except ValueError:
        return ""
    seen = _oklab(red, green, blue)
    return min(_swatches(), key=lambda swatch: _distance(swatch[1], seen))[0]


def _surely_hex(code: str) -> bool:
    """Whether six digits are a code: "1a2b3c", or three equal pairs at least ("ffffff", "223344")."""
    pairs = all(first == second for first, second in zip(code[::2], code[1::2], strict=True))
    return pairs or not (code.isalpha() or code.isdecimal())


@lru_cache
def _swatches() -> list[tuple[str, Lab]]:
    """Colours with what they look like: our own, and those of the web that have a name of ours."""
    codes = [(c.name, c.hex) for c in colours().values()]
    for name in ImageColor.colormap:  # Pillow replaces the codes in it by what it makes of them
        word = colour_words().get(plain_words(name))
        codes += [(word.colour, name)] if word and word.colour != "gold" else []  # theirs is a yellow
    return [(name, _oklab(*ImageColor.getrgb(code)[:3])) for name, code in codes if name not in NOT_SEEN]


def _distance(one: Lab, other: Lab) -> float:
    lightness, *hue = ((a - b) ** 2 for a, b in zip(one, other, strict=True))
    return LIGHTNESS_WEIGHT * lightness + sum(hue)


def _oklab(red: int, green: int, blue: int) -> Lab:
    """Lightness and the two axes of hue, by which distances are about as the eye sees them (OKLab)."""
    r, g, b = (_linear(channel / 255) for channel in (red, green, blue))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(channel: float) -> float:
    """A channel of sRGB without its gamma."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
