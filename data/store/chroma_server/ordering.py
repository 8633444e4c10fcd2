"""The items of a category in the order of what they cost: Chroma cannot order, but gives what costs at least
so much. A ladder of costs tells how much that must be to give few.

Right whatever the ladder says, which was counted when the index was published.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from data.catalogue.item import Item
from data.store.chroma_server.collection import CategoryCollection
from data.store.chroma_server.conditions import LOWEST, costing
from data.store.chroma_server.counts import ladder
from data.store.columns import spelled

FASTER = 4  # times the rungs of a ladder, where those were too few
FEW = 200  # items that are all read: 20 ms


def first_by_cost(
    one: CategoryCollection, count: int, currencies: Sequence[str], passing: Sequence[str] | None,
    descending: bool,
) -> list[str]:  # fmt: skip
    """Ids among which the first ``count`` are, of those that pass, or of all; not many more."""
    if passing is not None and len(passing) <= FEW:
        return [*passing]
    near = _costliest(one, count, currencies, passing, descending)
    if len(near) >= count:
        return near
    every, known = passing if passing is not None else one.ids(), set(near)
    return [*near, *heapq.nsmallest(count - len(near), (name for name in every if name not in known))]


def place_of(item: Item, currencies: Sequence[str], descending: bool) -> tuple[bool, float, str]:
    """What items are sorted by: the priced ones first, by cost and id, then the others by id."""
    if item.cost is None or (currencies and item.currency not in spelled(currencies)):
        return True, 0.0, item.id
    return False, -item.cost if descending else item.cost, item.id


def _costliest(
    one: CategoryCollection, count: int, currencies: Sequence[str], passing: Sequence[str] | None,
    descending: bool,
) -> list[str]:  # fmt: skip
    """The same of priced items; all there are when there are fewer."""
    allowed = None if passing is None else set(passing)

    def beyond(way: str, cost: float) -> list[str]:
        ids = one.ids(costing(one.mark, currencies, one.counts.prices, way, cost))
        return ids if allowed is None else [name for name in ids if name in allowed]

    rungs, at = ladder(one.counts, spelled(currencies)), 0
    rungs, way = (rungs[::-1], "$gt") if descending else (rungs, "$lt")
    while at < len(rungs):
        found = beyond(f"{way}e", rungs[at])
        if len(found) >= count:  # of many that cost the same, those with the first ids
            surely = beyond(way, rungs[at])
            equal = set(found).difference(surely)
            return [*surely, *heapq.nsmallest(count - len(surely), equal)]
        at = FASTER * (at + 1) - 1
    return beyond("$gte", LOWEST)
