# ruff: noqa: E501 — tables of cases
"""What is true of a stranger's shop: nothing denied that a card says, what is sold out first, other colours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.advice.compose import content
from app.agent.assistant import Assistant
from app.nlu.dialogue import plan_message
from app.plan import DialogueState, Plan
from data.catalogue.item import Item
from data.store.store import Match
from models.llm.chat_model import Message, NullModel
from tests.fakes import ColourEncoder
from tests.test_stock_and_sizes import stocked


def a(category: str, title: str, **fields: object) -> Item:
    return Item("x", title, category, Path("x.jpg"), **fields)  # type: ignore[arg-type]


def planned(message: str) -> Plan:
    return plan_message(message, DialogueState(), (), 0)


def told(message: str, item: Item) -> str:
    found = content(planned(message), [Match(item, 1.0)], (), {item.category: 1})
    return " ".join(fact.text for fact in found)


@pytest.mark.parametrize(
    ("message", "item"),
    [
        ("una falda de lunares", a("skirt", "Falda midi de lunares")),
        ("a striped skirt", a("skirt", "Falda a rayas con vuelo")),
        ("una camisa vaquera", a("shirt", "Denim shirt with pockets")),
        ("a singlet", a("t-shirt", "Camiseta de tirantes acanalada")),
        ("joggers", a("pants", "Pantalón deportivo con puños")),
        ("un chándal", a("tracksuit", "Shell suit with zip")),
        ("a summer dress", a("dress", "Tiered sundress")),
        (
            "a white skirt",
            a("skirt", "Pleated skirt", description="In ivory crepe.", colour_source="picture"),
        ),
        ("una falda beis", a("skirt", "Falda plisada", description="De color crudo.")),
    ],
)
def test_nothing_is_denied_that_a_card_says_in_any_words(message: str, item: Item) -> None:
    said = told(message, item)
    assert not any(no in said for no in ("not say", "says no", "no dice", "nearest", "más cercano")), said


def test_the_customers_word_keeps_its_accents() -> None:
    assert "no dice cárdigan" in told("un cárdigan", a("jersey", "Jersey de cuello vuelto"))


SHOES = a("shoes", "Tie-Up Brogue", colour="brown", other_colours=("red",), sizes=("38",), available=True)


@pytest.mark.parametrize(
    ("message", "item", "words", "never"),
    [
        ("red shoes in 38", SHOES, ("comes in red", "in 38 in red the card does not say"), ("brown", "in stock in 38")),
        ("zapatos rojos", SHOES, ("en rojo",), ("marrón",)),
        ("brown shoes in 38", SHOES, ("left in 38 in brown the card does not say",), ("red", "in stock in 38")),
        ("a white cap", a("hat", "Cap", colour="red", colour_label="Red/White", other_colours=("white",)),
         ("mentions white",), ("Red is", "the red lead")),
    ],
)  # fmt: skip
def test_an_asked_colour_beside_the_main_one_is_spoken_of(
    message: str, item: Item, words: tuple[str, ...], never: tuple[str, ...]
) -> None:
    said = told(message, item)
    assert all(word in said for word in words) and not any(word in said for word in never), said


@pytest.mark.parametrize(
    ("message", "sizes"),
    [
        ("a coat in size 6y", ("6Y",)),
        ("a coat for a girl, 7-8 years", ("7-8Y",)),
        ("un abrigo talla 18-24 meses", ("18-24M",)),
        ("una camisa en talla CH", ("CH",)),
        ("¿hay camisas en talla XG?", ("XG",)),
        ("shoes size 9 UK", ("UK 9",)),
        ("a shirt in size M or L", ("M", "L")),
    ],
)
def test_sizes_are_read_as_they_are_said_anywhere(message: str, sizes: tuple[str, ...]) -> None:
    assert planned(message).filters.sizes == sizes


@pytest.mark.parametrize(
    ("message", "item", "begins"),
    [
        ("a coat in size 6y", a("coat", "Duffle", sizes=("8y",), sold_out_sizes=("5-6y",), available=True), "The Duffle is sold out in 5-6y"),
        ("una camisa en talla L", a("shirt", "Camisa lisa", sizes=("CH", "M"), sold_out_sizes=("G",)), "De la camisa lisa ahora mismo no queda la talla G"),
        ("a green coat", a("coat", "Green Duffle Coat", colour="green", available=False), "I am afraid the Green Duffle Coat"),
        ("un abrigo verde", a("coat", "Abrigo verde", colour="green", available=False), "Lo siento, el abrigo verde"),
    ],
)  # fmt: skip
def test_what_is_sold_out_is_said_first(message: str, item: Item, begins: str) -> None:
    assert told(message, item).startswith(begins)


@pytest.mark.parametrize(
    ("message", "item", "says"),
    [
        ("is the tote in stock?", a("bag", "Jute Tote Bag w/ Long Straps", available=True), "Jute Tote Bag w/ Long Straps is in"),
        ("is the watch in stock?", a("watch", "Reloj de acero", available=True), "Reloj de acero is in stock"),
        ("are the sandals in stock?", a("sandals", "Sandalias de rafia", available=True), "Sandalias de rafia are in"),
        ("joggers in stock?", a("pants", "Daily Jogger", available=True), "the Daily Jogger is in stock"),
    ],
)  # fmt: skip
def test_a_name_has_the_number_of_its_noun_and_no_second_noun(message: str, item: Item, says: str) -> None:
    assert says in told(message, item)


def answered(folder: Path, message: str, *items: Item) -> list[str]:
    named = [replace(item, id=item.title) for item in items]
    assistant = Assistant(ColourEncoder(), stocked(folder, *named), NullModel())
    *_, last = assistant.reply([Message("user", message)])
    return [match.item.title for match in last.matches]


def test_footwear_is_shoes_and_sandals(tmp_path: Path) -> None:
    shop = (a("shoes", "Brogue", price=60.0), a("sandals", "Rope sandal", price=25.0))
    assert answered(tmp_path / "en", "footwear under 30 euros", *shop) == ["Rope sandal"]
    assert answered(tmp_path / "es", "calzado por menos de 30 euros", shop[1]) == ["Rope sandal"]


def test_a_guess_at_the_wearer_hides_nothing(tmp_path: Path) -> None:
    skirt = a("skirt", "Corduroy skirt", gender="girls", available=False)
    assert answered(tmp_path, "a skirt in stock", skirt) == ["Corduroy skirt"]
