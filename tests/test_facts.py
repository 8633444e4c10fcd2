"""Why an item fits, and what its card says besides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.advice.reasons import asked_colour, asked_for, besides, echoed, meant_for
from app.advice.voice import Voice
from app.nlu.wish import Language, Wanted, Wish
from data.catalogue.catalogue import Item


def shirt(number: int, colour: str, title: str = "", **card: str) -> Item:
    return Item(str(number), title or f"{colour} shirt", "shirt", Path("x.png"), colour=colour, **card)  # type: ignore[arg-type]


def voice(language: Language) -> Voice:
    return Voice(language, "key")


WISH = Wish("search", (Wanted("shirt", 1),), "white", "men", "formal")


def test_what_was_asked_and_is_there_agrees_with_its_noun() -> None:
    item = shirt(1, "white", "Oxford shirt", gender="men", usage="formal")
    assert "white, for men and for formal occasions" in next(asked_for(voice("en"), WISH, [item]))
    said = next(asked_for(voice("es"), WISH, [item]))
    assert "es blanca, para hombre y para ocasiones formales" in said.lower()


def test_what_the_name_says_already_is_only_called_asked_for() -> None:
    item = shirt(1, "white", "White striped shirt")
    wish = Wish("search", (Wanted("shirt", 1),), "white", pattern="striped")
    assert echoed(voice("en"), wish, [item]) == "white and stripes"
    assert list(asked_for(voice("en"), wish, [item])) == []
    said = next(asked_for(voice("es"), wish, [replace(item, gender="men")])).lower()
    assert "es blanca y de rayas" in said and said.count("de rayas") == 1


def test_a_garments_own_colour_goes_before_the_wishs() -> None:
    wish = Wish("search", (Wanted("shirt", 1, "red"), Wanted("hat", 1)), "blue")
    assert asked_colour(wish, shirt(1, "red")) == "red"


def test_what_differs_between_two_is_said_of_the_right_one() -> None:
    items = [shirt(1, "red", usage="casual"), shirt(2, "blue", usage="formal")]
    wish = Wish("search", (Wanted("shirt", 2),))
    (english,), (spanish,) = (list(besides(voice(code), wish, items)) for code in ("en", "es"))
    assert (
        "the red one is for every day" in english.lower() and "the blue one for formal occasions" in english
    )
    assert "la roja es para el día a día" in spanish.lower() and "la azul" in spanish


def test_nothing_is_added_that_was_asked_or_that_the_name_says_or_that_tells_nothing() -> None:
    wish = Wish("search", (Wanted("shirt", 1),), gender="men")
    assert list(besides(voice("en"), wish, [shirt(1, "red", gender="men", usage="casual")])) == []
    checked = shirt(1, "red", "Turtle Check Shirt")
    assert list(besides(voice("en"), wish, [checked])) == []
    assert "de cuadros" in next(besides(voice("es"), wish, [checked]))


def test_two_of_one_colour_are_told_apart_by_their_place() -> None:
    items = [shirt(1, "red", gender="boys"), shirt(2, "red", gender="women")]
    (said,) = besides(voice("en"), Wish("search", (Wanted("shirt", 2),)), items)
    assert "first is for boys" in said and "second" in said


def test_no_season_is_told_of_what_is_worn_all_year() -> None:
    tie = replace(shirt(1, "red", season="fall"), category="tie")
    assert list(besides(voice("en"), WISH, [tie])) == []
    assert "for autumn" in next(besides(voice("en"), WISH, [shirt(1, "red", season="fall")]))


def test_a_title_may_say_for_whom() -> None:
    assert meant_for(shirt(1, "red", "Kids Girls Shirt", gender="women"), "girls")
    assert meant_for(shirt(1, "red", gender="unisex"), "men") and not meant_for(shirt(1, "red"), "men")


def test_a_spanish_colour_agrees_with_the_noun_of_the_title_not_with_that_of_the_category() -> None:
    trainers = Item("a", "White trainers", "shoes", Path("a.jpg"), "Zapatillas blancas", "white")
    speech = voice("es").speech
    assert speech.dyed_as_named(trainers) == "blancas" and speech.one(trainers) == "las blancas"
    assert speech.dyed_as_named(replace(trainers, title_es="")) == "blancos"
