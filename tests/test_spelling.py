"""Misspelt words are mended, and ordinary ones are left alone."""

from __future__ import annotations

import pytest

from app.nlu.spelling import spelt


@pytest.mark.parametrize(
    ("word", "meant"),
    [("shrit", "shirt"), ("blak", "black"), ("kamiseta", "camiseta"), ("zapatiyas", "zapatillas"),
     ("sokcs", "socks")],
)  # fmt: skip
def test_slips_of_finger_and_ear(word: str, meant: str) -> None:
    assert spelt(word).word == meant


@pytest.mark.parametrize(
    "word", ["class", "coast", "cost", "manos", "party", "letter", "tricky", "theyre", "satin"]
)
def test_ordinary_words_are_no_garments(word: str) -> None:
    assert spelt(word).word == word


def test_a_slip_between_two_words_names_both() -> None:
    found = spelt("shrt")
    assert {"shirt", "short"} <= {found.word, *found.others}


def test_a_swap_is_nearer_than_another_letter() -> None:
    assert spelt("shrit").word == "shirt" and spelt("sofa").word == "sofa"
