"""A cell finds the picture that it means beside the table, whoever wrote it, and none elsewhere."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

from data.catalogue.values.pictures import PictureFolder, PictureMissing, is_address

CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "cases"
FILES = (
    "images/a.jpg", "images/Summer Dress.PNG", "images/niña.jpg", "red/1.jpg", "blue/1.jpg", "blue/2/1.jpg",
    "images/100%.jpg", "images/b#1.jpg", "images/.hidden.jpg", "c.webp", "items.csv", "images/notes.txt",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files, beside a secret one that no cell may reach."""
    for name in FILES:
        path = tmp_path / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    (tmp_path / "secret.jpg").write_bytes(b"")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.jpg").write_bytes(b"")
    return tmp_path / "shop"


@pytest.mark.parametrize(
    ("cell", "file"),
    [
        ("images/a.jpg", "images/a.jpg"),
        (" images/a.jpg ", "images/a.jpg"),
        ("images\\a.jpg", "images/a.jpg"),
        (".\\images\\a.jpg", "images/a.jpg"),
        ("./images//a.jpg", "images/a.jpg"),
        ("images/../images/a.jpg", "images/a.jpg"),
        ("C:\\shop\\images\\a.jpg", "images/a.jpg"),
        ("C:/Users/Ana/Pictures/a.jpg", "images/a.jpg"),
        ("\\\\server\\share\\images\\a.jpg", "images/a.jpg"),
        ("/images/a.jpg", "images/a.jpg"),
        ("/home/ana/shop/images/a.jpg", "images/a.jpg"),
        ("file:///C:/shop/images/a.jpg", "images/a.jpg"),
        ("IMAGES/A.JPG", "images/a.jpg"),
        ("a.jpg", "images/a.jpg"),
        ("a", "images/a.jpg"),
        ("images/a", "images/a.jpg"),
        ("export/images/a.jpg", "images/a.jpg"),
        ("images/a.jpg?v=12", "images/a.jpg"),
        ("summer dress.png", "images/Summer Dress.PNG"),
        ("images/Summer%20Dress.png", "images/Summer Dress.PNG"),
        (unicodedata.normalize("NFD", "images/niña.jpg"), "images/niña.jpg"),
        ("images/NIÑA.jpg", "images/niña.jpg"),
        ("images/100%.jpg", "images/100%.jpg"),
        ("images/B#1.jpg", "images/b#1.jpg"),
        ("1.jpg", "blue/1.jpg"),
        ("red/1.jpg", "red/1.jpg"),
        ("RED\\1.JPG", "red/1.jpg"),
        ("D:\\photos\\red\\1.jpg", "red/1.jpg"),
        ("/x/blue/2/1.jpg", "blue/2/1.jpg"),
        ("https://cdn.shop.test/files/a.jpg?v=123", "images/a.jpg"),
        ("HTTP://cdn.shop.test/files/A.JPG#top", "images/a.jpg"),
        ("//cdn.shop.test/files/a.jpg", "images/a.jpg"),
        ("https://cdn.shop.test/Summer%20Dress.png", "images/Summer Dress.PNG"),
        ("https://cdn.shop.test/red/1.jpg", "red/1.jpg"),
        ("https://cdn.shop.test/other/1.jpg", "blue/1.jpg"),
        ("https://cdn.shop.test/a_800x800.jpg?v=1", "images/a.jpg"),
        ("https://cdn.shop.test/a_x800.jpg", "images/a.jpg"),
        ("https://shop.test/wp/a-300x300.jpg", "images/a.jpg"),
        ("https://cdn.shop.test/a@2x.jpg", "images/a.jpg"),
        ("http://127.0.0.1:7909/c.webp", "c.webp"),
    ],
)
def test_a_cell_finds_its_file(folder: Path, cell: str, file: str) -> None:
    assert PictureFolder(folder).find(cell) == (folder / file).resolve()


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", "missing"),
        ("images/b.jpg", "missing"),
        ("b", "missing"),
        ("images", "missing"),
        ("items", "missing"),
        ("green/1.jpg", "missing"),  # of another product than red/1.jpg
        ("images/a.png", "missing"),
        ("hidden.jpg", "missing"),
        ("images/a.jpg\x00", "missing"),
        ("x" * 5000, "missing"),
        ("/" * 5000, "outside"),
        ("../secret.jpg", "outside"),
        ("..\\secret.jpg", "outside"),
        ("images/../../secret.jpg", "outside"),
        ("..", "outside"),
        ("/etc/passwd", "outside"),
        ("C:\\Windows\\win.ini", "outside"),
        ("file:///etc/passwd", "outside"),
        ("https://cdn.shop.test/b.jpg", "address"),
        ("https://cdn.shop.test/", "address"),
        ("https://cdn.shop.test", "address"),
        ("http://[bad/b.jpg", "address"),
        ("https://cdn.shop.test/..%2f..%2fsecret.jpg", "address"),
        ("https://cdn.shop.test/../../secret.jpg", "address"),
    ],
)
def test_what_is_not_there_is_said(folder: Path, cell: str, kind: str) -> None:
    with pytest.raises(PictureMissing) as raised:
        PictureFolder(folder).find(cell)
    assert raised.value.kind == kind and len(str(raised.value)) < 400


