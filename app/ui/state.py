"""What a visitor sees and keeps, held in that visitor's own session."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.agent.reply import Reply
from app.nlu.wish import Wish
from app.search.feedback import Steering
from app.search.slots import Slot, slots
from data.catalogue.catalogue import Item


@dataclass(frozen=True, slots=True)
class Shown:
    """What the rail holds: the items, and the turn that found them; without one, items from the shop."""

    items: tuple[Item, ...] = ()
    reply: Reply | None = None
    words: str = ""  # the customer's, and the path of their photo
    photo: str = ""
    steering: Steering = field(default_factory=Steering)
    like: str = ""  # title of the item that these are like
    chosen: str = ""  # id of the item shown closer
    heat: tuple[tuple[str, str], ...] = ()  # ids and pictures with the heat map on them

    @property
    def wish(self) -> Wish | None:
        """What the customer wants, as understood and as steered since."""
        return self.reply.wish if self.reply else None

    @property
    def places(self) -> list[Slot]:
        """Every item in its place, and the places that stay empty."""
        return slots(self.wish, self.items)

    @property
    def closer(self) -> Item | None:
        """The chosen item, or the first one."""
        return next((item for item in self.items if item.id == self.chosen), next(iter(self.items), None))


@dataclass(frozen=True, slots=True)
class Kept:
    """The outfit: what was kept, and how it was before each step."""

    items: tuple[Item, ...] = ()
    before: tuple[tuple[Item, ...], ...] = ()

    def ids(self) -> frozenset[str]:
        """Of the items kept."""
        return frozenset(item.id for item in self.items)

    def toggled(self, item: Item) -> Kept:
        """With an item that was not there, without one that was."""
        rest = tuple(one for one in self.items if one.id != item.id)
        return self._changed(rest if len(rest) < len(self.items) else (*self.items, item))

    def cleared(self) -> Kept:
        """With nothing in it."""
        return self._changed(()) if self.items else self

    def undone(self) -> Kept:
        """As it was before the last step."""
        return Kept(self.before[-1], self.before[:-1]) if self.before else self

    def _changed(self, items: tuple[Item, ...]) -> Kept:
        return replace(self, items=items, before=(*self.before[-19:], self.items))


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an outfit: of exactly these items, which may have changed while it was thought of."""

    ids: frozenset[str] = frozenset()
    text: str = ""
    chat: str = ""  # name of the language model that was asked

    def of(self, kept: Kept) -> str:
        """The words, if they are about what is kept now."""
        return self.text if self.ids == kept.ids() else ""
