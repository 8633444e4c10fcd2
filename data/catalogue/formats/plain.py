"""Reads any table whose columns have usual names: our own items.csv, a spreadsheet, an export of a platform
that has no reader of its own.

Knows which rows belong to one product; does not know what their cells are worth.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PureWindowsPath

from data.catalogue.formats.columns import Columns, squeezed
from data.catalogue.formats.record import Record
from data.catalogue.tables.table import Row, Table
from data.catalogue.vocabulary import plain

HERE = Path(__file__).parent
# What a product says once, in the row that describes it or in its first one
SAID_ONCE = (
    "title", "title_es", "description", "description_es", "brand", "link", "gender", "age_group", "usage",
    "season", "kind", "price_note",
)  # fmt: skip
COST = ("price", "sale_price", "currency")
MAX_TITLE = 100  # characters of a description that can stand for a title: a line, as in a list of stock


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table with a column for pictures and one that says what is on them."""

    name: str = "a plain table"
    one_item_a_group: bool = False

    def fits(self, header: Sequence[str]) -> bool:
        return not missing(Columns.of(header))

    def records(self, table: Table) -> Iterator[Record]:
        return records_of(table)


def missing(columns: Columns) -> str:
    """What a table lacks to be read at all, in words; "" where it has it."""
    if "image" not in columns.by_field:
        return "no column for pictures (image, image_link, picture, imagen, foto …)"
    if not {"title", "id", "category"} & set(columns.by_field):
        return "no column that says what is on them (title, name, id, category, nombre, referencia …)"
    return ""


def records_of(table: Table, sale_is_on: Callable[[Row], bool] = lambda row: True) -> Iterator[Record]:
    """A record a row, in the order of the table. Rows of one product have the same ``group``: that of a
    column of groups or parents, or the same id, or the same title and each another size. A parent that is no
    variant itself has no record; its variants have what it says."""
    columns, hiding = Columns.of(table.header), _hiding(table.header)
    read = _with_groups(_with_ids([_record(columns, hiding, row, sale_is_on) for row in table.rows]))
    members: defaultdict[str, list[Record]] = defaultdict(list)
    for record in read:
        members[record.group].append(record)
    families = {group: _Family.of(found) for group, found in members.items() if group}
    for record in read:
        family = families.get(record.group)
        if family is None:
            yield record
        elif record is not family.parent:
            yield family.completed(record)


@dataclass(frozen=True, slots=True)
class _Family:
    """What the rows of one product say for each other."""

    parent: Record | None  # a row that is no variant
    said: Mapping[str, str]
    cost: Mapping[str, str]
    categories: tuple[str, ...]
    pictures: Mapping[str, tuple[str, ...]]  # by the colour of the row that has them

    @classmethod
    def of(cls, members: Sequence[Record]) -> _Family:
        told = [{name: r.cells[name] for name in SAID_ONCE if name in r.cells} for r in members]
        costs = [
            {name: r.cells[name] for name in COST if name in r.cells} for r in members if "price" in r.cells
        ]
        parent = _parent(members)
        return cls(
            parent,
            {name: cell for cells in reversed(told) for name, cell in cells.items()},
            next(iter(costs), {}),
            next((r.categories for r in members if r.categories), ()),
            {"" if r is parent else _colour(r): r.images for r in reversed(members) if r.images},
        )

    def completed(self, record: Record) -> Record:
        """A variant with what its own row leaves out. A picture of another colour is none of its own."""
        cells = {**self.said, **({} if "price" in record.cells else self.cost), **record.cells}
        pictures = self.pictures.get(_colour(record)) or self.pictures.get("", ())
        return replace(
            record,
            cells=cells,
            categories=record.categories or self.categories,
            images=record.images or pictures,
            hidden=record.hidden or (self.parent.hidden if self.parent else ""),
        )


def _parent(members: Sequence[Record]) -> Record | None:
    """The row that only holds the others together: they name its id, and sizes or colours are theirs."""
    held = [r for r in members if r.cells.get("id") != r.group and _is_variant(r)]
    named = (r for r in members if r.cells.get("id") == r.group and not _is_variant(r))
    return next(named, None) if held else None


