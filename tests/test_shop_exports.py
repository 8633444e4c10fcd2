"""Exports as shops have them, read right or refused with a reason: the situations of ../shared/cases, and
small tables of the same kinds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.ingest.labelling import PictureLabeller
from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import Catalogue, CatalogueError, read_catalogue
from data.catalogue.item import Item
from data.catalogue.mapping import Mapping, read_mapping, write_mapping
from data.catalogue.values.money import money
from data.store.store import Store
from tests.fakes import ColourEncoder, ColourReader, painted

CASES = Path(__file__).resolve().parent.parent.parent / "shared" / "cases"
PRICES = [
    ("15.00 USD", 15, "USD"), ("$49.99", 49.99, "USD"), ("1.299,00 €", 1299, "EUR"), ("1.299", 1299, "EUR"),
    ("1,299.00", 1299, "EUR"), ("EUR 19.90", 19.9, "EUR"), ("19.90 EUR", 19.9, "EUR"),
    ("19.90 €", 19.9, "EUR"), ("£25", 25, "GBP"), ("19,90", 19.9, "EUR"), ("1 299,00", 1299, "EUR"),
    ("0", None, ""), ("-5", None, ""), ("1.299 €", 1299, "EUR"), ("12.5", 12.5, "EUR"),
]  # fmt: skip
SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant Price,Image Src"
)


def case(name: str, currency: str = "") -> Catalogue:
    if not (CASES / name).is_dir():
        pytest.skip(f"needs {name} of ../shared/cases")
    return read_catalogue(CASES / name, currency)


def made(folder: Path, header: str, *lines: str, name: str = "items.csv", currency: str = "") -> Catalogue:
    """A catalogue of these lines, with the pictures a.jpg and b.jpg beside it."""
    for picture in ("a.jpg", "b.jpg"):
        painted("navy blue").save(folder / picture)
    (folder / name).write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return read_catalogue(folder, currency)


def of(catalogue: Catalogue, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(item, name) for name in names) for item in catalogue.items]


def told(catalogue: Catalogue) -> str:
    return "\n".join(catalogue.report.lines())


def refusal(place: Path) -> str:
    with pytest.raises(CatalogueError) as refused:
        read_catalogue(place)
    return str(refused.value)


def indexed(catalogue: Catalogue, folder: Path) -> list[Item]:
    """The items of an index that was made by encoder and reader of colours."""
    encoder = ColourEncoder()
    with closing(Store.create(folder, encoder.name)) as store:
        index_catalogue(catalogue, store, encoder, labeller=PictureLabeller(ColourReader(encoder)))
        return store.items()


def pictures(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        painted("navy blue").save(folder / name)


# ------------------------------------------------------------------------------------------------ prices


def test_the_case_of_thousands_marks() -> None:
    assert of(case("thousands"), "id", "price", "currency") == [
        ("a", 1299, "EUR"), ("b", 2450, "EUR"), ("c", None, ""),
    ]  # fmt: skip


def test_the_case_of_prices() -> None:
    assert of(case("prices"), "price", "currency") == [(price, currency) for _, price, currency in PRICES]


def test_prices_of_several_writings_in_one_column(tmp_path: Path) -> None:
    lines = [f'{n},Tee,t-shirt,"{cell}",a.jpg' for n, (cell, _, _) in enumerate(PRICES)]
    found = made(tmp_path, "id,title,category,price,image", *lines)
    assert of(found, "price", "currency") == [(price, currency) for _, price, currency in PRICES]
    assert [problem.line for problem in found.problems if problem.kept] == [13, 14]


def test_the_owner_names_the_currency_of_prices_that_name_none(tmp_path: Path) -> None:
    lines = ("1,Tee,t-shirt,19.90,a.jpg", "2,Hat,hat,£9,a.jpg")
    assert of(made(tmp_path, "id,title,category,price,image", *lines), "currency") == [("GBP",), ("GBP",)]
    own = read_catalogue(tmp_path, "USD")
    assert of(own, "currency") == [("USD",), ("GBP",)] and "currency" not in told(own)
    unnamed = made(tmp_path, "id,title,category,price,image", lines[0])
    assert of(unnamed, "currency") == [("EUR",)] and "with --currency" in told(unnamed)


# ------------------------------------------------------------------------------------------------ platforms


def test_the_case_of_shopify() -> None:
    tee, sneaker = case("shopify").items
    assert (tee.id, tee.title, tee.category, tee.description) == (
        "red-tee", "Red tee", "t-shirt", "Soft cotton tee.",
    )  # fmt: skip
    assert (tee.sizes, tee.sold_out_sizes, tee.available, tee.price) == (("S",), ("M",), True, 19.9)
    assert (tee.brand, tee.colour, tee.colour_source, tee.image.name) == (
        "Casa Mar", "red", "title", "red-tee.jpg",
    )  # fmt: skip
    assert (tee.currency, money(19.9, tee.currency, "en"), money(19.9, tee.currency, "es")) == (
        "XXX", "19.90", "19,90",  # no export of Shopify says which
    )  # fmt: skip
    assert (sneaker.category, sneaker.available, sneaker.sold_out_sizes) == ("shoes", False, ("40",))


def test_several_files_of_one_export_are_one_catalogue(tmp_path: Path) -> None:
    """As Shopify sends them for a large shop."""
    rows = (f"tee-{n},Red tee,<p>Soft&nbsp;tee</p>,Mar,T-Shirts,,TRUE,Size,S,19.90,https://c.test/a.jpg"
            for n in (1, 2, 3))  # fmt: skip
    made(tmp_path, SHOPIFY, next(rows), next(rows), name="products_export_1.csv")
    found = made(tmp_path, SHOPIFY, next(rows), name="products_export_2.csv")
    assert of(found, "id", "category", "sizes", "description") == [
        (f"tee-{n}", "t-shirt", ("S",), "Soft tee") for n in (1, 2, 3)
    ]
    assert told(found).startswith("products_export_1.csv, products_export_2.csv: read as Shopify, 3 products")


def test_the_case_of_google() -> None:
    tee, sneaker = case("google-tsv").items
    assert (tee.id, tee.title, tee.description, tee.category) == (
        "G1",
        "Red tee",
        "Soft cotton tee",
        "t-shirt",
    )
    assert (tee.price, tee.currency, tee.sale_price, tee.available) == (15, "USD", None, True)
    assert (tee.brand, tee.link) == ("Casa Mar", "https://shop.example.test/p/1")
    assert (tee.gender, tee.colour, tee.sizes, tee.image.name) == ("women", "red", ("S",), "red-tee.jpg")
    assert (sneaker.price, sneaker.sale_price, sneaker.cost, sneaker.available) == (49.9, 39.9, 39.9, False)
    assert (sneaker.gender, sneaker.category, sneaker.sold_out_sizes) == ("men", "shoes", ("40",))


def test_a_feed_of_google_with_tabs(tmp_path: Path) -> None:
    header = "id\ttitle\timage_link\tprice\tsale_price\tavailability\tage_group\tgender\tsize\titem_group_id"
    found = made(
        tmp_path, header,
        "1\tRed tee\thttps://c.test/a.jpg\t15.00 USD\t12.00 USD\tin_stock\tkids\tfemale\tS\tRT",
        "2\tRed tee\thttps://c.test/a.jpg\t15.00 USD\t12.00 USD\tout_of_stock\tkids\tfemale\tM\tRT",
        name="feed.txt",
    )  # fmt: skip
    assert of(found, "category", "price", "sale_price", "available", "gender", "sizes", "sold_out_sizes") == [
        ("t-shirt", 15, 12, True, "girls", ("S",), ("M",))
    ]


# ------------------------------------------------------------------------------------------------ words


@pytest.mark.parametrize("name", ["capitals", "tabs-utf16"])
def test_the_cases_of_other_headers_and_encodings(name: str) -> None:
    assert of(case(name), "id", "category", "colour", "gender", "price", "currency", "available") == [
        ("A1", "t-shirt", "red", "women", 15, "USD", True),
        ("A2", "shoes", "white", "men", 49.9, "USD", False),
        ("A3", "t-shirt", "black", "women", 19.9, "USD", True),
    ]  # fmt: skip


def test_the_case_of_american_spelling() -> None:
    found = case("us-color")
    assert len(found.items) == 58 and {item.colour_source for item in found.items} == {""}
    assert all(item.colour for item in found.items)


def test_columns_in_spanish_separated_by_semicolons(tmp_path: Path) -> None:
    found = made(
        tmp_path, "Referencia;Nombre;Categoría;Precio;Color;Género;Imagen",
        "7;Vestido de lino;Mujer > Vestidos;1.299,00 €;Rojo;Mujer;a.jpg",
    )  # fmt: skip
    assert of(found, "id", "title", "category", "price", "currency", "colour", "gender") == [
        ("7", "Vestido de lino", "dress", 1299, "EUR", "red", "women")
    ]


def test_the_case_of_a_shops_own_words() -> None:
    found = case("shop-words")
    assert of(found, "colour", "colour_label", "gender") == [
        ("black", "Midnight / Black", "women"), ("red", "", "women"), ("white", "Optic White", "unisex"),
        ("blue", "Blue/White stripes", "kids"), ("white", "", "men"), ("brown", "Tobacco", "men"),
    ]  # fmt: skip
    assert found.items[3].other_colours == ("white",)
    assert "Optic White → white (1)" in told(found) and found.report.unknown == ()


def test_words_that_nobody_knows_are_reported_once_with_their_count(tmp_path: Path) -> None:
    lines = [f"{n},Thing,Gizmos,Blurple,Martians,maybe,a.jpg" for n in range(3)]
    found = made(tmp_path, "id,title,category,colour,gender,availability,image", *lines)
    assert {(w.kind, w.theirs, w.count) for w in found.report.unknown} == {
        ("category", "Gizmos", 3), ("colour", "Blurple", 3), ("audience", "Martians", 3),
        ("availability", "maybe", 3),
    }  # fmt: skip
    assert (
        of(found, "category", "colour", "colour_label", "gender", "available")
        == [("gizmos", "", "Blurple", "", None)] * 3
    )
    assert found.problems == ()


@pytest.mark.parametrize(
    ("cell", "category"),
    [
        ("Apparel > Shoes", "shoes"), ("Mujer > Vestidos", "dress"), ('"Pants, Sale, New in"', "pants"),
        ("T-SHIRTS", "t-shirt"), ("Camisas", "shirt"), ("Home/Women/Skirts", "skirt"), ("Gizmos", "gizmos"),
    ],
)  # fmt: skip
def test_a_category_may_be_a_path(tmp_path: Path, cell: str, category: str) -> None:
    assert of(made(tmp_path, "id,title,category,image", f"1,Aurora,{cell},a.jpg"), "category") == [
        (category,)
    ]


def test_a_title_tells_what_a_department_leaves_open(tmp_path: Path) -> None:
    lines = ("1,Linen shirt,Sale,a.jpg", "2,Leather sandals,Shoes,a.jpg", "3,Red dress,Gizmos,a.jpg")
    assert of(made(tmp_path, "id,title,category,image", *lines), "category", "kind") == [
        ("shirt", ""), ("sandals", ""), ("dress", "gizmos"),
    ]  # fmt: skip


def test_the_case_of_titles() -> None:
    found = case("titles").items
    assert [found[n].title for n in (0, 1, 2, 3, 5)] == [
        "赤いTシャツ", "حذاء رياضي أبيض", "Красное платье", "Pants", "👕🖤 Black tee",
    ]  # fmt: skip
    assert found[3].description == "Soft denim. 5 pockets" and found[5].description == "line one line two"
    assert all(len(item.title) <= 200 and len(item.description) <= 5000 for item in found)


def test_html_is_text(tmp_path: Path) -> None:
    line = (
        '1,<b>Linen</b>&nbsp;dress<script>alert(1)</script>,"<p>Soft</p>\n<ul><li>5 pockets</li></ul>",a.jpg'
    )
    found = made(tmp_path, "id,title,description,image", line)
    assert of(found, "title", "description") == [("Linen dress", "Soft. 5 pockets")]


# ------------------------------------------------------------------------------------------------ variants


def test_the_case_of_variants() -> None:
    assert of(case("variants"), "id", "title", "colour", "sizes") == [
        ("RT", "Red tee", "red", ("S", "M")), ("RT-black", "Black tee", "black", ("M",)),
    ]  # fmt: skip


def test_a_row_a_size_is_one_item_a_colour(tmp_path: Path) -> None:
    rows = (
        "RT,Tee,S,red,5,a.jpg",
        "RT,Tee,M,red,0,a.jpg",
        "RT,Tee,M,black,2,b.jpg",
        "RT,Tee,M,black,2,b.jpg",
    )
    found = made(tmp_path, "id,title,size,colour,stock,image", *rows)
    assert of(found, "id", "colour", "sizes", "sold_out_sizes") == [
        ("RT", "red", ("S",), ("M",)), ("RT-black", "black", ("M",), ()),
    ]  # fmt: skip
    assert "2 products from 3 rows" in told(found)
    assert [str(p) for p in found.problems] == ["items.csv:5: the id 'RT' is there already, in line 4"]


# ------------------------------------------------------------------------------------------------ pictures


def test_the_case_of_windows_paths() -> None:
    found = case("windows-paths")
    assert [item.image.name for item in found.items] == [
        "red-tee.jpg", "sneaker.jpg", "dress.jpg", "pants.jpg", "shirt.jpg", "black-tee.jpg",
    ]  # fmt: skip
    assert [image.name for image in found.items[4].images] == ["red-tee.jpg"] and found.problems == ()


def test_the_case_of_addresses() -> None:
    assert [item.image.name for item in case("urls").items] == ["red-tee.jpg", "sneaker.jpg"]


def test_a_picture_that_is_an_address_and_not_here_is_reported_with_the_option(tmp_path: Path) -> None:
    rows = (
        "1,Tee,https://c.test/a.jpg",
        "2,Tee two,https://c.test/z.jpg",
        r"3,Tee three,C:\shop\B.JPG|x.jpg",
    )
    found = made(tmp_path, "id,title,image", *rows)
    assert [(item.id, item.image.name) for item in found.items] == [("1", "a.jpg"), ("3", "b.jpg")]
    assert [problem.line for problem in found.problems] == [3] and "is an address" in str(found.problems[0])
    assert "--download-images fetches them" in told(found)


def test_the_case_of_tiff_and_others_is_indexed(tmp_path: Path) -> None:
    found = indexed(case("tiff"), tmp_path / "index")
    assert [item.title for item in found] == [item.title for item in case("tiff").items]


@pytest.mark.parametrize("suffix", ["tiff", "bmp", "webp", "png", "gif"])
def test_every_picture_that_pillow_reads_is_indexed(tmp_path: Path, suffix: str) -> None:
    pictures(tmp_path / "shop", f"x.{suffix}")
    found = made(tmp_path / "shop", "id,title,category,image", f"1,Tee,t-shirt,x.{suffix}")
    assert len(indexed(found, tmp_path / "index")) == 1


# ------------------------------------------------------------------------------------------------ colours


def test_the_case_without_colours() -> None:
    found = case("no-colour")
    named = {"ts-001": "red", "ts-010": "navy blue", "dr-001": "red", "fo-010": "tan"}
    assert {item.id: item.colour for item in found.items if item.id in named} == named
    assert {item.colour_source for item in found.items} == {"title"}


def test_a_colour_is_the_columns_else_the_titles_else_the_pictures(tmp_path: Path) -> None:
    rows = ("1,Red tee,black,a.jpg", "2,Red tee two,,a.jpg", "3,Tee,,a.jpg", "4,Tee four,Blurple,a.jpg")
    (tmp_path / "shop").mkdir()
    found = indexed(made(tmp_path / "shop", "id,title,colour,image", *rows), tmp_path / "index")
    assert [(item.colour, item.colour_source, item.colour_label) for item in found] == [
        ("black", "", ""), ("red", "title", ""), ("navy blue", "picture", ""),
        ("navy blue", "picture", "Blurple"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ folders


def test_folders_file_by_audience_category_and_kind(tmp_path: Path) -> None:
    pictures(
        tmp_path, "Mujer/Vestidos/lino-rojo.jpg", "Hombre/Camisas/IMG_1.jpg", "Hombre/Camisas/Lino/x.jpg"
    )
    found = read_catalogue(tmp_path)
    assert of(found, "category", "gender") == [("shirt", "men"), ("shirt", "men"), ("dress", "women")]
    assert found.items[2].title == "Lino rojo" and found.items[2].colour == "red"
    assert [(i.colour, i.colour_source) for i in indexed(found, tmp_path.with_name("index"))][:2] == [
        ("navy blue", "picture")
    ] * 2


def test_notes_beside_folders_of_pictures_are_no_table(tmp_path: Path) -> None:
    pictures(tmp_path, "t-shirt/1.jpg", "dress/2.jpg")
    (tmp_path / "README.txt").write_text("Pictures of the summer.\nTaken by Ana, on the beach, in June.\n")
    found = read_catalogue(tmp_path)
    assert (of(found, "category"), found.problems) == ([("dress",), ("t-shirt",)], ())


@pytest.mark.parametrize("folder", ["images", "fotos", "img", "summer-24"])
def test_a_folder_of_pictures_that_says_nothing_of_them_is_refused(tmp_path: Path, folder: str) -> None:
    pictures(tmp_path, f"{folder}/1.jpg", f"{folder}/2.jpg")
    said = refusal(tmp_path)
    assert "expected a table, or a folder of pictures for each category" in said and f"{folder}/" in said


def test_folders_of_an_owners_own_kinds_are_kept_and_pictures_of_none_reported(
    tmp_path: Path,
) -> None:
    pictures(tmp_path, "frobs/1.jpg", "gizmos/2.jpg", "images/3.jpg")
    found = read_catalogue(tmp_path)
    assert of(found, "category") == [("frobs",), ("gizmos",)]
    assert [(problem.file, problem.line) for problem in found.problems] == [("images/3.jpg", 0)]


def test_a_table_that_is_not_understood_is_never_ignored_beside_pictures(tmp_path: Path) -> None:
    pictures(tmp_path, "t-shirt/1.jpg", "dress/2.jpg")
    (tmp_path / "export.csv").write_text("Widget no,Weight\n1,2\n")
    said = refusal(tmp_path)
    assert "export.csv: not understood" in said and "“Widget no” and “Weight”" in said
    assert "no column for pictures" in said


def test_a_table_of_another_kind_beside_the_catalogue_is_reported(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("Order,Total\n1,2\n")
    found = made(tmp_path, SHOPIFY, "tee,Red tee,,Mar,T-Shirts,,TRUE,Size,S,19.90,a.jpg", name="products.csv")
    assert of(found, "id") == [("tee",)]
    assert [problem.file for problem in found.problems] == ["orders.csv"] and "orders.csv" in told(found)


def test_a_workbook_is_refused_with_the_cure(tmp_path: Path) -> None:
    pictures(tmp_path, "images/1.jpg")
    (tmp_path / "products.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml")
    said = refusal(tmp_path)
    assert "products.xlsx" in said and "save it as CSV" in said


def test_an_empty_shop_says_that_it_is_empty(tmp_path: Path) -> None:
    assert "no products: there is no row below" in told(made(tmp_path, "id,title,image"))
    none = made(tmp_path, "id,title,image", "1,Tee,z.jpg", "2,Tee,")
    assert "no products: of 2 rows none can be used" in told(none) and len(none.problems) == 2
    (tmp_path / "bare").mkdir()
    assert "found nothing in" in refusal(tmp_path / "bare")


# ------------------------------------------------------------------------------------------------ mapping.csv


def test_the_owner_says_what_columns_and_words_are(tmp_path: Path) -> None:
    (tmp_path / "mapping.csv").write_text(
        "kind,theirs,ours\ncolumn,Bild,image\ncolumn,Name,\ncolumn,Modell,title\n"
        "category,Gizmos,dress\ncolour,Blurple,purple\n"
    )
    found = made(
        tmp_path, "Name,Modell,Category,Colour,Bild", "x,Aurora,Home > Gizmos,Blurple,a.jpg",
        "y,Boreas,GIZMOS,BLURPLE,b.jpg", name="export.csv",
    )  # fmt: skip
    assert of(found, "title", "category", "colour", "colour_label") == [
        ("Aurora", "dress", "purple", "Blurple"), ("Boreas", "dress", "purple", "BLURPLE"),
    ]  # fmt: skip
    assert found.report.unknown == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("category,Gizmos,dres", "mapping.csv:3: there is no category 'dres'; expected one such as dress"),
        ("colour,Blurple,purpel", "mapping.csv:3: there is no colour 'purpel'; expected one such as purple"),
        ("column,Bild,imge", "mapping.csv:3: there is no column 'imge'; expected one such as image"),
        ("columns,Bild,image", "mapping.csv:3: expected a kind of column, category, colour, found 'columns'"),
    ],
)
def test_a_correction_that_means_nothing_is_said_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "mapping.csv").write_text(f"kind,theirs,ours\ncategory,A,dress\n{line}\n")
    with pytest.raises(CatalogueError) as refused:
        made(tmp_path, "id,title,image", "1,Tee,a.jpg")
    assert said in str(refused.value)


def test_corrections_are_written_as_they_are_read(tmp_path: Path) -> None:
    own = Mapping({"bild": "image"}, {"gizmos co": "dress"}, {"blurple": "purple"})
    (tmp_path / "mapping.csv").write_text(write_mapping(own))
    assert read_mapping(tmp_path) == own
