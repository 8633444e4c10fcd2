"""Where items are: the category that an item was seen in last, and what is read of items in any category.

Does not know what is read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from data.store.chroma_server.collection import CategoryCollection

T = TypeVar("T")

THREADS = 4  # that ask the server at once, which lets them
KNOWN = 100_000  # ids with their categories, 10 MB

Collections = Mapping[str, CategoryCollection]
Ask = Callable[[CategoryCollection, Collection[str]], Mapping[str, T]]


class Places:
    """The categories of items, as far as they are known. Thread-safe."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._lock = threading.Lock()

    def note(self, category: str, ids: Iterable[str]) -> None:
        """Items were seen in a category."""
        with self._lock:
            if len(self._known) > KNOWN:
                self._known.clear()
            self._known |= dict.fromkeys(ids, category)

    def read(self, collections: Collections, ids: Sequence[str], ask: Ask[T]) -> dict[str, T]:
        """What is asked of items, by id: first where they were last, then everywhere. Unknown ids are left
        out."""
        found: dict[str, T] = {}
        for category, own in self._last(ids).items():
            if category in collections:
                found |= ask(collections[category], own)
        missing = [name for name in dict.fromkeys(ids) if name not in found]
        every = [*collections.values()] if missing else []
        for one, there in zip(every, of_each(every, lambda one: ask(one, missing)), strict=True):
            self.note(one.category, there)
            found |= there
        return found

    def _last(self, ids: Iterable[str]) -> dict[str, list[str]]:
        last: dict[str, list[str]] = {}
        for name in dict.fromkeys(ids):
            if category := self._known.get(name):
                last.setdefault(category, []).append(name)
        return last


def of_each(collections: Sequence[CategoryCollection], ask: Callable[[CategoryCollection], T]) -> list[T]:
    """What is asked of several categories, at once."""
    if len(collections) < 2:
        return [*map(ask, collections)]
    with ThreadPoolExecutor(THREADS) as askers:
        return list(askers.map(ask, collections))
