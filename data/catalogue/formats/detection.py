"""Tells by its columns which kind of export a table is, and of none of them what it lacks.

Knows the formats; does not know the table's rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.catalogue.formats.bigcommerce import BigCommerce
from data.catalogue.formats.columns import Columns, canonical
from data.catalogue.formats.etsy import Etsy
from data.catalogue.formats.feeds import GOOGLE, META, OPENAI
from data.catalogue.formats.kaggle import KaggleStyles
from data.catalogue.formats.plain import PlainTable, missing
from data.catalogue.formats.prestashop import PrestaShop
from data.catalogue.formats.record import Format
from data.catalogue.formats.shopify import Shopify
from data.catalogue.formats.woocommerce import WooCommerce

SHOPS = (Shopify(), WooCommerce(), PrestaShop(), BigCommerce(), Etsy())
BY_NAME = (OPENAI, META, GOOGLE, PlainTable())  # that read whatever column has a name of columns.csv
# In the order in which they are tried; what fits any table with usual names is last
FORMATS: tuple[Format, ...] = (KaggleStyles(), *SHOPS, *BY_NAME)
EXPECTED = (
    "a product export (Shopify, WooCommerce, PrestaShop, BigCommerce, Etsy), a product feed (Google, Meta, "
    "OpenAI), a table with columns such as id, title, category, image and price, or a folder of pictures for "
    "each category, such as t-shirt/*.jpg"
)
SHOWN = 6  # columns of a table that a sentence names


def format_of(header: Sequence[str]) -> Format | None:
    """The first format that the columns fit; None for a table that is no catalogue."""
    return next((known for known in FORMATS if known.fits(header)), None)


def columns_of(known: Format, header: Sequence[str]) -> dict[str, str]:
    """What a format takes each column for, "" for those that it does not read; empty where its columns are
    known beforehand and need no name of ours."""
    if known not in BY_NAME:
        return {}
    fields = canonical(header)
    return {column: fields.get(column, "") for column in header}


def expectation(header: Sequence[str]) -> str:
    """What was found and what is missing for the columns to be a catalogue, as a part of a sentence: "it has
    price and title, but no column for pictures (image …)". "" where nothing is."""
    columns = Columns.of(header)
    lack = missing(columns)
    if not lack:
        return ""
    found = sorted(name.replace("_", " ") for name in columns.by_field)
    if found:
        return f"it has {_listed(found)}, but {lack}"
    named = [f"“{column}”" for column in header if column.strip()]
    return (
        f"no usual name of a column is among {_listed(named)}, and it has {lack}"
        if named
        else f"it has {lack}"
    )


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:SHOWN])
    rest = len(names) - len(shown)
    last = f"{rest} more" if rest else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last
