"""The tables of an index in a PostgreSQL database, how they are made, checked and set aside.

Cards and vectors lie apart: another price rewrites a card, and leaves the indexes of vectors alone. A shelf
is a category with vectors of one length; ``indexed`` is how many there were when their index was made, 0
without one. Knows tables; does not know items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.store.address import Address, MissingError, StoreError, index_hint, rebuild_hint

if TYPE_CHECKING:
    from data.store.postgres.links import Link

FORMAT = 2  # of the tables; 1 had one table, which was read whole
OLDEST = (0, 8)  # pgvector that goes on searching until enough passes a filter

LONGEST = 100  # letters of a word that is looked up; the index takes no more than 2,700 bytes
WORDS = f"string_to_array(btrim(regexp_replace(words, '[^ ]{{{LONGEST + 1},}}', '', 'g')), ' ')"
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
CREATE TABLE IF NOT EXISTS armario.shelves
    (shelf integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, category text COLLATE "C" NOT NULL,
     dim integer NOT NULL, indexed integer NOT NULL DEFAULT 0, UNIQUE (category, dim));
CREATE TABLE IF NOT EXISTS armario.vectors
    (id text COLLATE "C" PRIMARY KEY, shelf integer NOT NULL, vector vector NOT NULL,
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


def make(link: Link, encoder: str) -> None:
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


def check(link: Link, address: Address) -> None:
    """Raises StoreError where there are no tables, or those of another version."""
    found = _format(link)
    if not found:
        raise MissingError(f"expected an index at {address}, found none; {index_hint(address)}")
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


def set_aside(link: Link) -> None:
    """Rename the schema of an index; the one that was set aside before is deleted."""
    if _format(link):
        link.execute(
            "DROP SCHEMA IF EXISTS armario_aside CASCADE; ALTER SCHEMA armario RENAME TO armario_aside"
        )


def _format(link: Link) -> int:
    """The format of the tables that are there; 0 where there are none."""
    found = link.execute(
        "SELECT to_regclass('armario.about') IS NOT NULL, to_regclass('armario.items') IS NOT NULL"
    )
    about, items = found.fetchall()[0]
    if not about:
        return int(items)  # what there was before had no such table
    return int(link.execute("SELECT format FROM armario.about").fetchall()[0][0])
