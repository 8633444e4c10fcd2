"""The backend on a Chroma server: a collection a category, and one that says what the index is.

What is written is seen at once; its counts, and another version, when it is published. Does not know
encoders, nor which error message a failure deserves.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from secrets import token_hex

from data.catalogue.item import Item
from data.store.address import Address
from data.store.chroma_server import connection, state
from data.store.chroma_server.collection import CategoryCollection, said_of
from data.store.chroma_server.counts import Counted
from data.store.chroma_server.places import Places, of_each
from data.store.chroma_server.state import State
from data.store.chroma_server.view import ServerView
from data.store.records import Entry

log = logging.getLogger("index")

FRESH = 2.0  # seconds after which a server is asked whether there is another version


class ChromaServerBackend:
    """An index on a server. Thread-safe; one process at a time writes, or several that write other items."""

    def __init__(self, address: Address, encoder: str, create: bool) -> None:
        """Raises errors of httpx and Chroma where no server answers, StoreError where there is no index."""
        self._address, self._client = address, connection.connect(address)
        self._lock, self._places = threading.RLock(), Places()
        self._written: set[str] = set()  # categories, since this backend published last
        self._unpublished = False
        try:
            if create:
                state.make(self._client, address, encoder)
            self._state, self._seen = state.read(self._client, address), time.monotonic()
            if create and self._state.writing:
                self._repair()
        except BaseException:
            connection.close(self._client)
            raise

    @property
    def encoder(self) -> str:
        return self._live().encoder

    @property
    def catalogue(self) -> str:
        return self._published().catalogue

    def view(self, pinned: bool) -> ServerView:
        if not pinned:
            return ServerView(self._live, self._published, self._places, keep=False)
        now = self._published()
        return ServerView(lambda: now, lambda: now, self._places, keep=True)

    def sign(self, catalogue: str) -> None:
        with self._lock:
            self._begin()
            state.change(self._client, self._address, catalogue=catalogue)

    def put(self, entries: Sequence[Entry]) -> None:
        latest = {entry.item.id: entry for entry in entries}
        with self._lock:
            self._begin()
            for category, own in _grouped(latest.values()).items():
                self._written.add(category)
                self._make(category, own[0].vector.size).put(own)
                self._places.note(category, [entry.item.id for entry in own])
            self._leave({name: entry.item.category for name, entry in latest.items()})

    def relabel(self, items: Sequence[Item]) -> None:
        latest = {item.id: item for item in items}
        with self._lock:
            self._begin()
            for one in [*self._state.collections.values()]:
                hashes = {name: image_hash for name, (image_hash, _) in one.documents(latest)}
                self._written |= {one.category} if hashes else set()
                own = [latest[name] for name in hashes]
                one.relabel([item for item in own if item.category == one.category], hashes)
                if moved := [item for item in own if item.category != one.category]:
                    self._move(one, moved, hashes)

    def remove(self, ids: Sequence[str]) -> None:
        with self._lock:
            self._begin()
            self._leave(dict.fromkeys(ids))

    def clear(self) -> None:
        with self._lock:
            self._begin()
            for one in self._state.collections.values():
                self._client.delete_collection(one.rows.name)
            self._state = replace(self._state, collections={})

    def publish(self) -> None:
        """Count what was written anew, and make another version."""
        with self._lock:
            if not self._unpublished:
                return
            for category in sorted(self._written & self._state.collections.keys()):
                self._state.collections[category].recount()
            state.change(self._client, self._address, version=token_hex(8), writing=False)
            self._written, self._unpublished = set(), False
            self._look()

    def close(self) -> None:
        with self._lock:
            try:
                self.publish()
            except Exception:  # who writes next finds the mark "writing", and publishes
                log.warning("the index in %s was left unpublished", self._address)
            finally:
                connection.close(self._client)

    def _live(self) -> State:
        """The index with its categories as they are, and their counts as they were published last."""
        with self._lock:
            if time.monotonic() - self._seen > FRESH and not self._unpublished:
                self._look()
            return self._state

    def _published(self) -> State:
        """The index with counts that hold also for what was written here."""
        with self._lock:
            self.publish()
            return self._live()

    def _look(self) -> None:
        self._state = state.read(self._client, self._address, self._state)
        self._seen = time.monotonic()

    def _begin(self) -> None:
        """Mark the index as one that is not published."""
        if not self._unpublished:
            self._look()
            state.change(self._client, self._address, writing=True)
            self._unpublished = True

    def _make(self, category: str, dim: int) -> CategoryCollection:
        """The collection of a category, made where there is none."""
        if category not in self._state.collections:
            said = said_of(category, connection.mark_of(self._state.made, category), dim, Counted())
            rows = self._client.get_or_create_collection(
                connection.of_category(self._address.name, category),
                embedding_function=None,
                configuration={"hnsw": connection.HNSW},
                metadata=said,
            )
            collections = {**self._state.collections, category: CategoryCollection.of(rows)}
            self._state = replace(self._state, collections=collections)
        return self._state.collections[category]

    def _leave(self, categories: Mapping[str, str | None]) -> None:
        """Remove items, by id, from all categories but that which each is in now; None for in none."""

        def rest(one: CategoryCollection) -> tuple[CategoryCollection, list[str]]:
            elsewhere = [name for name, category in categories.items() if category != one.category]
            return one, one.ids(among=elsewhere)

        for one, ids in of_each([*self._state.collections.values()], rest):
            if ids:
                one.remove(ids)
                self._written.add(one.category)

    def _move(self, one: CategoryCollection, items: Sequence[Item], hashes: dict[str, str]) -> None:
        """Put items of a category, relabelled, into others; only then are they removed from it."""
        ids = [item.id for item in items]
        vectors, queries = one.vectors(ids), one.queries(ids)
        own = [item for item in items if item.id in vectors]
        self.put([Entry(item, hashes[item.id], vectors[item.id], queries.get(item.id)) for item in own])

    def _repair(self) -> None:
        """Count everything anew after a kill, and leave an item that was moving in one category only."""
        self._unpublished, seen = True, set[str]()
        for one in self._state.collections.values():
            ids = one.ids()
            one.remove([name for name in ids if name in seen])
            seen.update(ids)
        self._written = {*self._state.collections}


def _grouped(entries: Collection[Entry]) -> dict[str, list[Entry]]:
    """Entries by category."""
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.item.category, []).append(entry)
    return grouped
