"""Words that only point at a photo."""

from __future__ import annotations

import pytest
from app.nlu.pointing import called, pointed_at

from app.nlu.wish import Wanted, Wish

TALK = Wish("chat")


@pytest.mark.parametrize(
    ("message", "count", "gender"),
    [
        ("two of these", 2, ""),
        ("what is this?", 0, ""),
        ("para mi hijo de 8 años", 0, "boys"),
        ("quiero tres iguales", 3, ""),
        ("for my wife", 0, "women"),
    ],
)
def test_beside_a_photo_they_ask_for_what_it_shows(message: str, count: int, gender: str) -> None:
    found = pointed_at(TALK, message)
    assert (found.intent, found.gender) == ("search", gender)
    assert found.wanted == ((Wanted("", count),) if count else ())


def test_what_is_pointed_at_behind_another_garment_is_not_wanted_itself() -> None:
    wish = Wish("search", (Wanted("shoes", 1), Wanted("pants", 1)))
    assert pointed_at(wish, "which shoes suit these trousers?").wanted == (Wanted("shoes", 1),)
    both = Wish("search", (Wanted("pants", 1), Wanted("belt", 1)))
    assert pointed_at(both, "these trousers and a belt") == both


def test_what_is_compared_with_a_photo_is_more_of_its_kind_and_no_outfit() -> None:
    assert pointed_at(Wish("outfit"), "something warmer").intent == "search"
    assert pointed_at(Wish("outfit"), "what do I wear with this, something warmer?").intent == "outfit"


@pytest.mark.parametrize(
    ("message", "category"),
    [
        ("quiero esta falda en rojo", "skirt"),
        ("shoes for this blue dress", "dress"),
        ("I like these very much, and shoes", ""),
        ("a dress", ""),
    ],
)
def test_the_garment_that_words_point_at_is_what_the_photo_shows(message: str, category: str) -> None:
    assert called(message) == category


@pytest.mark.parametrize("message", ["thank you!", "can I return this?", "you are an idiot"])
def test_small_talk_stays_small_talk(message: str) -> None:
    assert pointed_at(TALK, message) == TALK


def test_a_number_beside_a_photo_is_how_many_also_where_a_pattern_is_named() -> None:
    striped = Wish("search", pattern="striped")
    assert pointed_at(striped, "dos de estas, pero a rayas").wanted == (Wanted("", 2),)
    assert pointed_at(striped, "esta, pero a rayas") == striped


def test_a_wish_that_was_understood_is_left_alone() -> None:
    wish = Wish("search", (Wanted("shoes", 1),))
    assert pointed_at(wish, "shoes to go with this") == wish
