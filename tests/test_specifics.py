"""What a message says of a thing beyond category, colour and audience, and which cards bear it out."""

from __future__ import annotations

from pathlib import Path

import pytest
from app.nlu.specifics import NAMED, REFUSED, TOLD, borne, specifics, unsaid

from data.catalogue.catalogue import Item


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("a Puma t-shirt", ["Puma"]),
        ("show me nike running shoes for men", ["nike"]),
        ("batman t-shirt for my son", ["batman"]),
        ("v-neck sweater", ["v-neck"]),
        ("una camiseta del Manchester United", ["Manchester", "United"]),
        ("zapatillas adidas blancas talla 42", ["adidas"]),
        ("camisa de manga corta de cuadros", ["manga corta"]),
        ("kids t-shirt with dinosaurs, for a boy of 6", ["dinosaurs"]),
        ("una falda plisada midi", ["plisada", "midi"]),
        ("una playera de los Yankees", ["Yankees"]),
        ("need a nice new dress asap", []),
        ("two black shirts for my wife, please", []),
        ("algo para una boda", []),
    ],
)
def test_what_describes_a_garment_is_told_from_what_does_not(message: str, said: list[str]) -> None:
    assert [one.word for one in specifics(message)] == said
    assert all(one.sure for one in specifics(message))


def test_a_description_is_of_the_garment_beside_which_it_stands() -> None:
    found = specifics("do you have Nike t-shirts and black leather shoes?")
    assert [(one.word, one.category) for one in found] == [("Nike", "t-shirt"), ("leather", "shoes")]


@pytest.mark.parametrize(
    "message", ["un bolso que no sea de piel", "a dress that isn't silk", "a Nike shirt . not Nike, please"]
)
def test_what_is_refused_is_refused(message: str) -> None:
    assert [one.refused for one in specifics(message)] == [True]


def test_of_makers_in_several_sentences_the_last_is_meant() -> None:
    def makers(message: str) -> list[tuple[str, bool]]:
        return [(one.word, one.refused) for one in specifics(message)]

    assert makers("sneakers by Nike . what about Reebok?") == [("Reebok", False)]
    assert makers("zapatillas Nike . otra marca?") == [("Nike", True)]
    assert makers("a Nike or Adidas shirt") == [("Nike", False), ("Adidas", False)]
    assert makers("a Nike shirt. Also an Adidas cap") == [("Nike", False), ("Adidas", False)]


def test_who_speaks_and_where_is_not_worth_saying_that_no_card_says_it() -> None:
    assert not any(one.sure for one in specifics("Hello! I am Peter from London and want a red scarf"))


def item(title: str, category: str = "shirt") -> Item:
    return Item(title, title, category, Path("picture.png"))


@pytest.mark.parametrize("message", ["a leather shirt", "una camisa de cuero"])
def test_a_card_says_the_same_in_either_language(message: str) -> None:
    asked = specifics(message)
    assert borne(asked, " black leather shirt ", "shirt") == TOLD
    assert borne(asked, " camisa negra de piel ", "shirt") == TOLD
    assert borne(asked, " leathery one ", "shirt") == TOLD  # a word for it too
    assert borne(asked, " black leather boots ", "shoes") == 0


def test_a_name_weighs_more_than_a_stuff_and_a_refusal_more_than_all() -> None:
    assert borne(specifics("a Nike shirt"), " nike shirt ", "shirt") == NAMED > TOLD
    assert borne(specifics("a shirt, not Nike"), " nike shirt ", "shirt") == -REFUSED


def test_the_cards_that_do_not_say_it_are_named_with_those_that_do() -> None:
    linen, cotton, boots = item("White linen shirt"), item("White cotton shirt"), item("Boots", "shoes")
    (found,) = unsaid(specifics("linen shirts"), [linen, cotton, boots])
    assert found == ("linen", [linen, cotton], [linen])
    assert list(unsaid(specifics("linen shirts, nothing by Nike"), [linen])) == []
