"""Colour and audience as an encoder sees them, read without any card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from app.nlu.wish import Wish
from app.search.photo_attributes import Traits

AXES = ("red", "green", "women", "men")


class Corners:
    """Reads a text as the sum of the axes whose words it names; any other word is nowhere."""

    def __init__(self) -> None:
        self.read = 0

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        self.read += len(texts)
        return np.array([[float(axis in text.split()) for axis in AXES] for text in texts], np.float32)


RED_FOR_WOMEN = np.array([[1, 0, 0, 0], [0, 0, 1, 0]], np.float32)  # two query vectors
GREEN_FOR_MEN = np.array([[0, 1, 0, 0], [0, 0, 0, 1]], np.float32)
BOTH = np.stack([RED_FOR_WOMEN, GREEN_FOR_MEN])


@pytest.mark.parametrize(
    ("wish", "other"),
    [
        (Wish("search", colour="green"), 0),
        (Wish("search", gender="men"), 0),
        (Wish("search", gender="women"), 1),
    ],
)
def test_what_is_wished_gains_and_what_the_photo_has_instead_loses(wish: Wish, other: int) -> None:
    gain = Traits(Corners()).gain(wish, "skirt", BOTH[other], BOTH)
    assert gain[1 - other] == pytest.approx(1, abs=1e-3) and gain[other] == pytest.approx(-1, abs=1e-3)


def test_a_photo_that_has_it_already_loses_nothing() -> None:
    gain = Traits(Corners()).gain(Wish("search", colour="red"), "skirt", RED_FOR_WOMEN, BOTH)
    assert gain.tolist() == pytest.approx([1, 0], abs=1e-3)


def test_colour_and_audience_add_up() -> None:
    wish = Wish("search", colour="red", gender="women")
    gain = Traits(Corners()).gain(wish, "skirt", GREEN_FOR_MEN, BOTH)
    assert gain.tolist() == pytest.approx([2, -2], abs=1e-3)


def test_a_wish_for_neither_asks_nothing() -> None:
    encoder = Corners()
    wish = Wish("search", gender="unisex")
    assert Traits(encoder).gain(wish, "skirt", RED_FOR_WOMEN, BOTH).tolist() == [0, 0]
    assert encoder.read == 0


def test_a_photos_vector_is_led_from_its_own_colour_to_the_one_asked_for() -> None:
    seen = np.array([1, 0, 0.5, 0], np.float32)
    turned = Traits(Corners()).turned(Wish("search", colour="green"), "skirt", RED_FOR_WOMEN, seen)
    assert turned[0] < seen[0] and turned[1] > seen[1]
    assert turned[2:].tolist() == seen[2:].tolist()


def test_the_names_are_read_once_for_each_noun() -> None:
    encoder = Corners()
    traits = Traits(encoder)
    for _ in range(3):
        traits.gain(Wish("search", colour="red"), "skirt", RED_FOR_WOMEN, BOTH)
    once = encoder.read
    traits.gain(Wish("search", colour="green"), "hat", RED_FOR_WOMEN, BOTH)
    assert encoder.read == 2 * once


def test_pictures_show_the_garment_whose_name_fits_them_best_and_no_garment_that_is_not_stocked() -> None:
    traits = Traits(Corners())
    assert traits.named("red", ("red", "green"), BOTH).tolist() == pytest.approx([1, 0], abs=1e-3)
    assert traits.named("hat", ("red", "green"), BOTH).tolist() == [0, 0]
