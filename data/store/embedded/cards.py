"""The cards of an index folder in an SQLite file: items as rows with the columns that are filtered and
ordered by, the words of their cards as a full-text index, vectors, query vectors, and the version of it all.

Readers see one version for as long as their transaction lasts (SQLite's write-ahead log).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from data.store.columns import spelled
from data.store.embedded.words import says, word_query
from data.store.records import ANY, Filter
from data.store.sql import Condition, condition, in_currency, marks

FILENAME = "cards.sqlite3"
LOCK_TIMEOUT = 60.0  # seconds for another process that is writing
SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shelves
    (shelf INTEGER PRIMARY KEY, category TEXT NOT NULL UNIQUE, changed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS items
    (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, shelf INTEGER NOT NULL, cost REAL,
     currency TEXT NOT NULL, whom INTEGER NOT NULL, available INTEGER NOT NULL, on_sale INTEGER NOT NULL,
     colour TEXT NOT NULL, told INTEGER NOT NULL, gender TEXT NOT NULL, usage TEXT NOT NULL,
     brand TEXT NOT NULL, image_hash TEXT NOT NULL, card TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS filtered ON items
    (shelf, cost, whom, available, on_sale, told, colour, gender, usage, currency);
CREATE INDEX IF NOT EXISTS listed ON items (shelf, id);
CREATE INDEX IF NOT EXISTS priced ON items (currency);
CREATE INDEX IF NOT EXISTS branded ON items (brand) WHERE brand <> '';
CREATE TABLE IF NOT EXISTS vectors (n INTEGER PRIMARY KEY, vector BLOB NOT NULL, count INTEGER, queries BLOB);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (shelf, said, tokenize = 'unicode61 remove_diacritics 0');
"""


# The currencies of prices, each found by the index from the one before it
CURRENCIES = """
WITH RECURSIVE known (name) AS (
    SELECT min(currency) FROM items
    UNION ALL SELECT (SELECT min(currency) FROM items WHERE currency > name) FROM known WHERE name IS NOT NULL
) SELECT name FROM known WHERE name IS NOT NULL
"""

Conditions = tuple[list[str], list[Any]]  # of SQL, all of which must hold, with the values of their ?


