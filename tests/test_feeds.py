"""Product feeds in XML and JSON become rows; a hostile or damaged one gets a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.catalogue.tables.files import read_table
from data.catalogue.tables.table import CatalogueError, Table
from tests.test_tables import reported, rows

GOOGLE = 'xmlns:g="http://base.google.com/ns/1.0"'
TEE = "<item><g:id>1</g:id><title>Té &amp; co</title><g:price>19.90 EUR</g:price></item>"
SHIRT = "<item><g:id>2</g:id><title><![CDATA[<b>Shirt</b>]]></title><g:size>M</g:size></item>"


def read(folder: Path, text: str, encoding: str = "utf-8") -> Table:
    """The table of a feed with this text, whatever its name says."""
    path = folder / "feed.txt"
    path.write_bytes(text.encode(encoding))
    return read_table(path)


def rss(*entries: str, declaration: str = '<?xml version="1.0"?>', names: str = GOOGLE) -> str:
    inside = "\n".join(entries)
    return f"{declaration}\n<rss {names}><channel><title>Shop</title>{inside}</channel></rss>"


def test_each_item_of_google_merchants_rss_is_a_row(tmp_path: Path) -> None:
    table = read(tmp_path, rss(TEE, SHIRT))
    assert table.header == ("id", "title", "price", "size")
    assert rows(table) == [("1", "Té & co", "19.90 EUR", ""), ("2", "<b>Shirt</b>", "", "M")]
    assert ([row.line for row in table.rows], table.problems) == ([1, 2], ())


@pytest.mark.parametrize(
    ("entry", "cells"),
    [
        ("<g:id>1</g:id><g:shipping><g:price>5 EUR</g:price></g:shipping>", {"id": "1"}),
        ("<g:image>a,b</g:image><g:image>c</g:image>", {"image": "a,b\nc"}),
        ("<id>tag:shop,2026</id><g:id>S1</g:id>", {"id": "S1"}),
        ("<g:id>S1</g:id><id>tag:shop,2026</id>", {"id": "S1"}),
        ('<link rel="self" href="https://no"/><link href="https://yes"/>', {"link": "https://yes"}),
        ('<enclosure url="https://a/b.jpg" type="image/jpeg"/>', {"enclosure": "https://a/b.jpg"}),
        ("<id> 1\n</id><title/>", {"id": "1"}),
    ],
)
@pytest.mark.parametrize("names", [GOOGLE, ""])
def test_elements_become_cells(tmp_path: Path, entry: str, cells: dict[str, str], names: str) -> None:
    for text in (rss(f"<item>{entry}</item>", names=names), f"<feed {names}><entry>{entry}</entry></feed>"):
        assert [row.cells for row in read(tmp_path, text).rows] == [cells]


@pytest.mark.parametrize(
    ("declared", "encoding", "problems"),
    [
        ("utf-8", "utf-8", 0),
        ("utf-8", "utf-8-sig", 0),
        ("utf-16", "utf-16", 0),
        ("iso-8859-1", "latin-1", 0),
        ("windows-1252", "cp1252", 0),
        ("iso-8859-1", "utf-8", 0),
        ("utf-16", "utf-8", 0),
        ("klingon", "utf-8", 0),
        ("utf-8", "cp1252", 1),
        ("klingon", "cp1252", 1),
    ],
)
def test_the_bytes_tell_the_encoding_where_the_declaration_is_wrong(
    tmp_path: Path, declared: str, encoding: str, problems: int
) -> None:
    table = read(tmp_path, rss(TEE, declaration=f'<?xml version="1.0" encoding="{declared}"?>'), encoding)
    assert (rows(table)[0][1], len(table.problems)) == ("Té & co", problems)


@pytest.mark.parametrize("cut", [1, 20, 70])
def test_the_entries_before_a_damage_are_kept(tmp_path: Path, cut: int) -> None:
    table = read(tmp_path, rss(TEE, SHIRT, SHIRT)[:-cut])
    assert table.rows[0].cells["id"] == "1"
    assert len(reported(table)) == 1 and f"damaged after entry {len(table.rows)}: line " in reported(table)[0]


LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (rss("", declaration="<!DOCTYPE rss>"), "found a document type or entities"),
        (
            rss("", declaration=f'<!DOCTYPE rss [<!ENTITY a "ha">{LAUGHS}]>'),
            "found a document type or entities",
        ),
        (
            rss("", declaration='<!DOCTYPE rss SYSTEM "file:///etc/passwd">'),
            "found a document type or entities",
        ),
        (rss(), "found <rss> without any"),
        ("<urlset><url>https://x</url></urlset>", "found <urlset> without any"),
        ("<rss><item><id>1", "found XML that is damaged: line 1"),
        ("<rss><item><id>&nbsp;</id></item></rss>", "found XML that is damaged: line 1: undefined entity"),
        ("<a>" * 100, "found XML that is damaged: elements are nested deeper than 50"),
        (f"<rss><item><id>{'x' * 1_000_001}", "found XML that is damaged: an entry is longer than 1,000,000"),
        (
            f"<rss><!--{'x' * 4_200_000}",
            "found XML that is damaged: a tag or comment is longer than 4,000,000",
        ),
    ],
)
def test_a_feed_that_is_none_or_hostile_gets_a_sentence(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(CatalogueError, match=r"feed\.txt: expected a product feed") as raised:
        read(tmp_path, text)
    assert found in str(raised.value)


PRODUCT = {"id": 7, "title": "Té", "sizes": ["S", "M"], "price": {"amount": 19.9, "currency": "EUR"}}
CELLS = {"id": "7", "title": "Té", "sizes": "S, M", "price": "19.9 EUR"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PRODUCT),
        json.dumps(PRODUCT, ensure_ascii=False) + "\n",
        json.dumps([PRODUCT]),
        json.dumps([PRODUCT], indent=2),
        json.dumps({"products": [PRODUCT]}),
        json.dumps(
            {"total": 1, "tags": ["a"], "data": {"page": 1, "items": [PRODUCT], "next": None}}, indent=1
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_json_is_read_as_lines_array_or_object_with_an_array(
    tmp_path: Path, text: str, encoding: str
) -> None:
    table = read(tmp_path, text, encoding)
    assert ([row.cells for row in table.rows], table.header) == ([CELLS], tuple(CELLS))


@pytest.mark.parametrize(
    ("written", "cells"),
    [
        ('"a": 19.90, "b": 1e999, "c": 10000000000000000', {"a": "19.90", "b": "1e999", "c": "1" + "0" * 16}),
        ('"a": NaN, "b": null, "c": true, "d": -Infinity', {"a": "", "b": "", "c": "true", "d": ""}),
        ('"a": 1, "a": 2, " b ": " x "', {"a": "2", "b": "x"}),
        ('"a": {"value": "5", "currency_code": "USD"}', {"a": "5 USD"}),
        ('"a": {"name": "Mar", "x": {"y": 1}}', {"a.name": "Mar", "a.x.y": "1"}),
        ('"a": [{"src": "u,1"}, {"src": "u2", "w": 9}]', {"a.src": "u,1\nu2", "a.w": "9"}),
        ('"a": ["S", null, "S", "M"], "b": [], "c": {}', {"a": "S, M"}),
        ('"a": "\\ud83d", "b": "\\ud83d\\ude00"', {"a": "�", "b": "😀"}),
    ],
)  # fmt: skip
def test_json_values_become_cells(tmp_path: Path, written: str, cells: dict[str, str]) -> None:
    assert read(tmp_path, f"{{{written}}}\n{{}}\n").rows[0].cells == cells


def test_a_broken_line_of_json_costs_only_itself(tmp_path: Path) -> None:
    lines = (
        '{"id": 1}',
        '{"id": ',
        '{"id": 3},',
        "[4]",
        '{"id": "\\u0000"}',
        '{"id": ' + "[" * 99_999,
        '{"id": 7}',
    )
    table = read(tmp_path, "\n".join(lines))
    assert [(row.line, row.cells["id"]) for row in table.rows] == [(1, "1"), (3, "3"), (7, "7")]
    assert [problem.line for problem in table.problems] == [2, 4, 5, 6]
    assert reported(table)[0].startswith("feed.txt:2: broken line: Expecting value")


def test_the_objects_before_a_damage_are_kept(tmp_path: Path) -> None:
    table = read(tmp_path, json.dumps([{"id": n} for n in range(30_000)])[:-9])
    assert len(table.rows) == 29_999
    assert "damaged after entry 29999: at character" in reported(table)[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[" * 100_000, "found a damaged file"),
        ('{"a":' * 100_000, "found a damaged file"),
        ('{"products": [', "found a damaged file"),
        ('[{"a": "' + "x" * 1_200_000, "found a damaged file: at character 2: it is broken or longer than"),
        ("[]", "found none"),
        ('{"a":\n1, "b": [1, 2]}', "found none"),
    ],
)  # fmt: skip
def test_json_without_products_gets_a_sentence(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(CatalogueError, match=r"feed\.txt: expected products in JSON") as raised:
        read(tmp_path, text)
    assert found in str(raised.value)
