"""The items that come into question for one requested item: the likest, those whose cards have its words,
those that are to be had as asked, or the cheapest.

Asks a store with filters; does not know encoders, nor which candidate comes first in the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from app.nlu.constraints import pattern_words
from app.plan import Plan
from app.search.candidates.demands import as_had, closer, demands, in_order, narrowed
from app.search.claims import finer_synonyms
from app.search.look import NEIGHBOURS
from app.search.query import Query, Steering, had_as_asked
from app.search.scoring import asks_how_had, is_allowed, rank, seen_pattern
from data.catalogue.catalogue import Item
from data.store.reading import Reading
from data.store.store import Filter, Match

CANDIDATES = 200  # looked at for each category before they are ranked
SIFTED = 2000  # the likest, among which a size is looked for
# Items in the order of their prices among which all that speaks for a card is weighed: what costs more is
# asked for by what speaks most for it. 1,000 cards are read in some 15 ms
CHEAPEST = 1000


def candidates(store: Reading, plan: Plan, query: Query, by: Steering) -> list[Item]:
    """What may be shown: the likest items; where an order of prices is asked for, the first by price of those
    that fit best, or of a handful that look most like a photo."""
    category, where = query.item.category or None, narrowed(demands(plan), by)
    if plan.filters.order and query.photo is None:
        return _by_price(store, plan, query, where)
    count = max(NEIGHBOURS if plan.filters.order else CANDIDATES, query.item.count)
    found = store.search(query.vector, count, category, where)
    if forms := _forms(plan, query):
        found = [*found, *store.search_words(forms, query.vector, count, category, where)]
    items = (match.item for match in (*found, *_had(store, plan, query, where)))
    return _allowed(plan, (item for item in items if item.id != query.item.like))


def _by_price(store: Reading, plan: Plan, query: Query, where: Filter) -> list[Item]:
    category, descending = query.item.category or None, plan.filters.order == "price_desc"
    where = in_order(where, query.currency)
    found = store.ordered(CHEAPEST, category, where, descending)
    for narrow in closer(plan, where, _forms(plan, query)) if len(found) == CHEAPEST else ():
        found += store.ordered(CANDIDATES, category, narrow, descending)
    return sorted(_allowed(plan, found), key=lambda item: rank(plan, query, item))[:CANDIDATES]


def _allowed(plan: Plan, items: Iterable[Item]) -> list[Item]:
    """Each item once that may be shown."""
    return [item for item in {item.id: item for item in items}.values() if is_allowed(plan, item)]


def _had(store: Reading, plan: Plan, query: Query, where: Filter) -> Iterable[Match]:
    """Items that are in stock, on sale and in a size where that is asked for, which no vector tells."""
    if not asks_how_had(plan):
        return ()
    filters = plan.filters
    count = SIFTED if filters.sizes else CANDIDATES
    wanted = sum(map(bool, (filters.in_stock, filters.on_sale, filters.sizes)))
    near = store.search(query.vector, count, query.item.category or None, as_had(plan, where))
    return islice((match for match in near if len(had_as_asked(plan, match.item)) == wanted), CANDIDATES)


def _forms(plan: Plan, query: Query) -> list[tuple[str, ...]]:
    """Words of cards that make an item a candidate, however unlike it looks."""
    forms = [one.forms for one in query.descriptors if not one.refused]
    if term := query.item.term:
        forms.append((term, term.removesuffix("s"), f"{term}s", *finer_synonyms(term)))
    drawn = plan.filters.pattern or seen_pattern(plan, query)
    forms += [pattern_words(drawn)] if drawn else []
    # nothing formal looks like a photo of sports shoes
    return forms + ([(plan.filters.usage,)] if plan.filters.usage else [])
