"""Rows in PostgreSQL with pgvector, the store of the article that this project implements.

An item is one row, so nothing can be half there. Knows cards and vectors; does not know encoders, nor what
to say when something fails.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from data.catalogue.catalogue import Item
from data.store.address import Address
from data.store.snapshot import HASH, QUERIES, Entry, Stock, card, stock_of

if TYPE_CHECKING:
    from psycopg import Connection

T = TypeVar("T")

PART = 5000  # rows fetched at once
PATIENCE = 10  # seconds for a server that does not answer

TABLES = """
SELECT pg_advisory_xact_lock(20260401);  -- two programs that make the same table at once fail
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
WHOLE = "SELECT id, picture_hash FROM armario.items WHERE queries IS NOT NULL"
QUERIES_OF = "SELECT id, count, queries FROM armario.items WHERE queries IS NOT NULL AND id = ANY(%s)"
# HNSW finds no more than its candidates; a turn asks for 200
SESSION = "SET hnsw.ef_search = 400; SET client_min_messages = warning"


class PostgresRows:
    """The items of one database. Its methods may be called from several threads."""

    def __init__(self, address: Address, encoder: str) -> None:
        self._address, self._lock = address, threading.Lock()
        self._link: Connection[Any] | None = None
        self._searchable = False
        self.made_by = self._do(lambda link: _signature(link, encoder))

    def _do(self, work: Callable[[Connection[Any]], T]) -> T:
        """Work done whole or not at all; tried again where the connection turns out to have been cut."""
        import psycopg  # nobody else needs it

        with self._lock:
            try:
                return self._once(work)
            except psycopg.OperationalError:
                if self._link is None or not self._link.closed:
                    raise
                return self._once(work)

    def _once(self, work: Callable[[Connection[Any]], T]) -> T:
        if self._link is None or self._link.closed:
            self._link = _connected(self._address)
        with self._link.transaction():
            return work(self._link)

    def stock(self) -> Stock:
        return self._do(_stock)

    def put(self, entries: Sequence[Entry]) -> None:
        rows = [
            (e.item.id, e.picture_hash, _json(card(e.item)), e.vector.astype(np.float32), e.count, _bytes(e))
            for e in entries
        ]

        def insert(link: Connection[Any]) -> None:
            if rows and not self._searchable:
                link.execute(INDEX.format(dim=rows[0][3].size).encode())
            with link.cursor() as cursor:
                cursor.executemany(PUT, rows)

        self._do(insert)
        self._searchable = self._searchable or bool(rows)

    def relabel(self, items: Sequence[Item]) -> None:
        rows = [(_json(card(item)), item.id) for item in items]

        def update(link: Connection[Any]) -> None:
            with link.cursor() as cursor:
                cursor.executemany("UPDATE armario.items SET card = %s WHERE id = %s", rows)

        self._do(update)

    def remove(self, ids: Sequence[str]) -> None:
        self._do(lambda link: link.execute("DELETE FROM armario.items WHERE id = ANY(%s)", [list(ids)]))

    def empty(self) -> None:
        self._do(lambda link: link.execute("TRUNCATE armario.items; DROP INDEX IF EXISTS armario.nearest"))
        self._searchable = False

    def nearest(self, vector: np.ndarray, count: int) -> list[tuple[str, float]]:
        query, asked = NEAREST.format(dim=vector.size).encode(), vector.astype(np.float32)
        rows = self._do(lambda link: link.execute(query, [asked, asked, count]).fetchall())
        return [(str(name), float(score)) for name, score in rows]

    def query_hashes(self) -> dict[str, str]:
        return dict(self._do(lambda link: link.execute(WHOLE).fetchall()))

    def queries(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        rows = self._do(lambda link: link.execute(QUERIES_OF, [list(ids)], binary=True).fetchall())
        return {name: np.frombuffer(raw, np.float16).reshape(count, -1).astype(np.float32)
                for name, count, raw in rows}  # fmt: skip

    def close(self) -> None:
        if self._link:
            self._link.close()


def set_aside(address: Address) -> None:
    """Renames what lies in the database; what was set aside before is gone."""
    with _connected(address) as link:
        link.execute(
            "DROP SCHEMA IF EXISTS armario_aside CASCADE; ALTER SCHEMA armario RENAME TO armario_aside"
        )


def _connected(address: Address) -> Connection[Any]:
    import psycopg
    from pgvector.psycopg import register_vector

    login = {"host": address.host, "port": address.port, "dbname": address.name, "user": address.user,
             "password": address.password}  # fmt: skip
    given: Any = {name: value for name, value in login.items() if value}
    link = psycopg.connect(**given, autocommit=True, connect_timeout=PATIENCE, application_name="armario")
    try:
        link.execute(SESSION)
        link.execute(TABLES)
        register_vector(link)
    except BaseException:
        link.close()
        raise
    return link


def _signature(link: Connection[Any], encoder: str) -> str:
    """The encoder that the rows were made by; new ones are signed with this one."""
    link.execute("INSERT INTO armario.made_by VALUES (1, %s) ON CONFLICT DO NOTHING", [encoder])
    return str(link.execute("SELECT encoder FROM armario.made_by").fetchall()[0][0])


def _stock(link: Connection[Any]) -> Stock:
    found = link.execute("SELECT count(*), max(vector_dims(vector)) FROM armario.items").fetchall()[0]
    vectors = np.empty((found[0], found[1] or 0), np.float32)
    ids, cards = [], []
    with link.cursor("stock", binary=True) as rows:
        rows.itersize = PART
        rows.execute("SELECT id, card, picture_hash, count, vector FROM armario.items")
        for row, (name, known, hashed, count, vector) in enumerate(rows):
            ids.append(name)
            cards.append(known | {HASH: hashed, QUERIES: count})
            vectors[row] = vector.to_numpy()
    return stock_of(ids, cards, vectors)


def _json(known: dict[str, Any]) -> Any:
    from psycopg.types.json import Jsonb

    return Jsonb(known)


def _bytes(entry: Entry) -> bytes | None:
    return None if entry.queries is None else entry.queries.astype(np.float16).tobytes()
