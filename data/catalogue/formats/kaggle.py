"""Reads styles.csv of Kaggle's fashion products, whose pictures are images/<id>.jpg.

Knows its columns; does not know whether the pictures are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.catalogue.formats.columns import Columns, squeezed
from data.catalogue.formats.record import Record
from data.catalogue.tables.table import Row, Table
from data.catalogue.vocabulary import category_named

ARTICLE = "articletype"  # the column that no other table has, squeezed
NOTHING = ("NA", "nan")  # how the table says that it does not know


@dataclass(frozen=True, slots=True)
class KaggleStyles:
    """Kaggle's table: an item a row. A column of pictures, which some copies have, is used."""

    name: str = "Kaggle's styles.csv"
    one_item_a_group: bool = False

    def fits(self, header: Sequence[str]) -> bool:
        return {"id", ARTICLE} <= {squeezed(column) for column in header}

    def records(self, table: Table) -> Iterator[Record]:
        columns = Columns.of(table.header)
        article = next((column for column in table.header if squeezed(column) == ARTICLE), "")
        return (_record(columns, article, row) for row in table.rows)


def _record(columns: Columns, article: str, row: Row) -> Record:
    told = {name: cell for name, cell in row.cells.items() if cell not in NOTHING}
    cells, kind = columns.cells(told), told.get(article, "")
    return Record(
        row.line,
        cells | ({"kind": kind.lower()} if kind else {}),
        categories=(kind,) if kind else (),
        filed=category_named(kind) or "",
        images=columns.pictures(told) or ((f"images/{cells['id']}.jpg",) if "id" in cells else ()),
        row=row.cells,
    )
