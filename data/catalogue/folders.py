"""A folder of pictures for each category, without any table: Mujer/Vestidos/lino-rojo.jpg.

The folders file a picture; its name is its title where that is made of words. Knows folders and suffixes;
does not know categories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.catalogue.formats.record import Record
from data.catalogue.images import SUFFIXES
from data.catalogue.tables.table import Problem, Row, Table
from data.catalogue.tables.text import legible

PICTURE, FOLDER = "picture", "folder"  # columns of the table that stands for the folders
MAX_DEPTH = 4  # folders above a picture: audience, category, kind, colour
SYSTEM = {"__MACOSX", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class Folders:
    """The format: every picture is a product."""

    name: str = "a folder of pictures for each category"
    one_item_a_group: bool = False

    def fits(self, header: Sequence[str]) -> bool:
        return tuple(header) == (PICTURE, FOLDER)

    def records(self, table: Table) -> Iterator[Record]:
        for row in table.rows:
            name, folder = row.cells[PICTURE], row.cells[FOLDER]
            title = title_of(Path(name))
            cells = {"id": name, "title": title} if title else {"id": name}
            yield Record(row.line, cells, categories=(folder.replace("/", " > "),), images=(name,))


FOLDERS = Folders()


def picture_table(folder: Path) -> Table:
    """The pictures in the folders below ``folder`` as a table; what is no picture is a problem of it."""
    rows, problems = [], list[Problem]()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        skipped = any(part.startswith(".") or part.lower() in SYSTEM for part in parts)
        if skipped or not 1 < len(parts) <= MAX_DEPTH + 1 or path.is_dir():
            continue
        name = "/".join(parts)
        if legible(name) != name:
            problems.append(Problem(legible(name), 0, "its name is not UTF-8; rename it"))
        elif path.suffix.lower() in SUFFIXES:
            rows.append(Row(0, {PICTURE: name, FOLDER: "/".join(parts[:-1])}))
        else:
            expected = ", ".join(sorted(SUFFIXES))
            problems.append(Problem(name, 0, f"not a picture; expected one of {expected}"))
    return Table(folder.name, (PICTURE, FOLDER), tuple(rows), tuple(problems) if rows else ())


def has_pictures(table: Table) -> bool:
    """Whether there is any product in it."""
    return bool(table.rows)


def title_of(path: Path) -> str:
    """The words of a file's name, or "" if it is not made of several words."""
    words = re.split(r"[\s_-]+", path.stem.strip())
    return " ".join(words).capitalize() if len(words) > 1 and all(map(str.isalpha, words)) else ""
