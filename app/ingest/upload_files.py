"""Reads what a visitor uploads, a zip or pictures, into items whose labels may still be empty.

Knows files and the catalogue's formats; does not know encoder, store or Gradio.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from data.catalogue.archive import (
    TABLE_NAMES,
    ArchiveError,
    ArchiveErrorKind,
    ArchiveLimits,
    MemberKind,
    image_files,
    is_zip,
    unpack,
)
from data.catalogue.catalogue import GENDERS, CatalogueError, Item, read_catalogue
from data.catalogue.images import AttachmentErrorKind, PictureErrorKind
from data.catalogue.vocabulary import category_named, plain

MAX_PICTURES = 300
MAX_UPLOAD_MB = 100  # of all files together
MAX_FILE_MB = 20
MAX_UNPACKED_MB = 300  # of a zip's files together
ARCHIVE_LIMITS = ArchiveLimits(2000, file_bytes=MAX_FILE_MB * 10**6, total_bytes=MAX_UNPACKED_MB * 10**6)
GENERIC_FOLDERS = {  # names that say nothing of what is inside
    "images", "photos", "pictures", "imagenes", "fotos", "train", "test", "validation", "new", "nuevo",
}  # fmt: skip
MAX_LABEL_CHARS = 200  # of a title or an id
MAX_DESCRIPTION_CHARS = 1000

UploadErrorKind = Literal[ArchiveErrorKind, "full", "table"]


class UploadError(ValueError):
    """An upload that is rejected as a whole; ``kind`` is the reason in one word."""

    def __init__(self, kind: UploadErrorKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: UploadErrorKind = kind


@dataclass(frozen=True, slots=True)
class RejectedFile:
    """A file or row that was left out, and the reason in one word."""

    name: str
    kind: Literal[PictureErrorKind, AttachmentErrorKind, MemberKind, "row", "late", "over", "unnamed"]


@dataclass(frozen=True, slots=True)
class Upload:
    """The items of an upload, with an empty category where nothing names it, and what was left out."""

    items: tuple[Item, ...]
    left_out: tuple[RejectedFile, ...]


def read_upload(files: Sequence[Path], folder: Path) -> Upload:
    """The items in zips, which are unpacked into ``folder``, and in single pictures. Raises UploadError."""
    if sum(file.stat().st_size for file in files) > MAX_UPLOAD_MB * 10**6:
        raise UploadError("bomb", f"over {MAX_UPLOAD_MB} MB were sent")
    items: list[Item] = []
    left_out: list[RejectedFile] = []
    for number, file in enumerate(files):
        if is_zip(file):
            content = _read_zip(file, folder / str(number))
            items += content.items
            left_out += content.left_out
        else:
            items.append(Item(file.name, _title_from_name(file), "", file))
    if not items:
        raise UploadError("nothing", "neither pictures nor a zip with pictures")
    over = [RejectedFile(item.id, "over") for item in items[MAX_PICTURES:]]
    return Upload(tuple(_with_unique_ids(items[:MAX_PICTURES])), (*left_out, *over))


def _read_zip(file: Path, folder: Path) -> Upload:
    folder.mkdir(parents=True)
    try:
        members = unpack(file, folder, ARCHIVE_LIMITS)
    except ArchiveError as error:
        raise UploadError(error.kind, str(error)) from error
    rejected = [RejectedFile(_truncate(member.name), member.kind) for member in members]
    tables = sorted((p for name in TABLE_NAMES for p in folder.rglob(name)), key=lambda p: (len(p.parts), p))
    if not tables:
        return Upload(tuple(_items_from_folders(folder)), tuple(rejected))
    try:
        catalogue = read_catalogue(tables[0].parent)
    except CatalogueError as error:
        raise UploadError("table", str(error)) from error
    rows = [RejectedFile(f"{problem.file}:{problem.line}", "row") for problem in catalogue.problems]
    return Upload(tuple(map(_with_short_labels, catalogue.items)), (*rejected, *rows))


def _items_from_folders(folder: Path) -> list[Item]:
    """Items whose category and gender are named by the nearest folder above that names one.

    A folder whose name the vocabulary does not know is a category too, if there are several folders.
    """
    images = list(image_files(folder))
    several_folders = len({path.parent for path in images}) > 1
    items = []
    for path in images:
        name = path.relative_to(folder)
        words = [plain(part) for part in reversed(name.parts[:-1])]
        category = next(filter(None, map(category_named, words)), "")
        if not category and several_folders and words and _may_be_category(words[0]):
            category = words[0]
        gender = next((word for word in words if word in GENDERS), "")
        items.append(Item(_truncate(name.as_posix()), _title_from_name(path), category, path, gender=gender))
    return items


def _may_be_category(word: str) -> bool:
    """Whether a folder's name may be a category: not a camera's ("100apple") nor a generic one."""
    return word.replace(" ", "").isalpha() and word not in GENDERS | GENERIC_FOLDERS


def _title_from_name(path: Path) -> str:
    """The words of a file's name, or "" if it is not made of several words."""
    words = plain(path.stem).split()
    is_title = len(words) > 1 and all(word.isalpha() for word in words)
    return _truncate(" ".join(words).capitalize()) if is_title else ""


def _with_short_labels(item: Item) -> Item:
    labels = ("id", "title", "title_es", "category", "colour")
    short: dict[str, Any] = {name: _truncate(getattr(item, name)) for name in labels}
    for name in ("description", "description_es"):
        short[name] = getattr(item, name)[:MAX_DESCRIPTION_CHARS]
    return replace(item, **short)


def _truncate(text: str) -> str:
    return text[:MAX_LABEL_CHARS]


def _with_unique_ids(items: Sequence[Item]) -> Iterator[Item]:
    """Items with a number added to an id that is there already: two photos of one name are two items."""
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.id in seen:
            item = replace(item, id=f"{item.id} ({number})")
        seen.add(item.id)
        yield item
