"""WooCommerce's export of products, in English and Spanish: simple products, and variable ones with a row for
each variation, which names its parent.

Does not know where the shop is: only an external product has a link, and none has a currency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from data.catalogue.formats.record import Record
from data.catalogue.formats.shops import (
    Columns,
    amount,
    denied,
    filings,
    in_effect,
    listed,
    options,
    record_cells,
    reduced,
)
from data.catalogue.tables.table import Row, Table

TELLING = (
    "visibility", "in_stock", "backorders", "tax_status", "sale_start", "attribute_name", "attribute_value",
)  # fmt: skip
USUAL = ("type", "sku", "published", "parent", "short_description")
SURE = 5  # a telling column counts twice: two of them are sure with any usual one
BY_ID = "id:"  # before a parent's number; without it, the parent is named by its SKU
UNPUBLISHED = {"0": "it is private", "-1": "it is a draft"}


@dataclass(frozen=True, slots=True)
class WooCommerce:
    """Products → export. A product is one item, whatever colours it comes in. ``today`` says whether a sale
    is on."""

    today: Callable[[], date] = date.today
    name: str = "WooCommerce"
    one_item_a_group: bool = True

    def fits(self, header: Sequence[str]) -> bool:
        """Whether the table has names, regular prices and enough columns that only this export has."""
        columns = Columns("woocommerce", header)
        points = 2 * columns.count(*TELLING) + columns.count(*USUAL)
        return columns.count("title", "price") == 2 and points >= SURE

    def records(self, table: Table) -> Iterator[Record]:
        """A record for each thing that can be bought: a variable product only where it has no variations."""
        columns = Columns("woocommerce", table.header)
        products = _by_reference(columns, table.rows)
        parents = {
            row.line: products.get(_parent(columns, row)) for row in table.rows if _varies(columns, row)
        }
        replaced = {parent.line for parent in parents.values() if parent}
        for row in table.rows:
            if row.line not in replaced:
                yield _Product(columns, row, parents.get(row.line), self.today()).record()


def _varies(columns: Columns, row: Row) -> bool:
    """Whether a row is a variation, by its type where the table has it."""
    types = _types(columns, row)
    return "variation" in types if types else bool(_parent(columns, row))


def _types(columns: Columns, row: Row) -> list[str]:
    """The types of a row: "simple, downloadable, virtual"."""
    return [kind.lower() for kind in listed(columns.cell(row, "type"))]


def _parent(columns: Columns, row: Row) -> str:
    return columns.cell(row, "parent").lower()


def _by_reference(columns: Columns, rows: Sequence[Row]) -> dict[str, Row]:
    """Products by what a variation may call them: "id:60", an SKU, or a bare number that is no SKU."""
    products = [row for row in rows if not _varies(columns, row)]
    numbers = {number: row for row in reversed(products) if (number := columns.cell(row, "id"))}
    skus = {sku.lower(): row for row in reversed(products) if (sku := columns.cell(row, "sku"))}
    return {**numbers, **skus, **{BY_ID + number: row for number, row in numbers.items()}}


@dataclass(frozen=True, slots=True)
class _Product:
    """A row of a product, or of a variation with its parent where the table has it."""

    columns: Columns
    row: Row
    parent: Row | None
    today: date

    def record(self) -> Record:
        """What can be bought, with all that its parent says."""
        columns, row = self.columns, self.row
        categories = filings([*listed(self._of("categories")), *listed(self._of("tags"))])
        parent_images = columns.cell(self.parent, "images") if self.parent else ""
        images = tuple(dict.fromkeys(listed(columns.cell(row, "images")) + listed(parent_images)))
        group = self._id() if _varies(columns, row) else ""
        return Record(row.line, self._cells(), group, categories, images, self._hidden(), row.cells)

    def _id(self) -> str:
        named = self.parent or (None if _varies(self.columns, self.row) else self.row)
        if named is None:
            return _parent(self.columns, self.row).removeprefix(BY_ID) or self.columns.cell(self.row, "id")
        return self.columns.cell(named, "id") or self.columns.cell(named, "sku")

    def _of(self, field: str) -> str:
        """What the parent says, else what the row itself does."""
        return (self.columns.cell(self.parent, field) if self.parent else "") or self._own(field)

    def _own(self, field: str) -> str:
        return self.columns.cell(self.row, field)

    def _cells(self) -> dict[str, str]:
        full, now = self._own("price"), self._own("sale_price")
        on = in_effect(self._own("sale_start"), self._own("sale_end"), self.today)
        chosen = options(
            pair
            for row in (self.row, self.parent)
            if row
            for pair in self.columns.pairs(row, "attribute_name", "attribute_value")
        )
        cells = {
            "id": self._id(),
            "title": self._of("title"),
            "brand": ", ".join(listed(self._of("brand"))[:1]),
            "link": self._of("link"),
            "price": full,
            "sale_price": now if on and reduced(full, now) else "",
            **self._stock(),
        }
        others = self.columns.others(self.row)
        return record_cells(
            {**others, **chosen}, [self._of("short_description"), self._of("description")], cells
        )

    def _stock(self) -> dict[str, str]:
        """A variation may leave its count to its parent. What is sold with none left is on
        backorder."""
        word = self._own("in_stock") or self._of("in_stock")
        quantity = self._own("quantity")
        if quantity.lower() == "parent":
            quantity = self._of("quantity")
        left, may_wait = amount(quantity), self._own("backorders") or self._of("backorders")
        if left is not None and left <= 0 and may_wait and not denied(may_wait):
            word = "backorder"
        return {"availability": word, "quantity": quantity}

    def _hidden(self) -> str:
        kinds = {kind for row in (self.row, self.parent) if row for kind in _types(self.columns, row)}
        for row in filter(None, (self.row, self.parent)):
            published = self.columns.cell(row, "published")
            if published in UNPUBLISHED or denied(published):
                return UNPUBLISHED.get(published, "it is not published")
        if self._of("visibility").lower() in ("hidden", "oculto"):
            return "it is hidden from the shop's pages"
        if kinds & {"virtual", "downloadable"}:
            return "it is nothing to wear: a virtual or downloadable product"
        return "it is a group of other products" if "grouped" in kinds else ""
