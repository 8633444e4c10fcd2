"""Invented exports of every kind that is read here: a table of so many products in each shop's own columns.

Knows how each platform writes a product; does not know how it is read. The same numbers make the same files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from tests.bench.writers import ATOM, COMMAS, JSON_LINES, RSS, SEMICOLONS, TABS, Write

Rows = Iterable[dict[str, str]]
GARMENTS = (
    ("Dress", "Vestido", "Apparel & Accessories > Clothing > Dresses", "Dresses"),
    ("T-shirt", "Camiseta", "Apparel & Accessories > Clothing > Shirts & Tops", "Tshirts"),
    ("Sneakers", "Zapatillas", "Apparel & Accessories > Shoes", "Casual Shoes"),
    ("Handbag", "Bolso", "Apparel & Accessories > Handbags, Wallets & Cases", "Handbags"),
)
COLOURS = (("Red", "Rojo"), ("Navy blue", "Azul marino"), ("Optic White", "Blanco"), ("Black", "Negro"))
SIZES, BRANDS = ("S", "M", "L", "XL"), ("Casa Mar", "Brisa", "Norte & Sur")
CLOTHS = ("Linen", "Cotton", "Wool", "Denim", "Silk")
ADDRESS = "https://cdn.example.test/files/"


@dataclass(frozen=True, slots=True)
class Product:
    """What is told of one product, by its number."""

    number: int

    @property
    def sort(self) -> tuple[str, str, str, str]:
        return GARMENTS[self.number % len(GARMENTS)]

    @property
    def colour(self) -> tuple[str, str]:
        return COLOURS[self.number // 4 % len(COLOURS)]

    @property
    def size(self) -> str:
        return SIZES[self.number % len(SIZES)]

    @property
    def title(self) -> str:
        return f"{CLOTHS[self.number % 5]} {self.colour[0].lower()} {self.sort[0]} {self.number}"

    @property
    def title_es(self) -> str:
        return f"{self.sort[1]} {self.colour[1].lower()} número {self.number}"

    @property
    def text(self) -> str:
        cloth = CLOTHS[self.number % 5].lower()
        return f"<p>{self.title}, made of <b>{cloth}</b>.</p><ul><li>Washable</li></ul>"

    @property
    def brand(self) -> str:
        return BRANDS[self.number % len(BRANDS)]

    @property
    def cents(self) -> int:
        return 990 + self.number * 7 % 9000

    @property
    def price(self) -> str:
        return f"{self.cents / 100:.2f}"

    @property
    def full(self) -> str:
        return f"{self.cents / 100 + 10:.2f}"

    @property
    def picture(self) -> str:
        return f"p{self.number}.png"

    @property
    def other(self) -> str:
        return f"p{self.number + 3}.png"

    @property
    def stock(self) -> str:
        return str(self.number % 6)


def comma(price: str) -> str:
    return price.replace(".", ",")


def _shopify(p: Product) -> Rows:
    for n, size in enumerate(SIZES[:2]):
        first = n == 0
        yield {
            "Handle": f"product-{p.number}", "Title": p.title * first, "Body (HTML)": p.text * first,
            "Vendor": p.brand * first, "Product Category": p.sort[2] * first, "Type": p.sort[0] * first,
            "Tags": "summer, new" * first, "Published": "true" * first, "Option1 Name": "Size" * first,
            "Option1 Value": size, "Option2 Name": "Color" * first, "Option2 Value": p.colour[0],
            "Variant SKU": f"{p.number}-{size}", "Variant Inventory Tracker": "shopify",
            "Variant Inventory Qty": p.stock, "Variant Inventory Policy": "deny", "Variant Price": p.price,
            "Variant Compare At Price": p.full, "Image Src": (ADDRESS + p.picture) * first,
            "Image Position": "1" * first, "Variant Image": "", "Status": "active" * first,
        }  # fmt: skip


def _shopify_new(p: Product) -> Rows:
    for n, size in enumerate(SIZES[:2]):
        first = n == 0
        yield {
            "Title": p.title * first, "URL handle": f"product-{p.number}", "Description": p.text * first,
            "Vendor": p.brand * first, "Product category": p.sort[2] * first, "Type": p.sort[0] * first,
            "Tags": "", "Published on online store": "TRUE" * first, "Status": "Active" * first,
            "SKU": f"{p.number}-{size}", "Option1 name": "Size" * first, "Option1 value": size,
            "Price": p.price,
            "Compare-at price": p.full, "Inventory tracker": "shopify", "Inventory quantity": p.stock,
            "Continue selling when out of stock": "DENY", "Product image URL": (ADDRESS + p.picture) * first,
            "Image position": "1" * first, "Gift card": "FALSE" * first,
            "Color (product.metafields.shopify.color-pattern)": p.colour[0].lower() * first,
        }  # fmt: skip


def _google(p: Product) -> Rows:
    yield {
        "id": f"G{p.number}", "title": p.title, "description": p.text, "link": f"https://shop.test/{p.number}",
        "image_link": ADDRESS + p.picture, "additional_image_link": ADDRESS + p.other,
        "availability": "in_stock" if p.number % 3 else "out_of_stock", "price": f"{p.full} EUR",
        "sale_price": f"{p.price} EUR", "google_product_category": p.sort[2], "product_type": p.sort[0],
        "brand": p.brand, "color": p.colour[0], "size": p.size, "gender": "female", "age_group": "adult",
        "item_group_id": f"GR{p.number // 2}", "condition": "new",
    }  # fmt: skip


def _openai(p: Product) -> Rows:
    yield {
        "item_id": f"O{p.number}", "title": p.title, "description": p.text, "url": f"https://shop.test/{p.number}",
        "image_url": ADDRESS + p.picture, "price": f"{p.price} USD", "availability": "in_stock",
        "product_category": p.sort[2], "brand": p.brand, "color": p.colour[0], "size": p.size,
        "is_eligible_search": "true", "is_eligible_checkout": "false", "seller_name": "Casa Mar",
        "group_id": f"OG{p.number // 2}",
    }  # fmt: skip


def _meta(p: Product) -> Rows:
    (row,) = _google(p)
    yield {**row, "fb_product_category": "clothing", "quantity_to_sell_on_facebook": p.stock}


def _woo(p: Product) -> Rows:
    for n, kind in enumerate(("variable", "variation")):
        first = n == 0
        yield {
            "ID": str(2 * p.number + n + 1), "Type": kind, "SKU": f"W{p.number}-{n}",
            "Name": p.title, "Published": "1", "Visibility in catalog": "visible",
            "Short description": "Soft." * first, "Description": p.text * first, "Tax status": "taxable",
            "In stock?": "1", "Stock": p.stock, "Backorders allowed?": "0", "Sale price": p.price * n,
            "Regular price": p.full * n, "Categories": f"Clothing > {p.sort[0]}, Sale" * first, "Tags": "",
            "Images": f"{ADDRESS}{p.picture}, {ADDRESS}{p.other}" * first,
            "Parent": f"W{p.number}-0" * n, "Attribute 1 name": "Color", "Attribute 1 value(s)": p.colour[0],
            "Attribute 2 name": "Size", "Attribute 2 value(s)": "S, M" if first else "S",
        }  # fmt: skip


def _woo_es(p: Product) -> Rows:
    yield {
        "ID": str(p.number + 1), "Tipo": "simple", "SKU": f"W{p.number}", "Nombre": p.title_es,
        "Publicado": "1", "Visibilidad en el catálogo": "visible", "Descripción": p.text,
        "¿Existencias?": "1", "Inventario": p.stock, "¿Permitir reservas de productos agotados?": "0",
        "Precio rebajado": comma(p.price), "Precio normal": comma(p.full),
        "Categorías": f"Mujer > {p.sort[1]}", "Etiquetas": "", "Imágenes": ADDRESS + p.picture,
        "Marcas": p.brand, "Nombre del atributo 1": "Talla", "Valor(es) del atributo 1": p.size,
    }  # fmt: skip


def _presta(p: Product) -> Rows:
    yield {
        "Product ID": str(p.number + 1), "Active (0/1)": "1", "Name *": p.title,
        "Categories (x,y,z...)": f"Home,Women,{p.sort[0]}", "Price tax excluded": p.price,
        "Price tax included": p.full, "On sale (0/1)": "1", "Discount amount": "", "Discount percent": "10",
        "Reference #": f"R-{p.number}", "Brand": p.brand, "Quantity": p.stock, "Summary": "Soft.",
        "Description": p.text, "Tags (x,y,z...)": "summer", "Show price (0 = No, 1 = Yes)": "1",
        "Image URLs (x,y,z...)": f"{ADDRESS}{p.picture},{ADDRESS}{p.other}",
        "Feature (Name:Value:Position)": f"Color:{p.colour[0]}:1,Size:{p.size}:2",
    }  # fmt: skip


def _presta_list(p: Product) -> Rows:
    yield {
        "Product ID": str(p.number + 1), "Imagen": ADDRESS + p.picture, "Nombre": p.title_es,
        "Referencia": f"C-{p.number}", "Categoría": p.sort[1], "Precio (imp. excl.)": comma(p.price),
        "Precio (imp. incl.)": comma(p.full), "Cantidad": p.stock, "Estado": "1",
    }  # fmt: skip


def _big_old(p: Product) -> Rows:
    yield {
        "Item Type": "Product", "Product ID": str(p.number + 1), "Product Name": p.title, "Product Type": "P",
        "Product Code/SKU": f"B{p.number}", "Brand Name": p.brand, "Option Set": "Sizes",
        "Product Description": p.text, "Price": p.full, "Sale Price": p.price, "Product Visible?": "Y",
        "Track Inventory": "by option", "Current Stock Level": "0", "Category": f"Clothing/{p.sort[0]}",
        "Product Image File - 1": p.picture, "Product Image Is Thumbnail - 1": "Y",
        "Product URL": f"https://shop.test/{p.number}/", "GPS Gender": "female",
    }  # fmt: skip
    yield {
        "Item Type": "  SKU", "Product Name": f"[S]Size={p.size},[CS]Color={p.colour[0]}:#FF0000",
        "Product Code/SKU": f"B{p.number}-1", "Current Stock Level": p.stock,
    }  # fmt: skip


def _big_new(p: Product) -> Rows:
    yield {
        "Item": "Product", "ID": str(p.number + 1), "Name": p.title, "Type": "physical",
        "SKU": f"B{p.number}", "Options": "", "Inventory Tracking": "variant", "Current Stock": "0",
        "Price": p.full, "Sale Price": p.price, "Categories": f"Clothing/{p.sort[0]}", "Description": p.text,
        "Is Visible": "TRUE", "Image URL (Import)": "", "Image is Thumbnail": "", "Image Sort Order": "",
        "Variant Image URL": "",
    }  # fmt: skip
    options = f"Type=Swatch|Name=Color|Value={p.colour[0]}[#FF0000]Type=Rectangle|Name=Size|Value={p.size}"
    yield {"Item": "Variant", "ID": str(p.number + 1), "SKU": f"B{p.number}-1", "Options": options,
           "Current Stock": p.stock}  # fmt: skip
    yield {"Item": "Image", "ID": "1", "Image URL (Import)": ADDRESS + p.picture, 
           "Image is Thumbnail": "TRUE", "Image Sort Order": "1"}  # fmt: skip


def _etsy(p: Product) -> Rows:
    yield {
        "TITLE": p.title, "DESCRIPTION": p.text, "PRICE": p.price, "CURRENCY_CODE": "EUR",
        "QUANTITY": p.stock, "TAGS": f"{p.sort[0].lower()},summer", "MATERIALS": "Linen,Cotton",
        "IMAGE1": ADDRESS + p.picture, "IMAGE2": ADDRESS + p.other, "VARIATION 1 TYPE": "Size",
        "VARIATION 1 NAME": "Size", "VARIATION 1 VALUES": "S,M", "VARIATION 2 TYPE": "Primary color",
        "VARIATION 2 NAME": "Color", "VARIATION 2 VALUES": p.colour[0], "SKU": f"E{p.number}",
    }  # fmt: skip


def _items(p: Product) -> Rows:
    yield {
        "id": str(p.number), "title": p.title, "title_es": p.title_es, "category": p.sort[0].lower(),
        "image": p.picture, "colour": p.colour[0].lower(), "gender": "women", "price": p.price,
        "description": p.text,
    }  # fmt: skip


def _kaggle(p: Product) -> Rows:
    yield {
        "id": str(p.number), "gender": "Women", "masterCategory": "Apparel", "subCategory": "Topwear",
        "articleType": p.sort[3], "baseColour": p.colour[0], "season": "Summer", "year": "2012",
        "usage": "Casual", "productDisplayName": p.title, "image": p.picture,
    }  # fmt: skip


def _plain(p: Product) -> Rows:
    yield {
        "SKU": f"P{p.number}", "Product name": p.title, "Category": p.sort[0], "Colour": p.colour[0],
        "Sizes": "S, M, L", "Price (EUR)": p.price, "Stock": p.stock, "Photo": p.picture, "Notes": "none",
    }  # fmt: skip


def _plain_es(p: Product) -> Rows:
    yield {
        "Referencia": f"P{p.number}", "Nombre": p.title_es, "Categoría": p.sort[1], "Color": p.colour[1],
        "Talla": p.size, "Precio": f"{comma(p.price)} €", "Existencias": p.stock, "Imagen": p.picture,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file: its name, the rows of a product in it, and what writes columns and rows down."""

    file: str
    rows: Callable[[Product], Rows]
    write: Write

    def table(self, products: int) -> tuple[list[str], Iterator[list[str]]]:
        """The columns, and the rows of so many products."""
        header = list(next(iter(self.rows(Product(0)))))
        rows = chain.from_iterable(self.rows(Product(number)) for number in range(products))
        return header, ([row.get(name, "") for name in header] for row in rows)


