"""Query vectors on a Chroma server, in a collection of their own: one row for all of an item's.

Knows ids, hashes and numbers; does not know items or encoders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from data.store.multivectors import Row
from data.store.snapshot import HASH, QUERIES, parts

# Nobody asks for the nearest of them
UNSEARCHED: Any = {"ef_search": 1, "ef_construction": 1, "max_neighbors": 2}


class FarQueries:
    """What data.store.multivectors.QueryVectors is, at the other end of a line. Errors are Chroma's own."""

    def __init__(self, client: Any, name: str) -> None:
        """``client`` is the server's, as data.store.chroma has it."""
        self._client, self._name = client, name
        self._rows = self._made()

    def _made(self) -> Any:
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": UNSEARCHED}
        )

    def put(self, rows: Sequence[Row]) -> None:
        if rows:
            cards: Any = [{HASH: hashed, QUERIES: len(vectors)} for _, hashed, vectors in rows]
            flat = [vectors.astype(np.float16).astype(np.float32).ravel() for *_, vectors in rows]
            self._rows.upsert(ids=[name for name, *_ in rows], embeddings=np.stack(flat), metadatas=cards)

    def remove(self, ids: Sequence[str]) -> None:
        self._rows.delete(ids=list(ids))

    def empty(self) -> None:
        self._client.delete_collection(self._name)
        self._rows = self._made()

    def hashes(self) -> dict[str, str]:
        found = self._rows.get(include=["metadatas"])
        return {
            name: str(known[HASH]) for name, known in zip(found["ids"], found["metadatas"] or [], strict=True)
        }

    def get(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        kept: dict[str, np.ndarray] = {}
        for some in parts(ids):
            found = self._rows.get(ids=list(some), include=["embeddings", "metadatas"])
            counts: list[Any] = [known[QUERIES] for known in found["metadatas"] or []]
            rows = zip(found["ids"], counts, np.asarray(found["embeddings"], np.float32), strict=True)
            kept |= {name: flat.reshape(count, -1) for name, count, flat in rows}
        return kept

    def close(self) -> None:
        """Nothing is held here."""
