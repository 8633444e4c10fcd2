"""The index: items with one vector each, kept in Chroma on disk and searched.

Takes vectors, never makes them. Inside a category the search is exact: Chroma's filtered HNSW loses items
(recall@10 0.87 at 44,000 items), so the category's vectors are read once and scored with numpy.
One process writes at a time (app.index holds a lock); a server that is running sees the new items when it restarts.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from data.catalogue import Item

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

NAME = "items"
MANIFEST = "armario.json"
BATCH = 5000  # Chroma refuses more than 5,461 rows at once
# ef_search 400 is where an unfiltered query on 44,000 items stopped losing neighbours
HNSW = {"space": "cosine", "ef_search": 400, "ef_construction": 200, "max_neighbors": 32}


class StoreError(RuntimeError):
    """An index that cannot be used: what was expected, what was found, the command that cures it."""


@dataclass(frozen=True, slots=True)
class Match:
    """An item and its cosine with the query, -1…1, higher is closer."""

    item: Item
    score: float


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it goes in: the hash of its picture's bytes and its vector (dim,) float32 of unit length."""

    item: Item
    picture_hash: str
    vector: np.ndarray


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One category in memory: items and vectors (n, dim), in the order of their ids."""

    items: tuple[Item, ...]
    vectors: np.ndarray


class Store:
    """Items of one catalogue, encoded by one encoder."""

    def __init__(self, collection: Collection, path: Path, encoder: str) -> None:
        self._collection, self.path, self.encoder = collection, path, encoder
        self._shelves: dict[str, _Shelf] | None = None
        self._counts: dict[str, int] | None = None
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path, encoder: str) -> Store:
        """The index in a folder, made if absent. Raises StoreError if another encoder made it or it is damaged."""
        import chromadb
        from chromadb.config import Settings

        cure = f"make it anew with: python -m app.index --catalogue FOLDER --store {path} --rebuild"
        try:
            path.mkdir(parents=True, exist_ok=True)
            made_by = _made_by(path, encoder)
        except (OSError, ValueError, KeyError) as error:
            raise StoreError(f"expected an index in {path}, its {MANIFEST} cannot be read or written; {cure}") from error
        if made_by != encoder:
            raise StoreError(f"the index in {path} was made by the encoder {made_by}, not by {encoder}; {cure}")
        try:
            client = chromadb.PersistentClient(str(path), Settings(anonymized_telemetry=False))
            collection = client.get_or_create_collection(
                NAME, embedding_function=None, configuration={"hnsw": HNSW}
            )  # fmt: skip
            collection.count()
        except Exception as error:  # Chroma raises its own, sqlite's and Rust's errors without a common class
            raise StoreError(f"expected an index in {path}, found a damaged one; {cure}") from error
        return cls(collection, path, encoder)

    def put(self, entries: Sequence[Entry]) -> None:
        """Adds entries, or replaces those with the same ids."""
        for some in _parts(entries):
            self._collection.upsert(
                ids=[e.item.id for e in some],
                embeddings=np.stack([e.vector for e in some]),
                metadatas=[_metadata(e) for e in some],
            )
        self._forget()

    def relabel(self, entries: Iterable[tuple[Item, str]]) -> None:
        """New cards (item, picture hash) for items whose vectors stay."""
        for some in _parts(list(entries)):
            self._collection.update(ids=[i.id for i, _ in some], metadatas=[_card(i, h) for i, h in some])
        self._forget()

    def remove(self, ids: Sequence[str]) -> None:
        """Takes items out; unknown ids are ignored."""
        for some in _parts(list(ids)):
            self._collection.delete(ids=some)
        self._forget()

    def hashes(self) -> dict[str, str]:
        """The picture hash of every item, by id."""
        return {i: str(m["picture_hash"]) for i, m in self._all("metadatas")}

    def items(self) -> list[Item]:
        """Every item, in the order of the ids."""
        return sorted((_item(i, m) for i, m in self._all("metadatas")), key=lambda item: item.id)

    def get(self, ids: Sequence[str]) -> list[Item]:
        """Items by id, in the order asked for; unknown ids are left out."""
        found = self._collection.get(ids=list(ids), include=["metadatas"]) if ids else {"ids": [], "metadatas": []}
        by_id = {i: _item(i, m) for i, m in zip(found["ids"], found["metadatas"] or [], strict=True)}
        return [by_id[i] for i in ids if i in by_id]

    def categories(self) -> dict[str, int]:
        """How many items of each category there are."""
        with self._lock:
            if self._counts is None:
                self._counts = dict(Counter(str(m["category"]) for _, m in self._all("metadatas")))
            return dict(self._counts)

    def search(self, vector: np.ndarray, count: int, category: str | None = None) -> list[Match]:
        """The ``count`` closest items, best first: exactly inside a category, by Chroma's HNSW over all."""
        if count < 1:
            return []
        if category is not None:
            return _closest(self._shelf(category), vector, count)
        total = self._collection.count()
        if not total:
            return []
        found = self._collection.query(
            query_embeddings=[vector.astype(np.float32)],
            n_results=min(count, total),
            include=["metadatas", "distances"],
        )
        rows = zip(found["ids"][0], (found["metadatas"] or [[]])[0], (found["distances"] or [[]])[0], strict=True)
        return [Match(_item(i, m), 1 - float(d)) for i, m, d in rows]

    def vectors(self, category: str) -> tuple[list[Item], np.ndarray]:
        """The items of a category and their vectors (n, dim)."""
        shelf = self._shelf(category)
        return list(shelf.items), shelf.vectors

    def _shelf(self, category: str) -> _Shelf:
        with self._lock:
            if self._shelves is None:  # all at once: one pass over 10,000 items costs what three categories do
                self._shelves = self._read_shelves()
            return self._shelves.get(category, _Shelf((), np.zeros((0, 1), np.float32)))

    def _read_shelves(self) -> dict[str, _Shelf]:
        found = self._collection.get(include=["metadatas", "embeddings"])
        rows: dict[str, list[int]] = {}
        metadatas = found["metadatas"] or []
        for row in np.argsort(found["ids"]) if found["ids"] else []:
            rows.setdefault(str(metadatas[row]["category"]), []).append(int(row))
        vectors = np.asarray(found["embeddings"], np.float32)
        return {
            name: _Shelf(tuple(_item(found["ids"][r], metadatas[r]) for r in own), vectors[own])
            for name, own in rows.items()
        }

    def _all(self, what: str) -> Iterable[tuple[str, Any]]:
        found = self._collection.get(include=[what])  # type: ignore[list-item]
        return zip(found["ids"], found[what] or [], strict=True)  # type: ignore[literal-required]

    def _forget(self) -> None:
        with self._lock:
            self._shelves = None
            self._counts = None


