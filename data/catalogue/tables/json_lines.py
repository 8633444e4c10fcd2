"""Reads products in JSON: an object a line, an array, or an object that has an array of them in it.

Knows JSON; does not know what a product is.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from data.catalogue.tables.builder import TableBuilder
from data.catalogue.tables.json_cells import rows_of
from data.catalogue.tables.json_stream import BrokenJson, elements, parse
from data.catalogue.tables.table import CatalogueError, Table
from data.catalogue.tables.text import MAX_LINE_CHARS, Encoding, is_overlong, lines, opened

OPEN_ENDS = ("[", "{", ",", ":")  # of a line that goes on in the next one
EXPECTED = 'expected products in JSON, an object a line or an array such as {"products": [{"id": …}]}'


def read_json(path: Path, encoding: Encoding) -> Table:
    """The objects of a file as rows; of an array, a row's line is the number of the element.

    Raises CatalogueError, OSError.
    """
    builder = TableBuilder(path.name)
    if encoding.reason:
        builder.report(encoding.line, encoding.reason, kept=True)
    with opened(path, encoding) as text:
        is_by_line = _is_by_line(text)
    with opened(path, encoding) as text:
        if is_by_line:
            _read_lines(text, builder)
        else:
            _read_document(path.name, text, builder)
    return builder.table()


def _is_by_line(text: TextIO) -> bool:
    """Whether each line is an object, by the first two; else the whole is one value."""
    first, second = (*islice((line.strip() for line in lines(text) if line.strip()), 2), "", "")[:2]
    if not first.startswith("{") or is_overlong(first):
        return False
    try:
        value = parse(first)
    except BrokenJson:
        return second.startswith("{") and not first.endswith(OPEN_ENDS)
    return bool(second) or not any(map(_has_objects, value.values()))


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(element, dict) for element in value)


def _read_lines(text: TextIO, builder: TableBuilder) -> None:
    for number, line in enumerate(lines(text), 1):
        if is_overlong(line):
            builder.report(number, f"broken line: it is longer than {MAX_LINE_CHARS:,} characters")
        elif line.strip():
            try:
                _add(builder, number, parse(line))
            except BrokenJson as error:
                builder.report(number, f"broken line: {error}")


def _read_document(name: str, text: TextIO, builder: TableBuilder) -> None:
    number = 0
    try:
        for number, value in enumerate(elements(text), 1):
            _add(builder, number, value)
    except BrokenJson as error:
        if builder.is_empty:
            raise CatalogueError(f"{name}: {EXPECTED}, found a damaged file: {error}") from error
        builder.report(0, f"damaged after entry {number}: {error}; nothing behind it was read")
    if builder.is_empty:
        raise CatalogueError(f"{name}: {EXPECTED}, found none")


def _add(builder: TableBuilder, number: int, value: Any) -> None:
    """The rows of an object; a problem of anything else."""
    if not isinstance(value, dict):
        builder.report(number, "an object with the fields of a product expected, found another value")
        return
    for cells in rows_of(value):
        _add_cells(builder, number, cells)


def _add_cells(builder: TableBuilder, number: int, cells: dict[str, str]) -> None:
    if any("\0" in text for text in (*cells, *cells.values())):
        builder.report(number, "it contains a null character")
    else:
        builder.add_named(number, cells)
