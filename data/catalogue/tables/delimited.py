"""Reads cells with delimiters between them, CSV and its kin, as other programs write them.

Knows cells; does not know what a product is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from data.catalogue.tables.builder import MAX_COLUMNS, TableBuilder
from data.catalogue.tables.layout import Layout, layout_of
from data.catalogue.tables.records import records
from data.catalogue.tables.table import CatalogueError, Table
from data.catalogue.tables.text import MAX_LINE_CHARS, Encoding, is_overlong, lines, opened

SAMPLE_LINES, SAMPLE_CHARS = 2_500, 500_000  # from which the layout is told: more than one record may have


def read_delimited(path: Path, encoding: Encoding) -> Table:
    """The table of a file; a line that cannot be read is a problem of it. Raises CatalogueError, OSError."""
    builder = TableBuilder(path.name)
    if encoding.reason:
        builder.report(encoding.line, encoding.reason, kept=True)
    with opened(path, encoding) as text:
        following = lines(text)
        sample = _sample(following)
        layout = layout_of(sample)
        _check_header(path.name, layout, sample)
        body = islice(chain(sample, following), layout.header_end, None)
        for record in records(body, layout.delimiter, layout.header_end + 1):
            cells = _fitted(record.cells, layout)
            if error := record.error or _surplus_error(cells, layout):
                builder.report(record.line, f"broken line: {error}")
            else:
                builder.add(record.line, layout.names, cells)
    return builder.table(layout.names)


def _sample(following: Iterator[str]) -> list[str]:
    sample, chars = list[str](), 0
    for line in following:
        sample.append(line)
        chars += len(line)
        if len(sample) >= SAMPLE_LINES or chars >= SAMPLE_CHARS:
            break
    return sample


def _check_header(name: str, layout: Layout, sample: list[str]) -> None:
    overlong = next((n for n, line in enumerate(sample, 1) if is_overlong(line)), 0)
    if overlong and not any(line.strip() for line in sample[: overlong - 1]):
        raise CatalogueError(
            f"{name}: expected a table, found a first line of over {MAX_LINE_CHARS:,} characters; "
            "export it with a line for each product"
        )
    if not any(layout.names):
        raise CatalogueError(f"{name}: expected a line with the names of columns, found none")
    if len(layout.names) > MAX_COLUMNS:
        found = f"{len(layout.names):,} columns in line {layout.header_end}"
        raise CatalogueError(f"{name}: expected a table of products, found {found}")


def _fitted(cells: list[str], layout: Layout) -> list[str]:
    """As many cells as there are columns, if none is lost by it: a spreadsheet leaves off empty cells at the
    end, or adds some."""
    columns = len(layout.names)
    if len(cells) < columns:
        return cells + [""] * (columns - len(cells))
    if len(cells) > columns and layout.joins_surplus:
        return [*cells[: columns - 1], layout.delimiter.join(cells[columns - 1 :])]
    return cells if any(cell.strip() for cell in cells[columns:]) else cells[:columns]


def _surplus_error(cells: list[str], layout: Layout) -> str:
    columns = len(layout.names)
    return f"{columns} cells expected, {len(cells)} found" if len(cells) > columns else ""
