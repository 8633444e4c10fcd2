"""The ways to rank a gallery for texts and pictures by BLIP-2's scores, over every item, without index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.evaluation.dataset import EncodedDataset
from app.search.engine import MATCHING_WEIGHT, STRATEGIES
from models.vision.encoder import Blip2Encoder, ImageTextEncoder, blended, unit

RERANKED = 20  # candidates that the matching head looks at


class Ranker:
    """Scores of n items, higher is better. What a ranking knows nothing of leaves them all alike.

    ``own`` (n, …) are the items' pictures as ``pictures`` takes them.
    """

    def __init__(self, own: np.ndarray) -> None:
        self.own = own

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, n)."""
        return np.zeros((len(texts), len(self.own)), np.float32)

    def pictures(self, asked: np.ndarray) -> np.ndarray:
        """(pictures, n)."""
        return np.zeros((len(asked), len(self.own)), np.float32)


class MeanRanker(Ranker):
    """One vector a picture: the mean of its query vectors."""

    def __init__(self, encoder: ImageTextEncoder, shown: EncodedDataset) -> None:
        super().__init__(shown.queries)
        self._encoder = encoder
        self._vectors = unit(shown.queries.mean(1))

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return self._encoder.texts(texts) @ self._vectors.T

    def pictures(self, asked: np.ndarray) -> np.ndarray:
        """The cosine of the means of (pictures, q, d)."""
        return unit(asked.mean(1)) @ self._vectors.T


class MaxSimRanker(Ranker):
    """The best of a picture's query vectors, BLIP-2's contrastive score (Li et al. 2023, section 3.1), and as
    much of their mean for texts."""

    def __init__(self, encoder: ImageTextEncoder, shown: EncodedDataset) -> None:
        super().__init__(shown.queries)
        self._encoder = encoder

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([blended(self.own, vector[None])[:, 0] for vector in self._encoder.texts(texts)])

    def pictures(self, asked: np.ndarray) -> np.ndarray:
        """Each of the q query vectors asked looks for its best in the other picture; their mean."""
        return np.stack([self._best(vectors).mean(0) for vectors in asked])

    def _best(self, vectors: np.ndarray) -> np.ndarray:
        """(v, n): the best query vector of each item for each of (v, d)."""
        n, q, d = self.own.shape
        return (vectors @ self.own.reshape(n * q, d).T).reshape(len(vectors), n, q).max(2)


class ItmRanker(MaxSimRanker):
    """The best query vector, and on top for the RERANKED best the matching head's probability."""

    def __init__(self, encoder: Blip2Encoder, shown: EncodedDataset) -> None:
        super().__init__(encoder, shown)
        self._matcher, self._seen = encoder, shown.seen

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """Nothing is taken from the candidates, so they stay above all others."""
        scores = super().texts(texts)
        for row, text in enumerate(texts):
            top = np.argsort(-scores[row], kind="stable")[:RERANKED]
            chance = self._matcher.match_probabilities(self._seen[top].astype(np.float32), [text] * len(top))
            scores[row, top] += MATCHING_WEIGHT * chance
        return scores


def rankers(encoder: ImageTextEncoder, shown: EncodedDataset) -> dict[str, Ranker]:
    """One for each of STRATEGIES that the encoder can follow: CLIP and SigLIP have one vector a picture."""
    if not isinstance(encoder, Blip2Encoder):
        return {"mean": MeanRanker(encoder, shown)}
    made = (MeanRanker(encoder, shown), MaxSimRanker(encoder, shown), ItmRanker(encoder, shown))
    return dict(zip(STRATEGIES, made, strict=True))
