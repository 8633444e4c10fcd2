"""Any file of an export → its table: which reader it needs is told by its first bytes, never by its name.

Knows files; does not know what a product is.
"""

from __future__ import annotations

import re
from pathlib import Path

from data.catalogue.tables.delimited import read_delimited
from data.catalogue.tables.json_lines import read_json
from data.catalogue.tables.table import CatalogueError, Table
from data.catalogue.tables.text import declared, encoding_of, legible
from data.catalogue.tables.xml_feed import read_feed

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xml", ".rss", ".atom", ".json", ".jsonl", ".ndjson"})
MAX_FILE_BYTES = 500_000_000  # 44,000 products with 11 kB each
HEAD_BYTES = 4_096
EXPECTED = "expected a table of products (CSV, XML feed or JSON)"
SAVE_AS_CSV = "save it as CSV"
EXPORT_AGAIN = "export the products again as CSV"
# What begins with these bytes, and the cure
KINDS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook of the old kind (.xls)", SAVE_AS_CSV),
    (b"\x1f\x8b", "a file packed by gzip", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"%PDF-", "a PDF", EXPORT_AGAIN),
    (b"{\\rtf", "a text document (RTF)", EXPORT_AGAIN),
    (b"\x89PNG", "a picture", EXPORT_AGAIN),
    (b"\xff\xd8\xff", "a picture", EXPORT_AGAIN),
    (b"GIF8", "a picture", EXPORT_AGAIN),
    (b"II*\0", "a picture", EXPORT_AGAIN),
    (b"MM\0*", "a picture", EXPORT_AGAIN),
    (b"SQLite format 3\0", "a database", EXPORT_AGAIN),
    (b"PAR1", "a Parquet file", EXPORT_AGAIN),
)
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE_PARTS = (b"[Content_Types].xml", b"xl/", b"_rels/", b"opendocument.spreadsheet")  # of .xlsx and .ods
HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(!doctype\s+html|html|head|body|table|meta)\b",
    re.I | re.S,
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MAX_CONTROL_SHARE = 0.05  # of a text's characters: a table may be damaged in a few places
ARRAY = re.compile(r'\s*\[\s*[\[{"\]]')  # a title in brackets is none
DECLARED_ENCODING = re.compile(r"""\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]{1,40})["']""")


def read_table(path: Path) -> Table:
    """The table of a file, whatever its syntax. Raises CatalogueError."""
    path = Path(path)
    name = legible(path.name)
    if name != path.name:
        raise CatalogueError(f"{name}: its name is not UTF-8; rename it")
    try:
        return _read(path)
    except OSError as error:
        raise CatalogueError(f"{path.name}: {EXPECTED}, which cannot be read: {error.strerror}") from error


def _read(path: Path) -> Table:
    head = _head(path)
    if found := _what_other_bytes(head):
        raise CatalogueError(f"{path.name}: {EXPECTED}, found {found}")
    encoding = encoding_of(path)
    text = head.decode(encoding.codec, errors="replace")
    if found := _what_other_text(text):
        raise CatalogueError(f"{path.name}: {EXPECTED}, found {found}")
    start = text.lstrip()
    if start.startswith("<"):
        named = DECLARED_ENCODING.match(text)
        return read_feed(path, declared(named[1], encoding) if named else encoding)
    if start.startswith("{") or ARRAY.match(text):
        return read_json(path, encoding)
    return read_delimited(path, encoding)


def _head(path: Path) -> bytes:
    """The first bytes of a file of a size that is read. Raises CatalogueError, OSError."""
    if path.is_dir() or (path.exists() and not path.is_file()):
        kind = "a folder" if path.is_dir() else "no ordinary file"
        raise CatalogueError(f"{path.name}: {EXPECTED}, found {kind}")
    with path.open("rb") as file:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            found = f"{size / 1e6:,.0f} MB, over {MAX_FILE_BYTES / 1e6:,.0f} MB; split it into several files"
            raise CatalogueError(f"{path.name}: {EXPECTED}, found {found}")
        return file.read(HEAD_BYTES)


def _what_other_bytes(head: bytes) -> str:
    """What a file is that is no text, and what helps, or ""."""
    if head.startswith(ZIP):
        if any(part in head for part in OFFICE_PARTS):
            return f"a workbook or another office document (such as .xlsx or .ods); {SAVE_AS_CSV}"
        return "a zip file; unpack it first"
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return f"a picture or video; {EXPORT_AGAIN}"
    return next((f"{name}; {cure}" for magic, name, cure in KINDS if head.startswith(magic)), "")


def _what_other_text(text: str) -> str:
    """What a text is that is no table, and what helps, or ""."""
    if not text.strip("\ufeff \t\r\n\0"):
        return "an empty file; export it again"
    if len(CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        return f"a file that is no text; {EXPORT_AGAIN}"
    if HTML.match(text):
        return "a web page, perhaps a login page saved in its place; log in and download the export itself"
    if "<Workbook" in text:
        return f"an Excel workbook in XML; {SAVE_AS_CSV}"
    return ""
