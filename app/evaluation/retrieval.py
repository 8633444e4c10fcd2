"""Retrieval and zero-shot benchmarks of one ranker on labelled items.

Knows labels and scores; does not know pictures or encoders. Samples are random, and the same each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from app.evaluation import metrics
from app.evaluation.dataset import EncodedDataset, sampled
from app.evaluation.rankers import Ranker
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import colours, pattern_of

MAX_QUERIES = 1000  # titles, names and pictures asked at most: a random sample
MIN_RELEVANT = 5  # right items that a query of colour and category must have
SMALL_CATALOGUE = 500  # items; up to so many, one right item is enough for colour, pattern and category

Figures = dict[str, Any]
Values = dict[str, np.ndarray]  # of each figure (n,): one value an item, nan where it was not asked


class RetrievalBenchmark:
    """Queries a ranker about the items that it ranks. Labels are arrays (n,) of names, "" where unknown.

    A benchmark that the catalogue's columns do not allow returns {}.
    """

    def __init__(self, items: Sequence[Item], ranker: Ranker, photos: EncodedDataset | None = None) -> None:
        self.items, self.ranker, self.photos = items, ranker, photos
        self.title = np.array([i.title for i in items])
        self.category = np.array([i.category for i in items])
        self.colour = np.array([i.colour for i in items])
        self.kind = np.array([i.kind for i in items])
        self.gender = np.array([i.gender for i in items])
        self.pattern = np.array([pattern_of(i) for i in items])

    @cached_property
    def titles(self) -> Values:
        """R@1, R@10 and MRR of each title asked: one item is right. All rankers are asked the same."""
        rows = sampled(np.flatnonzero((self.title != "") & (self.title != self.category)), MAX_QUERIES)
        if not len(rows):
            return {}
        return self._placed(rows, metrics.one_relevant(self.ranker.texts(self.title[rows].tolist()), rows))

    def text_to_image(self) -> Figures:
        """Each title is a query with one right item: R@1, R@10 and MRR."""
        return metrics.summary(self.titles)

    def category_to_product(self) -> Figures:
        """Each category is a query ("t-shirt"): P@1, P@10 and MRR."""
        return self._label_queries(1, self.category)

    def colour_category_to_product(self) -> Figures:
        """Each colour and category ("black t-shirt") with at least MIN_RELEVANT right items is a query."""
        return self._label_queries(MIN_RELEVANT, self.colour, self.category)

    def colour_pattern_category_to_product(self) -> Figures:
        """Each colour, pattern and category is a query; an item whose card names no pattern counts as wrong.

        With at least MIN_RELEVANT right items, and one in a catalogue of at most SMALL_CATALOGUE: the drawn
        sample has hardly two of a kind, and P@10 is then the share of right items found among the first ten.
        """
        least = MIN_RELEVANT if len(self.category) > SMALL_CATALOGUE else 1
        return self._label_queries(least, self.colour, self.pattern, self.category)

    @cached_property
    def neighbours(self) -> Values:
        """P@10 of each picture asked: the share of the ten nearest others with its category, and colour."""
        rows = sampled(np.flatnonzero(self.category != ""), MAX_QUERIES)
        scores = self.ranker.pictures(self.ranker.own[rows])
        scores[np.arange(len(rows)), rows] = -np.inf
        return self._placed(
            rows,
            {
                "P@10": _precision(scores, self.category[rows], self.category),
                "colour_P@10": _precision(scores, self.colour[rows], self.colour),
            },
        )

    def image_to_image(self) -> Figures:
        """Each item's picture is a query: share of the ten nearest others with its category, and colour."""
        return metrics.summary(self.neighbours)

    def photo_to_product(self) -> Figures:
        """Each customer's photo is a query: share of the ten nearest items with its category, if stocked."""
        if not self.photos:
            return {}
        shown = np.array([photo.category for photo in self.photos.items])
        found = _precision(self.ranker.pictures(self.photos.queries), shown, self.category)
        return metrics.summary({"P@10": found})

    @cached_property
    def accuracies(self) -> Values:
        """Whether the best of all names that occur is the item's category, finer kind, colour and audience.

        Prompts for colour and audience name the true category. Unisex items are left out of audience.
        """
        kind = self.kind if (self.kind != self.category).any() else np.full_like(self.kind, "")
        colour = np.where(np.isin(self.colour, list(colours())), self.colour, "")
        gender = np.where(np.isin(self.gender, ["men", "women", "boys", "girls"]), self.gender, "")
        return {
            "category_accuracy": _right(self.category, self._category_guess),
            "kind_accuracy": _right(kind, self.named(_names(kind), "")),  # catalogues name kinds in plural
            "colour_accuracy": _right(colour, self._given_category(colour, "a {name} {category}".format)),
            "gender_accuracy": _right(gender, self._given_category(gender, "a {category} for {name}".format)),
        }

    def zero_shot(self) -> Figures:
        """Accuracy of category, finer kind, colour and audience, and the category's weighted F1."""
        f1 = metrics.f1_summary(self.category, self._category_guess) if len(set(self.category)) > 1 else {}
        return metrics.merged(metrics.summary(self.accuracies), f1)

    @cached_property
    def _category_guess(self) -> np.ndarray:
        return self.named(_names(self.category))

    def named(self, names: Sequence[str], article: str = "a ") -> np.ndarray:
        """(n,) the best of these nouns for each item."""
        if not names:
            return np.full_like(self.category, "")
        texts = [f"a photo of {article}{name}" for name in names]
        return np.array(names)[self.ranker.texts(texts).argmax(0)]

    def _given_category(self, labels: np.ndarray, prompt: Callable[..., str]) -> np.ndarray:
        """(n,) the best of these labels for each item, in prompts that name its category."""
        names, guess = _names(labels), np.full_like(labels, "")
        for category in _names(self.category) if len(names) else ():
            here = self.category == category
            texts = [prompt(name=name, category=category) for name in names]
            guess[here] = np.array(names)[self.ranker.texts(texts)[:, here].argmax(0)]
        return guess

    def _placed(self, rows: np.ndarray, values: Mapping[str, np.ndarray]) -> Values:
        """The values of these rows at their items, nan at all others."""
        placed = {name: np.full(len(self.items), np.nan) for name in values}
        for name, own in values.items():
            placed[name][rows] = own
        return placed

    def _label_queries(self, min_relevant: int, *labels: np.ndarray) -> Figures:
        """Every combination of labels that occurs at least ``min_relevant`` times is a query."""
        combined = np.array([" ".join(words) if all(words) else "" for words in zip(*labels, strict=True)])
        names, counts = np.unique(combined, return_counts=True)
        asked = names[(counts >= min_relevant) & (names != "")]
        if not len(asked) or len(set(self.category)) < 2:
            return {}
        asked = sampled(asked, MAX_QUERIES)
        right = asked[:, None] == combined[None, :]
        return metrics.summary(metrics.many_relevant(self.ranker.texts(asked.tolist()), right))


def _names(labels: np.ndarray) -> list[str]:
    return sorted(set(labels.tolist()) - {""})


def _right(truth: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """(n,) 1 or 0, nan where no label is known, and everywhere where there is no choice of labels."""
    asked = (truth != "") & (len(_names(truth)) > 1)
    return np.where(asked, truth == guess, np.nan)


def _precision(scores: np.ndarray, wanted: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(q,) P@10 of queries for items (n,) of the same label, but for the item itself, which scores -inf.

    It is nan where nothing is right, and everywhere where there is no choice of labels.
    """
    right = (wanted[:, None] == labels[None, :]) & (wanted != "")[:, None] & np.isfinite(scores)
    asked = right.any(1) & (len(_names(labels)) > 1)
    found = np.full(len(wanted), np.nan)
    if asked.any():
        found[asked] = metrics.many_relevant(scores[asked], right[asked])["P@10"]
    return found
