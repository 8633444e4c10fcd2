"""Receives what a visitor uploads, zips and single files, into one folder; and reads pictures without a table
into items whose labels may still be empty.

Knows files and folders; does not know encoder, store or Gradio.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from data.catalogue.archive import (
    IMAGE_SUFFIXES,
    TABLES,
    ArchiveError,
    ArchiveErrorKind,
    ArchiveLimits,
    MemberKind,
    image_files,
    is_zip,
    unpack,
)
from data.catalogue.catalogue import Item
from data.catalogue.folders import title_of
from data.catalogue.formats.detection import format_of
from data.catalogue.images import AttachmentErrorKind, PictureErrorKind
from data.catalogue.mapping import FILE as MAPPING
from data.catalogue.sources import FEW_COLUMNS, NOTES, SPREADSHEETS
from data.catalogue.tables.files import read_table
from data.catalogue.tables.table import CatalogueError
from data.catalogue.values.audiences import audience_in
from data.catalogue.values.categories import category_in, filed_under
from data.catalogue.values.colours import colours_in

MAX_PICTURES = 300
MAX_UPLOAD_MB = 100  # of all files together
MAX_FILE_MB = 20
MAX_UNPACKED_MB = 300  # of a zip's files together
ARCHIVE_LIMITS = ArchiveLimits(2000, file_bytes=MAX_FILE_MB * 10**6, total_bytes=MAX_UNPACKED_MB * 10**6)
MAX_LABEL_CHARS = 200  # of a title or an id

UploadErrorKind = Literal[ArchiveErrorKind, "full", "gone"]


class UploadError(ValueError):
    """An upload that is rejected as a whole; ``kind`` is the reason in one word."""

    def __init__(self, kind: UploadErrorKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: UploadErrorKind = kind


@dataclass(frozen=True, slots=True)
class RejectedFile:
    """A file or row that was left out, the reason in one word and, of a row, in a sentence."""

    name: str
    kind: Literal[PictureErrorKind, AttachmentErrorKind, MemberKind, "row", "late", "over", "unnamed"]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a visitor sent, unpacked: a folder for each zip and each single file; all ``tables`` lie in one
    ``place``, with all pictures in it or below; and what was left out."""

    folder: Path
    place: Path
    tables: tuple[Path, ...]
    left_out: tuple[RejectedFile, ...]

    @property
    def pictures(self) -> list[Path]:
        return list(image_files(self.folder))


@dataclass(frozen=True, slots=True)
class Upload:
    """The items of an upload, with an empty category where nothing names it, and what was left out."""

    items: tuple[Item, ...]
    left_out: tuple[RejectedFile, ...]


def receive(files: Sequence[Path], folder: Path) -> Sent:
    """Unpack zips and copy single files into ``folder``. Raises UploadError."""
    if sum(file.stat().st_size for file in files) > MAX_UPLOAD_MB * 10**6:
        raise UploadError("bomb", f"over {MAX_UPLOAD_MB} MB were sent")
    folder.mkdir(parents=True)
    left_out: list[RejectedFile] = []
    for number, file in enumerate(files):
        left_out += _receive(file, folder / f"{number:04}")
    tables, notes = _tables(folder)
    left_out += [RejectedFile(_name(note, folder), "other") for note in notes]
    beside = [path.parent for path in (*tables, *image_files(folder))]
    if not beside:
        raise UploadError("nothing", "neither a table nor pictures")
    place = Path(os.path.commonpath(beside))
    gathered = [_moved(path, place) for path in tables]
    return Sent(folder, place, tuple(p for p in gathered if p.name != MAPPING), tuple(left_out))


def read_pictures(sent: Sent) -> Upload:
    """The items of all pictures, as the folders and the names of files tell."""
    pictures = sent.pictures
    several = len({path.parent for path in pictures}) > 1
    items = list(_with_unique_ids([_item(path, sent.folder, several) for path in pictures[:MAX_PICTURES]]))
    over = [RejectedFile(_name(path, sent.folder), "over") for path in pictures[MAX_PICTURES:]]
    return Upload(tuple(items), (*sent.left_out, *over))


def _receive(file: Path, folder: Path) -> list[RejectedFile]:
    suffix = file.suffix.lower()
    if is_zip(file) and suffix not in SPREADSHEETS:
        folder.mkdir()
        try:
            members = unpack(file, folder, ARCHIVE_LIMITS)
        except ArchiveError as error:
            raise UploadError(error.kind, str(error)) from error
        return [RejectedFile(truncated(member.name), member.kind) for member in members]
    if suffix not in IMAGE_SUFFIXES | TABLES:
        return [RejectedFile(truncated(file.name), "other")]
    if file.stat().st_size > MAX_FILE_MB * 10**6:
        return [RejectedFile(truncated(file.name), "heavy")]
    folder.mkdir()
    shutil.copyfile(file, folder / file.name)
    return []


def _tables(folder: Path) -> tuple[list[Path], list[Path]]:
    """All tables, and the files that might have been tables and are none."""
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in TABLES and path.is_file()]
    found.sort(key=lambda path: len(path.parts))
    tables = [path for path in found if path.suffix.lower() not in NOTES or _is_catalogue(path)]
    return tables, [path for path in found if path not in tables]


def _is_catalogue(path: Path) -> bool:
    """Whether what may be a note is a table, if perhaps not one that is understood."""
    try:
        header = read_table(path).header
        return format_of(header) is not None or len(header) >= FEW_COLUMNS
    except CatalogueError:
        return False


def _moved(path: Path, place: Path) -> Path:
    """A file, moved into a folder; of two of one name the second has a number before it."""
    if path.parent == place:
        return path
    names = (path.name, *(f"{number}-{path.name}" for number in range(2, ARCHIVE_LIMITS.files)))
    return path.rename(next(place / name for name in names if not (place / name).exists()))


def _item(path: Path, folder: Path, several: bool) -> Item:
    """An item as its folders and its file's name tell. A folder whose name nobody knows is a category too, if
    there are ``several`` folders and it is not a camera's ("100APPLE")."""
    words = path.relative_to(folder).parts[1:-1]
    filed, title = filed_under([" > ".join(words)]), title_of(path)[:MAX_LABEL_CHARS]
    own = filed.label.lower() if several and filed.label.replace(" ", "").isalpha() else ""
    named = colours_in(title)
    return Item(
        _name(path, folder), title, filed.category or category_in(title) or filed.likely or own, path,
        gender=audience_in(" > ".join(words)) or audience_in(title), colour=next(iter(named), ""),
        other_colours=named[1:], colour_source="title" if named else "",
        kind=filed.label.lower() if filed.category else "",
    )  # fmt: skip


def _name(path: Path, folder: Path) -> str:
    """A file as the visitor calls it: without the folder of its zip."""
    return truncated("/".join(path.relative_to(folder).parts[1:]))


def truncated(text: str) -> str:
    return text[:MAX_LABEL_CHARS]


def _with_unique_ids(items: Sequence[Item]) -> Iterator[Item]:
    """Items with a number added to an id that is there already: two photos of one name are two items."""
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.id in seen:
            item = replace(item, id=f"{item.id} ({number})")
        seen.add(item.id)
        yield item
