"""The Chroma backend: a folder that this process opens itself, or a Chroma server.

Does not know encoders, nor which error message a failure deserves.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from data.catalogue.item import Item
from data.store.address import Address
from data.store.multivectors import Multivectors, Row, SqliteMultivectors
from data.store.snapshot import COUNT, HASH, Entry, IndexSnapshot, batches, item_metadata, snapshot_of

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

COLLECTION = "items"  # in a folder; on a server it is named by the address
TIMEOUT = 60.0  # seconds for a server that does not answer
# Cosine, and more links and candidates than Chroma's defaults: over all of 10,295 real items it finds the
# exact ten, and 99.6 % of them among as many random vectors of 256 numbers
HNSW: Any = {"space": "cosine", "ef_search": 400, "ef_construction": 200, "max_neighbors": 32}
UNSEARCHED: Any = {"ef_search": 1, "ef_construction": 1, "max_neighbors": 2}  # the cheapest graph


class ChromaBackend:
    """One collection of items, with their multivectors kept beside it."""

    def __init__(self, client: ClientAPI, name: str, encoder: str, multivectors: Multivectors) -> None:
        self._client, self._name, self._multivectors = client, name, multivectors
        self.multivectors, self.multivector_hashes = multivectors.get, multivectors.hashes
        self._collection = self._get_or_create(encoder)
        # collections in folders of old versions name no encoder; there, the folder's manifest alone does
        self.encoder = str((self._collection.metadata or {}).get("encoder", encoder))

    @classmethod
    def in_folder(cls, folder: Path, encoder: str) -> ChromaBackend:
        """Raises errors of Chroma, sqlite3 and Rust where the folder is damaged."""
        import chromadb  # takes a second, and only this backend needs it

        client = chromadb.PersistentClient(str(folder), _settings())
        try:
            return cls(client, COLLECTION, encoder, SqliteMultivectors(folder))
        except BaseException:
            _close(client)
            raise

    @classmethod
    def on_server(cls, address: Address, encoder: str) -> ChromaBackend:
        """Raises errors of httpx and Chroma where no server answers."""
        client = _http_client(address)
        return cls(client, address.name, encoder, ChromaMultivectors(client, f"{address.name}-queries"))

    def _get_or_create(self, encoder: str) -> Any:
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": HNSW}, metadata={"encoder": encoder}
        )

    def snapshot(self) -> IndexSnapshot:
        ids = self._collection.get(include=[])["ids"]
        metadata: list[Mapping[str, Any]] = []
        vectors, row = np.empty((0, 0), np.float32), 0
        for batch in batches(ids):  # Chroma returns vectors as Python floats, of which each takes 32 bytes
            found = self._collection.get(ids=list(batch), include=["metadatas", "embeddings"])
            part = np.asarray(found["embeddings"], np.float32)
            if not row:
                vectors = np.empty((len(ids), part.shape[1]), np.float32)
            position = {name: at for at, name in enumerate(found["ids"])}
            order = [position[name] for name in batch]
            metadata += [(found["metadatas"] or [])[at] for at in order]
            vectors[row : row + len(order)] = part[order]
            row += len(order)
        return snapshot_of(ids, metadata, vectors)

    def put(self, entries: Sequence[Entry]) -> None:
        """Write multivectors first: a kill in between leaves a new item without its row, so not there at all,
        and a changed one with a multivector of another hash, so incomplete."""
        self._multivectors.put(
            [(e.item.id, e.image_hash, e.multivector) for e in entries if e.multivector is not None]
        )
        self._collection.upsert(
            ids=[e.item.id for e in entries],
            embeddings=np.stack([e.vector for e in entries]),
            metadatas=[item_metadata(e.item) | {HASH: e.image_hash, COUNT: e.count} for e in entries],
        )

    def relabel(self, items: Sequence[Item]) -> None:
        self._collection.update(ids=[item.id for item in items], metadatas=[item_metadata(i) for i in items])

    def remove(self, ids: Sequence[str]) -> None:
        self._multivectors.remove(ids)
        self._collection.delete(ids=list(ids))

    def clear(self) -> None:
        self._multivectors.clear()
        self._client.delete_collection(self._name)
        self._collection = self._get_or_create(self.encoder)

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        found = self._collection.query(
            query_embeddings=vector[np.newaxis].astype(np.float32), n_results=count, include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [(name, 1 - distance) for name, distance in zip(found["ids"][0], distances, strict=True)]

    def close(self) -> None:
        self._multivectors.close()
        _close(self._client)


class ChromaMultivectors:
    """Multivectors in a collection of their own, one row an item: the methods of SqliteMultivectors."""

    def __init__(self, client: ClientAPI, name: str) -> None:
        self._client, self._name = client, name
        self._collection = self._get_or_create()

    def _get_or_create(self) -> Any:
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": UNSEARCHED}
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


def set_aside(address: Address) -> None:
    """Rename the collections of an index on a server; those that were set aside before are deleted."""
    client = _http_client(address)
    existing = {collection.name for collection in client.list_collections()}
    for name in (address.name, f"{address.name}-queries"):
        if name in existing:
            if f"{name}-aside" in existing:
                client.delete_collection(f"{name}-aside")
            client.get_collection(name, embedding_function=None).modify(name=f"{name}-aside")
    _close(client)


def _http_client(address: Address) -> ClientAPI:
    import chromadb

    secret = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    client = chromadb.HttpClient(
        host=address.host,
        port=address.port or (443 if address.scheme == "https" else 8000),
        ssl=address.scheme == "https",
        headers={"Authorization": f"Basic {secret}"} if address.user else None,
        settings=_settings(),
    )
    for session in _http_sessions(client):
        session.timeout = TIMEOUT  # Chroma sets none, and waits without end for a silent server
    return client


def _http_sessions(client: Any) -> list[Any]:
    """The private httpx sessions of a client of a server; none for a folder."""
    servers = (client._server, client._admin_client._server)
    return [server._session for server in servers if hasattr(server, "_session")]


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _close(client: Any) -> None:
    sessions = _http_sessions(client)
    client.close()
    for session in sessions:
        session.close()  # Chroma leaves them open
