"""The index: items with one vector each, kept in Chroma on disk and searched, and query vectors beside them.

Takes vectors, never makes them. Inside a category the search is exact: Chroma's filtered search loses items
(recall@10 was 0.87 among 44,000), so what is in stock is read once and scored with numpy.
Any number of processes may read while one writes; each shows what was there when it opened the store.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from data.catalogue import Item
from data.query_vectors import FILE as QUERY_VECTORS
from data.query_vectors import QueryVectors
from data.stock import HASH, QUERIES, Stock, card, stock_of

if TYPE_CHECKING:
    from chromadb.api.client import Client

T = TypeVar("T")

NAME = "items"
MANIFEST = "armario.json"
DATABASE = "chroma.sqlite3"
PART = 5000  # rows at once; Chroma refuses more than 5,461
# Cosine, and more links and candidates than Chroma's defaults: over all of 10,295 real items it finds the
# exact ten, and 99.6 % of them among as many random vectors of 256 numbers
HNSW: Any = {"space": "cosine", "ef_search": 400, "ef_construction": 200, "max_neighbors": 32}


class StoreError(RuntimeError):
    """An index that cannot be used: what was expected, what was found, the command that cures it."""


@dataclass(frozen=True, slots=True)
class Match:
    """An item and how close it is to what was asked, higher is closer; the cosine, -1…1, from the store."""

    item: Item
    score: float


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it goes in: the hash of its picture's bytes, its vector (dim,) float32 of unit length, and
    the query vectors (q, dim) that it is the mean of; None where it is all that the encoder makes."""

    item: Item
    picture_hash: str
    vector: np.ndarray
    queries: np.ndarray | None = None


