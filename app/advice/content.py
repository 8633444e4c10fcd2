"""The content of an answer: what is worth saying, as facts that any writer can word.

Knows records; does not know how a fact is found, or who words it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.plan import TOPICS, Sentence

LOOSE = (*TOPICS, "chat", "not_sold", "not_carried", "nothing", "which_wish", "gift")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to say, true by the cards and the plan.

    ``kind`` names what sort of thing it is, ``note`` says it plainly and always in the same words, for a
    writer that words it anew; ``text`` is the template writer's sentence. ``values`` are the words that both
    are about, by the names of their blanks: a title, a price; ``names`` are titles of which no word may be
    another, without their articles.
    """

    kind: str
    note: str
    text: str
    item_ids: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    names: tuple[str, ...] = ()

    @property
    def loose(self) -> bool:
        """Whether it is advice, a question or small talk, of which a writer need not repeat every word."""
        return self.kind.startswith(("style.", "ask_")) or self.kind in LOOSE

    def sentence(self) -> Sentence:
        """The fact in the template writer's words."""
        return Sentence(self.text, self.item_ids)
