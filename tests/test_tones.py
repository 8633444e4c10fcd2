"""Light, dark and bright colours."""

from __future__ import annotations

from typing import get_args

import pytest
from app.nlu.tones import NAMES, TONES, tone_in

from app.plan import Language
from data.catalogue.vocabulary import colours


@pytest.mark.parametrize(
    ("message", "tone"),
    [
        ("a shirt in light colours please", "light"),
        ("una falda larga de colores claros", "light"),
        ("pastel colors for spring", "light"),
        ("something dark for a funeral", "dark"),
        ("zapatos de color oscuro", "dark"),
        ("bright-coloured t-shirts", "bright"),
        ("tonos tierra, por favor", "earthy"),
        ("ropa en colores neutros", "neutral"),
        ("a light jacket", ""),
        ("a dark blue shirt", ""),
        ("what colours do you have?", ""),
    ],
)
def test_a_tone_is_read_where_colours_are_spoken_of(message: str, tone: str) -> None:
    assert tone_in(message) == tone


def test_every_tone_is_of_the_shops_colours_and_has_a_name_in_both_languages() -> None:
    assert frozenset().union(*TONES.values()) <= set(colours())
    assert all(set(NAMES[language]) == set(TONES) for language in get_args(Language))
