"""One category's collection on a Chroma server: cards as documents, beside them vectors, query vectors and
what is filtered by, all of an item in one record.

What was deleted meanwhile is not there, and no error. Does not know other categories.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from data.catalogue.item import Item
from data.store.chroma_server.conditions import Condition, metadata_of
from data.store.chroma_server.connection import missing
from data.store.chroma_server.counts import Counted, counted
from data.store.columns import from_card, to_card
from data.store.records import BATCH_ROWS, Entry

# Records of one request with their query vectors: with 32 of 256 numbers each, 12 MB; a server takes 40
WRITTEN = 500

Card = tuple[str, str]  # the hash of the image, and the card


@dataclass(frozen=True, slots=True)
class CategoryCollection:
    """``counts`` are as of the last version, what is asked as of now."""

    rows: Any  # Chroma's collection
    category: str
    mark: str
    dim: int
    counts: Counted = field(default_factory=Counted)

    @classmethod
    def of(cls, rows: Any) -> CategoryCollection:
        """That which a collection's metadata tells."""
        said = rows.metadata
        return cls(rows, said["category"], said["mark"], said["dim"], Counted.from_json(said["counts"]))

    def count(self) -> int:
        try:
            return int(self.rows.count())
        except missing():
            return 0

    def ids(
        self, condition: Condition | None = None, among: Sequence[str] | None = None, at_most: int = 0
    ) -> list[str]:
        """The ids of what meets a condition, or of those ``among`` which are there, in no order."""
        if among is not None:
            return [name for ids in _parts(among, BATCH_ROWS) for name in self._get(ids=ids)["ids"]]
        return list(self._get(where=condition, limit=at_most or None)["ids"])

    def documents(self, ids: Collection[str]) -> Iterator[tuple[str, Card]]:
        """Ids with hashes and cards; unknown ones are left out."""
        for part in _parts(ids, BATCH_ROWS):
            found = self._get(ids=part, include=["documents"])
            for name, document in zip(found["ids"], found["documents"], strict=True):
                image_hash, _, card = document.partition("\n")
                yield name, (image_hash, card)

    def cards(self, ids: Collection[str]) -> dict[str, Item]:
        """Items by id; unknown ones are left out."""
        return {name: from_card(name, card) for name, (_, card) in self.documents(ids)}

    def vectors(self, ids: Collection[str]) -> dict[str, np.ndarray]:
        """(dim,) float32 by id; unknown ones are left out."""
        vectors: dict[str, np.ndarray] = {}
        for part in _parts(ids, WRITTEN):
            found = self._get(ids=part, include=["embeddings"])
            vectors |= zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True)
        return vectors

    def multivectors(self, ids: Collection[str]) -> dict[str, np.ndarray]:
        """(q, dim) float32 by id, the one vector of an item without; unknown ids are left out."""
        found = self.queries(ids)
        single = self.vectors([name for name in ids if name not in found])
        return found | {name: vector[np.newaxis] for name, vector in single.items()}

    def queries(self, ids: Collection[str]) -> dict[str, np.ndarray]:
        """The same; items without are left out."""
        vectors: dict[str, np.ndarray] = {}
        for part in _parts(ids, WRITTEN):
            found = self._get(ids=part, include=["metadatas"])
            for name, metadata in zip(found["ids"], found["metadatas"], strict=True):
                if said := (metadata or {}).get("queries"):
                    flat = np.frombuffer(base64.b64decode(said), np.float16).astype(np.float32)
                    vectors[name] = flat.reshape(-1, self.dim)
        return vectors

    def nearest(self, vector: np.ndarray, count: int, condition: Condition | None) -> list[tuple[str, float]]:
        """Ids and cosines of the approximate nearest neighbours that meet a condition, closest first."""
        try:
            found = self.rows.query(
                query_embeddings=vector[np.newaxis], n_results=count, where=condition, include=["distances"]
            )
        except missing():
            return []
        distances = (1 - distance for distance in found["distances"][0])
        return list(zip(found["ids"][0], distances, strict=True))

    def put(self, entries: Sequence[Entry]) -> None:
        """Insert records, or replace those with the same ids."""
        for start in range(0, len(entries), WRITTEN):
            part = entries[start : start + WRITTEN]
            self.rows.upsert(
                ids=[entry.item.id for entry in part],
                embeddings=np.stack([entry.vector for entry in part]).astype(np.float32),
                metadatas=[
                    metadata_of(self.mark, entry.item) | {"queries": _coded(entry.multivector)}
                    for entry in part
                ],
                documents=[f"{entry.image_hash}\n{to_card(entry.item)}" for entry in part],
            )

    def relabel(self, items: Sequence[Item], hashes: Mapping[str, str]) -> None:
        """Replace what cards say of records that are there; vectors stay."""
        for start in range(0, len(items), WRITTEN):
            part = items[start : start + WRITTEN]
            self.rows._client._update(  # the public method makes a vector of each new document
                self.rows.id,
                ids=[item.id for item in part],
                metadatas=[metadata_of(self.mark, item) for item in part],
                documents=[f"{hashes[item.id]}\n{to_card(item)}" for item in part],
                tenant=self.rows.tenant,
                database=self.rows.database,
            )

    def remove(self, ids: Sequence[str]) -> None:
        """Delete records."""
        for part in _parts(ids, BATCH_ROWS):
            self.rows.delete(ids=part)

    def recount(self) -> None:
        """Count the category, and keep that in the collection's metadata."""
        cards = self.documents(self.ids())
        counts = counted(from_card(name, card) for name, (_, card) in cards)
        self.rows.modify(metadata=said_of(self.category, self.mark, self.dim, counts))

    def _get(self, **asked: Any) -> Any:
        try:
            return self.rows.get(**{"include": []} | asked)
        except missing():
            return {"ids": [], "documents": [], "embeddings": [], "metadatas": []}


def said_of(category: str, mark: str, dim: int, counts: Counted) -> dict[str, Any]:
    """The metadata of a category's collection."""
    return {"category": category, "mark": mark, "dim": dim, "counts": counts.to_json()}


def _coded(multivector: np.ndarray | None) -> str | None:
    if multivector is None:
        return None
    return base64.b64encode(multivector.astype(np.float16).tobytes()).decode()


def _parts(ids: Collection[str], size: int) -> Iterator[list[str]]:
    every = list(ids)
    return (every[start : start + size] for start in range(0, len(every), size))
