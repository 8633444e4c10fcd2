"""Exports become records: by the names of their columns, whatever the platform and the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone

import pytest

from data.catalogue.formats.columns import canonical, currency_of, pictures_in
from data.catalogue.formats.detection import expectation, format_of
from data.catalogue.formats.feeds import GOOGLE, OPENAI
from data.catalogue.formats.record import Record
from data.catalogue.tables.table import Row, Table


def table(header: str, *rows: str) -> Table:
    """A table of cells that are parted by semicolons."""
    names = [name.strip() for name in header.split(";")]
    cells = [dict(zip(names, (cell.strip() for cell in row.split(";")), strict=True)) for row in rows]
    return Table("t.csv", tuple(names), tuple(Row(n, found) for n, found in enumerate(cells, start=2)))


def read(header: str, *rows: str) -> list[Record]:
    found = format_of(table(header).header)
    assert found is not None
    return list(found.records(table(header, *rows)))


def read_one(header: str, row: str) -> Record:
    return read(header, row)[0]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("id,title,category,image,price", "a plain table"),
        ("Ref.,Nombre,Familia,Foto,PVP", "a plain table"),
        ("category,image", "a plain table"),
        (
            "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage",
            "Kaggle's styles.csv",
        ),
        (
            "id,title,description,link,image_link,availability,price,google_product_category",
            "Google Merchant",
        ),
        ("g:id,g:title,g:image_link,g:availability", "Google Merchant"),
        ("id,title,image link,item group id", "Google Merchant"),
        ("id,title,image_link,availability,fb_product_category", "Meta's catalogue"),
        ("id,title,link,image_link,enable_search,enable_checkout", "OpenAI's product feed"),
        ("item_id,title,url,image_url,is_eligible_search,price", "OpenAI's product feed"),
        ("name,email,phone", None),
        ("id,title,price", None),
        ("image,price", None),
        ("", None),
    ],
)
def test_the_format_is_told_by_the_columns(header: str, name: str | None) -> None:
    found = format_of(header.split(","))
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("header", "said", "unsaid"),
    [
        ("id,title,price", "it has id, price and title, but no column for pictures", "title ("),
        ("Foto,Precio", "it has image and price, but no column that says what is on them", "pictures"),
        ("email,phone", "“email” and “phone”", "it has image"),
        ("id,title,image", "", "no"),
    ],
)
def test_what_is_missing_is_said(header: str, said: str, unsaid: str) -> None:
    sentence = expectation(header.split(","))
    assert said in sentence and unsaid not in sentence and (not said) == (not sentence)


@pytest.mark.parametrize(
    ("field", "columns"),
    [
        ("id", "Id, \ufeffid, SKU, Ref., Código, product_id, Nº"),
        ("title", "TÍTULO, Product name *, nombre-del-producto, itemName, g:title, Modelo"),
        ("category", "Categoría, g:product_type, Sección, Tipo, Product Type [Non Editable], Department"),
        ("image", "Imagen, Image URL, imageLink, Foto, image[0].url, Image 3, other_image_url2, Fotos"),
        ("price", "Price (EUR), PVP €, price_usd, Precio en euros, Regular price, P.V.P."),
        ("sale_price", "Precio rebajado, Oferta (€), special_price, Sale Price EUR"),
        ("colour", "Colour(s), colores, color_name, baseColour"),
        ("gender", "Género, sexo, Target gender"),
        ("size", "Tallas, size, Talla (EU)"),
        ("quantity", "Existencias, Qty, Stock"),
        ("availability", "In stock?, ¿Disponible?, availability"),
        ("brand", "Fabricante, Vendor, MARCA"),
        ("link", "Enlace, url, Product page"),
        ("description", "Resumen, Descripción, Short description, Body (HTML)"),
        ("description_es", "Descripción (ES), description_es"),
        ("group", "Parent SKU, item group id, itemGroupId"),
        ("age_group", "age_group, Grupo de edad"),
        ("season", "Temporada"),
        ("usage", "Ocasión, Uso"),
        ("currency", "Moneda, currency_code"),
        ("price_note", "price_note"),
    ],
)
def test_a_column_is_known_by_any_usual_name(field: str, columns: str) -> None:
    for column in columns.split(", "):
        assert canonical([column]) == {column: field}


@pytest.mark.parametrize(
    "column", ["cost", "Image alt text", "Price range 2", "weight", "", "*", "²", "size chart"]
)
def test_other_columns_are_left_out(column: str) -> None:
    assert canonical([column]) == {}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (("summary", "description"), ["description: description", "summary: description"]),
        (("SKU", "id"), ["id: id", "SKU: id"]),
        (("Nivel 1", "Nivel 2"), ["Nivel 2: category", "Nivel 1: category_2"]),
        (("Image 2", "image 1"), ["image 1: image", "Image 2: image_2"]),
        (("google category", "product_type"), ["product_type: category", "google category: category_2"]),
        (("price", "old price"), ["price: sale_price", "old price: price"]),
        (("list price", "price", "sale price"), ["price: price", "sale price: sale_price"]),
        (("Nombre", "Name"), ["Nombre: title_es", "Name: title"]),
        (("Modelo", "Nombre"), ["Nombre: title", "Modelo: title"]),
    ],
)  # fmt: skip
def test_of_several_columns_the_better_is_first(header: Sequence[str], fields: list[str]) -> None:
    assert [f"{column}: {field}" for column, field in canonical(header).items()] == fields


@pytest.mark.parametrize(
    ("column", "currency"),
    [("Price (EUR)", "EUR"), ("price_usd", "usd"), ("PVP €", "€"), ("Price US$", "US$"), ("PriceGBP", "GBP")],
)
def test_a_price_column_may_name_its_currency(column: str, currency: str) -> None:
    assert currency_of(column) == currency


def test_the_currency_is_that_of_the_column_which_has_the_price() -> None:
    header = "id;image;Price (EUR);Price (USD)"
    assert [(r.cells["price"], r.cells["currency"]) for r in read(header, "1;a.jpg;9;", "2;a.jpg;;12")] == [
        ("9", "EUR"),
        ("12", "USD"),
    ]
    assert read_one("id;image;Price (EUR);currency", "1;a.jpg;9;GBP").cells["currency"] == "GBP"


@pytest.mark.parametrize(
    ("cell", "pictures"),
    [
        ("images/a.jpg", ["images/a.jpg"]),
        (r"images\a.jpg", [r"images\a.jpg"]),
        ("a.jpg|b.jpg", ["a.jpg", "b.jpg"]),
        ("a.jpg, b.PNG;c.webp", ["a.jpg", "b.PNG", "c.webp"]),
        ("tee, red.jpg", ["tee, red.jpg"]),
        ("https://x.test/a,w_30.jpg", ["https://x.test/a,w_30.jpg"]),
        ("https://x.test/a.jpg,w_3/b.jpg", ["https://x.test/a.jpg,w_3/b.jpg"]),
        ("https://x.test/a,1.jpg, https://x.test/b", ["https://x.test/a,1.jpg", "https://x.test/b"]),
        ("https://x.test/a\nhttps://x.test/b", ["https://x.test/a", "https://x.test/b"]),
        ('["https://x.test/a", "b.jpg"]', ["https://x.test/a", "b.jpg"]),
        ('[{"url": "https://x.test/a", "tag": ["front"]}]', ["https://x.test/a"]),
        ("[" * 5000, []),
        ("", []),
    ],
)
def test_a_cell_may_hold_several_pictures(cell: str, pictures: list[str]) -> None:
    assert pictures_in(cell) == pictures


def test_columns_of_a_spreadsheet_in_spanish() -> None:
    record = read_one(
        "Ref.;Nombre;Categoría;Sección;Foto 1;Foto 2;PVP (€);Precio oferta;Colores;Sexo;Talla;Stock;Marca;"
        "Enlace;Uso",
        "A1;Camiseta;Camisetas;Mujer;a.jpg;b.jpg;1.299,00;999;Rojo, Azul;Mujer;M;3;Mar;https://x.test/1;Casual",
    )
    assert record.cells == {
        "id": "A1", "title": "Camiseta", "price": "1.299,00", "sale_price": "999", "currency": "€",
        "size": "M",
        "colour": "Rojo, Azul", "gender": "Mujer", "quantity": "3", "brand": "Mar", "link": "https://x.test/1",
        "usage": "Casual",
    }  # fmt: skip
    assert (record.categories, record.images) == (("Camisetas", "Mujer"), ("a.jpg", "b.jpg"))
    assert (record.group, record.hidden, record.line, record.row["PVP (€)"]) == ("", "", 2, "1.299,00")


@pytest.mark.parametrize(
    ("header", "row", "cells"),
    [
        ("id;image;color", "1;a.jpg;red", {"colour": "red"}),
        (
            "Id;Image;Color;Availability",
            "1;a.jpg;Red;in_stock",
            {"colour": "Red", "availability": "in_stock"},
        ),
        ("id;image;stock", "1;a.jpg;Sí", {"availability": "Sí"}),
        ("id;image;disponible", "1;a.jpg;12", {"quantity": "12"}),
        ("id;image;disponible", "1;a.jpg;1", {"availability": "1"}),
        ("id;image;price;old price", "1;a.jpg;15;20", {"price": "20", "sale_price": "15"}),
        ("id;image;price;old price", "1;a.jpg;15;", {"price": "15"}),
        ("id;image;price;old price", "1;a.jpg;15;0,00", {"price": "15"}),
        ("Código;Foto;Descripción", "1;a.jpg;Camiseta roja", {"title": "Camiseta roja"}),
        ("id;image;description", f"1;a.jpg;{'long ' * 30}", {"description": ("long " * 30).strip()}),
        ("id;image;Name;Nombre", "1;a.jpg;Tee;Camiseta", {"title": "Tee", "title_es": "Camiseta"}),
        (
            "id;image;title;short description;description",
            "1;a.jpg;T;short;",
            {"title": "T", "description": "short"},
        ),
    ],
)
def test_cells_have_the_names_of_fields(header: str, row: str, cells: dict[str, str]) -> None:
    assert read_one(header, row).cells == {"id": "1", **cells}


def test_an_id_is_made_where_there_is_none_and_is_the_same_the_next_time() -> None:
    rows = (
        "Camisa Roja;a.jpg",
        "Camisa roja;b.jpg",
        ";https://x.test/p/blue_tee.jpg?v=1",
        "赤いTシャツ;c.jpg",
        ";",
    )
    ids = [record.cells.get("id") for record in read("Nombre;Foto", *rows)]
    assert ids[:3] == ["camisa-roja", "camisa-roja-2", "blue-tee"]
    assert ids[3] and ids[4] is None and len(set(ids)) == 5
    assert [r.cells["id"] for r in read("id;title;image", "tee;Tee;a.jpg", ";Tee;b.jpg")] == ["tee", "tee-2"]


@pytest.mark.parametrize(
    ("header", "rows", "groups"),
    [
        ("id;image;size;colour", ("RT;a.jpg;S;red", "RT;a.jpg;M;red", "RT;b.jpg;M;black"), "RT RT RT"),
        ("sku;parent sku;name;image", ("a;P;Tee;a.jpg", "b;P;Tee;a.jpg", "c;Q;Hat;c.jpg"), "P P -"),
        ("sku;name;image;size", ("a;Tee;a.jpg;S", "b;Tee;a.jpg;M", "c;Hat;c.jpg;M"), "a a -"),
        ("sku;name;image;size", ("a;Tee;a.jpg;S", "b;Tee;b.jpg;S"), "- -"),
        ("sku;name;image", ("a;Tee;a.jpg", "b;Tee;b.jpg"), "- -"),
        ("name;image;size", ("Tee;a.jpg;S", "Tee;a.jpg;M"), "tee tee"),
        ("sku;name;sexo;image;size", ("a;Tee;m;a.jpg;S", "b;Tee;f;b.jpg;M"), "- -"),
    ],
)  # fmt: skip
def test_rows_of_one_product_are_a_group(header: str, rows: Sequence[str], groups: str) -> None:
    assert [record.group or "-" for record in read(header, *rows)] == groups.split()


def test_variants_have_what_their_parent_says_once() -> None:
    small, large, other = read(
        "sku;parent sku;name;category;image;price;sale price;colour;size;status",
        "P;;Tee;t-shirt;p.jpg;20;15;red, blue;S, L;archived",
        "a;P;;;;;;red;S;",
        "b;P;;;b.jpg;25;;blue;L;",
        "c;;Hat;hat;c.jpg;9;;;;",
    )
    assert small.cells == {
        "id": "a", "title": "Tee", "price": "20", "sale_price": "15", "colour": "red", "size": "S",
    }  # fmt: skip
    assert (small.images, small.categories, small.hidden) == (
        ("p.jpg",),
        ("t-shirt",),
        "its status is archived",
    )
    assert (large.images, large.cells["price"], "sale_price" in large.cells) == (("b.jpg",), "25", False)
    assert other.group == "" and not other.hidden


def test_a_size_has_the_picture_of_its_own_colour_and_never_another() -> None:
    rows = ("1;T;a.jpg;red;S", "1;T;;red;M", "1;T;b.jpg;black;S", "1;T;;Black;M", "1;T;;blue;M")
    images = [record.images for record in read("id;title;image;colour;size", *rows)]
    assert images == [("a.jpg",), ("a.jpg",), ("b.jpg",), ("b.jpg",), ()]


@pytest.mark.parametrize(
    ("column", "cell", "hidden"),
    [
        ("Status", "Draft", True), ("Status", "active", False), ("Visible", "No", True), 
        ("Published", "TRUE", False),
        ("Estado", "Nuevo", False), ("Estado", "Archivado", True), ("Publicado", "0", True), 
        ("Visible", "", False),
        ("Published", "1", False), ("Archived", "yes", True), ("weight", "no", False),
    ],
)  # fmt: skip
def test_what_the_shop_does_not_show_is_hidden(column: str, cell: str, hidden: bool) -> None:
    record = read_one(f"id;image;{column}", f"1;a.jpg;{cell}")
    assert record.hidden == (f"its {column} is {cell}" if hidden else "")


def test_a_feed_of_google() -> None:
    red, white = read(
        "id;title;link;image_link;additional_image_link;availability;price;sale_price;product_type;"
        "google_product_category;brand;color;gender;age_group;size;item_group_id",
        "G1;Red tee;https://x.test/1;https://c.test/r.jpg;https://c.test/2.jpg,https://c.test/3.jpg;in_stock;"
        "15.00 USD;;Apparel > T-Shirts;212;Casa Mar;Red;female;adult;S;RT",
        "G2;White tee;https://x.test/2;https://c.test/w.jpg;;out_of_stock;49.90 USD;39.90 USD;;1604;Casa Mar;"
        "White;male;adult;40;RT",
    )
    assert red.cells == {
        "id": "G1", "title": "Red tee", "link": "https://x.test/1", "availability": "in_stock", "size": "S",
        "price": "15.00 USD", "brand": "Casa Mar", "colour": "Red", "gender": "female", "age_group": "adult",
    }  # fmt: skip
    assert red.categories == ("Apparel > T-Shirts", "212") and white.categories == ("1604",)
    assert red.images == ("https://c.test/r.jpg", "https://c.test/2.jpg", "https://c.test/3.jpg")
    assert white.cells["sale_price"] == "39.90 USD" and (red.group, white.group) == ("RT", "RT")


@pytest.mark.parametrize(
    ("header", "dates", "counts"),
    [
        ("sale_price_effective_date", "2026-05-01T00:00+0100/2026-05-31T23:59+0100", True),
        ("sale_price_effective_date", "2026-05-01T00:00Z/2026-05-10T11:59Z", False),
        ("sale_price_effective_date", "2026-05-11/2026-05-31", False),
        ("sale_price_effective_date", "2026-05-01/2026-05-10", True),
        ("sale_price_effective_date", "soon / later", True),
        ("sale_price_effective_date", "", True),
        ("sale_price_start_date;sale_price_end_date", "2026-05-01;2026-05-09", False),
        ("sale_price_start_date;sale_price_end_date", "2026-05-10;", True),
        ("sale_price_start_date;sale_price_end_date", "9999-12-31;", False),
        ("sale_price_start_date;sale_price_end_date", ";9999-12-31", True),
    ],
)
def test_a_reduction_counts_in_its_time(header: str, dates: str, counts: bool) -> None:
    feed = replace(GOOGLE, clock=lambda: datetime(2026, 5, 10, 12, tzinfo=timezone.utc))
    found = table(f"id;title;image_link;link;price;sale_price;{header}", f"1;Tee;a.jpg;l;20;15;{dates}")
    [record] = feed.records(found)
    assert record.cells.get("sale_price") == ("15" if counts else None) and record.cells["price"] == "20"


def test_a_feed_of_openai() -> None:
    shown, kept_back = read(
        "item_id;title;url;image_url;additional_image_urls;price;currency;availability;inventory_quantity;"
        "product_category;brand;seller_name;group_id;variant_dict;is_eligible_search",
        '1;Tee;https://x.test/1;https://c.test/1.jpg;["https://c.test/2.jpg"];19.9;USD;in_stock;4;'
        'Apparel > Shirts;Mar;Shop;G;{"color": "Black", "size": "M", "n": 3};true',
        "2;Tee;https://x.test/2;https://c.test/1.jpg;;19.9;USD;in_stock;;Apparel > Shirts;;Shop;G;[1];false",
    )
    assert shown.cells == {
        "id": "1", "title": "Tee", "link": "https://x.test/1", "price": "19.9", "currency": "USD",
        "brand": "Mar",
        "availability": "in_stock", "quantity": "4", "colour": "Black", "size": "M",
    }  # fmt: skip
    assert shown.images == ("https://c.test/1.jpg", "https://c.test/2.jpg")
    assert shown.categories == ("Apparel > Shirts",) and shown.group == "G"
    assert (shown.hidden, kept_back.hidden) == ("", "its is_eligible_search is false")


@pytest.mark.parametrize("cell", ["[" * 5000, "{", "7", '{"size": {"a": 1}}'])
def test_options_that_are_no_object_of_texts_say_nothing(cell: str) -> None:
    [record] = OPENAI.records(table("item_id;title;image_url;variant_dict", f"1;Tee;a.jpg;{cell}"))
    assert record.cells == {"id": "1", "title": "Tee"}


def test_the_styles_of_kaggle() -> None:
    record, empty = read(
        "id;gender;masterCategory;subCategory;articleType;baseColour;season;year;usage;productDisplayName;price",
        "15970;Men;Apparel;Topwear;Sports Shoes;Navy Blue;NA;2011;Casual;Turtle Men Shoes;499",
        ";Women;;;NA;NA;;;;;",
    )
    assert record.cells == {
        "id": "15970", "gender": "Men", "colour": "Navy Blue", "usage": "Casual", "title": "Turtle Men Shoes",
        "price": "499", "kind": "sports shoes",
    }  # fmt: skip
    assert (record.categories, record.filed) == (("Sports Shoes",), "shoes")
    assert record.images == ("images/15970.jpg",)
    assert (empty.cells, empty.categories, empty.images) == ({"gender": "Women"}, (), ())
