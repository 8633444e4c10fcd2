"""What a picture is called whose sender did not say: category and colour as seen, and a title of both.

Knows the encoder and the shop's words; does not know files or the store.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from PIL import Image

from app.search.photo_attributes import Traits
from data.catalogue.catalogue import Item
from data.catalogue.dominant_colour import middle_colour
from data.catalogue.vocabulary import categories, colours
from models.vision.encoder import ImageTextEncoder
from models.vision.similarity import best_query

EDGE = 16  # the part of a picture's height, at its top, that is taken for background


class Labels:
    """Fills what an item's card leaves open."""

    def __init__(self, encoder: ImageTextEncoder) -> None:
        self._traits = Traits(encoder)
        self._shades = lru_cache(maxsize=64)(lambda noun: encoder.texts([f"a {c} {noun}" for c in colours()]))

    def on(self, item: Item, picture: Image.Image, queries: np.ndarray) -> Item:
        """The item with category, colour and titles, each as it was or, where it was empty, as seen.

        ``queries`` (q, dim) are the picture's query vectors.
        """
        category = item.category or self._category(queries)
        colour = item.colour or self._colour(category, picture, queries)
        named = replace(item, category=category, colour=colour)
        return named if item.title else replace(named, title=_english(named), title_es=_spanish(named))

    def _category(self, queries: np.ndarray) -> str:
        fits = self._traits.categories(queries, categories())
        return max(fits, key=lambda name: fits[name])

    def _colour(self, category: str, picture: Image.Image, queries: np.ndarray) -> str:
        """The middle's; where the background shows there (a bag's handle), what the encoder sees."""
        middle = middle_colour(picture)
        behind = middle_colour(picture.crop((0, 0, picture.width, max(1, picture.height // EDGE))))
        if middle != behind:
            return middle
        return list(colours())[int(best_query(queries[np.newaxis], self._shades(category))[0].argmax())]


def _english(item: Item) -> str:
    return f"{item.colour} {item.category}".strip().capitalize()


def _spanish(item: Item) -> str:
    known, colour = categories().get(item.category), colours().get(item.colour)
    if known is None:
        return ""
    several = known.role == "shoes"
    adjective = colour.spanish(known.es_gender, several) if colour else ""
    return f"{known.es_plural if several else known.es} {adjective}".strip().capitalize()
