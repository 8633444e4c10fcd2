"""`python -m tests.bench.mangled --tables 100000`: exports of every kind, damaged like files from strangers,
and read end to end.

tests/test_fuzz_exports.py reads a few of each kind. A table is the same for the same kind and number.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from data.catalogue.catalogue import Catalogue, CatalogueError, Item, read_catalogue
from data.catalogue.values.prices import NO_CURRENCY, currency_code
from tests.bench.exports import EXPORTS, Export

MEMORY = Path("/dev/shm")  # a disk would be most of the time
FOLDERS = "folders of pictures"
KINDS = (*EXPORTS, FOLDERS)
PART = 1_000  # tables between two lines of progress
PLACES = (
    "../../etc/passwd", "/etc/passwd", "..\\..\\secret.png", "../secret.png", "out.png", "up/secret.png",
    "loop.png", "round/round/p0.png", "p0.png\0.txt", "a" * 300 + ".png", "b/" * 900 + "p0.png", ".", "..",
    "/", "file:///etc/passwd", "C:\\p0.png", "sub/p1.png", "SUB/P1.PNG", "sub", "//cdn.test/p0.png",
    "http://[::1", "https://x.test/%2e%2e/%2e%2e/secret.png", "https://x.test/../out.png", "p0.png?v=1#x",
    "~/secret.png", "http://169.254.169.254/p0.png", "%00.png", "data:image/png;base64,AAAA",
)  # fmt: skip
NUMBERS = (
    "0", "-5", "-0", "1e999", "nan", "inf", "1.299", "1.299,00", "1,299.00", "19,90 €", "$5", "5 USD 6 EUR",
    "9" * 40, "0.001", "٣٫٥ USD", "１２", "½", "10 - 20", "20 - 10", "1'299.50 CHF", "12.500 KWD", "free",
    "EUR", "²", "1_000", "99999999999999.99", "5 ¥", "0x10", "--5", "5-", "1 299,00", "1.2.3,4,5", "(5.00)",
    "100%",
)  # fmt: skip
TEXTS = (
    "", " ", "\0", "\ud800", "\udfff", "\u202egnp.exe", "\ufeff", "\u200b", "👗" * 50, "e\u0301" * 200,
    "Z\u0336" * 300, '=HYPERLINK("http://x.test","y")', "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", '="007"',
    "'", '"', '""', '"a""b', "a\nb", "a\r\nb", "a\rb", "a\tb", "a;b,c|d", "<b>" * 400, "<!--" * 300,
    "<" * 3000, "&lt;" * 500, "&amp;" * 500 + "lt;", "&#0;", "&#xD800;", "&#1114112;",
    "<script>alert(1)</script>", "[" * 2000, "{" * 2000, '{"a":' * 600, "(" * 1000, "\\" * 999,
    "[vc_row][/vc_row]" * 99, "Default Title", "N/A", "null", "None", "x" * 30_000, "a, " * 3000,
    "S/M/L" * 500, "> " * 900, "1604", "Women > Dresses", "javascript:alert(1)", "http://",
    "https://x.test/a b", "https://x.test/\nb", "ht\ntps://x", "https://u:p@x.test:99999/",
    "http://x.test/\u202e", "2026-13-99", "9999-12-31/0001-01-01", "9999-12-31", "-1", "1", "no", "sí",
    "in stock", "Type=", "|Name=|Value=", "[S]=,[CS]=", "[ADD]", "[FIXED]nan", ":::", ",,,", "id:1", "id:",
    "GR0", "product-0", "product", "sku", "variant", "image", "rule", "TRUE", "Date", "İ", "ß", "ﬁ", "K",
    "ǅ",
)  # fmt: skip
NAMES = (
    "", " ", "id", "title", "image", "image 2", "price", "sale price", "group", "currency", "colour",
    "size", "category", "category 99999999999999999999", "image_-1", "imagen", "precio", "id\0", "TITLE",
    "Título", "=id", "a" * 300, "price (€)", "variant_dict", "link", "row", "0", "½", "g:id", "c:c:title",
    "Image Src", "IMAGE1", "IMAGE٣", "Option² Name", "Item", "Attribute 9 name",
    "Attribute 99999999999999999999999 value(s)", "sale_price_effective_date", "Parent", "Published",
)  # fmt: skip
BYTES = (
    b"\0", b"\xff", b"\xfe\xff", b'"', b"\n", b"\r", b",", b"<", b"]]>", b"&", b"\xed\xa0\x80", b"\x1a",
    b"\xc3", b"{", b"]",
)  # fmt: skip
CODECS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac-roman", "latin-1",
)  # fmt: skip


class Workshop:
    """A folder with pictures and traps beside them, in which one damaged table after another is read."""

    def __init__(self, ground: Path) -> None:
        self.folder = ground / "shop"
        (self.folder / "sub").mkdir(parents=True)
        (ground / "secret.png").write_bytes(b"secret")
        for name in (*(f"p{n}.png" for n in range(6)), "sub/p1.png", "sub/Ä.png"):
            (self.folder / name).write_bytes(b"")
        (self.folder / "out.png").symlink_to(ground / "secret.png")
        (self.folder / "loop.png").symlink_to("loop.png")
        (self.folder / "up").symlink_to(ground)
        (self.folder / "round").symlink_to(self.folder)

    def read(self, kind: str, number: int) -> int:
        """How many products were made of the damaged table of this kind and number. AssertionError, or what
        is not caught, where one is none that can be shown."""
        dice = random.Random(f"{kind} {number}")
        place = self._folders(dice) if kind == FOLDERS else self._table(EXPORTS[kind], dice)
        try:
            catalogue = read_catalogue(place)
            check(catalogue)
            return len(catalogue.items)
        except CatalogueError as error:
            str(error).encode()
            return 0
        finally:
            shutil.rmtree(place) if kind == FOLDERS else place.unlink()

    def _table(self, export: Export, dice: random.Random) -> Path:
        place = self.folder / export.file
        place.write_bytes(damaged(export, dice))
        return place

    def _folders(self, dice: random.Random) -> Path:
        top = self.folder.parent / "folders"
        for _ in range(dice.randrange(1, 6)):
            parts = [_file_name(dice, dice.choice(FILED)) for _ in range(dice.randrange(0, 4))]
            parts.append(_file_name(dice, dice.choice(FILES)))
            path = os.path.join(os.fsencode(top), *parts)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if not os.path.lexists(path):
                linked = dice.random() < 0.1
                os.symlink(dice.choice(LINKS), path) if linked else Path(os.fsdecode(path)).touch()
        return top


FILED = ("Vestidos", "Mujer", "t-shirt", "Red", "Zapatos", "x", "...", "Ropa_de mujer")
FILES = ("p.png", "lino-rojo.jpg", "a.txt", "x.PNG", "notes.csv")
LINKS = (b"..", b"/etc/passwd", b"nothing", b"../secret.png", b"p.png")


def _file_name(dice: random.Random, name: str) -> bytes:
    if dice.random() < 0.75:
        return name.encode()
    odd = dice.choice(TEXTS).encode("utf-8", "surrogatepass")[:60]
    cut = dice.choice((b"", b"\xff", b"\xc3"))  # names that are no UTF-8, as a zip from elsewhere makes
    return odd.replace(b"\0", b"").replace(b"/", b"-") + cut + name.encode()


def damaged(export: Export, dice: random.Random) -> bytes:
    """The bytes of a small export, after up to a few of each kind of damage."""
    header, rows = export.table(dice.randrange(1, 4))
    table = list(rows)
    for _ in range(dice.choice((0, 1, 1, 2, 3, 8))):
        row = dice.choice(table)
        at = dice.randrange(len(row))
        row[at] = _cell(dice, row[at])
    if dice.random() < 0.3:
        for _ in range(dice.randrange(1, 4)):
            at = dice.randrange(len(header))
            header[at] = dice.choice((*NAMES, *header, header[at].upper(), f"{header[at]} 2"))
    if dice.random() < 0.3:
        _rearrange(dice, header, table)
    text = "".join(export.write(header, table))
    if dice.random() < 0.2:
        raw = text.encode(dice.choice(CODECS), "replace")
    else:
        raw = text.encode("utf-8", "surrogatepass")
    return _with_bytes(dice, raw) if dice.random() < 0.3 else raw


def _cell(dice: random.Random, cell: str) -> str:
    odd = dice.choice(dice.choice((PLACES, NUMBERS, TEXTS)))
    how = dice.randrange(8)
    if how < 4:
        return odd
    if how == 4:
        return "".join(chr(dice.randrange(dice.choice((0x80, 0x3000, 0x11000)))) for _ in range(9))
    at = dice.randrange(len(cell) + 1)
    return (cell + odd, odd + cell, cell[:at] + odd + cell[at:])[how - 5]


def _rearrange(dice: random.Random, header: list[str], table: list[list[str]]) -> None:
    """Rows and columns in another order, twice, or missing."""
    how = dice.randrange(6)
    at = dice.randrange(len(table))
    if how == 0:
        dice.shuffle(table)
    elif how == 1:
        table.insert(0, list(table[at]))
    elif how == 2:
        del table[at][dice.randrange(len(header)) :]
    elif how == 3:
        table[at] += [dice.choice(TEXTS)] * dice.randrange(1, 9)
    else:
        column = dice.randrange(len(header))
        other = dice.randrange(len(header))
        for row in (header, *table):
            if how == 4 and len(row) > max(column, other):
                row[column], row[other] = row[other], row[column]
            elif how == 5:
                del row[column : column + 1]


def _with_bytes(dice: random.Random, raw: bytes) -> bytes:
    for _ in range(dice.randrange(1, 5)):
        at, end = sorted(dice.randrange(len(raw) + 1) for _ in range(2))
        how = dice.randrange(6)
        if how < 3:
            raw = raw[:at] + dice.choice(BYTES) + raw[at:]
        elif how == 3:
            raw = raw[:at] + raw[min(end, at + 40) :]
        elif how == 4:
            raw = raw[:at] + raw[at:end][:400] + raw[at:]
        elif dice.random() < 0.3:
            raw = raw[:at]
    return raw


def check(catalogue: Catalogue) -> None:
    """Every item must be one that a store can keep and a page can show, and every sentence one for a log."""
    for item in catalogue.items:
        _check_item(item, catalogue.folder)
    ids = [item.id for item in catalogue.items]
    assert all(ids) and len(ids) == len(set(ids)), ids
    report = catalogue.report
    said = [*report.lines(), *map(str, report.problems), *report.addresses]
    json.dumps([said, report.to_json()], ensure_ascii=False, allow_nan=False).encode()


def _check_item(item: Item, folder: Path) -> None:
    for picture in (item.image, *item.images):
        assert picture.is_file() and picture.resolve().is_relative_to(folder.resolve()), picture
    texts = (item.id, item.category, item.colour, item.link, item.price_note, item.usage, item.season)
    lists = (*item.texts, *item.sizes, *item.sold_out_sizes, *item.other_colours)
    "".join((*texts, *lists, *map(str, (item.image, *item.images)))).encode()
    assert item.title.strip() and item.category == " ".join(item.category.split()), item
    assert item.gender in ("", "men", "women", "boys", "girls", "kids", "unisex"), item
    assert not item.link or re.fullmatch(r"https?://[^\s\x00-\x20]+", item.link, re.I), item.link
    if item.price is None:
        assert item.sale_price is None and item.currency == "", item
        return
    assert math.isfinite(item.price) and item.price > 0, item
    assert item.sale_price is None or 0 < item.sale_price < item.price, item
    assert currency_code(item.currency) == item.currency != "" or item.currency == NO_CURRENCY, item


def workshop() -> Path:
    return Path(tempfile.mkdtemp(prefix="armario-mangled-", dir=MEMORY if MEMORY.is_dir() else None))


Found = Callable[[str, int, Exception], None]


def run(kinds: Sequence[str], numbers: range, found: Found) -> Iterator[tuple[str, int]]:
    """Reads the tables of these kinds and numbers; yields the kind and how many products each made."""
    ground = workshop()
    try:
        shop = Workshop(ground)
        for number in numbers:
            for kind in kinds:
                try:
                    yield kind, shop.read(kind, number)
                except Exception as error:  # whatever it is, it is what this looks for
                    found(kind, number, error)
    finally:
        shutil.rmtree(ground, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.mangled", description=__doc__)
    parser.add_argument("--tables", type=int, default=100_000, help="of each kind (default: 100,000)")
    parser.add_argument("--start", type=int, default=0, help="the first table's number (default: 0)")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only these")
    options = parser.parse_args()
    errors: list[str] = []

    def found(kind: str, number: int, error: Exception) -> None:
        errors.append(f"{kind} {number}: {type(error).__name__}: {str(error)[:300]!r}")
        sys.stdout.write(f"{errors[-1]}\n")
        sys.stdout.flush()

    began, done, made = time.process_time(), 0, 0
    kinds = options.kind or KINDS
    for _, items in run(kinds, range(options.start, options.start + options.tables), found):
        done, made = done + 1, made + items
        if done % PART == 0:
            each = options.start + done // len(kinds)
            spent = time.process_time() - began
            sys.stdout.write(
                f"to {each:,} of each of {len(kinds)} kinds, {made:,} products, {len(errors)} unhandled, "
                f"{spent:.0f} s of CPU\n"
            )
            sys.stdout.flush()
    return int(bool(errors))


if __name__ == "__main__":
    sys.exit(main())
