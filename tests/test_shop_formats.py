"""The exports of shop platforms: which table is whose, and what each says of a product."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

import pytest

from data.catalogue.formats.bigcommerce import BigCommerce
from data.catalogue.formats.etsy import Etsy
from data.catalogue.formats.prestashop import PrestaShop
from data.catalogue.formats.record import Format, Record
from data.catalogue.formats.shopify import Shopify
from data.catalogue.formats.shops import option_field
from data.catalogue.formats.woocommerce import WooCommerce
from data.catalogue.tables.table import Row, Table

TODAY = date(2026, 5, 20)
FORMATS: tuple[Format, ...] = (
    Shopify(),
    WooCommerce(lambda: TODAY),
    PrestaShop(lambda: TODAY),
    BigCommerce(),
    Etsy(),
)
SHOPIFY = """\
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,\
Variant Inventory Qty,Variant Price,Image Src,Image Position,Status
red-tee,Red tee,<p>Soft <b>cotton</b> tee.</p>,Casa Mar,Apparel & Accessories > Clothing > Shirts & Tops,\
T-Shirts,\
"summer, cotton",TRUE,Size,S,RT-S,4,19.90,https://cdn.example.test/red-tee.jpg,1,active
red-tee,,,,,,,,,M,RT-M,0,19.90,,,
canvas-sneaker,Canvas sneaker,<p>Vulcanised sole.</p>,Casa Mar,Apparel & Accessories > Shoes > Sneakers,\
Sneakers,,\
TRUE,Size,40,CS-40,0,49.90,https://cdn.example.test/sneaker.jpg,1,active
"""
SHOPIFY_NEW = """\
Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,\
Option1 name,\
Option1 value,Option2 name,Option2 value,Price,Compare-at price,Inventory tracker,Inventory quantity,\
Continue selling when out of stock,Product image URL,Image position,Variant image URL,Gift card,\
Color (product.metafields.shopify.color-pattern),Target gender (product.metafields.shopify.target-gender)
Linen dress,linen-dress,Light.,Brisa,Apparel > Dresses,,,TRUE,Active,LD-1,Colour,Navy,Talla,S,60.00,\
80.00,shopify,0,\
CONTINUE,https://x.test/2.jpg,2,https://x.test/navy.jpg,FALSE,navy; white,female
,linen-dress,,,,,,,,LD-2,,White,,M,80.00,,shopify,3,DENY,https://x.test/1.jpg,1,,,,
,linen-dress,,,,,,,,,,,,,,,,,,https://x.test/3.jpg,3,,,,
Cap,cap,,Brisa,,Hats,,TRUE,Active,C-1,Title,Default Title,,,15.00,10.00,,0,DENY,https://x.test/cap.jpg,1,\
,FALSE,red,
Old coat,old-coat,,Brisa,,Coats,,TRUE,Draft,O-1,,,,,15.00,,shopify,1,DENY,https://x.test/o.jpg,1,,FALSE,,
Card,card,,Brisa,,,,TRUE,Active,G-1,,,,,15.00,,,0,DENY,https://x.test/g.jpg,1,,TRUE,,
"""
WOO = """\
ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,Date sale price starts,\
Date sale price ends,Tax status,In stock?,Stock,Backorders allowed?,Sale price,Regular price,Categories,\
Tags,Images,\
Parent,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 2 name,Attribute 2 value(s),Brands
61,variation,TEE-R,Tee - Red,1,visible,,,,,taxable,0,,0,,20,,,https://x.test/red.jpg,id:60,Color,Red,,Size,,
60,variable,TEE,Tee,1,visible,Soft.,<p>Cotton.</p>,,,taxable,1,7,0,,,"Clothing > Tees, Sale",summer,\
"https://x.test/a.jpg, https://x.test/b.jpg",,Color,"Red, Blue",1,pa_size,"S, M",Casa Mar
62,variation,TEE-B,Tee - Blue,1,visible,,,2026-05-01,2026-05-20,taxable,1,parent,0,15,20,,,,tee,Color,\
Blue,,Size,M,
70,simple,CAP,Cap,1,visible,,,2026-01-01,2026-01-31,taxable,1,0,notify,8,10,Hats,,https://x.test/cap.jpg,\
,,,,,,
71,"simple, downloadable, virtual",PDF,Pattern,1,visible,,,,,none,1,,0,,5,,,https://x.test/p.jpg,,,,,,,
72,simple,DR,Draft dress,-1,visible,,,,,taxable,1,,0,,5,Uncategorized,,https://x.test/d.jpg,,,,,,,
73,variable,SK,Skirt,1,visible,,,,,taxable,1,,0,,30,Skirts,,https://x.test/s.jpg,,Size,"S, M, L",1,\
Material,Lino,
"""
WOO_ES = """\
ID;Tipo;SKU;Nombre;Publicado;Visibilidad en el catálogo;Descripción corta;Descripción;¿Existencias?;\
Inventario;\
¿Permitir reservas de productos agotados?;Precio rebajado;Precio normal;Categorías;Etiquetas;Imágenes;\
Superior;\
URL externa;Marcas;Nombre del atributo 1;Valor(es) del atributo 1;Atributo visible 1
5;simple;CH-1;Chaqueta;1;visible;;De abrigo.;1;4;0;59,90;79,90;Mujer > Chaquetas;;https://x.test/ch.jpg;;\
;Brisa;Talla;\
L;1
"""
PRESTA = """\
Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Price tax included;On sale (0/1);\
Discount amount;Discount percent;Discount from (yyyy-mm-dd);Discount to (yyyy-mm-dd);Reference #;\
Supplier;Brand;\
Quantity;Summary;Description;Tags (x,y,z...);Available for order (0 = No, 1 = Yes);Show price (0 = No,\
 1 = Yes);\
