"""What a visitor sees and keeps, held in that visitor's session, and the wish as their clicks change it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.agent.reply import Reply
from app.nlu.wish import GENDERS, MOST, Language, Wanted, Wish
from app.search.feedback import Steering
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
    words: str = ""  # the customer's, and the path of their photo
    photo: str = ""
    steering: Steering = field(default_factory=Steering)
    similar_to: str = ""  # title of the item that these are like
    selected_id: str = ""  # of the item shown closer
    heat_maps: tuple[tuple[str, str], ...] = ()  # ids and pictures with the heat map on them

    @property
    def wish(self) -> Wish | None:
        """What the customer wants, as understood and as changed by their clicks since."""
        return self.reply.wish if self.reply else None

    @property
    def slots(self) -> list[Slot]:
        """Every item in its place, and the places that stay empty."""
        return slots(self.wish, self.items)

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


def slots(wish: Wish | None, items: Sequence[Item]) -> list[Slot]:
    """A slot for each item that was asked for, filled or not, then one for each item that is left."""
    if wish is None or wish.intent not in ("search", "outfit"):
        return [Slot(item) for item in items]
    left, found = list(items), list[Slot]()
    counts, so_far = Counter[str](), Counter[str]()
    for wanted in wish.wanted:  # two of one category have a colour each: they are counted together
        counts[wanted.category] += wanted.count
    for wanted in wish.wanted:
        own = [item for item in left if wanted.category in ("", item.category)][: wanted.count]
        left = [item for item in left if item not in own]
        if not wanted.category:
            found += [Slot(item, colour=_other(wish.colour, item)) for item in own]
            continue
        colour = wanted.colour or wish.colour
        for item in [*own, *[None] * (wanted.count - len(own))]:
            so_far[wanted.category] += 1
            number, of = so_far[wanted.category], counts[wanted.category]
            found.append(Slot(item, wanted.category, number, of, _other(colour, item) if item else colour))
    return found + [Slot(item) for item in left]


def _other(asked: str, item: Item) -> str:
    return asked if asked and item.colour and item.colour != asked else ""


def wish_for_outfit(items: Sequence[Item], language: Language) -> Wish:
    """The wish for an outfit of as many items of each category as there are among these."""
    counts = Counter(item.category for item in items)
    return Wish("outfit", tuple(Wanted(category, n) for category, n in counts.items()), language=language)


def wish_for_category(category: str, count: int, language: Language) -> Wish:
    """The wish for so many items of one category."""
    return Wish("search", (Wanted(category, count),), language=language)


def edited_wish(wish: Wish, action: str, target: str, value: str) -> Wish:
    """The wish after a chip was changed or clicked away; the same where the action changes none."""
    if action in ("usage", "avoid"):
        return replace(wish, **{action: ""})  # type: ignore[arg-type]
    if action == "gender":
        return replace(wish, gender=value if value in GENDERS else "")
    if action == "colour":
        wanted = tuple(replace(w, colour="") if w.colour == target else w for w in wish.wanted)
        return replace(wish, colour="" if wish.colour == target else wish.colour, wanted=wanted)
    if action == "remove":
        left = tuple(w for w in wish.wanted if w.category != target)
        return replace(wish, wanted=left or wish.wanted)
    if action == "count" and value.isdecimal():
        count = min(MOST, max(1, int(value)))
        wanted = tuple(replace(w, count=count) if w.category == target else w for w in wish.wanted)
        return replace(wish, wanted=wanted)
    return wish
