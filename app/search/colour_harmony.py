"""Colours by what they belong to: families, groups such as "light", and which go with most others.

Knows colours and titles; does not know what is said of them.
"""

from __future__ import annotations

import re

from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import colours

# These, and the shades that belong to them, go with most colours; blue denim does too
QUIET = ("black", "white", "grey", "beige", "brown", "navy blue")
COLOUR_GROUPS = {
    "light": frozenset(("white", "cream", "beige", "pink", "lavender", "yellow", "silver")),
    "dark": frozenset(("black", "navy blue", "grey", "burgundy", "brown", "purple", "olive")),
    "bright": frozenset(("red", "orange", "yellow", "pink", "green", "blue", "teal", "purple", "multi")),
    "neutral": frozenset(("black", "white", "grey", "beige", "cream", "tan", "brown", "navy blue")),
    "earthy": frozenset(("brown", "tan", "beige", "cream", "olive", "mustard", "burgundy", "orange")),
}
DENIM = re.compile(r"\b(?:jeans?|denim|jeggings)\b", re.I)


def family(colour: str) -> str:
    """The basic colour that a colour belongs to: navy blue → blue; a shop's own word is its own family."""
    return colours()[colour].family if colour in colours() else colour


def quiet(item: Item) -> bool:
    """Whether a thing goes with most others: by its colour, or because it is denim."""
    denim = family(item.colour) == "blue" and bool(DENIM.search(item.title))
    return denim or item.colour in QUIET or family(item.colour) in QUIET