Image URLs (x,y,z...);Feature (Name:Value:Position)
1;1;Blusa;Inicio,Mujer,Blusas;20.00;24.20;1;;10;2026-05-01;2026-06-01;B-1;Taller;Brisa;5;Corta;Larga;\
verano;1;1;\
https://x.test/1.jpg,https://x.test/2.jpg;Color:Rojo:1,Talla:M:2,Composición:Lino, algodón:3,Season:Summer:4
2;1;Falda;Faldas;20.00;;0;5.00;;2020-01-01;2020-02-01;F-1;;;0;;;;1;1;https://x.test/f.jpg;
3;0;Vieja;Faldas;20.00;;0;;;;;V-1;;;0;;;;1;1;;
4;1;Expuesta;Faldas;20.00;;0;;;;;V-2;;;3;;;;0;1;;
"""
PRESTA_ES = """\
Product ID;Imagen;Nombre;Referencia;Categoría;Precio (imp. excl.);Precio (imp. incl.);Cantidad;Estado
8;https://x.test/8.jpg;Camisa;C-8;Camisas;16,52;19,99;3;1
"""
BIG_OLD = """\
Item Type,Product ID,Product Name,Product Type,Product Code/SKU,Brand Name,Option Set,\
Product Description,Price,\
Sale Price,Product Visible?,Track Inventory,Current Stock Level,Category,Product Image File - 1,\
Product Image Is Thumbnail - 1,Product Image File - 2,Product Image Is Thumbnail - 2,Product URL,GPS Gender
Product,90,Tee,P,TEE,Casa Mar,Tees,Soft.,20.00,15.00,Y,by option,0,Clothing/Tees;Shop All,a.jpg,N,b.jpg,Y,\
https://x.test/tee/,female
  SKU,901,"[S]Size=Small,[CS]Color=Red:#FF0000",,TEE-S,,,,,,,,4,,,,,,,
  SKU,902,"[S]Size=Medium,[CS]Color=Blue",,TEE-M,,,,25.00,,,,0,,,,,,,
  SKU,903,[S]Size=Large,,TEE-L,,,,,,,,1,,,,,,,
  SKU,904,[S]Size=XL,,TEE-XL,,,,,,,,1,,,,,,,
  Rule,,[S]Size=Large,,TEE-L,,,,[ADD]2.50,,,,,,,,,,,
  Rule,,[S]Size=XL,,TEE-XL,,,,[FIXED]22,,,,,,,,,,,
