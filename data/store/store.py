"""The index: items with one vector each, kept and searched, and their query vectors; in Chroma or PostgreSQL.

Takes vectors, never makes them. Inside a category the search is exact: Chroma's filtered search loses items
(recall@10 was 0.87 among 44,000), so what is in stock is read once and scored with numpy.
Any number of processes may read while one writes; each shows what was there when it opened the store.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from data.catalogue.catalogue import Item
from data.store import backends, index_folder
from data.store.address import Place, StoreError, cure, folder_of
from data.store.snapshot import Entry, Rows, Stock, parts

__all__ = ["Entry", "Match", "Store", "StoreError"]

T = TypeVar("T")

FURTHER = 3.0  # than the farthest of two cosines from each other


@dataclass(frozen=True, slots=True)
class Match:
    """An item and how close it is to what was asked, higher is closer; the cosine, -1…1, from the store."""

    item: Item
    score: float


class Store:
    """Items of one catalogue, encoded by one encoder. Its methods may be called from several threads."""

    begun, set_aside = staticmethod(backends.begun), staticmethod(backends.set_aside)

    def __init__(self, rows: Rows, place: Place) -> None:
        self._rows, self.place = rows, place
        self._lock = threading.RLock()
        self._known: Stock | None = None

    @classmethod
    def open(cls, place: Place, encoder: str) -> Store:
        """The index at a place, made if there is none. Raises StoreError: damaged, out of reach, or another
        encoder's."""
        store = cls(backends.opened(place, encoder), place)
        try:
            store._stock()
        except BaseException:
            store.close()
            raise
        return store

    @property
    def path(self) -> Path:
        """The folder on this machine for locks and for what is not stored yet."""
        return folder_of(self.place)

    def close(self) -> None:
        """Lets go of the files; needed where the same process sets aside or moves the folder afterwards."""
        self._rows.close()

    def put(self, entries: Sequence[Entry]) -> None:
        """Adds entries, or replaces those with the same ids."""
        for some in parts(entries):
            if isinstance(self.place, Path):
                index_folder.keep_room(self.place)
            self._write(self._rows.put, some)

    def relabel(self, items: Sequence[Item]) -> None:
        """New words for items whose pictures and vectors stay."""
        for some in parts(items):
            self._write(self._rows.relabel, some)

    def remove(self, ids: Sequence[str]) -> None:
        """Takes items out; unknown ids are ignored."""
        for some in parts(ids):
            self._write(self._rows.remove, some)

    def empty(self) -> None:
        """Takes everything out, and forgets how long its vectors were. Raises StoreError."""
        self._write(self._rows.empty)

    @property
    def dim(self) -> int:
        """The length of its vectors; 0 while there are none."""
        return self._stock().vectors.shape[-1] if self._stock().items else 0

    def hashes(self) -> dict[str, str]:
        """The picture hash of every item that is whole, by id.

        Not that of an item whose query vectors are missing or another picture's: it is to be put in anew.
        """
        stock = self._stock()
        kept = self._read(self._rows.query_hashes)
        rows = zip(stock.items, stock.hashes, stock.queries, strict=True)
        return {
            item.id: picture
            for item, picture, count in rows
            if count == 1 or (count > 1 and kept.get(item.id) == picture)
        }

    def queries(self, ids: Sequence[str]) -> np.ndarray:
        """(n, q, dim) float32: the query vectors of items in stock, read from disk, unit length in float16.

        Of an item whose query vectors are gone or were never kept, its one vector stands for all of them.
        """
        stock = self._stock()
        found = self._read(self._rows.queries, ids) if max(stock.queries, default=0) > 1 else {}
        count = max((len(vectors) for vectors in found.values()), default=1)
        own = [found.get(name, stock.vectors[stock.row_of[name]][np.newaxis]) for name in ids]
        return np.stack([np.resize(vectors, (count, vectors.shape[1])) for vectors in own])

    def items(self) -> list[Item]:
        """Every item, in the order of the ids."""
        return list(self._stock().by_id.values())

    def get(self, ids: Sequence[str]) -> list[Item]:
        """Items by id, in the order asked for; unknown ids are left out."""
        known = self._stock().by_id
        return [known[i] for i in ids if i in known]

    def categories(self) -> dict[str, int]:
        """How many items of each category there are, in the order of their names."""
        return {name: rows.stop - rows.start for name, rows in self._stock().rows.items()}

    def vectors(self, category: str) -> np.ndarray:
        """(n, dim) float32: the vectors of a category, in the order of the ids."""
        return self._stock().shelf(category)

    def search(self, vector: np.ndarray, count: int, category: str | None = None) -> list[Match]:
        """The ``count`` items closest to a unit vector (dim,), best first, equal ones in the order of ids.

        Exact inside a category; over everything by HNSW. All there are when there are fewer.
        """
        stock = self._stock()
        if stock.items and vector.shape != stock.vectors.shape[1:]:
            raise StoreError(
                f"the index in {self.place} holds vectors of {stock.vectors.shape[1]} numbers, the query has "
                f"{vector.size}: the encoder has changed; {cure(self.place)}"
            )
        if count < 1 or not stock.items or (category is not None and category not in stock.rows):
            return []
        if category is None:
            return self._nearest(stock, vector, count)
        scores = stock.shelf(category) @ vector.astype(np.float32)
        first = stock.rows[category].start
        return [Match(stock.items[first + row], _cosine(scores[row])) for row in _best(scores, count)]

    def tells(self, forms: Sequence[str], category: str | None = None) -> bool:
        """Whether any card, of a category or of all, says one of these plain phrases."""
        return bool(_saying(self._stock().said(category), forms).any())

    def telling(
        self, told: Sequence[Sequence[str]], vector: np.ndarray, count: int, category: str | None = None
    ) -> list[Match]:
        """The items, of a category or of all, whose cards say most of what is ``told``, each in one of its
        plain forms; of equals those closest to a unit vector (dim,). None that says nothing of it."""
        stock = self._stock()
        said = stock.said(category)
        hits = np.zeros(len(said), np.float32)
        for forms in told:
            hits += _saying(said, forms)
        shelf = stock.vectors if category is None else stock.shelf(category)
        scores = shelf @ vector.astype(np.float32) if said else hits
        first = 0 if category is None else stock.rows.get(category, slice(0)).start or 0
        ranked = _best(FURTHER * hits + scores, min(count, int((hits > 0).sum())))
        return [Match(stock.items[first + row], _cosine(scores[row])) for row in ranked]

    def _nearest(self, stock: Stock, vector: np.ndarray, count: int) -> list[Match]:
        found = self._read(self._rows.nearest, vector, min(count, len(stock.items)))
        # ids that another process has just put in are left out
        matches = [Match(stock.by_id[name], _cosine(score)) for name, score in found if name in stock.by_id]
        return sorted(matches, key=lambda match: (-match.score, match.item.id))

    def _stock(self) -> Stock:
        with self._lock:
            if self._known is None:
                self._known = self._read(self._rows.stock)
            return self._known

    def _read(self, ask: Callable[..., T], *about: Any) -> T:
        try:
            return ask(*about)
        except Exception as error:  # Chroma's, SQLite's, Rust's and a server's errors have no common class
            raise backends.unreadable(self.place, error) from error

    def _write(self, change: Callable[..., None], *rows: Any) -> None:
        with self._lock:
            self._known = None
            try:
                change(*rows)
            except Exception as error:
                raise backends.unwritable(self.place, error) from error


def _saying(cards: Sequence[str], forms: Sequence[str]) -> np.ndarray:
    """(cards,) bool: which say one of the forms; form by form, as nothing else is called for each card."""
    found = np.zeros(len(cards), bool)
    for form in forms:
        word = f" {form} "
        found |= np.fromiter((word in card for card in cards), bool, len(cards))
    return found


def _best(scores: np.ndarray, count: int) -> np.ndarray:
    """The rows of the highest scores, best first, equal ones in their order."""
    if count >= len(scores):
        return np.argsort(-scores, kind="stable")
    least = np.partition(scores, -count)[-count]
    rows = np.flatnonzero(scores >= least)
    return rows[np.argsort(-scores[rows], kind="stable")][:count]


def _cosine(score: float) -> float:
    return max(-1.0, min(1.0, float(score)))
