"""A visitor's table before it is indexed: read, corrected, and then indexed as it was corrected."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from PIL import Image

from app.ingest import upload_files, upload_table
from app.ingest.labelling import PictureLabeller
from app.ingest.upload_sessions import UploadSessions
from app.ingest.upload_table import TableDraft, TableReading
from data.catalogue.mapping import read_mapping, write_mapping
from tests.fakes import ColourEncoder, ColourReader

PLAIN = "sku,name,category,colour,price,image,gender"
ROWS = ("1,Wide thing,Wonders,glauco,19.90,a.jpg,alien", "2,Red thing,Wonders,red,5,b.jpg,Female")
SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src",
    "tee,Red tee,<p>Soft</p>,Casa Mar,T-Shirts,Size,S,T-S,19.90,https://cdn.example.test/a.jpg",
    "tee,,,,,,M,T-M,19.90,",
    "far,Far tee,,Casa Mar,T-Shirts,Size,S,F-S,9,https://cdn.example.test/far.jpg",
)


def lines(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def picture(ink: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (24, 32), ink).save(file, "JPEG")
    return file.getvalue()


def parcel(folder: Path, members: Mapping[str, bytes], name: str = "mine.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w") as box:
        for member, content in members.items():
            box.writestr(member, content)
    return folder / name


@pytest.fixture
def shops(tmp_path: Path) -> Iterator[UploadSessions]:
    encoder = ColourEncoder()
    own = UploadSessions(encoder, PictureLabeller(ColourReader(encoder)), tmp_path / "visitors")
    yield own
    own.close("ana")


def drafted(shops: UploadSessions, *files: Path) -> TableDraft:
    assert list(shops.upload("ana", files)) == []
    draft = shops.draft("ana")
    assert draft is not None and shops.get("ana") is None
    return draft


def words(reading: TableReading, kind: str) -> list[tuple[str, str, int]]:
    assert reading.report
    return [(word.theirs, word.ours, word.count) for word in reading.report.words if word.kind == kind]


def fields(reading: TableReading) -> dict[str, str]:
    return {column.theirs: column.field for column in reading.columns}


@pytest.fixture
def plain_parcel(tmp_path: Path) -> Path:
    return parcel(tmp_path, {"s/t.csv": lines(PLAIN, *ROWS), "s/a.jpg": picture(), "s/b.jpg": picture()})


def test_an_export_is_told_before_anything_is_decoded(shops: UploadSessions, tmp_path: Path) -> None:
    members = {"export.csv": lines(*SHOPIFY), "photos/a.jpg": b"not decoded yet", "photos/more.jpg": b""}
    reading = drafted(shops, parcel(tmp_path, members)).reading()
    assert reading.report and reading.report.format == "Shopify" and reading.columns == ()
    assert (reading.products, reading.rows, reading.pictures, reading.unused) == (1, 3, 2, 1)
    assert reading.report.addresses == ("https://cdn.example.test/far.jpg",)
    assert [(p.line, "is an address" in p.reason) for p in reading.report.problems] == [(4, True)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.tsv", lines("id\ttitle\tcategory\timage", "1\tRed tee\tt-shirt\ta.jpg")),
        ("t.txt", lines("id\ttitle\tcategory\timage", "1\tRed tee\tt-shirt\ta.jpg")),
        ("t.jsonl", b'{"id": "1", "title": "Red tee", "category": "t-shirt", "image": "a.jpg"}\n'),
        ("t.json", b'[{"id": "1", "title": "Red tee", "category": "t-shirt", "image": "a.jpg"}]'),
        ("t.xml", b"<rss><channel><item><id>1</id><title>Red tee</title><category>t-shirt</category>"
                  b"<image>a.jpg</image></item></channel></rss>"),
    ],
)  # fmt: skip
def test_a_table_of_any_kind_beside_its_pictures_as_single_files(
    shops: UploadSessions, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "a.jpg").write_bytes(picture())
    assert drafted(shops, tmp_path / "a.jpg", tmp_path / name).reading().products == 1
    *_, report = shops.index("ana")
    shop = shops.get("ana")
    assert report.read == 1 and shop and [item.title for item in shop.items] == ["Red tee"]
    assert shop.guessed == set()


def test_a_table_beside_a_zip_of_pictures_and_in_a_folder_of_its_own(
    shops: UploadSessions, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_bytes(lines(PLAIN, *ROWS))
    pictures = parcel(tmp_path, {"x/a.jpg": picture(), "x/b.jpg": picture()}, "pictures.zip")
    assert drafted(shops, tmp_path / "t.csv", pictures).reading().products == 2
    apart = {"tables/t.csv": lines(PLAIN, *ROWS), "images/a.jpg": picture(), "images/b.jpg": picture()}
    assert drafted(shops, parcel(tmp_path, apart)).reading().products == 2


def test_a_word_is_given_a_category_and_the_index_has_it(shops: UploadSessions, plain_parcel: Path) -> None:
    draft = drafted(shops, plain_parcel)
    assert words(draft.reading(), "category") == [("Wonders", "", 2)]
    draft.correct("category", "Wonders", "skirt")
    draft.correct("colour", "glauco", "teal")
    assert words(draft.reading(), "category") == [("Wonders", "skirt", 2)]
    assert words(draft.reading(), "audience") == [("Female", "women", 1), ("alien", "", 1)]
    list(shops.index("ana"))
    shop = shops.get("ana")
    assert shop and [(i.category, i.colour, i.colour_label) for i in shop.items] == [
        ("skirt", "teal", "glauco"), ("skirt", "red", ""),
    ]  # fmt: skip
    assert shops.draft("ana") is None


def test_a_correction_of_a_paths_last_part_holds_for_the_path(shops: UploadSessions, tmp_path: Path) -> None:
    table = lines("id,title,category,image", "1,Thing,Shop > Wonders,a.jpg")
    draft = drafted(shops, parcel(tmp_path, {"t.csv": table, "a.jpg": picture()}))
    [(theirs, _, _)] = words(draft.reading(), "category")
    draft.correct("category", theirs, "scarf")
    assert words(draft.reading(), "category") == [(theirs, "scarf", 1)]
    draft.correct("category", theirs, "")
    assert words(draft.reading(), "category") == [(theirs, "", 1)]


def test_of_a_table_that_is_not_understood_the_owner_says_what_is_what(
    shops: UploadSessions, tmp_path: Path
) -> None:
    table = lines("Qué;Qqq;Fff", "Falda roja;12,50;a.jpg", "Falda verde;9;b.jpg")
    members = {"t.csv": table, "a.jpg": picture(), "b.jpg": picture()}
    draft = drafted(shops, parcel(tmp_path, members))
    before = draft.reading()
    assert (before.report, before.products, before.lacks) == (None, 0, ("image", "name"))
    assert fields(before) == {"Qué": "", "Qqq": "", "Fff": ""}
    assert before.columns[0].sample == "Falda roja"
    draft.correct("column", "Fff", "image")
    assert draft.reading().lacks == ("name",)
    draft.correct("column", "Qué", "title")
    draft.correct("column", "Qqq", "price")
    after = draft.reading()
    assert after.products == 2 and fields(after) == {"Qué": "title", "Qqq": "price", "Fff": "image"}
    list(shops.index("ana"))
    shop = shops.get("ana")
    assert shop and [(item.category, item.price) for item in shop.items] == [("skirt", 12.5), ("skirt", 9)]


def test_one_column_has_one_meaning_and_may_be_left_out(shops: UploadSessions, plain_parcel: Path) -> None:
    draft = drafted(shops, plain_parcel)
    draft.correct("column", "sku", "title")
    told = fields(draft.reading())
    assert (told["sku"], told["name"]) == ("title", "")
    draft.correct("column", "name", "title")
    told = fields(draft.reading())
    assert (told["sku"], told["name"]) == ("id", "title")
    draft.correct("column", "colour", "")
    assert fields(draft.reading())["colour"] == "" and words(draft.reading(), "colour") == []


def test_a_currency_is_chosen_where_the_prices_name_none(shops: UploadSessions, plain_parcel: Path) -> None:
    draft = drafted(shops, plain_parcel)
    draft.correct("currency", "", "MXN")
    assert draft.reading().currency == "MXN"
    assert [item.currency for item in draft.upload().items] == ["MXN", "MXN"]
    draft.correct("currency", "", "no currency")
    assert draft.reading().currency == ""


@pytest.mark.parametrize(
    ("kind", "theirs", "ours"),
    [
        ("column", "sku", "no field"), ("column", "no column", "title"),
        ("category", "Wonders", "no category"),
        ("category", "no word", "skirt"), ("colour", "glauco", "no colour"), ("audience", "alien", "women"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_correction_of_what_is_not_there_changes_nothing(
    shops: UploadSessions, plain_parcel: Path, kind: str, theirs: str, ours: str
) -> None:
    draft = drafted(shops, plain_parcel)
    before = draft.reading()
    draft.correct(kind, theirs, ours)
    assert draft.reading() == before


def test_the_corrections_are_a_file_that_the_next_reading_takes(
    shops: UploadSessions, plain_parcel: Path, tmp_path: Path
) -> None:
    draft = drafted(shops, plain_parcel)
    draft.correct("category", "Wonders", "skirt")
    draft.correct("column", "gender", "")
    (tmp_path / "mapping.csv").write_text(write_mapping(draft.reading().mapping), "utf-8")
    assert read_mapping(tmp_path) == draft.reading().mapping
    again = drafted(shops, plain_parcel, tmp_path / "mapping.csv").reading()
    assert again.mapping == draft.reading().mapping
    assert words(again, "category") == [("Wonders", "skirt", 2)] and fields(again)["gender"] == ""


def test_of_a_long_table_the_first_products_are_read(
    shops: UploadSessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_table, "MAX_ROWS", 40)
    for module in (upload_files, upload_table):
        monkeypatch.setattr(module, "MAX_PICTURES", 30)
    rows: Sequence[str] = [f"{n},Red tee {n},t-shirt,a.jpg" for n in range(100)]
    table = lines("id,title,category,image", *rows)
    draft = drafted(shops, parcel(tmp_path, {"t.csv": table, "a.jpg": picture()}))
    reading = draft.reading()
    assert (reading.rows, reading.products, reading.is_cut) == (100, 30, True)
    *_, report = shops.index("ana")
    assert report.read == 30 and {out.kind for out in report.left_out} == {"over"}


@pytest.mark.parametrize("content", [b"PK\x03\x04[Content_Types].xml", b"", b"\0\1\2\3" * 99])
def test_a_table_that_cannot_be_read_is_a_sentence_and_its_pictures_are_still_there(
    shops: UploadSessions, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "book.xlsx").write_bytes(content)
    (tmp_path / "red-skirt.jpg").write_bytes(picture())
    reading = drafted(shops, tmp_path / "book.xlsx", tmp_path / "red-skirt.jpg").reading()
    assert (reading.report, reading.columns, reading.pictures) == (None, (), 1)
    assert reading.error.startswith("book.xlsx: expected a table")
    list(shops.index("ana", with_table=False))
    shop = shops.get("ana")
    assert shop and [(item.title, item.category) for item in shop.items] == [("Red skirt", "skirt")]


def test_a_table_without_any_picture_says_what_is_missing(shops: UploadSessions, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_bytes(lines(*SHOPIFY))
    reading = drafted(shops, tmp_path / "export.csv").reading()
    assert (reading.products, reading.pictures) == (0, 0)
    assert reading.report and len(reading.report.addresses) == 2
    *_, report = shops.index("ana")
    assert report.read == 0 and shops.get("ana") is None


def test_a_note_beside_pictures_is_no_table(shops: UploadSessions, tmp_path: Path) -> None:
    members = {"skirts/readme.txt": b"hello", "skirts/a.jpg": picture(), "skirts/b.json": b"{}"}
    *_, report = shops.upload("ana", [parcel(tmp_path, members)])
    assert report.read == 1 and {out.name: out.kind for out in report.left_out} == {
        "skirts/readme.txt": "other", "skirts/b.json": "other",
    }  # fmt: skip


def test_who_removes_a_table_before_it_is_indexed_leaves_nothing(
    shops: UploadSessions, plain_parcel: Path
) -> None:
    drafted(shops, plain_parcel)
    shops.close("ana")
    assert shops.draft("ana") is None
    left = [path for path in shops.pictures.parent.rglob("*") if path.is_file()]
    assert left == []
    with pytest.raises(upload_files.UploadError) as caught:
        list(shops.index("ana"))
    assert caught.value.kind == "gone"


def test_written_cells_are_read_back_as_they_were(tmp_path: Path, shops: UploadSessions) -> None:
    """A word with commas and quotes survives the file of corrections."""
    word = 'Wonders, "wide" > éxtra'
    row = io.StringIO()
    csv.writer(row).writerow(["1", "Thing", word, "a.jpg"])
    table = lines("id,title,category,image", row.getvalue().strip())
    draft = drafted(shops, parcel(tmp_path, {"t.csv": table, "a.jpg": picture()}))
    for theirs, _, _ in words(draft.reading(), "category"):
        draft.correct("category", theirs, "skirt")
    (tmp_path / "mapping.csv").write_text(write_mapping(draft.mapping), "utf-8")
    assert read_mapping(tmp_path) == draft.mapping and draft.mapping.categories
