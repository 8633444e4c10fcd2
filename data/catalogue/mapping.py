"""An owner's corrections of how an export is read: which of their columns means what, and which of their
words files a product where. Kept as mapping.csv beside the table.

Knows names of fields, categories and colours; does not know what a reader made of them before.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from data.catalogue.formats.columns import canonical
from data.catalogue.formats.record import COLUMN_FIELDS
from data.catalogue.tables.table import CatalogueError, Row, Table
from data.catalogue.vocabulary import categories, category_named, colour_named, colours, plain

FILE = "mapping.csv"
HEADER = ("kind", "theirs", "ours")  # kind: column, category or colour
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Mapping:
    """Corrections by the owner's own words, normalised: ``columns`` to fields, "" for a column that is not to
    be read; ``categories`` and ``colours`` to names of the vocabulary."""

    columns: MappingOf[str, str] = field(default_factory=dict)
    categories: MappingOf[str, str] = field(default_factory=dict)
    colours: MappingOf[str, str] = field(default_factory=dict)

    def category(self, paths: tuple[str, ...]) -> str:
        """The category that the owner gave to any of these words or paths; "" for none."""
        return next(filter(None, (self.categories.get(plain(path)) for path in paths)), "")

    def colour(self, cell: str) -> str:
        """The colour that the owner gave to this word; "" for none."""
        return self.colours.get(plain(cell), "")

    def corrected(self, table: Table) -> Table:
        """A table whose columns have the names of the fields that the owner gave them; without those that are
        not to be read, or that were taken for the same field before."""
        if not self.columns:
            return table
        taken = set(self.columns.values())
        understood = canonical(table.header)
        names = {
            theirs: self.columns.get(plain(theirs), "" if understood.get(theirs) in taken else theirs)
            for theirs in table.header
        }
        names = {theirs: ours for theirs, ours in names.items() if ours}
        rows = (
            Row(row.line, {names[k]: v for k, v in row.cells.items() if k in names}) for row in table.rows
        )
        return Table(table.file, tuple(names.values()), tuple(rows), table.problems)


def read_mapping(folder: Path) -> Mapping:
    """The corrections beside a table; none where there is no such file. Raises CatalogueError."""
    path = folder / FILE
    if not path.is_file():
        return Mapping()
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogueError(f"{path}: expected a CSV with {', '.join(HEADER)}: {error}") from error
    found: dict[str, dict[str, str]] = {"column": {}, "category": {}, "colour": {}}
    for number, row in enumerate(rows, 2):
        kind, theirs, ours = (str(row.get(name) or "").strip() for name in HEADER)
        if kind not in found or not theirs:
            raise CatalogueError(f"{path}:{number}: expected a kind of {', '.join(found)}, found {kind!r}")
        found[kind][plain(theirs)] = _checked(kind, ours, f"{path}:{number}")
    return Mapping(found["column"], found["category"], found["colour"])


def mapping_line(kind: str, theirs: str, ours: str) -> str:
    """The line of a mapping.csv that says what a word is."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow((kind, theirs, ours))
    return out.getvalue()


def write_mapping(mapping: Mapping) -> str:
    """The text of a mapping.csv that says the same."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    parts = (("column", mapping.columns), ("category", mapping.categories), ("colour", mapping.colours))
    writer.writerows((kind, theirs, ours) for kind, said in parts for theirs, ours in said.items())
    return out.getvalue()


def _checked(kind: str, ours: str, where: str) -> str:
    """The name that is meant. Raises CatalogueError."""
    if kind == "column":
        known, named = tuple(COLUMN_FIELDS), ours if ours in ("", *COLUMN_FIELDS) else None
    elif kind == "category":
        known, named = tuple(categories()), category_named(ours)
    else:
        known, named = tuple(colours()), colour_named(ours)
    if named is None:
        near = get_close_matches(ours, known, 3) or known[:12]
        raise CatalogueError(f"{where}: there is no {kind} {ours!r}; expected one such as {', '.join(near)}")
    return named
