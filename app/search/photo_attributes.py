"""What an encoder says of a picture, by asking it for every name there is: category, colour, for whom.

Needs no card, so it serves catalogues whose cards say nothing. Knows no store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.plan import Plan
from app.search.scoring import FOR_WHOM
from data.catalogue.vocabulary import colours
from models.vision.encoder import ImageTextEncoder, best_query

# Of the scores, in the softmax over names. "This in another colour" among 1,008 held-out products: 0.05 kept
# more categories than 0.03 at the same share of right colours, and found more right colours than 0.1
TEMPERATURE = 0.05
# How far a photo's vector is led from its own colour to the one asked for: at 0.6 the 200 candidates held
# 0.91 of the best five among 10,295 products, at 0 they held 0.61
DIRECTION = 0.6


@dataclass(frozen=True, slots=True)
class _Change:
    """Of one trait: the vectors of all names (names, dim), which one is asked for, and the photo's."""

    texts: np.ndarray
    asked: int
    own: int


class Traits:
    """Reads colour and audience from query vectors. Remembers the vectors of the names."""

    def __init__(self, encoder: ImageTextEncoder) -> None:
        self._texts = lru_cache(maxsize=256)(lambda texts: encoder.texts(texts))

    def categories(self, photo: np.ndarray, names: Iterable[str]) -> dict[str, float]:
        """For each name the cosine of "a photo of a …" with the best of a photo's query vectors (q, dim)."""
        known = tuple(names)
        if not known:
            return {}
        return dict(zip(known, map(float, self._fits(photo[np.newaxis], known)[0]), strict=True))

    def colour(self, noun: str, photo: np.ndarray) -> str:
        """The colour whose name fits a photo (q, dim) of a ``noun`` best."""
        texts = self._texts(tuple(_shades(noun).values()))
        return list(colours())[int(best_query(photo[np.newaxis], texts)[0].argmax())]

    def gain(self, plan: Plan, noun: str, photo: np.ndarray, queries: np.ndarray) -> np.ndarray:
        """(n,) -1…1 for each trait that the plan names: how much surer it is that pictures (n, q, dim) have
        it than that they have what the photo (q, dim) has instead."""
        gain = np.zeros(len(queries), np.float32)
        for change in self._changes(plan, noun, photo):
            chances = _softmax(best_query(queries, change.texts) / TEMPERATURE)
            gain += chances[:, change.asked]
            if change.own != change.asked:
                gain -= chances[:, change.own]
        return gain

    def named(self, noun: str, names: Iterable[str], queries: np.ndarray) -> np.ndarray:
        """(n,) 0…1: how sure it is, among these names, that pictures (n, q, dim) show a ``noun``."""
        known = tuple(names)
        if noun not in known:
            return np.zeros(len(queries), np.float32)
        return _softmax(self._fits(queries, known) / TEMPERATURE)[:, known.index(noun)]

    def turned(self, plan: Plan, noun: str, photo: np.ndarray, vector: np.ndarray) -> np.ndarray:
        """(dim,) a photo's vector, led from what its query vectors (q, dim) say to what the plan names."""
        for change in self._changes(plan, noun, photo):
            vector = vector + DIRECTION * (change.texts[change.asked] - change.texts[change.own])
        return vector

    def _fits(self, queries: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
        """(n, names) cosines of pictures (n, q, dim) with the names of categories."""
        return best_query(queries, self._texts(tuple(f"a photo of a {name}" for name in names)))

    def _changes(self, plan: Plan, noun: str, photo: np.ndarray) -> Iterator[_Change]:
        people = {name: f"a {noun}{whom}" for name, whom in FOR_WHOM.items()}
        for names, asked in ((_shades(noun), plan.filters.colours[:1]), (people, (plan.filters.audience,))):
            for name in asked if set(asked) <= names.keys() else ():
                texts = self._texts(tuple(names.values()))
                own = int(best_query(photo[np.newaxis], texts)[0].argmax())
                yield _Change(texts, list(names).index(name), own)


def _shades(noun: str) -> dict[str, str]:
    return {name: f"a {name} {noun}" for name in colours()}


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)
