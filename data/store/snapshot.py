"""All that a store holds, but for its query vectors, as it lies in memory; and an item as a row of metadata.

Does not know where rows are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import groupby
from pathlib import Path
from sys import intern
from typing import Any, Protocol, TypeVar

import numpy as np

from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain

T = TypeVar("T")

PART = 5000  # rows handed over at once; Chroma refuses more than 5,461
HASH, QUERIES = "picture_hash", "queries"  # metadata that is not the item's
WORD = r"[^\W_]+"
CARD = tuple(field.name for field in fields(Item) if field.name != "id")


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it goes in: the hash of its picture's bytes, its vector (dim,) float32 of unit length, and
    the query vectors (q, dim) that it is the mean of; None where it is all that the encoder makes."""

    item: Item
    picture_hash: str
    vector: np.ndarray
    queries: np.ndarray | None = None

    @property
    def count(self) -> int:
        """How many query vectors it has."""
        return 1 if self.queries is None else len(self.queries)


@dataclass(frozen=True)
class Stock:
    """Category by category, and inside each in the order of the ids: items, picture hashes, vectors (n, dim)
    float32, and how many query vectors each was made of; 0 where it was put in by a program that did not
    keep them yet."""

    items: tuple[Item, ...]
    hashes: tuple[str, ...]
    vectors: np.ndarray
    queries: tuple[int, ...]

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """In the order of the ids."""
        return {item.id: item for item in sorted(self.items, key=lambda item: item.id)}

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {item.id: row for row, item in enumerate(self.items)}

    @cached_property
    def rows(self) -> dict[str, slice]:
        """The rows of each category."""
        found, end = {}, 0
        for name, items in groupby(self.items, key=lambda item: item.category):
            start, end = end, end + sum(1 for _ in items)
            found[name] = slice(start, end)
        return found

    def shelf(self, category: str) -> np.ndarray:
        """(n, dim): the vectors of a category, not copied; none where it is not stocked."""
        return self.vectors[self.rows.get(category, slice(0))]

    @cached_property
    def _said(self) -> dict[str, list[str]]:
        return {}

    def said(self, category: str | None) -> list[str]:
        """All that each card says, of a category or of all, as words between blanks; put together when first
        asked."""
        if category is None:
            return [card for name in self.rows for card in self.said(name)]
        if category not in self._said:
            items = self.items[self.rows.get(category, slice(0))]
            self._said[category] = [words_on(item) for item in items]
        return self._said[category]


class Rows(Protocol):
    """Where rows are kept: what a store needs of Chroma or PostgreSQL. Errors are the library's own.

    No more than PART rows are put, relabelled or removed at once.
    """

    made_by: str  # the encoder that signed them

    def stock(self) -> Stock: ...

    def put(self, entries: Sequence[Entry]) -> None: ...

    def relabel(self, items: Sequence[Item]) -> None: ...

    def remove(self, ids: Sequence[str]) -> None: ...

    def empty(self) -> None: ...

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        """Ids with their cosine; nearly always the closest there are."""
        ...

    def query_hashes(self) -> dict[str, str]:
        """By id, the hash of the picture that its query vectors belong to."""
        ...

    def queries(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """(q, dim) float32 by id; those that have none are left out."""
        ...

    def close(self) -> None: ...


def stock_of(ids: Sequence[str], cards: Sequence[Mapping[str, Any]], vectors: np.ndarray) -> Stock:
    """Rows in any order, put in the order of a stock."""
    order = sorted(range(len(ids)), key=lambda row: (str(cards[row]["category"]), ids[row]))
    return Stock(
        tuple(_item(ids[row], cards[row]) for row in order),
        tuple(str(cards[row][HASH]) for row in order),
        vectors[order],
        tuple(int(cards[row].get(QUERIES, 0)) for row in order),
    )


def parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """PART at a time."""
    return (rows[start : start + PART] for start in range(0, len(rows), PART))


def words_on(item: Item) -> str:
    """All that an item's card says in its own words, plain and between blanks, for phrases to be found in."""
    texts = (item.title, item.title_es, item.kind, item.description, item.description_es)
    return f" {' '.join(re.findall(WORD, plain(' '.join(texts))))} "


def card(item: Item) -> dict[str, Any]:
    """An item's metadata. Chroma adds it to what is there, and takes out None: what is said no more."""
    said = {name: getattr(item, name) for name in CARD} | {"image": str(item.image)}
    return {name: None if value == "" else value for name, value in said.items()}


def _item(item_id: str, known: Mapping[str, Any]) -> Item:
    # a million items say the same few words: each is kept once
    said: dict[str, Any] = {
        name: intern(value) if isinstance(value, str) and len(value) < 20 else value
        for name, value in known.items()
        if name not in (HASH, QUERIES) and value is not None
    }
    return Item(id=item_id, **({"title": ""} | said | {"image": Path(said["image"])}))
