"""So many of one garment in several colours: each colour is a thing of its own, and both are found."""

from __future__ import annotations

import pytest

from app.nlu.parser import read
from app.nlu.wish import Wish


def told(text: str) -> list[tuple[str, int, str]]:
    return [(w.category, w.count, w.colour) for w in read(text).wish.wanted]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two ties, one red and one blue", [("tie", 1, "red"), ("tie", 1, "blue")]),
        ("a red shirt and a blue shirt", [("shirt", 1, "red"), ("shirt", 1, "blue")]),
        ("a white shirt and a black one", [("shirt", 1, "white"), ("shirt", 1, "black")]),
        ("a red and a blue tie", [("tie", 1, "red"), ("tie", 1, "blue")]),
        ("black shoes and brown shoes", [("shoes", 1, "black"), ("shoes", 1, "brown")]),
        ("dos camisas, una blanca y otra azul", [("shirt", 1, "white"), ("shirt", 1, "blue")]),
        ("tres camisetas: dos blancas y una negra", [("t-shirt", 2, "white"), ("t-shirt", 1, "black")]),
        (
            "two t-shirts, one in red and the other in navy",
            [("t-shirt", 1, "red"), ("t-shirt", 1, "navy blue")],
        ),
    ],
)
def test_each_colour_that_comes_with_a_number_is_a_thing_of_its_own(
    text: str, expected: list[tuple[str, int, str]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a black and white shirt", 1),
        ("two black and white shirts", 2),
        ("a black dress or a red one", 1),
        ("shirts in red and blue", 2),
        ("one red dress", 1),
        ("three shirts, one of them red", 3),
    ],
)
def test_colours_of_one_thing_or_of_nobody_knows_which_are_not_shared_out(text: str, count: int) -> None:
    (wanted,) = read(text).wish.wanted
    assert wanted.count == count


def test_their_number_is_that_of_all_colours() -> None:
    assert read("three shirts: two white ones and a blue one").wish.counts() == {"shirt": 3}
    assert Wish("chat").counts() == {}
