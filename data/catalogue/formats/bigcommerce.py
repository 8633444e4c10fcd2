"""BigCommerce's exports of products, the older and the newer one: a row of a product, and below it rows of
its variants and pictures.

Does not know rules that are about several options of an older shop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.catalogue.formats.record import Record
from data.catalogue.formats.shops import (
    NOT_SOLD,
    Columns,
    affirmed,
    amount,
    denied,
    filings,
    folded,
    like,
    option_field,
    options,
    record_cells,
    reduced,
)
from data.catalogue.tables.table import Row, Table

OLD, NEW = "bigcommerce_old", "bigcommerce_new"
TELLING = {
    OLD: ("sku", "option_set", "visible", "purchasable", "tracking", "image", "thumbnail"),
    NEW: ("options", "tracking", "quantity", "visible", "image", "thumbnail", "sort", "variant_image"),
}
ENOUGH = {OLD: 2, NEW: 3}  # the names of the newer one are those of many tables
VARIANTS, PICTURES, RULES = {"sku", "variant"}, {"image"}, {"rule"}
ADDED = ("gender", "age_group", "colour", "size", "material")  # columns of Google's product search
# "[S]Size=Small,[CS]Color=Red:#FF0000" in the older export
OLD_OPTION = re.compile(r"\[\w+\]\s*([^=]+?)\s*=\s*(.*?)\s*(?=,\s*\[\w+\]|$)")
# "Type=Swatch|Name=Color|Value=Red[#FF0000]" in the newer one, the next straight behind or after bars
NEW_OPTION = re.compile(r"Name=(.*?)\|Value=(.*?)\s*(?=[|\s]*Type=|$)")
SIGNS = {"ADD": 1, "REMOVE": -1}  # "[ADD]5.00", a change of the price in a rule of the older export
SWATCH = re.compile(r"\s*(?:\[#.*|:\s*#[0-9A-Fa-f]{3,6}.*)$")


class BigCommerce:
    """Products → export. A product is one item, whatever colours it comes in."""

    name = "BigCommerce"
    one_item_a_group = True

    def fits(self, header: Sequence[str]) -> bool:
        """Whether the table tells kinds of rows apart, and has enough other columns of one of the exports."""
        return bool(_version(header))

    def records(self, table: Table) -> Iterator[Record]:
        """A record for each variant, and for each product without any."""
        version = _version(table.header)
        columns = Columns(version or OLD, table.header)
        products: list[list[Row]] = []
        for row in table.rows:
            if not products or folded(columns.cell(row, "item")) == "product":
                products.append([])
            products[-1].append(row)
        for rows in products:
            yield from _Product(columns, version, rows).records()


def _version(header: Sequence[str]) -> str:
    """Which export a table is; "" for none."""
    for version, telling in TELLING.items():
        columns = Columns(version, header)
        if columns.count("item", "title", "price") == 3 and columns.count(*telling) >= ENOUGH[version]:
            return version
    return ""


@dataclass(frozen=True)
class _Product:
    """The rows of one product; its own is the first."""

    columns: Columns
    version: str
    rows: Sequence[Row]

    def records(self) -> Iterator[Record]:
        """One for each variant; one for the product where it has none."""
        variants = self._of_kind(VARIANTS)
        first = self.rows[0]
        group = self._identity() if variants else ""
        paths = re.split("[;|]", self.columns.cell(first, "categories"))
        categories = filings(" > ".join(part.strip() for part in path.split("/")) for path in paths)
        images = self._images()
        for row in variants or [first]:
            own = self.columns.cell(row, "variant_image") if self.version == NEW else ""
            pictures = tuple(dict.fromkeys(filter(None, [own, *images])))
            yield Record(row.line, self._cells(row), group, categories, pictures, self._hidden(), row.cells)

    def _of_kind(self, kinds: set[str]) -> list[Row]:
        return [row for row in self.rows[1:] if folded(self.columns.cell(row, "item")) in kinds]

    def _identity(self) -> str:
        return self.columns.cell(self.rows[0], "id") or self.columns.cell(self.rows[0], "sku")

    def _own(self, row: Row, field: str) -> str:
        """What a variant says, else its product."""
        return self.columns.cell(row, field) or self.columns.cell(self.rows[0], field)

    def _cells(self, row: Row) -> dict[str, str]:
        first = self.rows[0]
        price, now = self._prices(row)
        link = self.columns.cell(first, "link")
        said = {field: cell for field in ADDED if (cell := self.columns.cell(first, field))}
        cells = {
            "id": self._identity(),
            "title": self.columns.cell(first, "title"),
            "brand": self.columns.cell(first, "brand"),
            "link": link if link.lower().startswith(("http://", "https://")) else "",
            "price": price,
            "sale_price": now if reduced(price, now) else "",
            "quantity": self._quantity(row),
            "availability": NOT_SOLD
            if denied(self._own(row, "purchasable") if self.version == OLD else "")
            else "",
        }
        chosen = {**self.columns.others(row), **said, **options(self._options(row))}
        return record_cells(chosen, [self.columns.cell(first, "description")], cells)

    def _prices(self, row: Row) -> tuple[str, str]:
        """The full price and the sale price of a variant, as it has them itself or as a rule changes those of
        its product."""
        first, own = self.rows[0], self.columns.cell(row, "price")
        price, now = self.columns.cell(first, "price"), self.columns.cell(first, "sale_price")
        change = own if "[" in own else self._rules.get(self.columns.cell(row, "sku"), "")
        if change and row is not first:
            return _changed(price, change), "" if "[FIXED]" in change else _changed(now, change)
        return (own, self.columns.cell(row, "sale_price")) if amount(own) else (price, now)

    @cached_property
    def _rules(self) -> dict[str, str]:
        """What the older export changes a variant's price by, by SKU."""
        cells = (
            (self.columns.cell(row, "sku"), self.columns.cell(row, "price")) for row in self._of_kind(RULES)
        )
        return {sku: change for sku, change in cells if sku and change}

    def _options(self, row: Row) -> list[tuple[str, str]]:
        if row is self.rows[0]:
            return []
        field, form = ("options", NEW_OPTION) if self.version == NEW else ("title", OLD_OPTION)
        found = form.findall(self.columns.cell(row, field))
        return [
            (name, SWATCH.sub("", value) if option_field(name) == "colour" else value)
            for name, value in found
        ]

    def _quantity(self, row: Row) -> str:
        """Counts are kept of the product, of each variant, or of neither: then a 0 says nothing."""
        tracking = folded(self.columns.cell(self.rows[0], "tracking"))
        if not tracking or denied(tracking):
            return "" if self.columns.count("tracking") else self.columns.cell(row, "quantity")
        counted = self.rows[0] if "product" in tracking else row
        return self.columns.cell(counted, "quantity")

    def _images(self) -> list[str]:
        """The product's pictures, its thumbnail first, then as they are sorted."""
        found = (self._old_images if self.version == OLD else self._new_images)()
        return [image for _, _, image in sorted(found, key=lambda picture: picture[:2])]

    def _old_images(self) -> list[tuple[bool, int, str]]:
        row = self.rows[0]
        thumbnails, sorts = self.columns.series(row, "thumbnail"), self.columns.series(row, "sort")
        pictures = self.columns.series(row, "image").items()
        return [
            (not affirmed(thumbnails.get(n, "")), int(amount(sorts.get(n, "")) or n), image)
            for n, image in pictures
            if image
        ]

    def _new_images(self) -> list[tuple[bool, int, str]]:
        return [
            (
                not affirmed(self.columns.cell(row, "thumbnail")),
                int(amount(self.columns.cell(row, "sort")) or n),
                image,
            )
            for n, row in enumerate([self.rows[0], *self._of_kind(PICTURES)])
            if (image := self.columns.cell(row, "image") or self.columns.cell(row, "image_file"))
        ]

    def _hidden(self) -> str:
        first = self.rows[0]
        if folded(self.columns.cell(first, "type")) in ("d", "digital"):
            return "it is nothing to wear: a digital product"
        if denied(self.columns.cell(first, "visible")):
            return "it is not visible in the shop"
        return ""


def _changed(price: str, change: str) -> str:
    """A price after a change; "" where either cannot be read."""
    kind, _, by = change.strip().removeprefix("[").partition("]")
    base, difference = amount(price), amount(by)
    if kind == "FIXED":
        return by.strip()
    if not base or difference is None or kind not in SIGNS:
        return ""
    return like(base + SIGNS[kind] * difference, price)
