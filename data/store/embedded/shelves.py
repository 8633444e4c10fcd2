"""The vectors of an index folder in embedded Chroma: one collection a category, its ids the numbers of rows.

A collection a category, because Chroma's own filter is slow: of 83,000 items, "price below 100" took 200 ms
and a word of their texts 110 ms, where the search alone takes 4. Does not know items, cards or filters.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from data.store.embedded import files
from data.store.records import batches

# Cosine, and more links and candidates than Chroma's defaults: of 83,000 it finds the exact ten, and 0.999 of
# the exact 200, in 4 ms. Every write is written to the files at once, so that who reads never has to
HNSW: Any = {
    "space": "cosine",
    "ef_search": 400,
    "ef_construction": 200,
    "max_neighbors": 32,
    "sync_threshold": 2,
}
SPELLINGS = 1000  # of a folder's path, below the longest that systems take


class Shelves:
    """Collections as they were when they were opened; what this process writes is seen at once. Thread-safe.

    Raises errors of Chroma, sqlite3 and Rust where the folder is damaged.
    """

    _opened = count()

    def __init__(self, folder: Path) -> None:
        import chromadb  # takes a second

        # Chroma shares what it has read among all clients of one path, for as long as the process lives
        path = f"{folder}{'/.' * (next(self._opened) % SPELLINGS)}"
        self._client: Any = chromadb.PersistentClient(path, chroma_settings())
        self._folder = folder
        self._known: dict[int, Any] = {}
        self._loaded: set[int] = set()
        self._lock, self._users, self._closed = threading.Lock(), 0, False

    def nearest(self, shelf: int, vector: np.ndarray, wanted: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows (n,) int64 and cosines (n,) float32 of the approximate nearest neighbours, closest first.
        Raises LookupError where the collection is missing."""
        collection = self._get(shelf)
        if collection is None:
            raise LookupError(_name(shelf))
        self._load(shelf, collection, vector)
        found = collection.query(query_embeddings=vector[np.newaxis], n_results=wanted, include=["distances"])
        return np.array(found["ids"][0], np.int64), 1 - np.array(found["distances"][0], np.float32)

    def put(self, shelf: int, rows: Sequence[int], vectors: np.ndarray) -> None:
        """Insert vectors (n, dim), or replace those of the same rows."""
        collection, done = self._make(shelf), 0
        for batch in batches(list(map(str, rows))):
            collection.upsert(ids=list(batch), embeddings=vectors[done : done + len(batch)])
            done += len(batch)

    def remove(self, shelf: int, rows: Sequence[int]) -> None:
        """Delete rows; unknown ones are ignored."""
        if (collection := self._get(shelf)) is not None and rows:
            collection.delete(ids=list(map(str, rows)))

    def count(self, shelf: int) -> int:
        """How many vectors a collection has."""
        collection = self._get(shelf)
        return 0 if collection is None else int(collection.count())

    def rows(self, shelf: int) -> set[int]:
        """All rows of a collection."""
        collection = self._get(shelf)
        return set() if collection is None else set(map(int, collection.get(include=[])["ids"]))

    def clear(self, but: Collection[int] = ()) -> None:
        """Delete all collections but those of some categories."""
        kept = {_name(shelf) for shelf in but}
        for collection in self._client.list_collections():
            if collection.name not in kept:
                self._client.delete_collection(collection.name)
        self._known = {shelf: known for shelf, known in self._known.items() if shelf in but}

    def acquire(self) -> Shelves:
        """Count one more user; each releases it once."""
        with self._lock:
            self._users += 1
        return self

    def release(self) -> None:
        with self._lock:
            self._users -= 1
            self._close_unused()

    def close(self) -> None:
        """Close files, once nobody uses them."""
        with self._lock:
            self._closed = True
            self._close_unused()

    def _close_unused(self) -> None:
        if self._closed and not self._users:
            self._client.close()

    def _load(self, shelf: int, collection: Any, vector: np.ndarray) -> None:
        """Let Chroma read a collection's files, which it does once, while nobody writes to them."""
        if shelf not in self._loaded:
            with files.moving(self._folder):
                collection.query(query_embeddings=vector[np.newaxis], n_results=1, include=[])
            self._loaded.add(shelf)

    def _get(self, shelf: int) -> Any:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            if shelf not in self._known:
                self._known[shelf] = self._client.get_collection(_name(shelf), embedding_function=None)
        return self._known.get(shelf)

    def _make(self, shelf: int) -> Any:
        if self._get(shelf) is None:
            self._known[shelf] = self._client.create_collection(
                _name(shelf), embedding_function=None, configuration={"hnsw": HNSW}
            )
        return self._known[shelf]


def chroma_settings() -> Any:
    """Chroma's settings: nothing is told to its makers."""
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _name(shelf: int) -> str:
    return f"shelf-{shelf:05}"
