"""The store: items with their vectors, written, read and searched; in Chroma or PostgreSQL.

Takes vectors, never makes them. Inside a category the search is exact: Chroma's filtered search loses items
(recall@10 was 0.87 among 44,000), so a snapshot of the index is read once and scored with numpy.
Any number of processes may read while one writes; each shows what was there when it opened the store.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from data.catalogue.item import Item
from data.catalogue.vocabulary import card_text
from data.store import backends, index_folder
from data.store.address import Location, StoreError, UnreadableError, local_folder, rebuild_hint
from data.store.snapshot import Backend, Entry, IndexSnapshot, batches

__all__ = ["Entry", "Match", "Store", "StoreError"]

T = TypeVar("T")

PAUSES = (0.1, 0.5, 1.0, 2.0, 4.0)  # seconds before an index that cannot be read is tried again
HIT_WEIGHT = 3.0  # of a word on a card: more than two cosines can differ


@dataclass(frozen=True, slots=True)
class Match:
    """An item and its score, higher is closer; from the store, the cosine in -1…1."""

    item: Item
    score: float


class Store:
    """The items of one catalogue, encoded by one encoder. Thread-safe. Every method may raise StoreError."""

    exists, set_aside = staticmethod(backends.exists), staticmethod(backends.set_aside)

    def __init__(self, backend: Backend, location: Location) -> None:
        self._backend, self.location = backend, location
        self._lock = threading.RLock()
        self._cached: IndexSnapshot | None = None  # until the next write

    @classmethod
    def open(cls, location: Location, encoder: str) -> Store:
        """Open an index, or create it. Raises StoreError: damaged, out of reach, or another encoder's. One
        that is just being written is tried again until that is done."""
        for pause in PAUSES:
            try:
                return cls._opened(location, encoder)
            except UnreadableError:
                if pause > PAUSES[0] and not index_folder.is_written(local_folder(location)):
                    raise
                time.sleep(pause)
        return cls._opened(location, encoder)

    @classmethod
    def _opened(cls, location: Location, encoder: str) -> Store:
        store = cls(backends.open_backend(location, encoder), location)
        try:
            store._snapshot()
        except BaseException:
            store.close()
            raise
        return store

    @property
    def path(self) -> Path:
        """The folder on this machine for locks and shards."""
        return local_folder(self.location)

    def close(self) -> None:
        """Close files and connections; needed before this process moves the index or sets it aside."""
        self._backend.close()

    def put(self, entries: Sequence[Entry]) -> None:
        """Insert entries, or replace those with the same ids."""
        for batch in batches(entries):
            if isinstance(self.location, Path):
                index_folder.check_disk_space(self.location)
            self._write(self._backend.put, batch)

    def relabel(self, items: Sequence[Item]) -> None:
        """Replace the metadata of items whose images and vectors stay."""
        for batch in batches(items):
            self._write(self._backend.relabel, batch)

    def remove(self, ids: Sequence[str]) -> None:
        """Delete items; unknown ids are ignored."""
        for batch in batches(ids):
            self._write(self._backend.remove, batch)

    def clear(self) -> None:
        """Delete all items, so that vectors of another length may be put."""
        self._write(self._backend.clear)

    @property
    def dim(self) -> int:
        """The length of the vectors; 0 while there are none."""
        return self._snapshot().vectors.shape[-1] if self._snapshot().items else 0

    def hashes(self) -> dict[str, str]:
        """The image hash of every complete item, by id.

        An item is incomplete, and must be encoded again, if its multivector is missing or another image's.
        """
        snapshot = self._snapshot()
        stored = self._read(self._backend.multivector_hashes)
        rows = zip(snapshot.items, snapshot.hashes, snapshot.counts, strict=True)
        return {
            item.id: image_hash
            for item, image_hash, count in rows
            if count == 1 or (count > 1 and stored.get(item.id) == image_hash)
        }

    def multivectors(self, ids: Sequence[str]) -> np.ndarray:
        """(n, q, dim) float32: the multivectors of items in stock, of unit length in float16, read from disk.

        An item without a multivector gets its one vector q times.
        """
        snapshot = self._snapshot()
        found = self._read(self._backend.multivectors, ids) if max(snapshot.counts, default=0) > 1 else {}
        count = max((len(vectors) for vectors in found.values()), default=1)
        own = [found.get(name, snapshot.vectors[snapshot.row_of[name]][np.newaxis]) for name in ids]
        return np.stack([np.resize(vectors, (count, vectors.shape[1])) for vectors in own])

    def items(self) -> list[Item]:
        """Every item, in the order of the ids."""
        return list(self._snapshot().by_id.values())

    def get(self, ids: Sequence[str]) -> list[Item]:
        """Items by id, in the order asked for; unknown ids are left out."""
        by_id = self._snapshot().by_id
        return [by_id[name] for name in ids if name in by_id]

    def categories(self) -> dict[str, int]:
        """The number of items of each category in stock, in alphabetical order."""
        return {name: rows.stop - rows.start for name, rows in self._snapshot().category_rows.items()}

    def brands(self) -> tuple[str, ...]:
        """Every brand in stock, in alphabetical order."""
        return self._snapshot().brands

    def currency(self) -> str:
        """The currency of most prices; "" where no item names one."""
        return self._snapshot().currency

    def vectors(self, category: str) -> np.ndarray:
        """(n, dim) float32: the vectors of a category, in the order of the ids."""
        return self._snapshot().category_vectors(category)

    def search(self, vector: np.ndarray, count: int, category: str | None = None) -> list[Match]:
        """The ``count`` items closest to a unit vector (dim,), best first, equal ones in the order of ids.

        Exact inside a category; over everything by HNSW. All there are when there are fewer.
        """
        snapshot = self._snapshot()
        if snapshot.items and vector.shape != snapshot.vectors.shape[1:]:
            raise StoreError(
                f"the index in {self.location} holds vectors of {snapshot.vectors.shape[1]} numbers, the "
                f"query has {vector.size}: the encoder has changed; {rebuild_hint(self.location)}"
            )
        if (
            count < 1
            or not snapshot.items
            or (category is not None and category not in snapshot.category_rows)
        ):
            return []
        if category is None:
            return self._nearest(snapshot, vector, count)
        scores = snapshot.category_vectors(category) @ vector.astype(np.float32)
        return _matches(snapshot, category, _top(scores, count), scores)

    def has_words(self, phrases: Sequence[str], category: str | None = None) -> bool:
        """Whether the card of any item, of a category or of all, contains one of these normalized phrases."""
        return bool(_contains_any(self._snapshot().card_texts(category, card_text), phrases).any())

    def search_words(
        self, terms: Sequence[Sequence[str]], vector: np.ndarray, count: int, category: str | None = None
    ) -> list[Match]:
        """The items, of a category or of all, whose cards contain most ``terms``, and at least one.

        A term is a sequence of normalized phrases that mean the same. Among items with equally many terms,
        the closest to a unit vector (dim,) come first.
        """
        snapshot = self._snapshot()
        texts = snapshot.card_texts(category, card_text)
        hits = np.zeros(len(texts), np.float32)
        for phrases in terms:
            hits += _contains_any(texts, phrases)
        scores = snapshot.category_vectors(category) @ vector.astype(np.float32) if texts else hits
        best = _top(HIT_WEIGHT * hits + scores, min(count, int((hits > 0).sum())))
        return _matches(snapshot, category, best, scores)

    def _nearest(self, snapshot: IndexSnapshot, vector: np.ndarray, count: int) -> list[Match]:
        found = self._read(self._backend.nearest, vector, min(count, len(snapshot.items)))
        # the backend may know ids that another process has put since the snapshot
        by_id = snapshot.by_id
        matches = [Match(by_id[name], _clip(score)) for name, score in found if name in by_id]
        return sorted(matches, key=lambda match: (-match.score, match.item.id))

    def _snapshot(self) -> IndexSnapshot:
        with self._lock:
            if self._cached is None:
                self._cached = self._read(self._backend.snapshot)
            return self._cached

    def _read(self, call: Callable[..., T], *arguments: Any) -> T:
        if isinstance(self.location, Path):
            try:
                return call(*arguments)
            except Exception:  # of what is just being written, half may be seen
                time.sleep(PAUSES[index_folder.is_written(self.location)])
        try:
            return call(*arguments)
        except Exception as error:  # Chroma's, SQLite's, Rust's and a server's errors have no common class
            raise backends.read_error(self.location, error) from error

    def _write(self, call: Callable[..., None], *rows: Any) -> None:
        with self._lock:
            self._cached = None
            try:
                call(*rows)
            except Exception as error:
                raise backends.write_error(self.location, error) from error


def _matches(
    snapshot: IndexSnapshot, category: str | None, rows: np.ndarray, scores: np.ndarray
) -> list[Match]:
    """Matches of rows counted inside a category, or among all items."""
    first = snapshot.rows(category).start
    return [Match(snapshot.items[first + row], _clip(scores[row])) for row in rows]


def _contains_any(texts: Sequence[str], phrases: Sequence[str]) -> np.ndarray:
    """(texts,) bool: which contain one of the phrases as whole words."""
    found = np.zeros(len(texts), bool)
    for phrase in phrases:  # the inner loop calls nothing but ``in``
        padded = f" {phrase} "
        found |= np.fromiter((padded in text for text in texts), bool, len(texts))
    return found


def _top(scores: np.ndarray, count: int) -> np.ndarray:
    """The rows of the ``count`` highest scores, best first, equal ones in their order."""
    if count >= len(scores):
        return np.argsort(-scores, kind="stable")
    threshold = np.partition(scores, -count)[-count]
    rows = np.flatnonzero(scores >= threshold)
    return rows[np.argsort(-scores[rows], kind="stable")][:count]


def _clip(score: float) -> float:
    return max(-1.0, min(1.0, float(score)))
