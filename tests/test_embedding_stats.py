"""The report's figures against their definitions, pair by pair."""

from __future__ import annotations

import numpy as np
import pytest

from app.evaluation import embedding_stats as q
from app.search.catalogue_map import neighbours
from models.vision.encoder import unit

RANDOM = np.random.default_rng(3)
NAMES = np.array(["dress", "dress", "dress", "hat", "hat", "hat", "hat", "belt"])
VECTORS = unit(RANDOM.normal(size=(8, 5)) + (NAMES == "hat")[:, np.newaxis] * 2)
IDS = [f"id-{row}" for row in range(8)]


def distance(one: int, other: int) -> float:
    return 1 - float(VECTORS[one] @ VECTORS[other])


def test_neighbours_are_the_nearest_others_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.search.catalogue_map.ROWS", 3)  # more than one block
    found = neighbours(VECTORS, 3, close=0.5)
    for row in range(8):
        others = sorted((o for o in range(8) if o != row), key=lambda o: distance(row, o))
        assert found.rows[row].tolist() == others[:3]
    pairs = {(one, other) for one in range(8) for other in range(one + 1, 8) if distance(one, other) <= 0.5}
    assert {tuple(pair) for pair in found.pairs.tolist()} == pairs and pairs
    assert neighbours(VECTORS[:2], 10).rows.tolist() == [[1], [0]]


def test_the_mean_distance_is_that_of_all_pairs() -> None:
    pairs = [distance(one, other) for one in range(8) for other in range(8) if one != other]
    assert q.mean_distance(VECTORS) == pytest.approx(np.mean(pairs), abs=1e-6)


def test_a_silhouette_compares_the_own_category_with_the_nearest_other() -> None:
    def by_hand(row: int) -> float:
        means = {
            str(name): np.mean([distance(row, o) for o in range(8) if o != row and NAMES[o] == name] or [0])
            for name in np.unique(NAMES)
        }
        own = means.pop(str(NAMES[row]))
        nearest = min(means.values())
        return float((nearest - own) / max(own, nearest)) if (NAMES[row] == NAMES).sum() > 1 else 0.0

    found = q.silhouettes(VECTORS, NAMES)
    assert found is not None
    np.testing.assert_allclose(found, [by_hand(row) for row in range(8)], atol=1e-6)
    assert q.silhouettes(VECTORS, np.full(8, "hat")) is None


def test_counts_that_are_even_have_no_skew_and_one_hub_has() -> None:
    assert q.skewness(np.full(8, 3)) == 0
    assert q.skewness(np.array([0, 1, 2])) == pytest.approx(0)
    assert q.skewness(np.array([1] * 99 + [50])) > 5


def test_the_gap_is_between_the_centres_and_leaves_out_what_has_no_text() -> None:
    texts = np.vstack([unit(RANDOM.normal(size=(7, 5))), np.full((1, 5), np.nan)])
    found = q.gap(VECTORS, texts)
    centres = VECTORS[:7].mean(0) - texts[:7].mean(0)
    assert found["length"] == pytest.approx(float(np.linalg.norm(centres)), abs=1e-6)
    cosines = VECTORS[:7] @ texts[:7].T
    assert found["own"] == pytest.approx(cosines.diagonal().mean(), abs=1e-6)
    assert found["others"] == pytest.approx((cosines.sum() - cosines.trace()) / 42, abs=1e-6)


def test_a_report_names_doubles_closest_first_and_hubs() -> None:
    twice = np.vstack([VECTORS, VECTORS[4], unit(VECTORS[2] + 0.02)])
    report = q.quality([*IDS, "copy", "near"], twice, [*NAMES, "hat", "dress"], close=0.99)
    assert [(d["one"], d["other"]) for d in report["duplicates"][:2]] == [("id-4", "copy"), ("id-2", "near")]
    assert report["items"] == 10 and report["dim"] == 5 and report["gap"] is None
    assert set(report["silhouettes"]) == {"dress", "hat"}  # one belt has nobody to be compared with
    assert len(report["hubs"]) == q.MAX_HUBS and report["hubs"][0]["count"] >= report["hubs"][1]["count"]
    assert 0 <= report["antihubs"] <= 1
