"""What an encoder is that makes one vector of a picture: its best query vector is its only one.

Knows arrays; does not know who makes them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from PIL import Image

from models.llm.chat_model import ModelError
from models.vision.similarity import unit


class OneVector(ABC):
    """Looks from outside like ``models.vision.encoder.Encoder``. A kind of its own only sees and reads."""

    name: str
    dim: int
    matches = False  # has no head that reads picture and text together

    @abstractmethod
    def see(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 1, dim) float32: each picture's vector, of any length, in the place of patches."""

    @abstractmethod
    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit rows."""

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        return self.query_vectors(self.see(images))[:, 0]

    def query_vectors(self, seen: np.ndarray) -> np.ndarray:
        """(n, 1, dim) float32, each unit length."""
        return unit(seen)

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """(images, texts) cosines, -1…1."""
        return self.images(images) @ self.texts(texts).T

    def matching(self, seen: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """Raises ModelError: who asks has not looked at ``matches``."""
        raise ModelError(f"expected an encoder with a matching head, found {self.name}; BLIP-2 has one")

    def attention(self, seen: np.ndarray, texts: np.ndarray) -> np.ndarray | None:
        """None: there are no query tokens that could look anywhere."""
        return None
