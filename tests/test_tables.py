"""Cells with delimiters between them, as shop systems and spreadsheets write them, become rows; what is
broken is reported with its line, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.tables.files import read_table
from data.catalogue.tables.table import CatalogueError, Table

GUESSED = "3: not UTF-8: the whole file was read as"


def read(folder: Path, text: str, encoding: str = "utf-8") -> Table:
    """The table of a file with this text."""
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return read_table(path)


def rows(table: Table) -> list[tuple[str, ...]]:
    """The cells of all rows, in the order of the header."""
    return [tuple(row.cells[name] for name in table.header) for row in table.rows]


def reported(table: Table) -> list[str]:
    return [str(problem) for problem in table.problems]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_encoding_and_line_end_is_read(
    tmp_path: Path, mark: str, encoding: str, end: str
) -> None:
    lines = (f"id{mark}title{mark}price", f"1{mark}Pantalón{mark}", "", f'2{mark}"a{mark} b"{mark}5')
    table = read(tmp_path, end.join(lines), encoding)
    assert table.header == ("id", "title", "price")
    assert rows(table) == [("1", "Pantalón", ""), ("2", f"a{mark} b", "5")]
    assert [row.line for row in table.rows] == [2, 4]
    assert (table.file, table.problems) == ("table.csv", ())


@pytest.mark.parametrize(
    ("text", "header", "first"),
    [
        ("id;price\n1;19,90\n2;5,00\n", ("id", "price"), ("1", "19,90")),
        ("id;title;price\n1;Tee, soft, red;19,90\n2;Tee, blue;5\n", ("id", "title", "price"),
         ("1", "Tee, soft, red", "19,90")),
        ("id,title,image\n1,Tee;red,a.jpg|b.jpg|c.jpg\n2,Tee;blue,a.jpg|b.jpg\n", ("id", "title", "image"),
         ("1", "Tee;red", "a.jpg|b.jpg|c.jpg")),
        ("id\ttitle, long\tprice, EUR\n1\tTee, red\t1,5\n", ("id", "title, long", "price, EUR"),
         ("1", "Tee, red", "1,5")),
        ("sep=;\nid;title\n1;a,b\n", ("id", "title"), ("1", "a,b")),
        ("sep=|\r\nid,x|title\r\n1|b\r\n", ("id,x", "title"), ("1", "b")),
        ("Exported on 3 May, 2026\n\nid,title,price\n1,Tee,5\n", ("id", "title", "price"), ("1", "Tee", "5")),
        ("Casa Mar;;;\n;;;\nAll;;;\nid;title;price;size\n1;Tee;5;M\n", ("id", "title", "price", "size"),
         ("1", "Tee", "5", "M")),
        ("\n\n\nid,title\n1,Tee\n", ("id", "title"), ("1", "Tee")),
        ("id,title,38,40\n1,Tee,3,4\n2,Skirt,1,0\n", ("id", "title", "38", "40"), ("1", "Tee", "3", "4")),
        ("id,title,id,id\n1,Tee,2,3\n", ("id", "title", "id_2", "id_3"), ("1", "Tee", "2", "3")),
        (' "id" , Body  (HTML) ,\'price\'\n1,Tee,3\n', ("id", "Body (HTML)", "price"), ("1", "Tee", "3")),
        ("id,,title,\n1,x,Tee,y\n", ("id", "title"), ("1", "Tee")),
        ('"id,title,price"\n"1,""Tee, red"",5"\n', ("id", "title", "price"), ("1", "Tee, red", "5")),
        ('id,"title\nin Spanish"\n1,Camisa\n', ("id", "title in Spanish"), ("1", "Camisa")),
        ("id,title,tags\n1,Tee,a;b;c;d;e\n2,Shirt,d;e;f;g;h\n", ("id", "title", "tags"),
         ("1", "Tee", "a;b;c;d;e")),
        ('id,title,text\n1,Tee,"a; b"\n2,Top,"d; e"\n', ("id", "title", "text"), ("1", "Tee", "a; b")),
        ("Exported on 3 May, 2026\nid;title;price\n1;Tee;19,90\n2;Top;5,00\n", ("id", "title", "price"),
         ("1", "Tee", "19,90")),
        ("title\nTee\n", ("title",), ("Tee",)),
    ],
)  # fmt: skip
def test_delimiter_and_header_are_found(
    tmp_path: Path, text: str, header: tuple[str, ...], first: tuple[str, ...]
) -> None:
    table = read(tmp_path, text)
    assert (table.header, rows(table)[0], reported(table)) == (header, first, [])


def test_a_table_without_rows_has_a_header(tmp_path: Path) -> None:
    table = read(tmp_path, "id,title\n")
    assert (table.header, table.rows, table.problems) == (("id", "title"), (), ())


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("1,Tee", ("1", "Tee", "")),
        ("1,Tee,5,,", ("1", "Tee", "5")),
        (' 1 ,"  Tee ",\t5', ("1", "Tee", "5")),
        ('1,12" Tee,5', ("1", '12" Tee', "5")),
        ('1,"""Best"" tee",5', ("1", '"Best" tee', "5")),
        ('1,"Best" tee,5', ("1", "Best tee", "5")),
        ('1,"<p>Soft\r\n\r\ntee</p>",5', ("1", "<p>Soft\n\ntee</p>", "5")),
        ('="00123",Tee,5', ("00123", "Tee", "5")),
        ('"=""00123""",Tee,5', ("00123", "Tee", "5")),
        ("'00123,'=1+1,'-5", ("00123", "=1+1", "-5")),
        ("1,'90s tee,5", ("1", "'90s tee", "5")),
        ('1,"=HYPERLINK(""http://x"")",@SUM(A1)', ("1", '=HYPERLINK("http://x")', "@SUM(A1)")),
        ("1,+cmd|' /C calc'!A0,-5", ("1", "+cmd|' /C calc'!A0", "-5")),
    ],
)
def test_a_row_is_read_as_its_program_meant_it(tmp_path: Path, line: str, cells: tuple[str, ...]) -> None:
    table = read(tmp_path, f"id,title,price\n{line}\n2,x,6\n")
    assert (rows(table), reported(table)) == ([cells, ("2", "x", "6")], [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2,Tee, wide,5", "3 cells expected, 4 found"),
        ('2,"Tee,5', "a quotation mark is not closed"),
        ("2,T\0ee,5", "it contains a null character"),
        (f"2,{'x' * 200_000},5", "a cell is longer than 131,072 characters"),
        (f"2,{'x,' * 600_000},5", "it is longer than 1,000,000 characters"),
    ],
)
def test_a_broken_line_costs_only_itself(tmp_path: Path, line: str, reason: str) -> None:
    table = read(tmp_path, f"id,title,price\n1,a,4\n{line}\n3,b,6\n4,c,6\n5,d,6\n")
    assert [row.cells["id"] for row in table.rows] == ["1", "3", "4", "5"]
    assert reported(table) == [f"table.csv:3: broken line: {reason}"]


