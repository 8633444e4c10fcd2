"""Why an item: which words mattered, and where the model looked, for one text and one picture.

Knows an encoder's vectors and attention; does not know items, the store or the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from app.nlu.lexicon import LANGUAGES, articles, words
from data.catalogue.vocabulary import plain
from models.vision.encoder import ImageTextEncoder

MOST = 24  # words weighed: each one is a text more to encode
# Blue to yellow through grey: even in lightness, and the same to eyes that confuse red and green, as cividis
# (Nuñez, Anderton & Renslow 2018)
SCALE = np.array([(0, 34, 78), (60, 77, 110), (124, 123, 120), (188, 175, 111), (254, 232, 56)], np.float32)
OPACITY = 0.6  # of the colours over the picture, which is grey so that its own are not taken for them


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was said, and how much the score loses without it; below 0 where it wins."""

    said: str
    weight: float


@dataclass(frozen=True, slots=True)
class Why:
    """The score of a text with a picture, its words, the query vector that won, and where that one's token
    looked for it: (side, side) float32 from 0 to 1, or None where the encoder has no such tokens."""

    score: float
    words: tuple[Word, ...]
    query: int
    heat: np.ndarray | None


def why(encoder: ImageTextEncoder, text: str, picture: Image.Image) -> Why:
    """What made the best query vector's cosine; of a long text, MOST words. ValueError without a word."""
    words = _telling(text)[:MOST]
    if not words:
        raise ValueError("expected at least one word to explain, found none")
    fewer = [" ".join(words[:at] + words[at + 1 :]) for at in range(len(words))]
    seen, texts = encoder.encode_patches([picture]), encoder.texts([" ".join(words), *fewer])
    cosines = encoder.qformer_embeddings(seen)[0] @ texts.T  # (q, texts)
    score, *without = cosines.max(0).tolist()
    weights = tuple(Word(said, score - left) for said, left in zip(words, without, strict=True))
    looked = encoder.attention(seen, texts[:1])
    heat = None if looked is None else _stretched(looked[0])
    return Why(score, weights, int(cosines[:, 0].argmax()), heat)


def _telling(text: str) -> list[str]:
    """The words but for those that only ask ("show me a"); all where there are no others."""
    words = text.split()
    return [word for word in words if not set(re.findall(r"\w+", plain(word))) <= _asking()] or words


@lru_cache
def _asking() -> frozenset[str]:
    """The words with which customers ask, in all languages."""
    return words("asking").union(*map(articles, LANGUAGES))


def laid_over(heat: np.ndarray, picture: Image.Image) -> Image.Image:
    """A heat map (side, side) in colours over a picture, in the picture's size: yellow is looked at most."""
    wide = Image.fromarray(heat.astype(np.float32)).resize(picture.size, Image.Resampling.BICUBIC)
    level = np.clip(np.asarray(wide), 0, 1)
    steps = np.linspace(0, 1, len(SCALE))
    colours = np.stack([np.interp(level, steps, SCALE[:, channel]) for channel in range(3)], axis=-1)
    grey = np.asarray(picture.convert("L"), np.float32)[..., np.newaxis]
    return Image.fromarray((OPACITY * colours + (1 - OPACITY) * grey).round().astype(np.uint8))


def _stretched(heat: np.ndarray) -> np.ndarray:
    """From 0 to 1; all 0 where there is no difference."""
    low, high = heat.min(), heat.max()
    return ((heat - low) / (high - low) if high > low else np.zeros_like(heat)).astype(np.float32)
