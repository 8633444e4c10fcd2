# ruff: noqa: E501 — tables of cases
"""A language model's answer as a wish: shape, limits, and whatever nonsense arrives."""

from __future__ import annotations

import json

import pytest

from app.nlu.wish import KINDS, LONGEST, WISH_PROMPT, Wanted, Wish, as_json, parse, schema, wish_messages
from data.catalogue.vocabulary import categories, colours

WHOLE = Wish("search", (Wanted("shirt", 2), Wanted("shoes", 1)), "navy blue", "women", "formal", "es")


def test_a_wish_survives_the_way_to_json_and_back() -> None:
    assert parse(as_json(WHOLE)) == WHOLE
    assert parse(as_json(Wish("chat"))) == Wish("chat")


def test_what_was_not_said_costs_no_tokens() -> None:
    assert as_json(Wish("chat")) == '{"language":"en","intent":"chat","wanted":[]}'


def test_the_schema_asks_for_the_keys_in_the_order_of_the_training_data() -> None:
    assert list(schema(["shoes"])["properties"]) == list(json.loads(as_json(WHOLE)))
    assert schema(["shoes"])["required"] == ["language", "intent", "wanted"]


def test_the_schema_lets_the_model_name_only_these_categories_and_twelve_of_each() -> None:
    wanted = schema(["shoes", "hat"])["properties"]["wanted"]
    assert wanted["items"]["properties"]["category"]["enum"] == ["shoes", "hat"]
    assert wanted["items"]["properties"]["count"]["enum"] == list(range(1, 13))
    assert wanted["maxItems"] == KINDS
    assert schema([])["properties"]["colour"]["enum"] == list(colours())


def test_a_category_named_twice_is_wanted_once_with_the_larger_number() -> None:
    twice = '{"intent":"search","wanted":[{"category":"hat","count":1},{"category":"hat","count":3}]}'
    assert parse(twice).wanted == (Wanted("hat", 3),)


@pytest.mark.parametrize(
    ("said", "meant"), [(0, 1), (-3, 1), (20, 12), ("four", 1), (None, 1), (2.5, 1), (True, 1)]
)
def test_a_number_outside_one_to_nine_is_brought_inside(said: object, meant: int) -> None:
    answer = json.dumps({"intent": "search", "wanted": [{"category": "hat", "count": said}]})
    assert parse(answer).wanted == (Wanted("hat", meant),)


def test_unknown_values_are_dropped_and_known_ones_stay() -> None:
    answer = {
        "intent": "search", "language": "fr", "colour": "ultraviolet", "gender": ["men"], "usage": {}, "extra": 1,
        "wanted": [{"category": "spaceship", "count": 1}, "hat", {"count": 2}, {"category": "hat"}, {"category": 7}],
    }  # fmt: skip
    assert parse(json.dumps(answer)) == Wish("search", (Wanted("hat", 1),))


def test_a_shop_with_categories_of_its_own_says_which_are_allowed() -> None:
    answer = '{"intent":"search","wanted":[{"category":"clogs","count":2}]}'
    assert parse(answer).wanted == ()
    assert parse(answer, ["clogs"]).wanted == (Wanted("clogs", 2),)


def test_raw_control_characters_inside_strings_are_read() -> None:
    assert parse('{"intent":"chat","wanted":[],"colour":"bl\nack"}') == Wish("chat")


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '"chat"', "12", '{"intent":"buy"}', '{"intent":["chat"]}', '{"intent":"search","wanted":[{"categ',
     "no JSON at all", "\x00", "[" * 100_000, '{"intent":' * 5000],
)  # fmt: skip
def test_what_cannot_be_read_is_one_clear_error(text: str) -> None:
    with pytest.raises(ValueError, match="^expected a"):
        parse(text)


def test_the_question_is_short_and_carries_the_message() -> None:
    system, asked = wish_messages("  show me\n two  hats ")
    assert (system.role, system.text, asked.role, asked.text) == (
        "system",
        WISH_PROMPT,
        "user",
        "show me two hats",
    )


@pytest.mark.parametrize("text", ["x" * 100_000, "👗" * 9_000, "\ud800 hat", "\x00\x07 hat", "قبعة " * 500])
def test_any_message_becomes_a_short_one(text: str) -> None:
    said = wish_messages(text)[1].text
    assert len(said.encode()) <= LONGEST + 8


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    said = wish_messages("Hello! " + "my story " * 300 + "so I need a black dress")[1].text
    assert said.startswith("Hello!") and said.endswith("I need a black dress")


def test_every_category_of_the_shop_can_be_wished_for() -> None:
    for name in categories():
        assert parse(as_json(Wish("search", (Wanted(name, 1),)))).wanted == (Wanted(name, 1),)
