"""What a sentence mentions: longest phrases first, homographs apart, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.nlu.lexicon import generic, rows, synonyms, written
from app.plan import Language
from app.search.mentions import mentions, tokens
from data.catalogue.catalogue import Item


def said(text: str, language: Language = "en", **more: object) -> list[tuple[str, str]]:
    return [(m.kind, m.phrase) for m in mentions(tokens(text), language, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("two navy blue crew-neck T-shirts", ["count", "colour", "detail", "garment"]),
        ("it ties the look together, so watch it", []),
        ("the white one is men's", ["colour", "any", "audience"]),
        ("€19.90 each, 49 for both", ["amount", "count", "count"]),
        ("Tap it. Puma, or a puma", ["brand"]),
    ],
)
def test_english(text: str, found: list[str]) -> None:
    assert [kind for kind, _ in said(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tan bonito que no falla", []),
        ("la de rayas y la blanca", ["any", "pattern", "any", "colour"]),
        ("unos zapatos de cuero para hombre", ["garment", "material", "audience"]),
        ("para el día a día, sin mangas", ["usage", "detail"]),
    ],
)
def test_spanish(text: str, found: list[str]) -> None:
    assert [kind for kind, _ in said(text, "es")] == found


def test_a_shops_own_category_and_the_names_of_its_titles_are_known() -> None:
    assert said("two clogs", own=["clog"]) == [("count", "two"), ("garment", "clogs")]
    assert said("the Turtle shirt", names={"turtle"}) == [("name", "turtle"), ("garment", "shirt")]
    assert said("a turtle", names={"turtle"}) == []


def test_finer_names_are_told_from_those_of_a_category() -> None:
    assert "zapatillas" in synonyms("trainers") and "botas" not in synonyms("trainers")
    assert "shoes" in generic("shoes") and "boots" not in generic("shoes")


def test_a_card_is_read_with_its_kind() -> None:
    card = written(Item("1", "Crew-neck T-shirt", "t-shirt", Path("x"), description="Soft.", kind="tshirts"))
    assert " crew neck " in card and " soft " in card and " tshirts " in card


def test_the_table_has_words_in_every_row() -> None:
    assert all(english or spanish for _, english, spanish in rows())