def _made_by(path: Path, encoder: str) -> str:
    manifest = path / MANIFEST
    if manifest.exists():
        return str(json.loads(manifest.read_text(encoding="utf-8"))["encoder"])
    part = manifest.with_suffix(".part")
    part.write_text(json.dumps({"encoder": encoder}), encoding="utf-8")
    part.rename(manifest)
    return encoder


def _closest(shelf: _Shelf, vector: np.ndarray, count: int) -> list[Match]:
    if not shelf.items:
        return []
    scores = shelf.vectors @ vector.astype(np.float32)
    order = np.argsort(-scores, kind="stable")[:count]  # the shelf is in the order of ids: ties are broken by id
    return [Match(shelf.items[row], float(scores[row])) for row in order]


def _metadata(entry: Entry) -> dict[str, Any]:
    return _card(entry.item, entry.picture_hash)


def _card(item: Item, picture_hash: str) -> dict[str, Any]:
    fields = asdict(item) | {"image": str(item.image), "picture_hash": picture_hash}
    del fields["id"]
    return {name: value for name, value in fields.items() if value is not None}  # Chroma has no null


def _item(item_id: str, metadata: Any) -> Item:
    fields = {name: value for name, value in metadata.items() if name != "picture_hash"}
    return Item(id=item_id, **(fields | {"image": Path(str(fields["image"]))}))


def _parts(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
