"""The tables of an index in a PostgreSQL database, how they are made, checked and set aside.

Cards and vectors lie apart: another price rewrites a card, and leaves the index of the vectors alone. Knows
tables; does not know items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.store.address import Address, StoreError, index_hint, rebuild_hint

if TYPE_CHECKING:
    from psycopg import Connection

FORMAT = 2  # of the tables; 1 had one table, which was read whole
OLDEST = (0, 8)  # pgvector that goes on searching until enough passes a filter
MANY = 2000  # rows of a category from which on an index finds some sooner (3 ms) than scoring each

WORDS = "string_to_array(btrim(words), ' ')"
SCHEMA = f"""
CREATE EXTENSION IF NOT EXISTS vector;
CREATE SCHEMA IF NOT EXISTS armario;
CREATE TABLE IF NOT EXISTS armario.about
    (one integer PRIMARY KEY DEFAULT 1 CHECK (one = 1), format integer NOT NULL, encoder text NOT NULL,
     catalogue text NOT NULL DEFAULT '', made uuid NOT NULL DEFAULT gen_random_uuid(),
     version bigint NOT NULL DEFAULT 0, tidied bigint NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS armario.items
    (id text COLLATE "C" PRIMARY KEY, category text COLLATE "C" NOT NULL, cost double precision,
     currency text NOT NULL, whom smallint NOT NULL, available smallint NOT NULL, on_sale smallint NOT NULL,
     colour text NOT NULL, told smallint NOT NULL, gender text NOT NULL, usage text NOT NULL,
     brand text COLLATE "C" NOT NULL, colours text[] NOT NULL, words text NOT NULL,
     image_hash text NOT NULL, card text NOT NULL);
CREATE TABLE IF NOT EXISTS armario.vectors
    (id text COLLATE "C" PRIMARY KEY, shelf text COLLATE "C" NOT NULL, vector vector NOT NULL,
     count integer, queries bytea);
ALTER TABLE armario.vectors ALTER queries SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS filtered ON armario.items (category, cost, id)
    INCLUDE (currency, whom, available, on_sale, colour, told, gender, usage);
CREATE INDEX IF NOT EXISTS priced ON armario.items (cost, id) INCLUDE (currency);
CREATE INDEX IF NOT EXISTS branded ON armario.items (brand) WHERE brand <> '';
CREATE INDEX IF NOT EXISTS coloured ON armario.items USING gin (colours);
CREATE INDEX IF NOT EXISTS said ON armario.items USING gin (({WORDS}));
CREATE INDEX IF NOT EXISTS shelved ON armario.vectors (shelf);
"""
# An index over all vectors and one of each category that has many, each with the megabytes that it takes while
# it is made: 1,400 bytes a row beside the numbers. Those of another length, from before everything was deleted,
# are no longer meant. The server writes the statement, since it knows how names are quoted
NAME = "concat_ws('_', 'near', {dim}, left(encode(sha256(convert_to({shelf}, 'UTF8')), 'hex'), 16))"
INDEXES = f"""
WITH shelves AS (
    SELECT NULL AS shelf, vector_dims(vector) AS dim, count(*) FROM armario.vectors GROUP BY dim
    UNION ALL
    SELECT shelf, vector_dims(vector) AS dim, count(*) FROM armario.vectors GROUP BY shelf, dim
)
SELECT least(64 + count * (2 * dim + 1400) / 1000000, %s),
       format(%s, {NAME.format(dim="dim", shelf="shelf")}, dim, dim, ' AND shelf = ' || quote_literal(shelf))
FROM shelves WHERE count > %s
"""
INDEX = """
CREATE INDEX IF NOT EXISTS %I ON armario.vectors USING hnsw ((vector::halfvec(%s)) halfvec_ip_ops)
WITH (m = 16, ef_construction = 200) WHERE vector_dims(vector) = %s%s
"""
# Read by the view
SIZE = f"SELECT reltuples FROM pg_class WHERE oid = to_regclass('armario.' || {NAME.format(dim='%s::int', shelf='%s::text')})"
PATIENCE = "1s"  # for readers, which meanwhile wait as well
LOCKED = "55P03"  # PostgreSQL's word for a lock that was waited for too long
BUILD_MEMORY = 2000  # megabytes at most; an index that takes more is finished on disk, which takes longer


def make(link: Connection[Any], encoder: str) -> None:
    """Make the tables where there are none; those of a former version are set aside."""
    with link.transaction():
        link.execute("SELECT pg_advisory_xact_lock(20260401)")  # making the same table twice at once fails
        if _format(link) not in (0, FORMAT):
            set_aside(link)
        link.execute(SCHEMA.encode())
        link.execute(
            "INSERT INTO armario.about (format, encoder) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [FORMAT, encoder],
        )


def check(link: Connection[Any], address: Address) -> None:
    """Raises StoreError where there are no tables, or those of another version."""
    found = _format(link)
    if not found:
        raise StoreError(f"expected an index at {address}, found none; {index_hint(address)}")
    if found != FORMAT:
        raise StoreError(
            f"the index at {address} was made by another version of this program; {rebuild_hint(address)}"
        )
    known = link.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'").fetchall()
    version = str(known[0][0])
    if tuple(map(int, version.split(".")[:2])) < OLDEST:
        raise StoreError(
            f"expected pgvector {'.'.join(map(str, OLDEST))} or newer at {address}, found {version}; "
            "ask who runs the database for: ALTER EXTENSION vector UPDATE"
        )


def set_aside(link: Connection[Any]) -> None:
    """Rename the schema of an index; the one that was set aside before is deleted."""
    if _format(link):
        link.execute(
            "DROP SCHEMA IF EXISTS armario_aside CASCADE; ALTER SCHEMA armario RENAME TO armario_aside"
        )


def tidy(link: Connection[Any]) -> None:
    """Make the indexes of vectors that are worth it, and what the planner goes by."""
    for megabytes, statement in link.execute(INDEXES, [BUILD_MEMORY, INDEX, MANY]).fetchall():
        link.execute(f"SET maintenance_work_mem = '{megabytes}MB'".encode())
        link.execute(statement.encode())
    link.execute("RESET maintenance_work_mem")
    link.execute("VACUUM (ANALYZE) armario.items, armario.vectors")


def drop_indexes(link: Connection[Any]) -> None:
    """Drop the indexes of vectors, so that many are put sooner; where somebody reads just now, they stay."""
    asked = r"SELECT indexname FROM pg_indexes WHERE schemaname = 'armario' AND indexname LIKE 'near\_%'"
    names = ", ".join(f"armario.{name}" for (name,) in link.execute(asked).fetchall())
    try:
        with link.transaction():
            link.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'".encode())
            if names:
                link.execute(f"DROP INDEX {names}".encode())
    except Exception as error:
        if getattr(error, "sqlstate", "") != LOCKED:
            raise


def _format(link: Connection[Any]) -> int:
    """The format of the tables that are there; 0 where there are none."""
    found = link.execute(
        "SELECT to_regclass('armario.about') IS NOT NULL, to_regclass('armario.items') IS NOT NULL"
    )
    about, items = found.fetchall()[0]
    if not about:
        return int(items)  # what there was before had no such table
    return int(link.execute("SELECT format FROM armario.about").fetchall()[0][0])
