"""Shopify's export of products: rows of one handle are a product, its variants and its further pictures.

Knows the columns of the export before and after they were renamed; does not know where the shop is: no item
has a link or a currency.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.catalogue.formats.record import Record
from data.catalogue.formats.shops import (
    Columns,
    affirmed,
    amount,
    denied,
    filings,
    folded,
    listed,
    options,
    record_cells,
    reduced,
)
from data.catalogue.tables.table import Row, Table

TELLING = (
    "option_name", "vendor", "policy", "image_position", "compare_at", "tracker", "published", "gift_card",
)  # fmt: skip
VARIANT = ("sku", "price", "quantity")  # what only a row of a variant has
METAFIELDS = ("colour", "size", "gender", "age_group", "material")
SHARED = ("handle", "title", "vendor", "description", *METAFIELDS)


class Shopify:
    """Products → export → CSV. A product is one item, whatever colours it comes in."""

    name = "Shopify"
    one_item_a_group = True

    def fits(self, header: Sequence[str]) -> bool:
        """Whether the table has handles, titles and two other columns that only this export has together."""
        columns = Columns("shopify", header)
        return columns.count("handle", "title") == 2 and columns.count(*TELLING) >= 2

    def records(self, table: Table) -> Iterator[Record]:
        """A record for each variant, product by product."""
        columns = Columns("shopify", table.header)
        products: dict[str | int, list[Row]] = {}
        for row in table.rows:
            products.setdefault(columns.cell(row, "handle") or row.line, []).append(row)
        for rows in products.values():
            yield from _Product(columns, rows).records()


@dataclass(frozen=True)
class _Product:
    """The rows of one handle; what is said once is said by any of them, usually the first."""

    columns: Columns
    rows: Sequence[Row]

    def records(self) -> Iterator[Record]:
        """One for each row that is a variant; at least one."""
        handle, hidden = self._said["handle"], self._hidden()
        images, categories = self._images(), self._categories()
        for row in [row for row in self.rows if self._is_variant(row)] or self.rows[:1]:
            own = self.columns.cell(row, "variant_image")
            pictures = tuple(dict.fromkeys(filter(None, [*images, own])))
            yield Record(row.line, self._cells(row), handle, categories, pictures, hidden, row.cells)

    def _is_variant(self, row: Row) -> bool:
        chosen = self.columns.series(row, "option_value").values()
        return any(chosen) or any(self.columns.cell(row, field) for field in VARIANT)

    def _once(self, field: str) -> str:
        return next(filter(None, (self.columns.cell(row, field) for row in self.rows)), "")

    @cached_property
    def _said(self) -> dict[str, str]:
        """What all variants share."""
        return {field: self._once(field) for field in SHARED}

    def _cells(self, row: Row) -> dict[str, str]:
        price, before = self.columns.cell(row, "price"), self.columns.cell(row, "compare_at")
        on_sale = reduced(before, price)
        cells = {
            "id": self._said["handle"] or self.columns.cell(row, "sku"),
            "title": self._said["title"],
            "brand": self._said["vendor"],
            "price": before if on_sale else price,
            "sale_price": price if on_sale else "",
            **self._stock(row),
        }
        fields = {field: self._said[field] for field in METAFIELDS if self._said[field]}
        values = self.columns.series(row, "option_value").items()
        own = options((self._option_names.get(n, ""), value) for n, value in values)
        chosen = {**self.columns.others(row), **fields, **own}
        return record_cells(chosen, [self._said["description"]], cells)

    @cached_property
    def _option_names(self) -> dict[int, str]:
        """Names of options stand in the product's first row only, or in each."""
        named = [self.columns.series(row, "option_name") for row in reversed(self.rows)]
        return {n: name for series in named for n, name in series.items() if name}

    def _stock(self, row: Row) -> dict[str, str]:
        """A count that Shopify does not keep says nothing, though the export writes a 0; what is sold on when
        there is none left can be ordered, and is not in stock."""
        if self.columns.count("tracker") and not self.columns.cell(row, "tracker"):
            return {}
        quantity = self.columns.cell(row, "quantity")
        left = amount(quantity)
        sold_on = left is not None and left <= 0 and affirmed(self.columns.cell(row, "policy"))
        return {"quantity": quantity, "availability": "backorder" if sold_on else ""}

    def _categories(self) -> tuple[str, ...]:
        paths = [self._once(field) for field in ("type", "category", "google_category")]
        return filings([*paths, *listed(self._once("tags"))])

    def _images(self) -> list[str]:
        """The product's pictures in the order that the shop shows them in."""
        found = [
            (position is None, position or 0, image)
            for row in self.rows
            if (image := self.columns.cell(row, "image"))
            for position in [amount(self.columns.cell(row, "image_position"))]
        ]
        return [image for *_, image in sorted(found, key=lambda picture: picture[:2])]

    def _hidden(self) -> str:
        status = self._once("status")
        if status and folded(status) != "active":
            return f"its status is {status.lower()}"
        if denied(self._once("published")):
            return "it is not published on the online store"
        return "it is a gift card" if affirmed(self._once("gift_card")) else ""
