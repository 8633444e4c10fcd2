"""What can be asked of an index: items by id, in an order, by filter, by words, and what is near.

Knows views; does not know where rows are kept, nor who writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from data.catalogue.item import Item
from data.catalogue.vocabulary import card_text
from data.store.address import Location, StoreError, rebuild_hint
from data.store.records import ANY, Filter, Match, Stock, View

T = TypeVar("T")

HIT_WEIGHT = 3.0  # of a word on a card: more than two cosines can differ
PAGE = 2000  # items that are read at once where all are


class Reading:
    """What can be asked of an index. Every method may raise StoreError."""

    location: Location

    def _read(self, ask: Callable[[View], T]) -> T:
        raise NotImplementedError

    def stock(self) -> Stock:
        """What there is: categories, brands, prices."""
        return self._read(lambda view: view.stock())

    @property
    def version(self) -> str:
        """Another one after each write."""
        return self._read(lambda view: view.version)

    @property
    def dim(self) -> int:
        """The length of the vectors; 0 while there are none."""
        return self._read(lambda view: view.dim)

    def categories(self) -> dict[str, int]:
        """The number of items of each category in stock, in alphabetical order."""
        return self.stock().categories

    def brands(self) -> tuple[str, ...]:
        """Every brand in stock, in alphabetical order."""
        return self.stock().brands

    def currency(self) -> str:
        """The currency of most prices; "" where no item names one."""
        return self.stock().currency

    def get(self, ids: Sequence[str]) -> list[Item]:
        """Items by id, in the order asked for; unknown ids are left out."""
        if not ids:
            return []
        found = self._read(lambda view: view.cards(ids))
        return [found[name] for name in ids if name in found]

    def each(self, category: str | None = None) -> Iterator[Item]:
        """Every item, of a category or of all, in the order of the ids; read page by page."""
        after = ""
        while page := self.listed(PAGE, category, after=after):
            yield from page
            after = page[-1].id

    def items(self) -> list[Item]:
        """Every item, in the order of the ids: for tools; a shop may have a million."""
        return list(self.each())

    def listed(
        self, count: int, category: str | None = None, where: Filter = ANY, after: str = ""
    ) -> list[Item]:
        """The first items in the order of the ids, behind the id ``after``."""
        return self._read(lambda view: view.listed(count, category, where, after)) if count > 0 else []

    def ordered(
        self, count: int, category: str | None = None, where: Filter = ANY, descending: bool = False
    ) -> list[Item]:
        """The first items in the order of what they cost, equal ones in the order of ids. Those without a
        price, or in none of the filter's currencies, come last."""
        return self._read(lambda view: view.ordered(count, category, where, descending)) if count > 0 else []

    def count(self, category: str | None = None, where: Filter = ANY) -> int:
        """How many items there are."""
        return self._read(lambda view: view.counted(category, where))

    def has(self, category: str | None = None, where: Filter = ANY) -> bool:
        """Whether there is any item."""
        return bool(self._read(lambda view: view.counted(category, where, at_most=1)))

    def has_words(self, phrases: Sequence[str], category: str | None = None) -> bool:
        """Whether the card of any item, of a category or of all, contains one of these normalized phrases."""
        return bool(phrases) and self.has(category, Filter(words=(tuple(phrases),)))

    def multivectors(self, ids: Sequence[str]) -> np.ndarray:
        """(n, q, dim) float32: the multivectors of items in stock, of unit length in float16. An item without
        a multivector gets its one vector q times. Raises StoreError for an item that is gone."""
        found = self._read(lambda view: view.multivectors(ids)) if ids else {}
        gone = next((name for name in ids if name not in found), None)
        if gone is not None:
            raise StoreError(f"expected the item {gone} in {self.location}, which has it no more; ask again")
        count = max((len(vectors) for vectors in found.values()), default=1)
        own = [found[name] for name in ids]
        if not own:
            return np.empty((0, 1, self.dim), np.float32)
        return np.stack([np.resize(vectors, (count, vectors.shape[1])) for vectors in own])

    def vectors(self, ids: Sequence[str]) -> np.ndarray:
        """(n, dim) float32: the vectors of items in stock."""
        found = self._read(lambda view: view.vectors(ids)) if ids else {}
        return np.array([found[name] for name in ids if name in found], np.float32).reshape(-1, self.dim)

    def hashes(self) -> dict[str, str]:
        """The image hash of every item, by id."""
        return self._read(lambda view: dict(view.hashes()))

    def search(
        self, vector: np.ndarray, count: int, category: str | None = None, where: Filter = ANY
    ) -> list[Match]:
        """The ``count`` items closest to a unit vector (dim,), best first, equal ones in the order of ids.

        All there are when there are fewer.
        """
        if count < 1:
            return []

        def ask(view: View) -> list[tuple[Item, float]]:
            if view.dim not in (0, vector.size):
                raise StoreError(
                    f"the index in {self.location} holds vectors of {view.dim} numbers, the query has "
                    f"{vector.size}: the encoder has changed; {rebuild_hint(self.location)}"
                )
            return view.nearest(vector.astype(np.float32), count, category, where) if view.dim else []

        return [Match(item, max(-1.0, min(1.0, score))) for item, score in self._read(ask)]

    def search_words(
        self, terms: Sequence[Sequence[str]], vector: np.ndarray, count: int, category: str | None = None,
        where: Filter = ANY,
    ) -> list[Match]:  # fmt: skip
        """The items, of a category or of all, whose cards contain most ``terms``, and at least one.

        A term is a sequence of normalized phrases that mean the same. Among items with equally many terms,
        the closest to a unit vector (dim,) come first.
        """
        every = tuple(tuple(phrases) for phrases in terms if phrases)
        asked = dict.fromkeys(((*where.words, *every), *((*where.words, term) for term in every)))
        found: dict[str, Match] = {}
        for words in asked if every else ():
            near = self.search(vector, count, category, replace(where, words=words))
            found |= {match.item.id: match for match in near}
        hits = {name: _hits(match.item, every) for name, match in found.items()}
        best = sorted(found.values(), key=lambda m: (-HIT_WEIGHT * hits[m.item.id] - m.score, m.item.id))
        return best[:count]


def _hits(item: Item, terms: Sequence[Sequence[str]]) -> int:
    """How many terms stand on an item's card."""
    text = card_text(item)
    return sum(any(f" {phrase} " in text for phrase in phrases) for phrases in terms)
