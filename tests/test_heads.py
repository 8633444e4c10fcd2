"""The noun of a title: called by its finest name, with its gender and number."""

from __future__ import annotations

from pathlib import Path

import pytest
from app.advice.heads import Head, agreement, head
from app.advice.realize import SPOKEN

from app.plan import Language
from data.catalogue.catalogue import Item


def item(category: str, title: str, spanish: str = "", colour: str = "red") -> Item:
    return Item("1", title, category, Path("x.png"), spanish, colour)


@pytest.mark.parametrize(
    ("language", "thing", "found"),
    [
        ("en", item("t-shirt", "Red polo shirt"), Head("polo shirt", "m", False)),
        ("en", item("shirt", "Benetton Men Check Red Shirts"), Head("shirt", "m", False)),
        ("en", item("shoes", "Tan Chelsea boots"), Head("Chelsea boots", "m", True)),
        ("en", item("jewellery", "ToniQ Women Bronze Earrings"), Head("earrings", "m", True)),
        ("en", item("pants", "Rodeo"), Head("pants", "m", True)),
        ("es", item("shoes", "", "Zapatillas rojas"), Head("zapatillas", "f", True)),
        ("es", item("shorts", "", "Pantalones cortos rojos"), Head("pantalones cortos", "m", True)),
        ("es", item("shoes", "Nike Free"), Head("zapatos", "m", True)),
    ],
)
def test_the_noun_of_a_title(language: Language, thing: Item, found: Head) -> None:
    assert head(thing, language) == found


@pytest.mark.parametrize(
    ("language", "thing", "said"),
    [
        ("en", item("t-shirt", "Red polo shirt"), "the red polo shirt"),
        ("en", item("jewellery", "Sparkle", colour="gold"), "the gold jewellery"),
        ("es", item("shoes", "", "Zapatillas rojas"), "las zapatillas rojas"),
        ("es", item("pants", "Jeans"), "los pantalones rojos"),
    ],
)
def test_a_piece_is_called_by_it(language: Language, thing: Item, said: str) -> None:
    assert SPOKEN[language].piece(thing) == said


def test_verbs_agree_with_what_a_thing_is_called() -> None:
    boots = item("shoes", "Black lace-up boots", "Botas negras", "black")
    earrings, ring = item("jewellery", "Gold earrings"), item("jewellery", "Gold ring")
    assert SPOKEN["en"].it_is(earrings) == "they are" and SPOKEN["en"].it_is(ring) == "it is"
    assert SPOKEN["es"].costs(boots) == "cuestan" and SPOKEN["es"].one(boots) == "las negras"


def test_the_first_word_of_a_spanish_title_decides_whatever_its_category() -> None:
    assert agreement(item("bag", "Wallet", "Carteras rojas"), "es") == ("f", True)


@pytest.mark.parametrize(
    ("language", "count", "colour", "name", "said"),
    [
        ("en", 2, "", "jewellery", "two pieces of jewellery"),
        ("en", 1, "black", "shoes", "one pair of black shoes"),
        ("en", 1, "", "hat", "one hat"),
        ("es", 4, "black", "sandals", "cuatro pares de sandalias negras"),
        ("es", 1, "", "shoes", "un par de zapatos"),
        ("es", 2, "", "pants", "dos pantalones"),
        ("es", 1, "", "sunglasses", "unas gafas de sol"),
        ("es", 1, "red", "shorts", "unos pantalones cortos rojos"),
    ],
)
def test_pairs_and_pieces_are_counted_as_such(
    language: Language, count: int, colour: str, name: str, said: str
) -> None:
    assert SPOKEN[language].several(count, colour, name) == said


def test_a_makers_name_keeps_its_capital() -> None:
    assert SPOKEN["en"].name(item("pants", "Gini and Jony Boys Jeans")).startswith("the Gini and")
    assert SPOKEN["en"].name(item("pants", "Straight chinos")) == "the straight chinos"
