"""What an index on a Chroma server is at one version: its maker, its catalogue, its categories.

All of it is metadata of collections, so that one request tells whether another version is there. Does not
know items.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from data.store.address import Address, MissingError, StoreError, index_hint, rebuild_hint
from data.store.chroma_server import connection
from data.store.chroma_server.collection import CategoryCollection
from data.store.chroma_server.connection import Client
from data.store.chroma_server.counts import stock_of
from data.store.records import Stock

log = logging.getLogger("index")

FORMAT = 2  # of what is on the server; 1 had one collection of all items


@dataclass(frozen=True, slots=True)
class State:
    """``made`` names this very index, which another one in its place does not share. ``writing``: what was
    written is not published yet."""

    encoder: str
    catalogue: str
    version: str
    made: str
    writing: bool
    collections: Mapping[str, CategoryCollection]
    stock: Stock

    @property
    def dim(self) -> int:
        """The length of the vectors; 0 while there are none."""
        return next((one.dim for one in self.collections.values()), 0)


def read(client: Client, address: Address, known: State | None = None) -> State:
    """The index as it is now, which may be as it was known. Raises StoreError where there is none."""
    about = _about(client, address)
    said = about.metadata
    if known and (known.made, known.version) == (said["made"], said["version"]):
        return known
    owned = connection.owned(client, address.name)
    owned.pop(about.name, None)
    collections = {one.category: one for one in map(CategoryCollection.of, owned.values())}
    stock = stock_of({category: one.counts for category, one in collections.items()})
    facts = (said["encoder"], said["catalogue"], said["version"], said["made"], said["writing"])
    return State(*facts, collections, stock)


def make(client: Client, address: Address, encoder: str) -> None:
    """Make an index where there is none; one of an older version is set aside."""
    if _found(client, address) is not None:
        return
    if connection.former(client, address.name):
        log.warning("the index in %s was made by an older version: it is set aside and made anew", address)
        connection.set_aside(address)
    for name in connection.owned(client, address.name):  # left by a kill
        client.delete_collection(name)
    said = {"encoder": encoder, "catalogue": "", "version": token_hex(8), "made": token_hex(8)}
    client.get_or_create_collection(
        connection.about(address.name),
        embedding_function=None,
        metadata=said | {"writing": False, "format": FORMAT},
    )


def change(client: Client, address: Address, **said: str | bool) -> None:
    """Keep other facts about an index. Raises StoreError where there is none."""
    about = _about(client, address)
    about.modify(metadata={**about.metadata, **said})


def _about(client: Client, address: Address) -> Any:
    about = _found(client, address)
    if about is None and connection.former(client, address.name) is None:
        raise MissingError(f"expected an index in {address}, found none; {index_hint(address)}")
    if about is None or about.metadata["format"] != FORMAT:
        raise StoreError(
            f"the index in {address} was made by another version of this program; {rebuild_hint(address)}"
        )
    return about


def _found(client: Client, address: Address) -> Any:
    with suppress(connection.missing()):
        return client.get_collection(connection.about(address.name), embedding_function=None)
    return None
