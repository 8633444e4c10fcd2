"""The currencies of currencies.csv: how exports write each, how large a price in it may be, and its decimals.

Knows signs and words; does not know which currency a shop sells in.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
MAX_PRICE = 1_000_000  # where no currency is named; a larger number is more likely a barcode
CENTS = 2  # decimals of most currencies; of the dinars of the Gulf it is 3
SIGNS = str.maketrans({**dict.fromkeys("’‘ʼ′`´٬", "'"), "٫": ",", "−": "-"})


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency by its ISO 4217 code; a price of ``highest`` or more is taken for no price."""

    code: str
    highest: float = MAX_PRICE
    decimals: int = CENTS


UNKNOWN = Currency("")


def currency_of(names: Iterable[str]) -> Currency | None:
    """The currency that is written by all of these names together, which must be plain: "$" and "mxn" are
    Mexican pesos. None where they contradict each other.

    Where several are left it is the first of the table, which has the more widely used one first: a bare "$"
    is the dollar of the United States, "kr" is Swedish, "¥" Japanese, "Rs" Indian, "pesos" are Mexican.
    """
    written = currency_names()
    meant = [written.get(name, ()) for name in names]
    if not meant:
        return UNKNOWN
    return next((c for c in meant[0] if all(c in others for others in meant[1:])), None)


@lru_cache
def currency_names() -> dict[str, tuple[Currency, ...]]:
    """Every code, sign and word, in plain writing, with all currencies that it may mean."""
    names: dict[str, tuple[Currency, ...]] = {}
    for row in word_rows("currencies.csv")[:-1]:  # the last one is written without a sign
        currency = Currency(row["code"], float(row["highest"]), int(row["decimals"]))
        for name in dict.fromkeys(map(plain_signs, (row["code"], *row["written"].split("|")))):
            names[name] = (*names.get(name, ()), currency)
    return names


def plain_signs(text: str) -> str:
    """Small letters without accents, every script's digits as 0 to 9, every blank as a space.

    Superscripts and fractions stay as they are: "19⁹⁰" is not 1990.
    """
    if not text.isascii():
        text = "".join(map(_plain_sign, text.translate(SIGNS)))
    return " ".join(text.translate(SIGNS).casefold().split())


def word_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table that lies beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plain_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) in ("No", "Cf"):  # superscripts; marks of direction around Arabic prices
        return sign if sign.isnumeric() else ""
    return "".join(c for c in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(c))
