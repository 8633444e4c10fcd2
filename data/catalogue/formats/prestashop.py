"""PrestaShop's products: the table that its import takes, and the list that its back office exports, in
English and Spanish.

Does not know combinations, which are a table of their own, nor where the shop is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from data.catalogue.formats.record import Record
from data.catalogue.formats.shops import (
    NOT_SOLD,
    Columns,
    denied,
    discounted,
    filings,
    folded,
    in_effect,
    listed,
    option_field,
    options,
    record_cells,
)
from data.catalogue.tables.table import Row, Table

TELLING = (
    "active", "tax_rule", "on_sale", "discount_amount", "discount_percent", "reference", "supplier_reference",
    "ecotax", "slug", "meta", "orderable", "price_shown", "features",
)  # fmt: skip
INVISIBLE = {"none", "ninguno", "ningunsitio", "nowhere"}


@dataclass(frozen=True, slots=True)
class PrestaShop:
    """Catalogue → products → export, or a table for the import. ``today`` says whether a discount is on."""

    today: Callable[[], date] = date.today
    name: str = "PrestaShop"
    one_item_a_group: bool = True

    def fits(self, header: Sequence[str]) -> bool:
        """Whether the table has names, prices with or without tax, and two other columns that are
        PrestaShop's."""
        columns = Columns("prestashop", header)
        named, priced = columns.count("title"), columns.count("price_with_tax", "price")
        return bool(named and priced and columns.count(*TELLING) >= 2)

    def records(self, table: Table) -> Iterator[Record]:
        """A record a row."""
        columns = Columns("prestashop", table.header)
        for row in table.rows:
            yield self._record(columns, row)

    def _record(self, columns: Columns, row: Row) -> Record:
        paths = [*listed(columns.cell(row, "categories")), *listed(columns.cell(row, "tags"))]
        images = tuple(dict.fromkeys(listed(columns.cell(row, "images"))))
        cells = _cells(columns, row, self.today())
        return Record(row.line, cells, "", filings(paths), images, _hidden(columns, row), row.cells)


def _cells(columns: Columns, row: Row, today: date) -> dict[str, str]:
    price = columns.cell(row, "price_with_tax") or columns.cell(row, "price")
    off, percent = columns.cell(row, "discount_amount"), columns.cell(row, "discount_percent")
    on = in_effect(columns.cell(row, "discount_start"), columns.cell(row, "discount_end"), today)
    shown = not denied(columns.cell(row, "price_shown"))
    cells = {
        "id": columns.cell(row, "id") or columns.cell(row, "reference"),
        "title": columns.cell(row, "title"),
        "brand": columns.cell(row, "brand"),
        "quantity": columns.cell(row, "quantity"),
        "availability": NOT_SOLD if denied(columns.cell(row, "orderable")) else "",
        "price": price if shown else "",
        "sale_price": discounted(price, off, percent) if shown and on else "",
    }
    descriptions = [columns.cell(row, field) for field in ("summary", "description")]
    chosen = {**columns.others(row), **options(_features(columns.cell(row, "features")))}
    return record_cells(chosen, descriptions, cells)


def _features(cell: str) -> list[tuple[str, str]]:
    """Names and values of "Color:Red:1,Size:M:2". A part without a name belongs to the value before it, which
    has a comma; several values of one name are one list."""
    found: dict[str, list[str]] = {}
    last, unplaced = "", False
    for part in listed(cell):
        name, *rest = (text.strip() for text in part.split(":"))
        goes_on = not rest or (unplaced and rest[0].isdigit() and not option_field(name))
        last = last if goes_on else name
        unplaced = len(rest) < 2 and not (goes_on and rest)
        found.setdefault(last, []).append(name if goes_on else rest[0])
    return [(name, ", ".join(values)) for name, values in found.items()]


def _hidden(columns: Columns, row: Row) -> str:
    if denied(columns.cell(row, "active")):
        return "it is not active"
    if folded(columns.cell(row, "visibility")) in INVISIBLE:
        return "it is hidden from the shop's pages"
    virtual = columns.cell(row, "virtual")
    return "it is nothing to wear: a virtual product" if virtual and not denied(virtual) else ""
