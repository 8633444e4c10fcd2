"""One version of an index folder, as it is read: items of rows.

Does not know who writes.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np

from data.catalogue.item import Item
from data.store.columns import from_card
from data.store.embedded.cards import Cards
from data.store.embedded.nearest import Keep, Nearest, joined
from data.store.embedded.shelves import Shelves
from data.store.embedded.stock import stock_of
from data.store.records import Filter, Stock


class FolderView:
    """A transaction that reads, and shelves not older than it. For one thread at a time."""

    def __init__(self, cards: Cards, shelves: Shelves, keep: Keep, back: Callable[[], None]) -> None:
        self._cards, self._shelves, self._back = cards, shelves, back
        self._nearest = Nearest(cards, shelves, keep)
        self._known: dict[str, tuple[int, int] | None] = {}

    @property
    def version(self) -> str:
        return f"{self._cards.about('made')} {self._cards.about('version')}"

    @property
    def dim(self) -> int:
        return self._cards.dim()

    def stock(self) -> Stock:
        return stock_of(self._cards)

    def cards(self, ids: Collection[str]) -> dict[str, Item]:
        found = self._cards.cards(self._cards.rows(ids).values())
        return {name: from_card(name, card) for name, card, _ in found.values()}

    def listed(self, count: int, category: str | None, where: Filter, after: str) -> list[Item]:
        shelf = self._shelf(category) if category is not None else None
        if category is not None and shelf is None:
            return []
        return [from_card(*row) for row in self._cards.listed(count, shelf and shelf[0], where, after)]

    def ordered(self, count: int, category: str | None, where: Filter, descending: bool) -> list[Item]:
        def place(row: tuple[float | None, str, str]) -> tuple[bool, float, str]:
            cost = row[0]
            return cost is None, 0.0 if cost is None else -cost if descending else cost, row[1]

        every = [self._cards.ordered(count, shelf, where, descending) for shelf, _ in self._asked(category)]
        first = heapq.nsmallest(count, (row for rows in every for row in rows), key=place)
        return [from_card(name, card) for _, name, card in first]

    def counted(self, category: str | None, where: Filter, at_most: int = 0) -> int:
        total = 0
        for shelf, _ in self._asked(category):
            total += self._cards.counted(shelf, where, at_most)
            if at_most and total >= at_most:
                return at_most
        return total

    def nearest(
        self, vector: np.ndarray, count: int, category: str | None, where: Filter
    ) -> list[tuple[Item, float]]:
        shelves = self._asked(category)
        if category is None:
            found = self._nearest.over_all(shelves, vector, count, where)
        else:
            found = joined([self._nearest.inside(shelf, vector, count, where) for shelf in shelves])
        return self._items(*found, {shelf for shelf, _ in shelves})[:count]

    def vectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        rows = self._cards.rows(ids)
        at = {int(row): vector for row, vector in zip(*self._cards.vectors([*rows.values()]), strict=True)}
        return {name: at[row] for name, row in rows.items() if row in at}

    def multivectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        return self._cards.multivectors(ids)

    def hashes(self) -> Iterator[tuple[str, str]]:
        return self._cards.hashes()

    def close(self) -> None:
        self._shelves.release()
        self._back()

    def _shelf(self, category: str) -> tuple[int, int] | None:
        if category not in self._known:
            self._known[category] = self._cards.shelf(category)
        return self._known[category]

    def _asked(self, category: str | None) -> list[tuple[int, int]]:
        """The numbers of the categories that are asked, each with the version of its vectors."""
        if category is None:
            return self._cards.shelves()
        found = self._shelf(category)
        return [found] if found else []

    def _items(
        self, rows: np.ndarray, scores: np.ndarray, shelves: Collection[int]
    ) -> list[tuple[Item, float]]:
        """Items with their scores, best first; without rows that Chroma knows and this version does not."""
        known = self._cards.cards(rows.tolist())
        found = []
        for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
            name, card, shelf = known.get(row, ("", "", None))
            if shelf in shelves:
                found.append((from_card(name, card), score))
        return sorted(found, key=lambda match: (-match[1], match[0].id))
