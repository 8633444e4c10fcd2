"""Reads a shop's catalogue into items, from any of three folder formats.

Knows files; does not know vectors, stores or models.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.catalogue.images import SUFFIXES
from data.catalogue.item import Item
from data.catalogue.tables.files import read_table
from data.catalogue.tables.table import CatalogueError, Problem, Row
from data.catalogue.vocabulary import category_named, colour_named

__all__ = ["Catalogue", "CatalogueError", "Item", "Problem", "read_catalogue"]

GENDERS = {"men", "women", "boys", "girls", "unisex"}
MAX_PRICE = 1_000_000  # euro; a larger number is more likely a barcode
EXPECTED_FORMATS = (
    "items.csv with the columns id, category and image; or styles.csv with images/<id>.jpg; "
    "or a folder of pictures for each category, such as t-shirt/*.jpg"
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Items in the order of the file or folder, and the problems of what was skipped."""

    folder: Path
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


class _RowError(ValueError):
    """Why a row is skipped."""


def read_catalogue(folder: Path) -> Catalogue:
    """Read a folder in any of the three formats. Raises CatalogueError."""
    folder = Path(folder).resolve()
    if not folder.is_dir():
        raise CatalogueError(
            f"expected a catalogue folder, found {'a file' if folder.exists() else 'nothing'} at {folder}"
        )
    if (folder / "items.csv").is_file():
        found = _read_csv(folder, "items.csv", ("id", "category", "image"), _item_from_own_row)
    elif (folder / "styles.csv").is_file():
        found = _read_csv(folder, "styles.csv", ("id", "articleType"), _item_from_kaggle_row)
    else:
        found = _read_folders(folder)
    if not found.items and not found.problems:
        raise CatalogueError(f"expected {EXPECTED_FORMATS}; found {_contents(folder)} in {folder}")
    return found


def _read_csv(
    folder: Path, name: str, required: tuple[str, ...], item_of: Callable[[Path, dict[str, str]], Item]
) -> Catalogue:
    table = read_table(folder / name)
    absent = [column for column in required if column not in table.header]
    if absent:
        raise CatalogueError(
            f"{folder / name}: expected the columns {', '.join(required)}; not found: {', '.join(absent)}"
        )
    items: dict[str, Item] = {}
    problems = list(table.problems)
    for row in table.rows:
        try:
            item = _item_from(folder, row, required, item_of)
            if item.id in items:
                raise _RowError(f"the id {item.id!r} is there already")
            items[item.id] = item
            if row.cells.get("price") and item.price is None:
                written = row.cells["price"]
                raise _RowError(f"price {written!r} is not a number of euros; kept without a price")
        except _RowError as error:
            problems.append(Problem(name, row.line, str(error)))
    return Catalogue(folder, tuple(items.values()), tuple(sorted(problems, key=lambda p: p.line)))


def _item_from(
    folder: Path, row: Row, required: tuple[str, ...], item_of: Callable[[Path, dict[str, str]], Item]
) -> Item:
    empty = [name for name in required if not row.cells[name]]
    if empty:
        raise _RowError(f"{' and '.join(empty)} must not be empty")
    return item_of(folder, row.cells)


def _item_from_own_row(folder: Path, cells: dict[str, str]) -> Item:
    price = _price(cells.get("price", ""))
    as_written = ("title_es", "price_note", "description", "description_es")
    told: dict[str, Any] = {name: cells.get(name, "") for name in as_written}
    return Item(
        id=cells["id"],
        title=cells.get("title") or _category(cells["category"]),
        category=_category(cells["category"]),
        image=_image_path(folder, cells["image"]),
        colour=_colour(cells.get("colour", "")),
        gender=_gender(cells.get("gender", "")),
        usage=cells.get("usage", "").lower(),
        season=cells.get("season", "").lower(),
        price=price,
        currency="" if price is None else "EUR",
        **told,
    )


def _item_from_kaggle_row(folder: Path, cells: dict[str, str]) -> Item:
    return Item(
        id=cells["id"],
        title=cells.get("productDisplayName") or _category(cells["articleType"]),
        category=_category(cells["articleType"]),
        image=_image_path(folder, f"images/{cells['id']}.jpg"),
        colour=_colour(cells.get("baseColour", "")),
        gender=_gender(cells.get("gender", "")),
        usage=cells.get("usage", "").lower(),
        season=cells.get("season", "").lower(),
        kind=cells["articleType"].lower(),
    )


def _read_folders(folder: Path) -> Catalogue:
    items, problems = [], []
    for path in sorted(folder.glob("*/*")):
        name = path.relative_to(folder).as_posix()
        if name.startswith(".") or path.name.startswith(".") or path.is_dir():
            continue
        try:
            category = _category(path.parent.name)
            if path.suffix.lower() not in SUFFIXES:
                raise _RowError(f"not a picture; expected one of {', '.join(sorted(SUFFIXES))}")
            items.append(Item(name, category, category, _image_path(folder, name)))
        except _RowError as error:
            problems.append(Problem(name, 0, str(error)))
    return Catalogue(folder, tuple(items), tuple(problems) if items else ())


def _contents(folder: Path) -> str:
    names = sorted(p.name + "/" * p.is_dir() for p in folder.iterdir() if not p.name.startswith("."))
    return f"{', '.join(names[:5])}{' and more' if len(names) > 5 else ''}" if names else "nothing"


def _image_path(folder: Path, name: str) -> Path:
    """The absolute path of an image inside the catalogue, symbolic links resolved. Raises _RowError."""
    try:
        path = (folder / name).resolve()
        inside, there = path.is_relative_to(folder), path.is_file()
    except (OSError, RuntimeError) as error:  # a name too long for the disk, links in a circle
        raise _RowError(f"image {name!r} cannot be looked up: {error}") from error
    if not inside:
        raise _RowError(f"image {name!r} lies outside the catalogue folder")
    if not there:
        raise _RowError(f"image {name!r} is missing")
    return path


def _category(label: str) -> str:
    name = category_named(label) or " ".join(label.lower().split())
    if not name:
        raise _RowError("the category is empty")
    return name


def _colour(label: str) -> str:
    return colour_named(label) or label.lower()


def _gender(label: str) -> str:
    return label.lower() if label.lower() in GENDERS else ""


def _price(cell: str) -> float | None:
    """Parse 19.90, 19,90 or 19,90 €; None for an empty cell and for anything else."""
    digits = cell.removesuffix("€").removeprefix("€").strip()
    if digits.count(",") == 1 and "." not in digits:
        digits = digits.replace(",", ".")
    try:
        price = float(digits)
    except ValueError:
        return None
    return price if 0 <= price < MAX_PRICE else None
