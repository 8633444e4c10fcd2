"""A catalogue as a map: each item a point to hover, click and search from.

The layout is a neighbour embedding after UMAP (McInnes, Healy & Melville 2018), in numpy: neighbours attract,
others repel. Knows the store; does not know how a map is drawn.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.catalogue.catalogue import Item
from data.store.reading import Reading
from data.store.store import Store, StoreError

MAX_POINTS = 20_000  # a browser draws no more in a second, and nobody tells more apart
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


@dataclass(frozen=True, slots=True)
class CatalogueMap:
    """Points in the order of the ids, and of how many items they are all or a sample."""

    points: tuple[Point, ...]
    count: int


class MapMaker:
    """Makes the map of a store, and keeps the places for as long as it has the same vectors.

    In memory: serving writes nothing, neither into an index nor beside it, and there is no file that is of
    another version. Thread-safe: one makes it, others wait.
    """

    def __init__(self) -> None:
        self._lock, self._known = threading.Lock(), ("", np.empty((0, 2)))

    def made(self, store: Store) -> CatalogueMap:
        """The map of a store as it is now. Raises StoreError with fewer than two items."""
        with self._lock, store.snapshot() as shop:
            count = shop.stock().count
            items, vectors = items_and_vectors(shop, MAX_POINTS)
            places = self._placed(vectors)
        pairs = zip(items, places, strict=True)
        return CatalogueMap(tuple(Point(item, float(x), float(y)) for item, (x, y) in pairs), count)

    def _placed(self, vectors: np.ndarray) -> np.ndarray:
        digest = hashlib.blake2b(np.ascontiguousarray(vectors).tobytes(), digest_size=8).hexdigest()
        if digest != self._known[0]:
            self._known = digest, layout(vectors)
        return self._known[1]


def items_and_vectors(shop: Reading, most: int = 0) -> tuple[list[Item], np.ndarray]:
    """Items in the order of the ids, and their vectors (n, dim): all, or of more than about ``most``, unless
    that is 0, each category's share, its first. Raises StoreError with fewer than two."""
    counts = shop.categories()
    total = sum(counts.values())
    if most and total > most:
        shares = {name: max(1, count * most // total) for name, count in counts.items()}
        items = [item for name, share in shares.items() for item in shop.listed(share, name)]
        items.sort(key=lambda item: item.id)
    else:
        items = shop.items()
    if len(items) < 2:
        raise StoreError(f"expected two items or more in {shop.location}, found {len(items)}")
    vectors = shop.vectors([item.id for item in items])
    if len(vectors) < len(items):  # where a snapshot is none
        raise StoreError(f"{shop.location} was changed while its map was made; ask again")
    return items, vectors


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
