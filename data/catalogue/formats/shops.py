"""The columns of shop platforms' exports, by shops.json, whatever the language or version of their names;
what an option's name stands for; and how a full price and a reduced one are told apart.

Knows names of columns and options; does not know how a platform lays out its rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.catalogue.formats.record import FIELDS
from data.catalogue.tables.table import Row
from data.catalogue.values.cache import cached
from data.catalogue.vocabulary import plain, unmarked

METAFIELD = re.compile(r"\((product\.metafields\.[^)]+)\)")  # what is before it is in the owner's language
HINT = re.compile(r"\((?=[^)]*(?:0|:|,y|yyyy|aaaa))[^)]*\)")  # "(0/1)", "(x,y,z...)", "(Name:Value:Position)"
NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
AMOUNT = re.compile(r"-?\d[\d.,'\s]*")
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y")  # the second is what a spreadsheet makes of the first in Europe
NO_DATE = "0000-00-00"
ANY = "{n}"  # stands for a number in a name of shops.json
NOT_SOLD = "unavailable"  # of what a shop shows and takes no orders for
CENT = Decimal("0.01")
MAX_DIGITS = 12  # before the decimal mark: more is no price and no count


@lru_cache
def _shops() -> Any:
    return json.loads((Path(__file__).parent / "shops.json").read_text(encoding="utf-8"))


@cached(8192)  # spellings and columns, each asked for by every platform
def folded(name: str) -> str:
    """A name without case, accents, punctuation and a hint at what its cells look like."""
    metafield = METAFIELD.search(name)
    text = plain(metafield[1] if metafield else HINT.sub("", name))
    return "".join(letter for letter in text if letter.isalnum())


class Columns:
    """Which columns of a table hold which fields of a platform's export."""

    def __init__(self, platform: str, header: Sequence[str]) -> None:
        names: dict[str, str] = {}
        numbered: dict[str, dict[int, str]] = {}
        for name in header:
            names.setdefault(folded(name), name)
            if number := NUMBER.search(name):
                series = folded(name[: number.start()] + name[number.end() :])
                numbered.setdefault(series, {}).setdefault(int(number[0]), name)
        self._names: dict[str, list[str]] = {}
        self._numbered: dict[str, dict[int, str]] = {}
        for field, spellings in _shops()["columns"][platform].items():
            if ANY in spellings[0]:
                found = [numbered.get(folded(spelling.replace(ANY, "")), {}) for spelling in spellings]
                merged = {n: name for series in reversed(found) for n, name in series.items()}
                self._numbered[field] = dict(sorted(merged.items()))
            else:
                self._names[field] = [names[key] for key in map(folded, spellings) if key in names]
        known = {*sum(self._names.values(), []), *(n for s in self._numbered.values() for n in s.values())}
        self._others = [name for name in header if name not in known and option_field(name)]

    def count(self, *fields: str) -> int:
        """How many of these fields have a column."""
        return sum(bool(self._names.get(field) or self._numbered.get(field)) for field in fields)

    def cell(self, row: Row, field: str) -> str:
        """The field's first filled cell in a row; "" where it has none."""
        return next(filter(None, (row.cells.get(name, "") for name in self._names[field])), "")

    def others(self, row: Row) -> dict[str, str]:
        """What columns say that the owner has added and named like an option: "Talla"."""
        return options((name, row.cells.get(name, "")) for name in self._others)

    def series(self, row: Row, field: str) -> dict[int, str]:
        """The cells of a numbered field, such as "Attribute 1 name", by number."""
        return {n: row.cells.get(name, "") for n, name in self._numbered[field].items()}

    def pairs(self, row: Row, names: str, values: str) -> list[tuple[str, str]]:
        """Names and values that stand in numbered columns of their own."""
        by_number = self.series(row, values)
        return [(name, by_number.get(n, "")) for n, name in self.series(row, names).items()]


@lru_cache
def _options() -> tuple[dict[str, str], frozenset[str]]:
    fields = {plain(name): field for field, names in _shops()["options"].items() for name in names}
    return fields, frozenset(map(plain, _shops()["qualifiers"]))


@cached(4096)
def option_field(name: str) -> str:
    """The field that an option, attribute or feature of this name fills, or "material"; "" for another one.
    "Shoe size (EU)" and "pa_talla" are sizes."""
    fields, qualifiers = _options()
    words = re.findall(r"\w+", unmarked(METAFIELD.sub("", name)))
    said = (" ".join(words), " ".join(word for word in words if word not in qualifiers))
    return next((fields[words] for words in said if words in fields), "")


