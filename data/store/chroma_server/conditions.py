"""An item as metadata of Chroma, and a filter as a condition on it.

Each key begins with the mark of its collection, and is there only where it says something: Chroma looks a key
up among all collections of a server, and what it finds there is what a filter costs. Words are a list, one
look-up a word: Chroma's own search for words reads the documents of the whole server.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from data.catalogue.item import Item
from data.catalogue.values.audiences import AUDIENCES
from data.store.columns import bit, columns_of, spelled
from data.store.records import Filter

LOWEST = -1e300  # below any cost
# Words and pairs of words of a card: Chroma breaks on 5,462 values of a list. Of the longest descriptions
# that a catalogue keeps, in two languages, only those of single letters have more
MAX_WORDS = 5000
PAIR = 2  # words of a phrase that are looked up as one

Condition = dict[str, Any]


def metadata_of(mark: str, item: Item) -> dict[str, Any]:
    """What an item is filtered by; None for what it does not say."""
    columns = columns_of(item)
    priced = columns.cost is not None
    said = {
        "cost": float(columns.cost) if columns.cost is not None else None,
        "currency": columns.currency if priced else None,
        "unpriced": None if priced else 1,
        "available": columns.available or None,
        "on_sale": columns.on_sale or None,
        "said": columns.colour if columns.told and columns.colour else None,
        "gender": columns.gender or None,
        "usage": columns.usage or None,
        "colours": list(dict.fromkeys(columns.colours)) or None,
        "words": _looked_up(columns.words) or None,
    } | {audience: 1 if columns.whom & bit(audience) else None for audience in AUDIENCES}
    return {f"{mark}.{name}": value for name, value in said.items()}


def condition(where: Filter, mark: str, currencies: Collection[str]) -> Condition | None:
    """What the metadata of an item must be, but for its id and phrases of more than two words; None where all
    pass. ``currencies`` are those of the collection's prices, "" for none named."""
    fields = _Fields(mark)
    parts = [fields.equal(name) for name in ("available", "on_sale") if getattr(where, name)]
    parts += [fields.equal(where.audience)] if where.audience else []
    parts += [any_of([fields.has("colours", colour) for colour in where.colours])] if where.colours else []
    lists = (("gender", where.genders), ("usage", where.usages))
    parts += [fields.among(name, values) for name, values in lists if values]
    parts += [fields.beyond("said", where.without_colours)] if where.without_colours else []
    parts += [any_of([_phrase(fields, phrase) for phrase in phrases]) for phrases in where.words]
    parts += _price(fields, where, currencies)
    return all_of(parts) if parts else None


def costing(mark: str, asked: Sequence[str], currencies: Collection[str], way: str, cost: float) -> Condition:
    """That an item costs more or less, in one of the currencies asked for where any are; ``way`` is $gt,
    $gte, $lt or $lte."""
    fields = _Fields(mark)
    return all_of([{f"{mark}.cost": {way: float(cost)}}, *_in_currency(fields, asked, currencies)])


def has_long_phrase(where: Filter) -> bool:
    """Whether a phrase has more words than are looked up as one."""
    return any(len(phrase.split()) > PAIR for phrases in where.words for phrase in phrases)


def all_of(parts: Sequence[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else {"$and": list(parts)}


def any_of(parts: Sequence[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else {"$or": list(parts)}


class _Fields:
    """Conditions on single keys of a collection."""

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def equal(self, name: str) -> Condition:
        return {f"{self._mark}.{name}": 1}

    def has(self, name: str, value: str) -> Condition:
        return {f"{self._mark}.{name}": {"$contains": value}}

    def among(self, name: str, values: Sequence[str]) -> Condition:
        return {f"{self._mark}.{name}": {"$in": list(values)}}

    def beyond(self, name: str, values: Sequence[str]) -> Condition:
        return {f"{self._mark}.{name}": {"$nin": list(values)}}

    def at_least(self, cost: float) -> Condition:
        return {f"{self._mark}.cost": {"$gte": float(cost)}}

    def at_most(self, cost: float) -> Condition:
        return {f"{self._mark}.cost": {"$lte": float(cost)}}


def _price(fields: _Fields, where: Filter, currencies: Collection[str]) -> list[Condition]:
    limits = [fields.at_least(where.min_cost)] if where.min_cost else []
    limits += [fields.at_most(where.max_cost)] if where.max_cost else []
    if where.priced:
        return [*(limits or [fields.at_least(LOWEST)]), *_in_currency(fields, where.currencies, currencies)]
    if not limits:
        return []
    foreign = _foreign(where.currencies, currencies)
    others = [fields.among("currency", foreign)] if foreign else []
    return [any_of([all_of(limits), fields.equal("unpriced"), *others])]


def _in_currency(fields: _Fields, asked: Sequence[str], currencies: Collection[str]) -> list[Condition]:
    """Nothing where all prices are in the currencies asked for: each of them would be looked up."""
    return [fields.among("currency", spelled(asked))] if _foreign(asked, currencies) else []


def _foreign(asked: Sequence[str], currencies: Collection[str]) -> list[str]:
    return sorted(set(currencies).difference(spelled(asked))) if asked else []


def _phrase(fields: _Fields, phrase: str) -> Condition:
    words = phrase.split(" ")
    if len(words) < PAIR:
        return fields.has("words", phrase)
    return all_of([fields.has("words", " ".join(pair)) for pair in pairwise(words)])


def _looked_up(words: str) -> list[str]:
    """The words of a card and the pairs of neighbours among them, each once."""
    single = words.split()
    return list(dict.fromkeys([*single, *map(" ".join, pairwise(single))]))[:MAX_WORDS]