def test_an_absolute_path_into_the_folder_is_read(folder: Path) -> None:
    assert PictureFolder(folder).find(str(folder / "red" / "1.jpg")) == (folder / "red" / "1.jpg").resolve()


def test_a_link_is_followed_inside_the_folder_only(folder: Path) -> None:
    (folder / "in.jpg").symlink_to(folder / "images" / "a.jpg")
    (folder / "out.jpg").symlink_to(folder.parent / "secret.jpg")
    (folder / "away").symlink_to(folder.parent / "elsewhere", target_is_directory=True)
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    pictures = PictureFolder(folder)
    assert pictures.find("IN.jpg") == pictures.find("in.jpg") == (folder / "images" / "a.jpg").resolve()
    for cell, kind in (
        ("out.jpg", "outside"), ("OUT.JPG", "outside"), ("https://shop.test/out.jpg", "outside"),
        ("away/x.jpg", "outside"), ("AWAY/X.JPG", "missing"), ("x.jpg", "missing"), ("loop.jpg", "missing"),
    ):  # fmt: skip
        with pytest.raises(PictureMissing) as raised:
            pictures.find(cell)
        assert raised.value.kind == kind, cell


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("images/b.jpg", "image 'images/b.jpg' is missing"),
        ("../secret.jpg", "image '../secret.jpg' lies outside the catalogue folder"),
        (
            "https://cdn.test/b.jpg",
            "image 'https://cdn.test/b.jpg' is an address, and no file of that name lies beside the table",
        ),
        ("b" * 500, f"image '{'b' * 79}…' is missing"),
    ],
)
def test_the_sentence_says_what_was_found(folder: Path, cell: str, sentence: str) -> None:
    with pytest.raises(PictureMissing) as raised:
        PictureFolder(folder).find(cell)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("https://shop.test/a.jpg", True), ("HTTP://shop.test", True), ("//cdn.shop.test/a.jpg", True),
        ("http://127.0.0.1:80/a.jpg", True), ("http://localhost/a.jpg", True), ("images/a.jpg", False),
        ("", False), ("C:\\a.jpg", False), ("//images/a.jpg", False), ("ftp://shop.test/a.jpg", False),
        ("httpscan.jpg", False), ("\\\\server\\a.jpg", False),
    ],
)  # fmt: skip
def test_what_is_an_address(cell: str, known: bool) -> None:
    assert is_address(cell) is known


def test_paths_that_once_went_wrong() -> None:
    table = CASES / "windows-paths" / "items.csv"
    if not table.is_file():
        pytest.skip("shared/cases is not here")
    pictures = PictureFolder(table.parent)
    with table.open(encoding="utf-8", newline="") as file:
        cells = [row["image"].split("|")[0] for row in csv.DictReader(file)]
    assert [pictures.find(cell).name for cell in cells] == [
        "red-tee.jpg", "sneaker.jpg", "dress.jpg", "pants.jpg", "shirt.jpg", "black-tee.jpg",
    ]  # fmt: skip
