"""CSV files as other people's programs write them, read into rows that know their line.

Knows cells; does not know what a product is.
"""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

LONGEST_RECORD = 50  # lines; a quotation mark that nobody closes is looked for no further


class CatalogueError(ValueError):
    """A folder that cannot be read as a catalogue: what was expected and what was found."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was skipped, and where; ``line`` is 0 where a file has no lines."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Row:
    """A record by column name, and the line that it starts at, counted from 1."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that could be read, and what could not."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """Cells before they are named, and how many lines they take; ``broken`` says what is wrong with them."""

    cells: list[str]
    length: int
    broken: str = ""


def read_table(path: Path, required: tuple[str, ...], greedy: str = "") -> Table:
    """Rows of a CSV file that has the ``required`` columns; commas or semicolons. Raises CatalogueError.

    Surplus commas belong to the column ``greedy`` when it is the last one.
    """
    text, problems = _text(path)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    comma = ";" if "," not in lines[0] else ","  # spreadsheets in Spanish save with semicolons
    header = [cell.strip() for cell in _record(lines[:1], comma).cells]
    absent = [name for name in required if name not in header]
    if absent:
        raise CatalogueError(
            f"{path}: expected the columns {', '.join(required)}; not found: {', '.join(absent)}"
        )
    rows, at = [], 1
    while at < len(lines):
        record = _record(lines[at : at + LONGEST_RECORD], comma)
        cells = _joined(record.cells, len(header), comma) if header[-1] == greedy else record.cells
        broken = record.broken or _broken(cells, len(header))
        if broken:
            problems.append(Problem(path.name, at + 1, f"broken line: {broken}"))
        elif any(cell.strip() for cell in cells):
            named = zip(header, cells, strict=True)
            rows.append(Row(at + 1, {name: cell.strip() for name, cell in named}))
        at += 1 if broken else record.length
    return Table(tuple(rows), tuple(problems))


def _text(path: Path) -> tuple[str, list[Problem]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return raw.decode("utf-16" if utf16 else "utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        reason = "not UTF-8: the whole file was read as Windows-1252; save it as UTF-8 if letters look wrong"
        return raw.decode("cp1252", errors="replace"), [Problem(path.name, line, reason)]


def _record(lines: list[str], comma: str) -> _Record:
    """The record that starts at the first line. A quote that nobody closes costs its own line only."""
    try:
        reader = csv.reader((line + "\n" for line in lines), delimiter=comma, strict=True)
        return _Record(next(reader, []), reader.line_num)
    except csv.Error:
        return _lone(lines[0], comma)


def _lone(line: str, comma: str) -> _Record:
    """One line by itself: quotes inside a cell stand for themselves, one that opens a cell must be closed."""
    try:
        next(csv.reader([line], delimiter=comma, strict=True), [])
    except csv.Error as error:
        if "end of data" in str(error):  # the csv module has one class for everything
            return _Record([], 1, "a quotation mark is not closed")
    try:
        return _Record(next(csv.reader([line], delimiter=comma), []), 1)
    except csv.Error as error:
        return _Record([], 1, str(error))


def _joined(cells: list[str], columns: int, comma: str) -> list[str]:
    return [*cells[: columns - 1], comma.join(cells[columns - 1 :])] if len(cells) > columns else cells


def _broken(cells: list[str], columns: int) -> str:
    """Why cells are no row, or nothing. A blank line is a row without cells."""
    if any("\0" in cell for cell in cells):
        return "it contains a null character"
    if any(cell.strip() for cell in cells) and len(cells) != columns:
        return f"{columns} cells expected, {len(cells)} found"
    return ""
