"""What the columns of a table mean: names in English and Spanish, as columns.csv lists them, and the cells of
a row by the fields that they stand for.

Knows names of columns; does not know what a cell's text is worth.

Where several columns mean the same field, the better one comes first and the others stand in where its cell
is empty: the order of the rows of columns.csv, then the number in the name (of pictures the lowest first, of
categories the highest, as they are numbered from broad to fine), then the order in the table. So an id is
preferred to a SKU and that to a barcode, a description to a short one, a finer category (subcategory, type)
to a broader one (category, section, department, Google's taxonomy).
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from data.catalogue.formats.record import FIELDS
from data.catalogue.images import SUFFIXES
from data.catalogue.values.cache import cached

HERE = Path(__file__).parent
MULTIPLE = ("category", "image")  # fields that a table may have several columns of
PRICES = ("price", "full_price", "sale_price")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_PREFIX = re.compile(r"^\s*[gc]\s*:\s*", re.IGNORECASE)  # of Google's namespace in feeds: "g:image_link"
_BETWEEN_WORDS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_ENDS = "|".join(sorted(suffix[1:] for suffix in SUFFIXES | {".heic", ".heif", ".svg"}))
_FILE_ENDS = re.compile(rf"(\.(?:{_ENDS}))\s*[,;]\s*", re.IGNORECASE)
_ADDRESS_BEGINS = re.compile(r"(?<![\s,;])[\s,;]+(?=https?://)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Name:
    """What a column's name stands for. ``rank`` is the row of columns.csv: the lower, the better."""

    field: str
    rank: int
    spanish: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A column with its meaning, and what it is sorted by."""

    name: _Name
    number: int
    position: int
    column: str

    @property
    def order(self) -> tuple[int, int, int]:
        downwards = self.name.field == "category"  # "category 1" is the broadest
        return self.name.rank, -self.number if downwards else self.number, self.position


def squeezed(name: str) -> str:
    """A column's name as it is compared: letters and digits only, lower case, without accents or "g:"."""
    letters = unicodedata.normalize("NFKD", _PREFIX.sub("", name.lstrip("\ufeff")))
    return "".join(c for c in letters.casefold() if c.isalnum())


def canonical(header: Sequence[str]) -> dict[str, str]:
    """What the columns stand for: one of FIELDS, "category", "category_2" …, "image", "image_2" …, or
    "group"; in the order of preference. Unknown ones are left out."""
    known = [(position, column, *_meaning(column)) for position, column in enumerate(header)]
    places = [_Place(name, number, at, column) for at, column, name, number in known if name]
    places.sort(key=lambda place: place.order)
    fields = {place.name.field for place in places}
    english = {place.name.rank for place in places if not place.name.spanish}
    found = {place.column: _field(place.name, fields, english) for place in places}
    return _numbered({column: field for column, field in found.items() if field})


@lru_cache(maxsize=256)  # each row is asked for it
def currency_of(column: str) -> str:
    """The currency that the name of a column of prices says, as it is written: "EUR" of "Price (EUR)"."""
    return next((word for word in _words(column) if _is_currency(word)), "")


