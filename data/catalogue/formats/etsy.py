"""Etsy's download of listings: one row a listing, its sizes and colours as lists.

Knows no categories but the listing's tags, and no number of the listing: its SKU or its title stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.catalogue.formats.record import Record
from data.catalogue.formats.shops import Columns, filings, listed, option_field, options, record_cells
from data.catalogue.tables.table import Row, Table
from data.catalogue.vocabulary import plain

TELLING = ("currency", "tags", "material", "image", "variation_type", "variation_name", "variation_values")


class Etsy:
    """Shop manager → settings → download data → listings."""

    name = "Etsy"
    one_item_a_group = True

    def fits(self, header: Sequence[str]) -> bool:
        """Whether the table has titles, prices, numbered pictures and three other columns of the download."""
        columns = Columns("etsy", header)
        return columns.count("title", "price", "image", "currency") == 4 and columns.count(*TELLING) >= 4

    def records(self, table: Table) -> Iterator[Record]:
        """A record a row, each with an identity of its own."""
        columns = Columns("etsy", table.header)
        taken: set[str] = set()
        for row in table.rows:
            identity = _identity(columns, row, taken)
            taken.add(identity)
            images = tuple(dict.fromkeys(filter(None, columns.series(row, "image").values())))
            tags = (tag.replace("_", " ") for tag in listed(columns.cell(row, "tags")))
            yield Record(row.line, _cells(columns, row, identity), "", filings(tags), images, "", row.cells)


def _identity(columns: Columns, row: Row, taken: set[str]) -> str:
    """The first SKU, else the title's words, with a number where another listing has the same; "" without
    either."""
    words = "".join(
        letter if letter.isalnum() else " " for letter in plain(columns.cell(row, "title"))
    ).split()
    name = next(iter(listed(columns.cell(row, "sku"))), "-".join(words))
    if name not in taken or not name:
        return name
    number = next(n for n in range(2, len(taken) + 3) if f"{name}-{n}" not in taken)
    return f"{name}-{number}"


def _cells(columns: Columns, row: Row, identity: str) -> dict[str, str]:
    names, kinds = (columns.series(row, f"variation_{field}") for field in ("name", "type"))
    pairs = [
        (name if option_field(name := names.get(n, "")) else kinds.get(n, ""), values)
        for n, values in columns.series(row, "variation_values").items()
    ]
    materials = ", ".join(listed(columns.cell(row, "material").replace("_", " ")))
    said = {**columns.others(row), "material": materials, **options(pairs)}
    cells = {field: columns.cell(row, field) for field in ("title", "price", "currency", "quantity")}
    return record_cells(said, [columns.cell(row, "description")], {**cells, "id": identity})
