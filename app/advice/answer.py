"""An answer in the making: a plan beside the items that answer it, and one voice that speaks of them.

The same items get the same choice among variants of a template. Does not know what is worth saying.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from app.advice.content import Fact
from app.advice.grammar import Grammar
from app.advice.own_words import own_colours, own_kinds
from app.plan import Filters, Plan, RequestedItem
from app.search.query import NAMESAKES
from app.search.scoring import has_pattern
from data.catalogue.catalogue import Item
from data.catalogue.values.audiences import meant_for
from data.catalogue.values.money import main_currency
from data.catalogue.values.prices import NO_CURRENCY


@dataclass(frozen=True, slots=True)
class Answer:
    """``filters`` are what was asked of each of the ``items``, by id; ``missing`` are the wanted categories
    that the shop does not carry, ``stocked`` those that it does, with their numbers where these are known;
    ``key`` decides between variants."""

    plan: Plan
    items: Sequence[Item]
    grammar: Grammar
    filters: Mapping[str, Filters]
    missing: Sequence[str]
    stocked: Collection[str]
    key: str
    unheld: str = ""  # the customer's limit, as written, where it is in other money than the shop's

    @classmethod
    def of(
        cls, plan: Plan, items: Sequence[Item], grammar: Grammar, missing: Sequence[str] = (),
        stocked: Collection[str] = (),
    ) -> Answer:  # fmt: skip
        """Of several items of one category that differ in colour, pattern or audience each takes its own, and
        what agrees with none takes those that are left. Small talk is about no items."""
        plan, unheld = _in_money_of(plan, items, grammar)
        grammar = type(grammar)(
            own_colours(plan, items, grammar.language), own_kinds(plan, items, grammar.language)
        )
        act = plan.act if plan.act in ("search", "outfit", "not_carried", "discuss") else "chat"
        key = "|".join([plan.query, *([item.id for item in items] or [act, *missing])])
        if act == "chat":
            items = ()
        filters: dict[str, Filters] = {}
        for category in dict.fromkeys(item.category for item in items):
            slots = _slots(plan, category)
            those = [item for item in items if item.category == category]
            for item in sorted(those, key=lambda item: -max(_agreement(item, slot) for slot in slots)):
                filters[item.id] = max(slots, key=lambda slot: _agreement(item, slot))
                if len(slots) > 1:
                    slots.remove(filters[item.id])
        return cls(plan, items, grammar, filters, missing, stocked, key, unheld)

    def asked(self, item: Item) -> Filters:
        """What was asked of one of the items."""
        return self.filters[item.id]

    def beside_main(self, item: Item) -> str:
        """The colour asked for that an item has or comes in beside its main one; "" where it is that."""
        asked = self.asked(item).colours if self.plan.act != "discuss" else ()
        return "" if item.colour in asked else next((c for c in asked if c in item.other_colours), "")

    def audience(self, items: Sequence[Item]) -> str:
        """Whom all these items were asked for; "" where nobody is named or they differ."""
        named = {self.asked(item).audience for item in items}
        return named.pop() if len(named) == 1 else ""

    @property
    def priced(self) -> bool:
        """Whether the price has a lowest or highest limit."""
        return bool(self.plan.filters.min_price or self.plan.filters.max_price)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many items there are of each category; empty where only their names are known."""
        return self.stocked if isinstance(self.stocked, Mapping) else {}

    @property
    def alternatives(self) -> bool:
        """Whether the items are ideas of which one will do: a present, or anything at all."""
        return self.plan.act == "search" and (
            self.plan.gift or any(not item.category for item in self.plan.wanted)
        )

    @property
    def one_category(self) -> bool:
        """Whether all items are of one kind."""
        return len({item.category for item in self.items}) == 1

    def fact(self, kind: str, items: Sequence[Item] = (), **blanks: str) -> Fact:
        """A fact about these items, with a note and a variant of the template of that name.

        Raises KeyError for an unknown template or blank.
        """
        words = self.grammar.words
        variants = words["templates"][kind]
        return self.worded(kind, words["notes"].get(kind, variants[0]), variants, items, **blanks)

    def worded(
        self, kind: str, note: str, variants: Sequence[str], items: Sequence[Item], **blanks: str
    ) -> Fact:
        """The same from a note and variants with blanks. ``{Word}`` is ``{word}`` with a capital."""
        chosen = variants[crc32((self.key + variants[0]).encode()) % len(variants)]
        capitals = {name.capitalize(): value[:1].upper() + value[1:] for name, value in blanks.items()}
        note, text = (self._filled(one, {**blanks, **capitals}) for one in (note, chosen))
        names = (self.grammar.words["sample_word"],) if blanks.get("sample") else ()
        return Fact(kind, note, text, tuple(item.id for item in items), blanks, names)

    def _filled(self, template: str, blanks: Mapping[str, str]) -> str:
        text = template.format(**blanks).replace("….", "…")
        for apart, contracted in self.grammar.words["contractions"].items():
            text = text.replace(apart, contracted)
            begin = apart.lstrip().capitalize()
            text = (
                f"{contracted.lstrip().capitalize()}{text[len(begin) :]}" if text.startswith(begin) else text
            )
        return text

    def turn(self, of: int) -> int:
        """A number from 0 up to ``of``, the same for the same items: so that answers take turns in what they
        say beside what must be said."""
        return crc32(self.key.encode()) % of

    def plurals(self, categories: Iterable[str], last: str = "and") -> str:
        """Categories as in "t-shirts, hats and bags"; each once. ``last`` is "and", "or" or "neither"."""
        return self.grammar.listed([self.grammar.plural(name) for name in dict.fromkeys(categories)], last)

    def pieces(self, items: Iterable[Item]) -> str:
        """As in "the red shirt and the blue pants"."""
        return self.grammar.listed([*map(self.grammar.piece, items)])

    def colours(self, items: Iterable[Item], article: bool = False) -> str:
        """The items' colours as in "red, blue and white", in Spanish with articles if wished; each once."""
        names = dict.fromkeys(self.grammar.colour(item.colour) for item in items if item.colour)
        return self.grammar.listed([self.grammar.the_colour(name) if article else name for name in names])