def pictures_in(cell: str) -> list[str]:
    """The file names or addresses in a cell that may hold several. A comma parts two of them only where an
    address begins after it, or a picture's suffix stands before it: both may have commas within."""
    if cell.startswith("["):
        return [part for entry in _listed(cell) for part in pictures_in(entry.strip(" ["))]
    lines = re.split(r"[|\n]", cell)
    addresses = chain.from_iterable(_ADDRESS_BEGINS.split(line.strip()) for line in lines)
    parts = chain.from_iterable(_files(part) for part in addresses)
    return [part for part in (part.strip(" ,;\t\r") for part in parts) if part]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table by field, the better ones first."""

    by_field: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, header: Sequence[str]) -> Columns:
        by_field: defaultdict[str, list[str]] = defaultdict(list)
        for column, field in canonical(header).items():
            by_field[re.sub(r"_\d+$", "", field)].append(column)
        return cls({field: tuple(columns) for field, columns in by_field.items()})

    def cells(self, row: Mapping[str, str]) -> dict[str, str]:
        """The cells of a row by FIELDS, without the empty ones."""
        cells = {field: self.first(field, row) for field in FIELDS}
        told = self._filled("price", row) or self._filled("sale_price", row)
        if told and not cells["currency"]:
            cells["currency"] = currency_of(told[0])
        if cells["sale_price"] and not re.search("[1-9]", cells["price"]):  # "compare at 0.00": no reduction
            cells["price"], cells["sale_price"] = cells["sale_price"], ""
        _sort_stock(cells)
        return {field: cell for field, cell in cells.items() if cell}

    def first(self, field: str, row: Mapping[str, str]) -> str:
        return next(iter(self.all(field, row)), "")

    def all(self, field: str, row: Mapping[str, str]) -> list[str]:
        return [row[column] for column in self._filled(field, row)]

    def pictures(self, row: Mapping[str, str]) -> tuple[str, ...]:
        found = chain.from_iterable(pictures_in(cell) for cell in self.all("image", row))
        return tuple(dict.fromkeys(found))

    def _filled(self, field: str, row: Mapping[str, str]) -> list[str]:
        return [column for column in self.by_field.get(field, ()) if row.get(column)]


def _sort_stock(cells: dict[str, str]) -> None:
    """Put a word in a column of numbers where words belong, and the other way round: "Stock" heads both."""
    quantity, availability = cells["quantity"], cells["availability"]
    if quantity and not any(c.isdigit() for c in quantity):
        cells["quantity"], cells["availability"] = "", availability or quantity
    elif availability.isdecimal() and availability not in ("0", "1") and not quantity:
        cells["quantity"], cells["availability"] = availability, ""


def _field(name: _Name, fields: set[str], english: set[int]) -> str:
    """The field that a column stands for beside others of ``fields``; "" where they say it all.

    A "price" beside an "old price" is what it costs now; "Nombre" beside "Name" is the title in Spanish.
    """
    field = name.field
    if field == "full_price":
        return "" if {"price", "sale_price"} <= fields else "price"
    if field == "price" and "full_price" in fields and "sale_price" not in fields:
        return "sale_price"
    in_spanish = f"{field}_es"
    if in_spanish in FIELDS and in_spanish not in fields and name.spanish and name.rank in english:
        return in_spanish
    return field


def _numbered(fields: dict[str, str]) -> dict[str, str]:
    counts = dict.fromkeys(MULTIPLE, 0)
    named = {}
    for column, field in fields.items():
        if field in counts:
            counts[field] += 1
        named[column] = f"{field}_{counts[field]}" if counts.get(field, 0) > 1 else field
    return named


@cached(4096)  # the columns of one table are asked for several times
def _meaning(column: str) -> tuple[_Name | None, int]:
    """What a column's name stands for, and the number in it."""
    bare = _BRACKETS.sub(" ", column)
    numbers = re.findall(r"\d+", squeezed(column))
    number = int(numbers[-1][:3]) if numbers else 0
    for name in (column, bare):
        if known := _names().get(squeezed(name)):
            return known, number
    known = _names().get(squeezed(" ".join(w for w in _words(column) if not _is_currency(w))))
    if known and known.field in PRICES:
        return known, 0
    known = _names().get(re.sub(r"\d", "", squeezed(bare)))
    return (known, number) if known and (known.field in MULTIPLE or number == 1) else (None, 0)


def _words(column: str) -> list[str]:
    """The words of a name, symbols of currencies too; "in" and "en" stand before a currency only."""
    spaced = re.sub(r"[_\W]", lambda c: c[0] if _is_symbol(c[0]) else " ", _BETWEEN_WORDS.sub(" ", column))
    return [word for word in spaced.split() if word.casefold() not in ("in", "en")]


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character) == "Sc"


def _is_currency(word: str) -> bool:
    known = _names().get(f"currency_word {squeezed(word)}")
    return known is not None or any(map(_is_symbol, word))


def _files(part: str) -> list[str]:
    is_address = re.match("https?://", part, re.IGNORECASE)
    return [part] if is_address else _FILE_ENDS.sub(r"\1|", part).split("|")


def _listed(cell: str) -> list[str]:
    """The texts of a list in JSON, or the addresses of its records; else the cell as it is."""
    try:
        listed = json.loads(cell)
    except (ValueError, RecursionError):
        return [cell]
    entries = [entry.get("url") if isinstance(entry, dict) else entry for entry in listed]
    return [entry for entry in entries if isinstance(entry, str)]


@lru_cache
def _names() -> dict[str, _Name]:
    """What each squeezed name stands for; words of currencies have a prefix, as they name no column."""
    names: dict[str, _Name] = {}
    with (HERE / "columns.csv").open(encoding="utf-8", newline="") as file:
        for rank, row in enumerate(csv.DictReader(file)):
            prefix = "currency_word " if row["field"] == "currency_word" else ""
            for column in ("names", "names_es"):
                for name in filter(None, row[column].split("|")):
                    meaning = _Name(row["field"], rank, column == "names_es")
                    names.setdefault(prefix + squeezed(name), meaning)
    return names
