"""The record of a turn: what it answers about itself, and its JSON form."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.plan import (
    AUDIENCES,
    MAX_COUNT,
    Act,
    Aspect,
    Descriptor,
    DialogueState,
    Filters,
    Order,
    Plan,
    RequestedItem,
    Role,
    from_json,
    state_from_json,
    state_to_json,
    to_json,
)  # fmt: skip

WORDS = st.text(max_size=8)
SEVERAL = st.lists(WORDS, max_size=3).map(tuple)
PRICES = st.floats(0, 10_000, allow_nan=False)
DESCRIPTORS = st.builds(Descriptor, WORDS, SEVERAL, st.booleans(), st.booleans(), WORDS, st.booleans())
ITEMS = st.builds(
    RequestedItem, WORDS, st.integers(1, MAX_COUNT), SEVERAL, SEVERAL, WORDS, st.sampled_from(AUDIENCES),
    st.sampled_from(get_args(Role)), WORDS, WORDS, st.booleans(), PRICES, PRICES, WORDS,
)  # fmt: skip
FILTERS = st.builds(
    Filters, SEVERAL, SEVERAL, WORDS, WORDS, st.sampled_from(("", *AUDIENCES)), WORDS, WORDS, PRICES, PRICES,
    st.sampled_from(get_args(Order)), st.lists(DESCRIPTORS, max_size=2).map(tuple), PRICES,
)  # fmt: skip
PLANS = st.builds(
    Plan, st.sampled_from(get_args(Act)), st.lists(ITEMS, max_size=4).map(tuple), FILTERS,
    st.sampled_from(("en", "es")), WORDS, SEVERAL, SEVERAL, SEVERAL, SEVERAL, WORDS,
    st.booleans(), st.booleans(), st.booleans(), WORDS, st.booleans(), WORDS,
    st.lists(st.sampled_from(get_args(Aspect)), max_size=2).map(tuple),
)  # fmt: skip


@settings(deadline=None)
@given(PLANS)
def test_a_plan_comes_back_from_its_json(plan: Plan) -> None:
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


def test_fields_with_their_defaults_are_left_out_of_the_json() -> None:
    plan = Plan("search", (RequestedItem("shirt", 2),), Filters(max_price=50.0))
    assert to_json(plan) == {
        "act": "search", "items": [{"category": "shirt", "count": 2}], "filters": {"max_price": 50.0},
    }  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"act": "dance"},
        {"act": "search", "mood": "good"},
        {"act": "search", "items": [{"category": "hat", "size": "M"}]},
        {"act": "search", "items": ["hat"]},
        {"act": "search", "items": 3},
        {"act": "search", "filters": {"material": "wool"}},
        {"act": "search", "filters": {"descriptors": [{"forms": ["wool"]}]}},
        {"act": "search", "filters": "red"},
        {"act": "search", "query": 3},
        {"act": "search", "items": [{"category": "hat", "count": "two"}]},
        {"act": "search", "items": [{"category": "hat", "role": "stolen"}]},
        {"act": "search", "filters": {"colours": "red"}},
        {"act": "search", "filters": {"colours": [["red"]]}},
    ],
)
def test_what_is_no_plan_is_an_error_that_shows_it(value: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected a plan"):
        from_json(value)


def test_counts_add_up_over_the_colours_of_what_is_wanted() -> None:
    plan = Plan("search", (
        RequestedItem("tie", 1, ("red",)), RequestedItem("tie", 2, ("blue",)), RequestedItem("shoes"),
        RequestedItem("hat", role="owned"),
    ))  # fmt: skip
    assert plan.counts() == {"tie": 3, "shoes": 1}
    assert (plan.categories("wanted"), plan.categories("owned")) == (("tie", "shoes"), ("hat",))


def test_an_items_own_colours_pattern_and_audience_come_before_those_of_all() -> None:
    plan = Plan("search", filters=Filters(("red",), ("black",), "", "striped", "men", max_price=9.0))
    own = plan.filters_of(RequestedItem("tie", 1, ("blue",), ("white",), audience="women"))
    assert (own.colours, own.pattern, own.audience, own.max_price) == (("blue",), "striped", "women", 9.0)
    assert own.excluded_colours == ("white", "black")
    assert plan.filters_of(RequestedItem("tie")) == plan.filters == plan.of(RequestedItem("tie")).filters


def test_other_wanted_items_leave_those_of_other_roles() -> None:
    owned = RequestedItem("hat", role="owned")
    plan = Plan("search", (RequestedItem("tie"), owned)).wanting((RequestedItem("shoes"),))
    assert plan.items == (RequestedItem("shoes"), owned)


def test_a_descriptor_holds_for_the_garment_that_it_stands_beside_or_for_all() -> None:
    leather, linen = Descriptor("leather", ("leather",), category="shoes"), Descriptor("linen", ("linen",))
    plan = Plan("search", filters=Filters(descriptors=(leather, linen)))
    assert plan.descriptors("shirt") == (linen,) and plan.descriptors("shoes") == (leather, linen)
    assert leather.said_by(" black leather boots ") and not leather.said_by(" leathery boots ")


def test_a_conversation_keeps_the_request_that_stands_and_what_was_shown() -> None:
    search, chat = Plan("search", (RequestedItem("tie"),)), Plan("chat")
    state = DialogueState().after(search, ("a", "b")).after(chat, ()).after(search, ("b", "c"))
    assert state == DialogueState(search, ("b", "c"), ("a", "b", "c"))
    talked = state.after(chat, ())
    assert (talked.plan, talked.shown) == (search, ("b", "c"))


@settings(deadline=None)
@given(st.none() | PLANS, SEVERAL, SEVERAL)
def test_a_state_comes_back_from_its_json(
    plan: Plan | None, shown: tuple[str, ...], ever: tuple[str, ...]
) -> None:
    state = DialogueState(plan, shown, ever)
    assert state_from_json(json.loads(json.dumps(state_to_json(state)))) == state


@pytest.mark.parametrize(
    "value",
    [None, "state", [], {"shown": 3}, {"ever_shown": "abc"}, {"shown": [1]}, {"plan": None}, {"plan": "x"}],
)
def test_what_is_no_state_is_an_error(value: Any) -> None:
    with pytest.raises(ValueError, match="expected a"):
        state_from_json(value)
