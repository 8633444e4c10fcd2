"""The connection to a Chroma server, and how the collections of an index are called there.

Knows addresses; does not know what is in a collection.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from data.store.address import Address

Client = Any  # Chroma's

TIMEOUT = 60.0  # seconds for a server that does not answer
# The inner product, of unit vectors the cosine: for that, Chroma would give vectors back that differ in the
# last bit. More links and candidates than its defaults: of 20,000 it finds the exact ten, also with a filter
HNSW: Any = {"space": "ip", "ef_search": 400, "ef_construction": 200, "max_neighbors": 32}
ASIDE = "aside"


def connect(address: Address) -> Client:
    """Raises errors of httpx and Chroma where no server answers."""
    import chromadb  # takes a second, and only who keeps an index in Chroma needs it
    from chromadb.config import Settings

    secret = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    client = chromadb.HttpClient(
        host=address.host,
        port=address.port or (443 if address.scheme == "https" else 8000),
        ssl=address.scheme == "https",
        headers={"Authorization": f"Basic {secret}"} if address.user else None,
        settings=Settings(anonymized_telemetry=False),
    )
    for session in _sessions(client):
        session.timeout = TIMEOUT  # Chroma sets none, and waits without end for a silent server
    return client


def missing() -> type[Exception]:
    """The error for a collection that is not there."""
    from chromadb.errors import NotFoundError

    return NotFoundError


def close(client: Client) -> None:
    """Close a client with its sessions, which Chroma leaves open."""
    sessions = _sessions(client)
    client.close()
    for session in sessions:
        session.close()


def about(name: str) -> str:
    """The name of the collection that says what an index is. The dot is in no name of an index, so that one
    index takes no other's collections for its own."""
    return f"{name}.about"


def of_category(name: str, category: str) -> str:
    """The name of a category's collection, the same for whoever makes it."""
    slug = re.sub(r"[^a-z0-9]+", "-", category.casefold()).strip("-")[:40].strip("-")
    return f"{name}.{slug}-{_hash(category)}".replace(".-", ".")


def mark_of(made: str, category: str) -> str:
    """What the keys of a category's metadata begin with."""
    return _hash(f"{made} {category}")


def owned(client: Client, name: str) -> dict[str, Any]:
    """The collections of an index by name, but for those set aside."""
    mine, aside = f"{name}.", f"{name}.{ASIDE}."
    every = {collection.name: collection for collection in client.list_collections()}
    return {at: one for at, one in every.items() if at.startswith(mine) and not at.startswith(aside)}


def former(client: Client, name: str) -> Any:
    """The one collection of all items that an index was before it had one a category; None without."""
    every = (collection for collection in client.list_collections() if collection.name == name)
    return next((one for one in every if "encoder" in (one.metadata or {})), None)


def set_aside(address: Address) -> None:
    """Rename the collections of an index; those that were set aside before are deleted. That which says what
    it is goes last, so that a half-moved index is still known as one."""
    client, name = connect(address), address.name
    try:
        moved = owned(client, name)
        last = moved.pop(about(name), None)
        old = {one.name: one for one in client.list_collections() if one.name in (name, f"{name}-queries")}
        moved |= old if former(client, name) else {}
        if moved or last:
            _delete_aside(client, name)
        for before, collection in moved.items():
            collection.modify(name=f"{name}.{ASIDE}.{before.removeprefix(f'{name}.')}")
        if last:
            last.modify(name=f"{name}.{ASIDE}.about")
    finally:
        close(client)


def _delete_aside(client: Client, name: str) -> None:
    for collection in client.list_collections():
        if collection.name.startswith(f"{name}.{ASIDE}."):
            client.delete_collection(collection.name)


def _sessions(client: Client) -> list[Any]:
    """The private httpx sessions of a client."""
    return [server._session for server in (client._server, client._admin_client._server)]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
