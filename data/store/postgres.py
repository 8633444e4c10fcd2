"""The PostgreSQL backend, with pgvector: the store of the article that this project implements.

An item is one row, so that nothing is ever half written. Does not know encoders, nor which error message a
failure deserves.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from data.catalogue.item import Item
from data.store.address import Address
from data.store.snapshot import COUNT, HASH, Entry, IndexSnapshot, item_metadata, snapshot_of

if TYPE_CHECKING:
    from psycopg import Connection

T = TypeVar("T")

FETCH_ROWS = 5000  # of one round trip
CONNECT_TIMEOUT = 10  # seconds

SCHEMA = """
SELECT pg_advisory_xact_lock(20260401);  -- creating the same table twice at once fails
CREATE EXTENSION IF NOT EXISTS vector;
CREATE SCHEMA IF NOT EXISTS armario;
CREATE TABLE IF NOT EXISTS armario.made_by (one integer PRIMARY KEY, encoder text NOT NULL);
CREATE TABLE IF NOT EXISTS armario.items
    (id text PRIMARY KEY, picture_hash text NOT NULL, card jsonb NOT NULL, vector vector NOT NULL,
     count integer NOT NULL, queries bytea);
ALTER TABLE armario.items ALTER queries SET STORAGE EXTERNAL;
"""
INDEX = """
CREATE INDEX IF NOT EXISTS nearest ON armario.items
    USING hnsw ((vector::vector({dim})) vector_cosine_ops) WITH (m = 16, ef_construction = 64)
"""
PUT = """
INSERT INTO armario.items VALUES (%s, %s, %s, %b, %s, %b) ON CONFLICT (id) DO UPDATE SET
    picture_hash = excluded.picture_hash, card = excluded.card, vector = excluded.vector,
    count = excluded.count, queries = excluded.queries
"""
NEAREST = """
SELECT id, 1 - (vector::vector({dim}) <=> %b) FROM armario.items
    ORDER BY vector::vector({dim}) <=> %b LIMIT %s
