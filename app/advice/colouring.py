"""Which colours a card bears out, and whether it can deny one.

Knows cards and titles; does not know what was asked for.
"""

from __future__ import annotations

from collections.abc import Collection

from app.nlu.lexicon import LANGUAGES
from app.search.claims import claims
from data.catalogue.catalogue import Item


def has_colour(item: Item, colours: Collection[str]) -> bool:
    """Whether an item has or comes in one of these, by its card or its title."""
    titles = (claims(title, language) for title in (item.title, item.title_es) for language in LANGUAGES)
    named = {value for found in titles for kind, value in found if kind == "colour"}
    return not {*item.colours, *named}.isdisjoint(colours)


def tells_colour(item: Item) -> bool:
    """Whether a card names a colour in words; what was only seen in a picture denies none."""
    return bool(item.colour) and item.colour_source != "picture"
