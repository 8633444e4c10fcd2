"""The colour in the middle of a picture, as a name."""

from __future__ import annotations

import pytest
from PIL import Image

from app.training.dominant_colour import dominant_colour
from data.catalogue.vocabulary import colours


@pytest.mark.parametrize(
    "name", ["black", "white", "grey", "navy blue", "green", "red", "pink", "brown", "purple"]
)
def test_a_plain_cloth_has_its_own_name(name: str) -> None:
    assert dominant_colour(Image.new("RGB", (60, 80), colours()[name].hex)) == name


def test_what_lies_around_it_does_not_count() -> None:
    photo = Image.new("RGB", (100, 100), "#d02030")
    photo.paste("#2f7d4f", (25, 25, 75, 75))
    assert dominant_colour(photo) == "green"


def test_cloth_in_a_dim_room_keeps_its_name() -> None:
    assert dominant_colour(Image.new("RGB", (50, 50), "#cbc6bd")) == "white"
    assert dominant_colour(Image.new("RGB", (50, 50), "#7d93ad")) == "blue"


def test_a_pattern_of_many_colours_has_none() -> None:
    photo = Image.new("RGB", (100, 100))
    inks = ["#1b1b1d", "#f7f6f2", "#c2313a", "#2f7d4f", "#6f4a8e", "#e07b39"]
    for place in range(100):
        photo.paste(inks[place % 6], (0, place, 100, place + 1))
    assert dominant_colour(photo.resize((600, 600), Image.Resampling.NEAREST)) == ""


def test_any_kind_of_picture_will_do() -> None:
    assert dominant_colour(Image.new("L", (3, 900), 20)) == "black"
    assert dominant_colour(Image.new("RGBA", (1, 1), "#2f62b5")) == "blue"
