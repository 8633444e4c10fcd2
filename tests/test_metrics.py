"""Figures of retrieval, on scores small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from app.evaluation import metrics


def test_rank_of_the_one_right_answer() -> None:
    scores = np.array([[0.9, 0.1, 0.5], [0.9, 0.1, 0.5]])
    found = metrics.one_relevant(scores, np.array([0, 1]))
    assert found["R@1"].tolist() == [1, 0]
    assert found["MRR"].tolist() == [1, pytest.approx(1 / 3)]


def test_a_tie_counts_against_the_right_answer() -> None:
    assert metrics.one_relevant(np.array([[0.5, 0.5]]), np.array([0]))["R@1"].tolist() == [0]


def test_precision_at_ten_can_reach_one_with_fewer_than_ten_right_answers() -> None:
    scores = np.linspace(1, 0, 20)[None]
    relevant = np.zeros((1, 20), bool)
    relevant[0, [0, 1, 2]] = True
    assert metrics.many_relevant(scores, relevant)["P@10"].tolist() == [1]


def test_the_first_right_answer_gives_the_reciprocal_rank() -> None:
    found = metrics.many_relevant(np.array([[3, 2, 1.0]]), np.array([[False, True, False]]))
    assert (found["P@1"][0], found["MRR"][0]) == (0, 0.5)


def test_f1_weighs_classes_by_how_often_they_are_true() -> None:
    truth, guess = np.array(["a", "a", "a", "b"]), np.array(["a", "a", "b", "b"])
    assert metrics.weighted_f1(truth, guess) == pytest.approx(0.75 * 0.8 + 0.25 * 2 / 3)


def test_a_summary_holds_mean_and_an_interval_around_it() -> None:
    found = metrics.summary({"R@1": np.array([0, 1, 1, 1.0] * 25)})
    low, high = found["interval"]["R@1"]
    assert found["R@1"] == 0.75 and low < 0.75 < high


def test_a_query_that_was_not_asked_counts_for_nothing() -> None:
    asked = np.array([1.0, 0, 1, 1])
    with_others = np.array([np.nan, 1, 0, np.nan, 1, 1])
    assert metrics.summary({"a": with_others, "b": np.full(3, np.nan)}) == metrics.summary({"a": asked})


def test_summaries_are_merged_with_their_intervals_and_empty_ones_add_nothing() -> None:
    one, other = metrics.summary({"a": np.ones(3)}), metrics.summary({"b": np.zeros(3)})
    assert metrics.merged(one, {}, other) == {"a": 1, "b": 0, "interval": {"a": [1, 1], "b": [0, 0]}}
    assert metrics.merged({}, {}) == metrics.summary({}) == {}


def test_among_many_groups_drawn_alike_a_gap_beyond_chance_is_rare() -> None:
    dice, sizes = np.random.default_rng(3), (55, 21, 25, 45, 133, 192, 20, 38)
    shops = [[(dice.random(n) < 0.9).astype(float) for n in sizes] for _ in range(100)]
    assert sum(metrics.beyond_chance(shop).any() for shop in shops) <= 12  # 5 are expected


def test_groups_that_differ_are_told_apart() -> None:
    half, most, few = np.array([0, 1.0] * 50), np.array([1.0] * 95 + [0] * 5), np.array([1.0] * 3)
    found = metrics.beyond_chance([half, most, few])
    assert found[0, 1] and found[1, 0] and not found[0, 2] and not found.diagonal().any()
