"""A file is read by what is in it, whatever its name; what is no table is refused with the cure."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from data.catalogue.tables import text
from data.catalogue.tables.files import read_table
from data.catalogue.tables.table import CatalogueError, Table
from tests.test_feeds import SHIRT, TEE, rss

TABLES = (
    b'id,title,price\n1,Tee,5\n2,"a ""b""\nc",\'6\n',
    "sep=;\r\nid;título\r\n1;ñandú\r\n".encode("cp1252"),
    "id\ttitle\n1\tTé\n".encode("utf-16"),
    rss(TEE, SHIRT).encode(),
    b'{"id": 1, "price": {"amount": 5, "currency": "EUR"}}\n{"id": 2, "sizes": ["S", {"x": "M"}]}\n',
    b'{"page": 1, "products": [{"id": 1}, {"id": 2}]}',
)
PIECES = (
    b",", b";", b"\t", b"|", b'"', b"\n", b"\r", b"\0", b"=", b"'", b"<", b">", b"&x;", b"{", b"}", b"[",
    b"]", b":", b"\\u", b"\\ud83d", b"\xff\xfe", b"\xc3\xb1", b"\xf1", b"\xef\xbb\xbf", b"id", b"1", b" ",
    b"<item>", b"</item>", b"<!DOCTYPE x [", b"<![CDATA[", b"<!--", b"-->", b"null", b"sep=", b"\xe2\x80\xa8",
    b'<?xml encoding="ascii"?>',
)  # fmt: skip


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def picture(kind: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4)).save(drawn, kind)
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a workbook or another office document"),
        (zipped("a.csv"), "a zip file; unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "an Excel workbook of the old kind .*; save"),
        (b'<?xml version="1.0"?><Workbook xmlns="x"></Workbook>', "an Excel workbook in XML; save it as CSV"),
        (gzip.compress(b"id,title\n", mtime=0), "a file packed by gzip; unpack it first"),
        (b"%PDF-1.7\n", "a PDF; export the products again as CSV"),
        (picture("PNG"), "a picture; export"),
        (picture("JPEG"), "a picture; export"),
        (picture("WEBP"), "a picture or video; export"),
        (picture("TIFF"), "a picture; export"),
        (b"<!doctype html><html><body>Log in", "a web page, perhaps a login page"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<HTML lang="es">', "a web page"),
        (b"<table><tr><td>id</td></tr></table>", "a web page"),
        (b"", "an empty file"),
        (b"\n \r\n\t\n", "an empty file"),
        ("\ufeff".encode("utf-16"), "an empty file"),
        (bytes(range(256)) * 8, "a file that is no text"),
        (b"abc def " * 200_000, "a first line of over 1,000,000 characters"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_what_it_is_and_the_cure(
    tmp_path: Path, raw: bytes, found: str
) -> None:
    (tmp_path / "products.csv").write_bytes(raw)
    with pytest.raises(CatalogueError, match=rf"^products\.csv: expected a table.*, found {found}"):
        read_table(tmp_path / "products.csv")


def test_a_folder_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="found a folder"):
        read_table(tmp_path)
    with pytest.raises(CatalogueError, match="which cannot be read: No such file or directory"):
        read_table(tmp_path / "products.csv")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "products.csv").write_text("id,title\n")

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuses)  # whoever runs the tests may be allowed everything
    with pytest.raises(CatalogueError, match="which cannot be read: Permission denied"):
        read_table(tmp_path / "products.csv")


def test_a_file_larger_than_any_export_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "products.csv").open("wb") as file:
        file.truncate(600_000_000)  # of which the disk holds nothing
    with pytest.raises(CatalogueError, match="found 600 MB, over 500 MB; split it into several files"):
        read_table(tmp_path / "products.csv")


def test_a_huge_line_is_passed_without_being_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_LINE_CHARS", 1_000)
    (tmp_path / "products.csv").write_text(f"id,title\n1,a\n2,{'b' * 99_999}\n3,c\n")
    table = read_table(tmp_path / "products.csv")
    assert [row.cells["id"] for row in table.rows] == ["1", "3"]
    assert [problem.line for problem in table.problems] == [3]


def invented(chance: random.Random) -> bytes:
    """Bytes that are nothing, pieces of tables, or a table with a few changes."""
    kind = chance.random()
    if kind < 0.1:
        return chance.randbytes(chance.randrange(300))
    if kind < 0.5:
        return b"".join(chance.choices(PIECES, k=chance.randrange(80)))
    raw = bytearray(chance.choice(TABLES))
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(raw) + 1)
        raw[at : at + chance.choice((0, 0, 1, 20))] = chance.choice((*PIECES, raw[: chance.randrange(99)]))
    return bytes(raw)


def check(table: Table) -> None:
    """What holds of every table."""
    names = set(table.header)
    assert len(names) == len(table.header) and "" not in names
    assert [row.line for row in table.rows] == sorted({row.line for row in table.rows})
    for row in table.rows:
        assert set(row.cells) == names
        assert all(cell == cell.strip() and "\0" not in cell for cell in row.cells.values())
        "".join((*row.cells, *row.cells.values())).encode()


def test_whatever_is_in_a_file_is_a_table_or_a_sentence(tmp_path: Path) -> None:
    chance, path, tables = random.Random(21), tmp_path / "products", 0
    for _ in range(3_000):
        path.write_bytes(invented(chance))
        try:
            check(read_table(path))
            tables += 1
        except CatalogueError as error:
            assert str(error).startswith("products: ")
    assert tables > 1_000
