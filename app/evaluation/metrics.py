"""Retrieval and classification figures with bootstrap intervals. Knows arrays, not models or catalogues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

RESAMPLES, F1_RESAMPLES = 1000, 200


def summary(values: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Means of per-query values, and under "interval" the 95 % bootstrap interval of each (Efron 1979).

    A query that was not asked is nan. Without queries there are no figures: {}.
    """
    asked = {name: v[~np.isnan(v)] for name, v in values.items()}
    there = {name: v for name, v in asked.items() if len(v)}
    means = {name: round(float(v.mean()), 4) for name, v in there.items()}
    intervals = {name: _interval(v[_draws(len(v), RESAMPLES)].mean(1)) for name, v in there.items()}
    return means | {"interval": intervals} if means else {}


def merged(*parts: dict[str, Any]) -> dict[str, Any]:
    """Several summaries as one; those without figures add nothing."""
    whole: dict[str, Any] = {}
    for part in filter(None, parts):
        whole |= part | {"interval": whole.get("interval", {}) | part["interval"]}
    return whole


def beyond_chance(groups: Sequence[np.ndarray]) -> np.ndarray:
    """(g, g) bool: whether the means of two groups of values lie farther apart than chance among g groups.

    All values are dealt anew to groups of these sizes. In standard errors a gap has to be wider than the
    widest of all pairs is in 95 % of the deals, so that many small groups do not find one by their number
    (Westfall & Young 1993). The standard deviation is that of all values and the same in each deal.
    """
    sizes = np.array([len(group) for group in groups])
    values = np.concatenate(groups)
    member = np.repeat(np.eye(len(sizes)), sizes, axis=0)  # (n, g)
    dealt = np.random.default_rng(0).permuted(np.tile(values, (RESAMPLES, 1)), axis=1)

    def gaps(means: np.ndarray) -> np.ndarray:
        wide = np.abs(means[..., :, None] - means[..., None, :])
        return wide / np.sqrt(1 / sizes[:, None] + 1 / sizes)

    widest = gaps(dealt @ member / sizes).max((1, 2))
    return gaps(values @ member / sizes) > np.percentile(widest, 95)


def _draws(count: int, resamples: int) -> np.ndarray:
    return np.random.default_rng(0).integers(count, size=(resamples, count))


def _interval(resampled: Any) -> list[float]:
    return [round(float(bound), 4) for bound in np.percentile(resampled, [2.5, 97.5])]


def one_relevant(scores: np.ndarray, relevant: np.ndarray) -> dict[str, np.ndarray]:
    """R@1, R@10 and reciprocal rank for queries (q, n) with one right answer each; ties count against."""
    own = scores[np.arange(len(scores)), relevant][:, None]
    rank = (scores >= own).sum(1)  # 1 is best
    return {"R@1": (rank <= 1).astype(float), "R@10": (rank <= 10).astype(float), "MRR": 1 / rank}


def many_relevant(scores: np.ndarray, relevant: np.ndarray) -> dict[str, np.ndarray]:
    """P@1, P@10 and reciprocal rank for queries (q, n) with several right answers, (q, n) bool.

    P@10 divides by min(10, number of right answers), so that 1.0 can always be reached.
    """
    order = np.argsort(-scores, axis=1, kind="stable")
    hits = np.take_along_axis(relevant, order, 1)
    reach = np.minimum(10, relevant.sum(1))
    first = np.where(hits.any(1), hits.argmax(1) + 1, np.inf)
    return {"P@1": hits[:, 0].astype(float), "P@10": hits[:, :10].sum(1) / reach, "MRR": 1 / first}


def weighted_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    """F1 of each class, weighted by how often the class is true."""
    classes = np.unique(truth)
    true, guessed = truth[:, None] == classes, guess[:, None] == classes
    f1 = 2 * (true & guessed).sum(0) / (true.sum(0) + guessed.sum(0))
    return float((true.mean(0) * f1).sum())


def f1_summary(truth: np.ndarray, guess: np.ndarray) -> dict[str, Any]:
    """Weighted F1 with its bootstrap interval over items."""
    resampled = [weighted_f1(truth[draw], guess[draw]) for draw in _draws(len(truth), F1_RESAMPLES)]
    value = round(weighted_f1(truth, guess), 4)
    return {"weighted_f1": value, "interval": {"weighted_f1": _interval(resampled)}}
