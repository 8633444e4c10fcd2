"""Retrieval and classification figures with bootstrap intervals. Knows arrays, not models or catalogues."""

from __future__ import annotations

from typing import Any

import numpy as np

RESAMPLES = 1000

Queries = dict[int, dict[str, float]]  # the values of each query asked


def summary(values: dict[str, np.ndarray]) -> dict[str, Any]:
    """Means of per-query values, and under "interval" the 95 % bootstrap interval of each (Efron 1979).

    Without queries there are no figures: {}.
    """
    means = {name: round(float(v.mean()), 4) for name, v in values.items()}
    return means | {"interval": {name: _interval(v) for name, v in values.items()}} if means else {}


def merged(*parts: dict[str, Any]) -> dict[str, Any]:
    """Several summaries as one; those without figures add nothing."""
    whole: dict[str, Any] = {}
    for part in parts:
        whole |= part | {"interval": whole.get("interval", {}) | part["interval"]} if part else {}
    return whole


def gain(better: Queries, than: Queries) -> dict[str, Any]:
    """How much higher one ranking's values are than another's, over the queries that both were asked."""
    both = sorted(better.keys() & than.keys())
    names = better[both[0]] if both else ()
    return summary({n: np.array([better[query][n] - than[query][n] for query in both]) for n in names})


def _interval(values: np.ndarray) -> list[float]:
    draws = np.random.default_rng(0).integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(1), [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


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
    total = 0.0
    for name in np.unique(truth):
        right = float(((truth == name) & (guess == name)).sum())
        total += (truth == name).mean() * 2 * right / max(1, (truth == name).sum() + (guess == name).sum())
    return float(total)


def f1_summary(truth: np.ndarray, guess: np.ndarray) -> dict[str, Any]:
    """Weighted F1 with its bootstrap interval over items."""
    draws = np.random.default_rng(0).integers(len(truth), size=(200, len(truth)))
    low, high = np.percentile([weighted_f1(truth[d], guess[d]) for d in draws], [2.5, 97.5])
    value = round(weighted_f1(truth, guess), 4)
    return {"weighted_f1": value, "interval": {"weighted_f1": [round(float(low), 4), round(float(high), 4)]}}
