"""What is said of a stranger's shop: things known by titles, own words kept, questions answered first."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.advice.compose import content
from app.agent.titles import by_titles
from app.nlu.dialogue import plan_message
from app.plan import DialogueState, Plan, RequestedItem
from data.catalogue.item import Item
from data.store.store import Match
from tests.fakes import CardsOnly


def a(category: str, title: str, **fields: object) -> Item:
    return Item("x", title, category, Path("x.jpg"), **fields)  # type: ignore[arg-type]


def planned(message: str) -> Plan:
    return plan_message(message, DialogueState(), (), 0)


def told(message: str, *items: Item) -> str:
    plan = by_titles(planned(message), CardsOnly(*items), {item.category for item in items})
    found = [Match(item, 1.0) for item in items]
    return " ".join(fact.text for fact in content(plan, found, (), {item.category: 1 for item in items}))


SET = a("gift set", "Navy Bow Tie & Braces")


@pytest.mark.parametrize(
    ("message", "item", "found"),
    [
        ("do you have ties?", SET, "gift set"),
        ("una pajarita", SET, "gift set"),
        ("¿vendéis cinturones?", a("gift set", "Estuche de cinturón y cartera"), "gift set"),
        ("a belt", a("pants", "Trousers with belt"), ""),
        ("a tie", a("t-shirt", "Tie Dye Top"), ""),
        ("do you have candles?", a("home", "Scented Soy Candle"), "home"),
    ],
)
def test_what_a_title_names_is_sold_under_whatever_category(message: str, item: Item, found: str) -> None:
    plan = by_titles(planned(message), CardsOnly(item), {item.category})
    assert (found in plan.categories("wanted")) == bool(found)


@pytest.mark.parametrize(
    ("message", "item"),
    [
        ("un collar", a("jewellery", "Heart Locket Necklace")),
        ("una sudadera", a("jersey", "Zip Hoody")),
        ("unas zapatillas", a("shoes", "Suede low top sneaker")),
        ("a hoodie", a("jersey", "Sudadera con capucha lisa")),
        ("una gorra", a("hat", "Team Cap")),
        ("pantalones cortos", a("shorts", "Chino Shorts")),
        ("un pantalón corto", a("shorts", "Linen Bermudas")),
    ],
)
def test_what_a_card_says_by_another_word_is_not_denied(message: str, item: Item) -> None:
    assert not any(no in told(message, item) for no in ("does not say", "no dice"))


def test_what_is_another_kind_is_denied() -> None:
    assert "no dice botas" in told("unas botas", a("shoes", "Canvas Sneakers"))


@pytest.mark.parametrize(
    ("message", "colour"),
    [
        ("zapatos marrón claro", "tan"), ("dark red skirt", "burgundy"), ("pale purple scarf", "lavender"),
        ("falda amarillo oscuro", "mustard"), ("light green shirt", "green"), ("azul oscuro", "navy blue"),
    ],
)  # fmt: skip
def test_a_tone_beside_a_colour_is_one_wish(message: str, colour: str) -> None:
    filters = planned(message).filters
    assert filters.colours == (colour,) and not filters.descriptors and not filters.colour_group


@pytest.mark.parametrize(
    ("message", "item", "word", "never"),
    [
        ("a maroon tie", a("tie", "Wool Tie", colour="burgundy"), "maroon", "burgundy"),
        ("falda granate", a("skirt", "Wool Skirt", colour="burgundy"), "granate", "burdeos"),
        ("a mint shirt", a("shirt", "Linen Shirt", colour="green"), "green", "mint"),
        ("a mint shirt", a("shirt", "Linen Shirt in Mint", colour="green"), "mint", " green"),
        ("una visera", a("hat", "Golf Visor"), "visera «", "gorro"),
        ("a multicoloured scarf", a("scarf", "Silk Scarf", colour="multi"), "multicolour", "multi "),
    ],
)
def test_the_customers_own_word_is_kept_where_it_is_true(
    message: str, item: Item, word: str, never: str
) -> None:
    said = told(message, item).lower()
    assert word in said and never not in said


@pytest.mark.parametrize(
    ("message", "item", "name"),
    [
        ("a bag", a("bag", "The Dulwich Satchel"), "the Dulwich Satchel"),
        ("boots", a("shoes", "Brown Suede Desert Boots", colour="brown"), "the Brown Suede Desert Boots"),
        ("a ring", a("jewellery", "Silver Moon Ring | Boho Gift | For Her"), "the Silver Moon Ring"),
        ("a coat", a("coat", "Wool Coat, Red"), "the Wool Coat, Red"),
        ("un vestido", a("dress", "Vestido camisero"), "el vestido camisero"),
        ("a hoodie", a("jersey", "Grey Hoodie, age 7-8Y"), "the Grey Hoodie"),
    ],
)
def test_a_title_is_read_out_as_a_name(message: str, item: Item, name: str) -> None:
    said = told(message, item)
    assert name.lower() in said.lower() and "the the" not in said.lower() and "|" not in said


@pytest.mark.parametrize(
    ("message", "title", "said"),
    [
        ("trainers size 7", "Trail Running Shoe", "Trail Running Shoe is in stock in 7"),
        ("jeans size 7", "Slim Jean in Indigo", "Slim Jean in Indigo is in stock"),
        ("trainers size 7", "Road Running Shoes – Grey", "Road Running Shoes – Grey are in stock"),
    ],
)
def test_verbs_agree_with_the_noun_of_the_title(message: str, title: str, said: str) -> None:
    item = a("pants" if "Jean" in title else "shoes", title, sizes=("7",), available=True)
    assert said in told(message, item)


@pytest.mark.parametrize(
    ("message", "fields", "first"),
    [
        ("Is the red coat in stock?", {"available": False}, "I am afraid the Wool Coat"),
        ("Are there any red coats left?", {"available": True}, "Yes, the Wool Coat is in stock."),
        ("how much is the red coat?", {"price": 80.0, "currency": "GBP"}, "The Wool Coat costs £80.00."),
        ("how much is the red coat?", {}, "The card of the Wool Coat"),
    ],
)
def test_a_question_is_answered_first(message: str, fields: dict[str, object], first: str) -> None:
    assert told(message, a("coat", "Wool Coat", colour="red", **fields)).startswith(first)


@pytest.mark.parametrize(
    ("message", "sizes", "size"),
    [
        ("a coat for a girl of 6", ("3-4Y", "5-6Y", "7-8Y"), "5-6Y"),
        ("abrigo para mi hijo de 4 años", ("2 años", "4 años"), "4 años"),
        ("a coat for a baby, 9 months", ("3-6 months", "6-12 months"), "6-12 months"),
        ("a coat for my son, age 8", ("S", "M"), "S and M"),
        ("a coat in size 32/32", ("30/32", "32/32"), " 32/32"),
    ],
)
def test_an_age_or_a_size_is_answered_by_the_cards_own(
    message: str, sizes: tuple[str, ...], size: str
) -> None:
    said = told(message, a("coat", "Duffle Coat", sizes=sizes, available=True))
    others = [other for other in sizes if other not in size]
    assert size in said and not any(other in said for other in others)


def test_a_maker_that_was_asked_for_is_confirmed() -> None:
    plan = plan_message("a Fenwick bag", DialogueState(), (), 0, brands=("Fenwick",))
    item = a("bag", "Day Tote", brand="Fenwick")
    assert "by Fenwick" in " ".join(f.text for f in content(plan, [Match(item, 1.0)], (), {"bag": 1}))


LEATHER = ("the leather", "leather belt", "same tone")


@pytest.mark.parametrize(
    ("description", "is_leather"),
    [
        ("Full-grain leather.", True), ("Canvas with leather trim.", False), ("Faux leather.", False),
        ("Leather lining, canvas outside.", False), ("Handles of leather.", False),
        ("Piel sintética.", False), ("Forro de piel.", False),
    ],
)  # fmt: skip
def test_a_tip_on_a_stuff_needs_the_thing_itself_to_be_of_it(description: str, is_leather: bool) -> None:
    item = a("bag", "Day Bag", gender="women", description=description)
    plan = Plan("search", (RequestedItem("bag"),))
    stock = {"bag": 1, "belt": 1}
    kinds: set[str] = set()
    for query in map(str, range(12)):  # of which each has its turn
        asked = Plan(plan.act, plan.items, query=query)
        kinds |= {fact.kind for fact in content(asked, [Match(item, 1.0)], (), stock)}
    assert ("style.cut.leather-shoes" in kinds) == is_leather


def test_whom_it_is_for_is_not_said_unasked_beside_what_was_asked() -> None:
    said = told("a black dress", a("dress", "Slip Dress", colour="black", gender="women"))
    assert "for women" not in said


def test_nobody_is_asked_what_to_spend_where_nothing_has_a_price() -> None:
    for query in map(str, range(12)):
        plan = Plan("search", (RequestedItem("bag"),), query=query)
        facts = list(content(plan, [Match(a("bag", "Day Bag"), 1.0)], (), {"bag": 1}))
        assert not [fact for fact in facts if fact.kind == "ask_price"]
        assert len({fact.text for fact in facts}) == len(facts)
