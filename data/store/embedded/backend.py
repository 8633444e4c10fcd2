"""The backend in a folder: cards in SQLite, vectors in embedded Chroma.

SQLite is the truth, Chroma finds what is near: a row counts once it is committed there. Does not know
encoders, nor which error message a failure deserves.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np

from data.catalogue.item import Item
from data.store.embedded import files
from data.store.embedded.card_writer import CardWriter
from data.store.embedded.cards import FILENAME
from data.store.embedded.nearest import Scored
from data.store.embedded.shelves import Shelves
from data.store.embedded.view import FolderView
from data.store.records import Entry

Moved = dict[int, list[int]]  # rows by category
New = dict[int, dict[int, np.ndarray]]  # with their vectors

CACHED = 64_000_000  # bytes of vectors of small categories that are kept in memory


class FolderBackend:
    """An index in a folder. Thread-safe; one process at a time writes."""

    def __init__(self, folder: Path, encoder: str, create: bool) -> None:
        """Raises errors of Chroma, sqlite3 and Rust where the folder is damaged."""
        self._folder, self._lock, self._create = folder, threading.RLock(), create
        self._idle: list[CardWriter] = []
        self._matrices: OrderedDict[tuple[int, int], Scored] = OrderedDict()
        self._shelves: Shelves | None = None
        self._of = self._identity()
        if create:
            self._make(encoder)
        with self._cards() as cards:
            self._vectors = int(cards.about("vectors") or 0)  # the version that the shelves are of
        self._shelves = Shelves(folder)
        if create:
            self._repair()

    @property
    def encoder(self) -> str:
        with self._cards() as cards:
            return str(cards.about("encoder"))

    @property
    def catalogue(self) -> str:
        with self._cards() as cards:
            return str(cards.about("catalogue") or "")

    def view(self, pinned: bool) -> FolderView:
        """Raises FileNotFoundError where the folder is gone."""
        with self._lock:
            self._follow()
            cards = self._idle.pop() if self._idle else self._connect()
        try:
            cards.begin()
            changed = int(cards.about("vectors") or 0)
        except BaseException:
            cards.close()
            raise
        return FolderView(cards, self._shelves_of(changed), self.matrix, lambda: self._back(cards))

    def sign(self, catalogue: str) -> None:
        with self._writing() as (cards, _):
            cards.keep("catalogue", catalogue)

    def put(self, entries: Sequence[Entry]) -> None:
        with self._writing() as (cards, version):
            places = cards.places(entry.item.id for entry in entries)
            moved: Moved = {}
            new: New = {}
            for entry in entries:
                row, before = places.get(entry.item.id, (None, None))
                shelf = cards.shelf_of(entry.item.category, version)
                row = cards.write(entry.item, shelf, row, entry.image_hash)
                places[entry.item.id] = row, shelf
                cards.write_vectors(row, entry)
                if before not in (None, shelf):
                    cards.touch(before, version)
                    moved.setdefault(before, []).append(row)
                new.setdefault(shelf, {})[row] = entry.vector
            self._move(moved, new)
            cards.keep("vectors", version)

    def relabel(self, items: Sequence[Item]) -> None:
        with self._writing() as (cards, version):
            places = cards.places(item.id for item in items)
            moved: Moved = {}
            new: New = {}
            for item in items:
                if item.id not in places:
                    continue
                row, before = places[item.id]
                known = cards.shelf(item.category)
                shelf = known[0] if known and known[0] == before else cards.shelf_of(item.category, version)
                cards.write(item, shelf, row, None)
                if shelf != before:
                    cards.touch(before, version)
                    moved.setdefault(before, []).append(row)
                    new.setdefault(shelf, {})[row] = cards.vectors([row])[1][0]
            if moved:
                self._move(moved, new)
                cards.keep("vectors", version)

    def remove(self, ids: Sequence[str]) -> None:
        with self._writing() as (cards, version):
            gone: Moved = {}
            for row, shelf in cards.places(ids).values():
                gone.setdefault(shelf, []).append(row)
            for shelf, rows in gone.items():
                cards.touch(shelf, version)
                cards.delete(rows)
            self._move(gone, {})
            cards.keep("vectors", version)

    def clear(self) -> None:
        with self._writing() as (cards, version):
            cards.clear()
            with files.moving(self._folder):
                self._open_shelves().clear()
            cards.keep("vectors", version)

    def publish(self) -> None:
        """Readers see what is committed; here only the mark of an unfinished write goes."""
        with self._cards() as cards:
            if cards.about("writing"):
                cards.keep("writing", 0)

    def close(self) -> None:
        with self._lock:
            if self._create and self._identity() == self._of and self._of:
                self.publish()
            for cards in self._idle:
                cards.close()
            self._idle.clear()
            if self._shelves:
                self._shelves.close()

    def matrix(self, shelf: int, changed: int, read: Callable[[], Scored]) -> Scored:
        """The rows and vectors of a small category as they are since the version ``changed``, kept."""
        with self._lock:
            if (shelf, changed) in self._matrices:
                self._matrices.move_to_end((shelf, changed))
                return self._matrices[shelf, changed]
        found = read()
        with self._lock:
            self._matrices[shelf, changed] = found
            while sum(vectors.nbytes for _, vectors in self._matrices.values()) > CACHED < found[1].nbytes:
                self._matrices.popitem(last=False)
        return found

    def _make(self, encoder: str) -> None:
        cards = self._connect()
        cards.create()
        if cards.about("encoder") is None:
            cards.keep("encoder", encoder)
            cards.keep("made", token_hex(8))  # another index in its place begins to count anew
        self._back(cards)
        self._of = self._identity()

    def _repair(self) -> None:
        """Bring the shelves in line with the cards, where a run was killed between the two, or files were
        lost."""
        shelves = self._open_shelves()
        with self._cards() as cards:
            whole = all(shelves.count(shelf) == cards.size(shelf) for shelf, _ in cards.shelves())
            if whole and not cards.about("writing"):
                return
        with self._writing() as (cards, version):
            with files.moving(self._folder):
                shelves.clear(but=[shelf for shelf, _ in cards.shelves()])
            for shelf, _ in cards.shelves():
                there, kept = shelves.rows(shelf), cards.shelf_rows(shelf)
                lost, vectors = cards.vectors(sorted(kept - there))
                if there != kept:
                    cards.touch(shelf, version)
                    new = dict(zip(lost.tolist(), vectors, strict=True))
                    self._move({shelf: sorted(there - kept)}, {shelf: new} if new else {})
            cards.keep("vectors", version)

    def _move(self, gone: Moved, new: New) -> None:
        shelves = self._open_shelves()
        with files.moving(self._folder):
            for shelf, rows in gone.items():
                shelves.remove(shelf, rows)
            for shelf, vectors in new.items():
                shelves.put(shelf, list(vectors), np.stack(list(vectors.values())))

    def _connect(self) -> CardWriter:
        return CardWriter(self._folder, "rwc" if self._create else "ro")

    @contextmanager
    def _writing(self) -> Iterator[tuple[CardWriter, int]]:
        """A transaction, with the version that it makes; shelves are written before it is committed."""
        with self._lock, self._cards() as cards:
            if not cards.about("writing"):
                cards.keep("writing", 1)
            cards.begin(write=True)
            try:
                version = int(cards.about("version") or 0) + 1
                cards.keep("version", version)
                yield cards, version
                self._vectors = int(cards.about("vectors") or 0)
                cards.commit()
            except BaseException:
                cards.rollback()
                raise

    @contextmanager
    def _cards(self) -> Iterator[CardWriter]:
        with self._lock:
            cards = self._idle.pop() if self._idle else self._connect()
        try:
            yield cards
        finally:
            self._back(cards)

    def _back(self, cards: CardWriter) -> None:
        """Keep a connection for the next one who asks."""
        cards.rollback()
        with self._lock:
            self._idle.append(cards)

    def _follow(self) -> None:
        """Begin anew where the index was set aside and another one stands in its place."""
        now = self._identity()
        if now is None:
            raise FileNotFoundError(self._folder / FILENAME)
        if now != self._of:
            self._of = now
            for cards in self._idle:
                cards.close()
            self._idle.clear()
            self._matrices.clear()
            self._vectors = -1

    def _identity(self) -> Any:
        try:
            found = (self._folder / FILENAME).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _open_shelves(self) -> Shelves:
        if self._shelves is None:
            self._shelves = Shelves(self._folder)
        return self._shelves

    def _shelves_of(self, changed: int) -> Shelves:
        """The shelves at least as new as this version of the vectors, held for one who releases them."""
        with self._lock:
            if self._vectors < changed or self._shelves is None:
                fresh = Shelves(self._folder)
                if self._shelves is not None:
                    self._shelves.close()
                self._shelves, self._vectors = fresh, changed
            return self._shelves.acquire()
