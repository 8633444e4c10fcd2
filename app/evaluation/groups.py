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

FIGURES = (
    "R@10",
    "P@10",
    "category_accuracy",
    "colour_accuracy",
)  # title → picture, picture → pictures, names
AUDIENCES = ("men", "women", "boys", "girls", "unisex")
MIN_ASKED = 20  # items of a group that a figure is of at least

Groups = dict[str, dict[str, Any]]  # of each group its figures, and under "n" and "interval" those of each


def by_group(benchmark: RetrievalBenchmark) -> dict[str, Any]:
    """ "by_audience", "by_category" and "gaps", the last with one record a figure and way to group.

    A gap is between the two groups farthest apart of those whose intervals do not overlap; where all overlap,
    between the two farthest apart, and "beyond_chance" is false.
    """
    every = benchmark.titles | benchmark.neighbours | benchmark.accuracies
    values = {name: every[name] for name in FIGURES if name in every}
    categories = sorted(set(benchmark.category.tolist()) - {""})
    found = {
        "audience": _figures(values, benchmark.gender, AUDIENCES),
        "category": _figures(values, benchmark.category, categories),
    }
    gaps = [gap for name in FIGURES for by, groups in found.items() for gap in _gap(name, by, groups)]
    return {**{f"by_{by}": groups for by, groups in found.items()}, "gaps": gaps}


def _figures(values: Mapping[str, np.ndarray], labels: np.ndarray, names: Sequence[str]) -> Groups:
    """Figures of each group; those of fewer than MIN_ASKED items are left out, and groups without any."""
    groups = {}
    for name in names:
        own = {figure: every[(labels == name) & ~np.isnan(every)] for figure, every in values.items()}
        asked = {figure: some for figure, some in own.items() if len(some) >= MIN_ASKED}
        if asked:
            groups[name] = {
                **metrics.summary(asked),
                "n": {figure: len(some) for figure, some in asked.items()},
            }
    return groups


def _gap(figure: str, by: str, groups: Groups) -> list[dict[str, Any]]:
    """The figure's widest gap; none among fewer than two groups."""
    names = sorted((name for name in groups if figure in groups[name]), key=lambda name: groups[name][figure])
    pairs = list(combinations(names, 2))  # the worse one first
    if not pairs:
        return []

    def interval(name: str) -> list[float]:
        return groups[name]["interval"][figure]

    def difference(pair: tuple[str, str]) -> float:
        return groups[pair[1]][figure] - groups[pair[0]][figure]

    apart = [(worse, better) for worse, better in pairs if interval(worse)[1] < interval(better)[0]]
    worst, best = widest = max(apart or pairs, key=difference)
    return [
        {
            "figure": figure, "by": by, "worst": worst, "best": best,
            "difference": round(difference(widest), 4), "beyond_chance": bool(apart),
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