def _is_variant(record: Record) -> bool:
    told = (record.cells.get("size", ""), record.cells.get("colour", ""))
    return any(cell and not re.search("[,;|]", cell) for cell in told)  # a parent may list all of them


def _colour(record: Record) -> str:
    return record.cells.get("colour", "").casefold()


def _record(
    columns: Columns, hiding: Mapping[str, frozenset[str]], row: Row, sale_is_on: Callable[[Row], bool]
) -> Record:
    cells = columns.cells(row.cells)
    if "sale_price" in cells and not sale_is_on(row):
        del cells["sale_price"]
    description = cells.get("description", "")
    if not columns.by_field.get("title") and 0 < len(description) <= MAX_TITLE and "<" not in description:
        cells["title"] = cells.pop("description")
    said = ((column, row.cells.get(column, "")) for column in hiding)
    return Record(
        row.line,
        cells,
        columns.first("group", row.cells),
        tuple(columns.all("category", row.cells)),
        columns.pictures(row.cells),
        next((f"its {column} is {cell}" for column, cell in said if squeezed(cell) in hiding[column]), ""),
        row.cells,
    )


def _with_ids(records: Sequence[Record]) -> list[Record]:
    """Give an id to those without one: their title, or their picture's name, made unique by a number."""
    taken = {record.cells.get("id") for record in records}
    used: Counter[str] = Counter()
    named = []
    for record in records:
        if "id" not in record.cells and (slug := _slug(record)):
            used[slug] += 1
            while (found := slug if used[slug] == 1 else f"{slug}-{used[slug]}") in taken:
                used[slug] += 1
            taken.add(found)
            record = replace(record, cells={"id": found, **record.cells})
        named.append(record)
    return named


def _slug(record: Record) -> str:
    picture = PureWindowsPath(record.images[0].split("?")[0]).stem if record.images else ""
    names = (record.cells.get("title", ""), picture)
    return next(filter(None, ("-".join(re.findall(r"[^\W_]+", plain(name))) for name in names)), "")


def _with_groups(records: Sequence[Record]) -> list[Record]:
    """Give the same group to rows of one product, and none to a product of one row."""
    ids = Counter(record.cells.get("id", "") for record in records)
    stated = {record.group for record in records}
    groups = []
    for record in records:
        own = record.cells.get("id", "")
        groups.append(record.group or (own if ids[own] > 1 or own in stated else ""))
    kin = _kin([record for record, group in zip(records, groups, strict=True) if not group])
    groups = [group or kin.get(r.cells.get("id", ""), "") for r, group in zip(records, groups, strict=True)]
    sizes = Counter(groups)
    return [
        replace(record, group=group if sizes[group] > 1 else "")
        for record, group in zip(records, groups, strict=True)
    ]


def _kin(records: Iterable[Record]) -> dict[str, str]:
    """The groups, by id, of rows that differ in size alone, or in size and colour, and so are one product."""
    alike: defaultdict[object, list[Record]] = defaultdict(list)
    for record in records:
        told = [record.cells.get(name, "") for name in ("title", "brand", "gender", "age_group")]
        if told[0] and record.cells.get("size") and record.cells.get("id"):
            alike[(tuple(told), record.categories)].append(record)
    groups = {}
    for found in alike.values():
        if len({(_colour(r), r.cells["size"]) for r in found}) == len(found):
            groups.update({r.cells["id"]: found[0].cells["id"] for r in found})
    return groups


@lru_cache
def _hiding_words() -> dict[str, frozenset[str]]:
    with (HERE / "hidden.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        squeezed(c): frozenset(map(squeezed, r["words"].split("|")))
        for r in rows
        for c in r["columns"].split("|")
    }


def _hiding(header: Sequence[str]) -> dict[str, frozenset[str]]:
    """The columns of a table that may say that something is not sold, with the words that do."""
    known = ((column, _hiding_words().get(squeezed(column))) for column in header)
    return {column: words for column, words in known if words}
