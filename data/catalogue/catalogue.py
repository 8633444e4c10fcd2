"""Reads a shop's catalogue into items: any export that is known here, a plain table, or folders of pictures.

Knows the way from files to items; does not know vectors, stores or models.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from data.catalogue.assemble import PRICES, Assembler
from data.catalogue.folders import FOLDER, FOLDERS
from data.catalogue.formats.detection import SHOPS, columns_of
from data.catalogue.item import Item
from data.catalogue.mapping import Mapping, read_mapping
from data.catalogue.report import Report, Tally
from data.catalogue.sources import Source, find_source
from data.catalogue.tables.files import read_table
from data.catalogue.tables.table import CatalogueError, Problem, Table
from data.catalogue.values.addresses import Pictures
from data.catalogue.values.prices import EURO, NO_CURRENCY, pricing_of
from data.catalogue.vocabulary import categories

__all__ = ["Catalogue", "CatalogueError", "Item", "Problem", "read_catalogue"]

GENDERS = {"men", "women", "boys", "girls", "kids", "unisex"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Items in the order of the file or folder, and the report of how they were read."""

    folder: Path
    items: tuple[Item, ...]
    report: Report

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was skipped, and why."""
        return self.report.problems


def read_catalogue(
    place: Path, currency: str = "", mapping: Mapping | None = None,
    read: Callable[[Path], Table] = read_table, unfetched: bool = False,
) -> Catalogue:  # fmt: skip
    """Reads a file or a folder. ``currency`` is the ISO code of prices that name none, ``mapping`` the
    owner's corrections, by default those beside the table; ``read`` gives the table of a file. With
    ``unfetched``, a picture at an address counts as if it had been fetched. Raises CatalogueError."""
    try:
        place = Path(os.path.realpath(place))
        mapping = mapping or read_mapping(place if place.is_dir() else place.parent)
        source = find_source(place, mapping.corrected, read)
    except OSError as error:
        raise CatalogueError(f"{place}: cannot be read: {error.strerror}") from error
    tally = Tally()
    tally.problems += [*source.others, *chain.from_iterable(table.problems for table in source.tables)]
    items, notes = _items(source, mapping, currency, tally, unfetched)
    if source.format == FOLDERS:
        items = _filed(source, items)
    columns = {name: field for table in source.tables
               for name, field in columns_of(source.format, table.header).items()}  # fmt: skip
    problems = sorted(tally.problems, key=lambda problem: (problem.file, problem.line))
    report = Report(
        source.format.name, tuple(table.file for table in source.tables),
        sum(len(table.rows) for table in source.tables), tally.used, len(items), columns, tally.words,
        notes, tuple(problems), tuple(tally.addresses),
    )  # fmt: skip
    return Catalogue(source.folder, tuple(items), report)


def _items(
    source: Source, mapping: Mapping, currency: str, tally: Tally, unfetched: bool
) -> tuple[list[Item], tuple[str, ...]]:
    records = [(table, list(source.format.records(table))) for table in source.tables]
    every = [record for _, own in records for record in own]
    pictures = Pictures(source.folder, (record.images for record in every), unfetched)
    prices = [cell for record in every for name in PRICES if (cell := record.cells.get(name))]
    named = (record.cells.get("currency", "") for record in every)
    otherwise = NO_CURRENCY if source.format in SHOPS else EURO
    pricing, note = pricing_of(prices, named, currency, otherwise)
    taken: set[str] = set()
    items: list[Item] = []
    for table, own in records:
        assembler = Assembler(table.file, pictures, mapping, pricing, tally, source.format.one_item_a_group)
        items += assembler.items(own, taken)
    return items, tuple(filter(None, [note]))


def _filed(source: Source, items: list[Item]) -> list[Item]:
    """The items of folders that say what is in them. Raises CatalogueError where none does."""
    named = {item.category for item in items} - {""}
    if len(named) < 2 and not named & categories().keys():  # one folder of no known name may be anything
        rows = [row for table in source.tables for row in table.rows]
        names = ", ".join(sorted({row.cells[FOLDER].partition("/")[0] + "/" for row in rows})[:5])
        count = f"{len(rows)} picture{'s' * (len(rows) > 1)}"
        raise CatalogueError(
            f"expected a table, or a folder of pictures for each category such as t-shirt/*.jpg; found "
            f"{count} in {names} of {source.folder}, which does not say what they are of"
        )
    return [item if item.title else replace(item, title=item.category) for item in items]
