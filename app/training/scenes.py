"""Scenes of a shop: plans with the items that answer them, drawn from any catalogue, to be written to.

A scene is what a turn has found. Draws the same scenes for the same seed; does not know what is said of them.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, get_args

from app.advice.compose import content, grammar_of
from app.advice.content import Fact
from app.plan import (
    AUDIENCES,
    TOPICS,
    USAGES,
    Act,
    Aspect,
    Filters,
    Language,
    Order,
    PhotoAttributes,
    Plan,
    RequestedItem,
)
from data.catalogue.catalogue import Item
from data.catalogue.occasions import occasions
from data.catalogue.vocabulary import categories, colours, pattern_of
from data.store.store import Match

WEIGHTS = {"one": 26, "several": 22, "together": 8, "outfit": 15, "discuss": 17, "talk": 6, "absent": 6}
SPOILT = 0.3  # of the searches ask for something that the items are not
# Which need the customer's words, or a photo
UNDISCUSSED = ("choice", "descriptor", "other", "pattern", "category")


@dataclass(frozen=True, slots=True)
class Scene:
    """What an answer is to be written to."""

    plan: Plan
    items: tuple[Item, ...]
    missing: tuple[str, ...]
    stocked: dict[str, int]

    def things(self) -> tuple[str, ...]:
        """The items, each by its category and by the gender and number of what it is called."""
        grammar = grammar_of(self.plan.language)
        signs = ((item.category, *grammar.agreement(item)) for item in self.items)
        return tuple(f"{category} {gender} {'p' if plural else 's'}" for category, gender, plural in signs)

    def facts(self) -> list[Fact]:
        """What is worth saying."""
        matches = [Match(item, 0.0) for item in self.items]
        return list(content(self.plan, matches, self.missing, self.stocked))


def invented_shop(table: Path) -> list[Item]:
    """The items of a shop that was made up: a CSV with the columns of our own, without pictures."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Item(**_fields(row)) for row in rows]


def _fields(row: dict[str, str]) -> dict[str, Any]:
    price = float(row["price"]) if row["price"] else None
    return {**row, "image": Path(), "price": price, "currency": "EUR" if price else ""}


