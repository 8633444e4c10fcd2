"""The records of a store: an entry as it is written, the whole index as a snapshot in memory, a backend.

Does not know where rows are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import groupby
from pathlib import Path
from sys import intern
from typing import Any, Protocol, TypeVar

import numpy as np

from data.catalogue.item import Item

T = TypeVar("T")

BATCH_ROWS = 5000  # rows of one call to a backend; Chroma refuses more than 5,461
HASH, COUNT = "picture_hash", "queries"  # metadata keys that are no fields of Item
ITEM_FIELDS = tuple(field.name for field in fields(Item) if field.name != "id")
LISTS = tuple(field.name for field in fields(Item) if str(field.type).startswith("tuple"))
SEPARATOR = "\n"  # between the values of a list: a store's metadata are single values


@dataclass(frozen=True, slots=True)
class Entry:
    """An item to be stored: the hash of its image file, its vector (dim,) float32 of unit length, and the
    multivector (q, dim) that it is the mean of; None where the encoder makes one vector only."""

    item: Item
    image_hash: str
    vector: np.ndarray
    multivector: np.ndarray | None = None

    @property
    def count(self) -> int:
        """The number of vectors of its multivector."""
        return 1 if self.multivector is None else len(self.multivector)


@dataclass(frozen=True)
class IndexSnapshot:
    """All of an index but its multivectors, ordered by category and inside a category by id: items, image
    hashes, vectors (n, dim) float32, and the size of each multivector; 0 where an old version kept none."""

    items: tuple[Item, ...]
    hashes: tuple[str, ...]
    vectors: np.ndarray
    counts: tuple[int, ...]

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Items by id, in the order of the ids."""
        return {item.id: item for item in sorted(self.items, key=lambda item: item.id)}

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each id."""
        return {item.id: row for row, item in enumerate(self.items)}

    @cached_property
    def category_rows(self) -> dict[str, slice]:
        """The rows of each category in stock."""
        found, end = {}, 0
        for name, items in groupby(self.items, key=lambda item: item.category):
            start, end = end, end + sum(1 for _ in items)
            found[name] = slice(start, end)
        return found

    @cached_property
    def brands(self) -> tuple[str, ...]:
        """Every brand, in alphabetical order."""
        return tuple(sorted({item.brand for item in self.items if item.brand}))

    @cached_property
    def currency(self) -> str:
        """The currency of most priced items; "" where none names one."""
        priced = Counter(item.currency for item in self.items if item.price is not None and item.currency)
        return max(sorted(priced), key=lambda code: priced[code], default="")

    def rows(self, category: str | None) -> slice:
        """The rows of a category, empty where it is not stocked; None means all rows."""
        return (
            slice(0, len(self.items)) if category is None else self.category_rows.get(category, slice(0, 0))
        )

    def category_vectors(self, category: str | None) -> np.ndarray:
        """(n, dim): a view of the vectors of a category, or of all."""
        return self.vectors[self.rows(category)]

    def card_texts(self, category: str | None, text_of: Callable[[Item], str]) -> list[str]:
        """The text of every item of a category, or of all; computed at the first call and cached."""
        if category is None:
            return [text for name in self.category_rows for text in self.card_texts(name, text_of)]
        if category not in self._card_texts:
            self._card_texts[category] = list(map(text_of, self.items[self.rows(category)]))
        return self._card_texts[category]

    @cached_property
    def _card_texts(self) -> dict[str, list[str]]:
        return {}


class Backend(Protocol):
    """Where the rows of an index are kept. Errors are the library's own.

    No more than BATCH_ROWS rows are put, relabelled or removed in one call.
    """

    encoder: str  # the name of the encoder that made the index

    def snapshot(self) -> IndexSnapshot: ...

    def put(self, entries: Sequence[Entry]) -> None: ...

    def relabel(self, items: Sequence[Item]) -> None: ...

    def remove(self, ids: Sequence[str]) -> None: ...

    def clear(self) -> None: ...

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        """Ids and cosines of the approximate nearest neighbours, closest first."""
        ...

    def multivector_hashes(self) -> dict[str, str]:
        """By id, the hash of the image that its multivector was made of."""
        ...

    def multivectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """(q, dim) float32 by id; ids without a multivector are left out."""
        ...

    def close(self) -> None: ...


def snapshot_of(
    ids: Sequence[str], metadata: Sequence[Mapping[str, Any]], vectors: np.ndarray
) -> IndexSnapshot:
    """The snapshot of rows in any order."""
    order = sorted(range(len(ids)), key=lambda row: (str(metadata[row]["category"]), ids[row]))
    return IndexSnapshot(
        tuple(_item(ids[row], metadata[row]) for row in order),
        tuple(str(metadata[row][HASH]) for row in order),
        vectors[order],
        tuple(int(metadata[row].get(COUNT, 0)) for row in order),
    )


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Rows in batches of BATCH_ROWS."""
    return (rows[start : start + BATCH_ROWS] for start in range(0, len(rows), BATCH_ROWS))


def item_metadata(item: Item) -> dict[str, Any]:
    """An item's fields but its id. Empty ones are None, at which Chroma deletes what it had before."""
    values = {name: getattr(item, name) for name in ITEM_FIELDS} | {"image": str(item.image)}
    values |= {name: SEPARATOR.join(map(str, values[name])) for name in LISTS}
    return {name: None if value == "" else value for name, value in values.items()}


def _item(item_id: str, metadata: Mapping[str, Any]) -> Item:
    # a million items repeat the same few words: each is kept once
    values: dict[str, Any] = {
        name: intern(value) if isinstance(value, str) and len(value) < 20 else value
        for name, value in metadata.items()
        if name not in (HASH, COUNT) and value is not None
    }
    lists: dict[str, Any] = {
        name: tuple(str(values[name]).split(SEPARATOR)) for name in LISTS if name in values
    }
    if "images" in lists:
        lists["images"] = tuple(map(Path, lists["images"]))
    return Item(id=item_id, **({"title": ""} | values | lists | {"image": Path(values["image"])}))
