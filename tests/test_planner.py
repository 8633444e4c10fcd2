"""How a capable model's answer becomes a plan, and who plans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agent.planner import Planner, completed, plan_schema, read_plan
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
from models.llm.chat_model import Message, NullModel
from tests import tiny_gguf
from tests.fakes import ScriptedChat

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
    assert item["properties"]["category"]["enum"] == list(STOCKED)
    assert schema["required"] == ["language", "act", "items"] and not schema["additionalProperties"]
    assert json.loads(json.dumps(schema)) == schema


def test_the_rules_add_what_a_model_left_out_and_overrule_nothing_that_it_said() -> None:
    owned = RequestedItem("hat", role="owned")
    rules = Plan(
        "outfit", (RequestedItem("shoes", 3, pattern="striped", term="boots"), owned),
        Filters(("red",), ("white",), audience="men", max_price=20.0, weather="rain"), topic="greeting",
    )  # fmt: skip
    said = Plan("search", (RequestedItem("shoes"),), Filters(excluded_colours=("black",), audience="women"))
    plan = completed(said, rules)
    assert (plan.act, plan.items) == (
        "search",
        (RequestedItem("shoes", pattern="striped", term="boots"), owned),
    )
    assert plan.filters == Filters(
        excluded_colours=("black",), audience="women", max_price=20.0, weather="rain"
    )
    assert plan.topic == ""


def planned(store: Store, chat: Any, text: str, state: DialogueState | None = None) -> tuple[Plan, str]:
    found = Planner(store, chat).plan([Message("user", text)], state or DialogueState(), "en")
    return found.plan, found.by


def test_a_capable_model_is_asked_with_the_rules_and_the_schema_of_the_shop(store: Store) -> None:
    chat = ScriptedChat(answer({"category": "skirt", "count": 1}), is_generative=True, name="big")
    plan, by = planned(store, chat, "something to wear")
    assert (plan.counts(), by) == ({"skirt": 1}, "big")
    system, asked = chat.heard[0]
    assert (system.role, asked.text) == ("system", "something to wear")


@pytest.mark.parametrize(
    "said", ["no idea", answer(act="dance"), answer({"category": "spaceship", "count": 1})]
)
def test_without_a_valid_plan_the_rules_plan(store: Store, said: str) -> None:
    plan, by = planned(store, ScriptedChat(said, is_generative=True), "two skirts")
    assert (plan.counts(), by) == ({"skirt": 2}, RULES)


def test_a_small_model_and_an_empty_message_are_left_to_the_rules(store: Store) -> None:
    for chat, text in ((NullModel(), "two skirts"), (ScriptedChat(is_generative=True), "  ")):
        assert planned(store, chat, text)[1] == RULES


def test_a_conversation_without_a_state_is_planned_once_more(store: Store) -> None:
    said = [Message("user", "two black t-shirts"), Message("assistant", "Here.", shown=("ts-1", "ts-2")),
            Message("user", "shoes"), Message("assistant", "The Black boots, or White sneakers."),
            Message("user", "cheaper")]  # fmt: skip
    state = Planner(store, NullModel()).state_of(said, "en")
    assert state.plan is not None and state.plan.counts() == {"shoes": 1}
    assert (state.shown, state.ever_shown) == (("sh-2", "sh-1"), ("ts-1", "ts-2", "sh-2", "sh-1"))


def test_a_model_that_knows_nothing_is_held_to_a_plan_by_the_schema(tmp_path: Path) -> None:
    chat = llamacpp.load(tiny_gguf.text_model(tmp_path / "tiny.gguf"), None, context=2048, is_generative=True)
    said = "".join(chat.stream([Message("user", "two hats")], plan_schema(STOCKED)))
    assert read_plan(said, STOCKED).act in ("search", "outfit", "chat", "not_carried")
