"""What was found, turned by the visitor's hand: only this colour, less like that one, more like the photo.

Knows plans and search; does not know the page, nor who advises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.plan import Plan, RequestedItem
from app.search.candidates.demands import narrowed
from app.search.candidates.gathering import CANDIDATES
from app.search.engine import Search
from app.search.outfits import UNCOUNTED
from app.search.query import Photo, Steering
from app.search.scoring import fit
from data.catalogue.catalogue import Item
from data.store.reading import Reading
from data.store.store import ANY, Match

AWAY = 0.5  # share of the likeness to an item not wanted that is taken from a score
SHELF = 9  # items shown where nobody has asked for anything
MIDDLE = 100  # place of the item of a category that is shown, or the middle one


def steered(search: Search, plan: Plan, photo: Photo | None, by: Steering) -> list[Match]:
    """The plan's items as the visitor has turned them, best first for each category."""
    if by.strategy:
        search = search.ranking_by(by.strategy)
    far = _unwanted(search, by.away)
    found = []
    for item in _wanted(plan, by):
        query, own = search.query(plan, item, photo, by.balance), plan.of(item)
        many = search.find(own, replace(query, item=replace(item, count=CANDIDATES)), by=by)
        kept = [m for m in many if by.lets(m.item)]
        if far:
            kept.sort(key=lambda m: (-fit(own, m.item, item.term), AWAY * far.get(m.item.id, 0) - m.score))
        found += kept[: item.count]
    return found


def featured_items(store: Reading, by: Steering) -> tuple[Item, ...]:
    """A few items that pass the filters, of as many categories as there are, the same for everybody."""
    where, categories = narrowed(ANY, by), store.categories()
    names = [name for name in categories if by.category in ("", name)]
    counts = categories if where == ANY else {name: store.count(name, where) for name in names}
    order = sorted((name for name in names if counts[name]), key=lambda name: -counts[name])
    if len(order) >= SHELF:
        halves = {name: min(counts[name] // 2, MIDDLE) for name in order[:SHELF]}
        return tuple(item for name, n in halves.items() for item in store.listed(n + 1, name, where)[n:])
    piles = [store.listed(SHELF, name, where) for name in order]
    rows = [item for row in range(SHELF) for pile in piles for item in pile[row : row + 1]]
    return tuple(rows[:SHELF])


def _wanted(plan: Plan, by: Steering) -> tuple[RequestedItem, ...]:
    if not by.category:
        return plan.wanted
    named = tuple(item for item in plan.wanted if item.category == by.category)
    return named or (RequestedItem(by.category, UNCOUNTED),)


def _unwanted(search: Search, away: Sequence[str]) -> dict[str, float]:
    """How much items look like those that less is wanted of, by id."""
    likeness: dict[str, float] = {}
    for item in search.get(away):
        for match in search.similar(item, CANDIDATES):
            likeness[match.item.id] = max(match.score, likeness.get(match.item.id, 0))
    return likeness
