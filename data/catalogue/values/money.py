"""How amounts of money are shown: currencies.csv, with the place of each sign in English and Spanish.

Knows signs, places and names; does not know exchange rates, so that no amount is ever turned into another's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache

from data.catalogue.item import Item
from data.catalogue.values.currencies import word_rows

UNNAMED = "EUR"  # the currency of a catalogue that names none
MARKS = {"es": (".", ",")}  # of thousands and decimals; other languages write them as English does


@dataclass(frozen=True, slots=True)
class Shown:
    """A currency as it is shown. ``en`` and ``es`` are an amount with its sign, the amount in a blank."""

    code: str
    decimals: int
    en: str
    es: str
    en_one: str
    en_many: str
    es_one: str
    es_many: str
    signs: str  # further ones, parted by |, which several currencies may share

    @property
    def names(self) -> frozenset[str]:
        """All that may stand beside an amount in either language: signs, code, and names in full."""
        signs = (
            self.code,
            *self.signs.split("|"),
            *(form.replace("{}", "").strip() for form in (self.en, self.es)),
        )
        return frozenset({*signs, self.en_one, self.en_many, self.es_one, self.es_many} - {""})

    @property
    def nouns(self) -> frozenset[str]:
        """What it is called for short: "dollars", "pesos"."""
        english = (name.split()[-1] for name in (self.en_one, self.en_many))
        return frozenset({*english, *(name.split()[0] for name in (self.es_one, self.es_many))})


@lru_cache
def currencies() -> dict[str, Shown]:
    """Those that have names in both languages, by their ISO codes."""
    names = [field.name for field in fields(Shown) if field.name != "decimals"]
    named = (row for row in word_rows("currencies.csv") if row["en"])
    return {row["code"]: Shown(decimals=int(row["decimals"]), **{n: row[n] for n in names}) for row in named}


def money(amount: float, currency: str, language: str, whole: bool = False) -> str:
    """As in "€24.90", "24,90 €", "¥3,900", or ``whole`` "€25"; one that the table lacks goes by its code."""
    code = currency or UNNAMED
    known = currencies().get(code) or Shown(code, 2, f"{code} {{}}", f"{{}} {code}", *[code] * 5)
    thousands, point = MARKS.get(language, (",", "."))
    digits = f"{amount:,.{0 if whole else known.decimals}f}".translate({ord(","): thousands, ord("."): point})
    return (known.es if language == "es" else known.en).format(digits)


def currency_name(currency: str, language: str) -> str:
    """Its plural: "euros", "US dollars", "libras"; the code of one that the table lacks."""
    known = currencies().get(currency or UNNAMED)
    return (known.es_many if language == "es" else known.en_many) if known else currency


def currency_of(item: Item) -> str:
    """The currency of a card's prices."""
    return item.currency or UNNAMED


def main_currency(items: Iterable[Item]) -> str:
    """The currency in which most of these are priced."""
    counted = Counter(currency_of(item) for item in items if item.cost is not None)
    return counted.most_common(1)[0][0] if counted else UNNAMED


def is_reduced(item: Item) -> bool:
    """Whether it costs less than it did."""
    return item.price is not None and item.sale_price is not None and item.sale_price < item.price


def priced_together(items: Iterable[Item]) -> bool:
    """Whether all prices among these are in one currency, so that they can be compared and added up."""
    return len({currency_of(item) for item in items if item.cost is not None}) < 2
