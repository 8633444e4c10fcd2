"""What is said of a card: true to the card, and good English and Spanish."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.advice.seen import caption
from app.agent.captions import read
from data.catalogue.catalogue import Item

SHIRT = Item(
    "s1", "Checked Oxford shirt", "shirt", Path("s1.jpg"), colour="navy blue", gender="men", usage="formal"
)


@pytest.mark.parametrize(
    ("item", "en", "es"),
    [
        (SHIRT, "a navy blue checked shirt for men", "una camisa azul marino de cuadros de hombre"),
        (replace(SHIRT, category="shoes", title="Shoes", colour="white", gender="women"),
         "a pair of white shoes for women", "unos zapatos blancos de mujer"),
        (replace(SHIRT, category="jacket", title="Jacket", colour="orange", gender="unisex"),
         "an orange jacket for anyone", "una chaqueta naranja unisex"),
        (replace(SHIRT, category="jewellery", title="Ring", colour="gold", gender=""),
         "gold jewellery", "una joya dorada"),
        (replace(SHIRT, category="coat", title="Coat", colour="", gender=""), "a coat", "un abrigo"),
    ],
)  # fmt: skip
def test_a_caption_says_what_the_card_knows(item: Item, en: str, es: str) -> None:
    assert (caption(item, "en"), caption(item, "es")) == (en, es)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("a pair of olive shoes for women", "unos zapatos verde oliva de mujer"),
        ("a white polka-dot t-shirt", "una camiseta blanca de lunares"),
        ("a woman wearing a long red dress in a garden", "un vestido rojo de mujer"),
        ("gold jewellery", "una joya dorada"),
        ("a cat", ""),
    ],
)
def test_an_english_caption_is_said_in_spanish_by_the_shops_own_words(english: str, spanish: str) -> None:
    assert caption(read(english), "es") == spanish


def test_every_caption_that_is_taught_comes_back_from_its_english() -> None:
    for category in ("shirt", "shoes", "jewellery", "swimwear", "gift set"):
        for colour in ("olive", "teal", "navy blue", ""):
            item = replace(SHIRT, category=category, colour=colour, title="Striped thing")
            assert caption(read(caption(item, "en")), "es") == caption(item, "es")