def _in_money_of(plan: Plan, items: Sequence[Item], grammar: Grammar) -> tuple[Plan, str]:
    """The plan without limits in other money than that of the items, and such a limit as it is written."""
    filters, priced = plan.filters, any(item.cost is not None for item in items)
    limit = filters.max_price or filters.min_price or filters.max_total
    own = (
        filters.currency,
        *NAMESAKES.get(filters.currency, ()),
        NO_CURRENCY,
    )  # "50 dollars" in a Canadian shop
    if not (limit and filters.currency and priced) or main_currency(items) in own:
        return plan, ""
    free = replace(filters, min_price=0.0, max_price=0.0, max_total=0.0)
    bare = tuple(replace(item, min_price=0.0, max_price=0.0) for item in plan.items)
    return replace(plan, items=bare, filters=free), grammar.money(
        round(limit, 1), filters.currency
    )  # below 20 is up to 19.99


def _slots(plan: Plan, category: str) -> list[Filters]:
    """The filters of each single thing that was asked for of a category, at least one."""
    of_category = [item for item in plan.wanted if item.category == category]
    asked = of_category or [item for item in plan.wanted if not item.category]
    return [plan.filters_of(item) for item in asked for _ in range(item.count)] or [plan.filters]


def _agreement(item: Item, asked: Filters) -> int:
    """How many of the filters in which requested items may differ an item meets: a colour weighs most, and
    no demand is half met."""
    told = (
        (4, asked.colours, item.colour in asked.colours),
        (2, asked.pattern, has_pattern(item, asked.pattern)),
        (2, asked.audience, meant_for(item, asked.audience)),
    )
    return sum(weight * 2 if met else 0 if demand else weight for weight, demand, met in told)


def owned(asked: RequestedItem, at: str) -> Item:
    """A thing of the customer's own as if it had a card."""
    colour = asked.colours[0] if asked.colours else ""
    return Item(f"own {at}", asked.term, asked.category, Path(), asked.term, colour=colour)
