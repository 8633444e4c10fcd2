"""What there is in an index in PostgreSQL: counted by the database, in few questions.

Does not know connections.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from data.store.records import Shelf, Stock

Ask = Callable[[str, Sequence[Any]], list[Any]]

SAMPLE = 10_000  # costs of a stock
KINDS = """
SELECT category, currency, colour, gender, usage, count(*), count(cost), min(cost), max(cost)
FROM armario.items GROUP BY category, currency, colour, gender, usage
"""
BRANDS = "SELECT DISTINCT brand FROM armario.items WHERE brand <> '' ORDER BY brand"
COSTS = """
SELECT cost FROM (
    SELECT cost, row_number() OVER (ORDER BY cost) AS place FROM armario.items
    WHERE cost IS NOT NULL AND currency = ANY (%s)
) AS priced WHERE place %% %s = 0
"""


def stock(ask: Ask) -> Stock:
    """What there is, whatever asks the database."""
    kinds = ask(KINDS, ())
    currency = _main_currency(kinds)
    own = {currency, ""}
    by_category = defaultdict(list)
    for category, *kind in kinds:
        by_category[category].append(kind)
    shelves = {name: _shelf(by_category[name], own) for name in sorted(by_category)}
    step = max(1, sum(shelf.count for shelf in shelves.values()) // SAMPLE)
    costs = tuple(cost for (cost,) in ask(COSTS, [[*own], step]))
    return Stock(shelves, tuple(brand for (brand,) in ask(BRANDS, ())), currency, costs)


def _main_currency(kinds: Sequence[Any]) -> str:
    priced: Counter[str] = Counter()
    for _, currency, _, _, _, _, count, _, _ in kinds:
        if currency and count:
            priced[currency] += count
    return min(priced, key=lambda name: (-priced[name], name), default="")


def _shelf(kinds: Sequence[Any], currencies: set[str]) -> Shelf:
    own = [kind for kind in kinds if kind[0] in currencies and kind[6] is not None]
    said = (frozenset(filter(None, (kind[place] for kind in kinds))) for place in (1, 2, 3))
    return Shelf(
        sum(kind[4] for kind in kinds), min((kind[6] for kind in own), default=None),
        max((kind[7] for kind in own), default=None), *said,
    )  # fmt: skip