EXPORTS = {
    "Shopify, old": Export("products_export.csv", _shopify, COMMAS),
    "Shopify, new": Export("products.csv", _shopify_new, COMMAS),
    "Google, TSV": Export("feed.txt", _google, TABS),
    "Google, CSV": Export("feed.csv", _google, COMMAS),
    "Google, RSS": Export("feed.xml", _google, RSS),
    "Google, Atom": Export("feed.atom", _google, ATOM),
    "OpenAI, CSV": Export("openai.csv", _openai, COMMAS),
    "OpenAI, JSON lines": Export("openai.jsonl", _openai, JSON_LINES),
    "Meta": Export("meta.csv", _meta, COMMAS),
    "WooCommerce, English": Export("wc.csv", _woo, COMMAS),
    "WooCommerce, Spanish": Export("wc.csv", _woo_es, SEMICOLONS),
    "PrestaShop, import": Export("presta.csv", _presta, SEMICOLONS),
    "PrestaShop, list": Export("product.csv", _presta_list, SEMICOLONS),
    "BigCommerce, old": Export("bulk.csv", _big_old, COMMAS),
    "BigCommerce, new": Export("bulk.csv", _big_new, COMMAS),
    "Etsy": Export("EtsyListings.csv", _etsy, COMMAS),
    "items.csv": Export("items.csv", _items, COMMAS),
    "Kaggle": Export("styles.csv", _kaggle, COMMAS),
    "plain, English": Export("stock.csv", _plain, COMMAS),
    "plain, Spanish": Export("stock.csv", _plain_es, SEMICOLONS),
}
