"""Arithmetic of unit vectors, which every encoder's scores are made of."""

from __future__ import annotations

import numpy as np


def unit(vectors: np.ndarray) -> np.ndarray:
    """Returns L2-normalized rows, float32; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def best_query(queries: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """Returns (n, t) cosines of texts (t, dim) with the best query vector of each picture (n, q, dim)."""
    n, q, dim = queries.shape
    return (queries.reshape(n * q, dim) @ texts.T).reshape(n, q, len(texts)).max(1)


def late_interaction(queries: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Returns (n,) MaxSim scores, -1…1, of pictures (n, q, dim) for one picture (a, dim).

    Each query vector of the one picture takes its best in the other; their mean (Khattab & Zaharia 2020).
    """
    return best_query(queries, asked).mean(1)
