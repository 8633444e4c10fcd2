"""Rows of cells as they were read from a file, whatever its syntax, and the problems of reading it.

Knows cells; does not know what a product is.
"""

from __future__ import annotations

from dataclasses import dataclass


class CatalogueError(ValueError):
    """A file or folder that cannot be read as a catalogue: what was expected and what was found."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row or file that was skipped, or ``kept`` though something in it could not be read, and why; ``line``
    is 0 where a file has no lines."""

    file: str
    line: int
    reason: str
    kept: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a record by column name, stripped, and the number of its first line, from 1. Of a feed,
    ``line`` is the number of the entry."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file, the names of its columns as they are written, and the problems of rows that could
    not be parsed."""

    file: str  # its name, without folders
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
