"""The shop's words: every label leads to one category, every colour word to one colour, in both languages."""

from __future__ import annotations

import re

import pytest

from data.catalogue.vocabulary import (
    broad_pattern,
    categories,
    category_named,
    colour_named,
    colours,
    emoji_categories,
    gift_categories,
    patterns,
    plain,
)

ARTICLE = ("t-shirt", "pants", "shoes", "jersey", "shirt", "jacket")
ASKED = (
    "coat", "dress", "skirt", "shorts", "hat", "bag", "watch", "belt", "sunglasses", "sandals", "socks",
    "tie", "scarf", "kurta",
)  # fmt: skip


def test_the_categories_that_were_asked_for_are_there() -> None:
    assert set(ARTICLE + ASKED) <= set(categories())


@pytest.mark.parametrize("name", categories())
def test_every_word_of_a_category_leads_to_it_and_to_no_other(name: str) -> None:
    c = categories()[name]
    words = (c.name, c.plural, c.es, c.es_plural, *c.synonyms, *c.synonyms_es, *c.article_types)
    assert {word: category_named(word) for word in words} == dict.fromkeys(words, name)


@pytest.mark.parametrize("name", colours())
def test_every_word_of_a_colour_leads_to_it_and_to_no_other(name: str) -> None:
    c = colours()[name]
    forms = (c.es, c.es_feminine, c.es_plural, c.es_feminine_plural)
    words = (c.name, *forms, *c.synonyms, *c.synonyms_es)
    assert {word: colour_named(word) for word in words} == dict.fromkeys(words, name)


@pytest.mark.parametrize(
    ("label", "name"),
    [("Tshirts", "t-shirt"), ("T-SHIRT", "t-shirt"), ("pantalon", "pants"), ("Gafas de Sol", "sunglasses"),
     ("Track_Pants", "pants"), ("  running  shoes ", "shoes"), ("submarine", None), ("", None)],
)  # fmt: skip
def test_spelling_does_not_matter_for_a_category(label: str, name: str | None) -> None:
    assert category_named(label) == name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Navy Blue", "navy blue"),
        ("Grey Melange", "grey"),
        ("ROJA", "red"),
        ("marrón", "brown"),
        ("blurple", None),
    ],
)
def test_spelling_does_not_matter_for_a_colour(label: str, name: str | None) -> None:
    assert colour_named(label) == name


def test_plain_compares_spellings_and_keeps_words_apart() -> None:
    assert plain("  Jerséis-Azul_Marino ") == "jerseis azul marino"


def test_categories_are_complete() -> None:
    for c in categories().values():
        assert all((c.plural, c.es, c.es_plural, c.role)), c.name
        assert c.es_gender in ("f", "m"), c.name


def test_colours_are_complete_and_their_families_are_colours() -> None:
    for c in colours().values():
        assert all((c.es, c.es_feminine, c.es_plural, c.es_feminine_plural)), c.name
        assert re.fullmatch("#[0-9a-f]{6}", c.hex), c.name
        assert colours()[c.family].family == c.family, c.name


def test_spanish_colours_agree_with_their_noun() -> None:
    red = colours()["red"]
    assert [red.spanish("f"), red.spanish("f", True), red.spanish("m"), red.spanish("m", True)] == [
        "roja", "rojas", "rojo", "rojos",
    ]  # fmt: skip


def test_related_categories_are_other_categories_that_exist() -> None:
    for c in categories().values():
        related = {*c.nearest, *filter(None, (c.confused_with, c.warmer, c.lighter))}
        assert related <= set(categories()) - {c.name}, c.name
        assert len(set(c.nearest)) == len(c.nearest), c.name


def test_going_warmer_and_lighter_comes_to_an_end() -> None:
    for field in ("warmer", "lighter"):
        for name in categories():
            seen = [name]
            while step := getattr(categories()[seen[-1]], field):
                assert step not in seen
                seen.append(step)


@pytest.mark.parametrize("audience", ["women", "men", ""])
def test_presents_are_ranked_without_gaps_and_need_no_size(audience: str) -> None:
    named = gift_categories(audience)
    ranks = [getattr(categories()[name], f"gift_{audience or 'anyone'}") for name in named]
    assert ranks == list(range(1, len(named) + 1))
    assert {categories()[name].role for name in named} == {"accessory"}


def test_no_present_is_known_for_another_audience() -> None:
    assert gift_categories("boys") == ()


def test_every_emoji_stands_for_one_category() -> None:
    every = [emoji for c in categories().values() for emoji in c.emoji]
    assert len(set(every)) == len(every) == len(emoji_categories())
    assert emoji_categories()["👗"] == "dress"


def test_what_only_women_wear_and_what_has_a_season() -> None:
    assert categories()["skirt"].womenswear and not categories()["kurta"].womenswear
    assert categories()["coat"].seasonal and not categories()["watch"].seasonal


def test_every_pattern_is_one_of_a_few_from_afar() -> None:
    broad = {name: broad_pattern(name) for name in patterns()}
    assert set(broad.values()) == {"plain", "striped", "checked", "floral", "dotted", "printed"}
    assert (broad["polka-dot"], broad["herringbone"], broad["denim"]) == ("dotted", "checked", "plain")
    assert {broad[name] for name in ("camouflage", "animal-print", "paisley")} == {"printed"}
    assert broad_pattern("") == broad_pattern("no such") == ""