Product,91,Guide,D,G,,,,5.00,0.00,Y,none,0,,,,,,,
Product,92,Cap,P,CAP,,,,9.00,0.00,N,none,0,Hats,c.jpg,Y,,,,
"""
BIG_NEW = """\
Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Price,Sale Price,Categories,Description,\
Is Visible,\
Image URL (Import),Image is Thumbnail,Image Sort Order,Variant Image URL,Product URL
Product,7,Tee,physical,TEE,,variant,0,20,0,Clothing/Tees,Soft.,TRUE,,,,,/tee/
Variant,8,,,TEE-S,Type=Swatch|Name=Color|Value=Red[#FF0000]Type=Rectangle|Name=Size|Value=S,,2,,,,,,,,,\
https://x.test/red.jpg,
Variant,9,,,TEE-M,Type=Swatch|Name=Color|Value=Navy blue|Type=Rectangle|Name=Size|Value=M,,0,22,,,,,,,,,
Image,1,,,,,,,,,,,,https://x.test/2.jpg,FALSE,1,,
Image,2,,,,,,,,,,,,https://x.test/1.jpg,TRUE,2,,
"""
ETSY = """\
TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,IMAGE2,IMAGE10,VARIATION 1 TYPE,\
VARIATION 1 NAME,VARIATION 1 VALUES,VARIATION 2 TYPE,VARIATION 2 NAME,VARIATION 2 VALUES,SKU
Linen Shirt,Handmade.,45.00,EUR,3,"linen_shirt,summer","Linen,Cotton",https://x.test/1.jpg,\
https://x.test/2.jpg,\
https://x.test/10.jpg,Custom Property,Shirt Size,"S,M",Primary color,Tint of it,"Red,Blue",LS-1
"Wool hat, knitted",Warm.,30.00,EUR,0,,,https://x.test/h.jpg,,,,,,,,,
"Wool hat, knitted",Warm.,30.00,EUR,1,,,https://x.test/i.jpg,,,,,,,,,
"""
PLAIN_ES = "id,Nombre,Precio normal,Precio rebajado,Publicado,Existencias,Descripción corta,Talla,Imagen"
GOOGLE = "id,title,description,link,image_link,price,sale_price,availability,brand,color,size,item_group_id"
KAGGLE = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,productDisplayName"
TABLES = {
    "Shopify": (SHOPIFY, SHOPIFY_NEW),
    "WooCommerce": (WOO, WOO_ES),
    "PrestaShop": (PRESTA, PRESTA_ES),
    "BigCommerce": (BIG_OLD, BIG_NEW),
    "Etsy": (ETSY,),
}


def table(text: str) -> Table:
    """A table of text, with stripped cells as a file's have."""
    mark = ";" if text.split("\n", 1)[0].count(";") > 5 else ","
    header, *rows = csv.reader(io.StringIO(text), delimiter=mark)
    cells = ({name: cell.strip() for name, cell in zip(header, row, strict=False)} for row in rows)
    return Table("shop.csv", tuple(header), tuple(Row(n, row) for n, row in enumerate(cells, 2)))


def records(text: str) -> list[Record]:
    read = table(text)
    (shop,) = [shop for shop in FORMATS if shop.fits(read.header)]
    return list(shop.records(read))


def column(found: Iterable[Record], *fields: str) -> list[tuple[str, ...]]:
    return [tuple(record.cells.get(field, "") for field in fields) for record in found]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TABLES.items() for text in texts])
def test_a_table_is_of_one_platform(name: str, text: str) -> None:
    assert [shop.name for shop in FORMATS if shop.fits(table(text).header)] == [name]


@pytest.mark.parametrize(
    "header", [PLAIN_ES, GOOGLE, KAGGLE, "id,title,price,image,handle,vendor", "", "Item,Name,Price"]
)
def test_another_table_is_of_none(header: str) -> None:
    assert not [shop.name for shop in FORMATS if shop.fits(header.split(","))]


def test_shopify_sizes_are_variants_of_one_handle() -> None:
    small, medium, shoe = records(SHOPIFY)
    assert small.cells == {
        "id": "red-tee",
        "title": "Red tee",
        "description": "<p>Soft <b>cotton</b> tee.</p>",
        "brand": "Casa Mar",
        "price": "19.90",
        "size": "S",
        "quantity": "4",
    }
    assert (medium.cells["size"], medium.cells["quantity"], medium.cells["title"]) == ("M", "0", "Red tee")
    assert small.group == medium.group == "red-tee" and shoe.group == "canvas-sneaker"
    clothing = "Apparel & Accessories > Clothing > Shirts & Tops"
    assert medium.categories == ("T-Shirts", clothing, "summer", "cotton")
    assert medium.images == ("https://cdn.example.test/red-tee.jpg",) and not medium.hidden
    assert (small.line, medium.line, shoe.line) == (2, 3, 4)


