"""From a wish to matches: which vector is asked, inside which category, and which candidates come first.

Knows encoder and store; does not know conversations, prompts or advice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from PIL import Image

from app.wish import Wanted, Wish
from data.store import Match, Store
from data.vocabulary import categories, colours

CANDIDATES = 60  # looked at for each category before what the customer said of colour and audience is applied
PHOTO_SHARE = 0.5  # of the mixed query when words and photo ask for the same category
ECHO_SHARE = 0.25  # of the photo in the query for another category: enough for its colours to be felt
UNCOUNTED = 4  # items shown when neither category nor number was said
SIMILAR = 4  # items shown for a photo without words

WHOM = {"men": " for men", "women": " for women", "boys": " for boys", "girls": " for girls"}


class Eyes(Protocol):
    """What is needed of an encoder: unit vectors, (n, dim) float32."""

    name: str

    def images(self, images: Sequence[Image.Image]) -> np.ndarray: ...

    def texts(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class Photo:
    """A customer's photo: its vector (dim,) and the category in stock that it most looks like."""

    vector: np.ndarray
    category: str


class Search:
    """Finds items for a wish, with or without a photo."""

    def __init__(self, encoder: Eyes, store: Store) -> None:
        self.encoder, self.store = encoder, store

    def look(self, image: Image.Image) -> Photo:
        """What a photo shows, by zero-shot classification over the categories in stock."""
        vector = self.encoder.images([image])[0]
        return Photo(vector, self._stocked[int(np.argmax(self._prompts @ vector))])

    @cached_property
    def _stocked(self) -> list[str]:
        return sorted(self.store.categories())

    @cached_property
    def _prompts(self) -> np.ndarray:  # (categories, dim)
        return self.encoder.texts([f"a photo of a {name}" for name in self._stocked])

    def vector(self, wish: Wish, category: str, words: str, photo: Photo | None) -> np.ndarray:
        """The query (dim,) for one category; "" means any, and then the customer's own words are asked."""
        text = self.encoder.texts([phrase(wish, category) if category else words])[0]
        if photo is None:
            return text
        share = PHOTO_SHARE if category in ("", photo.category) else ECHO_SHARE
        mixed = share * photo.vector + (1 - share) * text
        return (mixed / np.linalg.norm(mixed)).astype(np.float32)

    def find(self, wish: Wish, wanted: Wanted, vector: np.ndarray) -> list[Match]:
        """The best ``wanted.count`` items; those of the wished colour, audience and usage come first."""
        found = self.store.search(vector, max(CANDIDATES, wanted.count), wanted.category or None)
        return sorted(found, key=lambda m: (-fit(wish, m), -m.score, m.item.id))[: wanted.count]


def phrase(wish: Wish, category: str) -> str:
    """The wish for one category in the words that the encoder was trained on: "black t-shirt for men"."""
    return f"{wish.colour} {category}{WHOM.get(wish.gender, '')}".strip()


def fit(wish: Wish, match: Match) -> int:
    """How far a card agrees with the wish: colour counts most, then audience, then usage."""
    item = match.item
    colour = 0
    if wish.colour:
        colour = 4 if item.colour == wish.colour else 2 if _family(item.colour) == _family(wish.colour) else 0
    gender = 4 if not wish.gender or item.gender in (wish.gender, "unisex", "") else 0
    return colour + gender + (1 if wish.usage and item.usage == wish.usage else 0)


def _family(colour: str) -> str:
    known = colours().get(colour)
    return known.family if known else colour


def outfit(stocked: Sequence[str], photo: Photo | None, wish: Wish) -> tuple[Wanted, ...]:
    """One top, one bottom and one pair of shoes from what is in stock, less what the photo shows already."""
    order = list(categories())
    seen = categories()[photo.category].role if photo and photo.category in categories() else ""
    covered = {"top", "bottom"} if seen == "dress" else {seen}
    roles = [role for role in ("top", "bottom", "shoes") if role not in covered]
    formal = wish.usage == "formal"
    chosen = []
    for role in roles:
        names = [n for n in order if categories()[n].role == role and n in stocked]
        if formal and "shirt" in names:
            names = ["shirt"]
        names.sort(
            key=lambda n: n in ("skirt", "shorts", "sandals")
        )  # trousers and shoes go with more occasions
        chosen += [Wanted(names[0], 1)] if names else []
    return tuple(chosen)
