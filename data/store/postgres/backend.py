"""The backend in PostgreSQL with pgvector: the store of the article that this project implements.

A write is one transaction, so that nothing is ever half written. Does not know encoders, nor which error
message a failure deserves.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from data.catalogue.item import Item
from data.store.address import Address
from data.store.columns import columns_of, to_card
from data.store.postgres import indexes, schema
from data.store.postgres.links import Links, connect
from data.store.postgres.view import PostgresView
from data.store.records import Entry

if TYPE_CHECKING:
    from data.store.postgres.links import Link

log = logging.getLogger("index")

COLUMNS = (
    "category", "cost", "currency", "whom", "available", "on_sale", "colour", "told", "gender", "usage",
    "brand", "colours", "words", "card",
)  # fmt: skip
MARKS = ", ".join(["%s"] * len(COLUMNS))
SET = ", ".join(f"{name} = excluded.{name}" for name in (*COLUMNS, "image_hash"))
PUT = f"""
INSERT INTO armario.items ({", ".join(COLUMNS)}, id, image_hash) VALUES ({MARKS}, %s, %s)
ON CONFLICT (id) DO UPDATE SET {SET}
"""
RELABEL = f"UPDATE armario.items SET ({', '.join(COLUMNS)}) = ROW ({MARKS}) WHERE id = %s"
SHELVE = """
INSERT INTO armario.shelves (category, dim) SELECT unnest(%s::text[]), %s ON CONFLICT DO NOTHING
"""
PUT_VECTORS = """
INSERT INTO armario.vectors (id, shelf, vector, count, queries)
VALUES (%s, (SELECT shelf FROM armario.shelves WHERE category = %s AND dim = %s), %b, %s, %b)
ON CONFLICT (id) DO UPDATE SET
    shelf = excluded.shelf, vector = excluded.vector, count = excluded.count, queries = excluded.queries
"""
SHELVE_AGAIN = """
INSERT INTO armario.shelves (category, dim)
SELECT DISTINCT items.category, dim FROM armario.items JOIN armario.vectors USING (id)
JOIN armario.shelves USING (shelf) WHERE items.id = ANY (%s) ON CONFLICT DO NOTHING
"""
MOVE = """
UPDATE armario.vectors SET shelf = new.shelf
FROM armario.items, armario.shelves AS old, armario.shelves AS new
WHERE items.id = ANY (%s) AND vectors.id = items.id AND old.shelf = vectors.shelf
  AND new.category = items.category AND new.dim = old.dim AND new.shelf <> old.shelf
"""
NEXT = "BEGIN; UPDATE armario.about SET version = version + 1 RETURNING version"


class PostgresBackend:
    """The items of one database. Thread-safe."""

    def __init__(self, address: Address, encoder: str, create: bool) -> None:
        """Raises StoreError and psycopg's errors."""
        self._address, self._create = address, create
        if create:
            with connect(address) as link:
                schema.make(link, encoder)
        self._links = Links(address, lambda link: schema.check(link, address))
        self._encoder = str(self._about("encoder"))

    @property
    def encoder(self) -> str:
        return self._encoder

    @property
    def catalogue(self) -> str:
        return str(self._about("catalogue"))

    def view(self, pinned: bool) -> PostgresView:
        """A transaction either way: beginning one is asking for the version."""
        return PostgresView(self._links)

    def sign(self, catalogue: str) -> None:
        self._write(lambda link: link.execute("UPDATE armario.about SET catalogue = %s", [catalogue]))

    def put(self, entries: Sequence[Entry]) -> None:
        rows = [(*_row(entry.item), entry.image_hash) for entry in entries]
        vectors = [
            (e.item.id, e.item.category, e.vector.size, e.vector.astype(np.float32), *_queries(e))
            for e in entries
        ]
        categories = sorted({entry.item.category for entry in entries})

        def insert(link: Link) -> None:
            link.execute(SHELVE, [categories, entries[0].vector.size])
            with link.cursor() as cursor:
                cursor.executemany(PUT.encode(), rows)
                cursor.executemany(PUT_VECTORS.encode(), vectors)

        self._write(insert)

    def relabel(self, items: Sequence[Item]) -> None:
        rows, ids = [_row(item) for item in items], [item.id for item in items]

        def update(link: Link) -> None:
            with link.cursor() as cursor:
                cursor.executemany(RELABEL.encode(), rows)
            link.execute(SHELVE_AGAIN, [ids])
            link.execute(MOVE, [ids])

        self._write(update)

    def remove(self, ids: Sequence[str]) -> None:
        def delete(link: Link) -> None:
            for table in ("items", "vectors"):
                link.execute(f"DELETE FROM armario.{table} WHERE id = ANY (%s)".encode(), [list(ids)])

        self._write(delete)

    def clear(self) -> None:
        """Rows are deleted, not the tables emptied: those who read at this moment still see them."""
        self._write(lambda link: link.execute("DELETE FROM armario.items; DELETE FROM armario.vectors"))
        with self._links.lent("SELECT 1") as (link, _):
            indexes.drop(link)

    def publish(self) -> None:
        """Readers see what is committed."""

    def close(self) -> None:
        """What was written is made fast to search: here, since an index slows what is put after it."""
        if self._create:
            try:
                self._tidy()
            except Exception as error:  # all is there, and the next who writes tidies
                log.warning("the index at %s is whole, but slow to search: %s", self._address, error)
        self._links.close()

    def _tidy(self) -> None:
        with self._links.lent("SELECT version, tidied FROM armario.about") as (link, (version, tidied)):
            if version != tidied:
                indexes.make(link)
                link.execute("VACUUM (ANALYZE) armario.items, armario.vectors")
                link.execute("UPDATE armario.about SET tidied = %s", [version])

    def _about(self, name: str) -> Any:
        with self._links.lent(f"SELECT {name} FROM armario.about") as (_, row):
            return row[0]

    def _write(self, work: Callable[[Link], object]) -> None:
        """A transaction that raises the version; made once more where the connection was cut in it."""
        for is_last in (False, True):
            link, _ = self._links.begin(NEXT)
            try:
                work(link)
                link.execute("COMMIT")
                return
            except Exception:
                if is_last or not link.closed:
                    raise
            finally:
                self._links.give(link)


def set_aside(address: Address) -> None:
    """Rename the schema of an index; the one that was set aside before is deleted."""
    with connect(address) as link, link.transaction():
        schema.set_aside(link)


def _row(item: Item) -> tuple[Any, ...]:
    """The values of COLUMNS, and the id."""
    columns = columns_of(item)
    known = [getattr(columns, name) for name in COLUMNS[:-1]]
    return *(list(value) if isinstance(value, tuple) else value for value in known), to_card(item), item.id


def _queries(entry: Entry) -> tuple[int | None, bytes | None]:
    queries = entry.multivector
    return (None, None) if queries is None else (len(queries), queries.astype(np.float16).tobytes())
