"""The places that a wish asks for, one for an item, filled or not: two shirts wanted and one found leave one.

Knows wishes and items; does not know how they are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.nlu.wish import Wish
from data.catalogue.catalogue import Item


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one item, filled or not: the ``number``-th of ``of`` of a category that was asked for."""

    item: Item | None
    category: str = ""
    number: int = 0
    of: int = 0
    colour: str = ""  # asked for, and not the item's

    @property
    def counted(self) -> bool:
        """Whether somebody asked for so many."""
        return self.of > 0


def slots(wish: Wish | None, items: Sequence[Item]) -> list[Slot]:
    """Every item in its place, and the places that stay empty."""
    if wish is None or wish.intent not in ("search", "outfit"):
        return [Slot(item) for item in items]
    left, places = list(items), list[Slot]()
    counts, so_far = Counter[str](), Counter[str]()
    for wanted in wish.wanted:  # two of one category have a colour each: they are counted together
        counts[wanted.category] += wanted.count
    for wanted in wish.wanted:
        own = [item for item in left if wanted.category in ("", item.category)][: wanted.count]
        left = [item for item in left if item not in own]
        if not wanted.category:
            places += [Slot(item, colour=_other(wish.colour, item)) for item in own]
            continue
        for number in range(wanted.count):
            item, colour = own[number] if number < len(own) else None, wanted.colour or wish.colour
            other = _other(colour, item) if item else colour
            so_far[wanted.category] += 1
            place = so_far[wanted.category]
            places.append(Slot(item, wanted.category, place, counts[wanted.category], other))
    return places + [Slot(item) for item in left]


def _other(asked: str, item: Item) -> str:
    return asked if asked and item.colour and item.colour != asked else ""
