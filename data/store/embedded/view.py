"""One version of an index folder, as it is read: filters and cards by SQLite, what is near by Chroma, few
vectors by numpy.

Does not know who writes.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import ceil

import numpy as np

from data.catalogue.item import Item
from data.store.columns import from_card
from data.store.embedded.cards import Cards
from data.store.embedded.shelves import Shelves
from data.store.embedded.stock import stock_of
from data.store.records import ANY, Filter, Stock

# Rows of a category, or of what a filter leaves of one, that are scored one by one: exact, and no slower than
# Chroma, which takes 4 ms of 83,000. 5,000 vectors are read in some 12 ms once, and scored in 0.3
EXACT = 5000
# Beside a filter Chroma is asked for more than is wanted, by the share that passes and this factor, and for
# four times more where that was too few; from DEEP on all that pass are scored
MORE, AGAIN, DEEP = 1.5, 4, 8000
THREADS = 2  # that ask Chroma at once, which lets them

Scored = tuple[np.ndarray, np.ndarray]  # rows (n,) int64 with vectors (n, dim) or cosines (n,), float32
Keep = Callable[[int, int, Callable[[], Scored]], Scored]


class FolderView:
    """A transaction that reads, and shelves not older than it. For one thread at a time."""

    def __init__(self, cards: Cards, shelves: Shelves, keep: Keep, back: Callable[[], None]) -> None:
        self._cards, self._shelves, self._keep, self._back = cards, shelves, keep, back
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
            found = self._over_all(shelves, vector, count, where)
        else:
            found = [self._closest(shelf, changed, vector, count, where) for shelf, changed in shelves]
        rows = np.concatenate([rows for rows, _ in found]) if found else np.empty(0, np.int64)
        scores = np.concatenate([scores for _, scores in found]) if found else np.empty(0, np.float32)
        return self._items(*_top(rows, scores, count), {shelf for shelf, _ in shelves})[:count]

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

    def _over_all(
        self, shelves: Sequence[tuple[int, int]], vector: np.ndarray, count: int, where: Filter
    ) -> list[Scored]:
        if (where.words or where.colours) and self._cards.counted(None, where, EXACT + 1) <= EXACT:
            return [self._scored(self._cards.matching(None, where), vector)]
        if where != ANY:
            return [self._closest(*shelf, vector, count, where) for shelf in shelves]
        sizes = {shelf: self._cards.size(shelf) for shelf, _ in shelves}
        few = [self._exact(*shelf, vector, ANY) for shelf in shelves if sizes[shelf[0]] <= EXACT]
        big = [shelf for shelf, _ in shelves if sizes[shelf] > EXACT]
        with ThreadPoolExecutor(THREADS) as searchers:
            found = searchers.map(lambda shelf: self._shelves.nearest(shelf, vector, count), big)
            return [*(_top(*one, count) for one in few), *found]

    def _closest(self, shelf: int, changed: int, vector: np.ndarray, count: int, where: Filter) -> Scored:
        """The rows of a category that pass a filter, closest first."""
        size = self._cards.size(shelf)
        if size <= EXACT:
            return _top(*self._exact(shelf, changed, vector, where), count)
        if where == ANY:
            return self._shelves.nearest(shelf, vector, count)
        passing = self._cards.counted(shelf, where)
        if passing <= EXACT:
            return _top(*self._scored(self._cards.matching(shelf, where), vector), count)
        return self._sifted(shelf, vector, count, where, passing / size)

    def _exact(self, shelf: int, changed: int, vector: np.ndarray, where: Filter) -> Scored:
        """The rows of a small category that pass a filter, with their cosines."""
        rows, vectors = self._keep(shelf, changed, lambda: self._cards.shelf_vectors(shelf))
        if not len(rows):
            return rows, np.empty(0, np.float32)
        scores = np.vecdot(vectors, vector)  # on one core: BLAS would wait for all, however busy they are
        if where == ANY:
            return rows, scores
        passing = np.isin(rows, self._cards.matching(shelf, where))
        return rows[passing], scores[passing]

    def _scored(self, rows: np.ndarray, vector: np.ndarray) -> Scored:
        found, vectors = self._cards.vectors(rows.tolist())
        return found, np.vecdot(vectors, vector) if len(found) else np.empty(0, np.float32)

    def _sifted(self, shelf: int, vector: np.ndarray, count: int, where: Filter, share: float) -> Scored:
        """The closest rows that pass a filter which many pass: more than are wanted, and then sifted."""
        asked = ceil(MORE * count / share)
        while asked < DEEP:
            rows, scores = self._shelves.nearest(shelf, vector, asked)
            passing = np.isin(rows, self._cards.matching(shelf, where, rows.tolist()))
            if passing.sum() >= count:
                return rows[passing], scores[passing]
            asked *= AGAIN
        return _top(*self._scored(self._cards.matching(shelf, where), vector), count)

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


def _top(rows: np.ndarray, scores: np.ndarray, count: int) -> Scored:
    """The rows of the ``count`` highest scores, and those equal to the last of them, best first."""
    if count < len(scores):
        kept = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
        rows, scores = rows[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")
    return rows[order], scores[order]