def options(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The values of named options by field; the first of those that fill the same."""
    found: dict[str, str] = {}
    for name, value in pairs:
        field = option_field(name)
        if field and value.strip():
            found.setdefault(field, value.strip())
    if "size" not in found and any(map(str.isdigit, found.get("age_group", ""))):
        found["size"] = found["age_group"]  # "3-5 yrs" is what children's things are sold by
    return found


def record_cells(
    chosen: Mapping[str, str], descriptions: Sequence[str], cells: Mapping[str, str]
) -> dict[str, str]:
    """The cells of a record: those of ``cells``, then what options say. A material has no field of its own:
    the description tells it."""
    texts = list(dict.fromkeys(filter(None, descriptions)))
    if chosen.get("material"):
        texts.append(f"Material: {chosen['material']}")
    own = {name: cell for name, cell in cells.items() if cell}
    merged = {**chosen, "description": "\n".join(texts), **own}
    return {name: cell for name, cell in merged.items() if cell and name in FIELDS}


def listed(cell: str) -> list[str]:
    """The parts of a cell between commas; "\\," is a comma within one."""
    parts = (part.replace("\\,", ",").strip() for part in re.split(r"(?<!\\),", cell))
    return [part for part in parts if part]


def filings(paths: Iterable[str]) -> tuple[str, ...]:
    """Categories without those that every platform has and that say nothing."""
    return tuple(
        dict.fromkeys(path.strip() for path in paths if folded(path) not in _words("unfiled") | {""})
    )


def denied(cell: str) -> bool:
    """Whether a cell says no; an empty one says nothing."""
    return folded(cell) in _words("no")


def affirmed(cell: str) -> bool:
    """Whether a cell says yes."""
    return folded(cell) in _words("yes")


@lru_cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(folded, _shops()[name]))


def amount(cell: str) -> Decimal | None:
    """The number in a cell, for comparing it with another of the same table; None where it has none."""
    whole, _, fraction = _number(cell)
    return Decimal(f"{whole}.{fraction or 0}") if 0 < len(whole) <= MAX_DIGITS else None


def _number(cell: str) -> tuple[str, str, str]:
    """The whole part of a number, its decimal mark and its fraction. A lone mark before exactly three digits
    is a thousands mark, so that the other one is for decimals."""
    found = AMOUNT.search(cell)
    digits = re.sub(r"[\s']", "", found[0]).rstrip(".,") if found else ""
    marks = re.sub(r"[^.,]", "", digits)
    if not marks:
        return digits, ".", ""
    before, after = digits[: digits.rfind(marks[-1])], digits[digits.rfind(marks[-1]) + 1 :]
    if len(set(marks)) == 1 and (
        len(marks) > 1 or (len(after) == 3 and len(before.lstrip("-0")) in (1, 2, 3))
    ):
        return re.sub("[.,]", "", digits), "." if marks[0] == "," else ",", ""
    return re.sub("[.,]", "", before), marks[-1], after


def reduced(full: str, now: str) -> bool:
    """Whether a price is a reduction of another."""
    was, costs = amount(full), amount(now)
    return was is not None and costs is not None and 0 < costs < was


def discounted(cell: str, off: str, percent: str) -> str:
    """A price less a discount, with the decimal mark of the price; "" where nothing is taken off."""
    price, less, share = amount(cell), amount(off), amount(percent)
    if price is None or not (less or share):
        return ""
    now = price - less if less else price * (100 - (share or 0)) / 100
    return like(now, cell) if 0 < now < price else ""


def like(value: Decimal, cell: str) -> str:
    """A price as a cell of the same table would write it."""
    return str(value.quantize(CENT, ROUND_HALF_UP)).replace(".", _number(cell)[1])


def in_effect(start: str, end: str, today: date) -> bool:
    """Whether a day is within two others, both included; a bound that is not written is none. A date that
    cannot be read is one that nobody promises."""
    try:
        first, last = _day(start), _day(end)
    except ValueError:
        return False
    return (first is None or first <= today) and (last is None or today <= last)


def _day(cell: str) -> date | None:
    written = re.split(r"[ T]", cell, maxsplit=1)[0]
    if written in ("", NO_DATE):
        return None
    for form in DATES:
        with suppress(ValueError):
            return datetime.strptime(written, form).date()
    raise ValueError(cell)
