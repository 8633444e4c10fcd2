"""An index on a Chroma server, as it is read: filters and what is near by Chroma, order by ladders of costs.

The server keeps no old versions: a view that is pinned keeps its stock and the cards that it has read, so
that nobody hears two prices of one item; what is removed meanwhile is found no more. Does not know who
writes.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np

from data.catalogue.item import Item
from data.catalogue.vocabulary import card_text
from data.store.chroma_server.collection import CategoryCollection
from data.store.chroma_server.conditions import condition, has_long_phrase
from data.store.chroma_server.ordering import first_by_cost, place_of
from data.store.chroma_server.places import Places, of_each
from data.store.chroma_server.state import State
from data.store.records import Filter, Stock


class ServerView:
    """For one thread at a time."""

    def __init__(
        self, live: Callable[[], State], published: Callable[[], State], places: Places, keep: bool
    ) -> None:
        """``live`` gives the categories as they are, ``published`` also their counts. With ``keep``, a card
        that was read is not read again."""
        self._live, self._published, self._places, self._keep = live, published, places, keep
        self._cards: dict[str, Item] = {}

    @property
    def version(self) -> str:
        return self._published().version

    @property
    def dim(self) -> int:
        return self._live().dim

    def stock(self) -> Stock:
        return self._published().stock

    def cards(self, ids: Collection[str]) -> dict[str, Item]:
        known = {name: self._cards[name] for name in ids if name in self._cards}
        if missing := [name for name in ids if name not in known]:
            found = self._places.read(self._live().collections, missing, CategoryCollection.cards)
            if self._keep:
                self._cards |= found
            known |= found
        return known

    def listed(self, count: int, category: str | None, where: Filter, after: str) -> list[Item]:
        every = of_each(self._asked(category, where), lambda one: (one, self._passing(one, where)))
        first = heapq.nsmallest(count, (name for _, ids in every for name in ids if name > after))
        return self._read(every, first)

    def ordered(self, count: int, category: str | None, where: Filter, descending: bool) -> list[Item]:
        def ask(one: CategoryCollection) -> tuple[CategoryCollection, list[str]]:
            passing = None if where == Filter(currencies=where.currencies) else self._passing(one, where)
            return one, first_by_cost(one, count, where.currencies, passing, descending)

        every = of_each(_of(category, self._published()), ask)
        items = self._read(every, [name for _, ids in every for name in ids])
        return heapq.nsmallest(count, items, key=lambda item: place_of(item, where.currencies, descending))

    def counted(self, category: str | None, where: Filter, at_most: int = 0) -> int:
        total = 0
        for one in self._asked(category, where):
            total += self._count(one, where, at_most)
            if at_most and total >= at_most:
                return at_most
        return total

    def nearest(
        self, vector: np.ndarray, count: int, category: str | None, where: Filter
    ) -> list[tuple[Item, float]]:
        every = of_each(
            self._asked(category, where), lambda one: (one, self._near(one, vector, count, where))
        )
        scores = {name: score for _, near in every for name, score in near}
        best = heapq.nsmallest(count, scores, key=lambda name: (-scores[name], name))
        items = self._read([(one, [name for name, _ in near]) for one, near in every], best)
        return [(item, scores[item.id]) for item in items]

    def vectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        return self._known(ids, self._places.read(self._live().collections, ids, CategoryCollection.vectors))

    def multivectors(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        read = self._places.read(self._live().collections, ids, CategoryCollection.multivectors)
        return self._known(ids, read)

    def hashes(self) -> Iterator[tuple[str, str]]:
        for one in self._live().collections.values():
            yield from ((name, image_hash) for name, (image_hash, _) in one.documents(one.ids()))

    def close(self) -> None:
        """Does nothing: the connection is the backend's."""

    def _asked(self, category: str | None, where: Filter) -> list[CategoryCollection]:
        """The collections that are asked; with their counts, where a filter needs these."""
        return _of(category, self._published() if where.currencies else self._live())

    def _read(
        self, every: Sequence[tuple[CategoryCollection, Sequence[str]]], ids: Sequence[str]
    ) -> list[Item]:
        """Items in the order of ids, which were just seen in these categories."""
        wanted = set(ids)
        for one, seen in every:
            self._places.note(one.category, wanted.intersection(seen))
        found = self.cards(ids)
        return [found[name] for name in ids if name in found]

    def _known(self, ids: Sequence[str], vectors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Vectors; items without are gone, and what was kept of them is forgotten."""
        for name in ids:
            if name not in vectors:
                self._cards.pop(name, None)
        return vectors

    def _passing(self, one: CategoryCollection, where: Filter) -> list[str]:
        """The ids of a category that pass a filter, in no order."""
        ids = one.ids(condition(where, one.mark, one.counts.prices))
        if has_long_phrase(where):
            ids = [name for name, item in one.cards(ids).items() if _says(item, where)]
        without = set(where.without)
        return [name for name in ids if name not in without] if without else ids

    def _count(self, one: CategoryCollection, where: Filter, at_most: int) -> int:
        asked = condition(where, one.mark, one.counts.prices)
        if asked is None and not where.without:
            return one.count()
        if at_most and not where.without and not has_long_phrase(where):
            return len(one.ids(asked, at_most=at_most))
        return len(self._passing(one, where))

    def _near(
        self, one: CategoryCollection, vector: np.ndarray, count: int, where: Filter
    ) -> list[tuple[str, float]]:
        if has_long_phrase(where):  # few: they are scored one by one
            found = one.vectors(self._passing(one, where))
            return [(name, float(np.vecdot(own, vector))) for name, own in found.items()]
        without = set(where.without)
        near = one.nearest(vector, count + len(without), condition(where, one.mark, one.counts.prices))
        return [match for match in near if match[0] not in without]


def _of(category: str | None, state: State) -> list[CategoryCollection]:
    """The collection of a category, where it is stocked, or all."""
    if category is None:
        return [*state.collections.values()]
    return [state.collections[category]] if category in state.collections else []


def _says(item: Item, where: Filter) -> bool:
    """Whether a card has one phrase of each of the filter's."""
    text = card_text(item)
    return all(any(f" {phrase} " in text for phrase in phrases) for phrases in where.words)
