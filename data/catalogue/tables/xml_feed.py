"""Reads product feeds in XML, RSS 2.0 and Atom with Google's elements, an entry at a time.

Knows elements; does not know what a product is. Nothing that an XML file can ask of its reader is done:
neither entities of its own nor files elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from data.catalogue.tables.builder import TableBuilder
from data.catalogue.tables.table import CatalogueError, Table
from data.catalogue.tables.text import Encoding, opened

ENTRIES = frozenset({"item", "entry", "product"})  # RSS and RDF, Atom, feeds of shop systems' own
MAX_DEPTH = 50
MAX_ENTRY_CHARS = 1_000_000  # as a line of a table
MAX_SILENT_CHARS = (
    4_000_000  # one tag or comment; the parser keeps it whole, and before Expat 2.6 reads it anew
)
LINK_ATTRIBUTES = ("href", "url")  # of an element without text: Atom's link, an enclosure
EXPECTED = "expected a product feed with <item> or <entry> elements"


def read_feed(path: Path, encoding: Encoding) -> Table:
    """The entries of a feed as rows, by the names of their elements without prefixes.

    An element that is there several times is one cell of several lines, because addresses have commas; one
    that has further elements in it, such as g:shipping, is left out. Raises CatalogueError, OSError.
    """
    builder = TableBuilder(path.name)
    entries = _Entries(builder)
    if encoding.reason:
        builder.report(encoding.line, encoding.reason, kept=True)
    try:
        with opened(path, encoding) as text:
            _parse(text, entries)
    except DefusedXmlException as error:
        found = "a document type or entities, which no feed needs; export it without"
        raise CatalogueError(f"{path.name}: {EXPECTED}, found {found}") from error
    except (SAXException, _TooLarge) as error:
        if builder.is_empty:
            found = f"XML that is damaged: {_where(error)}"
            raise CatalogueError(f"{path.name}: {EXPECTED}, found {found}") from error
        builder.report(
            0, f"damaged after entry {entries.number}: {_where(error)}; nothing behind it was read"
        )
    if not entries.number:
        raise CatalogueError(f"{path.name}: {EXPECTED}, found <{entries.root}> without any")
    return builder.table()


def _parse(text: TextIO, entries: _Entries) -> None:
    """Tell ``entries`` what is in an XML text, whatever it says of its encoding and prefixes."""
    parser = _Parser(forbid_dtd=True)  # without namespaces: some feeds do not declare their prefix
    parser.setContentHandler(entries)
    source = InputSource()
    source.setByteStream(_Watched(text, entries))  # type: ignore[arg-type]
    source.setEncoding("utf-8")
    parser.parse(source)


class _TooLarge(ValueError):
    """XML that no feed is, and which to read would take memory without end."""


class _Parser(DefusedExpatParser):
    """Gives a text in one piece, which takes half the time."""

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True


class _Entries(ContentHandler):
    """Makes a row of each entry. Elements deeper than an entry's own are left out."""

    def __init__(self, builder: TableBuilder) -> None:
        super().__init__()
        self._builder = builder
        self._depth = 0
        self._entry_depth = 0  # 0 outside an entry
        self._entry_chars = 0
        self._cells: dict[str, list[str]] = {}
        self._text: list[str] = []
        self._is_nested = False
        self._attributes: Any = {}
        self.number = 0
        self.root = ""
        self.events = 0

    def startElement(self, name: str, attrs: Any) -> None:
        self._depth += 1
        self.events += 1
        self.root = self.root or name
        if self._depth > MAX_DEPTH:
            raise _TooLarge(f"elements are nested deeper than {MAX_DEPTH}")
        if not self._entry_depth:
            if _local(name) in ENTRIES:
                self._entry_depth, self._entry_chars, self._cells = self._depth, 0, {}
        elif self._depth == self._entry_depth + 1:
            self._text, self._is_nested, self._attributes = [], False, attrs
        else:
            self._is_nested = True

    def characters(self, content: str) -> None:
        if self._entry_depth and not self._is_nested:
            self._entry_chars += len(content)
            if self._entry_chars > MAX_ENTRY_CHARS:
                raise _TooLarge(f"an entry is longer than {MAX_ENTRY_CHARS:,} characters")
            self._text.append(content)

    def endElement(self, name: str) -> None:
        self.events += 1
        if self._depth == self._entry_depth:
            self.number += 1
            self._builder.add_named(self.number, _by_local_name(self._cells))
            self._entry_depth = 0
        elif self._entry_depth and self._depth == self._entry_depth + 1 and not self._is_nested:
            self._end_cell(name)
        self._depth -= 1

    def _end_cell(self, name: str) -> None:
        if cell := "".join(self._text).strip() or _address(self._attributes):
            self._cells.setdefault(name, []).append(cell)


class _Watched:
    """A text as bytes in UTF-8, which ends the reading when it makes no element for too long."""

    def __init__(self, text: TextIO, entries: _Entries) -> None:
        self._text = text
        self._entries = entries
        self._events = 0
        self._silent = 0

    def read(self, size: int) -> bytes:
        chunk = self._text.read(size)
        self._silent = self._silent + len(chunk) if self._events == self._entries.events else 0
        self._events = self._entries.events
        if self._silent > MAX_SILENT_CHARS:
            raise _TooLarge(f"a tag or comment is longer than {MAX_SILENT_CHARS:,} characters")
        return chunk.encode()

    def close(self) -> None:
        self._text.close()


@lru_cache(maxsize=1024)  # each name is asked for in each entry
def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _address(attributes: Any) -> str:
    """The address that is an attribute of an element, or "" if it leads to something else."""
    if attributes.get("rel", "alternate") != "alternate":
        return ""
    return next((attributes[name] for name in LINK_ATTRIBUTES if name in attributes), "")


def _by_local_name(elements: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Cells by name without prefix. Where an entry has Atom's id and a g:id, the latter is the shop's."""
    cells = {_local(name): "\n".join(texts) for name, texts in elements.items()}
    if len(cells) == len(elements):
        return cells
    cells = dict.fromkeys(cells, "")
    for name in sorted(elements, key=lambda name: ":" not in name):
        cells[_local(name)] = cells[_local(name)] or "\n".join(elements[name])
    return cells


def _where(error: Exception) -> str:
    """What is wrong, and in which line if the parser tells."""
    if isinstance(error, SAXParseException):
        return f"line {error.getLineNumber()}: {error.getMessage()}"
    return str(error)