class Scenes:
    """Scenes in one shop."""

    def __init__(self, items: Sequence[Item], seed: int = 0) -> None:
        self._items, self._rng = items, Random(seed)
        self._stocked = dict(Counter(item.category for item in items))
        self._kinds: dict[str, Callable[[Language], Scene | None]] = {
            "one": lambda language: self._search(language, 1),
            "several": lambda language: self._search(language, self._rng.choice((2, 2, 3))),
            "together": self._together, "outfit": self._outfit, "discuss": self._discuss, "talk": self._talk,
            "absent": self._absent,
        }  # fmt: skip

    def draw(self, count: int, language: Language) -> Iterator[Scene]:
        """So many scenes with something to say."""
        names, weights = list(WEIGHTS), list(WEIGHTS.values())
        made = 0
        while made < count:
            scene = self._kinds[self._rng.choices(names, weights)[0]](language)
            if scene and scene.facts():
                made += 1
                yield scene

    def _chance(self, probability: float) -> bool:
        return self._rng.random() < probability

    def _of(self, **wanted: str) -> list[Item]:
        """The items with these values, in an order of chance."""
        found = [item for item in self._items if all(getattr(item, k) == v for k, v in wanted.items())]
        return self._rng.sample(found, len(found))

    def _scene(
        self, act: Act, items: Sequence[Item], filters: Filters, language: Language, **more: object
    ) -> Scene:  # fmt: skip
        counts = Counter(item.category for item in items)
        wanted = tuple(RequestedItem(name, count) for name, count in counts.items())
        plan = Plan(act, wanted, filters, language, query=str(self._rng.random()))
        return Scene(replace(plan, **more), tuple(items), (), self._stocked)  # type: ignore[arg-type]

    def _search(self, language: Language, count: int) -> Scene | None:
        category = self._rng.choice(list(self._stocked))
        first, *rest = self._of(category=category)
        others = [item for item in rest if item.gender == first.gender] or rest
        items = [first, *others][:count]
        filters = self._filters(items)
        scene = self._scene("search", items, filters, language, gift=self._chance(0.05))
        if self._chance(SPOILT):
            scene = self._spoilt(scene, items)
        if len(items) == 2 and self._chance(0.1):
            scene = replace(scene, plan=replace(scene.plan, aspects=("choice",)))
        if self._chance(0.12):
            scene = replace(scene, plan=_by_photo(scene.plan, first))
        return scene

    def _filters(self, items: Sequence[Item]) -> Filters:
        """Some of what the first of the items is, as if it had been asked for."""
        first, pattern = items[0], pattern_of(items[0])
        prices = [item.price for item in items if item.price]
        same = len({item.colour for item in items}) == 1
        limited = bool(prices) and self._chance(0.2)
        order: Order = "price_asc" if self._chance(0.05) else ""
        return Filters(
            colours=(first.colour,) if first.colour and same and self._chance(0.5) else (),
            pattern=pattern if pattern not in ("", "plain") and len(items) == 1 and self._chance(0.5) else "",
            audience=first.gender if first.gender in AUDIENCES[:4] and self._chance(0.5) else "",
            usage=first.usage if self._chance(0.2) else "",
            occasion=self._occasion(first) if self._chance(0.25) else "",
            weather=self._rng.choice(("cold", "hot", "rain")) if self._chance(0.08) else "",
            max_price=round(max(prices) / 10 + 0.5) * 10.0 if limited else 0.0, order=order,
        )  # fmt: skip

    def _occasion(self, item: Item) -> str:
        known = [name for name, one in occasions().items() if item.usage in one.usages]
        return self._rng.choice(known) if known else ""

    def _spoilt(self, scene: Scene, items: Sequence[Item]) -> Scene:
        """The same, where not all is as it was asked for."""
        plan, filters = scene.plan, scene.plan.filters
        lowest = min((item.price or 0.0 for item in items), default=0.0)
        other = self._rng.choice([name for name in colours() if name not in {i.colour for i in items}])
        told = self._rng.choice(("colour", "colour", "pattern", "count", "price", "usage"))
        if told == "count":
            return replace(scene, plan=plan.wanting(replace(i, count=i.count + 1) for i in plan.wanted))
        filters = {
            "colour": replace(filters, colours=(other,)),
            "pattern": replace(filters, pattern=self._rng.choice(("striped", "floral", "checked"))),
            "price": replace(filters, max_price=max(5.0, round(lowest / 20) * 10.0)),
            "usage": replace(filters, usage=self._rng.choice(("formal", "sports", "party"))),
        }[told]  # fmt: skip
        return replace(scene, plan=replace(plan, filters=filters))

    def _together(self, language: Language) -> Scene | None:
        names = self._rng.sample(list(self._stocked), 2)
        first = self._of(category=names[0])[0]
        fit = {first.gender, "unisex", ""}
        mates = [
            item for item in self._of(category=names[1]) if item.gender in fit or first.gender == "unisex"
        ]
        return self._scene("search", [first, *mates[:1]], self._filters([first]), language) if mates else None

    def _outfit(self, language: Language) -> Scene | None:
        audience = self._rng.choice(AUDIENCES[:4])
        roles = [["dress"], ["shoes", "sandals"], ["bag"]]
        if audience in ("men", "boys") or self._chance(0.5):
            tops, legs = ["shirt", "t-shirt", "jersey"], ["pants", "shorts", "skirt"]
            roles = [tops, legs[: 2 if audience in ("men", "boys") else 3], ["shoes", "sandals"]]
        worn = [item for item in self._items if item.gender in (audience, "unisex")]
        pieces = [[item for item in worn if item.category in names] for names in roles]
        if not all(pieces):
            return None
        items = [self._rng.choice(those) for those in pieces]
        filters = Filters(
            audience=audience if self._chance(0.6) else "",
            occasion=self._occasion(items[0]) if self._chance(0.5) else "",
            weather=self._rng.choice(("cold", "hot", "rain")) if self._chance(0.15) else "",
            max_total=self._rng.choice((100.0, 150.0, 200.0)) if self._chance(0.2) else 0.0,
        )
        return self._scene("outfit", items, filters, language)

    def _discuss(self, language: Language) -> Scene | None:
        aspect = self._rng.choice([name for name in get_args(Aspect) if name not in UNDISCUSSED])
        category = self._rng.choice(list(self._stocked))
        items = self._of(category=category)[: self._rng.choice((1, 2, 2, 3))]
        if aspect in ("match", "total") and len(items) < 2:
            return None
        chooses = len(items) > 1 and aspect in ("warmth", "season", "price", "audience") and self._chance(0.5)
        filters = Filters(
            weather=self._rng.choice(("", "cold", "hot")) if aspect == "season" else "",
            usage=self._rng.choice(USAGES) if aspect == "occasion" else "",
            audience=self._rng.choice(("", *AUDIENCES[:4])) if aspect == "audience" else "",
        )
        plan = Plan(
            "discuss", (), filters, language, str(self._rng.random()), tuple(item.id for item in items),
            aspects=(aspect, "choice") if chooses else (aspect,),
        )  # fmt: skip
        return Scene(plan, tuple(items), (), self._stocked)

    def _talk(self, language: Language) -> Scene:
        topic = self._rng.choice(("", "", *TOPICS))
        act: Act = "ask" if topic == "" and self._chance(0.5) else "chat"
        choices = (
            tuple(self._rng.sample(list(self._stocked), 2)) if act == "ask" and self._chance(0.6) else ()
        )
        plan = Plan(act, (), Filters(), language, str(self._rng.random()), choices=choices, topic=topic)
        return Scene(plan, (), (), self._stocked)

    def _absent(self, language: Language) -> Scene | None:
        absent = [name for name in categories() if name not in self._stocked]
        if not absent or self._chance(0.3):
            plan = Plan("not_carried", (), Filters(), language, str(self._rng.random()), unsold=("phone",))
            return Scene(plan, (), (), self._stocked)
        gone = self._rng.choice(absent)
        asked = (RequestedItem(gone, role="unavailable"),)
        plan = Plan("not_carried", asked, Filters(), language, str(self._rng.random()))
        return Scene(plan, (), (gone,), self._stocked)


def _by_photo(plan: Plan, shown: Item) -> Plan:
    """A plan for what a photo shows."""
    photo = PhotoAttributes(category=shown.category, colours=(shown.colour,) if shown.colour else ())
    plan = plan.wanting(replace(item, from_photo=True) for item in plan.wanted)
    return replace(plan, photos=(photo,))
