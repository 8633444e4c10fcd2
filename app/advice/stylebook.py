"""The stylebook: what a stylist would say about how to wear a thing, by its kind, cut, pattern, colour and
season and by the occasion and the weather that a customer names; and what one would ask back.

Reads rules and their sentences from data/. Does not know how colours go together.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.grammar import DATA
from app.advice.phrases import is_of_it
from app.plan import Language
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, pattern_of

FILLS = {
    "dress": ("dress", "top", "bottom"),
    "bottom": ("bottom", "dress"),
    "top": ("top", "dress"),
}  # of roles


@dataclass(frozen=True, slots=True)
class Rule:
    """When a piece of advice is right: empty fields hold for all. ``concept`` must stand on the card,
    ``occasions`` and ``weathers`` are what the customer named, ``beside`` are the categories of the garments
    that its sentences name."""

    id: str
    aspect: str  # "cut", "wear", "occasion", "weather", "care"
    concept: str = ""
    pattern: str = ""
    colours: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    usages: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
    weathers: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # concepts and categories that must stand on the card: parts that are named

    @property
    def weight(self) -> int:
        """How special it is: the number of its conditions."""
        return sum(map(bool, (
            self.concept, self.pattern, self.colours, self.categories, self.audiences, self.usages,
            self.seasons, self.occasions, self.weathers,
        )))  # fmt: skip

    def holds(self, item: Item, answer: Answer) -> bool:
        """Whether it is right for an item that answers a plan."""
        filters = answer.plan.filters
        told = (
            (self.categories, item.category), (self.colours, item.colour), (self.audiences, item.gender),
            (self.usages, item.usage), (self.seasons, item.season), (self.occasions, filters.occasion),
            (self.weathers, filters.weather), ((self.pattern,) if self.pattern else (), pattern_of(item)),
        )  # fmt: skip
        if any(allowed and value not in allowed for allowed, value in told):
            return False
        return all(is_of_it(item, answer, concept) for concept in filter(None, (self.concept, *self.needs)))


@lru_cache
def rules() -> tuple[Rule, ...]:
    """All rules, the most special first."""
    rows: list[dict[str, Any]] = json.loads((DATA / "style_rules.json").read_text("utf-8"))
    made = (Rule(**{key: _frozen(value) for key, value in row.items()}) for row in rows)
    return tuple(sorted(made, key=lambda rule: -rule.weight))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@lru_cache
def sentences(language: Language) -> dict[str, list[str]]:
    """The plain sentences of each rule in a language; none where it has no stylebook."""
    file = DATA / f"style_{language}.json"
    loaded: dict[str, list[str]] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return loaded


def advice(answer: Answer, aspects: Collection[str]) -> Iterator[Fact]:
    """What the stylebook says of the items under these aspects: of all of a kind, or of one of several."""
    for items in [answer.items] if answer.one_category else [[item] for item in answer.items]:
        own = {item.category for item in answer.items if item not in items}
        own |= set(answer.plan.categories("owned")) | _photographed(answer)
        said = sentences(answer.grammar.language)
        known = [rule for rule in _rules_for(frozenset(aspects), items[0].category) if rule.id in said]
        fitting = [rule for rule in known if _fits(rule, items, answer, own)]
        best = [rule for rule in fitting if rule.weight == fitting[0].weight]
        if best:
            rule = best[crc32(answer.key.encode()) % len(best)]
            yield _worded(rule, items, answer)


def _photographed(answer: Answer) -> set[str]:
    """The kinds of garments on the customer's photos, without those that are looked for."""
    return {photo.category for photo in answer.plan.photos} - {"", *(item.category for item in answer.items)}


def _worded(rule: Rule, items: Sequence[Item], answer: Answer) -> Fact:
    """The rule's sentences; of one piece among others with its name in the place of the pronoun."""
    said, grammar = sentences(answer.grammar.language)[rule.id], answer.grammar
    blanks = {"it": grammar.it(items)}
    if len(items) < len(answer.items):
        blanks["piece"] = grammar.piece(items[0])
        said = [grammar.named_object(one) for one in said]
    return answer.worded(f"style.{rule.id}", said[0], said, items, **blanks)


@lru_cache
def _rules_for(aspects: frozenset[str], category: str) -> tuple[Rule, ...]:
    return tuple(
        rule for rule in rules() if rule.aspect in aspects and category in (rule.categories or [category])
    )


def _fits(rule: Rule, items: Sequence[Item], answer: Answer, others: Collection[str]) -> bool:
    """Whether it holds for all these items, and names only garments that the shop has and for which the other
    items leave room: no trousers beside a skirt."""
    there = not answer.stocked or set(rule.beside) <= set(answer.stocked)
    taken = {role for name in others for role in FILLS.get(_role(name), (_role(name),))} - {"accessory"}
    room = not set(rule.beside) & set(others) and taken.isdisjoint(map(_role, rule.beside))
    return there and room and all(rule.holds(item, answer) for item in items)


def _role(category: str) -> str:
    known = categories().get(category)
    return known.role if known else ""


def question(answer: Answer) -> Iterator[Fact]:
    """What one would ask back about what nobody said: for whom, for which occasion, in which colour."""
    plan, filters = answer.plan, answer.plan.filters
    if plan.act != "search" or plan.gift or not answer.one_category:
        return
    whom, known = {item.gender for item in answer.items}, categories().get(answer.items[0].category)
    several = len(answer.items) > 1
    priced = any(item.cost is not None for item in answer.items)
    worn = bool(known and known.seasonal) and len({item.usage for item in answer.items}) == 1
    open_ones = [
        ("ask_whom", not (filters.audience or plan.photo_category) and len(whom) > 1),
        ("ask_occasion", worn and not (filters.usage or filters.occasion or filters.weather)),
        ("ask_colour", not (filters.colours or filters.colour_group) and (several or not priced)),
        ("ask_price", priced and not (answer.priced or filters.max_total or filters.order)),
    ]
    asked = [kind for kind, is_open in open_ones if is_open]
    if asked:
        yield answer.fact(asked[0] if asked[0] == "ask_whom" else asked[answer.turn(len(asked))])
