"""What is asked of the search: a photo as the encoder saw it, what is looked for in one category, and how a
visitor steers it.

Knows vectors and plans; does not know encoder, store or scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.plan import Descriptor, PhotoAttributes, RequestedItem
from data.catalogue.catalogue import Item
from models.vision.encoder import unit

# The photo's share when words and photo ask for one category. On 1,008 held-out products, 0.5 kept more
# categories and found more right colours than 0.7
BALANCE = 0.5


@dataclass(frozen=True, slots=True)
class Photo:
    """A customer's photo: its query vectors (q, dim), the category in stock that it most looks like, and what
    is sure enough of it to be said."""

    queries: np.ndarray
    category: str
    seen: PhotoAttributes = PhotoAttributes()

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
    def seen(self) -> PhotoAttributes:
        """What the photo shows of the kind of thing that is looked for; nothing of another kind, as for shoes
        to go with a skirt."""
        own = self.photo is not None and self.noun == self.photo.category
        return self.photo.seen if self.photo and own else PhotoAttributes()

    @property
    def noun(self) -> str:
        """What the item is called, as far as that is known."""
        return self.item.category or (self.photo.category if self.photo else "")


@dataclass(frozen=True, slots=True)
class Steering:
    """Only these items; "" and None stand for any. ``price`` in euro, ``balance`` the photo's share, 0…1."""

    category: str = ""
    colour: str = ""
    gender: str = ""
    usage: str = ""
    price: float | None = None
    balance: float = BALANCE
    strategy: str = ""  # one of search.STRATEGIES; "" for the shop's own
    away: tuple[str, ...] = ()  # ids of items that less is wanted of

    @property
    def narrow(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.category, self.colour, self.gender, self.usage, self.price)))

    def lets(self, item: Item) -> bool:
        """Whether an item passes the filters; one for everybody suits anybody."""
        return (
            self.category in ("", item.category)
            and self.colour in ("", item.colour)
            and (not self.gender or item.gender in (self.gender, "unisex"))
            and self.usage in ("", item.usage)
            and (self.price is None or (item.price is not None and item.price <= self.price))
            and item.id not in self.away
        )
