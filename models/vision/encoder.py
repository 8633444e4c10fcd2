"""Image-text encoders: pictures and texts become unit vectors of one space, and scores between them.

`ImageTextEncoder` is what the rest of the program sees. `Blip2Encoder` implements it over any runtime;
`SingleVectorEncoder` is the base of encoders like CLIP. Knows arrays; does not know catalogues or shops.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from PIL import Image

from models.errors import ModelError
from models.vision.preprocessing import Preprocessor

# Of the mean query vector's cosine beside the best one's. Of 1,008 held-out products, titles found their
# picture among ten in 0.834 of cases, by the best alone in 0.824, by the mean alone in 0.825; colour and
# category P@10 was 0.80, 0.78 and 0.76
MEAN_SHARE = 0.5


def unit(vectors: np.ndarray) -> np.ndarray:
    """Returns L2-normalized rows, float32; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def best_query(queries: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """Returns (n, t) cosines of texts (t, dim) with the best query vector of each picture (n, q, dim)."""
    n, q, dim = queries.shape
    return (queries.reshape(n * q, dim) @ texts.T).reshape(n, q, len(texts)).max(1)


def blended(queries: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """Returns (n, t) scores of texts (t, dim) for pictures (n, q, dim): half the best query vector's cosine,
    which BLIP-2 is scored by, and half that of their mean."""
    means = unit(queries.mean(1)) @ texts.T
    return (1 - MEAN_SHARE) * best_query(queries, texts) + MEAN_SHARE * means


def late_interaction(queries: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Returns (n,) MaxSim scores, -1…1, of pictures (n, q, dim) for one picture (a, dim).

    Each query vector of the one picture takes its best in the other; their mean (Khattab & Zaharia 2020).
    """
    return best_query(queries, asked).mean(1)


class ImageTextEncoder(Protocol):
    """What every encoder can do. ``patches`` have a meaning for the encoder that made them only."""

    name: str
    dim: int
    has_itm_head: bool

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns one vector a picture, (n, dim) float32, unit rows."""
        ...

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """Returns one vector a text, (n, dim) float32, unit rows."""
        ...

    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns the vision tower's output, (n, patches, width) float32, which other methods start from."""
        ...

    def qformer_embeddings(self, patches: np.ndarray) -> np.ndarray:
        """Returns each picture's query vectors, (n, queries, dim) float32, each of unit length."""
        ...

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """Returns (images, texts) cosines of each text with the picture's best query vector, -1…1."""
        ...

    def match_probabilities(self, patches: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """Returns (n,) probabilities, 0…1, that picture i shows what text i says, by the ITM head.

        Raises ModelError where ``has_itm_head`` is false, ValueError where the lengths differ.
        """
        ...

    def attention(self, patches: np.ndarray, texts: np.ndarray) -> np.ndarray | None:
        """Returns (n, side, side): where picture i shows what text vector i (n, dim) says; None where the
        encoder cannot tell."""
        ...


class Runtime(Protocol):
    """Runs a BLIP-2's submodules (models/vision/submodules.py) by name on arrays."""

    @property
    def submodules(self) -> frozenset[str]:
        """The names of the submodules that it can run."""
        ...

    def __call__(self, submodule: str, *arrays: np.ndarray) -> np.ndarray: ...


class Blip2Encoder:
    """A BLIP-2 over any runtime: one vector an item, and query vectors for BLIP-2's own score."""

    has_itm_head = True

    def __init__(self, runtime: Runtime, preprocessor: Preprocessor, name: str, dim: int) -> None:
        self._run, self._preprocessor, self.name, self.dim = runtime, preprocessor, name, dim

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns (n, dim) float32, unit rows: the mean of each picture's query vectors."""
        return unit(self.qformer_embeddings(self.encode_patches(images)).mean(axis=1))

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """Returns (n, dim) float32, unit rows."""
        return self._run("text_encoder", *self._preprocessor.tokenize(texts))

    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns (n, patches, width) float32."""
        return self._run("vision_tower", self._preprocessor.pixels(images))

    def qformer_embeddings(self, patches: np.ndarray) -> np.ndarray:
        """Returns (n, queries, dim) float32, each of unit length."""
        return self._run("qformer_image", patches)

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """Returns (images, texts) image-text contrastive scores, -1…1."""
        return best_query(self.qformer_embeddings(self.encode_patches(images)), self.texts(texts))

    def match_probabilities(self, patches: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """Returns (n,) image-text matching probabilities, 0…1."""
        if len(patches) != len(texts):
            raise ValueError(
                f"one text for each picture expected, found {len(patches)} pictures and {len(texts)} texts"
            )
        return self._run("itm_head", patches, *self._preprocessor.tokenize(texts))

    def attention(self, patches: np.ndarray, texts: np.ndarray) -> np.ndarray | None:
        """Returns (n, side, side) float32 (see submodules.AttentionMap); None in 8 bits, which have no
        gradients."""
        if "attention_map" not in self._run.submodules:
            return None
        rows = (slice(i, i + 1) for i in range(len(patches)))
        return np.concatenate([self._run("attention_map", patches[row], texts[row]) for row in rows])


class SingleVectorEncoder(ABC):
    """Base of encoders that make one vector of a picture: its best query vector is its only one."""

    name: str
    dim: int
    has_itm_head = False

    @abstractmethod
    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns (n, 1, dim) float32: each picture's vector, of any length, in the place of patches."""

    @abstractmethod
    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """Returns (n, dim) float32, unit rows."""

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns (n, dim) float32, unit rows."""
        return self.qformer_embeddings(self.encode_patches(images))[:, 0]

    def qformer_embeddings(self, patches: np.ndarray) -> np.ndarray:
        """Returns (n, 1, dim) float32, each of unit length."""
        return unit(patches)

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """Returns (images, texts) cosines, -1…1."""
        return self.images(images) @ self.texts(texts).T

    def match_probabilities(self, patches: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """Raises ModelError: there is no matching head."""
        raise ModelError(f"expected an encoder with a matching head, found {self.name}; BLIP-2 has one")

    def attention(self, patches: np.ndarray, texts: np.ndarray) -> np.ndarray | None:
        """Returns None: there are no query tokens that could attend."""
        return None
