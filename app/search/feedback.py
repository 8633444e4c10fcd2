"""What was found, turned by the visitor's hand: only this colour, less like that one, more like the photo.

Knows plans and search; does not know the page, nor who advises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.plan import Plan, RequestedItem
from app.search.engine import CANDIDATES, Search
from app.search.outfits import UNCOUNTED
from app.search.query import Photo, Steering
from app.search.scoring import fit
from data.catalogue.catalogue import Item
from data.store.store import Match

AWAY = 0.5  # share of the likeness to an item not wanted that is taken from a score
SHELF = 9  # items shown where nobody has asked for anything


def steered(search: Search, plan: Plan, photo: Photo | None, by: Steering) -> list[Match]:
    """The plan's items as the visitor has turned them, best first for each category."""
    if by.strategy:
        search = Search(search.encoder, search.store, by.strategy)
    far = _unwanted(search, by.away)
    found = []
    for item in _wanted(plan, by):
        query, own = search.query(plan, item, photo, by.balance), plan.of(item)
        many = search.find(own, replace(query, item=replace(item, count=CANDIDATES)))
        kept = [m for m in many if by.lets(m.item)]
        if far:
            kept.sort(key=lambda m: (-fit(own, m.item, item.term), AWAY * far.get(m.item.id, 0) - m.score))
        found += kept[: item.count]
    return found


def featured_items(items: Sequence[Item], by: Steering) -> tuple[Item, ...]:
    """A few items that pass the filters, of as many categories as there are, the same for everybody."""
    piles: dict[str, list[Item]] = {}
    for item in items:
        if by.lets(item):
            piles.setdefault(item.category, []).append(item)
    order = sorted(piles.values(), key=lambda pile: -len(pile))
    if len(order) >= SHELF:
        return tuple(pile[len(pile) // 2] for pile in order[:SHELF])
    rows = [item for row in range(SHELF) for pile in order for item in pile[row : row + 1]]
    return tuple(rows[:SHELF])


def _wanted(plan: Plan, by: Steering) -> tuple[RequestedItem, ...]:
    if not by.category:
        return plan.wanted
    named = tuple(item for item in plan.wanted if item.category == by.category)
    return named or (RequestedItem(by.category, UNCOUNTED),)


def _unwanted(search: Search, away: Sequence[str]) -> dict[str, float]:
    """How much items look like those that less is wanted of, by id."""
    likeness: dict[str, float] = {}
    for item in search.store.get(away):
        for match in search.similar(item, CANDIDATES):
            likeness[match.item.id] = max(match.score, likeness.get(match.item.id, 0))
    return likeness
