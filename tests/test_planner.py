"""How a capable model's answer becomes a plan, and who plans."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.agent.plan_schema import ANY, plan_schema, read_plan
from app.agent.planner import Planned, Planner, completed
from app.nlu.constraints import refusal
from app.plan import (
    MAX_CATEGORIES,
    MAX_COUNT,
    RULES,
    DialogueState,
    Filters,
    Plan,
    RequestedItem,
    from_json,
    to_json,
)
from data.store.store import Store
from models.llm import llamacpp
from models.llm.chat_model import ChatModel, Message, NullModel
from tests import tiny_gguf
from tests.fakes import ScriptedChat

CARDS = ("a", "b", "c")
STOCKED = ("shirt", "shoes", "skirt")
HAT = {"category": "hat", "count": 1}


def answer(*items: dict[str, Any], act: str = "search", **more: Any) -> str:
    return json.dumps({"language": "en", "act": act, "items": items, **more})


def test_an_answer_by_the_schema_is_a_plan() -> None:
    said = answer(
        {"category": "shirt", "count": 2, "colours": ["red", "blue"], "audience": "women", "query": "a  top"},
        {"category": "shoes", "count": 1, "excluded_colours": ["black"]},
        usage="party", max_price=50, order="price_asc", language="es",
    )  # fmt: skip
    shirts = RequestedItem("shirt", 2, ("red", "blue"), audience="women", query="a top")
    shoes = RequestedItem("shoes", 1, excluded_colours=("black",))
    filters = Filters(usage="party", max_price=50.0, order="price_asc")
    assert read_plan(said, STOCKED) == Plan("search", (shirts, shoes), filters, "es")


def test_what_is_said_of_one_item_alone_and_of_all_together_is_kept_apart() -> None:
    said = answer(
        {"category": "shirt", "count": 1, "min_price": 20, "max_price": 30, "pattern": "striped"},
        {"category": "any", "count": 1, "like": 0, "query": "the bag on it"},
        act="outfit", max_total=90, weather="rain", avoid=["leather"], not_sold=["a  toaster"],
    )  # fmt: skip
    plan = read_plan(said, STOCKED)
    shirt, any_ = plan.items
    assert (shirt.min_price, shirt.max_price, shirt.pattern) == (20.0, 30.0, "striped")
    assert (any_.category, any_.from_photo, any_.query) == ("", True, "the bag on it")
    assert (plan.filters.max_total, plan.filters.weather, plan.unsold) == (90.0, "rain", ("a toaster",))
    assert [(one.word, one.refused) for one in plan.filters.descriptors if one.refused] == [("leather", True)]


def test_numbers_of_cards_become_ids_and_others_are_left_out() -> None:
    shirt = {"category": "shirt", "count": 1, "like": 2}
    plan = read_plan(answer(shirt, about=[3, 1, 3, 9, -1, "x"], not_again=[2]), STOCKED, CARDS)
    assert (plan.references, plan.exclude, plan.items[0].like) == (("c", "a"), ("b",), "b")


def test_a_talk_about_items_needs_some_that_were_shown() -> None:
    assert read_plan(answer(act="discuss", about=[1]), STOCKED, CARDS).references == ("a",)
    with pytest.raises(ValueError, match="shown before"):
        read_plan(answer(act="discuss"), STOCKED)


@pytest.mark.parametrize(
    "said", ["", "Sure!", '{"act":"sea', "[]", "3", "[" * 100_000, answer(act="dance"), answer(HAT)]
)  # fmt: skip
def test_what_is_no_plan_or_asks_only_for_what_does_not_exist_is_an_error(said: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        read_plan(said, STOCKED)


def test_what_does_not_exist_beside_what_does_is_left_out() -> None:
    said = answer(HAT, {"category": "shirt", "count": 99, "colours": ["mauvish", "red"], "audience": "dogs"},
                  usage="war", order="best", min_price=-3, max_price=10**400, query=["x"])  # fmt: skip
    assert read_plan(said, STOCKED) == Plan("search", (RequestedItem("shirt", MAX_COUNT, ("red",)),))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(STOCKED),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(("category", "count", "colours", "query", "audience")), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
KEYS = ("items", "usage", "max_price", "order", "excluded_colours", "audience", "language")


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES), st.sampled_from(("search", "outfit", "chat")))
def test_any_object_is_a_sound_plan_or_an_error(told: dict[str, Any], act: str) -> None:
    try:
        plan = read_plan(json.dumps({**told, "act": act}), STOCKED)
    except ValueError:
        return
    assert from_json(to_json(plan)) == plan and len(plan.items) <= MAX_CATEGORIES
    assert all(item.category in STOCKED and 1 <= item.count <= MAX_COUNT for item in plan.items)


def test_the_schema_knows_only_what_the_shop_has() -> None:
    schema = plan_schema(STOCKED)
    item = schema["properties"]["items"]["items"]
    assert item["properties"]["category"]["enum"] == [*STOCKED, ANY]
    assert schema["required"] == ["language", "act", "items"] and not schema["additionalProperties"]
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("cards", [0, 3])
def test_the_schema_knows_only_the_cards_that_there_are(cards: int) -> None:
    fields = plan_schema(STOCKED, cards)["properties"]
    assert fields["about"]["items"]["enum"] == list(range(cards + 1))
    assert ("discuss" in fields["act"]["enum"]) == bool(cards)


def test_the_rules_add_limits_and_refusals_that_a_model_left_out_and_nothing_else() -> None:
    owned = RequestedItem("hat", role="owned")
    rules = Plan(
        "outfit", (RequestedItem("shoes", 3, pattern="striped", term="boots"), owned),
        Filters(("red",), ("white",), audience="men", max_price=20.0, weather="rain",
                descriptors=(refusal("leather"),)),
        query="boots, not leather", topic="greeting",
    )  # fmt: skip
    said = Plan("search", (RequestedItem("shoes"),), Filters(audience="women"))
    plan = completed(said, rules)
    assert (plan.act, plan.items) == ("search", (RequestedItem("shoes"), owned))
    assert plan.filters == Filters(
        excluded_colours=("white",), audience="women", max_price=20.0, descriptors=(refusal("leather"),)
    )
    assert (plan.query, plan.topic) == ("boots, not leather", "")


@pytest.mark.parametrize(
    "own", [Filters(min_price=5.0), Filters(max_total=90.0), Filters(excluded_colours=("black",))]
)
def test_what_a_model_did_say_of_limits_and_refusals_is_not_overruled(own: Filters) -> None:
    rules = Plan("search", filters=Filters(excluded_colours=("white",), max_price=20.0))
    filters = completed(Plan("search", (RequestedItem("shoes"),), own), rules).filters
    limits = ("min_price", "max_price", "max_total") if not own.excluded_colours else ("excluded_colours",)
    assert all(getattr(filters, name) == getattr(own, name) for name in limits)


def test_what_is_asked_of_shown_items_is_what_the_rules_know_of_it() -> None:
    rules = Plan("discuss", aspects=("price",))
    assert completed(Plan("discuss", references=("a",)), rules).aspects == ("price",)
    assert completed(Plan("chat"), rules).aspects == ()


def test_a_colour_that_a_model_wants_is_not_refused_by_the_rules() -> None:
    said = Plan("search", (RequestedItem("shoes", colours=("white",)),))
    assert not completed(
        said, Plan("search", filters=Filters(excluded_colours=("white",)))
    ).filters.excluded_colours


def test_a_model_may_ask_for_stock_sales_and_sizes_in_a_currency() -> None:
    shirt = {"category": "shirt", "count": 1, "query": "a Casa Mar shirt"}
    told: dict[str, Any] = {
        "in_stock": True,
        "on_sale": True,
        "sizes": ["M", "L", "M"],
        "currency": "usd",
        "max_price": 30,
    }
    filters = read_plan(answer(shirt, **told), STOCKED, brands=("Casa Mar",)).filters
    assert (filters.in_stock, filters.on_sale, filters.sizes) == (True, True, ("M", "L"))
    assert (filters.currency, filters.max_price) == ("USD", 30.0)
    assert [(one.word, one.is_name) for one in filters.descriptors] == [("Casa Mar", True)]
    assert {*told} <= {*plan_schema(STOCKED)["properties"]}


@pytest.mark.parametrize(
    "told",
    [
        {"in_stock": "yes", "on_sale": 1, "sizes": "M", "currency": 5},
        {"sizes": ["see http://x.y", "", 4, "M" * 20], "currency": "the euro"},
    ],
)
def test_what_is_no_stock_sale_size_or_currency_is_left_out(told: dict[str, Any]) -> None:
    assert read_plan(answer({"category": "shirt", "count": 1}, **told), STOCKED).filters == Filters()


def test_what_a_model_left_out_of_stock_sale_and_size_is_filled_in() -> None:
    rules = Plan("search", filters=Filters(in_stock=True, on_sale=True, sizes=("M",), currency="GBP"))
    assert completed(Plan("search"), rules).filters == rules.filters
    own = Plan("search", filters=Filters(sizes=("L",), currency="EUR"))
    assert completed(own, rules).filters == replace(rules.filters, sizes=("L",), currency="EUR")


def planned(store: Store, chat: ChatModel, text: str, *photos: Image.Image) -> Planned:
    return Planner(store).plan(chat, [Message("user", text, photos)], DialogueState(), "en")


def test_a_capable_model_is_asked_with_the_rules_and_the_schema_of_the_shop(store: Store) -> None:
    chat = ScriptedChat(answer({"category": "skirt", "count": 1}), is_generative=True, name="big")
    found = planned(store, chat, "something to wear")
    assert (found.plan.counts(), found.by, found.failed) == ({"skirt": 1}, "big", False)
    system, asked = chat.heard[0]
    assert (system.role, asked.text) == ("system", "something to wear")
    assert '{"the shop sells": {"pants": 1, "shoes": 2, "skirt": 1, "t-shirt": 3}}' in system.text
    assert '{"its prices": "18.00 to 89.00 EUR"}' in system.text


@pytest.mark.parametrize(
    "said",
    ["no idea", answer(act="dance"), answer(act="discuss"), answer({"category": "spaceship", "count": 1})],
)
def test_without_a_valid_plan_the_rules_plan(store: Store, said: str) -> None:
    found = planned(store, ScriptedChat(said, is_generative=True), "two skirts")
    assert (found.plan.counts(), found.by, found.failed) == ({"skirt": 2}, RULES, True)


def test_a_small_model_is_not_asked(store: Store) -> None:
    for chat in (NullModel(), ScriptedChat()):
        found = planned(store, chat, "two skirts")
        assert (found.plan.counts(), found.by, found.failed) == ({"skirt": 2}, RULES, False)


def test_a_photo_without_words_is_a_capable_models_to_plan(store: Store) -> None:
    chat = ScriptedChat(answer({"category": "any", "count": 2, "like": 0}), is_generative=True, name="big")
    found = planned(store, chat, "", Image.new("RGB", (9, 9), "red"))
    assert found.by == "big" and found.plan.items == (RequestedItem("", 2, from_photo=True),)


def test_a_conversation_without_a_state_is_planned_once_more(store: Store) -> None:
    said = [Message("user", "two black t-shirts"), Message("assistant", "Here.", shown=("ts-1", "ts-2")),
            Message("user", "shoes"), Message("assistant", "The Black boots, or White sneakers."),
            Message("user", "cheaper")]  # fmt: skip
    state = Planner(store).state_of(said, "en")
    assert state.plan is not None and state.plan.counts() == {"shoes": 1}
    assert (state.shown, state.ever_shown) == (("sh-2", "sh-1"), ("ts-1", "ts-2", "sh-2", "sh-1"))


def test_a_model_that_knows_nothing_is_held_to_a_plan_by_the_schema(tmp_path: Path) -> None:
    chat = llamacpp.load(tiny_gguf.text_model(tmp_path / "tiny.gguf"), None, context=2048, is_generative=True)
    said = "".join(chat.stream([Message("user", "two hats")], plan_schema(STOCKED)))
    assert read_plan(said, STOCKED).act in ("search", "outfit", "chat", "ask", "not_carried")
