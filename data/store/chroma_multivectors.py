"""Multivectors on a Chroma server, in a collection of their own with one row for each item.

Does not know items or encoders. Errors are Chroma's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from data.store.multivectors import Row
from data.store.snapshot import COUNT, HASH, batches

# The cheapest graph: nobody searches for the nearest of these rows
HNSW: Any = {"ef_search": 1, "ef_construction": 1, "max_neighbors": 2}


class ChromaMultivectors:
    """The same methods as data.store.multivectors.SqliteMultivectors."""

    def __init__(self, client: Any, name: str) -> None:
        """``client`` is a chromadb client; ``name`` is the collection's."""
        self._client, self._name = client, name
        self._collection = self._get_or_create()

    def _get_or_create(self) -> Any:
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": HNSW}
        )

    def put(self, rows: Sequence[Row]) -> None:
        if rows:
            metadata: Any = [{HASH: hash_, COUNT: len(vectors)} for _, hash_, vectors in rows]
            flat = [vectors.astype(np.float16).astype(np.float32).ravel() for *_, vectors in rows]
            ids = [name for name, *_ in rows]
            self._collection.upsert(ids=ids, embeddings=np.stack(flat), metadatas=metadata)

    def remove(self, ids: Sequence[str]) -> None:
        self._collection.delete(ids=list(ids))

    def clear(self) -> None:
        self._client.delete_collection(self._name)
        self._collection = self._get_or_create()

    def hashes(self) -> dict[str, str]:
        found = self._collection.get(include=["metadatas"])
        rows = zip(found["ids"], found["metadatas"] or [], strict=True)
        return {name: str(metadata[HASH]) for name, metadata in rows}

    def get(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        multivectors: dict[str, np.ndarray] = {}
        for batch in batches(ids):
            found = self._collection.get(ids=list(batch), include=["embeddings", "metadatas"])
            counts: list[Any] = [metadata[COUNT] for metadata in found["metadatas"] or []]
            rows = zip(found["ids"], counts, np.asarray(found["embeddings"], np.float32), strict=True)
            multivectors |= {name: flat.reshape(count, -1) for name, count, flat in rows}
        return multivectors

    def close(self) -> None:
        """Does nothing: the client belongs to the backend."""
