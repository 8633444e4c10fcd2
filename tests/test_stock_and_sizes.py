"""How things are to be had: in stock, on sale, in a size, from a brand, in a currency."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.planner import Planner
from app.ingest.sync import make_entry
from app.nlu.dialogue import plan_message
from app.plan import DialogueState, Filters, Plan, RequestedItem
from app.search.engine import CANDIDATES, Search
from app.search.query import Steering, other_currencies, sizes_that_fit
from app.search.scoring import fit, is_allowed, meets
from data.catalogue.item import Item
from data.catalogue.values.audiences import meant_for
from data.store.store import Store
from models.llm.chat_model import Message, NullModel
from tests.fakes import ColourEncoder

BRANDS = ("Casa Mar", "Fossil", "H&M", "Levi's", "Mango", "Marea Azul", "Next", "On", "Zapata")
SHIRTS = [Item(name, f"{name} shirt", "shirt", Path(f"{name}.png"), price=20.0) for name in ("a", "b")]


def shirt(name: str, **told: Any) -> Item:
    return Item(name, told.pop("title", "Shirt"), told.pop("category", "shirt"), Path("none.png"), **told)


def stocked(folder: Path, *items: Item) -> Store:
    """A store where all pictures are white."""
    encoder = ColourEncoder()
    store = Store.create(folder / "index", encoder.name)
    queries = encoder.qformer_embeddings(encoder.encode_patches([Image.new("RGB", (8, 8), "white")]))[0]
    store.put([make_entry(item, "hash", queries) for item in items])
    return store


def first(message: str) -> Plan:
    return plan_message(message, DialogueState(), (), 0, brands=BRANDS)


def then(before: str, message: str) -> Plan:
    """The plan of a message after one that shirts were shown for."""
    state = DialogueState().after(first(before), [item.id for item in SHIRTS])
    return plan_message(message, state, SHIRTS, 0, brands=BRANDS)


def had(filters: Filters) -> tuple[bool, bool, tuple[str, ...]]:
    return filters.in_stock, filters.on_sale, filters.sizes


def found(store: Store, plan: Plan, count: int = 9, category: str = "shirt") -> list[str]:
    search, item = Search(ColourEncoder(), store), RequestedItem(category, count)
    plan = replace(plan, query=plan.query or "a shirt")
    return [match.item.id for match in search.find(plan, search.query(plan, item, None))]


@pytest.mark.parametrize(
    ("message", "category"),
    [
        ("any blue jackets in stock?", "jacket"),
        ("skirts you have in stock, please", "skirt"),
        ("I want a coat that's available right now", "coat"),
        ("show me the belts that are available", "belt"),
        ("sandals that aren't sold out", "sandals"),
        ("chaquetas que tengáis en stock", "jacket"),
        ("quiero una falda que esté disponible", "skirt"),
        ("enséñame los bolsos disponibles ahora mismo", "bag"),
        ("abrigos que no estén agotados", "coat"),
    ],
)
def test_stock_is_asked_for(message: str, category: str) -> None:
    plan = first(message)
    assert had(plan.filters) == (True, False, ()) and plan.counts().keys() == {category}


@pytest.mark.parametrize(
    ("message", "category"),
    [
        ("red dresses on sale", "dress"),
        ("have you got any reduced boots?", "shoes"),
        ("discounted winter coats for men", "coat"),
        ("a handbag from the sale", "bag"),
        ("I'd like a half-price jacket", "jacket"),
        ("vestidos rebajados de fiesta", "dress"),
        ("una chaqueta de oferta", "jacket"),
        ("¿hay faldas en rebajas?", "skirt"),
        ("busco un bolso con descuento", "bag"),
    ],
)
def test_reduced_things_are_asked_for(message: str, category: str) -> None:
    plan = first(message)
    assert had(plan.filters) == (False, True, ()) and plan.counts().keys() == {category}
    assert not plan.filters.descriptors


@pytest.mark.parametrize(
    ("message", "sizes", "category"),
    [
        ("a white shirt in size M", ("M",), "shirt"),
        ("a skirt in an S please", ("S",), "skirt"),
        ("jeans in a size 34", ("34",), "pants"),
        ("a coat, L or XL", ("L", "XL"), "coat"),
        ("an xxl hoodie for my dad", ("XXL",), "jersey"),
        ("boots, size 9.5", ("9.5",), "shoes"),
        ("a dress in a 12", ("12",), "dress"),
        ("sandals in UK 6", ("UK 6",), "sandals"),
        ("a jumper in a medium", ("M",), "jersey"),
        ("I take a 42, show me shoes", ("42",), "shoes"),
        ("sneakers 41", ("41",), "shoes"),
        ("wide shoes, EU 45", ("EU 45",), "shoes"),
        ("camiseta blanca M", ("M",), "t-shirt"),
        ("M t-shirt in black", ("M",), "t-shirt"),
        ("sizes 40 and 42 of those trousers for a man", ("40", "42"), "pants"),
        ("una camisa de la talla L", ("L",), "shirt"),
        ("pantalones de la 44", ("44",), "pants"),
        ("un vestido en una 38", ("38",), "dress"),
        ("botas del 37 o del 38", ("37", "38"), "shoes"),
        ("camisetas de hombre talla M o L", ("M", "L"), "t-shirt"),
        ("una sudadera XL gris", ("XL",), "jersey"),
        ("uso la talla 40, busco una falda", ("40",), "skirt"),
        ("un jersey talla mediana", ("M",), "jersey"),
        ("zapatos número 43", ("43",), "shoes"),
    ],
)
def test_a_size_is_asked_for(message: str, sizes: tuple[str, ...], category: str) -> None:
    plan = first(message)
    assert had(plan.filters) == (False, False, sizes) and plan.counts().keys() == {category}
    assert plan.asks_size and max(plan.counts().values()) <= 2


@pytest.mark.parametrize(
    "message",
    [
        "is this coat for sale?",
        "dresses for sale in your shop",
        "when do the sales start?",
        "what is your returns policy on sale items?",
        "do you have student discounts?",
        "nothing on sale, I want a proper new coat",
        "are you available tomorrow?",
        "when will the red boots be back in stock?",
        "I'm 42 and I need a coat",
        "shoes under 42 euros",
        "the size does not matter, just a red scarf",
        "medium wash jeans",
        "a large tote bag",
        "a small black backpack",
        "a hat for a walk in a 10 km race",
        "a dress for a party in a small town",
        "I have 40 euros for a skirt",
        "two shirts and 3 pairs of socks",
        "men's shoes",
        "¿cuándo empiezan las rebajas?",
        "¿tenéis descuentos para estudiantes?",
        "tengo 42 años y busco un abrigo",
        "un bolso grande",
        "zapatos de menos de 42 euros",
        "me da igual la talla, un pañuelo rojo",
        "me gusta el número 2",
        "un vestido para una boda en el 2027",
    ],
)
def test_nothing_of_that_is_asked_for(message: str) -> None:
    assert had(first(message).filters) == (False, False, ())


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ("anything on sale?", "search"),
        ("¿tenéis algo rebajado?", "search"),
        ("something in stock under 30 euros", "search"),
        ("algo de oferta", "search"),
        ("when do the sales start?", "chat"),
    ],
)
def test_a_sale_of_whatever_is_searched_and_its_policy_is_talked_of(message: str, act: str) -> None:
    assert first(message).act == act


@pytest.mark.parametrize(
    ("message", "language"), [("da igual la talla", "es"), ("solo rebajados", "es"), ("any size", "en")]
)
def test_words_that_are_taken_out_still_tell_the_language(message: str, language: str) -> None:
    assert then("two shirts", message).language == language


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("in blue", (True, True, ("M",))),
        ("any size will do", (True, True, ())),
        ("the size doesn't matter", (True, True, ())),
        ("cualquier talla", (True, True, ())),
        ("it need not be on sale", (True, False, ("M",))),
        ("they don't have to be reduced", (True, False, ("M",))),
        ("no hace falta que estén rebajadas", (True, False, ("M",))),
        ("sold out ones are fine too", (False, True, ("M",))),
        ("da igual si están agotadas", (False, True, ("M",))),
        ("in size L", (True, True, ("L",))),
        ("under 30 euros", (True, True, ("M",))),
    ],
)
def test_what_was_asked_for_stands_until_it_is_lifted(message: str, expected: object) -> None:
    plan = then("shirts in stock on sale in size M", message)
    assert plan.act == "search" and plan.counts().keys() == {"shirt"} and had(plan.filters) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("only what's in stock", (True, False, ())),
        ("solo lo que tengáis en stock", (True, False, ())),
        ("and on sale?", (False, True, ())),
        ("los rebajados", (False, True, ())),
        ("in XL", (False, False, ("XL",))),
        ("en la talla 42, por favor", (False, False, ("42",))),
        ("and L?", (False, False, ("L",))),
        ("¿y la S?", (False, False, ("S",))),
    ],
)
def test_a_follow_up_adds_it(message: str, expected: object) -> None:
    plan = then("two shirts", message)
    assert plan.act == "search" and plan.counts() == {"shirt": 2} and had(plan.filters) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("which sizes do you have?", (False, False, ())),
        ("do you have it in M?", (False, False, ("M",))),
        ("does the first one come in a 42?", (False, False, ("42",))),
        ("¿la tienes en la talla L?", (False, False, ("L",))),
        ("¿qué tallas hay?", (False, False, ())),
        ("is it still available?", (True, False, ())),
        ("¿están disponibles?", (True, False, ())),
        ("which of them are in stock?", (True, False, ())),
    ],
)
def test_a_question_about_sizes_of_what_is_shown_carries_the_size(message: str, expected: object) -> None:
    plan = then("two shirts", message)
    assert plan.act == "discuss" and plan.aspects == ("size",) and had(plan.filters) == expected


@pytest.mark.parametrize(
    ("message", "currency", "limit"),
    [
        ("boots under 50 dollars", "USD", 49.99),
        ("botas por menos de 50 €", "EUR", 49.99),
        ("a skirt for £30 max", "GBP", 30.0),
        ("faldas hasta 40 dólares", "USD", 40.0),
        ("a hat under 20", "", 19.99),
        ("a hat under 20 quid", "", 19.99),
        ("a coat between 50 and 90 pounds", "GBP", 90.0),
    ],
)
def test_the_currency_of_a_limit_is_kept(message: str, currency: str, limit: float) -> None:
    filters = first(message).filters
    assert (filters.currency, filters.max_price) == (currency, limit)


def test_a_limit_without_a_currency_is_in_that_of_the_one_before() -> None:
    assert then("shirts under 50 dollars", "max 30").filters.currency == "USD"
    assert then("shirts under 50 dollars", "the price doesn't matter").filters.currency == ""
    assert then("shirts under 50 dollars", "cheaper").filters.currency == ""  # than what the shop has shown


@pytest.mark.parametrize(
    ("message", "brand", "category"),
    [
        ("a shirt by Casa Mar", "Casa Mar", "shirt"),
        ("una camisa de casa mar", "Casa Mar", "shirt"),
        ("vestidos de Marea Azul", "Marea Azul", "dress"),
        ("levis jeans", "Levi's", "pants"),
        ("a skirt from H&M", "H&M", "skirt"),
        ("a Mango dress", "Mango", "dress"),
        ("un vestido de la marca mango", "Mango", "dress"),
        ("a coat by next", "Next", "coat"),
        ("a Fossil watch", "Fossil", "watch"),
        ("shoes from the brand On", "On", "shoes"),
        ("un bolso Zapata", "Zapata", "bag"),
    ],
)
def test_a_brand_of_the_shop_is_understood(message: str, brand: str, category: str) -> None:
    plan = first(message)
    assert [(one.word, one.is_name) for one in plan.filters.descriptors] == [(brand, True)]
    assert plan.counts().keys() == {category} and not plan.filters.colours
    assert plan.query == message


@pytest.mark.parametrize(
    "message",
    [
        "what about the next coat",
        "Next, show me shoes",
        "I look like a fossil in this coat",
        "a mango coloured dress",
        "a dress to put on at night",
        "un bolso azul como la marea",
        "una casa en el mar y un vestido",
    ],
)
def test_an_ordinary_word_is_no_brand(message: str) -> None:
    assert not any(one.is_name for one in first(message).filters.descriptors)


def test_a_brand_alone_is_searched_for_and_another_takes_its_place_or_refuses_it() -> None:
    assert first("anything by Casa Mar?").act == "search"
    assert [d.word for d in then("Casa Mar shirts", "and by H&M?").filters.descriptors] == ["H&M"]
    refused = then("Casa Mar shirts", "another brand").filters.descriptors
    assert [(one.word, one.refused) for one in refused] == [("Casa Mar", True)]


def test_the_shops_own_brands_are_what_a_planner_knows(tmp_path: Path) -> None:
    store = stocked(tmp_path, shirt("a", brand="Casa Mar"), shirt("b", brand="Otra"), shirt("c"))
    plan = Planner(store).plan(NullModel(), [Message("user", "a Casa Mar shirt")], DialogueState(), "en").plan
    assert found(store, plan)[0] == "a"
    assert store.brands() == ("Casa Mar", "Otra")

    store.remove(["a"])
    assert store.brands() == ("Otra",)


SOLD_OUT = {"available": False}
REDUCED = {"price": 40.0, "sale_price": 30.0}


@pytest.mark.parametrize(
    ("filters", "right", "wrong"),
    [
        (Filters(on_sale=True), REDUCED, {"price": 30.0}),
        (Filters(in_stock=True), {"available": True}, {}),
        (Filters(in_stock=True), {"available": True}, SOLD_OUT),
        (Filters(sizes=("M",)), {"sizes": ("S", "M")}, {"sizes": ("S", "L"), "sold_out_sizes": ("M",)}),
        (Filters(sizes=("M",)), {"sizes": ("S/M",)}, {}),
        (Filters(("red",)), {"colour": "blue", "other_colours": ("red",)}, {"colour": "blue"}),
        (Filters(("red",)), {"colour": "red"}, {"colour": "blue", "other_colours": ("red",)}),
        (Filters(("red",)), {"colour": "red"}, {"colour": "red", "colour_source": "picture"}),
        (Filters(audience="girls"), {"gender": "kids"}, {"gender": ""}),
    ],
)
def test_what_is_asked_for_comes_first(
    tmp_path: Path, filters: Filters, right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    store = stocked(tmp_path, shirt("a", **wrong), shirt("b", **right))
    assert found(store, Plan("search", filters=filters)) == ["b", "a"]


@pytest.mark.parametrize(
    ("filters", "name"),
    [(Filters(in_stock=True), "stock"), (Filters(on_sale=True), "sale"), (Filters(sizes=("M",)), "size")],
)
def test_a_card_meets_it_only_where_it_says_so(filters: Filters, name: str) -> None:
    plan, full = Plan("search", filters=filters), shirt("a", available=True, sizes=("M",), **REDUCED)
    assert meets(plan, full, "", ()) == {name} and meets(plan, shirt("b"), "", ()) == frozenset()


@pytest.mark.parametrize("order", ["", "price_asc"])
def test_what_is_sold_out_is_behind_all_that_meets_as_much(tmp_path: Path, order: Any) -> None:
    store = stocked(
        tmp_path,
        shirt("gone", colour="red", price=5.0, usage="formal", **SOLD_OUT),
        shirt("dear", colour="red", price=50.0),
        shirt("blue", colour="blue", price=9.0),
    )
    plan = Plan("search", filters=Filters(("red",), usage="formal", order=order))
    assert found(store, plan) == ["dear", "gone", "blue"]


def test_an_outfit_takes_what_is_available(tmp_path: Path) -> None:
    kinds = ("shirt", "pants", "shoes")
    pieces = [
        shirt(f"{kind}-{n}", category=kind, title=kind, gender="women", colour=colour, available=n > 0)
        for kind in kinds
        for n, colour in enumerate(("black", "grey"))
    ]
    assistant = Assistant(ColourEncoder(), stocked(tmp_path, *pieces), NullModel())
    *_, reply = assistant.reply([Message("user", "an outfit for a woman for the office")])
    assert {match.item.id for match in reply.matches} == {f"{kind}-1" for kind in kinds}


@pytest.mark.parametrize("category", ["shirt", ""])
def test_what_is_on_sale_is_found_however_unlike_it_looks(tmp_path: Path, category: str) -> None:
    many = [shirt(f"{n:04}", price=30.0) for n in range(CANDIDATES + 20)]
    store = stocked(tmp_path, *many, shirt("z", **REDUCED))
    assert found(store, Plan("search", filters=Filters(on_sale=True)), 1, category) == ["z"]


@pytest.mark.parametrize(
    ("sizes", "asked", "right"),
    [
        (("S", "M", "L"), ("M", "XL"), ("M",)),
        (("2XL",), ("XXL",), ("2XL",)),
        (("Medium",), ("M",), ("Medium",)),
        (("EU 42", "EU 43"), ("42",), ("EU 42",)),
        (("UK 9",), ("US 9",), ()),
        (("UK 9", "UK 9.5"), ("9",), ("UK 9",)),
        (("W32 L34",), ("32",), ("W32 L34",)),
        (("W32 L34",), ("L",), ()),
        (("142",), ("42",), ()),
        ((), ("M",), ()),
    ],
)
def test_sizes_are_compared_as_people_write_them(
    sizes: tuple[str, ...], asked: tuple[str, ...], right: tuple[str, ...]
) -> None:
    assert sizes_that_fit(shirt("a", sizes=sizes), asked) == right


@pytest.mark.parametrize(
    ("told", "currency", "allowed"),
    [
        ({"price": 60.0, "currency": "EUR"}, "", False),
        ({"price": 60.0, "sale_price": 45.0, "currency": "EUR"}, "", True),
        ({"price": 60.0, "currency": "EUR"}, "EUR", False),
        ({"price": 60.0, "currency": "EUR"}, "USD", True),  # nobody knows what that is in dollars
        ({"price": 60.0, "currency": "CAD"}, "USD", False),  # they are called dollars too
        ({"price": 60.0}, "USD", True),  # what names no currency is shown in euros
        ({"currency": "EUR"}, "EUR", True),
    ],
)
def test_a_limit_is_compared_with_what_is_paid_in_the_same_currency(
    told: dict[str, Any], currency: str, allowed: bool
) -> None:
    plan = Plan("search", filters=Filters(max_price=50.0, currency=currency))
    assert is_allowed(plan, shirt("a", **told)) is allowed


def test_it_can_be_told_which_currencies_a_limit_was_not_compared_with() -> None:
    items = [shirt("a", price=5.0, currency="EUR"), shirt("b", price=5.0, currency="USD"), shirt("c")]
    assert other_currencies(Plan("search", filters=Filters(max_price=9.0, currency="USD")), items) == ("EUR",)
    assert other_currencies(Plan("search", filters=Filters(currency="USD")), items) == ()
    assert other_currencies(Plan("search", filters=Filters(max_price=9.0)), items) == ()


def test_prices_are_put_in_an_order_in_the_shops_own_currency(tmp_path: Path) -> None:
    store = stocked(
        tmp_path,
        shirt("a", price=90.0, sale_price=15.0, currency="EUR"),
        shirt("b", price=20.0, currency="EUR"),
        shirt("c", price=3.0, currency="USD"),
    )
    assert store.currency() == "EUR"
    assert found(store, Plan("search", filters=Filters(order="price_asc"))) == ["a", "b", "c"]


def test_a_colour_that_only_a_picture_tells_denies_nothing() -> None:
    plan = Plan("search", filters=Filters(excluded_colours=("red",)))
    sure, guessed = shirt("a", colour="red"), shirt("b", colour="red", colour_source="picture")
    assert not is_allowed(plan, sure) and is_allowed(plan, guessed)
    assert fit(plan, shirt("c", colour="blue"), "") > fit(plan, guessed, "")


@pytest.mark.parametrize(
    ("whom", "right"), [("boys", True), ("girls", True), ("kids", True), ("men", False), ("women", False)]
)
def test_what_is_for_kids_is_for_boys_and_girls(whom: str, right: bool) -> None:
    assert meant_for(shirt("a", gender="kids"), whom) is right
    assert Steering(gender=whom).lets(shirt("a", gender="kids")) is right


def test_a_visitors_filters_go_by_what_is_paid_and_by_every_colour() -> None:
    item = shirt("a", colour="blue", other_colours=("red",), **REDUCED)
    assert Steering(price=35.0, colour="red").lets(item)
    assert not Steering(price=29.0).lets(item) and not Steering(colour="green").lets(item)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("what do you have on sale?", ()),
        ("show me everything on sale", ()),
        ("something reduced", ()),
        ("what is on sale under 30?", ()),
        ("¿qué tenéis de oferta?", ()),
        ("enséñame todo lo rebajado", ()),
        ("is there one on sale?", ("t-shirt",)),
        ("¿alguna rebajada?", ("t-shirt",)),
    ],
)
def test_a_sale_of_the_whole_shop_is_not_that_of_what_was_shown_before(
    text: str, about: tuple[str, ...]
) -> None:
    language = "es" if not text.isascii() else "en"
    asked = plan_message("a red t-shirt in size S", DialogueState(), [], 0, language)
    plan = plan_message(text, DialogueState().after(asked, ("a",)), [], 0, language)
    assert (plan.act, plan.categories("wanted"), plan.filters.on_sale) == ("search", about, True)
