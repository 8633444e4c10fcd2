"""A shop's catalogue, read from any of three folder formats into items.

Knows files; does not know vectors, stores or models.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from data.vocabulary import category_named, colour_named

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"}
LONGEST_RECORD = 20  # lines that one quoted description may take
GENDERS = {"men", "women", "boys", "girls", "unisex"}


class CatalogueError(ValueError):
    """A folder that cannot be read as a catalogue: what was expected and what was found."""


@dataclass(frozen=True, slots=True)
class Item:
    """One product. ``colour`` is a name of colours.csv or the catalogue's own word; ``price`` is in euro."""

    id: str
    title: str
    category: str
    image: Path
    title_es: str = ""
    colour: str = ""
    gender: str = ""  # men, women, boys, girls, unisex
    usage: str = ""
    season: str = ""
    price: float | None = None
    price_note: str = ""  # "sample": invented for the demo
    description: str = ""
    description_es: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was skipped, and where; ``line`` is 0 where a file has no lines."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Items in the order of the folder, and what could not be read."""

    folder: Path
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table that was read whole."""

    file: str
    line: int
    cells: dict[str, str]


class _Skip(ValueError):
    """Why a row is left out."""


def read_catalogue(folder: Path) -> Catalogue:
    """Items of items.csv, of Kaggle's styles.csv + images/, or of a folder per category. Raises CatalogueError."""
    folder = Path(folder).resolve()
    if not folder.is_dir():
        raise CatalogueError(f"expected a catalogue folder, found nothing at {folder}")
    problems: list[Problem] = []
    if (folder / "items.csv").is_file():
        items = _table(folder, "items.csv", ("id", "category", "image"), _own, problems)
    elif (folder / "styles.csv").is_file():
        items = _table(folder, "styles.csv", ("id", "articleType"), _kaggle, problems)
    else:
        items = _folders(folder)
    if not items and not problems:
        raise CatalogueError(
            f"expected items.csv, or styles.csv with images/, or a folder of pictures for each category; "
            f"found none of them in {folder}"
        )
    return Catalogue(folder, tuple(items), tuple(problems))


def _table(
    folder: Path, name: str, required: tuple[str, ...], item_of: Callable[[Path, Row, list[Problem]], Item],
    problems: list[Problem],
) -> list[Item]:  # fmt: skip
    items: dict[str, Item] = {}
    for row in _rows(folder / name, required, problems):
        try:
            item = item_of(folder, row, problems)
            if item.id in items:
                raise _Skip(f"id {item.id!r} is there already")
            items[item.id] = item
        except _Skip as error:
            problems.append(Problem(name, row.line, str(error)))
    return list(items.values())


def _rows(path: Path, required: tuple[str, ...], problems: list[Problem]) -> Iterator[Row]:
    lines = _text(path).splitlines()
    header = [cell.strip() for cell in next(csv.reader(lines[:1]), [])]
    absent = [name for name in required if name not in header]
    if absent:
        raise CatalogueError(f"{path}: expected the columns {', '.join(required)}; {', '.join(absent)} not found")
    at = 1
    while at < len(lines):
        length, row = _record(path.name, at, header, lines)
        if isinstance(row, Problem):
            problems.append(row)
        elif row is not None:
            yield row
        at += length


def _record(file: str, at: int, header: list[str], lines: list[str]) -> tuple[int, Row | Problem | None]:
    """The record that starts at a line and how many lines it takes.

    A quote that nobody closes would swallow the rest of the file: it costs its own line only.
    """
    if not lines[at].strip():
        return 1, None
    for length in range(1, LONGEST_RECORD + 1):
        text = "\n".join(lines[at : at + length])
        if text.count('"') % 2 == 0:
            row = _row(file, at + 1, header, next(csv.reader(io.StringIO(text, newline=""))))
            if length == 1 or isinstance(row, Row):
                return length, row
            break
        if at + length >= len(lines):
            break
    return 1, Problem(file, at + 1, "broken line: a quotation mark is not closed")


def _row(file: str, line: int, header: list[str], cells: list[str]) -> Row | Problem:
    if len(cells) > len(header) and header[-1] == "productDisplayName":
        # Kaggle's full table has titles with commas that nobody quoted; the title is its last column
        cells = [*cells[: len(header) - 1], ",".join(cells[len(header) - 1 :])]
    if len(cells) != len(header):
        return Problem(file, line, f"broken line: {len(header)} cells expected, {len(cells)} found")
    if any("\0" in cell for cell in cells):
        return Problem(file, line, "broken line: it contains a null character")
    return Row(file, line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CatalogueError(f"{path}:{line}: expected UTF-8 text; save the file as UTF-8 and try again") from error


def _own(folder: Path, row: Row, problems: list[Problem]) -> Item:
    cells = row.cells
    for name in ("id", "category", "image"):
        if not cells[name]:
            raise _Skip(f"{name} is empty")
    plain = ("title_es", "season", "price_note", "description", "description_es")
    item = Item(
        id=cells["id"],
        title=cells.get("title") or cells["category"],
        category=_category(cells["category"]),
        image=_picture(folder, cells["image"]),
        colour=_colour(cells.get("colour", "")),
        gender=_gender(cells.get("gender", "")),
        usage=cells.get("usage", "").lower(),
        **{name: cells.get(name, "") for name in plain},
    )
    return replace(item, price=_price(cells.get("price", ""), row, problems))


def _kaggle(folder: Path, row: Row, _: list[Problem]) -> Item:
    cells = row.cells
    if not cells["id"] or not cells["articleType"]:
        raise _Skip("id or articleType is empty")
    return Item(
        id=cells["id"],
        title=cells.get("productDisplayName") or cells["articleType"],
        category=_category(cells["articleType"]),
        image=_picture(folder, f"images/{cells['id']}.jpg"),
        colour=_colour(cells.get("baseColour", "")),
        gender=_gender(cells.get("gender", "")),
        usage=cells.get("usage", "").lower(),
        season=cells.get("season", "").lower(),
    )


def _folders(folder: Path) -> list[Item]:
    pictures = sorted(p for p in folder.glob("*/*") if p.suffix.lower() in PICTURES and p.is_file())
    return [
        Item(str(p.relative_to(folder)), _category(p.parent.name), _category(p.parent.name), p)
        for p in pictures
        if not p.parent.name.startswith(".") and p.resolve().is_relative_to(folder)
    ]


def _picture(folder: Path, name: str) -> Path:
    if "\0" in name:
        raise _Skip("image name contains a null character")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise _Skip(f"image {name!r} lies outside the catalogue folder")
    if not path.is_file():
        raise _Skip(f"image {name!r} is missing")
    return path


def _category(label: str) -> str:
    return category_named(label) or " ".join(label.lower().split())


def _colour(label: str) -> str:
    return (colour_named(label) or label.lower()) if label else ""


def _gender(label: str) -> str:
    return label.lower() if label.lower() in GENDERS else ""


def _price(cell: str, row: Row, problems: list[Problem]) -> float | None:
    if not cell:
        return None
    try:
        price = float(cell)
    except ValueError:
        price = -1.0
    if not 0 <= price < 1_000_000:
        problems.append(Problem(row.file, row.line, f"price {cell!r} is not a number of euros; kept without a price"))
        return None
    return price
