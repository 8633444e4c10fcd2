"""A plan beside the items that answer it: which of them is held against which requested item.

Knows plans and cards; does not know sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.plan import Filters, Plan
from app.search.scoring import has_pattern, meant_for
from data.catalogue.catalogue import Item


@dataclass(frozen=True, slots=True)
class Request:
    """``filters`` are what was asked of each of the ``items``, by id."""

    plan: Plan
    items: Sequence[Item]
    filters: Mapping[str, Filters]

    @classmethod
    def of(cls, plan: Plan, items: Sequence[Item]) -> Request:
        """Of several items of one category that differ in colour, pattern or audience each takes its own, and
        what agrees with none takes those that are left."""
        filters: dict[str, Filters] = {}
        for category in dict.fromkeys(item.category for item in items):
            slots = _slots(plan, category)
            those = [item for item in items if item.category == category]
            for item in sorted(those, key=lambda item: -max(_agreement(item, slot) for slot in slots)):
                filters[item.id] = max(slots, key=lambda slot: _agreement(item, slot))
                if len(slots) > 1:
                    slots.remove(filters[item.id])
        return cls(plan, items, filters)

    def asked(self, item: Item) -> Filters:
        """What was asked of one of the items."""
        return self.filters[item.id]

    def audience(self, items: Sequence[Item]) -> str:
        """Whom all these items were asked for; "" where nobody is named or they differ."""
        named = {self.asked(item).audience for item in items}
        return named.pop() if len(named) == 1 else ""

    @property
    def priced(self) -> bool:
        """Whether the price has a lowest or highest limit."""
        return bool(self.plan.filters.min_price or self.plan.filters.max_price)

    @property
    def one_category(self) -> bool:
        """Whether all items are of one kind."""
        return len({item.category for item in self.items}) == 1


def _slots(plan: Plan, category: str) -> list[Filters]:
    """The filters of each single thing that was asked for of a category, at least one."""
    of_category = [item for item in plan.wanted if item.category == category]
    asked = of_category or [item for item in plan.wanted if not item.category]
    return [plan.filters_of(item) for item in asked for _ in range(item.count)] or [plan.filters]


def _agreement(item: Item, asked: Filters) -> int:
    """How many of the filters in which requested items may differ an item meets: a colour weighs most, and
    no demand is half met."""
    told = (
        (4, asked.colours, item.colour in asked.colours),
        (2, asked.pattern, has_pattern(item, asked.pattern)),
        (2, asked.audience, meant_for(item, asked.audience)),
    )
    return sum(weight * 2 if met else 0 if demand else weight for weight, demand, met in told)
