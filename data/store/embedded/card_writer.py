"""How cards are written to the SQLite file of an index folder, inside a transaction.

Knows tables and columns; does not know Chroma, nor what else a write takes.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from data.catalogue.item import Item
from data.store.columns import columns_of, to_card
from data.store.embedded.cards import Cards, as_json
from data.store.embedded.words import dye, token
from data.store.records import Entry

INSERT = """
INSERT INTO items (id, shelf, cost, currency, whom, available, on_sale, colour, told, gender, usage, brand,
                   image_hash, card) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
UPDATE = """
UPDATE items SET shelf = ?, cost = ?, currency = ?, whom = ?, available = ?, on_sale = ?, colour = ?,
                 told = ?, gender = ?, usage = ?, brand = ?,
                 image_hash = coalesce(?, image_hash), card = ? WHERE n = ?
"""


class CardWriter(Cards):
    """A connection that also writes."""

    def shelf_of(self, category: str, version: int) -> int:
        """The number of a category, which gets one where it has none; its vectors change at this version."""
        self._link.execute("INSERT OR IGNORE INTO shelves (category) VALUES (?)", [category])
        self._link.execute("UPDATE shelves SET changed = ? WHERE category = ?", [version, category])
        found = self.shelf(category)
        assert found is not None
        return found[0]

    def touch(self, shelf: int, version: int) -> None:
        """The vectors of a category change at this version."""
        self._link.execute("UPDATE shelves SET changed = ? WHERE shelf = ?", [version, shelf])

    def places(self, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
        """The row and the category's number of ids; unknown ones are left out."""
        found = self.all(
            "SELECT id, n, shelf FROM items WHERE id IN (SELECT value FROM json_each(?))", (as_json(ids),)
        )
        return {name: (n, shelf) for name, n, shelf in found}

    def write(self, item: Item, shelf: int, row: int | None, image_hash: str | None) -> int:
        """Insert an item, or replace the one of that row, whose hash stays where none is given; its row."""
        columns = columns_of(item)
        values = (
            shelf, columns.cost, columns.currency, columns.whom, columns.available, columns.on_sale,
            columns.colour, columns.told, columns.gender, columns.usage, columns.brand, image_hash,
            to_card(item),
        )  # fmt: skip
        if row is None:
            row = int(self._link.execute(INSERT, (item.id, *values)).lastrowid or 0)
        else:
            self._link.execute(UPDATE, (*values, row))
            self._link.execute("DELETE FROM words WHERE rowid = ?", [row])
        tokens = " ".join((token(shelf), *map(dye, columns.colours)))
        self._link.execute(
            "INSERT INTO words (rowid, shelf, said) VALUES (?, ?, ?)", (row, tokens, columns.words)
        )
        return row

    def write_vectors(self, row: int, entry: Entry) -> None:
        """Insert or replace the vectors of a row."""
        queries = entry.multivector
        kept = (None, None) if queries is None else (len(queries), queries.astype(np.float16).tobytes())
        vector = entry.vector.astype(np.float32).tobytes()
        self._link.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", (row, vector, *kept))

    def delete(self, rows: Iterable[int]) -> None:
        """Delete rows; unknown ones are ignored."""
        every = [(row,) for row in rows]
        for table, key in (("items", "n"), ("vectors", "n"), ("words", "rowid")):
            self._link.executemany(f"DELETE FROM {table} WHERE {key} = ?", every)

    def clear(self) -> None:
        """Delete everything but what is kept about the index."""
        for table in ("items", "vectors", "words", "shelves"):
            self._link.execute(f"DELETE FROM {table}")