def test_shopify_by_its_new_names() -> None:
    navy, white, cap, draft, card = records(SHOPIFY_NEW)
    found = column(
        (navy, white, cap), "colour", "size", "gender", "price", "sale_price", "availability", "quantity"
    )
    assert found == [
        ("Navy", "S", "female", "80.00", "60.00", "backorder", "0"),
        ("White", "M", "female", "80.00", "", "", "3"),
        ("red", "", "", "15.00", "", "", ""),  # nobody counts it
    ]
    pictures = tuple(f"https://x.test/{name}.jpg" for name in ("1", "2", "3"))
    assert navy.images == (*pictures, "https://x.test/navy.jpg") and white.images == pictures
    assert (draft.hidden, card.hidden) == ("its status is draft", "it is a gift card")


def test_shopify_without_inventory_says_nothing_of_stock() -> None:
    without = SHOPIFY.replace("Variant Inventory Qty", "Unit")
    assert column(records(without), "quantity", "availability") == [("", "")] * 3


def test_woocommerce_variations_say_what_their_parent_does() -> None:
    red, blue, cap, pdf, draft, skirt = records(WOO)
    found = column(
        (red, blue), "id", "title", "colour", "size", "price", "sale_price", "availability", "quantity"
    )
    assert found == [
        ("60", "Tee", "Red", "S, M", "20", "", "0", ""),
        ("60", "Tee", "Blue", "M", "20", "15", "1", "7"),
    ]
    assert red.group == blue.group == "60" and red.cells["brand"] == "Casa Mar"
    assert red.cells["description"] == "Soft.\n<p>Cotton.</p>"
    assert red.images == ("https://x.test/red.jpg", "https://x.test/a.jpg", "https://x.test/b.jpg")
    assert red.categories == ("Clothing > Tees", "Sale", "summer")
    assert column([cap], "price", "sale_price", "availability") == [("10", "", "backorder")]
    assert "virtual" in pdf.hidden and draft.hidden == "it is a draft" and draft.categories == ()
    assert column([skirt], "size", "description") == [("S, M, L", "Material: Lino")] and skirt.group == ""


def test_woocommerce_in_spanish() -> None:
    (jacket,) = records(WOO_ES)
    assert jacket.cells == {
        "id": "5",
        "title": "Chaqueta",
        "description": "De abrigo.",
        "brand": "Brisa",
        "price": "79,90",
        "sale_price": "59,90",
        "availability": "1",
        "quantity": "4",
        "size": "L",
    }
    assert jacket.categories == ("Mujer > Chaquetas",)


def test_a_variation_whose_parent_is_not_in_the_table_stays_in_its_group() -> None:
    header, first, *_ = WOO.split("\n")
    (orphan,) = records(f"{header}\n{first}\n")
    assert (orphan.group, orphan.cells["id"], orphan.cells["title"]) == ("60", "60", "Tee - Red")


def test_prestashop_discounts_and_features() -> None:
    blouse, skirt, old, shown = records(PRESTA)
    assert column([blouse], "price", "sale_price", "colour", "size", "season", "brand", "quantity") == [
        ("24.20", "21.78", "Rojo", "M", "Summer", "Brisa", "5")
    ]
    assert blouse.cells["description"] == "Corta\nLarga\nMaterial: Lino, algodón"
    assert blouse.categories == ("Mujer", "Blusas", "verano")
    assert blouse.images == ("https://x.test/1.jpg", "https://x.test/2.jpg")
    assert column([skirt], "id", "price", "sale_price", "quantity") == [("2", "20.00", "", "0")]
    assert (old.hidden, shown.hidden, shown.cells["availability"]) == ("it is not active", "", "unavailable")


def test_prestashops_list_of_products() -> None:
    (shirt,) = records(PRESTA_ES)
    assert shirt.cells == {"id": "8", "title": "Camisa", "price": "19,99", "quantity": "3"}
    assert shirt.categories == ("Camisas",) and shirt.images == ("https://x.test/8.jpg",) and not shirt.hidden


