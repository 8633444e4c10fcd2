"""What a visitor sees and keeps, held in that visitor's session, and the plan as their clicks change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.agent.reply import Reply
from app.plan import AUDIENCES, MAX_COUNT, Language, Plan, RequestedItem
from app.search.query import Steering
from data.catalogue.catalogue import Item


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one item, filled or not: the ``number``-th of ``of`` of a category that was asked for."""

    item: Item | None
    category: str = ""
    number: int = 0
    of: int = 0
    colour: str = ""  # asked for, and not the item's

    @property
    def counted(self) -> bool:
        """Whether the customer asked for so many."""
        return self.of > 0


@dataclass(frozen=True, slots=True)
class Results:
    """What the rail shows: items, and the turn that found them; without a turn, items from the shop."""

    items: tuple[Item, ...] = ()
    reply: Reply | None = None
    photo: str = ""  # path of the customer's
    steering: Steering = field(default_factory=Steering)
    similar_to: str = ""  # title of the item that these are like
    selected_id: str = ""  # of the item shown closer
    heat_maps: tuple[tuple[str, str], ...] = ()  # ids and pictures with the heat map on them

    @property
    def plan(self) -> Plan | None:
        """What the customer wants, as understood and as changed by their clicks since."""
        return self.reply.plan if self.reply else None

    @property
    def slots(self) -> list[Slot]:
        """Every item in its place, and the places that stay empty."""
        return slots(self.plan, self.items)

    @property
    def selected(self) -> Item | None:
        """The item shown closer: the selected one, or the first."""
        return find_item(self.items, self.selected_id) or next(iter(self.items), None)

    def of(self, reply: Reply, steering: Steering) -> Results:
        """The same for another reply, with nothing selected or explained."""
        items = tuple(match.item for match in reply.matches)
        return replace(self, items=items, reply=reply, steering=steering, heat_maps=(), selected_id="")


@dataclass(frozen=True, slots=True)
class Outfit:
    """The items that the visitor keeps, and how it was before each step."""

    items: tuple[Item, ...] = ()
    history: tuple[tuple[Item, ...], ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """Of the kept items."""
        return frozenset(item.id for item in self.items)

    def toggled(self, item: Item) -> Outfit:
        """With an item that was not there, without one that was."""
        rest = tuple(one for one in self.items if one.id != item.id)
        return self._changed(rest if len(rest) < len(self.items) else (*self.items, item))

    def cleared(self) -> Outfit:
        """With nothing in it."""
        return self._changed(()) if self.items else self

    def undone(self) -> Outfit:
        """As it was before the last step."""
        return Outfit(self.history[-1], self.history[:-1]) if self.history else self

    def _changed(self, items: tuple[Item, ...]) -> Outfit:
        return Outfit(items, (*self.history[-19:], self.items))


@dataclass(frozen=True, slots=True)
class OutfitAdvice:
    """What is said of exactly these items; the outfit may have changed while the advice was written."""

    ids: frozenset[str] = frozenset()
    text: str = ""
    chat: str = ""  # name of the language model that was asked

    def on(self, outfit: Outfit) -> str:
        """The text, if it is about what is kept now."""
        return self.text if self.ids == outfit.ids else ""


def find_item(items: Sequence[Item], item_id: str) -> Item | None:
    """The item with this id, if it is among them."""
    return next((item for item in items if item.id == item_id), None)


def slots(plan: Plan | None, items: Sequence[Item]) -> list[Slot]:
    """A slot for each item that was asked for, filled or not, then one for each item that is left."""
    if plan is None or plan.act not in ("search", "outfit"):
        return [Slot(item) for item in items]
    left, found = list(items), list[Slot]()
    counts, so_far = plan.counts(), Counter[str]()  # two of one category have a colour each: counted together
    for wanted in plan.wanted:
        own = [item for item in left if wanted.category in ("", item.category)][: wanted.count]
        left = [item for item in left if item not in own]
        colours = plan.filters_of(wanted).colours
        if not wanted.category:
            found += [Slot(item, colour=_other(colours, item)) for item in own]
            continue
        for item in [*own, *[None] * (wanted.count - len(own))]:
            so_far[wanted.category] += 1
            number, of = so_far[wanted.category], counts[wanted.category]
            found.append(Slot(item, wanted.category, number, of, _other(colours, item)))
    return found + [Slot(item) for item in left]


def _other(asked: Sequence[str], item: Item | None) -> str:
    """The colour that was asked for, where the item has another; "" where none is known."""
    fits = item is not None and (not item.colour or item.colour in asked)
    return "" if fits or not asked else asked[0]


def plan_for_outfit(items: Sequence[Item], language: Language) -> Plan:
    """The plan for an outfit of as many items of each category as there are among these."""
    counts = Counter(item.category for item in items)
    return Plan("outfit", tuple(RequestedItem(name, n) for name, n in counts.items()), language=language)


def plan_for_category(category: str, count: int, language: Language, query: str = "") -> Plan:
    """The plan for so many items of one category."""
    return Plan("search", (RequestedItem(category, count),), language=language, query=query)


def edited_plan(plan: Plan, action: str, target: str, value: str) -> Plan:
    """The plan after a chip was changed or clicked away; the same where the action changes none."""
    filters = plan.filters
    if action == "usage":
        return replace(plan, filters=replace(filters, usage=""))
    if action == "avoid":
        return replace(
            plan, filters=replace(filters, excluded_colours=_without(filters.excluded_colours, target))
        )
    if action == "price":
        return replace(plan, filters=replace(filters, **{f"{target}_price": 0.0}))  # type: ignore[arg-type]
    if action == "gender":
        audience = value if value in AUDIENCES else ""
        items = tuple(replace(item, audience="") for item in plan.items)
        return replace(plan, items=items, filters=replace(filters, audience=audience))
    if action == "colour":
        items = tuple(replace(item, colours=_without(item.colours, target)) for item in plan.items)
        return replace(plan, items=items, filters=replace(filters, colours=_without(filters.colours, target)))
    return _edited_items(plan, action, target, value)


def _edited_items(plan: Plan, action: str, target: str, value: str) -> Plan:
    if action == "remove":
        left = [item for item in plan.wanted if item.category != target]
        return plan.wanting(left or plan.wanted)
    if action == "count" and value.isdecimal():
        count = min(MAX_COUNT, max(1, int(value)))
        return plan.wanting(replace(i, count=count) if i.category == target else i for i in plan.wanted)
    return plan


def _without(names: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)
