"""Labels items whose card is incomplete: category and colour as seen on the picture, and a title of both.

Knows the photo head and the vocabulary; does not know files or the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, colours
from models.vision.photo_head import PhotoReader, Reading

# Chance from which a colour is taken. Of 500 held-out products 0.95 then have one, 0.72 of them the card's
# and 0.77 one of its family; of the sample shop all, 0.93 and 0.99. At 0.5, 0.79 have one, 0.79 the card's
COLOUR = 0.3
SURE = 0.7  # chance from which a category is proposed in the place of the owner's: 0.975 are right there


class PictureLabeller:
    """Fills the empty fields of items from their pictures; without a head, none."""

    def __init__(self, head: PhotoReader | None) -> None:
        self._head = head

    def is_needed(self, item: Item) -> bool:
        """Whether a picture can tell something that the card does not, and there is a head to read it."""
        return self._head is not None and leaves_open(item)

    def label(
        self, items: Sequence[Item], images: Sequence[Image.Image], patches: np.ndarray | None = None
    ) -> tuple[list[Item], dict[str, str]]:
        """The items with what their pictures show in the empty fields, and by id the category of those whose
        own is none of the vocabulary, where that is sure. ``patches`` (n, p, width) are the head's encoder's,
        where they are made already."""
        if self._head is None:
            return list(items), {}
        readings = self._head.read_each(images, patches)
        labelled = [_labelled(item, reading) for item, reading in zip(items, readings, strict=True)]
        proposed = {item.id: _sure(reading.categories) for item, reading in zip(items, readings, strict=True)
                    if item.category and item.category not in categories()}  # fmt: skip
        return labelled, {name: category for name, category in proposed.items() if category}

    def fits(self, encoder: object) -> bool:
        """Whether an encoder's patches are those that the head reads."""
        return self._head is not None and self._head.encoder is encoder


def leaves_open(item: Item) -> bool:
    """Whether a card says less than its picture may tell."""
    return not item.colour or item.category not in categories()


def is_unseen(item: Item) -> bool:
    """Whether a card leaves something open that nobody has looked for on its picture."""
    unsaid = not (item.category and item.title) or (not item.colour and item.colour_source != "picture")
    return unsaid and leaves_open(item)


def as_seen(item: Item, stored: Item | None) -> Item:
    """An item with what was seen on its picture when it was stored, where its card leaves that open."""
    if stored is None:
        return item
    if not item.colour and stored.colour_source == "picture":
        item = replace(item, colour=stored.colour, colour_source="picture")
    if not item.category:
        item = replace(item, category=stored.category)
    return item if item.title else replace(item, title=stored.title, title_es=stored.title_es)


def _labelled(item: Item, reading: Reading) -> Item:
    category = item.category or _best(reading.categories)
    item = replace(item, category=category)
    if not item.colour:
        colour = _best(reading.colours)
        seen = colour if reading.colours[colour] >= COLOUR else ""
        item = replace(item, colour=seen, colour_source="picture")
    if item.title:
        return item
    return replace(item, title=_english_title(item), title_es=_spanish_title(item))


def _best(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda name: chances[name])


def _sure(chances: Mapping[str, float]) -> str:
    name = _best(chances)
    return name if chances[name] >= SURE else ""


def _english_title(item: Item) -> str:
    return f"{item.colour} {item.category}".strip().capitalize()


def _spanish_title(item: Item) -> str:
    category, colour = categories().get(item.category), colours().get(item.colour)
    if category is None:
        return ""
    plural = category.role == "shoes"
    adjective = colour.spanish(category.es_gender, plural) if colour else ""
    return f"{category.es_plural if plural else category.es} {adjective}".strip().capitalize()
