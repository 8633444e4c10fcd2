"""Rows in Chroma: in a folder that this process opens itself, or on a Chroma server.

Knows cards and vectors; does not know encoders, nor what to say when something fails.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from data.catalogue.catalogue import Item
from data.store.address import Address
from data.store.far_queries import FarQueries
from data.store.multivectors import KeepsQueries, QueryVectors
from data.store.snapshot import HASH, QUERIES, Entry, Stock, card, parts, stock_of

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

NAME = "items"  # of the collection in a folder
PATIENCE = 60.0  # seconds for a server that does not answer
# Cosine, and more links and candidates than Chroma's defaults: over all of 10,295 real items it finds the
# exact ten, and 99.6 % of them among as many random vectors of 256 numbers
HNSW: Any = {"space": "cosine", "ef_search": 400, "ef_construction": 200, "max_neighbors": 32}


class ChromaRows:
    """One collection of items, and their query vectors kept beside it."""

    def __init__(self, client: ClientAPI, name: str, encoder: str, queries: KeepsQueries) -> None:
        self._client, self._name, self._kept = client, name, queries
        self._collection = self._made(encoder)
        # a collection in a folder from before they were signed has its folder's signature alone
        self.made_by = str((self._collection.metadata or {}).get("encoder", encoder))

    @classmethod
    def in_folder(cls, folder: Path, encoder: str) -> ChromaRows:
        """Chroma's own errors, sqlite's and Rust's, where the folder is damaged."""
        import chromadb  # a second, and only this room's business

        client = chromadb.PersistentClient(str(folder), _settings())
        try:
            return cls(client, NAME, encoder, QueryVectors(folder))
        except BaseException:
            _close(client)
            raise

    @classmethod
    def on_server(cls, address: Address, encoder: str) -> ChromaRows:
        """httpx's and Chroma's own errors, where nothing answers there."""
        client = _far(address)
        return cls(client, address.name, encoder, FarQueries(client, f"{address.name}-queries"))

    def _made(self, encoder: str) -> Any:
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": HNSW}, metadata={"encoder": encoder}
        )

    def stock(self) -> Stock:
        ids = self._collection.get(include=[])["ids"]
        cards: list[Mapping[str, Any]] = []
        vectors, row = np.empty((0, 0), np.float32), 0
        for some in parts(ids):  # never all as Python's own numbers, of which one takes 32 bytes
            found = self._collection.get(ids=list(some), include=["metadatas", "embeddings"])
            part = np.asarray(found["embeddings"], np.float32)
            if not row:
                vectors = np.empty((len(ids), part.shape[1]), np.float32)
            where = {name: place for place, name in enumerate(found["ids"])}
            order = [where[name] for name in some]
            cards += [(found["metadatas"] or [])[place] for place in order]
            vectors[row : row + len(order)] = part[order]
            row += len(order)
        return stock_of(ids, cards, vectors)

    def put(self, entries: Sequence[Entry]) -> None:
        """Query vectors first: an entry that a kill leaves without its row in Chroma is not there at all, and
        a row whose query vectors are another picture's has no hash."""
        self._kept.put([(e.item.id, e.picture_hash, e.queries) for e in entries if e.queries is not None])
        self._collection.upsert(
            ids=[e.item.id for e in entries],
            embeddings=np.stack([e.vector for e in entries]),
            metadatas=[card(e.item) | {HASH: e.picture_hash, QUERIES: e.count} for e in entries],
        )

    def relabel(self, items: Sequence[Item]) -> None:
        self._collection.update(ids=[item.id for item in items], metadatas=[card(item) for item in items])

    def remove(self, ids: Sequence[str]) -> None:
        self._kept.remove(ids)
        self._collection.delete(ids=list(ids))

    def empty(self) -> None:
        self._kept.empty()
        self._client.delete_collection(self._name)
        self._collection = self._made(self.made_by)

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        found = self._collection.query(
            query_embeddings=vector[np.newaxis].astype(np.float32), n_results=count, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [(name, 1 - far) for name, far in zip(found["ids"][0], distances, strict=True)]

    def query_hashes(self) -> dict[str, str]:
        return self._kept.hashes()

    def queries(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        return self._kept.get(ids)

    def close(self) -> None:
        self._kept.close()
        _close(self._client)


def set_aside(address: Address) -> None:
    """Renames what lies on a server; what was set aside before is gone."""
    client = _far(address)
    there = {collection.name for collection in client.list_collections()}
    for name in (address.name, f"{address.name}-queries"):
        if name in there:
            if f"{name}-aside" in there:
                client.delete_collection(f"{name}-aside")
            client.get_collection(name, embedding_function=None).modify(name=f"{name}-aside")
    _close(client)


def _far(address: Address) -> ClientAPI:
    import chromadb

    secret = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    client = chromadb.HttpClient(
        host=address.host,
        port=address.port or (443 if address.scheme == "https" else 8000),
        ssl=address.scheme == "https",
        headers={"Authorization": f"Basic {secret}"} if address.user else None,
        settings=_settings(),
    )
    for line in _lines(client):
        line.timeout = PATIENCE  # or a server that has gone silent would be waited for without end
    return client


def _lines(client: Any) -> list[Any]:
    """The connections that a client of a server has and does not show; none in a folder."""
    servers = (client._server, client._admin_client._server)
    return [server._session for server in servers if hasattr(server, "_session")]


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _close(client: Any) -> None:
    lines = _lines(client)
    client.close()
    for line in lines:
        line.close()  # Chroma leaves them open