"""
HASHES = "SELECT id, picture_hash FROM armario.items WHERE queries IS NOT NULL"
MULTIVECTORS = "SELECT id, count, queries FROM armario.items WHERE queries IS NOT NULL AND id = ANY(%s)"
# HNSW returns no more than ef_search rows; a turn asks for 200
SESSION = "SET hnsw.ef_search = 400; SET client_min_messages = warning"


class PostgresBackend:
    """The items of one database. Thread-safe."""

    def __init__(self, address: Address, encoder: str) -> None:
        self._address, self._lock = address, threading.Lock()
        self._connection: Connection[Any] | None = None
        self._searchable = False
        self.encoder = self._transact(lambda conn: _stored_encoder(conn, encoder))

    def _transact(self, work: Callable[[Connection[Any]], T]) -> T:
        """Run ``work`` in a transaction, and once more over a new connection if the old one was cut."""
        import psycopg  # heavy, and only this backend needs it

        with self._lock:
            try:
                return self._transact_once(work)
            except psycopg.OperationalError:
                if self._connection is None or not self._connection.closed:
                    raise
                return self._transact_once(work)

    def _transact_once(self, work: Callable[[Connection[Any]], T]) -> T:
        if self._connection is None or self._connection.closed:
            self._connection = _connect(self._address)
        with self._connection.transaction():
            return work(self._connection)

    def snapshot(self) -> IndexSnapshot:
        return self._transact(_read_snapshot)

    def put(self, entries: Sequence[Entry]) -> None:
        rows = [
            (e.item.id, e.image_hash, _json(item_metadata(e.item)), e.vector.astype("f4"), e.count, _bytes(e))
            for e in entries
        ]

        def insert(conn: Connection[Any]) -> None:
            if rows and not self._searchable:
                conn.execute(INDEX.format(dim=rows[0][3].size).encode())
            with conn.cursor() as cursor:
                cursor.executemany(PUT, rows)

        self._transact(insert)
        self._searchable = self._searchable or bool(rows)

    def relabel(self, items: Sequence[Item]) -> None:
        rows = [(_json(item_metadata(item)), item.id) for item in items]

        def update(conn: Connection[Any]) -> None:
            with conn.cursor() as cursor:
                cursor.executemany("UPDATE armario.items SET card = %s WHERE id = %s", rows)

        self._transact(update)

    def remove(self, ids: Sequence[str]) -> None:
        self._transact(lambda conn: conn.execute("DELETE FROM armario.items WHERE id = ANY(%s)", [list(ids)]))

    def clear(self) -> None:
        self._transact(
            lambda conn: conn.execute("TRUNCATE armario.items; DROP INDEX IF EXISTS armario.nearest")
        )
        self._searchable = False

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        query, asked = NEAREST.format(dim=vector.size).encode(), vector.astype(np.float32)
        rows = self._transact(lambda conn: conn.execute(query, [asked, asked, count]).fetchall())
        return [(str(name), float(score)) for name, score in rows]

    def multivector_hashes(self) -> dict[str, str]:
        return dict(self._transact(lambda conn: conn.execute(HASHES).fetchall()))

    def multivectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        rows = self._transact(lambda conn: conn.execute(MULTIVECTORS, [list(ids)], binary=True).fetchall())
        return {name: np.frombuffer(raw, np.float16).reshape(count, -1).astype(np.float32)
                for name, count, raw in rows}  # fmt: skip

    def close(self) -> None:
        if self._connection:
            self._connection.close()


def set_aside(address: Address) -> None:
    """Rename the schema of an index; the one that was set aside before is deleted."""
    with _connect(address) as conn:
        conn.execute(
            "DROP SCHEMA IF EXISTS armario_aside CASCADE; ALTER SCHEMA armario RENAME TO armario_aside"
        )


def _connect(address: Address) -> Connection[Any]:
    import psycopg
    from pgvector.psycopg import register_vector

    login = {"host": address.host, "port": address.port, "dbname": address.name, "user": address.user,
             "password": address.password}  # fmt: skip
    given: Any = {name: value for name, value in login.items() if value}
    conn = psycopg.connect(
        **given, autocommit=True, connect_timeout=CONNECT_TIMEOUT, application_name="armario"
    )
    try:
        conn.execute(SESSION)
        conn.execute(SCHEMA)
        register_vector(conn)
    except BaseException:
        conn.close()
        raise
    return conn


def _stored_encoder(conn: Connection[Any], encoder: str) -> str:
    """The encoder that made the index; ``encoder`` is stored as such where there is none yet."""
    conn.execute("INSERT INTO armario.made_by VALUES (1, %s) ON CONFLICT DO NOTHING", [encoder])
    return str(conn.execute("SELECT encoder FROM armario.made_by").fetchall()[0][0])


def _read_snapshot(conn: Connection[Any]) -> IndexSnapshot:
    found = conn.execute("SELECT count(*), max(vector_dims(vector)) FROM armario.items").fetchall()[0]
    vectors = np.empty((found[0], found[1] or 0), np.float32)
    ids, metadata = [], []
    with conn.cursor("snapshot", binary=True) as rows:
        rows.itersize = FETCH_ROWS
        rows.execute("SELECT id, card, picture_hash, count, vector FROM armario.items")
        for row, (name, card, hash_, count, vector) in enumerate(rows):
            ids.append(name)
            metadata.append(card | {HASH: hash_, COUNT: count})
            vectors[row] = vector.to_numpy()
    return snapshot_of(ids, metadata, vectors)


def _json(metadata: dict[str, Any]) -> Any:
    from psycopg.types.json import Jsonb

    return Jsonb(metadata)


def _bytes(entry: Entry) -> bytes | None:
    return None if entry.multivector is None else entry.multivector.astype(np.float16).tobytes()
