"""What is demanded of an item, as a filter that a store can keep to.

What no filter tells, such as the occasion, is left to ``is_allowed``. Does not know stores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from app.plan import Plan
from app.search.query import ALSO, Steering, comparable
from data.catalogue.values.audiences import AUDIENCES
from data.catalogue.values.money import UNNAMED
from data.catalogue.vocabulary import colour_group, colours, family
from data.store.store import Filter

Words = Sequence[tuple[str, ...]]  # of each, one phrase at least is to stand on a card


def demands(plan: Plan) -> Filter:
    """What an item must be to be shown for a plan at all."""
    filters = plan.filters
    limited = filters.min_price or filters.max_price
    return Filter(
        min_cost=filters.min_price, max_cost=filters.max_price,
        currencies=comparable(filters.currency) if limited else (),
        audience=filters.audience if filters.audience in AUDIENCES else "",
        without_colours=filters.excluded_colours, without=plan.exclude,
    )  # fmt: skip


def as_had(plan: Plan, where: Filter) -> Filter:
    """A filter and the stock and sale that a plan asks for."""
    return replace(where, available=plan.filters.in_stock, on_sale=plan.filters.on_sale)


def narrowed(where: Filter, by: Steering) -> Filter:
    """A filter and the visitor's own, but for the category; a price is left out where the filter has limits
    in some currencies only."""
    genders = (by.gender, "unisex", *ALSO.get(by.gender, ())) if by.gender else ()
    where = replace(
        where, colours=(by.colour,) if by.colour else (), genders=genders,
        usages=(by.usage,) if by.usage else (), without=(*where.without, *by.away),
    )  # fmt: skip
    if by.price is None or where.currencies:
        return where
    return replace(where, max_cost=min(filter(None, (where.max_cost, by.price)), default=0.0), priced=True)


def in_order(where: Filter, currency: str) -> Filter:
    """A filter by which prices in a shop's currency are put in an order. Limits in another currency are left
    out: they hold for none of those."""
    own = (currency, "") if currency else ()
    if not where.currencies:
        return replace(where, currencies=own)
    if (currency or UNNAMED) in where.currencies:
        return replace(where, currencies=(currency or UNNAMED,))
    return replace(where, min_cost=0.0, max_cost=0.0, currencies=own)


def closer(plan: Plan, where: Filter, words: Words) -> Iterator[Filter]:
    """A filter with what would speak for an item, all at once, all but one, and one by one: its colour or
    one close to it, whom it names, its usage, stock and sale, and each of ``words``."""
    asked = plan.filters
    parts: list[Filter] = [Filter(words=(phrases,)) for phrases in words]
    if asked.audience:
        parts.append(Filter(genders=(asked.audience, "unisex", *ALSO.get(asked.audience, ()))))
    if asked.usage:
        parts.append(Filter(usages=(asked.usage,)))
    if asked.in_stock or asked.on_sale:
        parts.append(as_had(plan, Filter()))
    for shades in _shades(plan):
        every = [*parts, Filter(colours=shades)] if shades else parts
        chosen = dict.fromkeys((len(every), len(every) - 1, 1))
        for some in (group for size in chosen if size > 0 for group in combinations(every, size)):
            yield _with(where, some)


def _shades(plan: Plan) -> list[tuple[str, ...]]:
    """The colours that are asked for, and these with all of their families; () where any will do."""
    asked = plan.filters.colours or tuple(sorted(colour_group(plan.filters.colour_group)))
    families = set(map(family, plan.filters.colours))
    close = (*asked, *(name for name in colours() if name not in asked and family(name) in families))
    return [asked, close] if len(close) > len(asked) else [asked]


def _with(where: Filter, parts: Sequence[Filter]) -> Filter:
    for part in parts:
        where = replace(
            where, words=(*where.words, *part.words), colours=where.colours or part.colours,
            genders=where.genders or part.genders, usages=where.usages or part.usages,
            available=where.available or part.available, on_sale=where.on_sale or part.on_sale,
        )  # fmt: skip
    return where
