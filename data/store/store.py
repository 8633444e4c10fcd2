"""The store: items with their vectors, written, read and searched; in Chroma or PostgreSQL.

Takes vectors, never makes them. Any number of processes may read while one writes: each call shows the index
as it is, and a snapshot as it was when it was taken.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from data.catalogue.item import Item
from data.store import backends
from data.store.address import Location, StoreError, UnreadableError, local_folder, rebuild_hint
from data.store.embedded import files
from data.store.reading import Reading
from data.store.records import ANY, Backend, Entry, Filter, Match, Stock, View, batches

__all__ = ["ANY", "Entry", "Filter", "Match", "Snapshot", "Store", "StoreError"]

T = TypeVar("T")

PAUSES = (0.1, 0.5, 1.0, 2.0, 4.0)  # seconds before an index that cannot be read is tried again


class Snapshot(Reading):
    """An index as it was when this was taken, whatever is written meanwhile: of a turn. To be closed."""

    def __init__(self, store: Store, view: View) -> None:
        self.location, self._store, self._view = store.location, store, view

    def stock(self) -> Stock:
        return self._store.known_stock(self._view)

    def _read(self, ask: Callable[[View], T]) -> T:
        return self._store.ask(self._view, ask)


class Store(Reading):
    """The items of one catalogue, encoded by one encoder. Thread-safe. Every method may raise StoreError."""

    exists, set_aside = staticmethod(backends.exists), staticmethod(backends.set_aside)

    def __init__(self, backend: Backend, location: Location) -> None:
        self._backend, self.location = backend, location
        self._lock = threading.RLock()
        self._stock: tuple[str, Stock] | None = None  # of a version

    @classmethod
    def open(cls, location: Location, encoder: str) -> Store:
        """Open an index to read it; nothing is written. Raises StoreError: none there, damaged, out of reach,
        or another encoder's. One that is just being written is tried again until that is done."""
        return cls._opened(location, encoder, create=False)

    @classmethod
    def create(cls, location: Location, encoder: str) -> Store:
        """Open an index to write to it, and make it where there is none. Raises StoreError."""
        return cls._opened(location, encoder, create=True)

    @classmethod
    def _opened(cls, location: Location, encoder: str, create: bool) -> Store:
        for pause in PAUSES:
            try:
                return cls(backends.open_backend(location, encoder, create), location)
            except UnreadableError:
                if pause > PAUSES[0] and not files.is_written(local_folder(location)):
                    raise
                time.sleep(pause)
        return cls(backends.open_backend(location, encoder, create), location)

    @property
    def path(self) -> Path:
        """The folder on this machine for locks and shards."""
        return local_folder(self.location)

    @property
    def encoder(self) -> str:
        """The name of the encoder that made the index."""
        return self._backend.encoder

    @property
    def catalogue(self) -> str:
        """The catalogue that the index was made of; "" while nobody said."""
        return self._backend.catalogue

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The index as it is now, for as long as it takes to answer."""
        view = self._retried(lambda: self._backend.view(pinned=True))
        try:
            yield Snapshot(self, view)
        finally:
            view.close()

    def close(self) -> None:
        """Close files and connections; needed before this process moves the index or sets it aside."""
        self._backend.close()

    def sign(self, catalogue: str) -> None:
        """Keep which catalogue the index is made of."""
        self._write(self._backend.sign, catalogue)

    def put(self, entries: Sequence[Entry]) -> None:
        """Insert entries, or replace those with the same ids."""
        for batch in batches(entries):
            if isinstance(self.location, Path):
                files.check_disk_space(self.location)
            self._check_length(batch)
            self._write(self._backend.put, batch)

    def relabel(self, items: Sequence[Item]) -> None:
        """Replace the metadata of items whose images and vectors stay."""
        for batch in batches(items):
            self._write(self._backend.relabel, batch)

    def remove(self, ids: Sequence[str]) -> None:
        """Delete items; unknown ids are ignored."""
        for batch in batches(ids):
            self._write(self._backend.remove, batch)

    def clear(self) -> None:
        """Delete all items, so that vectors of another length may be put."""
        self._write(self._backend.clear)

    def publish(self) -> None:
        """Let other processes see what was written, as far as they do not yet."""
        self._write(self._backend.publish)

    def ask(self, view: View, question: Callable[[View], T]) -> T:
        """Ask a view; of a folder once more where that fails, as half of a write may be seen."""
        return self._retried(lambda: question(view))

    def stock(self) -> Stock:
        """What there is: categories, brands, prices."""
        return self._read(self._known_stock)

    def known_stock(self, view: View) -> Stock:
        """The stock of a view, which is counted once for all views of a version."""
        return self.ask(view, self._known_stock)

    def _known_stock(self, view: View) -> Stock:
        version, known = view.version, self._stock
        if known is None or known[0] != version:
            self._stock = known = version, view.stock()
        return known[1]

    def _read(self, ask: Callable[[View], T]) -> T:
        def once() -> T:
            view = self._backend.view(pinned=False)
            try:
                return ask(view)
            finally:
                view.close()

        return self._retried(once)

    def _retried(self, call: Callable[[], T]) -> T:
        if isinstance(self.location, Path):
            try:
                return call()
            except StoreError:
                raise
            except Exception:  # of what is just being written, half may be seen
                time.sleep(PAUSES[files.is_written(self.location)])
        try:
            return call()
        except StoreError:
            raise
        except Exception as error:  # Chroma's, SQLite's, Rust's and a server's errors have no common class
            raise backends.read_error(self.location, error) from error

    def _check_length(self, entries: Sequence[Entry]) -> None:
        known = self.dim or entries[0].vector.size
        other = next((entry.vector.size for entry in entries if entry.vector.size != known), known)
        if other != known:
            raise StoreError(
                f"the index in {self.location} holds vectors of {known} numbers, these have {other}: "
                f"the encoder has changed; {rebuild_hint(self.location)}"
            )

    def _write(self, call: Callable[..., None], *rows: Any) -> None:
        with self._lock:
            try:
                call(*rows)
            except Exception as error:
                raise backends.write_error(self.location, error) from error
