"""The nearest neighbours of many unit vectors among themselves, exactly. Knows numbers alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

ROWS = 1024  # whose cosines with all others are held at once: 180 MB for 44,000 vectors


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