@pytest.mark.parametrize(
    ("price", "amount", "percent", "reduced"),
    [
        ("24.20", "", "10", "21.78"),
        ("24,20", "4,20", "", "20,00"),
        ("1.299", "", "50", "649,50"),
        ("1.299,00 €", "99", "", "1200,00"),
        ("20", "30", "", ""),
        ("20", "", "0", ""),
        ("free", "", "10", ""),
        ("9" * 60, "", "10", ""),
    ],
)
def test_a_discount_is_taken_off(price: str, amount: str, percent: str, reduced: str) -> None:
    names = ("Product ID", "Name *", "Price tax included", "Discount amount", "Discount percent")
    cells = dict(zip(names, ("1", "Blusa", price, amount, percent), strict=True))
    (record,) = PrestaShop(lambda: TODAY).records(Table("p.csv", names, (Row(2, cells),)))
    assert record.cells.get("sale_price", "") == reduced


def test_bigcommerce_before_and_after_its_new_export() -> None:
    small, medium, large, huge, guide, cap = records(BIG_OLD)
    fields = ("id", "title", "size", "colour", "price", "sale_price", "quantity")
    assert column((small, medium), *fields, "gender", "link") == [
        ("90", "Tee", "Small", "Red", "20.00", "15.00", "4", "female", "https://x.test/tee/"),
        ("90", "Tee", "Medium", "Blue", "25.00", "", "0", "female", "https://x.test/tee/"),
    ]
    assert column((large, huge), "price", "sale_price") == [("22.50", "17.50"), ("22", "")]  # by rules
    assert small.images == ("b.jpg", "a.jpg") and small.categories == ("Clothing > Tees",)
    assert "digital" in guide.hidden and cap.hidden == "it is not visible in the shop"
    assert "quantity" not in cap.cells  # nobody counts it
    small, medium = records(BIG_NEW)
    assert column((small, medium), *fields) == [
        ("7", "Tee", "S", "Red", "20", "", "2"),
        ("7", "Tee", "M", "Navy blue", "22", "", "0"),
    ]
    assert small.images == ("https://x.test/red.jpg", "https://x.test/1.jpg", "https://x.test/2.jpg")
    assert medium.images == small.images[1:] and medium.group == "7" and "link" not in medium.cells


def test_etsy_listings_have_an_identity_of_their_own() -> None:
    shirt, hat, other = records(ETSY)
    assert [record.cells["id"] for record in (shirt, hat, other)] == [
        "LS-1",
        "wool-hat-knitted",
        "wool-hat-knitted-2",
    ]
    assert column([shirt], "size", "colour", "currency", "price", "quantity", "description") == [
        ("S,M", "Red,Blue", "EUR", "45.00", "3", "Handmade.\nMaterial: Linen, Cotton")
    ]
    assert shirt.images == tuple(f"https://x.test/{n}.jpg" for n in (1, 2, 10))
    assert shirt.categories == ("linen shirt", "summer")


def test_a_column_that_the_owner_added_is_read() -> None:
    header, *rows = ETSY.strip().split("\n")
    added = "\n".join([f"{header},Gender", *(f"{row},women" for row in rows)])
    assert [record.cells["gender"] for record in records(added)] == ["women"] * 3


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Size", "size"), ("Shoe size (EU)", "size"), ("pa_talla", "size"), ("Größe", "size"),
        ("Taille", "size"), ("Women's size", "size"), ("Choose your colour", "colour"),
        ("Color(es)", "colour"), ("Género", "gender"), ("COLOUR", "colour"), ("Marca", "brand"),
        ("Tejido", "material"), ("Talla (product.metafields.custom.talla)", "size"),
        ("Title", ""), ("Engraving", ""), ("Pack size", ""), ("US", ""), ("", ""),
    ],
)  # fmt: skip
def test_an_options_name_is_known(name: str, field: str) -> None:
    assert option_field(name) == field


@pytest.mark.parametrize("text", [text for texts in TABLES.values() for text in texts])
@pytest.mark.parametrize(
    "cell", ["", "%%%", "-1", "9" * 400, "1.2.3,4", "a|b=:[#", "\\,", ",;:|", "¿?", "٣", "=Name="]
)
def test_broken_cells_never_raise(text: str, cell: str) -> None:
    read = table(text)
    (shop,) = [shop for shop in FORMATS if shop.fits(read.header)]
    for name in read.header:
        rows = tuple(Row(row.line, {**row.cells, name: cell}) for row in read.rows)
        assert list(shop.records(Table(read.file, read.header, rows)))
    short = tuple(Row(row.line, {}) for row in read.rows)
    assert all(record.cells.keys() <= {"id"} for record in shop.records(Table(read.file, read.header, short)))
