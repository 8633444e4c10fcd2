"""One version of an index in PostgreSQL, as it is read: everything is asked of the database.

Does not know who writes, nor how connections are made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from data.catalogue.item import Item
from data.store.address import StoreError
from data.store.columns import from_card
from data.store.postgres import stocktaking
from data.store.postgres.conditions import condition, in_currency
from data.store.postgres.links import Links
from data.store.postgres.schema import EXACT
from data.store.records import Filter, Stock

if TYPE_CHECKING:
    from psycopg import Connection

FETCH_ROWS = 5000  # of one round trip
BEGIN = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT made || ' ' || version, (SELECT vector_dims(vector) FROM armario.vectors LIMIT 1) FROM armario.about
"""
# Vectors are of unit length: <#>, less the cosine, takes less than <=>
SCORED = """
SELECT id, card, -(vector <#> %s) AS score FROM armario.items JOIN armario.vectors USING (id)
WHERE {said} ORDER BY score DESC, id LIMIT %s
"""
# Some more than are wanted, by vectors in half precision, and those in order by the whole ones
FOUND = """
SELECT id, card, score FROM armario.items JOIN (
    SELECT id, -(vector <#> %s) AS score FROM (
        SELECT vectors.id, vector FROM armario.vectors {join}
        WHERE vector_dims(vector) = {dim} {shelf} AND {said}
        ORDER BY vector::halfvec({dim}) <#> %s::halfvec({dim}) LIMIT %s
    ) AS near
) AS scored USING (id) ORDER BY score DESC, id LIMIT %s
"""
SPARE = 20  # more than are wanted


class PostgresView:
    """A transaction that reads. For one thread at a time."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._link: Connection[Any] | None = None
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
        if self.counted(category, where, EXACT + 1) > EXACT:
            found = self._found(vector, count, category, where)
        else:
            said, values = condition(category, where)
            found = self._rows(SCORED.format(said=said), [vector, *values, count])
        return [(from_card(name, card), float(score)) for name, card, score in found]

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

    def _found(self, vector: np.ndarray, count: int, category: str | None, where: Filter) -> list[Any]:
        """The closest rows by an index of vectors, which is searched on until enough pass the filter."""
        said, values = condition(None, where, indexed=False)
        asked = FOUND.format(
            dim=vector.size, said=said, shelf="" if category is None else "AND shelf = %s",
            join="" if said == "TRUE" else "JOIN armario.items USING (id)",
        )  # fmt: skip
        shelf = [] if category is None else [category]
        return self._rows(asked, [vector, *shelf, *values, vector, count + SPARE, count])

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

    def _begin(self) -> Connection[Any]:
        """The connection; a new one in the place of one that was cut, if nothing was written meanwhile."""
        if self._link is not None:
            return self._link
        self._link, (version, dim) = self._links.begin(BEGIN)
        if self._version not in ("", version):
            raise StoreError("the index changed while its server was started anew; ask again")
        self._version, self._dim = version, dim or 0
        return self._link
