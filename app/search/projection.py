"""Many vectors laid out on a plane, so that what is alike lies together. Knows numbers alone.

A neighbour embedding after UMAP (McInnes, Healy & Melville 2018), in numpy: neighbours pull, others push.
"""

from __future__ import annotations

import numpy as np

from app.search.neighbours import neighbours

NEAR = 15  # neighbours that pull
EPOCHS = 200
PUSHES = 5  # random others that push each item, in each epoch
# The curve 1 / (1 + A d^2B) that UMAP fits to its defaults, spread 1 and min_dist 0.1
A, B = 1.577, 0.895
STEP = 1.0  # at the start; it falls to nothing
LIMIT = 4.0  # of one move
EXTENT = 10.0  # of the first layout, so that the curve has something to tell apart


def principal(vectors: np.ndarray) -> np.ndarray:
    """(n, 2): the two directions of most variance (Pearson 1901), the largest weight of each positive."""
    centred = vectors - vectors.mean(0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    two = directions[:, :-3:-1]
    signs = np.sign(two[np.abs(two).argmax(0), range(two.shape[1])])
    return centred @ (two * signs)


def layout(vectors: np.ndarray) -> np.ndarray:
    """(n, 2) float64 in 0…1, the same each time, of unit rows (n, dim); fewer than four stay principal."""
    places = principal(np.asarray(vectors, np.float64))
    if len(vectors) > 3:
        places = _pulled(places, *_edges(vectors))
    low, high = places.min(0), places.max(0)
    return (places - low) / np.maximum(high - low, 1e-12).max()


def _edges(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of rows and their weights, 0…1: exp(-(d - nearest) / σ) with σ such that each item's weights add
    up to log2 of their number; of both directions p + q - pq, as in UMAP."""
    near = neighbours(vectors, NEAR)
    beyond = near.cosines[:, :1] - near.cosines  # cosine distance beyond the nearest
    low, high = np.full((len(beyond), 1), 1e-4), np.full((len(beyond), 1), 10.0)
    for _ in range(40):
        sigma = np.sqrt(low * high)
        heavy = np.exp(-beyond / sigma).sum(1, keepdims=True) > np.log2(beyond.shape[1])
        low, high = np.where(heavy, low, sigma), np.where(heavy, sigma, high)
    weights = np.exp(-beyond / np.sqrt(low * high)).ravel()
    heads, tails = np.repeat(np.arange(len(vectors)), near.rows.shape[1]), near.rows.ravel()
    pairs = np.minimum(heads, tails) * len(vectors) + np.maximum(heads, tails)
    keys, first, at = np.unique(pairs, return_index=True, return_inverse=True)
    total, one = np.bincount(at, weights), weights[first]
    return keys // len(vectors), keys % len(vectors), total - one * (total - one)


def _pulled(places: np.ndarray, heads: np.ndarray, tails: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Places (n, 2) after EPOCHS in which all pairs drawn move at once."""
    random = np.random.default_rng(0)
    places = places / max(np.abs(places).max(), 1e-12) * EXTENT
    n = len(places)
    for epoch in range(EPOCHS):
        step = STEP * (1 - epoch / EPOCHS)
        drawn = random.random(len(weights)) < weights  # a weight is how often an edge pulls
        one, other = heads[drawn], tails[drawn]
        apart = places[one] - places[other]
        square = np.maximum((apart**2).sum(1, keepdims=True), 1e-12)
        pull = np.clip(-2 * A * B * square ** (B - 1) / (1 + A * square**B) * apart, -LIMIT, LIMIT) * step
        pushed = np.repeat(np.concatenate([one, other]), PUSHES)
        apart = places[pushed] - places[random.integers(n, size=len(pushed))]
        square = (apart**2).sum(1, keepdims=True)
        push = np.clip(2 * B / ((0.001 + square) * (1 + A * square**B)) * apart, -LIMIT, LIMIT) * step
        moves = np.concatenate([pull, -pull, push])
        rows = np.concatenate([one, other, pushed])
        places = places + np.stack([np.bincount(rows, moves[:, axis], n) for axis in (0, 1)], axis=1)
    return places


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
