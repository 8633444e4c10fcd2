"""Multivectors, the several query vectors that BLIP-2 makes of one image, in an SQLite file.

They are read for candidates only, never all into memory. Does not know items or encoders.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

FILENAME = "queries.sqlite3"
LOCK_TIMEOUT = 60.0  # seconds for another process that is writing
MAX_PARAMETERS = 500  # of one statement; SQLite's oldest limit is 999
# The hash is part of the key, so that a covering index holds all hashes and reading them touches no vector
TABLE = """
CREATE TABLE IF NOT EXISTS queries
    (id TEXT NOT NULL, picture_hash TEXT NOT NULL, count INTEGER NOT NULL, vectors BLOB NOT NULL,
     PRIMARY KEY (id, picture_hash))
"""

Row = tuple[str, str, np.ndarray]  # id, image hash, multivector (q, dim)


class Multivectors(Protocol):
    """Multivectors by id, in a file or on a server; SqliteMultivectors documents the methods."""

    def put(self, rows: Sequence[Row]) -> None: ...

    def remove(self, ids: Sequence[str]) -> None: ...

    def clear(self) -> None: ...

    def hashes(self) -> dict[str, str]: ...

    def get(self, ids: Sequence[str]) -> dict[str, np.ndarray]: ...

    def close(self) -> None: ...


class SqliteMultivectors:
    """Multivectors in a file, stored as ``dtype``. Thread-safe."""

    def __init__(
        self, folder: Path, filename: str = FILENAME, dtype: type[np.floating[Any]] = np.float16
    ) -> None:
        self._lock, self._dtype = threading.Lock(), dtype
        self._file = sqlite3.connect(folder / filename, timeout=LOCK_TIMEOUT, check_same_thread=False)
        with self._lock, self._file:
            self._file.execute(TABLE)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def put(self, rows: Sequence[Row]) -> None:
        """Insert rows, or replace those with the same ids, in one transaction."""
        encoded = [(name, hash_, len(v), v.astype(self._dtype).tobytes()) for name, hash_, v in rows]
        with self._lock, self._file:
            self._file.executemany("DELETE FROM queries WHERE id = ?", [(row[0],) for row in encoded])
            self._file.executemany("INSERT INTO queries VALUES (?, ?, ?, ?)", encoded)

    def remove(self, ids: Sequence[str]) -> None:
        """Delete rows; unknown ids are ignored."""
        with self._lock, self._file:
            self._file.executemany("DELETE FROM queries WHERE id = ?", [(name,) for name in ids])

    def clear(self) -> None:
        """Delete all rows."""
        with self._lock, self._file:
            self._file.execute("DELETE FROM queries")

    def hashes(self) -> dict[str, str]:
        """The hash of the image that each id's multivector was made of."""
        with self._lock:
            return dict(self._file.execute("SELECT id, picture_hash FROM queries"))

    def get(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """(q, dim) float32 by id; unknown ids are left out."""
        found: dict[str, np.ndarray] = {}
        for batch in _batches(ids):
            marks = ", ".join("?" * len(batch))
            with self._lock:
                rows = self._file.execute(
                    f"SELECT id, count, vectors FROM queries WHERE id IN ({marks})", batch
                ).fetchall()
            found |= {
                name: np.frombuffer(vectors, self._dtype).reshape(count, -1).astype(np.float32)
                for name, count, vectors in rows
            }
        return found


def _batches(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + MAX_PARAMETERS] for start in range(0, len(ids), MAX_PARAMETERS))
