"""What is said of a card, for the caption head to learn: true to the card, and good English and Spanish."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.sayings import CAPTION, caption, sayings
from data.catalogue import Item

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


def test_every_question_has_the_cards_answer_in_both_languages() -> None:
    said = {saying.prompt: saying.text for saying in sayings(SHIRT)}
    assert said[CAPTION["en"]] == "a navy blue checked shirt for men"
    assert said["question: what colour is it? answer:"] == "navy blue"
    assert said["pregunta: ¿de qué color es? respuesta:"] == "azul marino"
    assert said["pregunta: ¿para quién es? respuesta:"] == "de hombre"


def test_nothing_is_answered_that_the_card_does_not_know() -> None:
    bare = Item("x", "dress", "dress", Path("x.jpg"))
    assert {saying.text for saying in sayings(bare)} == {"a dress", "dress", "un vestido", "vestido"}
    assert sayings(replace(bare, category="kimono")) == []
