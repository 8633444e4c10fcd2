"""What a category has in stock, as it is counted when an index is published, and the stock of all.

Knows items; does not know where the figures are kept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from data.catalogue.item import Item
from data.store.records import Shelf, Stock

RUNGS = 512  # of a ladder: fine enough to fetch few items beside the dearest, at 4 kB a category


@dataclass(frozen=True, slots=True)
class Prices:
    """The costs of a category in one currency: how many, the highest, and each ``step``-th in their order
    from the lowest on. ``step`` is a power of two, so that ladders can be made equally fine."""

    count: int
    highest: float
    step: int
    rungs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A category: how many items, their prices by currency ("" for none named), and what they are."""

    count: int = 0
    prices: Mapping[str, Prices] = field(default_factory=dict)
    colours: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    usages: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Counted:
        values = json.loads(text)
        prices = {
            currency: Prices(**{**said, "rungs": tuple(said["rungs"])})
            for currency, said in values.pop("prices").items()
        }
        count = values.pop("count")
        return cls(count, prices, **{name: tuple(said) for name, said in values.items()})


def counted(items: Iterable[Item]) -> Counted:
    """Count a category, item by item."""
    number, costs = 0, dict[str, list[float]]()
    colours, genders, usages, brands = said = set[str](), set[str](), set[str](), set[str]()
    for item in items:
        number += 1
        if item.cost is not None:
            costs.setdefault(item.currency, []).append(float(item.cost))
        for values, value in zip(said, (item.colour, item.gender, item.usage, item.brand), strict=True):
            values.add(value)
    told = (tuple(sorted(values - {""})) for values in (colours, genders, usages, brands))
    return Counted(number, {currency: _prices(own) for currency, own in costs.items()}, *told)


def stock_of(categories: Mapping[str, Counted]) -> Stock:
    """What there is, of what each category has."""
    there = {name: one for name, one in sorted(categories.items()) if one.count}
    currency = _main_currency(there.values())
    own = {name: [one.prices[c] for c in {currency, ""} if c in one.prices] for name, one in there.items()}
    shelves = {
        name: Shelf(
            one.count,
            min((prices.rungs[0] for prices in own[name]), default=None),
            max((prices.highest for prices in own[name]), default=None),
            frozenset(one.colours), frozenset(one.genders), frozenset(one.usages),
        )
        for name, one in there.items()
    }  # fmt: skip
    brands = sorted({brand for one in there.values() for brand in one.brands})
    return Stock(shelves, tuple(brands), currency, _sample([one for every in own.values() for one in every]))


def ladder(counts: Counted, currencies: Collection[str]) -> list[float]:
    """Costs of a category in their order, each once; in these currencies where any are named."""
    own = [one for name, one in counts.prices.items() if not currencies or name in currencies]
    return sorted({rung for one in own for rung in (*one.rungs, one.highest)})


def _prices(costs: list[float]) -> Prices:
    costs.sort()
    step = 1
    while len(costs) > step * RUNGS:
        step *= 2
    return Prices(len(costs), costs[-1], step, tuple(costs[::step]))


def _main_currency(every: Iterable[Counted]) -> str:
    numbers: dict[str, int] = {}
    for one in every:
        for currency, prices in one.prices.items():
            numbers[currency] = numbers.get(currency, 0) + prices.count
    numbers.pop("", None)
    return min(numbers, key=lambda currency: (-numbers[currency], currency), default="")


def _sample(every: Sequence[Prices]) -> tuple[float, ...]:
    """Costs in their order, as densely of one category as of another."""
    step = max((one.step for one in every), default=1)
    return tuple(sorted(cost for one in every for cost in one.rungs[:: step // one.step]))
