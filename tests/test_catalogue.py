"""Tables and folders become items; what is wrong is reported with its line, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from data.catalogue.catalogue import Catalogue, CatalogueError, read_catalogue

HEADER = "id,title,category,colour,gender,price,image"
KAGGLE = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,productDisplayName"


def own(
    folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8", end: str = "\n"
) -> Catalogue:
    """A catalogue with one picture, a.png, and these lines."""
    Image.new("RGB", (4, 4)).save(folder / "a.png")
    (folder / "items.csv").write_bytes((end.join([header, *lines]) + end).encode(encoding))
    return read_catalogue(folder)


def kaggle(folder: Path, *lines: str) -> Catalogue:
    """A Kaggle catalogue with pictures 1.jpg to 3.jpg and these lines."""
    (folder / "images").mkdir()
    for n in (1, 2, 3):
        Image.new("RGB", (4, 4)).save(folder / "images" / f"{n}.jpg")
    (folder / "styles.csv").write_text("\n".join([KAGGLE, *lines]), encoding="utf-8")
    return read_catalogue(folder)


def reported(catalogue: Catalogue) -> list[str]:
    return [str(problem) for problem in catalogue.problems]


def ids(catalogue: Catalogue) -> list[str]:
    return [item.id for item in catalogue.items]


def test_the_shops_own_format_is_read_with_its_words_normalised(tmp_path: Path) -> None:
    found = own(tmp_path, "7,Tee,Tshirts,Navy,Men,19.90,a.png").items[0]
    assert (found.id, found.title, found.category, found.colour) == ("7", "Tee", "t-shirt", "navy blue")
    assert (found.gender, found.price, found.image) == ("men", 19.9, (tmp_path / "a.png").resolve())


@pytest.mark.parametrize(
    ("header", "line", "item_id", "title", "category"),
    [
        ("id,category,image", "7,shoes,a.png", "7", "shoes", "shoes"),
        ("name,picture", "Linen dress,a.png", "linen-dress", "Linen dress", "dress"),
        ("foto,categoría", "a.png,Vestidos", "a", "dress", "dress"),
        ("SKU,image", "7,a.png", "", "", ""),  # nothing says what it is
    ],
)
def test_a_picture_and_what_is_on_it_are_enough(
    tmp_path: Path, header: str, line: str, item_id: str, title: str, category: str
) -> None:
    found = own(tmp_path, line, header=header)
    assert [(i.id, i.title, i.category, i.price, i.colour) for i in found.items] == (
        [(item_id, title, category, None, "")] if item_id else []
    )
    assert len(found.items) + len(found.problems) == 1


def test_ids_that_are_made_of_titles_are_told_apart(tmp_path: Path) -> None:
    found = own(
        tmp_path, "Tee,t-shirt,a.png", "Tee,shirt,a.png", "a,dress,a.png", header="name,category,image"
    )
    assert len(set(ids(found))) == 3 and reported(found) == []


def test_a_category_that_nobody_knows_is_kept_and_reported(tmp_path: Path) -> None:
    found = own(tmp_path, "7,Frobnicator,Gizmos  &  Co,,,,a.png", "8,Widget,Gizmos  &  Co,,,,a.png")
    assert [item.category for item in found.items] == ["gizmos & co"] * 2
    assert [(w.kind, w.count) for w in found.report.unknown] == [("category", 2)]


def test_a_colour_that_nobody_knows_is_a_label_and_reported_once_with_its_count(tmp_path: Path) -> None:
    found = own(tmp_path, "7,Cape,coat,Blurple,,,a.png", "8,Hood,coat,Blurple,,,a.png")
    assert [(item.colour, item.colour_label) for item in found.items] == [("", "Blurple")] * 2
    assert [(w.kind, w.theirs, w.count) for w in found.report.unknown] == [("colour", "Blurple", 2)]


def test_kaggles_layout_is_read(tmp_path: Path) -> None:
    found = kaggle(tmp_path, "1,Men,Apparel,Topwear,Shirts,Navy Blue,Fall,2011,Casual,Check Shirt").items[0]
    assert (found.category, found.colour, found.gender, found.usage) == (
        "shirt",
        "navy blue",
        "men",
        "casual",
    )
    assert (found.season, found.title, found.price) == ("fall", "Check Shirt", None)


def test_a_title_corrects_no_category_of_kaggles(tmp_path: Path) -> None:
    found = kaggle(tmp_path, "1,Women,Footwear,Shoes,Heels,Red,NA,2011,Casual,Catwalk Women Red Sandals")
    assert (found.items[0].category, found.items[0].season) == ("shoes", "")


def test_commas_that_nobody_quoted_in_a_kaggle_title_belong_to_the_title(tmp_path: Path) -> None:
    found = kaggle(tmp_path, "1,Men,Apparel,Topwear,Shirts,Blue,Fall,2011,Casual,Check, blue, long")
    assert found.items[0].title == "Check, blue, long"
    assert reported(found) == []


def test_a_folder_for_each_category_is_read(tmp_path: Path) -> None:
    for name in ("t-shirt/b.jpg", "t-shirt/a.avif", "Longsleeve/c.PNG"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        Image.new("RGB", (4, 4)).save(tmp_path / name)
    (tmp_path / "t-shirt" / "notes.txt").write_text("to do")
    (tmp_path / "t-shirt" / ".hidden").write_text("")
    found = read_catalogue(tmp_path)
    assert ids(found) == ["Longsleeve/c.PNG", "t-shirt/a.avif", "t-shirt/b.jpg"]
    assert [item.category for item in found.items] == ["jersey", "t-shirt", "t-shirt"]
    assert len(found.problems) == 1 and "t-shirt/notes.txt: not a picture" in reported(found)[0]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2,Tee,t-shirt,red,men,5,b.png", "image 'b.png' is missing"),
        ("1,Tee,t-shirt,red,men,5,a.png", "the id '1' is there already, in line 2"),
        ("2,,,red,men,5,a.png", "it has neither a title nor a category"),
        ("2,Tee,,red,men,5,", "it names no picture"),
        ("2,Tee,t-shirt,red", "it names no picture"),
        ("2,Tee, wide,t-shirt,red,men,5,a.png", "broken line: 7 cells expected, 8 found"),
        ('2,"Tee,t-shirt,red,men,5,a.png', "broken line: a quotation mark is not closed"),
        ("2,T\0ee,t-shirt,red,men,5,a.png", "broken line: it contains a null character"),
        ("2,Tee,t-shirt,red,men,5,../a.png", "image '../a.png' lies outside the catalogue folder"),
        ("2,Tee,t-shirt,red,men,5,/etc/passwd", "image '/etc/passwd' lies outside the catalogue folder"),
    ],
)
def test_a_bad_row_is_reported_with_its_line_and_the_rows_around_it_stay(
    tmp_path: Path, line: str, reason: str
) -> None:
    found = own(tmp_path, "1,Tee,t-shirt,red,men,5,a.png", line, "3,Tee,t-shirt,red,men,5,a.png")
    assert ids(found) == ["1", "3"]
    assert reported(found) == [f"items.csv:3: {reason}"]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "link.png").symlink_to(tmp_path / "secret.png")
    found = own(tmp_path / "shop", "1,Tee,t-shirt,,,,link.png", "2,Tee,t-shirt,,,,a.png")
    assert ids(found) == ["2"]
    assert reported(found) == ["items.csv:2: image 'link.png' lies outside the catalogue folder"]


@pytest.mark.parametrize("name", ["x" * 400 + ".png", "loop.png", "folder"])
def test_an_image_name_that_the_disk_refuses_costs_one_row(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop.png").symlink_to("loop.png")
    (tmp_path / "folder").mkdir()
    found = own(tmp_path, f"1,Tee,t-shirt,,,,{name}", "2,Tee,t-shirt,,,,a.png")
    assert ids(found) == ["2"]
    assert [problem.line for problem in found.problems] == [2]


@pytest.mark.parametrize(
    ("cell", "price"), [("19.9", 19.9), ('"19,90"', 19.9), ("19.90 €", 19.9), ("1.299", 1299), ("", None)]
)
def test_prices_are_read_as_people_write_them(tmp_path: Path, cell: str, price: float | None) -> None:
    found = own(tmp_path, f"1,Tee,t-shirt,red,men,{cell},a.png")
    assert (found.items[0].price, reported(found)) == (price, [])


@pytest.mark.parametrize("cell", ["cheap", "0", "-5", "nan", "inf", "8400000000000", "1.299.5"])
def test_an_unreadable_price_is_reported_and_the_item_kept_without_one(tmp_path: Path, cell: str) -> None:
    found = own(tmp_path, f"1,Tee,t-shirt,red,men,{cell},a.png")
    assert found.items[0].price is None
    assert reported(found) == [f"items.csv:2: price {cell!r} is no price; kept without one"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_spreadsheets_of_every_system_are_read(tmp_path: Path, encoding: str, end: str) -> None:
    found = own(tmp_path, "1,Pantalón corto,shorts,,,,a.png", "", encoding=encoding, end=end)
    assert found.items[0].title == "Pantalón corto"
    assert reported(found) == []


def test_a_file_that_is_not_utf_8_is_read_as_windows_1252_and_said_so(tmp_path: Path) -> None:
    found = own(tmp_path, "1,Tee,t-shirt,,,,a.png", "2,Bañador,swimwear,,,,a.png", encoding="cp1252")
    assert [item.title for item in found.items] == ["Tee", "Bañador"]
    assert len(found.problems) == 1 and reported(found)[0].startswith("items.csv:3: not UTF-8")


def test_semicolons_separate_too(tmp_path: Path) -> None:
    found = own(tmp_path, "1;shorts;19,90;a.png", header="id;category;price;image")
    assert (found.items[0].category, found.items[0].price) == ("shorts", 19.9)


@pytest.mark.parametrize(
    ("cell", "title"),
    [('"Tee\nin two lines"', "Tee in two lines"), ('12" Tee', '12" Tee'), ('"""Best"" tee"', '"Best" tee'),
     ('"Best" tee', "Best tee"), ("Tee\x85\u2028x", "Tee x")],
)  # fmt: skip
def test_quotes_and_odd_line_ends_inside_a_cell_lose_no_row(tmp_path: Path, cell: str, title: str) -> None:
    found = own(tmp_path, f"1,{cell},t-shirt,,,,a.png", '2,14" Tee,t-shirt,,,,a.png', "3,x,shoes,,,,b.png")
    assert [item.title for item in found.items] == [title, '14" Tee']
    assert [problem.line for problem in found.problems] == [4 + cell.count("\n")]


