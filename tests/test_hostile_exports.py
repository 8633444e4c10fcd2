"""Hostile files in the place of an export, each read in a process whose memory and time are watched."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalogue.catalogue import CatalogueError, read_catalogue

ROOT = Path(__file__).resolve().parent.parent
MOST = 500_000_000  # bytes of memory
SECONDS = 60
# Reads each place as `index` does, says what came of it, and then how much memory that took at most
READ = """
import sys
from pathlib import Path
from data.catalogue.catalogue import CatalogueError, read_catalogue
from tests.servers import peak_memory
for place in sys.argv[1:]:
    try:
        catalogue = read_catalogue(Path(place))
        print(len(catalogue.items), *list(catalogue.report.lines())[:1], *map(str, catalogue.problems[:2]))
    except CatalogueError as error:
        print(error)
print(peak_memory())
"""
HEAD = "id,title,category,image,price\n"
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
ENTRY = "<item><g:id>1</g:id><title>{}</title><g:image_link>p.png</g:image_link></item>"


def feed(declared: str, said: str) -> bytes:
    return f"<?xml version='1.0'?>{declared}<rss><channel>{ENTRY.format(said)}</channel></rss>".encode()


def office(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        box.writestr("xl/workbook.xml", "<workbook/>")
    return path.read_bytes()


def read(*places: Path) -> list[str]:
    """A sentence for each place; never a trace, nor over MOST or SECONDS."""
    command = [sys.executable, "-c", READ, *map(str, places)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    *said, memory = done.stdout.splitlines()
    assert int(memory) < MOST, f"{int(memory):,}"
    return said


FILES: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "laughs.xml": (
        lambda _: feed(f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"),
        "found a document type or entities",
    ),
    "quadratic.xml": (
        lambda _: feed(f'<!DOCTYPE r [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 10_000),
        "found a document type or entities",
    ),
    "elsewhere.xml": (
        lambda _: feed('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        "found a document type or entities",
    ),
    "dtd.xml": (
        lambda _: feed('<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">', "a"),
        "found a document type or entities",
    ),
    "unknown.xml": (lambda _: feed("", "&nowhere;"), "damaged"),
    "deep.xml": (lambda _: b"<rss>" + b"<a>" * 1_000_000, "nested deeper"),
    "long-tag.xml": (lambda _: b"<rss><item " + b"a" * 20_000_000, "longer than"),
    "office.csv": (lambda folder: office(folder / "book"), "workbook"),
    "pdf.csv": (lambda _: b"%PDF-1.7\n" + bytes(range(256)) * 9, "a PDF"),
    "picture.csv": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(999), "a picture"),
    "page.csv": (lambda _: b"<!doctype html><html><body>Log in</body></html>", "a web page"),
    "zeros.csv": (lambda _: bytes(5_000_000), "an empty file"),
    "noise.csv": (lambda _: bytes(range(256)) * 20_000, "no text"),
    "deep.json": (lambda _: b"[" * 5_000_000, "expected"),
    "deep-object.jsonl": (lambda _: b'{"id":' * 2_000_000, "expected"),
    "quotes.csv": (lambda _: HEAD.encode() + b'"' * 3_000_001, "it is longer than 1,000,000 characters"),
    "columns.csv": (
        lambda _: b"id,title,category,image," + b"x," * 400_000 + b"\n1,a,hats,p.png\n",
        "columns",
    ),
    "cell.csv": (
        lambda _: HEAD.encode() + b"1,a,hats,p.png," + b"9" * 900_000 + b"\n",
        "longer than 131,072",
    ),
    "number.csv": (lambda _: HEAD.encode() + b"1,a,hats,p.png," + b"9" * 9_000 + b"\n", "is no price"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_export_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    make, means = FILES[name]
    (tmp_path / name).write_bytes(make(tmp_path))
    (tmp_path / "p.png").touch()
    (said,) = read(tmp_path / name)
    assert means in said and "root:" not in said


def test_formulas_are_text(tmp_path: Path) -> None:
    formulas = ['=HYPERLINK(""http://x.test"")', "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "-2+3"]
    rows = "".join(f'{n},"{formula}",hats,p.png,"{formula}"\n' for n, formula in enumerate(formulas))
    (tmp_path / "items.csv").write_text(HEAD + rows)
    (tmp_path / "p.png").touch()
    items = read_catalogue(tmp_path).items
    assert [item.title for item in items] == [formula.replace('""', '"') for formula in formulas]
    assert {item.price for item in items} == {None}


@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "nothing", "long name", "not UTF-8"])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "items.csv"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "loop":
        place.symlink_to(place)
    elif kind == "device":
        place.symlink_to("/dev/zero")
    elif kind == "long name":
        place = tmp_path / ("a" * 5000)
    elif kind == "not UTF-8":
        place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
        place.touch()
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(place)
    str(caught.value).encode()


def test_pipes_devices_and_loops_in_a_folder_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(HEAD + "1,a,hats,p.png,5\n2,b,hats,pipe.png,5\n3,c,hats,loop.png,5\n")
    (tmp_path / "p.png").touch()
    os.mkfifo(tmp_path / "pipe.png")
    os.mkfifo(tmp_path / "items.csv")
    os.mkfifo(tmp_path / "mapping.csv")
    (tmp_path / "loop.png").symlink_to("loop.png")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "round").symlink_to(tmp_path)
    catalogue = read_catalogue(tmp_path)
    assert [item.id for item in catalogue.items] == ["1"]
    assert [problem.line for problem in catalogue.problems] == [3, 4]


def test_a_folder_that_nobody_may_open_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "iterdir", refused)  # root may open any
    with pytest.raises(CatalogueError, match="cannot be read: Permission denied"):
        read_catalogue(tmp_path)


def test_names_of_files_that_are_not_utf_8_are_said(tmp_path: Path) -> None:
    for folder, name in ((b"hats", b"a.png"), (b"hats", b"\xff.png"), (b"\xe9t\xe9", b"b.png")):
        place = os.path.join(os.fsencode(tmp_path), folder)
        os.makedirs(place, exist_ok=True)
        Path(os.fsdecode(os.path.join(place, name))).touch()
    catalogue = read_catalogue(tmp_path)
    assert [item.id for item in catalogue.items] == ["hats/a.png"]
    assert [str(problem) for problem in catalogue.problems] == [
        "hats/�.png: its name is not UTF-8; rename it",
        "�t�/b.png: its name is not UTF-8; rename it",
    ]


def test_a_large_mapping_is_not_read_whole(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(HEAD + "1,a,hats,p.png,5\n")
    with (tmp_path / "mapping.csv").open("wb") as file:
        file.truncate(3_000_000_000)
    (said,) = read(tmp_path)
    assert "mapping.csv" in said


@pytest.mark.slow
def test_files_beyond_all_measure_take_no_memory(tmp_path: Path) -> None:
    line, sparse = tmp_path / "line.csv", tmp_path / "sparse.csv"
    with line.open("wb") as file:
        for _ in range(200):
            file.write(b"a" * 1_000_000)
    with sparse.open("wb") as file:
        file.truncate(3_000_000_000)
    said = read(line, sparse)
    assert "a first line of over 1,000,000 characters" in said[0]
    assert "3,000 MB, over 500 MB; split it" in said[1]


@pytest.mark.slow
def test_20_000_files_are_no_burden(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    for number in range(20_000):
        os.mknod(shop / f"f{number}")
    (refused,) = read(shop)
    assert "found f0, f1, f10, f100, f1000 and more" in refused
    (shop / "p.png").touch()
    (shop / "items.csv").write_text(HEAD + "1,a,hats,P.PNG,5\n")
    (found,) = read(shop)
    assert "read as a plain table, 1 product" in found


@pytest.mark.slow
def test_a_file_that_shrinks_grows_or_goes_while_it_is_read_ends_in_words(tmp_path: Path) -> None:
    place = tmp_path / "items.csv"
    (tmp_path / "p.png").touch()
    text = HEAD + "".join(f"{n},a,hats,p.png,5\n" for n in range(20_000))
    place.write_text(text)
    command = [sys.executable, "-c", READ, *[str(place)] * 6]
    reader = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    number = 0
    while reader.poll() is None:
        number += 1
        if number % 7 == 0:
            place.unlink()
        with place.open("w") as file:
            file.write(text[: len(text) * (number % 5) // 4])
    _, errors = reader.communicate()
    assert reader.returncode == 0, errors


@pytest.mark.parametrize("name", ["laughs.xml", "office.csv", "deep.json"])
def test_the_command_says_it_without_a_trace(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name][0](tmp_path))
    command = [sys.executable, "-m", "app", "index", "--dry-run", "--catalogue", str(tmp_path / name)]
    done = subprocess.run(
        [*command, "--store", str(tmp_path / "store")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode and "Traceback" not in done.stderr and FILES[name][1] in done.stderr
    assert not (tmp_path / "store").exists()
