"""Finds the tables of a catalogue in a file or folder and tells their format.

What is not understood is never ignored in silence: it is refused, or reported beside what is understood.
Knows files and formats; does not know what a price is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data.catalogue.folders import FOLDERS, has_pictures, picture_table
from data.catalogue.formats.detection import EXPECTED, expectation, format_of
from data.catalogue.formats.record import Format
from data.catalogue.mapping import FILE as MAPPING
from data.catalogue.mapping import HEADER
from data.catalogue.tables.files import TABLE_SUFFIXES, read_table
from data.catalogue.tables.table import CatalogueError, Problem, Table
from data.catalogue.tables.text import legible

PREFERRED = ("items.csv", "styles.csv")  # our own and Kaggle's, beside which other tables are something else
SPREADSHEETS = {".xlsx", ".xls", ".ods", ".numbers"}  # refused with a sentence, never left out in silence
FEW_COLUMNS = 3  # below, a text is hardly a table
NOTES = {".txt", ".json"}  # suffixes of files that may lie beside a catalogue without being one


@dataclass(frozen=True, slots=True)
class Source:
    """The tables of one catalogue, all of one format, its folder, and the tables that are something else."""

    folder: Path
    format: Format
    tables: tuple[Table, ...]
    others: tuple[Problem, ...] = ()


def find_source(
    place: Path,
    corrected: Callable[[Table], Table] = lambda table: table,
    read: Callable[[Path], Table] = read_table,
) -> Source:
    """The catalogue at ``place``, a file or a folder, with the columns of its tables ``corrected``. Raises
    CatalogueError, as ``read`` does."""
    if legible(str(place)) != str(place):
        raise CatalogueError(f"{legible(str(place))}: its name is not UTF-8; rename the folder or file")
    if place.is_file():
        table = corrected(read(place))
        return Source(place.parent, _format_of(table), (table,))
    if not place.is_dir():
        found = "no ordinary file" if os.path.lexists(place) else "nothing"
        raise CatalogueError(f"expected a catalogue (a table or a folder), found {found} at {place}")
    paths = _candidates(place)
    if not paths:
        return _pictures_alone(place)
    understood: list[tuple[Format, Table]] = []
    errors: list[tuple[Path, str, bool]] = []  # with whether the file may be a note and no table
    for path in paths:
        try:
            table = corrected(read(path))
        except CatalogueError as error:
            errors.append((path, str(error), path.suffix.lower() in NOTES))
            continue
        try:
            understood.append((_format_of(table), table))
        except CatalogueError as error:
            is_note = path.suffix.lower() in NOTES and len(table.header) < FEW_COLUMNS
            errors.append((path, str(error), is_note))
    if not understood:
        return _not_understood(place, errors)
    main = understood[0][0]
    tables = tuple(table for kind, table in understood if kind == main)
    foreign = [Problem(t.file, 0, f"is {k.name}, and left out beside {main.name}")
               for k, t in understood if k != main]  # fmt: skip
    told = [Problem(path.name, 0, error) for path, error, is_note in errors if not is_note]
    return Source(place, main, tables, (*foreign, *told))


def _candidates(folder: Path) -> list[Path]:
    """The files of a folder that may be tables; those that can only be one first."""
    preferred = [folder / name for name in PREFERRED if (folder / name).is_file()]
    if preferred:
        return preferred[:1]
    suffixes = TABLE_SUFFIXES | SPREADSHEETS
    found = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in suffixes and p.is_file()]
    return sorted(
        (p for p in found if not p.name.startswith((".", "~$")) and p.name != MAPPING),
        key=lambda path: path.suffix.lower() in NOTES,
    )


def _format_of(table: Table) -> Format:
    found = format_of(table.header)
    if found is None:
        raise CatalogueError(
            f"{table.file}: not understood: {expectation(table.header)}; where a column has another name, "
            f"say so in {MAPPING} beside the table, below {','.join(HEADER)}: column,ITS NAME,image"
        )
    return found


def _pictures_alone(folder: Path) -> Source:
    """A folder of pictures for each category. Raises CatalogueError."""
    table = picture_table(folder)
    if not has_pictures(table) and not table.problems:
        raise CatalogueError(f"expected {EXPECTED}; found {_contents(folder)} in {folder}")
    return Source(folder, FOLDERS, (table,))


def _not_understood(folder: Path, errors: Sequence[tuple[Path, str, bool]]) -> Source:
    """Of a folder with tables that nobody understands: its pictures, where only notes lie beside them. Raises
    CatalogueError."""
    if all(is_note for _, _, is_note in errors):
        with suppress(CatalogueError):
            return _pictures_alone(folder)
    raise CatalogueError("; ".join(error for _, error, _ in errors[:3]))


def _contents(folder: Path) -> str:
    names = sorted(_names(folder))
    return f"{', '.join(names[:5])}{' and more' if len(names) > 5 else ''}" if names else "nothing"


def _names(folder: Path) -> Iterator[str]:
    return (legible(p.name) + "/" * p.is_dir() for p in folder.iterdir() if not p.name.startswith("."))