def test_an_open_quote_at_the_end_of_a_line_does_not_swallow_the_next(tmp_path: Path) -> None:
    lines = [f"{n},Men,Apparel,Topwear,Shirts,Blue,Fall,2011,Casual," for n in (1, 2, 3)]
    found = kaggle(tmp_path, lines[0] + '"Shirt', lines[1] + "Shirt", lines[2] + "Shirt")
    assert ids(found) == ["2", "3"]
    assert reported(found) == ["styles.csv:2: broken line: a quotation mark is not closed"]


def test_a_place_that_is_no_catalogue_is_refused_with_what_was_expected_and_found(tmp_path: Path) -> None:
    (tmp_path / "letter.doc").write_text("Dear")
    with pytest.raises(CatalogueError, match=r"expected a product export .* found letter\.doc in"):
        read_catalogue(tmp_path)
    with pytest.raises(
        CatalogueError, match=r"expected a catalogue \(a table or a folder\), found nothing at"
    ):
        read_catalogue(tmp_path / "absent")
    with pytest.raises(CatalogueError, match=r"letter\.doc: not understood: no usual name of a column"):
        read_catalogue(tmp_path / "letter.doc")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("", "no usual name of a column is among “1”, “2” and “3”"),
        ("id,title,price", "it has id, price and title, but no column for pictures (image, "),
        ("price,image", "it has image and price, but no column that says what is on them (title, "),
    ],
)
def test_a_table_that_lacks_a_column_is_refused_with_what_it_has_and_the_cure(
    tmp_path: Path, header: str, said: str
) -> None:
    with pytest.raises(CatalogueError) as refused:
        own(tmp_path, "1,2,3", header=header)
    assert said in str(refused.value) and "mapping.csv" in str(refused.value)


def test_a_table_without_a_row_is_an_empty_shop_and_says_so(tmp_path: Path) -> None:
    found = own(tmp_path)
    assert (found.items, reported(found)) == ((), [])
    assert "no products: there is no row below the names of the columns" in next(found.report.lines())
