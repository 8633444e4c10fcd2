"""How far cards agree with a wish, and how an encoder is asked for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.nlu.wish import Wish
from app.search.scoring import finer_synonyms, fit, has_pattern, own_word, phrase
from data.catalogue.catalogue import Item
from data.store.store import Store


def test_the_query_is_said_in_the_words_the_encoder_was_trained_on() -> None:
    assert phrase(Wish("search", colour="black", gender="men"), "t-shirt") == "black t-shirt for men"
    assert phrase(Wish("search", gender="unisex"), "bag") == "bag"
    striped = Wish("search", colour="red", pattern="striped", gender="women")
    assert phrase(striped, "shirt") == "red striped shirt for women"


def test_a_card_of_the_very_colour_fits_better_than_one_of_its_family(store: Store) -> None:
    navy = Wish("search", colour="navy blue")
    jeans, red = store.get(["pa-1", "ts-3"])
    assert fit(Wish("search", colour="blue"), jeans) > fit(navy, jeans) > fit(navy, red)


def test_a_card_of_the_pattern_asked_for_fits_better(store: Store) -> None:
    (red,) = store.get(["ts-3"])
    floral = replace(red, title="Red floral top")
    assert fit(Wish("search", pattern="floral"), floral) > fit(Wish("search", pattern="floral"), red)
    assert fit(Wish("search", pattern="plain"), floral) < fit(Wish("search", pattern="plain"), red)
    assert has_pattern(floral, "printed") and not has_pattern(floral, "striped")


@pytest.mark.parametrize(
    ("words", "category", "word"),
    [
        ("Show me black boots!", "shoes", "boots"),
        ("quiero unas zapatillas blancas", "shoes", "zapatillas"),
        ("two blouses", "shirt", "blouses"),
        ("a denim jacket please", "jacket", "denim jacket"),
        ("black shoes", "shoes", ""),
        ("boots", "pants", ""),
        ("a kimono", "kimono", ""),
    ],
)
def test_the_customers_own_word_is_heard(words: str, category: str, word: str) -> None:
    assert own_word(words, category) == word


def test_a_title_for_children_fits_no_grown_up() -> None:
    boys = Item("1", "Kids Boys Blue Shorts", "shorts", Path("x.png"), gender="men")
    assert fit(Wish("search", gender="men"), boys) == 0 < fit(Wish("search", gender="boys"), boys)


def test_a_colour_that_is_refused_is_refused_in_its_shades_too_but_a_shade_alone_is_not() -> None:
    navy, blue = (Item("a", "Shirt", "shirt", Path("x.png"), colour=name) for name in ("navy blue", "blue"))
    no_blue, no_navy = (Wish("search", avoid=name) for name in ("blue", "navy blue"))
    assert fit(no_blue, navy) == fit(no_blue, blue) == fit(no_navy, navy) < fit(no_navy, blue)


def test_a_card_in_another_language_that_names_the_same_thing_fits_better_than_one_that_does_not() -> None:
    heels = Item("a", "Black Heels", "shoes", Path("a.png"), colour="black")
    loafers = Item("b", "Black Loafers", "shoes", Path("b.png"), colour="black")
    spanish = Item("c", "", "shoes", Path("c.png"), "Tacones negros", "black")
    wish = Wish("search", language="es")
    assert fit(wish, spanish, "tacones") > fit(wish, heels, "tacones") > fit(wish, loafers, "tacones")
    assert fit(wish, spanish, "stilettos") > fit(wish, loafers, "stilettos")
    assert {"heels", "tacones"} <= finer_synonyms("tacon")