class Cards:
    """One connection to the file. Not thread-safe."""

    def __init__(self, folder: Path, mode: str = "ro") -> None:
        """``mode`` is "ro" to read, "rwc" to write, and to make the file where there is none."""
        self._link = sqlite3.connect(
            f"{(folder / FILENAME).absolute().as_uri()}?mode={mode}", timeout=LOCK_TIMEOUT,
            isolation_level=None, check_same_thread=False, uri=True,
        )  # fmt: skip

    def create(self) -> None:
        """Make the tables where there are none."""
        self._link.execute("PRAGMA journal_mode = WAL")
        self._link.executescript(SCHEMA)

    def close(self) -> None:
        self._link.close()

    # A transaction, for reading or for writing

    def begin(self, write: bool = False) -> None:
        """Begin a transaction; one for reading sees what there is now until it ends."""
        self._link.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        self.about("version")

    def commit(self) -> None:
        self._link.execute("COMMIT")

    def rollback(self) -> None:
        if self._link.in_transaction:
            self._link.execute("ROLLBACK")

    def about(self, name: str) -> Any:
        """What is kept about the index under a name; None where nothing is."""
        found = self._link.execute("SELECT value FROM about WHERE name = ?", [name]).fetchone()
        return found[0] if found else None

    def keep(self, name: str, value: Any) -> None:
        self._link.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", [name, value])

    # Reading

    def shelf(self, category: str) -> tuple[int, int] | None:
        """The number of a category, and the version at which its vectors changed last."""
        found = self._link.execute("SELECT shelf, changed FROM shelves WHERE category = ?", [category])
        return found.fetchone()  # type: ignore[no-any-return]

    def shelves(self) -> list[tuple[int, int]]:
        """The same of all categories that there ever were."""
        return self._link.execute("SELECT shelf, changed FROM shelves").fetchall()

    def size(self, shelf: int) -> int:
        found = self._link.execute("SELECT count(*) FROM items WHERE shelf = ?", [shelf])
        return int(found.fetchone()[0])

    def shelf_rows(self, shelf: int) -> set[int]:
        """All rows of a category."""
        return {n for (n,) in self.all("SELECT n FROM items WHERE shelf = ?", (shelf,))}

    def rows(self, ids: Iterable[str]) -> dict[str, int]:
        """The rows of ids; unknown ones are left out."""
        return dict(
            self.all("SELECT id, n FROM items WHERE id IN (SELECT value FROM json_each(?))", (as_json(ids),))
        )

    def cards(self, rows: Iterable[int]) -> dict[int, tuple[str, str, int]]:
        """Ids, cards and the categories' numbers by row."""
        found = self.all(
            "SELECT n, id, card, shelf FROM items WHERE n IN (SELECT value FROM json_each(?))",
            (as_json(rows),),
        )
        return {n: (name, card, shelf) for n, name, card, shelf in found}

    def matching(self, shelf: int | None, where: Filter, among: Collection[int] | None = None) -> np.ndarray:
        """Rows (n,) int64 of a category that pass a filter; ``among`` these where they are given."""
        is_said = bool(where.words or where.colours)
        if is_said:
            among = self._said(shelf, where) if among is None else self._that_say(among, where)
        if among is not None and is_said and _is_only_said(where):
            return _array(among)
        if among is None:
            asked, values = self._union("n", self._searches(shelf, where))
            found = self.all(asked, values)
        else:  # a join in this order: SQLite would go through the whole category instead
            conditions, values = self._conditions(shelf, where)
            every = " AND ".join(conditions) or "TRUE"
            asked = f"SELECT n FROM json_each(?) CROSS JOIN items ON n = value WHERE {every}"
            found = self.all(asked, [as_json(map(int, among)), *values])
        return np.fromiter((n for (n,) in found), np.int64, len(found))

    def counted(self, shelf: int | None, where: Filter, at_most: int = 0) -> int:
        """How many rows of a category pass a filter; no more than ``at_most`` need be counted."""
        limit = f" LIMIT {at_most}" if at_most else ""
        if query := word_query(shelf, where):
            if not _is_only_said(where):
                return len(self.matching(shelf, where))
            asked = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?{limit})"
            return int(self.all(asked, (query,))[0][0])
        asked, values = self._union("1", self._searches(shelf, where))
        return int(self.all(f"SELECT count(*) FROM ({asked}{limit})", values)[0][0])

    def listed(self, count: int, shelf: int | None, where: Filter, after: str) -> list[tuple[str, str]]:
        """The first ids and cards in the order of the ids."""
        conditions, values = self._conditions(shelf, where)
        conditions, values = [*conditions, "id > ?"], [*values, after]
        self._among_said(shelf, where, conditions, values)
        order = "id" if where == ANY else "+id"  # with a filter by the index that it is sifted by
        asked = f"SELECT id, card FROM items WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?"
        return self.all(asked, [*values, count])

    def ordered(
        self, count: int, shelf: int, where: Filter, descending: bool
    ) -> list[tuple[float | None, str, str]]:
        """The first (cost, id, card) of a category in the order of what they cost; None for what has none."""
        conditions, values = self._conditions(shelf, where)
        self._among_said(shelf, where, conditions, values)
        every, (priced, named) = " AND ".join(conditions), in_currency(where)
        way = "DESC" if descending else "ASC"
        found = self.all(
            f"SELECT cost, id, card FROM items WHERE {every} AND {priced} ORDER BY cost {way}, id LIMIT ?",
            [*values, *named, count],
        )
        if len(found) < count:
            rest = f"SELECT NULL, id, card FROM items WHERE {every} AND NOT {priced} ORDER BY +id LIMIT ?"
            found += self.all(rest, [*values, *named, count - len(found)])
        return found

    def vectors(self, rows: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        """Rows (n,) and their vectors (n, dim) float32; unknown ones are left out."""
        found = self.all(
            "SELECT n, vector FROM vectors WHERE n IN (SELECT value FROM json_each(?))",
            (as_json(map(int, rows)),),
        )
        return _matrix(found)

    def shelf_vectors(self, shelf: int) -> tuple[np.ndarray, np.ndarray]:
        """The same of a whole category, in the order of the ids."""
        return _matrix(self.all(
            "SELECT n, vector FROM items JOIN vectors USING (n) WHERE shelf = ? ORDER BY id", (shelf,)
        ))  # fmt: skip

    def multivectors(self, ids: Iterable[str]) -> dict[str, np.ndarray]:
        """(q, dim) float32 by id; the one vector of an item without."""
        found = self.all(
            "SELECT id, vector, count, queries FROM items JOIN vectors USING (n) "
            "WHERE id IN (SELECT value FROM json_each(?))", (as_json(ids),),
        )  # fmt: skip
        return {
            name: np.frombuffer(vector, np.float32)[np.newaxis] if queries is None
            else np.frombuffer(queries, np.float16).reshape(count, -1).astype(np.float32)
            for name, vector, count, queries in found
        }  # fmt: skip

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Every id with the hash of its image."""
        return iter(self._link.execute("SELECT id, image_hash FROM items"))

    def dim(self) -> int:
        """The length of the vectors; 0 while there are none."""
        found = self._link.execute("SELECT length(vector) / 4 FROM vectors LIMIT 1").fetchone()
        return int(found[0]) if found else 0

    def _conditions(self, shelf: int | None, where: Filter) -> Conditions:
        """Conditions of SQL but for words and colours, the category's first."""
        conditions, values = ([], []) if shelf is None else (["shelf = ?"], [shelf])
        said, more = condition(where)
        if said != "TRUE":
            conditions, values = [*conditions, said], [*values, *more]
        if where.without and (gone := [*self.rows(where.without).values()]):
            conditions, values = [*conditions, f"n NOT IN ({marks(gone)})"], [*values, *gone]
        return conditions, values

    def _searches(self, shelf: int | None, where: Filter) -> list[Conditions]:
        """Conditions of which a row meets one at most, each to be looked up by itself: what is within limits
        of price, and what they do not concern. With an OR SQLite would go through the whole category."""
        if where.priced or not (where.min_cost or where.max_cost):
            return [self._conditions(shelf, where)]
        within = self._conditions(shelf, replace(where, priced=True))
        others, values = self._conditions(shelf, replace(where, min_cost=0.0, max_cost=0.0))
        found = [within, ([*others, "cost IS NULL"], values)]
        named = spelled(where.currencies)
        foreign = [one for (one,) in self.all(CURRENCIES) if one not in named] if named else []
        if foreign:
            more = [*others, "cost IS NOT NULL", f"currency IN ({marks(foreign)})"]
            found.append((more, [*values, *foreign]))
        return found

    def _union(self, column: str, searches: Sequence[Conditions]) -> Condition:
        """The question for a column of all rows that any of the searches finds."""
        every = [f"SELECT {column} FROM items WHERE {' AND '.join(said) or 'TRUE'}" for said, _ in searches]
        return " UNION ALL ".join(every), [value for _, values in searches for value in values]

    def _among_said(self, shelf: int | None, where: Filter, conditions: list[str], values: list[Any]) -> None:
        said = self._said(shelf, where)
        if said is not None:
            conditions.append("n IN (SELECT value FROM json_each(?))")
            values.append(as_json(map(int, said)))

    def _said(self, shelf: int | None, where: Filter) -> np.ndarray | None:
        """Rows whose cards have the filter's words and colours; None where it names none."""
        query = word_query(shelf, where)
        if not query:
            return None
        found = self.all("SELECT rowid FROM words WHERE words MATCH ?", (query,))
        return np.fromiter((n for (n,) in found), np.int64, len(found))

    def _that_say(self, rows: Collection[int], where: Filter) -> np.ndarray:
        """Those of some rows whose cards have the filter's words and colours."""
        asked = "SELECT words.rowid, shelf, said FROM json_each(?) CROSS JOIN words ON words.rowid = value"
        told = self.all(asked, (as_json(map(int, rows)),))
        found = [n for n, tokens, said in told if says(where, tokens, said)]
        return np.array(found, np.int64)

    def all(self, asked: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows that a question of SQL finds."""
        return self._link.execute(asked, values).fetchall()


def _is_only_said(where: Filter) -> bool:
    """Whether words and colours are all that a filter asks for."""
    return replace(where, words=(), colours=()) == ANY


def as_json(values: Iterable[Any]) -> str:
    return json.dumps(list(values))


def _array(rows: Collection[int] | np.ndarray) -> np.ndarray:
    return np.fromiter(rows, np.int64, len(rows))


def _matrix(found: Sequence[tuple[int, bytes]]) -> tuple[np.ndarray, np.ndarray]:
    rows = np.fromiter((n for n, _ in found), np.int64, len(found))
    joined = b"".join(vector for _, vector in found)
    return rows, np.frombuffer(joined, np.float32).reshape(len(rows), -1) if len(rows) else np.empty(
        (0, 0), np.float32
    )
