"""What every format of an export is turned into: one record for each thing that can be bought, in cells.

A format gives to each cell the name of a field and to each variant what its product says once; what the
cells mean is read afterwards, by data.catalogue.values, for all formats alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from data.catalogue.tables.table import Table

# Names of fields that a record's cells may have
FIELDS = (
    "id", "title", "title_es", "description", "description_es", "brand", "link",
    "price",  # as it is written, perhaps with a currency, a thousands mark or a range
    "sale_price",  # likewise; what it costs now
    "currency",  # where it has a column of its own
    "availability",  # a word: in_stock, out of stock, preorder, yes, 1, sí …
    "quantity",  # a number of pieces in stock
    "size", "colour", "gender", "age_group", "usage", "season", "kind", "price_note",
)  # fmt: skip
COLUMN_FIELDS = (*FIELDS, "category", "image", "group")  # what a column of a table may hold


@dataclass(frozen=True, slots=True)
class Record:
    """One variant of one product: every size a record of its own where the export has it so. A cell may hold
    several values ("S, M, L") where the export does.

    ``categories`` are what files it, the most telling first; each may be a path ("Apparel > Shoes") or a
    number of Google's taxonomy. ``images`` are file names or addresses, the main one first.
    ``filed`` is the category of ours where the export's own list is known, so that no title corrects it.
    """

    line: int
    cells: Mapping[str, str]  # by one of FIELDS; empty ones are left out
    group: str = ""  # the same for all variants of a product; "" for a product of one
    categories: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    hidden: str = ""  # why the shop does not sell it, in words: "its status is draft"
    row: Mapping[str, str] = field(default_factory=dict)  # the cells under their own names
    filed: str = ""


class Format(Protocol):
    """One kind of export. ``name`` is what an owner calls it: "Shopify"."""

    @property
    def name(self) -> str: ...

    @property
    def one_item_a_group(self) -> bool:
        """Whether a product of several colours is one item; else each colour is one."""
        ...

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a table with these columns is of this format beyond doubt."""
        ...

    def records(self, table: Table) -> Iterator[Record]:
        """A table's records, in its order. What cannot be used at all is a record without cells for it: the
        reader of values reports what is missing, by line."""
        ...
