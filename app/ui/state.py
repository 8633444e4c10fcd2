"""What a visitor sees and keeps, held in that visitor's session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.agent.reply import Reply
from app.plan import Plan
from app.search.query import Steering
from data.catalogue.catalogue import Item

UNSTEERED = Steering()


@dataclass(frozen=True, slots=True)
class Results:
    """What the rail shows: items, and the turn that found them; without a turn, items from the shop."""

    items: tuple[Item, ...] = ()
    reply: Reply | None = None
    photos: tuple[str, ...] = ()  # paths of the customer's
    steering: Steering = UNSTEERED
    similar_to: str = ""  # title of the item that these are like
    selected_id: str = ""  # of the item shown closer
    heat_map: str | None = None  # address of its picture with the heat map; "" where the encoder makes none
    recalled: tuple[Item, ...] = ()  # found earlier, and spoken of now: they stand behind the others

    @property
    def plan(self) -> Plan | None:
        """What the customer wants, as understood and as changed by their clicks since."""
        return self.reply.plan if self.reply else None

    @property
    def selected(self) -> Item | None:
        """The item shown closer: the selected one, or the first."""
        return find_item(self.shown, self.selected_id) or next(iter(self.shown), None)

    @property
    def shown(self) -> tuple[Item, ...]:
        """All items on screen."""
        return (*self.items, *self.recalled)

    def of(self, reply: Reply, steering: Steering = UNSTEERED) -> Results:
        """The same for another reply, with nothing selected or explained."""
        items = tuple(match.item for match in reply.matches)
        return replace(
            self, items=items, reply=reply, steering=steering, heat_map=None, selected_id="", recalled=()
        )

    def discussed(self, reply: Reply) -> Results:
        """The same while an answer speaks of its items, with the older ones that it also speaks of; where
        others are on screen than the conversation had come to, those that it speaks of and nothing else."""
        spoken, own = [match.item for match in reply.matches], {item.id for item in self.items}
        if not spoken:
            return self
        if self.reply is None or not own or own - {item.id for item in spoken}:
            return Results().of(reply)
        recalled = tuple(item for item in spoken if item.id not in own)
        return self if recalled == self.recalled else replace(self, recalled=recalled)


@dataclass(frozen=True, slots=True)
class Outfit:
    """The items that the visitor keeps, how it was before each step, and the ids of those that a search
    found: the shop's own shelf can be kept from too."""

    items: tuple[Item, ...] = ()
    history: tuple[tuple[Item, ...], ...] = ()
    searched: frozenset[str] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        """Of the kept items."""
        return frozenset(item.id for item in self.items)

    @property
    def found(self) -> int:
        """How many of the kept items a search found."""
        return len(self.ids & self.searched)

    def toggled(self, item: Item, searched: bool = False) -> Outfit:
        """With an item that was not there, without one that was; ``searched``: a search shows it."""
        rest = tuple(one for one in self.items if one.id != item.id)
        if len(rest) < len(self.items):
            return self._changed(rest)
        known = self.searched | {item.id} if searched else self.searched - {item.id}
        return replace(self._changed((*self.items, item)), searched=known)

    def cleared(self) -> Outfit:
        """With nothing in it."""
        return self._changed(()) if self.items else self

    def undone(self) -> Outfit:
        """As it was before the last step."""
        return replace(self, items=self.history[-1], history=self.history[:-1]) if self.history else self

    def _changed(self, items: tuple[Item, ...]) -> Outfit:
        return replace(self, items=items, history=(*self.history[-19:], self.items))


@dataclass(frozen=True, slots=True)
class OutfitAdvice:
    """What is said of exactly these items; the outfit may have changed while the advice was written."""

    ids: frozenset[str] = frozenset()
    text: str = ""
    writers: tuple[str, ...] = ()  # everybody who wrote any of it

    def on(self, outfit: Outfit) -> str:
        """The text, if it is about what is kept now."""
        return self.text if self.ids == outfit.ids else ""

    def by(self, outfit: Outfit) -> tuple[str, ...]:
        """Who wrote that text."""
        return self.writers if self.on(outfit) else ()


def find_item(items: Sequence[Item], item_id: str) -> Item | None:
    """The item with this id, if it is among them."""
    return next((item for item in items if item.id == item_id), None)
