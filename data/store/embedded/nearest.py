"""Which rows of an index folder are closest to a vector: few are scored one by one, of many Chroma tells.

Knows cards and shelves; does not know items.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil

import numpy as np

from data.store.embedded.cards import Cards
from data.store.embedded.shelves import Shelves
from data.store.records import ANY, Filter

# Rows of a category that are kept in memory and scored one by one: exact, and no slower than Chroma, which
# takes 4 ms of 83,000. 5,000 vectors are read in some 12 ms once, and scored in 0.3
SMALL = 5000
# Rows that a filter leaves of a bigger one, which are read and scored one by one: some 2 ms for 1,000
# More of those that words tell: to look for these among Chroma's candidates costs more than numbers do
FEW, FEW_SAID = 8000, 12_000
# Beside a filter Chroma is first asked for so many times what is wanted, then by the share that passed and a
# little more, up to DEEP, which takes it 40 ms; beyond, all that pass are scored
FIRST, MORE, DEEP = 6, 1.5, 8000
THREADS = 2  # that ask Chroma at once, which lets them

Scored = tuple[np.ndarray, np.ndarray]  # rows (n,) int64 with vectors (n, dim) or cosines (n,), float32
Keep = Callable[[int, int, Callable[[], Scored]], Scored]
ShelfAt = tuple[int, int]  # the number of a category, and the version at which its vectors changed last
NOTHING: Scored = (np.empty(0, np.int64), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class Nearest:
    """Finds rows at one version of an index; ``keep`` keeps the vectors of small categories."""

    cards: Cards
    shelves: Shelves
    keep: Keep

    def inside(self, shelf: ShelfAt, vector: np.ndarray, count: int, where: Filter) -> Scored:
        """The rows of a category that pass a filter, closest first."""
        if self._is_small(shelf):
            return top(*self._exact(shelf, vector, where), count)
        if where == ANY:
            return self.shelves.nearest(shelf[0], vector, count)
        few = FEW_SAID if where.words else FEW
        if self.cards.counted(shelf[0], where, few + 1) <= few:
            return top(*self._scored(self.cards.matching(shelf[0], where), vector), count)
        return self._sifted(shelf[0], vector, count, where)

    def over_all(self, shelves: Sequence[ShelfAt], vector: np.ndarray, count: int, where: Filter) -> Scored:
        """The same of all categories."""
        said = where.words or where.colours
        if said and self.cards.counted(None, where, FEW_SAID + 1) <= FEW_SAID:
            return top(*self._scored(self.cards.matching(None, where), vector), count)
        small = [shelf for shelf in shelves if self._is_small(shelf)]
        big = [shelf for shelf in shelves if shelf not in small]
        found = joined([top(*self._exact(shelf, vector, where), count) for shelf in small])
        with ThreadPoolExecutor(THREADS) as searchers:
            wanted = count if where == ANY else 1
            near = list(searchers.map(lambda shelf: self.shelves.nearest(shelf[0], vector, wanted), big))
        if where == ANY:
            return top(*joined([found, *near]), count)
        bounds = [scores.max(initial=-1.0) for _, scores in near]
        for bound, shelf in sorted(zip(bounds, big, strict=True), reverse=True):
            if len(found[1]) >= count and found[1].min() > bound:  # none of the rest can come close enough
                break
            found = top(*joined([found, self.inside(shelf, vector, count, where)]), count)
        return found

    def _is_small(self, shelf: ShelfAt) -> bool:
        return self.cards.counted(shelf[0], ANY, SMALL + 1) <= SMALL

    def _exact(self, shelf: ShelfAt, vector: np.ndarray, where: Filter) -> Scored:
        """The rows of a small category that pass a filter, with their cosines."""
        rows, vectors = self.keep(*shelf, lambda: self.cards.shelf_vectors(shelf[0]))
        if not len(rows):
            return NOTHING
        scores = np.vecdot(vectors, vector)  # on one core: BLAS would wait for all, however busy they are
        if where == ANY:
            return rows, scores
        passing = np.isin(rows, self.cards.matching(shelf[0], where))
        return rows[passing], scores[passing]

    def _scored(self, rows: np.ndarray, vector: np.ndarray) -> Scored:
        found, vectors = self.cards.vectors(rows.tolist())
        return (found, np.vecdot(vectors, vector)) if len(found) else NOTHING

    def _sifted(self, shelf: int, vector: np.ndarray, count: int, where: Filter) -> Scored:
        """The closest rows that pass a filter which many pass: more than are wanted, and then sifted."""
        asked = FIRST * count
        while asked < DEEP:
            rows, scores = self.shelves.nearest(shelf, vector, asked)
            passing = np.isin(rows, self.cards.matching(shelf, where, rows.tolist()))
            kept = int(passing.sum())
            if kept >= count:
                return rows[passing], scores[passing]
            asked = ceil(MORE * asked * count / max(kept, 1))
        return top(*self._scored(self.cards.matching(shelf, where), vector), count)


def joined(parts: Sequence[Scored]) -> Scored:
    """All rows and scores in one."""
    if not parts:
        return NOTHING
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([scores for _, scores in parts])


def top(rows: np.ndarray, scores: np.ndarray, count: int) -> Scored:
    """The rows of the ``count`` highest scores, and those equal to the last of them, best first."""
    if count < len(scores):
        kept = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
        rows, scores = rows[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")
    return rows[order], scores[order]