def test_a_description_of_hundreds_of_lines_is_one_cell(tmp_path: Path) -> None:
    text = "\n".join(f"<li>{n}</li>" for n in range(1500))
    table = read(tmp_path, f'id,text\n1,"{text}"\n2,b\n')
    assert (rows(table), table.rows[1].line) == ([("1", text), ("2", "b")], 1502)


def test_missing_quotation_marks_in_every_line_take_no_time_squared(tmp_path: Path) -> None:
    lines = 3_000
    table = read(tmp_path, "id,title\n" + '1,"a""\n' * lines + "2,b\n")
    assert (len(table.problems), rows(table)) == (lines, [("2", "b")])


def test_surplus_cells_belong_to_kaggles_unquoted_title(tmp_path: Path) -> None:
    table = read(tmp_path, "id,year,productDisplayName\n1,2011,Check, blue, long\n")
    assert (rows(table), reported(table)) == ([("1", "2011", "Check, blue, long")], [])


@pytest.mark.parametrize(
    ("raw", "title", "problem"),
    [
        ("Bañador, \x80 5".encode("latin-1"), "Bañador, € 5", f"{GUESSED} Windows-1252;"),
        ("camisón de algodón".encode("cp1252"), "camisón de algodón", f"{GUESSED} Windows-1252;"),
        ("niño’s vête—ment".encode("cp1252"), "niño’s vête—ment", f"{GUESSED} Windows-1252;"),
        ("béisbol fácil".encode("mac-roman"), "béisbol fácil", f"{GUESSED} Mac Roman;"),
        ("ñandú, ñ \xf1".encode() + b"\xf1", "ñandú, ñ ñ�", "3: not sound UTF-8: what could not be read"),
        ("ñandú, niño".encode()[:-1] + b"\xc3", "ñandú, niñ�", "3: not sound UTF-8: what could not be read"),
    ],
)  # fmt: skip
def test_what_is_not_utf_8_is_told_apart_and_reported(
    tmp_path: Path, raw: bytes, title: str, problem: str
) -> None:
    (tmp_path / "table.csv").write_bytes(b'id;title\r\n1;Tee\r\n2;"' + raw + b'"\r\n')
    table = read_table(tmp_path / "table.csv")
    assert rows(table) == [("1", "Tee"), ("2", title)]
    assert len(table.problems) == 1 and reported(table)[0].startswith(f"table.csv:{problem}")


@pytest.mark.parametrize("text", ['"id,title\n', "\0id,title,price,colour,size,brand\n"])
def test_a_table_without_names_of_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CatalogueError, match="expected a line with the names of columns, found none"):
        read(tmp_path, text)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"expected a table of products, found 1,200 columns in line 1"):
        read(tmp_path, ",".join(f"c{n}" for n in range(1200)) + "\n1\n")
