"""What a visitor sent, zip or pictures, as items whose labels may still be open.

Knows files and the catalogue's formats; does not know encoder, store or Gradio.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from data.catalogue.archive import (
    TABLES,
    Limits,
    MemberKind,
    ParcelError,
    ParcelKind,
    is_zip,
    pictures_in,
    unpack,
)
from data.catalogue.catalogue import GENDERS, CatalogueError, Item, read_catalogue
from data.catalogue.images import Kind
from data.catalogue.vocabulary import category_named, plain

PICTURES = 300
MEGABYTES = 100  # of everything that is sent at once
EACH = 20  # megabytes of one file
UNPACKED = 300  # megabytes of a zip's files together
LIMITS = Limits(files=2000, each=EACH * 10**6, total=UNPACKED * 10**6)
ANY_FOLDER = {
    "images",
    "photos",
    "pictures",
    "imagenes",
    "fotos",
    "train",
    "test",
    "validation",
    "new",
    "nuevo",
}
LONGEST = 200  # letters of a title or an id; of a description, five times as many

WholeKind = Literal[ParcelKind, "full", "table"]


class SentError(ValueError):
    """What is refused as a whole; ``kind`` says why in one word."""

    def __init__(self, kind: WholeKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: WholeKind = kind


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or row that is not in the catalogue, and why in one word."""

    name: str
    kind: Literal[Kind, MemberKind, "row", "late", "over"]


@dataclass(frozen=True, slots=True)
class Sent:
    """Items, an empty category where nothing names it, and what was left out."""

    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]


def received(files: Sequence[Path], folder: Path) -> Sent:
    """What lies in zips, unpacked into the folder, and in single pictures. Raises SentError."""
    if sum(file.stat().st_size for file in files) > MEGABYTES * 10**6:
        raise SentError("bomb", f"over {MEGABYTES} MB were sent")
    items: list[Item] = []
    left_out: list[LeftOut] = []
    for number, file in enumerate(files):
        if is_zip(file):
            some = _from_zip(file, folder / str(number))
            items += some.items
            left_out += some.left_out
        else:
            items.append(Item(file.name, _title(file), "", file))
    if not items:
        raise SentError("nothing", "neither pictures nor a zip with pictures")
    over = [LeftOut(item.id, "over") for item in items[PICTURES:]]
    return Sent(tuple(_distinct(items[:PICTURES])), (*left_out, *over))


def _from_zip(file: Path, folder: Path) -> Sent:
    folder.mkdir(parents=True)
    try:
        refused = [LeftOut(_short(name.name), name.kind) for name in unpack(file, folder, LIMITS)]
    except ParcelError as error:
        raise SentError(error.kind, str(error)) from error
    tables = sorted((p for name in TABLES for p in folder.rglob(name)), key=lambda p: (len(p.parts), p))
    if not tables:
        return Sent(tuple(_from_folders(folder)), tuple(refused))
    try:
        found = read_catalogue(tables[0].parent)
    except CatalogueError as error:
        raise SentError("table", str(error)) from error
    rows = [LeftOut(f"{problem.file}:{problem.line}", "row") for problem in found.problems]
    return Sent(tuple(map(_bounded, found.items)), (*refused, *rows))


def _from_folders(folder: Path) -> list[Item]:
    """Pictures in folders: the nearest folder that names a category or for whom; where several folders share
    the pictures out, their names are categories of the sender's own."""
    pictures = list(pictures_in(folder))
    shared = len({path.parent for path in pictures}) > 1
    items = []
    for path in pictures:
        name = path.relative_to(folder)
        words = [plain(part) for part in reversed(name.parts[:-1])]
        category = next(filter(None, map(category_named, words)), "")
        if not category and shared and words and _speaks(words[0]):
            category = words[0]
        gender = next((word for word in words if word in GENDERS), "")
        items.append(Item(_short(name.as_posix()), _title(path), category, path, gender=gender))
    return items


def _speaks(word: str) -> bool:
    """Whether a folder's name may be a category: not a camera's, nor a word for any folder."""
    return word.replace(" ", "").isalpha() and word not in GENDERS | ANY_FOLDER


def _title(path: Path) -> str:
    """The words in a file's name, where somebody has written some; otherwise none."""
    words = plain(path.stem).split()
    return _short(" ".join(words).capitalize()) if len(words) > 1 and all(w.isalpha() for w in words) else ""


def _bounded(item: Item) -> Item:
    most = 5 * LONGEST
    return replace(
        item, id=_short(item.id), title=_short(item.title), title_es=_short(item.title_es),
        category=_short(item.category), colour=_short(item.colour), description=item.description[:most],
        description_es=item.description_es[:most],
    )  # fmt: skip


def _short(text: str) -> str:
    return text[:LONGEST]


def _distinct(items: Sequence[Item]) -> Iterator[Item]:
    """Items with ids of their own: two photos of one name are two items."""
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.id in seen:
            item = replace(item, id=f"{item.id} ({number})")
        seen.add(item.id)
        yield item
