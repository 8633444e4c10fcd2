"""Labels items whose card is incomplete: category and colour as seen on the image, and a title of both.

Knows the encoder and the vocabulary; does not know files or the store.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from PIL import Image

from app.search.photo_attributes import Traits
from data.catalogue.catalogue import Item
from data.catalogue.dominant_colour import dominant_colour
from data.catalogue.vocabulary import categories, colours
from models.vision.encoder import ImageTextEncoder, best_query

BACKGROUND_ROWS = 16  # the top 1/16 of an image's rows is taken for its background


class AutoLabeller:
    """Fills the empty fields of items."""

    def __init__(self, encoder: ImageTextEncoder) -> None:
        self._traits = Traits(encoder)
        self._colour_texts = lru_cache(maxsize=64)(
            lambda noun: encoder.texts([f"a {colour} {noun}" for colour in colours()])
        )

    def label(self, item: Item, image: Image.Image, multivector: np.ndarray) -> Item:
        """The item with category, colour and titles; fields that are not empty stay as they are.

        ``multivector`` (q, dim) is the image's.
        """
        category = item.category or self._category(multivector)
        colour = item.colour or self._colour(category, image, multivector)
        labelled = replace(item, category=category, colour=colour)
        if item.title:
            return labelled
        return replace(labelled, title=_english_title(labelled), title_es=_spanish_title(labelled))

    def _category(self, multivector: np.ndarray) -> str:
        scores = self._traits.categories(multivector, categories())
        return max(scores, key=lambda name: scores[name])

    def _colour(self, category: str, image: Image.Image, multivector: np.ndarray) -> str:
        """The dominant colour; where that is the background's, as inside a bag's handle, the encoder's."""
        centre = dominant_colour(image)
        top = image.crop((0, 0, image.width, max(1, image.height // BACKGROUND_ROWS)))
        if centre != dominant_colour(top):
            return centre
        scores = best_query(multivector[np.newaxis], self._colour_texts(category))[0]
        return list(colours())[int(scores.argmax())]


def _english_title(item: Item) -> str:
    return f"{item.colour} {item.category}".strip().capitalize()


def _spanish_title(item: Item) -> str:
    category, colour = categories().get(item.category), colours().get(item.colour)
    if category is None:
        return ""
    plural = category.role == "shoes"
    adjective = colour.spanish(category.es_gender, plural) if colour else ""
    return f"{category.es_plural if plural else category.es} {adjective}".strip().capitalize()
