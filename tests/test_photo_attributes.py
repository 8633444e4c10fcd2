"""Colour and audience as an encoder sees them, read without any card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from app.plan import Filters, Plan
from app.search.photo_attributes import Traits

AXES = ("red", "green", "women", "men")


class Corners:
    """Reads a text as the sum of the axes whose words it names; any other word is nowhere."""

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[float(axis in text.split()) for axis in AXES] for text in texts], np.float32)


def traits() -> Traits:
    return Traits(Corners())  # type: ignore[arg-type]


RED_FOR_WOMEN = np.array([[1, 0, 0, 0], [0, 0, 1, 0]], np.float32)  # two query vectors
GREEN_FOR_MEN = np.array([[0, 1, 0, 0], [0, 0, 0, 1]], np.float32)
BOTH = np.stack([RED_FOR_WOMEN, GREEN_FOR_MEN])


@pytest.mark.parametrize(
    ("plan", "other"),
    [
        (Plan("search", filters=Filters(("green",))), 0),
        (Plan("search", filters=Filters(audience="men")), 0),
        (Plan("search", filters=Filters(audience="women")), 1),
    ],
)
def test_what_is_asked_for_gains_and_what_the_photo_has_instead_loses(plan: Plan, other: int) -> None:
    gain = traits().gain(plan, "skirt", BOTH[other], BOTH)
    assert gain[1 - other] == pytest.approx(1, abs=1e-3) and gain[other] == pytest.approx(-1, abs=1e-3)


def test_a_photo_that_has_it_already_loses_nothing() -> None:
    gain = traits().gain(Plan("search", filters=Filters(("red",))), "skirt", RED_FOR_WOMEN, BOTH)
    assert gain.tolist() == pytest.approx([1, 0], abs=1e-3)


def test_colour_and_audience_add_up() -> None:
    plan = Plan("search", filters=Filters(("red",), audience="women"))
    gain = traits().gain(plan, "skirt", GREEN_FOR_MEN, BOTH)
    assert gain.tolist() == pytest.approx([2, -2], abs=1e-3)


def test_a_plan_for_neither_asks_nothing() -> None:
    plan = Plan("search", filters=Filters(audience="unisex"))
    assert traits().gain(plan, "skirt", RED_FOR_WOMEN, BOTH).tolist() == [0, 0]


def test_a_photos_vector_is_led_from_its_own_colour_to_the_one_asked_for() -> None:
    seen = np.array([1, 0, 0.5, 0], np.float32)
    turned = traits().turned(Plan("search", filters=Filters(("green",))), "skirt", RED_FOR_WOMEN, seen)
    assert turned[0] < seen[0] and turned[1] > seen[1]
    assert turned[2:].tolist() == seen[2:].tolist()


def test_pictures_show_the_garment_whose_name_fits_them_best_and_no_garment_that_is_not_stocked() -> None:
    assert traits().named("red", ("red", "green"), BOTH).tolist() == pytest.approx([1, 0], abs=1e-3)
    assert traits().named("hat", ("red", "green"), BOTH).tolist() == [0, 0]
