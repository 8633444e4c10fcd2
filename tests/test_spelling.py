"""Misspelt words are mended, and ordinary ones are left alone."""

from __future__ import annotations

import pytest

from app.nlu.spelling import distance, spelt


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("shrit", "shirt"), ("blak", "black"), ("kamiseta", "camiseta"), ("bestido", "vestido"),
        ("zapatiyas", "zapatillas"), ("avrigo", "abrigo"), ("chakcueta", "chaqueta"), ("trousrs", "trousers"),
        ("sokcs", "socks"), ("rrojaa", "roja"), ("kiero", "quiero"), ("hodie", "hoodie"),
        ("sneekrs", "sneakers"),
    ],
)  # fmt: skip
def test_slips_of_finger_and_ear(word: str, meant: str) -> None:
    assert spelt(word).word == meant


@pytest.mark.parametrize(
    "word",
    [
        "class", "rest", "says", "parts", "double", "cost", "coast", "juan", "cuerpo", "manos", "peor",
        "party", "share", "while", "read", "shows", "gordo", "quite", "letter", "tasks", "tricky", "tias",
        "pollos", "theyre", "satin",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_garments(word: str) -> None:
    assert spelt(word).word == word


def test_a_slip_between_two_words_names_both() -> None:
    found = spelt("shrt")
    assert {"shirt", "short"} <= {found.word, *found.others}


def test_a_swap_is_nearer_than_another_letter() -> None:
    assert distance("shrit", "shirt", 2) < distance("shift", "shirt", 2) < 2 < distance("sofa", "shirt", 2)
