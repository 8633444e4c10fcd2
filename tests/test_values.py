"""What cells say about stock and sizes, and what is left of their markup."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from data.catalogue.values.availability import availability, in_stock
from data.catalogue.values.markup import plain_text
from data.catalogue.values.sizes import sizes

CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "cases"


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (
            True,
            "in stock|in_stock|In Stock|IN-STOCK|instock|InStock|https://schema.org/InStock|1|yes|true|TRUE"
            "|available|http://schema.org/LimitedAvailability|https://schema.org/InStoreOnly|schema:InStock"
            "|en stock|Disponible|sí|Si|VERDADERO|hay existencias|últimas unidades|low stock|5 in stock"
            "|In stock (12)|Only 3 left!|quedan 2|3 disponibles",
        ),
        (
            False,
            "out of stock|out_of_stock|outofstock|https://schema.org/OutOfStock|0|no|false"
            "|sold out|SoldOut|agotado|Agotada|sin existencias|no disponible|unavailable|discontinued|https://schema.org/Discontinued"
            "|preorder|pre-order|https://schema.org/PreOrder|backorder|onbackorder|bajo pedido|reserva"
            "|preventa|coming soon|próximamente|disabled|0 in stock|falso|out of stock (0)",
        ),
        (
            None,
            "|n/a|none|-|?|ships in 24 hours|blue|https://shop.test/in-stock|<5|10-20|12/11/2026|sold out 5",
        ),
    ],
)
def test_words_of_stock(known: bool | None, words: str) -> None:
    assert {word: availability(word) for word in words.split("|")} == dict.fromkeys(words.split("|"), known)


@pytest.mark.parametrize(
    ("quantity", "known"),
    [
        ("4", True), ("10+", True), (">10", True), ("3.0", True), ("1,200", True), ("4 units", True),
        ("3 uds.", True), ("unlimited", True), ("٣", True), ("0", False), ("0.0", False), ("-1", False),
        ("−2", False), ("0 pcs", False), ("", None), (" ", None), ("none", None), ("n/a", None),
        ("NaN", None),
        ("size 42", None), ("x" * 100_000, None), ("9" * 100_000, True),
    ],
)  # fmt: skip
def test_numbers_of_pieces(quantity: str, known: bool | None) -> None:
    assert in_stock(quantity) is known


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("M", "M"),
        ("S, M, L", "S M L"),
        ("S,M,L", "S M L"),
        ("S|M|L", "S M L"),
        ("XS;S;M", "XS S M"),
        ("S/M/L", "S M L"),
        ("S\nM\nL", "S M L"),
        ("S M L", "S M L"),
        ("S-M-L", "S M L"),
        ("S, M y L", "S M L"),
        ("S and M", "S M"),
        ('["S", "M"]', "S M"),
        ("L, S, L, l", "L S"),
        ("Talla: S, M", "S M"),
        ("Size M", "M"),
        ("36 / 37 / 38", "36 37 38"),
        ("36,37,38", "36 37 38"),
        ("36 37 38", "36 37 38"),
        ("42,5", "42,5"),
        ("4,5", "4,5"),
        ("38,5,39,39,5", "38,5 39 39,5"),
        ("4, 4,5, 5", "4 4,5 5"),
        ("38,5|39", "38,5 39"),
        ("42.5", "42.5"),
        ("4,5,6", "4 5 6"),
        ("32x34", "32x34"),
        ("10Y", "10Y"),
        ("38-40", "38-40"),
        ("S/M", "S/M"),
        ("O/S", "O/S"),
        ('32"', '32"'),
        ("0", "0"),
    ],
)
def test_sizes_in_their_order(cell: str, found: str) -> None:
    assert sizes(cell) == tuple(found.split())


@pytest.mark.parametrize(
    "cell",
    [
        "One Size", "Talla única", "única", "UK 8", "EU 42", "W32 L34", "6-9 months", "42 2/3",
        "UK 8 / EU 42", "UK 8/EU 41/US 9", "2 years",
    ],
)  # fmt: skip
def test_what_is_one_size(cell: str) -> None:
    assert sizes(cell) == (cell,)


@pytest.mark.parametrize(
    "cell", ["", " ", "Default Title", "default", "N/A", "none", "-", "sin talla", "x" * 99]
)
def test_what_is_no_size(cell: str) -> None:
    assert sizes(cell) == ()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""),
        ("Soft denim", "Soft denim"),
        ("<p>Soft&nbsp;<b>denim</b></p><ul><li>5 pockets</li></ul>", "Soft denim. 5 pockets"),
        ("<p>Soft.</p><p>Warm!</p>", "Soft. Warm!"),
        ("<ul>\n<li>Cotton</li>\n<li>Made in Spain</li>\n</ul>", "Cotton. Made in Spain"),
        ("Soft<br>denim<br/>Five pockets", "Soft denim. Five pockets"),
        ("<h2>Care:</h2><p>wash cold</p>", "Care: wash cold"),
        ("<tr><td>Made of</td><td>Wool</td></tr><tr><td>Fit</td><td>S</td></tr>", "Made of Wool. Fit S"),
        ("<b>Pants</b><script>alert(1)</script>", "Pants"),
        ("<style>p{color:red}</style><SCRIPT type='x'>if (a<b) {}</SCRIPT >Tee", "Tee"),
        ("a<!-- <b>no</b> -->b", "ab"),
        ("<!--[if gte mso 9]><xml><o:x>1</o:x></xml><![endif]-->Tee", "Tee"),
        ("Tee <!-- cut off", "Tee cut off"),
        ('<a title="a > b" href=\'x\'>Tee</a>', "Tee"),
        ("Tee <a href=\"https://shop.te", "Tee"),
        ("Tee</p", "Tee"),
        ("&lt;p&gt;Soft &amp;amp; warm&lt;/p&gt;", "Soft & warm"),
        ("&amp;nbsp;Soft&#160;denim&#x20;&eacute;", "Soft denim é"),
        ("5 < 7 and 9 > 8", "5 < 7 and 9 > 8"),
        ("5 &lt; 7", "5 < 7"),
        ("I <3 it", "I <3 it"),
        ("S -> M, S --> M", "S -> M, S --> M"),
        ("H&M, R&D, AT&T; <info@shop.test>", "H&M, R&D, AT&T; <info@shop.test>"),
        ("[vc_row][vc_column width=\"1/2\"]Soft[/vc_column][/vc_row]", "Soft"),
        ("[box]Soft[/box] [gallery ids=\"1,2\"] [NEW] [2-pack]", "Soft [NEW] [2-pack]"),
        ("Soft\\nwarm\\r\\nlight", "Soft warm light"),
        ("line one\nline two", "line one line two"),
        ("Soft\r\n\r\nWarm", "Soft. Warm"),
        ("**Soft** _warm_\n- light", "**Soft** _warm_ - light"),
        ("So\u00adft\x00 \u202ewarm\u202c\ufeff &#8238;light", "Soft warm light"),
        ("👨\u200d👩\u200d👧 赤いTシャツ حذاء", "👨\u200d👩\u200d👧 赤いTシャツ حذاء"),
        ("<p>綿。</p><p>白</p>", "綿。 白"),
        ("\ud800Tee", "Tee"),
    ],
)  # fmt: skip
def test_markup_becomes_text(cell: str, text: str) -> None:
    assert plain_text(cell) == text


@pytest.mark.parametrize(
    "garbage",
    [
        "<", "<a", "<a ", "</", "<!--", "-->", "<script>", "<a href=\"", "<a b='\"", "&", "&amp;", "&#9", "[",
        "[a ", "[/a", "[a_b", "\n ", "\\n", "<p>", "<!", "<![CDATA[", "a\x1e", "'\"", "<a b=c",
    ],
)  # fmt: skip
def test_garbage_is_read_once(garbage: str) -> None:
    began = time.perf_counter()
    plain_text("<a " + garbage * (300_000 // len(garbage)))
    assert time.perf_counter() - began < 10  # a quadratic reader takes minutes


def test_titles_that_once_went_wrong() -> None:
    table = CASES / "titles" / "items.csv"
    if not table.is_file():
        pytest.skip("shared/cases is not here")
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert plain_text(rows["4"]["title"]) == "Pants"
    assert plain_text(rows["4"]["description"]) == "Soft denim. 5 pockets"
    assert plain_text(rows["6"]["description"]) == "line one line two"
    assert [plain_text(rows[n]["title"]) for n in "123"] == [rows[n]["title"] for n in "123"]
