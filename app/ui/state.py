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
    photo: str = ""  # path of the customer's
    steering: Steering = UNSTEERED
    similar_to: str = ""  # title of the item that these are like
    selected_id: str = ""  # of the item shown closer
    heat_map: str | None = None  # address of its picture with the heat map; "" where the encoder makes none

    @property
    def plan(self) -> Plan | None:
        """What the customer wants, as understood and as changed by their clicks since."""
        return self.reply.plan if self.reply else None

    @property
    def selected(self) -> Item | None:
        """The item shown closer: the selected one, or the first."""
        return find_item(self.items, self.selected_id) or next(iter(self.items), None)

    def of(self, reply: Reply, steering: Steering = UNSTEERED) -> Results:
        """The same for another reply, with nothing selected or explained."""
        items = tuple(match.item for match in reply.matches)
        return replace(self, items=items, reply=reply, steering=steering, heat_map=None, selected_id="")


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
    models: tuple[str, ...] = ()  # that wrote any of it

    def on(self, outfit: Outfit) -> str:
        """The text, if it is about what is kept now."""
        return self.text if self.ids == outfit.ids else ""


def find_item(items: Sequence[Item], item_id: str) -> Item | None:
    """The item with this id, if it is among them."""
    return next((item for item in items if item.id == item_id), None)
