"""The indexes that find vectors: one of each category that has many.

One index over everything passed most of a shop where a category was asked that lies far from the query; and
of 200,000 items in twelve crowds one query in a hundred never came to the right crowd. Knows vectors and
shelves; does not know items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.store.postgres.links import Link

MANY = 2000  # rows from which on an index finds some sooner than scoring each
INDEX = """
CREATE INDEX IF NOT EXISTS near_{shelf} ON armario.vectors
USING hnsw ((vector::halfvec({dim})) halfvec_ip_ops)
WITH (m = 16, ef_construction = {breadth}) WHERE shelf = {shelf}
"""
WORTH = """
SELECT shelves.shelf, dim, count(*) FROM armario.vectors JOIN armario.shelves USING (shelf)
GROUP BY shelves.shelf HAVING count(*) > %s OR indexed > 0
"""
BREADTH = 200  # of the search for neighbours
ROW_BYTES = 1400  # of a row beside its numbers, while an index is made
BUILD_MEMORY = 2000  # megabytes; an index that takes more is finished on disk, which takes longer
PATIENCE = "1s"  # for readers; others who come wait as well
LOCKED, FULL = "55P03", "53100"  # PostgreSQL's words for a lock that is held too long, and a full disk


def make(link: Link) -> None:
    """Make the indexes that are not there yet."""
    for shelf, dim, count in link.execute(WORTH, [MANY]).fetchall():
        megabytes = min(BUILD_MEMORY, 64 + count * (2 * dim + ROW_BYTES) // 1_000_000)
        link.execute(f"SET maintenance_work_mem = '{megabytes}MB'".encode())
        statement = INDEX.format(shelf=shelf, dim=dim, breadth=BREADTH).encode()
        try:
            link.execute(statement)
        except Exception as error:
            if getattr(error, "sqlstate", "") != FULL:
                raise
            # Containers have 64 MB that processes may share; one process alone needs none
            link.execute("SET max_parallel_maintenance_workers = 0")
            link.execute(statement)
        link.execute("UPDATE armario.shelves SET indexed = %s WHERE shelf = %s", [count, shelf])
    link.execute("RESET maintenance_work_mem; RESET max_parallel_maintenance_workers")


def drop(link: Link) -> None:
    """Drop all, so that many vectors are put sooner; where somebody reads just now, they stay."""
    shelves = link.execute("SELECT shelf FROM armario.shelves WHERE indexed > 0").fetchall()
    names = ", ".join(f"armario.near_{shelf}" for (shelf,) in shelves)
    if not names:
        return
    try:
        with link.transaction():
            link.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'; DROP INDEX IF EXISTS {names}".encode())
            link.execute("UPDATE armario.shelves SET indexed = 0")
    except Exception as error:
        if getattr(error, "sqlstate", "") != LOCKED:
            raise
