"""All that a store holds, but for its query vectors, as it lies in memory; and an item as a row of metadata.

Does not know where rows are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from data.catalogue import Item

HASH, QUERIES = "picture_hash", "queries"  # metadata that is not the item's


@dataclass(frozen=True)
class Stock:
    """In the order of the ids: items, picture hashes, vectors (n, dim) float32, and how many query vectors
    each was made of; 0 where it was put in by a program that did not keep them yet."""

    items: tuple[Item, ...]
    hashes: tuple[str, ...]
    vectors: np.ndarray
    queries: tuple[int, ...]

    @cached_property
    def by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {item.id: row for row, item in enumerate(self.items)}

    @cached_property
    def rows(self) -> dict[str, np.ndarray]:
        """The rows of each category."""
        names = np.array([item.category for item in self.items])
        return {str(name): np.flatnonzero(names == name) for name in np.unique(names)} if self.items else {}

    @cached_property
    def shelves(self) -> dict[str, np.ndarray]:
        """The vectors of each category, (n, dim): copied once, so that no search has to gather them."""
        return {name: self.vectors[rows] for name, rows in self.rows.items()}


def stock_of(ids: Sequence[str], cards: Sequence[Mapping[str, Any]], vectors: np.ndarray) -> Stock:
    """Rows in any order, put in the order of the ids."""
    order = sorted(range(len(ids)), key=lambda row: ids[row])
    return Stock(
        tuple(_item(ids[row], cards[row]) for row in order),
        tuple(str(cards[row][HASH]) for row in order),
        vectors[order],
        tuple(int(cards[row].get(QUERIES, 0)) for row in order),
    )


def card(item: Item) -> dict[str, Any]:
    """An item's metadata. Chroma adds it to what is there, and takes out None: a price that is gone."""
    fields = asdict(item) | {"image": str(item.image)}
    del fields["id"]
    return fields


def _item(item_id: str, known: Mapping[str, Any]) -> Item:
    fields = {name: value for name, value in known.items() if name not in (HASH, QUERIES)}
    return Item(id=item_id, **(fields | {"image": Path(fields["image"])}))
