"""Lines → records of cells with delimiters between them. A broken line costs only itself.

Knows quotation marks; does not know the names of columns.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from data.catalogue.tables.text import MAX_LINE_CHARS, is_overlong

# How far the end of a quoted cell is looked for: a description in HTML runs to some hundred lines. A search
# in vain halves the reach of the next, so that a file of missing quotation marks takes no time squared
MAX_RECORD_LINES = 2_000
MIN_RECORD_LINES = 50


@dataclass(frozen=True, slots=True)
class Record:
    """Cells without names, the number of their first line and of the lines they take, and a parse error
    or ""."""

    line: int
    lines: int
    cells: list[str]
    error: str = ""

    @property
    def filled(self) -> list[str]:
        """The cells that are not blank."""
        return [cell for cell in self.cells if cell.strip()]


def records(lines: Iterator[str], delimiter: str, first: int = 1) -> Iterator[Record]:
    """All records of lines that keep their ends; the number of the first line is ``first``."""
    reader = _Reader(lines, delimiter)
    while record := reader.read(first):
        yield record
        first += record.lines


class _Reader:
    """Takes lines for a record, and gives back those that turn out not to belong to it."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._waiting: deque[str] = deque()
        self._reach = MAX_RECORD_LINES

    def read(self, number: int) -> Record | None:
        """The next record, or None at the end."""
        line = self._next_line()
        if line is None:
            return None
        if error := _line_error(line):
            return Record(number, 1, [], error)
        if '"' not in line and len(line) < csv.field_size_limit():
            return Record(number, 1, line.rstrip("\n").split(self._delimiter))
        return self._read_quoted(number, line)

    def _next_line(self) -> str | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _read_quoted(self, number: int, line: str) -> Record:
        """The record that starts at a line; of it alone if no closing quotation mark is found."""
        taken: list[str] = []
        reader = csv.reader(self._followed(line, taken), delimiter=self._delimiter, strict=True)
        try:
            cells = next(reader, [])
        except csv.Error:
            self._waiting.extendleft(reversed(taken))
            if len(taken) >= self._reach:
                self._reach = max(MIN_RECORD_LINES, self._reach // 2)
            return _read_line(number, line, self._delimiter)
        if len(cells) == 1 and not taken and self._delimiter in cells[0]:
            return _read_line(number, cells[0], self._delimiter)  # a spreadsheet saved whole rows as cells
        return Record(number, 1 + len(taken), cells)

    def _followed(self, line: str, taken: list[str]) -> Iterator[str]:
        """A line and those after it, which are put into ``taken``, as far as they can belong to a record."""
        yield line
        while len(taken) < self._reach and (following := self._next_line()) is not None:
            taken.append(following)
            if _line_error(following):
                return
            yield following


def _read_line(number: int, line: str, delimiter: str) -> Record:
    """One line by itself: quotes inside a cell are literal, a quote that opens a cell must be closed."""
    line = line.rstrip("\n")
    try:
        next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if "end of data" in str(error):  # the csv module has one class for everything
            return Record(number, 1, [], "a quotation mark is not closed")
    try:
        return Record(number, 1, next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return Record(number, 1, [], f"a cell is longer than {csv.field_size_limit():,} characters")


def _line_error(line: str) -> str:
    """Why a line is no part of a table at all, or ""."""
    if is_overlong(line):
        return f"it is longer than {MAX_LINE_CHARS:,} characters"
    return "it contains a null character" if "\0" in line else ""
