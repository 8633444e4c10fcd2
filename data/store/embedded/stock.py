"""What an index folder has in stock, counted by the indexes of its SQLite file alone.

Knows tables; does not know who asks.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.store.embedded.cards import Cards
from data.store.records import Shelf, Stock

SAMPLE = 10_000  # costs of a stock
COUNTS = "SELECT category, shelf, count(*) FROM items JOIN shelves USING (shelf) GROUP BY shelf"
BRANDS = "SELECT DISTINCT brand FROM items WHERE brand <> '' ORDER BY brand"
CURRENCY = """
SELECT currency FROM items WHERE cost IS NOT NULL AND currency <> ''
    GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1
"""
OWN = "cost IS NOT NULL AND currency IN (?, '')"
SPANS = f"SELECT shelf, min(cost), max(cost) FROM items WHERE {OWN} GROUP BY shelf"
COSTS = f"SELECT cost FROM items WHERE {OWN} AND n % ? = 0 ORDER BY cost"
SAID = "SELECT DISTINCT shelf, {column} FROM items INDEXED BY filtered WHERE {column} <> ''"


def stock_of(cards: Cards) -> Stock:
    """What there is."""
    named = cards.all(CURRENCY)
    currency = str(named[0][0]) if named else ""
    spans = {shelf: span for shelf, *span in cards.all(SPANS, [currency])}
    said = [_distinct(cards, column) for column in ("colour", "gender", "usage")]
    shelves = {
        category: Shelf(
            size, *spans.get(shelf, (None, None)), *(frozenset(values.get(shelf, ())) for values in said)
        )
        for category, shelf, size in sorted(cards.all(COUNTS))
    }
    step = max(1, sum(shelf.count for shelf in shelves.values()) // SAMPLE)
    costs: Sequence[tuple[float]] = cards.all(COSTS, [currency, step])
    brands = tuple(brand for (brand,) in cards.all(BRANDS))
    return Stock(shelves, brands, currency, tuple(cost for (cost,) in costs))


def _distinct(cards: Cards, column: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for shelf, value in cards.all(SAID.format(column=column)):
        found.setdefault(shelf, []).append(value)
    return found
