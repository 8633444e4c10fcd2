"""The records of a store: an entry as it is written, a filter, a match, what is in stock; and what a backend
does, which keeps them.

Does not know where rows are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np

from data.catalogue.item import Item

T = TypeVar("T")

BATCH_ROWS = 5000  # rows of one call to a backend; Chroma refuses more than 5,461


@dataclass(frozen=True, slots=True)
class Entry:
    """An item to be stored: the hash of its image file, its vector (dim,) float32 of unit length, and the
    multivector (q, dim) that it is the mean of; None where the encoder makes one vector only."""

    item: Item
    image_hash: str
    vector: np.ndarray
    multivector: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An item and its score, higher is closer; from the store, the cosine in -1…1."""

    item: Item
    score: float


@dataclass(frozen=True, slots=True)
class Filter:
    """What an item must be to be found. A default demands nothing; all that is set must hold.

    Limits of price hold for items that are ``priced`` in one of ``currencies``, where any are named; others
    pass, unless ``priced`` is set.
    """

    min_cost: float = 0.0
    max_cost: float = 0.0  # 0: no limit
    currencies: tuple[str, ...] = ()
    priced: bool = False
    audience: str = ""  # whom it may be shown to, by data.catalogue.values.audiences.may_be_for
    available: bool = False
    on_sale: bool = False
    colours: tuple[str, ...] = ()  # one of them, also as a further colour
    without_colours: tuple[str, ...] = ()  # as its main colour, unless only a picture tells that
    genders: tuple[str, ...] = ()
    usages: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()  # of each, one normalized phrase at least stands on the card
    without: tuple[str, ...] = ()  # ids


ANY = Filter()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category in stock: how many items it has, their lowest and highest cost in the shop's currency (None
    without one), and what they are, as far as their cards say."""

    count: int
    lowest: float | None = None
    highest: float | None = None
    colours: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    usages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stock:
    """What a shop has, at one version of its index: its categories in alphabetical order, its brands, the
    currency of most prices ("" where no item names one), and costs in that currency, in their order: all of a
    small shop, of a big one a sample."""

    shelves: Mapping[str, Shelf] = field(default_factory=dict)
    brands: tuple[str, ...] = ()
    currency: str = ""
    costs: tuple[float, ...] = ()

    @property
    def count(self) -> int:
        """How many items there are."""
        return sum(shelf.count for shelf in self.shelves.values())

    @property
    def categories(self) -> dict[str, int]:
        """The number of items of each category."""
        return {name: shelf.count for name, shelf in self.shelves.items()}

    @property
    def span(self) -> tuple[float, float] | None:
        """The lowest and the highest cost in the shop's currency."""
        lows = [shelf.lowest for shelf in self.shelves.values() if shelf.lowest is not None]
        highs = [shelf.highest for shelf in self.shelves.values() if shelf.highest is not None]
        return (min(lows), max(highs)) if lows and highs else None


class View(Protocol):
    """An index as it is at one version, whatever is written meanwhile. Errors are the library's own."""

    @property
    def version(self) -> str:
        """Another one after each write."""
        ...

    @property
    def dim(self) -> int:
        """The length of the vectors; 0 while there are none."""
        ...

    def stock(self) -> Stock: ...

    def cards(self, ids: Collection[str]) -> dict[str, Item]:
        """Items by id; unknown ids are left out."""
        ...

    def listed(self, count: int, category: str | None, where: Filter, after: str) -> list[Item]:
        """The first items in the order of the ids, behind the id ``after``."""
        ...

    def ordered(self, count: int, category: str | None, where: Filter, descending: bool) -> list[Item]:
        """The first items in the order of what they cost, equal ones in the order of ids. Those without a
        price, or in none of the filter's currencies, come last."""
        ...

    def counted(self, category: str | None, where: Filter, at_most: int = 0) -> int:
        """How many items there are; where that is enough, no more than ``at_most`` need be counted."""
        ...

    def nearest(
        self, vector: np.ndarray, count: int, category: str | None, where: Filter
    ) -> list[tuple[Item, float]]:
        """The items closest to a unit vector (dim,), with their cosines, closest first, equal ones in the
        order of ids; all there are when there are fewer."""
        ...

    def vectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """(dim,) float32 by id; unknown ids are left out."""
        ...

    def multivectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """(q, dim) float32 by id, of unit length in float16; the one vector (1, dim) of an item without.
        Unknown ids are left out."""
        ...

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Every item's id with the hash of its image."""
        ...

    def close(self) -> None: ...


class Backend(Protocol):
    """Where the rows of an index are kept. Errors are the library's own.

    No more than BATCH_ROWS rows are put, relabelled or removed in one call. A kill leaves an index that the
    same calls, made again, complete.
    """

    @property
    def encoder(self) -> str:
        """The name of the encoder that made the index."""
        ...

    @property
    def catalogue(self) -> str:
        """The catalogue that the index was made of; "" while nobody said."""
        ...

    def view(self, pinned: bool) -> View:
        """The index as it is now; not ``pinned``, as it is at each call of a method. To be closed."""
        ...

    def sign(self, catalogue: str) -> None:
        """Keep which catalogue the index is made of."""
        ...

    def put(self, entries: Sequence[Entry]) -> None: ...

    def relabel(self, items: Sequence[Item]) -> None: ...

    def remove(self, ids: Sequence[str]) -> None: ...

    def clear(self) -> None: ...

    def publish(self) -> None:
        """Let readers see what was written, as far as they do not yet."""
        ...

    def close(self) -> None: ...


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Rows in batches of BATCH_ROWS."""
    return (rows[start : start + BATCH_ROWS] for start in range(0, len(rows), BATCH_ROWS))
