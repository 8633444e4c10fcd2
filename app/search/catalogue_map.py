"""A catalogue as a map: each item a point to hover, click and search from; kept beside its index.

The layout is a neighbour embedding after UMAP (McInnes, Healy & Melville 2018), in numpy: neighbours attract,
others repel. Knows the store; does not know how a map is drawn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.catalogue.catalogue import Item
from data.store.store import Store, StoreError

FILE = "map.json"
ROWS = 1024  # whose cosines with all others are held at once: 180 MB for 44,000 vectors
N_NEIGHBOURS = 15  # that attract
EPOCHS = 200
NEGATIVE_SAMPLES = 5  # random others that repel each item, in each epoch
# The curve 1 / (1 + A d^2B) that UMAP fits to its defaults, spread 1 and min_dist 0.1
A, B = 1.577, 0.895
LEARNING_RATE = 1.0  # at the start; it falls to 0
MAX_MOVE = 4.0
EXTENT = 10.0  # of the first layout, so that the curve has distances to tell apart


@dataclass(frozen=True, slots=True)
class Point:
    """An item and its place, 0…1 in both directions; neighbours look alike, far distances mean little."""

    item: Item
    x: float
    y: float


def load_or_create(store: Store) -> list[Point]:
    """The map of a store, in the order of the ids: as kept, or made and kept where it is missing or the store
    has changed since. Raises StoreError with fewer than two items."""
    items, vectors = items_and_vectors(store)
    if len(items) < 2:
        raise StoreError(f"expected two items or more in {store.location}, found {len(items)}")
    places = _load(store, vectors)
    if places is None:
        places = layout(vectors)
        _save(store, vectors, places)
    return [Point(item, float(x), float(y)) for item, (x, y) in zip(items, places, strict=True)]


def items_and_vectors(store: Store) -> tuple[list[Item], np.ndarray]:
    """Items in the order of the ids, and their vectors (n, dim)."""
    items = store.items()
    vectors = {name: iter(store.vectors(name)) for name in store.categories()}
    return items, np.array([next(vectors[item.category]) for item in items])


def _fingerprint(vectors: np.ndarray) -> str:
    return hashlib.blake2b(np.ascontiguousarray(vectors).tobytes(), digest_size=8).hexdigest()


def _load(store: Store, vectors: np.ndarray) -> np.ndarray | None:
    try:
        kept = json.loads((store.path / FILE).read_text(encoding="utf-8"))
        places = np.array(kept["places"], float)
        return places if kept["of"] == _fingerprint(vectors) and places.shape == (len(vectors), 2) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none yet, or cut short: it is made anew


def _save(store: Store, vectors: np.ndarray, places: np.ndarray) -> None:
    file = store.path / FILE
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"of": _fingerprint(vectors), "places": places.round(4).tolist()}))
        part.replace(file)
    except OSError as error:
        raise StoreError(f"cannot keep the map in {file}: {error.strerror}; give another --store") from error


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Of each of n vectors the k nearest others, nearest first, and the cosines with them, both (n, k); and
    the pairs of rows (p, 2), the lower first, that are as close as was asked, with their cosines (p,)."""

    rows: np.ndarray
    cosines: np.ndarray
    pairs: np.ndarray
    closeness: np.ndarray


def neighbours(vectors: np.ndarray, k: int, close: float = 2.0) -> Neighbours:
    """Of unit rows (n, dim); pairs from the cosine ``close`` on, by default none. k is n - 1 at most."""
    k = min(k, len(vectors) - 1)
    found = list(_blocks(vectors, k, close))
    return Neighbours(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _blocks(vectors: np.ndarray, k: int, close: float) -> Iterator[tuple[np.ndarray, ...]]:
    for start in range(0, len(vectors), ROWS):
        cosines = vectors[start : start + ROWS] @ vectors.T
        own = np.arange(start, start + len(cosines))
        cosines[np.arange(len(cosines)), own] = -np.inf
        nearest = np.argpartition(-cosines, k - 1, axis=1)[:, :k]
        near = np.take_along_axis(cosines, nearest, 1)
        order = np.argsort(-near, axis=1, kind="stable")
        pairs = np.argwhere(cosines >= close)
        pairs[:, 0] += start
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        closeness = cosines[pairs[:, 0] - start, pairs[:, 1]]
        yield np.take_along_axis(nearest, order, 1), np.take_along_axis(near, order, 1), pairs, closeness


def principal_components(vectors: np.ndarray) -> np.ndarray:
    """(n, 2): the two directions of most variance (Pearson 1901), the largest weight of each positive."""
    centred = vectors - vectors.mean(0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    two = directions[:, :-3:-1]
    signs = np.sign(two[np.abs(two).argmax(0), range(two.shape[1])])
    return centred @ (two * signs)


def layout(vectors: np.ndarray) -> np.ndarray:
    """(n, 2) float64 in 0…1, the same each time, of unit rows (n, dim); fewer than four stay principal."""
    places = principal_components(np.asarray(vectors, np.float64))
    if len(vectors) > 3:
        places = _optimized(places, *_weighted_edges(vectors))
    low, high = places.min(0), places.max(0)
    return (places - low) / np.maximum(high - low, 1e-12).max()


def _weighted_edges(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of rows and their weights, 0…1: exp(-(d - nearest) / σ) with σ such that each item's weights add
    up to log2 of their number; of both directions p + q - pq, as in UMAP."""
    near = neighbours(vectors, N_NEIGHBOURS)
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


def _optimized(places: np.ndarray, heads: np.ndarray, tails: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Places (n, 2) after EPOCHS in which all pairs drawn move at once."""
    random = np.random.default_rng(0)
    places = places / max(np.abs(places).max(), 1e-12) * EXTENT
    n = len(places)
    for epoch in range(EPOCHS):
        step = LEARNING_RATE * (1 - epoch / EPOCHS)
        drawn = random.random(len(weights)) < weights  # a weight is how often an edge pulls
        one, other = heads[drawn], tails[drawn]
        apart = places[one] - places[other]
        square = np.maximum((apart**2).sum(1, keepdims=True), 1e-12)
        attraction = (
            np.clip(-2 * A * B * square ** (B - 1) / (1 + A * square**B) * apart, -MAX_MOVE, MAX_MOVE) * step
        )
        repelled = np.repeat(np.concatenate([one, other]), NEGATIVE_SAMPLES)
        apart = places[repelled] - places[random.integers(n, size=len(repelled))]
        square = (apart**2).sum(1, keepdims=True)
        repulsion = (
            np.clip(2 * B / ((0.001 + square) * (1 + A * square**B)) * apart, -MAX_MOVE, MAX_MOVE) * step
        )
        moves = np.concatenate([attraction, -attraction, repulsion])
        rows = np.concatenate([one, other, repelled])
        places = places + np.stack([np.bincount(rows, moves[:, axis], n) for axis in (0, 1)], axis=1)
    return places
