"""Puts a table together, row by row, in bounded memory; what a program added to protect a cell is taken off.

Knows cells; does not know what they were read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from data.catalogue.tables.table import CatalogueError, Problem, Row, Table

MAX_ROWS = 1_000_000  # with the broken ones
MAX_COLUMNS = 1_000  # Shopify's export with every metafield of a large shop has some 200
MAX_CELLS = 25_000_000  # about 2 GB, if they are short
SHORT = 40  # characters of a cell that is likely to be there again: a size, a brand
POOL = 50_000  # such cells that are known at a time
MARKS = ("=", "'")
# ="00123", by which a spreadsheet keeps zeros, and the ' that makes text of a formula or number
PROTECTED = re.compile(r"""="([^"]*)"|'([=+@-].*|[\d.,]+)""", re.DOTALL)


class TableBuilder:
    """Collects rows and problems of one file. Raises CatalogueError where they are more than a shop has."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._rows: list[Row] = []
        self._problems: list[Problem] = []
        self._columns: dict[str, None] = {}
        self._cells = 0
        self._pool: dict[str, str] = {}

    @property
    def is_empty(self) -> bool:
        return not self._rows

    def report(self, line: int, reason: str, kept: bool = False) -> None:
        """Add a problem of a line, or of the file if it is 0."""
        self._problems.append(Problem(self._file, line, reason, kept))
        self._check_size()

    def add(self, line: int, names: Sequence[str], cells: Iterable[str]) -> None:
        """Add a row unless all its cells are blank. A cell without a name is left out."""
        clean = [self._clean(cell) for cell in cells]
        if any(clean):
            named = dict(zip(names, clean, strict=True))
            named.pop("", None)
            self._rows.append(Row(line, named))
            self._cells += len(named)
            self._check_size()

    def add_named(self, line: int, cells: Mapping[str, str]) -> None:
        """Add a row of a table whose columns are found out while it is read."""
        self._columns.update(dict.fromkeys(cells))
        if len(self._columns) > MAX_COLUMNS:
            raise CatalogueError(
                f"{self._file}: expected a table of products, found over {MAX_COLUMNS:,} columns"
            )
        self.add(line, tuple(cells), cells.values())

    def table(self, header: Iterable[str] = ()) -> Table:
        """The table, of these columns or, without them, of all that were found: each row has all of them."""
        if not header:
            self._cells = len(self._rows) * len(self._columns)
            self._check_size()
            for row in self._rows:
                for name in self._columns:
                    row.cells.setdefault(name, "")
        names = tuple(name for name in header or self._columns if name)
        return Table(self._file, names, tuple(self._rows), tuple(self._problems))

    def _clean(self, cell: str) -> str:
        cell = cell.strip()
        if cell.startswith(MARKS) and (protected := PROTECTED.fullmatch(cell)):
            cell = (protected[1] or protected[2] or "").strip()
        if len(cell) > SHORT:
            return cell
        if len(self._pool) > POOL:
            self._pool.clear()
        return self._pool.setdefault(cell, cell)

    def _check_size(self) -> None:
        if len(self._rows) + len(self._problems) > MAX_ROWS or self._cells > MAX_CELLS:
            raise CatalogueError(
                f"{self._file}: more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells; split the file"
            )
