"""Arithmetic of unit vectors, as every encoder's scores are made of them. Knows numbers alone."""

from __future__ import annotations

import numpy as np


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows divided by their length, float32; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def best_query(queries: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """(n, t) contrastive scores from (n, queries, dim) and (t, dim): the best query vector's cosine."""
    n, q, dim = queries.shape
    return (queries.reshape(n * q, dim) @ texts.T).reshape(n, q, len(texts)).max(1)


def late_interaction(queries: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """(n,) likeness of pictures (n, q, dim) to one picture (a, dim), -1…1.

    Each of its query vectors looks for its best in the other picture; their mean (Khattab & Zaharia 2020).
    """
    return best_query(queries, asked).mean(1)
