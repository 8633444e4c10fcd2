"""Who speaks, and whether a size is asked for."""

from __future__ import annotations

import pytest
from app.nlu.wearer import is_sized, speaker, young


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("My sister is getting married. I'm a man, medium build", "man"),
        ("soy una mujer alta y busco un abrigo", "mujer"),
        ("I am a tall woman", "woman"),
        ("I'm a girl and like pastel colours", "woman"),
        ("a shirt for a man", ""),
        ("mi hermano es un hombre alto", ""),
    ],
)
def test_who_speaks_is_told_from_who_is_spoken_of(message: str, said: str) -> None:
    assert speaker(message) == said


@pytest.mark.parametrize(
    ("message", "whom"),
    [
        ("shoes for kids", "kids"),
        ("do you sell kids' versions of these?", "kids"),
        ("zapatillas infantiles", "kids"),
        ("what do I wear for a walk with the kids?", ""),
        ("my kids love this shop", ""),
        ("a baby blue shirt", ""),
    ],
)
def test_things_for_children_are_told_from_children_who_are_along(message: str, whom: str) -> None:
    assert young(message) == whom


@pytest.mark.parametrize(
    ("message", "sized"),
    [
        ("a dress in size M", True),
        ("¿Tienen chanclas del 43?", True),
        ("zapatillas talla 42", True),
        ("jeans in XL", True),
        ("2 shirts and 3 hats", False),
        ("something for 40 euros", False),
        ("a small bag", False),
    ],
)
def test_sizes_are_told_from_other_numbers(message: str, sized: bool) -> None:
    assert is_sized(message) is sized
