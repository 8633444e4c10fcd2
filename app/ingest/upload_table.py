"""A visitor's table before it is indexed: how it is read, and the corrections of how it is read.

Knows tables, columns and words; decodes no picture and does not know how a reading looks.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from app.ingest.upload_files import MAX_PICTURES, RejectedFile, Sent, Upload, truncated
from app.ingest.upload_sync import UploadFolders
from data.catalogue.catalogue import Catalogue, Item, read_catalogue
from data.catalogue.formats.columns import canonical
from data.catalogue.formats.detection import BY_NAME
from data.catalogue.formats.record import COLUMN_FIELDS
from data.catalogue.mapping import Mapping, read_mapping
from data.catalogue.report import Report
from data.catalogue.tables.files import read_table
from data.catalogue.tables.table import CatalogueError, Table
from data.catalogue.values.prices import currency_code
from data.catalogue.vocabulary import categories, colours, plain

MAX_ROWS = 5000  # of one table: enough for MAX_PICTURES products of many variants each, in a second
MAX_COLUMNS = 200  # that are told
MAX_DESCRIPTION_CHARS = 1000
SAMPLE_CHARS = 40

Lack = Literal["image", "name"]
Kind = Literal["column", "category", "colour", "currency"]


@dataclass(frozen=True, slots=True)
class Column:
    """One of the owner's columns: the field that it is taken for, "" for none, and its first filled cell."""

    theirs: str
    field: str
    sample: str


@dataclass(frozen=True, slots=True)
class TableReading:
    """How a table is read. ``report`` is None where it is no catalogue, ``error`` then says why; ``lacks``
    what its columns do not have for it; ``columns`` are empty where they are known beforehand."""

    files: tuple[str, ...]
    rows: int  # of all tables, those beyond MAX_ROWS too
    columns: tuple[Column, ...]
    pictures: int
    mapping: Mapping = field(default_factory=Mapping)
    currency: str = ""
    report: Report | None = None
    error: str = ""
    lacks: tuple[Lack, ...] = ()
    unused: int = 0  # pictures that no row names
    is_cut: bool = False

    @property
    def products(self) -> int:
        """How many are indexed as it is read now."""
        return min(self.report.items, MAX_PICTURES) if self.report else 0


class TableDraft:
    """A visitor's table as it is read with the ``mapping`` and the ``currency`` that they gave so far."""

    def __init__(self, sent: Sent, folders: UploadFolders) -> None:
        self.sent, self.folders, self.currency = sent, folders, ""
        self._tables: dict[Path, Table] = {}  # without the rows beyond MAX_ROWS
        self._rows: dict[Path, int] = {}  # of all
        self._pictures = sent.pictures
        self._catalogue: Catalogue | None = None
        self._error = ""
        try:
            self.mapping = read_mapping(sent.place)
        except CatalogueError:  # the visitor sees what is read without it
            self.mapping = Mapping()
        self._read()

    def correct(self, kind: str, theirs: str, ours: str) -> None:
        """Take a column, a word or all prices for something else; nothing for what is not there."""
        if kind == "currency":
            self.currency = currency_code(ours)
        elif kind == "column" and ours in ("", *COLUMN_FIELDS) and theirs in self._header:
            others = {name: own for name, own in self.mapping.columns.items() if not ours or own != ours}
            self.mapping = replace(self.mapping, columns={**others, plain(theirs): ours})
        elif kind == "category" and ours in ("", *categories()) and self._has(kind, theirs):
            self.mapping = replace(self.mapping, categories=_with(self.mapping.categories, theirs, ours))
        elif kind == "colour" and ours in ("", *colours()) and self._has(kind, theirs):
            self.mapping = replace(self.mapping, colours=_with(self.mapping.colours, theirs, ours))
        else:
            return
        self._read()

    def reading(self) -> TableReading:
        """How it is read now."""
        report = self._catalogue.report if self._catalogue else None
        columns = self._columns() if report is None or self._is_by_name(report) else ()
        fields = {column.field for column in columns}
        lacks: list[Lack] = ["image"] if report is None and "image" not in fields else []
        if report is None and not {"title", "id", "category"} & fields:
            lacks.append("name")
        return TableReading(
            report.files if report else tuple(path.name for path in self.sent.tables),
            sum(self._rows.values()), columns, len(self._pictures),
            self.mapping, self.currency, report, self._error, tuple(lacks), self._unused(),
            any(count > MAX_ROWS for count in self._rows.values()),
        )  # fmt: skip

    def upload(self) -> Upload:
        """The items as they are read now, and what is left out."""
        if self._catalogue is None:
            return Upload((), self.sent.left_out)
        rows = [RejectedFile(f"{p.file}:{p.line}" if p.line else p.file, "row", p.reason)
                for p in self._catalogue.problems if not p.kept]  # fmt: skip
        items = self._catalogue.items
        over = [RejectedFile(truncated(item.id), "over") for item in items[MAX_PICTURES:]]
        short = tuple(map(_with_short_labels, items[:MAX_PICTURES]))
        return Upload(short, (*self.sent.left_out, *rows, *over))

    def close(self) -> None:
        """Delete all files."""
        self.folders.delete()

    @property
    def _header(self) -> list[str]:
        """The columns of all tables that can be read."""
        named = dict.fromkeys(name for table in self._tables.values() for name in table.header)
        return list(named)[:MAX_COLUMNS]

    def _read(self) -> None:
        self._catalogue, self._error = None, ""
        try:
            self._catalogue = read_catalogue(self.sent.place, self.currency, self.mapping, self._table)
        except CatalogueError as error:
            self._error = str(error)

    def _table(self, path: Path) -> Table:
        """A table's first rows, which are read once."""
        if path not in self._tables:
            table = read_table(path)
            self._rows[path] = len(table.rows)
            self._tables[path] = replace(table, rows=table.rows[:MAX_ROWS])
        return self._tables[path]

    def _is_by_name(self, report: Report) -> bool:
        return report.format in {known.name for known in BY_NAME}

    def _columns(self) -> tuple[Column, ...]:
        taken, understood = set(self.mapping.columns.values()), canonical(self._header)
        rows = [row for table in self._tables.values() for row in table.rows]
        columns = []
        for theirs in self._header:
            name = understood.get(theirs, "").rstrip("_0123456789")
            own = self.mapping.columns.get(plain(theirs), "" if name in taken else name)
            sample = next((cell for row in rows if (cell := row.cells.get(theirs, ""))), "")
            columns.append(Column(theirs, own, sample[:SAMPLE_CHARS]))
        return tuple(columns)

    def _has(self, kind: str, theirs: str) -> bool:
        words = self._catalogue.report.words if self._catalogue else ()
        return any((word.kind, word.theirs) == (kind, theirs) for word in words)

    def _unused(self) -> int:
        items = self._catalogue.items if self._catalogue else ()
        used = {path for item in items for path in (item.image, *item.images)}
        return sum(path.resolve() not in used for path in self._pictures) if items else 0


def _with(words: MappingOf[str, str], theirs: str, ours: str) -> dict[str, str]:
    """The corrections with one more, or with one less where ``ours`` is ""."""
    others = {word: own for word, own in words.items() if word != plain(theirs)}
    return {**others, plain(theirs): ours} if ours else others


def _with_short_labels(item: Item) -> Item:
    short: dict[str, Any] = {name: truncated(getattr(item, name)) for name in ("id", "category", "colour")}
    for name in ("description", "description_es"):
        short[name] = getattr(item, name)[:MAX_DESCRIPTION_CHARS]
    return replace(item, **short)
