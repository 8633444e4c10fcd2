"""Who is served worse: figures by audience and by category, and the widest gap among the groups of each.

Knows labels and one value an item; does not know where they come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from app.evaluation import metrics
from app.evaluation.retrieval import RetrievalBenchmark

# Title → picture, picture → pictures of its category, and names, as the benchmark calls them
FIGURES = ("R@10", "P@10", "category_accuracy", "colour_accuracy")
AUDIENCES = ("men", "women", "boys", "girls", "unisex")
MIN_ASKED = 20  # items of a group that a figure is of at least

Groups = dict[str, dict[str, Any]]  # of each group its figures, and under "n" and "interval" those of each
Asked = dict[str, dict[str, np.ndarray]]  # of each group and figure one value an item


def by_group(benchmark: RetrievalBenchmark) -> dict[str, Any]:
    """ "by_audience", "by_category" and "gaps", the last with one record a figure and way to group.

    A gap is between the two groups farthest apart of those whose intervals do not overlap and whose means
    chance would hardly draw so far apart; without such a pair it is between the two farthest apart of all,
    and "beyond_chance" is false.
    """
    every = benchmark.titles | benchmark.neighbours | benchmark.accuracies
    values = {name: every[name] for name in FIGURES if name in every}
    categories = sorted(set(benchmark.category.tolist()) - {""})
    asked = {
        "audience": _asked(values, benchmark.gender, AUDIENCES),
        "category": _asked(values, benchmark.category, categories),
    }
    gaps = [gap for name in FIGURES for by, groups in asked.items() for gap in _gap(name, by, groups)]
    return {**{f"by_{by}": _figures(groups) for by, groups in asked.items()}, "gaps": gaps}


def _asked(values: Mapping[str, np.ndarray], labels: np.ndarray, names: Sequence[str]) -> Asked:
    """Of each group the figures of at least MIN_ASKED items; groups without any are left out."""
    groups = {}
    for name in names:
        own = {figure: every[(labels == name) & ~np.isnan(every)] for figure, every in values.items()}
        groups[name] = {figure: some for figure, some in own.items() if len(some) >= MIN_ASKED}
    return {name: own for name, own in groups.items() if own}


def _figures(asked: Asked) -> Groups:
    return {
        name: {**metrics.summary(own), "n": {figure: len(some) for figure, some in own.items()}}
        for name, own in asked.items()
    }


def _gap(figure: str, by: str, asked: Asked) -> list[dict[str, Any]]:
    """The figure's widest gap; none among fewer than two groups."""
    there = {name: own[figure] for name, own in asked.items() if figure in own}
    if len(there) < 2:
        return []
    names = sorted(there, key=lambda name: float(there[name].mean()))
    found = [metrics.summary({"": there[name]}) for name in names]
    intervals = [one["interval"][""] for one in found]
    certain = metrics.beyond_chance([there[name] for name in names])
    pairs = list(combinations(range(len(names)), 2))  # the worse one first
    apart = [(a, b) for a, b in pairs if intervals[a][1] < intervals[b][0] and certain[a, b]]
    one, two = max(
        apart or pairs,
        key=lambda pair: (found[pair[1]][""] - found[pair[0]][""], sum(len(there[names[at]]) for at in pair)),
    )  # of equal gaps that of more items
    return [
        {
            "figure": figure, "by": by, "worst": names[one], "best": names[two],
            "difference": round(found[two][""] - found[one][""], 4), "beyond_chance": bool(apart),
        }
    ]  # fmt: skip


def sentence(gap: Mapping[str, Any], groups: Mapping[str, Mapping[str, Any]]) -> str:
    """ "R@10 by audience: boys 0.71 [0.58, 0.84] (n 45) against women 0.86 [0.83, 0.89] (n 400)"."""

    def said(name: str) -> str:
        own, figure = groups[name], gap["figure"]
        low, high = own["interval"][figure]
        return f"{name} {own[figure]:.2f} [{low:.2f}, {high:.2f}] (n {own['n'][figure]})"

    pair = f"{said(gap['worst'])} against {said(gap['best'])}"
    widest = pair if gap["beyond_chance"] else f"no gap is beyond chance; the widest: {pair}"
    return f"{gap['figure']} by {gap['by']}: {widest}"