class Store:
    """Items of one catalogue, encoded by one encoder. Its methods may be called from several threads."""

    def __init__(self, client: Client, path: Path, encoder: str) -> None:
        self._client, self.path, self.encoder = client, path, encoder
        self._collection = self._made()
        self._queries = QueryVectors(path)
        self._lock = threading.RLock()
        self._known: Stock | None = None

    def _made(self) -> Any:
        return self._client.get_or_create_collection(
            NAME, embedding_function=None, configuration={"hnsw": HNSW}
        )

    @classmethod
    def open(cls, path: Path, encoder: str) -> Store:
        """The index in a folder, made if there is none. Raises StoreError: damaged, or another encoder's."""
        path = Path(path)
        made_by = _made_by(path, encoder)
        if made_by != encoder:
            raise StoreError(
                f"the index in {path} was made by the encoder {made_by}, not {encoder}; {_cure(path)}"
            )
        try:
            with ExitStack() as on_failure:
                client = on_failure.enter_context(_client(path))
                store = cls(client, path, encoder)
                store._stock()
                on_failure.pop_all()
        except Exception as error:  # Chroma's own, sqlite's and Rust's errors have no common class
            raise StoreError(f"expected an index in {path}, found a damaged one; {_cure(path)}") from error
        return store

    def close(self) -> None:
        """Lets go of the files; needed where the same process erases or moves the folder afterwards."""
        self._queries.close()
        self._client.close()

    @staticmethod
    def erase(path: Path) -> None:
        """Deletes the index in a folder, and no other file that lies there."""
        for name in (QUERY_VECTORS, DATABASE):
            for file in path.glob(f"{name}*"):
                file.unlink()
        for folder in path.iterdir():
            if folder.is_dir() and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", folder.name):
                shutil.rmtree(folder)
        (path / MANIFEST).unlink(missing_ok=True)  # last: what is half erased is still known as an index

    def put(self, entries: Sequence[Entry]) -> None:
        """Adds entries, or replaces those with the same ids.

        Query vectors first: an entry that a kill leaves without its row in Chroma is not there at all, and a
        row whose query vectors are another picture's has no hash.
        """
        for some in _parts(entries):
            many = [(e.item.id, e.picture_hash, e.queries) for e in some if _count(e) > 1]
            self._write(self._queries.put, rows=many)
            self._write(
                self._collection.upsert,
                ids=[e.item.id for e in some],
                embeddings=np.stack([e.vector for e in some]),
                metadatas=[card(e.item) | {HASH: e.picture_hash, QUERIES: _count(e)} for e in some],
            )

    def relabel(self, items: Sequence[Item]) -> None:
        """New words for items whose pictures and vectors stay."""
        for some in _parts(items):
            ids = [item.id for item in some]
            self._write(self._collection.update, ids=ids, metadatas=[card(item) for item in some])

    def remove(self, ids: Sequence[str]) -> None:
        """Takes items out; unknown ids are ignored."""
        for some in _parts(ids):
            self._write(self._queries.remove, ids=list(some))
            self._write(self._collection.delete, ids=list(some))

    def empty(self) -> None:
        """Takes everything out, and forgets how long its vectors were. Raises StoreError."""
        self.remove([item.id for item in self._stock().items])
        self._write(self._client.delete_collection, name=NAME)
        self._collection = self._made()

    @property
    def dim(self) -> int:
        """The length of its vectors; 0 while there are none."""
        return self._stock().vectors.shape[-1] if self._stock().items else 0

    def hashes(self) -> dict[str, str]:
        """The picture hash of every item that is whole, by id.

        Not that of an item whose query vectors are missing or another picture's: it is to be put in anew.
        """
        stock = self._stock()
        kept = self._read(self._queries.hashes)
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
        found = self._read(self._queries.get, ids) if max(stock.queries, default=0) > 1 else {}
        count = max((len(vectors) for vectors in found.values()), default=1)
        own = [found.get(name, stock.vectors[stock.row_of[name]][np.newaxis]) for name in ids]
        return np.stack([np.resize(vectors, (count, vectors.shape[1])) for vectors in own])

    def items(self) -> list[Item]:
        """Every item, in the order of the ids."""
        return list(self._stock().items)

    def get(self, ids: Sequence[str]) -> list[Item]:
        """Items by id, in the order asked for; unknown ids are left out."""
        known = self._stock().by_id
        return [known[i] for i in ids if i in known]

    def categories(self) -> dict[str, int]:
        """How many items of each category there are, in the order of their names."""
        return {name: len(rows) for name, rows in self._stock().rows.items()}

    def vectors(self, category: str) -> np.ndarray:
        """(n, dim) float32: the vectors of a category, in the order of the ids."""
        stock = self._stock()
        return stock.shelves.get(category, stock.vectors[:0])

    def search(self, vector: np.ndarray, count: int, category: str | None = None) -> list[Match]:
        """The ``count`` items closest to a unit vector (dim,), best first, equal ones in the order of ids.

        Exact inside a category; over everything by Chroma's HNSW. All there are when there are fewer.
        """
        stock = self._stock()
        if stock.items and vector.shape != stock.vectors.shape[1:]:
            raise StoreError(
                f"the index in {self.path} holds vectors of {stock.vectors.shape[1]} numbers, the query has "
                f"{vector.size}: the encoder has changed; {_cure(self.path)}"
            )
        if count < 1 or not stock.items or (category is not None and category not in stock.rows):
            return []
        if category is None:
            return self._nearest(stock, vector, count)
        scores = stock.shelves[category] @ vector.astype(np.float32)
        best = np.argsort(-scores, kind="stable")[:count]
        return [Match(stock.items[stock.rows[category][row]], _cosine(scores[row])) for row in best]

    def _nearest(self, stock: Stock, vector: np.ndarray, count: int) -> list[Match]:
        found = self._collection.query(
            query_embeddings=vector[np.newaxis].astype(np.float32),
            n_results=min(count, len(stock.items)),
            include=["distances"],
        )
        scores = [_cosine(1 - distance) for distance in (found["distances"] or [[]])[0]]
        pairs = zip(
            found["ids"][0], scores, strict=True
        )  # ids that another process has just put in are left out
        matches = [Match(stock.by_id[i], score) for i, score in pairs if i in stock.by_id]
        return sorted(matches, key=lambda match: (-match.score, match.item.id))

    def _stock(self) -> Stock:
        with self._lock:
            if self._known is None:
                found = self._collection.get(include=["metadatas", "embeddings"])
                vectors = np.asarray(found["embeddings"], np.float32)
                self._known = stock_of(found["ids"], found["metadatas"] or [], vectors)
            return self._known

    def _read(self, ask: Callable[..., T], *about: Any) -> T:
        try:
            return ask(*about)
        except sqlite3.Error as error:  # the file is cut short, or was overwritten
            raise StoreError(
                f"expected query vectors in {self.path}, found {QUERY_VECTORS} damaged; {_cure(self.path)}"
            ) from error

    def _write(self, change: Any, **rows: Any) -> None:
        with self._lock:
            self._known = None
            try:
                change(**rows)
            except Exception as error:  # a full disk, a folder without rights, vectors of another length
                raise StoreError(
                    f"cannot write to the index in {self.path}: {error}; {_cure(self.path)}"
                ) from error


def _cure(path: Path) -> str:
    return f"make it anew with: python -m app.index --catalogue FOLDER --store {path} --rebuild"


def _client(path: Path) -> Client:
    import chromadb  # a second, and only this room's business
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(path), Settings(anonymized_telemetry=False))  # type: ignore[return-value]


def _made_by(path: Path, encoder: str) -> str:
    """The encoder that a folder's index was made by; a new folder is signed with this one first."""
    manifest = path / MANIFEST
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not manifest.exists() and not (path / DATABASE).exists():
            part = manifest.with_suffix(".part")
            part.write_text(json.dumps({"encoder": encoder}), encoding="utf-8")
            part.replace(manifest)
        return str(json.loads(manifest.read_text(encoding="utf-8"))["encoder"])
    except FileExistsError as error:
        raise StoreError(
            f"expected a folder for the index, found a file at {path}; give another --store"
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"expected an index in {path}, cannot read its {MANIFEST}; {_cure(path)}") from error


def _count(entry: Entry) -> int:
    return 1 if entry.queries is None else len(entry.queries)


def _cosine(score: float) -> float:
    return max(-1.0, min(1.0, float(score)))


def _parts(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + PART] for start in range(0, len(rows), PART))
