"""Columns and rows as the text of a file, in each syntax that exports come in. Knows no shop."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from xml.sax.saxutils import escape

Write = Callable[[Sequence[str], Iterable[Sequence[str]]], Iterator[str]]


def _delimited(mark: str) -> Write:
    def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
        for row in chain([header], rows):
            line = io.StringIO()
            csv.writer(line, delimiter=mark, lineterminator="\n").writerow(row)
            yield line.getvalue()

    return write


def _json_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    return (json.dumps(dict(zip(header, row, strict=False))) + "\n" for row in rows)


def _feed(entry: str, top: str, end: str) -> Write:
    def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n{top}\n'
        for row in rows:
            cells = zip(header, row, strict=False)
            said = "".join(f"<g:{name}>{escape(cell)}</g:{name}>" for name, cell in cells if cell)
            yield f"<{entry}>{said}</{entry}>\n"
        yield end

    return write


GOOGLE = 'xmlns:g="http://base.google.com/ns/1.0"'
RSS = _feed("item", f'<rss {GOOGLE} version="2.0"><channel>', "</channel></rss>")
ATOM = _feed("entry", f'<feed xmlns="http://www.w3.org/2005/Atom" {GOOGLE}>', "</feed>")
JSON_LINES: Write = _json_lines
COMMAS, SEMICOLONS, TABS = _delimited(","), _delimited(";"), _delimited("\t")
