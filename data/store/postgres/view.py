"""One version of an index in PostgreSQL, as it is read: everything is asked of the database.

Does not know who writes, nor how connections are made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from data.catalogue.item import Item
from data.store.address import StoreError
from data.store.columns import from_card
from data.store.postgres import stocktaking
from data.store.postgres.conditions import condition, in_currency
from data.store.postgres.links import Links
from data.store.postgres.nearest import SPARE, exactly, nearly
from data.store.records import ANY, Filter, Stock

if TYPE_CHECKING:
    from data.store.postgres.links import Link

FETCH_ROWS = 5000  # of one round trip
BEGIN = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT made || ' ' || version, (SELECT vector_dims(vector) FROM armario.vectors LIMIT 1) FROM armario.about
"""
SHELVES = """
SELECT shelf, indexed FROM armario.shelves WHERE dim = %s AND category = coalesce(%s::text, category)
"""
# How many candidates an index keeps while it searches: 600 find also what is closest to a query from another
# category (recall@10 of 38,000 rows 1.000, with 400 0.998); of those that are merged fewer lie in each. Rows
# are not sorted where an index has the order: how few of each are read is not known when that is planned
SEARCHING = "SELECT set_config('hnsw.ef_search', %s, true), set_config('enable_sort', %s, true)"
BREADTH, BREADTH_OF_SEVERAL = "600", "200"
# What it takes to pass a row by an index, which a filter may refuse, beside scoring one for itself
WALKED = 3


class PostgresView:
    """A transaction that reads. For one thread at a time."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._link: Link | None = None
        self._version, self._dim = "", 0
        self._begin()

    @property
    def version(self) -> str:
        return self._version

    @property
    def dim(self) -> int:
        return self._dim

    def stock(self) -> Stock:
        return stocktaking.stock(self._rows)

    def cards(self, ids: Collection[str]) -> dict[str, Item]:
        found = self._rows("SELECT id, card FROM armario.items WHERE id = ANY (%s)", [list(ids)])
        return {name: from_card(name, card) for name, card in found}

    def listed(self, count: int, category: str | None, where: Filter, after: str = "") -> list[Item]:
        said, values = condition(category, where)
        asked = f"SELECT id, card FROM armario.items WHERE {said} AND id > %s ORDER BY id LIMIT %s"
        return [from_card(*row) for row in self._rows(asked, [*values, after, count])]

    def ordered(self, count: int, category: str | None, where: Filter, descending: bool) -> list[Item]:
        said, values = condition(category, where)
        priced, named = in_currency(where)
        asked = f"SELECT id, card FROM armario.items WHERE {said} AND"
        way = "DESC" if descending else "ASC"
        found = self._rows(
            f"{asked} {priced} ORDER BY cost {way}, id LIMIT %s", [*values, *named, count]
        )  # fmt: skip
        if len(found) < count:
            rest = f"{asked} NOT {priced} ORDER BY id LIMIT %s"
            found += self._rows(rest, [*values, *named, count - len(found)])
        return [from_card(*row) for row in found]

    def counted(self, category: str | None, where: Filter, at_most: int = 0) -> int:
        said, values = condition(category, where)
        limit = f" LIMIT {at_most}" if at_most else ""
        asked = f"SELECT count(*) FROM (SELECT 1 FROM armario.items WHERE {said}{limit}) AS passing"
        return int(self._rows(asked, values)[0][0])

    def nearest(
        self, vector: np.ndarray, count: int, category: str | None, where: Filter
    ) -> list[tuple[Item, float]]:
        shelves = dict(self._rows(SHELVES, [self.dim, category]))
        indexed = [shelf for shelf, rows in shelves.items() if rows]
        others = [shelf for shelf, rows in shelves.items() if not rows]
        rows = []
        if indexed and self._are_many(category, where, count, sum(shelves.values())):
            breadth = BREADTH if len(indexed) == 1 else BREADTH_OF_SEVERAL
            self._rows(SEARCHING, [breadth, "off"])
            rows = self._rows(*nearly(vector, count, where, indexed, others))
            self._rows(SEARCHING, [breadth, "on"])
        if len(rows) < count:  # few may lie near the query, however many pass
            rows = self._rows(*exactly(vector, count, category, where, [*shelves]))
        return [(from_card(name, card), float(score)) for name, card, score in rows]

    def vectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        asked = "SELECT id, vector FROM armario.vectors WHERE id = ANY (%s)"
        return {name: vector.to_numpy() for name, vector in self._rows(asked, [list(ids)], binary=True)}

    def multivectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        asked = (
            "SELECT id, count, queries, CASE WHEN queries IS NULL THEN vector END FROM armario.vectors "
            "WHERE id = ANY (%s)"
        )
        return {
            name: vector.to_numpy()[np.newaxis] if queries is None
            else np.frombuffer(queries, np.float16).reshape(count, -1).astype(np.float32)
            for name, count, queries, vector in self._rows(asked, [list(ids)], binary=True)
        }  # fmt: skip

    def hashes(self) -> Iterator[tuple[str, str]]:
        with self._begin().cursor("hashes") as rows:
            rows.itersize = FETCH_ROWS
            yield from rows.execute("SELECT id, image_hash FROM armario.items")

    def close(self) -> None:
        if self._link is not None:
            self._links.give(self._link)
            self._link = None

    def _are_many(self, category: str | None, where: Filter, count: int, total: int) -> bool:
        """Whether so many of a total pass a filter that indexes find some sooner than scoring each would:
        they pass ``count`` rows by the share of the total that the filter lets through."""
        few = int(sqrt(WALKED * (count + SPARE) * total))
        return where == ANY or self.counted(category, where, few + 1) > few

    def _rows(self, asked: str, values: Sequence[Any] = (), binary: bool = False) -> list[Any]:
        """What is found; asked once more where the connection was cut."""
        link = self._begin()
        try:
            return link.execute(asked.encode(), values, binary=binary).fetchall()
        except Exception:
            self.close()
            if not link.closed:
                raise
        return self._begin().execute(asked.encode(), values, binary=binary).fetchall()

    def _begin(self) -> Link:
        """The connection; a new one in the place of one that was cut, if nothing was written meanwhile."""
        if self._link is not None:
            return self._link
        self._link, (version, dim) = self._links.begin(BEGIN)
        if self._version not in ("", version):
            raise StoreError("the index changed while its server was started anew; ask again")
        self._version, self._dim = version, dim or 0
        return self._link
