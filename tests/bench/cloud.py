"""Invented vectors without end, and which of them are really the nearest.

Categories of unequal size around centres that overlap, and inside each a cloud of few dimensions with a
little noise in all, as encoders make them. Queries are drawn like items. Knows no store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

DIM, KINDS, LATENT, NOISE = 256, 12, 24, 0.25  # NOISE: the noise's length beside the cloud's
PART = 5000
ASKED, FOUND = 200, 10  # queries, and how many of the nearest must be among those found
UNSEEN = -2.0  # below every cosine


class Cloud:
    """Vectors without end, the same for the same seed."""

    def __init__(self) -> None:
        dice = np.random.default_rng(7)
        self.centres = dice.normal(size=(KINDS, DIM)).astype(np.float32) / np.sqrt(DIM)
        self.axes = dice.normal(size=(KINDS, LATENT, DIM)).astype(np.float32) / np.sqrt(LATENT * DIM)

    def drawn(self, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """(count, DIM) unit vectors, and the kind of each: the first kinds have more items."""
        dice = np.random.default_rng(seed)
        kinds = _kinds(dice, count)
        return self.vectors(kinds, dice), kinds

    def vectors(self, kinds: np.ndarray, dice: np.random.Generator) -> np.ndarray:
        """(n, DIM) a unit vector for each kind."""
        count = len(kinds)
        inner = dice.normal(size=(count, LATENT)).astype(np.float32)
        around = (
            np.einsum("nl,nld->nd", inner, self.axes[kinds]) if count < 500 else self._around(inner, kinds)
        )
        noise = dice.normal(size=(count, DIM)).astype(np.float32) * NOISE / np.sqrt(DIM)
        raw = self.centres[kinds] + around + noise
        return raw / np.linalg.norm(raw, axis=1, keepdims=True)

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


def kinds_of(count: int) -> np.ndarray:
    """(count,) the kind of each item, without its vector."""
    starts = range(0, count, PART)
    return np.concatenate([_kinds(np.random.default_rng(at), min(PART, count - at)) for at in starts])


def _kinds(dice: np.random.Generator, count: int) -> np.ndarray:
    return (KINDS * dice.random(count) ** 1.5).astype(int)


def queries() -> tuple[np.ndarray, np.ndarray]:
    """(ASKED, DIM) what is asked, and the kind of each: drawn like items, and none of them."""
    return Cloud().drawn(ASKED, seed=-1 % 2**32)


def nearest(passing: Sequence[np.ndarray], inside: Sequence[bool]) -> list[list[set[int]]]:
    """For each mask (n,) of items, and each query, the rows of the FOUND nearest: of the query's own kind
    where ``inside`` says so, of all elsewhere."""
    vectors, asked = queries()
    found = [_Nearest() for _ in passing]
    for start, part, kinds in parts(len(passing[0])):
        scores = vectors @ part.T
        own = np.where(kinds == asked[:, np.newaxis], scores, UNSEEN)
        for best, mask, inner in zip(found, passing, inside, strict=True):
            columns = np.flatnonzero(mask[start : start + len(part)])
            best.see(start + columns, (own if inner else scores)[:, columns])
    return [best.rows() for best in found]


class _Nearest:
    """The FOUND highest scores of each query, among all that were seen."""

    def __init__(self) -> None:
        self._scores = np.full((ASKED, FOUND), UNSEEN)
        self._rows = np.full((ASKED, FOUND), -1)

    def see(self, rows: np.ndarray, scores: np.ndarray) -> None:
        """Rows (n,) with their scores (ASKED, n); UNSEEN for one that does not count."""
        better = np.flatnonzero((scores > self._scores.min(1)[:, np.newaxis]).any(0))  # soon there are few
        every = np.concatenate([self._scores, scores[:, better]], 1)
        names = np.concatenate([self._rows, np.tile(rows[better], (ASKED, 1))], 1)
        best = np.argpartition(-every, FOUND - 1, axis=1)[:, :FOUND]
        self._scores = np.take_along_axis(every, best, 1)
        self._rows = np.take_along_axis(names, best, 1)

    def rows(self) -> list[set[int]]:
        """Of each query; fewer than FOUND where there are not so many."""
        return [
            {int(row) for row, score in zip(rows, scores, strict=True) if score > UNSEEN}
            for rows, scores in zip(self._rows, self._scores, strict=True)
        ]
