"""A filter as a condition of SQL, for SQLite and PostgreSQL alike.

Knows the columns of data.store.columns; does not know connections. Words, further colours and ids are each
database's own.
"""

from __future__ import annotations

from typing import Any

from data.store.columns import bit, spelled
from data.store.records import Filter

Condition = tuple[str, list[Any]]  # with a ? for each value


def condition(where: Filter) -> Condition:
    """What the columns of a row must be, but for ``colours``, ``words`` and ``without``; TRUE where all may
    be found."""
    parts = [part for part in (_priced(where), _limited(where)) if part]
    if where.audience:
        parts.append((f"whom & {bit(where.audience)} <> 0", []))
    parts += [(f"{column} = 1", []) for column in ("available", "on_sale") if getattr(where, column)]
    lists = (("gender", where.genders), ("usage", where.usages))
    parts += [(f"{column} IN ({marks(values)})", [*values]) for column, values in lists if values]
    if off := where.without_colours:
        parts.append((f"NOT (told = 1 AND colour IN ({marks(off)}))", [*off]))
    said = " AND ".join(part for part, _ in parts)
    return said or "TRUE", [value for _, values in parts for value in values]


def marks(values: tuple[Any, ...] | list[Any]) -> str:
    """A ? for each value."""
    return ", ".join("?" * len(values))


def in_currency(where: Filter) -> Condition:
    """That a row is priced, in one of the filter's currencies where any are named."""
    if not where.currencies:
        return "cost IS NOT NULL", []
    known = spelled(where.currencies)
    return f"(cost IS NOT NULL AND currency IN ({marks(known)}))", [*known]


def _priced(where: Filter) -> Condition | None:
    return in_currency(where) if where.priced else None


def _limited(where: Filter) -> Condition | None:
    limits = [("cost >= ?", where.min_cost), ("cost <= ?", where.max_cost)]
    limits = [(said, value) for said, value in limits if value]
    if not limits:
        return None
    within, values = " AND ".join(said for said, _ in limits), [value for _, value in limits]
    if where.priced:
        return within, values
    priced, currencies = in_currency(where)
    return f"(({within}) OR NOT {priced})", [*values, *currencies]
