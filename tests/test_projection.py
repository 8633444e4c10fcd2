"""A plane of many vectors: what is alike lies together, the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from app.evaluation.embedding_stats import trustworthiness
from app.search.projection import layout, principal_components
from models.vision.similarity import unit

RANDOM = np.random.default_rng(5)
KIND = np.repeat(np.arange(6), 20)
VECTORS = unit(np.eye(16)[KIND] + RANDOM.normal(size=(120, 16)) * 0.1)


def test_kinds_lie_apart_and_the_plane_keeps_more_than_two_directions_do() -> None:
    places = layout(VECTORS)
    assert places.shape == (120, 2) and places.min() >= 0 and places.max() == pytest.approx(1)
    square = ((places[:, np.newaxis] - places) ** 2).sum(-1)
    nearest = np.argsort(square, axis=1)[:, 1:6]
    assert (KIND[nearest] == KIND[:, np.newaxis]).mean() > 0.99
    assert trustworthiness(VECTORS, places) > trustworthiness(VECTORS, principal_components(VECTORS)) > 0.5


def test_the_same_vectors_have_the_same_places() -> None:
    np.testing.assert_array_equal(layout(VECTORS), layout(VECTORS))


@pytest.mark.parametrize("count", [2, 3, 5, 16])
def test_few_vectors_have_places_too(count: int) -> None:
    assert np.isfinite(layout(VECTORS[:: 120 // count][:count])).all()


def test_vectors_that_are_all_one_do_not_break_it() -> None:
    assert np.isfinite(layout(np.repeat(VECTORS[:1], 8, axis=0))).all()


def test_two_directions_are_those_of_most_variance() -> None:
    flat = RANDOM.normal(size=(50, 2)) @ np.array([[3.0, 0, 0, 0], [0, 0, 1, 0]])
    places = principal_components(flat)
    np.testing.assert_allclose(np.abs(places.var(0)), flat.var(0)[[0, 2]], rtol=0.2)
    assert trustworthiness(unit(VECTORS), VECTORS[:, :2]) <= 1
