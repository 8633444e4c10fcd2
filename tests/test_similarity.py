"""Scores made of unit vectors."""

from __future__ import annotations

import numpy as np
import pytest

from models.vision.encoder import best_query, late_interaction, unit

CORNERS = np.array([[[1, 0], [0, 1]], [[1, 0], [1, 0]]], np.float32)  # two pictures, two query vectors each


def test_the_contrastive_score_is_the_best_query_vectors_cosine() -> None:
    asked = np.array([[0.6, 0.8]], np.float32)
    assert best_query(CORNERS, asked)[:, 0].tolist() == pytest.approx([0.8, 0.6])


def test_two_pictures_are_as_alike_as_the_best_pairs_of_their_query_vectors_on_average() -> None:
    assert late_interaction(CORNERS, CORNERS[0]).tolist() == [1, 0.5]


def test_rows_get_unit_length_and_a_zero_row_stays_zero() -> None:
    np.testing.assert_allclose(unit(np.array([[3.0, 4.0], [0.0, 0.0]])), [[0.6, 0.8], [0.0, 0.0]], rtol=1e-6)
