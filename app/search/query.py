"""What is asked of the search: a photo as the encoder saw it, and what is looked for in one category.

Knows vectors and plans; does not know encoder, store or scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.plan import Descriptor, RequestedItem
from models.vision.similarity import unit


@dataclass(frozen=True, slots=True)
class Photo:
    """A customer's photo: its query vectors (q, dim) and the category in stock that it most looks like."""

    queries: np.ndarray
    category: str

    @property
    def vector(self) -> np.ndarray:
        """(dim,) of unit length."""
        return unit(self.queries.mean(0))


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a requested item, a vector (dim,) to find candidates by, and what they are compared
    with: words and their vector (dim,), a photo, or both."""

    item: RequestedItem
    vector: np.ndarray
    said: str = ""
    text: np.ndarray | None = None
    photo: Photo | None = None
    share: float = 0.0  # of the photo, 0…1
    descriptors: tuple[Descriptor, ...] = ()  # also refused ones, that cards of the category bear out

    @property
    def noun(self) -> str:
        """What the item is called, as far as that is known."""
        return self.item.category or (self.photo.category if self.photo else "")
