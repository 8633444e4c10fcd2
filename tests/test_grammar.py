"""Items, numbers and lists as words: the finest noun of a title, with its gender and number."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.advice.compose import grammar_of
from app.plan import Language
from data.catalogue.catalogue import Item

EN, ES = grammar_of("en"), grammar_of("es")


def item(category: str, title: str, spanish: str = "", colour: str = "red") -> Item:
    return Item("1", title, category, Path("x.png"), spanish, colour)


@pytest.mark.parametrize(
    ("language", "thing", "said"),
    [
        ("en", item("t-shirt", "Red polo shirt"), "the red polo shirt"),
        ("en", item("shirt", "Benetton Men Check Red Shirts"), "the red shirt"),
        ("en", item("shoes", "Tan Chelsea boots", colour="tan"), "the tan Chelsea boots"),
        ("en", item("jewellery", "ToniQ Women Bronze Earrings"), "the red earrings"),
        ("en", item("jewellery", "Sparkle", colour="gold"), "the gold jewellery"),
        ("en", item("pants", "Rodeo"), "the red pants"),
        ("es", item("shoes", "", "Zapatillas rojas"), "las zapatillas rojas"),
        ("es", item("shorts", "", "Pantalones cortos rojos"), "los pantalones cortos rojos"),
        ("es", item("shoes", "Nike Free"), "los zapatos rojos"),
        ("es", item("pants", "Jeans"), "los pantalones rojos"),
    ],
)
def test_a_piece_is_called_by_the_noun_of_its_title(language: Language, thing: Item, said: str) -> None:
    assert grammar_of(language).piece(thing) == said


def test_verbs_and_colours_agree_with_what_a_thing_is_called_and_not_with_its_category() -> None:
    boots = item("shoes", "Black lace-up boots", "Botas negras", "black")
    earrings, ring = item("jewellery", "Gold earrings"), item("jewellery", "Gold ring")
    assert EN.verb("it_is", earrings) == "they are" and EN.verb("it_is", ring) == "it is"
    assert ES.verb("it_costs", boots) == "cuestan" and ES.one(boots) == "las negras"
    assert ES.one(item("shoes", "Black boots", "", "black")) == "los negros"
    assert ES.agreement(item("bag", "Wallet", "Carteras rojas")) == ("f", True)


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
    assert grammar_of(language).several(count, colour, name) == said


def test_a_makers_name_keeps_its_capital() -> None:
    assert EN.name(item("pants", "Gini and Jony Boys Jeans")).startswith("the Gini and")
    assert EN.name(item("pants", "Straight chinos")) == "the straight chinos"


def test_lists_are_joined_as_each_language_does() -> None:
    assert EN.listed(["a", "b", "c"]) == "a, b and c" and EN.listed(["hat"], "or") == "hat"
    assert ES.listed(["camisas", "isleños"]) == "camisas e isleños"
    assert (
        ES.listed(["agua", "hielo"]) == "agua y hielo" and ES.listed(["rojo", "ocre"], "or") == "rojo u ocre"
    )
