"""A tolerant CSV reader: other programs' encodings, delimiters and broken lines, reported by line number.

Knows cells; does not know what a product is.
"""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

from data.catalogue.tables.table import CatalogueError, Problem, Row, Table

MAX_RECORD_LINES = 50  # how far the end of a quoted cell is looked for


@dataclass(frozen=True, slots=True)
class _Record:
    """Cells without names, the number of lines they take, and a parse error or ""."""

    cells: list[str]
    lines: int
    error: str = ""


def read_table(path: Path, required: tuple[str, ...], greedy: str = "") -> Table:
    """Parse a CSV file that has the ``required`` columns; the delimiter may be a comma or a semicolon.

    Surplus cells are joined to the column ``greedy`` where that is the last one. Raises CatalogueError.
    """
    text, problems = _decode(path)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = ";" if "," not in lines[0] else ","  # spreadsheets in Spanish save with semicolons
    header = [cell.strip() for cell in _parse_record(lines[:1], delimiter).cells]
    absent = [name for name in required if name not in header]
    if absent:
        raise CatalogueError(
            f"{path}: expected the columns {', '.join(required)}; not found: {', '.join(absent)}"
        )
    rows, at = [], 1
    while at < len(lines):
        record = _parse_record(lines[at : at + MAX_RECORD_LINES], delimiter)
        cells = record.cells
        if header[-1] == greedy:
            cells = _join_surplus(cells, len(header), delimiter)
        error = record.error or _row_error(cells, len(header))
        if error:
            problems.append(Problem(path.name, at + 1, f"broken line: {error}"))
        elif any(cell.strip() for cell in cells):
            named = zip(header, cells, strict=True)
            rows.append(Row(at + 1, {name: cell.strip() for name, cell in named}))
        at += 1 if error else record.lines
    return Table(path.name, tuple(header), tuple(rows), tuple(problems))


def _decode(path: Path) -> tuple[str, list[Problem]]:
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


def _parse_record(lines: list[str], delimiter: str) -> _Record:
    """The record that starts at the first line. A missing closing quote costs only its own line."""
    try:
        reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
        return _Record(next(reader, []), reader.line_num)
    except csv.Error:
        return _parse_line(lines[0], delimiter)


def _parse_line(line: str, delimiter: str) -> _Record:
    """One line by itself: quotes inside a cell are literal, a quote that opens a cell must be closed."""
    try:
        next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if "end of data" in str(error):  # the csv module has one class for everything
            return _Record([], 1, "a quotation mark is not closed")
    try:
        return _Record(next(csv.reader([line], delimiter=delimiter), []), 1)
    except csv.Error as error:
        return _Record([], 1, str(error))


def _join_surplus(cells: list[str], columns: int, delimiter: str) -> list[str]:
    return [*cells[: columns - 1], delimiter.join(cells[columns - 1 :])] if len(cells) > columns else cells


def _row_error(cells: list[str], columns: int) -> str:
    """Why cells are not a row, or ""; a blank line is a row without cells."""
    if any("\0" in cell for cell in cells):
        return "it contains a null character"
    if any(cell.strip() for cell in cells) and len(cells) != columns:
        return f"{columns} cells expected, {len(cells)} found"
    return ""
