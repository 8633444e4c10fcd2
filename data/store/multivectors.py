"""Query vectors on disk, in a file of their own beside Chroma's: fetched for candidates, never all in memory.

Knows ids, hashes and numbers; does not know items or encoders.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

FILE = "queries.sqlite3"
WAIT = 60.0  # seconds for another process that is just writing
PART = 500  # ids asked for at once; SQLite's oldest limit is 999
# The hash is part of the key: the index then holds all hashes, and reading them touches no vector
TABLE = """
CREATE TABLE IF NOT EXISTS queries
    (id TEXT NOT NULL, picture_hash TEXT NOT NULL, count INTEGER NOT NULL, vectors BLOB NOT NULL,
     PRIMARY KEY (id, picture_hash))
"""

Row = tuple[str, str, np.ndarray]  # id, picture hash, (q, dim)


class KeepsQueries(Protocol):
    """Query vectors in a file or on a server (QueryVectors says what each does)."""

    def put(self, rows: Sequence[Row]) -> None: ...

    def remove(self, ids: Sequence[str]) -> None: ...

    def empty(self) -> None: ...

    def hashes(self) -> dict[str, str]: ...

    def get(self, ids: Sequence[str]) -> dict[str, np.ndarray]: ...

    def close(self) -> None: ...


class QueryVectors:
    """The query vectors of pictures. Its methods may be called from several threads."""

    def __init__(self, folder: Path, name: str = FILE, kind: type[np.floating[Any]] = np.float16) -> None:
        self._lock, self._kind = threading.Lock(), kind
        self._file = sqlite3.connect(folder / name, timeout=WAIT, check_same_thread=False)
        with self._lock, self._file:
            self._file.execute(TABLE)

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def put(self, rows: Sequence[Row]) -> None:
        """Adds rows, or replaces those with the same ids: all of them or, when it is killed, none."""
        made = [(name, hashed, len(v), v.astype(self._kind).tobytes()) for name, hashed, v in rows]
        with self._lock, self._file:
            self._file.executemany("DELETE FROM queries WHERE id = ?", [(row[0],) for row in made])
            self._file.executemany("INSERT INTO queries VALUES (?, ?, ?, ?)", made)

    def remove(self, ids: Sequence[str]) -> None:
        """Takes rows out; unknown ids are ignored."""
        with self._lock, self._file:
            self._file.executemany("DELETE FROM queries WHERE id = ?", [(name,) for name in ids])

    def empty(self) -> None:
        """Takes all out."""
        with self._lock, self._file:
            self._file.execute("DELETE FROM queries")

    def hashes(self) -> dict[str, str]:
        """The picture hash that each id's vectors belong to."""
        with self._lock:
            return dict(self._file.execute("SELECT id, picture_hash FROM queries"))

    def get(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """(q, dim) float32 by id; unknown ids are left out."""
        found: dict[str, np.ndarray] = {}
        for some in _parts(ids):
            marks = ", ".join("?" * len(some))
            with self._lock:
                rows = self._file.execute(
                    f"SELECT id, count, vectors FROM queries WHERE id IN ({marks})", some
                ).fetchall()
            found |= {
                name: np.frombuffer(vectors, self._kind).reshape(count, -1).astype(np.float32)
                for name, count, vectors in rows
            }
        return found


def _parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + PART] for start in range(0, len(ids), PART))
