"""Invented vectors without end, and which of them are really the nearest.

Categories of unequal size around centres that overlap, and inside each a cloud of few dimensions with a
little noise in all, as encoders make them. Queries are drawn like items. Knows no store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

DIM, KINDS, LATENT, NOISE = 256, 12, 24, 0.25  # NOISE: the noise's length beside the cloud's
PART = 5000
ASKED, FOUND = 200, 10  # queries, and how many of the nearest must be among those found


class Cloud:
    """Vectors without end, the same for the same seed."""

    def __init__(self) -> None:
        dice = np.random.default_rng(7)
        self.centres = dice.normal(size=(KINDS, DIM)).astype(np.float32) / np.sqrt(DIM)
        self.axes = dice.normal(size=(KINDS, LATENT, DIM)).astype(np.float32) / np.sqrt(LATENT * DIM)

    def drawn(self, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """(count, DIM) unit vectors, and the kind of each: the first kinds have more items."""
        dice = np.random.default_rng(seed)
        kinds = (KINDS * dice.random(count) ** 1.5).astype(int)
        inner = dice.normal(size=(count, LATENT)).astype(np.float32)
        around = (
            np.einsum("nl,nld->nd", inner, self.axes[kinds]) if count < 500 else self._around(inner, kinds)
        )
        noise = dice.normal(size=(count, DIM)).astype(np.float32) * NOISE / np.sqrt(DIM)
        raw = self.centres[kinds] + around + noise
        return raw / np.linalg.norm(raw, axis=1, keepdims=True), kinds

    def _around(self, inner: np.ndarray, kinds: np.ndarray) -> np.ndarray:
        around = np.empty((len(inner), DIM), np.float32)
        for kind in range(KINDS):
            around[kinds == kind] = inner[kinds == kind] @ self.axes[kind]
        return around


def parts(count: int, first: int = 0) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """The first row, vectors and kinds of each part of the items, from a part's first row on."""
    cloud = Cloud()
    for start in range(first, count, PART):
        vectors, kinds = cloud.drawn(min(PART, count - start), seed=start)
        yield start, vectors, kinds


@dataclass(frozen=True, slots=True)
class Questions:
    """ASKED queries (n, DIM), the kind of each, and the rows of the FOUND nearest: of its kind, of all."""

    vectors: np.ndarray
    kinds: np.ndarray
    inside: list[set[int]]
    over: list[set[int]]


def questions(count: int) -> Questions:
    """What is asked of so many items, and what a search without a fault would find."""
    queries, asked = Cloud().drawn(ASKED, seed=-1 % 2**32)
    inside, over = _Nearest(), _Nearest()
    for start, vectors, kinds in parts(count):
        scores = queries @ vectors.T
        over.encode_patches(start, scores)
        inside.encode_patches(start, np.where(kinds == asked[:, np.newaxis], scores, -2.0))
    return Questions(queries, asked, inside.rows(), over.rows())


class _Nearest:
    """The FOUND highest scores of each query, among all that were seen."""

    def __init__(self) -> None:
        self._best = np.full((ASKED, FOUND), -2.0), np.full((ASKED, FOUND), -1)

    def encode_patches(self, start: int, scores: np.ndarray) -> None:
        """Scores (ASKED, n) of the rows from ``start`` on; -2 for a row that does not count."""
        known, found = self._best
        all_scores = np.concatenate([known, scores], 1)
        all_rows = np.concatenate([found, np.tile(np.arange(start, start + scores.shape[1]), (ASKED, 1))], 1)
        best = np.argpartition(-all_scores, FOUND - 1, axis=1)[:, :FOUND]
        self._best = np.take_along_axis(all_scores, best, 1), np.take_along_axis(all_rows, best, 1)

    def rows(self) -> list[set[int]]:
        """Of each query; fewer than FOUND where there are not so many."""
        return [
            {int(row) for row, score in zip(rows, scores, strict=True) if score > -2}
            for scores, rows in zip(*self._best, strict=True)
        ]
