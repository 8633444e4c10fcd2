"""How good the vectors of an index are before anybody asks it anything: spread, clusters, hubs, doubles.

Knows unit vectors and labels; does not know where they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.search.catalogue_map import neighbours

TOP_K = 10  # neighbours whose lists are counted: what a customer sees at once
MAX_HUBS = 5  # named in a report


def quality(
    ids: Sequence[str], vectors: np.ndarray, categories: Sequence[str], close: float,
    texts: np.ndarray | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Figures of unit rows (n, dim), two or more; duplicates from the cosine ``close`` on, the closest first.

    "antihubs" is the share of items that are in nobody's TOP_K nearest, "silhouettes" are those of each
    category with two items or more. ``texts`` (n, dim) are the items' own titles, nan where there is none.
    """
    near, names = neighbours(vectors, TOP_K, close), np.array(categories)
    counts = np.bincount(near.rows.ravel(), minlength=len(ids))
    single = silhouettes(vectors, names)
    order = np.argsort(-near.closeness, kind="stable")
    return {
        "items": len(ids), "dim": vectors.shape[1], "distance": mean_distance(vectors),
        "silhouette": None if single is None else float(single.mean()),
        "silhouettes": {} if single is None else _by_name(single, names),
        "hubness": skewness(counts), "antihubs": float((counts == 0).mean()),
        "hubs": [
            {"id": ids[row], "count": int(counts[row])}
            for row in np.argsort(-counts, kind="stable")[:MAX_HUBS]
        ],
        "duplicates": [
            {"one": ids[one], "other": ids[other], "cosine": float(cosine)}
            for (one, other), cosine in zip(near.pairs[order], near.closeness[order], strict=True)
        ],
        "gap": None if texts is None else gap(vectors, texts),
    }  # fmt: skip


def mean_distance(vectors: np.ndarray) -> float:
    """Mean cosine distance, 0…2, of all pairs: for unit rows 1 - (|Σx|² - n) / (n (n - 1))."""
    n = len(vectors)
    total = np.square(vectors.sum(0, dtype=np.float64)).sum()
    return float(1 - (total - n) / (n * (n - 1)))


def silhouettes(vectors: np.ndarray, names: np.ndarray) -> np.ndarray | None:
    """(n,) -1…1: (b - a) / max(a, b) with a the mean cosine distance to the own category and b that to the
    nearest other one; 0 for an item alone in its category (Rousseeuw 1987). None with one category.

    The mean distance to a group is one minus the product with the group's mean: no pair is formed.
    """
    kinds, own, sizes = np.unique(names, return_inverse=True, return_counts=True)
    if len(kinds) < 2:
        return None
    sums = np.zeros((len(kinds), vectors.shape[1]))
    np.add.at(sums, own, vectors)
    rows, size = np.arange(len(vectors)), sizes[own]
    to_all = 1 - vectors @ (sums / sizes[:, np.newaxis]).T
    within = 1 - (np.einsum("nd,nd->n", vectors, sums[own]) - 1) / np.maximum(size - 1, 1)
    to_all[rows, own] = np.inf
    nearest = to_all.min(1)
    return np.where(size > 1, (nearest - within) / np.maximum(np.maximum(within, nearest), 1e-12), 0.0)


def skewness(counts: np.ndarray) -> float:
    """Third standardized moment of how often each item is among others' nearest; 0 is even, above 1 a few
    hubs crowd the lists (Radovanović, Nanopoulos & Ivanović 2010)."""
    spread = counts.std()
    return float((((counts - counts.mean()) / spread) ** 3).mean()) if spread else 0.0


def gap(vectors: np.ndarray, texts: np.ndarray) -> dict[str, float]:
    """How far pictures and texts lie apart: "length" between their centres, 0…2 (Liang et al. 2022), and the
    mean cosine of each picture with its "own" text and with "others"; rows without text are left out."""
    known = ~np.isnan(texts).any(1)
    pictures, said = vectors[known].astype(np.float64), texts[known].astype(np.float64)
    own = np.einsum("nd,nd->n", pictures, said)
    all_pairs, n = pictures.sum(0) @ said.sum(0), len(own)
    return {
        "length": float(np.linalg.norm(pictures.mean(0) - said.mean(0))),
        "own": float(own.mean()),
        "others": float((all_pairs - own.sum()) / (n * (n - 1))),
    }


def _by_name(single: np.ndarray, names: np.ndarray) -> dict[str, float]:
    kinds, counts = np.unique(names, return_counts=True)
    means = {str(kind): float(single[names == kind].mean()) for kind in kinds[counts > 1]}
    return dict(sorted(means.items(), key=lambda pair: pair[1]))


def trustworthiness(vectors: np.ndarray, places: np.ndarray, k: int = 10) -> float:
    """0…1: how far the k nearest on the plane are near among the vectors too (Venna & Kaski 2001); k is less
    than half of them. Forms all pairs: of three rows to some thousands.
    """
    n = len(vectors)
    k = min(k, (n - 1) // 2)
    ranks = np.argsort(np.argsort(-(vectors @ vectors.T), axis=1, kind="stable"), axis=1)  # itself is 0
    square = (places**2).sum(1)
    distance = square[:, np.newaxis] + square - 2 * places @ places.T
    np.fill_diagonal(distance, np.inf)
    shown = np.argsort(distance, axis=1, kind="stable")[:, :k]
    strangers = np.maximum(np.take_along_axis(ranks, shown, 1) - k, 0).sum()
    return float(1 - 2 * strangers / (n * k * (2 * n - 3 * k - 1)))
