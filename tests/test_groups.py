"""Figures by audience and by category, with invented benchmarks whose values are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from app.evaluation.groups import by_group, sentence
from app.evaluation.rankers import Ranker
from app.evaluation.retrieval import RetrievalBenchmark
from data.catalogue.catalogue import Item


class KnownRanker(Ranker):
    """Takes the missed items for another category and ranks them last for their titles."""

    def __init__(self, items: Sequence[Item], missed: set[int]) -> None:
        names = sorted({it.category for it in items})
        super().__init__(np.eye(len(names))[[names.index(it.category) for it in items]])
        self._items, self._missed = items, missed

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self._scores(set(text.split())) for text in texts], float)

    def _scores(self, words: set[str]) -> list[int]:
        found = []
        for n, it in enumerate(self._items):
            title = -1 if n in self._missed else 2
            found.append(title if it.title in words else int((it.category in words) != (n in self._missed)))
        return found

    def pictures(self, asked: np.ndarray) -> np.ndarray:
        return asked @ self.own.T


def benchmark(missed: set[int], *groups: tuple[str, str, int], coloured: int = 0) -> RetrievalBenchmark:
    """So many items of each audience and category; the first few are red and blue in turn."""
    labels = [(gender, category) for gender, category, count in groups for _ in range(count)]
    colours = [("red", "blue")[n % 2] if n < coloured else "" for n in range(len(labels))]
    items = [
        Item(str(n), f"title{n}", category, Path("x"), gender=gender, colour=colour)
        for n, ((gender, category), colour) in enumerate(zip(labels, colours, strict=True))
    ]
    return RetrievalBenchmark(items, KnownRanker(items, missed))


BOYS_MISSED = set(range(0, 30, 2))  # half of the first thirty


@pytest.fixture
def unfair() -> RetrievalBenchmark:
    """Half of the boys' items are missed, none of the women's."""
    return benchmark(BOYS_MISSED, ("boys", "hat", 15), ("boys", "skirt", 15), ("women", "hat", 50))


def test_each_group_has_its_figures_with_intervals_and_how_many_they_are_of(
    unfair: RetrievalBenchmark,
) -> None:
    found = by_group(unfair)
    boys, women = found["by_audience"]["boys"], found["by_audience"]["women"]
    assert boys["R@10"] == boys["category_accuracy"] == 0.5
    assert women["R@10"] == women["category_accuracy"] == 1
    assert (boys["n"]["R@10"], women["n"]["category_accuracy"]) == (30, 50)
    low, high = boys["interval"]["R@10"]
    assert low < 0.5 < high
    assert boys["P@10"] == women["P@10"] == 1  # pictures are always seen rightly


def test_groups_are_the_parts_of_the_whole(unfair: RetrievalBenchmark) -> None:
    parts, whole = by_group(unfair)["by_audience"].values(), unfair.zero_shot()["category_accuracy"]
    count = sum(part["n"]["category_accuracy"] for part in parts)
    right = sum(part["n"]["category_accuracy"] * part["category_accuracy"] for part in parts)
    assert right / count == pytest.approx(whole, abs=1e-3)


def test_the_widest_gap_names_who_is_served_worse(unfair: RetrievalBenchmark) -> None:
    found = by_group(unfair)
    gap = next(one for one in found["gaps"] if (one["figure"], one["by"]) == ("R@10", "audience"))
    assert gap == {
        "figure": "R@10", "by": "audience", "worst": "boys", "best": "women", "difference": 0.5,
        "beyond_chance": True,
    }  # fmt: skip
    said = sentence(gap, found["by_audience"])
    assert said.startswith("R@10 by audience: boys 0.50 [0.")
    assert said.endswith("] (n 30) against women 1.00 [1.00, 1.00] (n 50)")


def test_a_gap_whose_intervals_overlap_is_not_beyond_chance() -> None:
    found = by_group(benchmark({0, 2}, ("boys", "hat", 20), ("women", "skirt", 20)))
    for gap in found["gaps"]:
        assert not gap["beyond_chance"]
    gap = next(one for one in found["gaps"] if one["figure"] == "R@10")
    assert (gap["worst"], gap["best"], gap["difference"]) == ("boys", "women", 0.1)
    assert "no gap is beyond chance; the widest: boys 0.90" in sentence(gap, found["by_audience"])


def test_a_wide_but_uncertain_gap_gives_way_to_a_certain_one() -> None:
    few, many = set(range(0, 20, 3)), set(range(20, 320, 4))  # a third of the boys', a quarter of the men's
    groups = (("boys", "hat", 20), ("men", "hat", 300), ("women", "skirt", 100))
    found = by_group(benchmark(few | many | set(range(320, 332)), *groups))
    shares = {name: own["category_accuracy"] for name, own in found["by_audience"].items()}
    assert shares["boys"] < shares["men"] < shares["women"]
    gap = next(o for o in found["gaps"] if (o["figure"], o["by"]) == ("category_accuracy", "audience"))
    assert (gap["worst"], gap["best"], gap["beyond_chance"]) == ("men", "women", True)


def test_a_group_that_is_always_right_by_luck_is_no_gap() -> None:
    missed = set(range(0, 60, 15))  # 4 of 60; the interval of the 21 without a miss has no width
    found = by_group(benchmark(missed, ("women", "hat", 60), ("men", "skirt", 21)))
    women, men = found["by_audience"]["women"], found["by_audience"]["men"]
    assert women["interval"]["category_accuracy"][1] < men["interval"]["category_accuracy"][0]
    gap = next(one for one in found["gaps"] if one["figure"] == "category_accuracy")
    assert not gap["beyond_chance"]


def test_of_equal_gaps_the_one_of_more_items_is_named() -> None:
    groups = (("boys", "hat", 20), ("men", "skirt", 30), ("women", "skirt", 40), ("unisex", "skirt", 20))
    gap = next(one for one in by_group(benchmark(set(range(20)), *groups))["gaps"] if one["by"] == "audience")
    assert (gap["worst"], gap["best"]) == ("boys", "women")


def test_small_groups_and_unknown_labels_have_no_figures() -> None:
    found = by_group(benchmark(set(), ("girls", "hat", 19), ("", "skirt", 30), ("men", "hat", 20)))
    assert set(found["by_audience"]) == {"men"}
    assert set(found["by_category"]) == {"hat", "skirt"}
    assert {gap["by"] for gap in found["gaps"]} == {"category"}  # one group alone has no gap


def test_a_figure_asked_of_too_few_items_of_a_group_is_left_out() -> None:
    groups = (("men", "hat", 30), ("women", "skirt", 60))
    enough = by_group(benchmark(set(), *groups, coloured=20))["by_category"]
    assert enough["hat"]["n"]["colour_accuracy"] == 20 and "colour_accuracy" not in enough["skirt"]
    assert "colour_accuracy" not in by_group(benchmark(set(), *groups, coloured=19))["by_category"]["hat"]
