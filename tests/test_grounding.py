"""What a small model read, held against the words: invented details go, named ones stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from app.nlu.grounding import checked, grounded

import app.nlu.parser
from app.nlu.wish import Intent, Wanted, Wish
from data.catalogue.vocabulary import categories, category_named

HAT = Wish("search", (Wanted("hat", 1),))


def wish(*wanted: tuple[str, int], intent: Intent = "search", **details: Any) -> Wish:
    return Wish(intent, tuple(Wanted(*w) for w in wanted), **details)


def test_a_wish_that_the_words_bear_out_stays_as_it_is() -> None:
    said = "two red shirts and a pair of shoes for my husband, for a wedding"
    read = wish(("shirt", 2), ("shoes", 1), colour="red", gender="men", usage="formal")
    shirts = replace(read.wanted[0], colour="red")
    assert grounded(read, said) == replace(read, wanted=(shirts, read.wanted[1]), colour="")


@pytest.mark.parametrize("detail", [{"colour": "purple"}, {"gender": "girls"}, {"usage": "formal"}])
def test_a_detail_that_nobody_mentioned_is_dropped(detail: dict[str, Any]) -> None:
    assert grounded(wish(("hat", 1), **detail), "show me a hat") == HAT


@pytest.mark.parametrize(
    ("said", "details"),
    [
        ("un gorro rojo para mi hija", {"colour": "red", "gender": "girls", "language": "es"}),
        ("a navy cap for the gym", {"colour": "navy blue", "usage": "sports"}),
        ("a blak hat for my brother", {"colour": "black", "gender": "men"}),
    ],
)
def test_a_detail_that_was_overlooked_is_added(said: str, details: dict[str, Any]) -> None:
    assert grounded(HAT, said) == wish(("hat", 1), **details)


def test_the_colour_of_something_owned_is_not_wished_for() -> None:
    assert grounded(HAT, "a hat to go with my red dress").colour == ""


def test_a_colour_belongs_to_the_garment_beside_it() -> None:
    assert grounded(wish(("shoes", 1), colour="red"), "which shoes would suit my red dress?").colour == ""
    assert grounded(wish(("bag", 1), colour="brown"), "un bolso para mis zapatos marrones").colour == ""


def test_an_age_is_no_number_of_garments() -> None:
    assert grounded(wish(("dress", 8)), "mi sobrina cumple 8 años, quiero un vestido").wanted == (
        Wanted("dress", 1),
    )


def test_of_two_colours_none_is_chosen() -> None:
    assert grounded(HAT, "a hat in red or in blue").colour == ""


def test_a_garment_that_nobody_named_gives_way_to_the_one_that_was() -> None:
    assert grounded(HAT, "una mochila").wanted == (Wanted("bag", 1),)
    read = wish(("hat", 1), ("t-shirt", 4))
    assert grounded(read, "una mochila y 4 camisetas").wanted == (Wanted("bag", 1), Wanted("t-shirt", 4))


def test_a_garment_invented_beside_the_named_one_goes() -> None:
    assert grounded(wish(("shoes", 1), ("jacket", 1)), "busco zapatos, pero botas no").wanted == (
        Wanted("shoes", 1),
    )


def test_what_is_owned_or_rejected_is_not_brought_back() -> None:
    read = wish(("shoes", 1))
    assert grounded(read, "shoes to go with my red dress").wanted == (Wanted("shoes", 1),)
    assert grounded(read, "shoes, not sandals").wanted == (Wanted("shoes", 1),)


def test_a_strange_word_is_never_taken_for_a_garment_because_the_model_says_so() -> None:
    assert grounded(HAT, "a kayak please") == Wish("not_carried")
    assert grounded(HAT, "my feet hurt today").wanted == ()


def test_a_strange_word_that_looks_a_little_like_a_garment_is_asked_about() -> None:
    asked = grounded(wish(("jersey", 1)), "a sweaterina")
    assert (asked.intent, asked.wanted) == ("chat", ()) and asked.unsure[0] == "jersey"


def test_a_slip_between_two_garments_is_settled_by_the_model_or_asked_about() -> None:
    shirt, shorts = (
        grounded(wish(("shirt", 1)), "a black shrt"),
        grounded(wish(("shorts", 1)), "a black shrt"),
    )
    assert (shirt.wanted[0].category, shorts.wanted[0].category) == ("shirt", "shorts")
    assert set(grounded(HAT, "a black shrt").unsure) == {"shirt", "shorts"}


def test_a_shops_own_category_is_left_to_the_model() -> None:
    read = wish(("clogs of wood", 1), ("hat", 1))
    text, known = "clogs of wood and a hat", ("clogs of wood", *categories())
    assert grounded(read, text, app.nlu.parser.read(text, "en", known)).wanted == read.wanted


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("kiero una kamiseta", "t-shirt"), ("i ned a leahter jaket", "jacket"), ("busco baqueros", "pants"),
        ("snekers", "shoes"), ("blak tshrit", "t-shirt"), ("zapatiyas", "shoes"),
    ],
)  # fmt: skip
def test_misspelt_garments_are_recognised(said: str, category: str) -> None:
    (wanted,) = grounded(HAT, said).wanted
    assert wanted.category == category


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("purple hoodies", 2), ("a hoodie", 1), ("some hoodies", 2), ("3 hoodies", 3), ("tres sudaderas", 3),
        ("sudaderas", 2), ("una sudadera", 1),
    ],
)  # fmt: skip
def test_singular_and_plural_count_where_no_word_does(said: str, count: int) -> None:
    assert grounded(wish(("jersey", 3)), said).wanted == (Wanted("jersey", count),)


def test_a_bare_pair_is_one() -> None:
    assert grounded(wish(("shoes", 2)), "black shoes").wanted == (Wanted("shoes", 1),)


def test_a_garment_named_plainly_is_searched_for_whatever_the_model_took_it_for() -> None:
    for intent in ("outfit", "not_carried", "search"):
        assert grounded(wish(intent=intent), "una bomber") == wish(("jacket", 1), language="es")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said", ["what goes with my jeans?", "no quiero pantalones", "algo con mis vaqueros"]
)
def test_an_outfit_around_something_owned_stays_an_outfit(said: str) -> None:
    assert grounded(wish(intent="outfit"), said).intent == "outfit"


@pytest.mark.parametrize("intent", ["search", "not_carried"])
def test_nothing_is_refused_where_nothing_is_asked_for(intent: str) -> None:
    said = "blorf zibellino quax are on my mind these days"
    read_so = wish(("hat", 1)) if intent == "search" else wish(intent="not_carried")
    assert grounded(read_so, said).intent == "chat"


@pytest.mark.parametrize(
    ("said", "read_so", "meant"),
    [
        ("a red shirt", wish(("hat", 1)), {"shirt": 1}),  # the words name something else
        ("two red shirts", wish(("shirt", 2)), {"shirt": 2}),
        ("a zibellino please", wish(("scarf", 1)), {"scarf": 1}),  # a word that only a larger model knows
        ("it is so cold in here today", wish(("hat", 1)), {}),  # nobody named that: the customer is asked
    ],
)
def test_the_wish_of_a_larger_model_is_held_against_the_words(
    said: str, read_so: Wish, meant: dict[str, int]
) -> None:
    assert {w.category: w.count for w in checked(read_so, said).wanted} == meant


def test_small_talk_about_garments_is_not_searched_for() -> None:
    assert grounded(wish(intent="chat"), "how do I wash a jersey?").intent == "chat"


@pytest.mark.parametrize(("said", "language"), [("enséñame una falda", "es"), ("show me a skirt", "en")])
def test_the_words_decide_the_language(said: str, language: str) -> None:
    for read in ("en", "es"):
        assert grounded(wish(("skirt", 1), language=read), said).language == language


def test_an_undecided_language_stays_as_it_was_read() -> None:
    assert grounded(wish(intent="chat", language="es"), "👗").language == "es"


@pytest.mark.parametrize("said", ["", " ", "🐈", "x" * 10_000, "\x00", "قميص", "<b>", "\ud800"])
def test_of_text_that_names_nothing_no_garment_is_searched_for(said: str) -> None:
    assert grounded(HAT, said).wanted == ()


def test_the_words_of_the_tests_are_in_the_vocabulary() -> None:
    assert category_named("mochila") == "bag" and category_named("zibellino") is None


def test_a_larger_model_leaves_several_colours_of_one_garment_to_the_words() -> None:
    read_so = checked(wish(("tie", 2)), "two ties, one red and one blue")
    assert [(w.category, w.count, w.colour) for w in read_so.wanted] == [
        ("tie", 1, "red"),
        ("tie", 1, "blue"),
    ]
