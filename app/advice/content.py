"""The content of an answer: what is worth saying, as facts that any writer can word.

Knows records; does not know how a fact is found, or who words it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.plan import TOPICS, Sentence

LOOSE = (
    *TOPICS, "chat", "not_sold", "not_carried", "nothing", "which_wish", "gift", "many_loud",
    "many_colours_one",
)  # fmt: skip
LACKS = (  # beginnings of kinds
    "other_colour", "other_and", "other_of", "other_pattern", "some_", "no_", "none_", "not_", "found_",
    "nothing_", "unsaid_", "close_shade",
)  # fmt: skip
FIRM = (  # kinds that nothing may be denied in
    "fits", "fits_and", "fits_echo", "more_one", "more_all", "detail", "are", "are_apart", "they_are", "yes",
    "serves", "its_colour", "row", "shared", "costs", "sum", "total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to say, true by the cards and the plan.

    ``kind`` names what sort of thing it is, ``note`` says it plainly and always in the same words, for a
    writer that words it anew; ``text`` is the template writer's sentence. ``values`` are the words that both
    are about, by the names of their blanks: a title, a price; ``names`` are what no writer may change: titles
    without their articles, and that a price is a sample.
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
        return self.is_advice or self.kind.startswith("ask_") or self.kind in LOOSE

    @property
    def is_advice(self) -> bool:
        """Whether it is true in general, and of no card."""
        return self.kind.startswith("style.")

    @property
    def is_lack(self) -> bool:
        """Whether it says what is not there: its colours and patterns are those that no card has."""
        return self.kind.startswith(LACKS)

    @property
    def firm(self) -> bool:
        """Whether a "not" would turn it round."""
        return self.kind in FIRM

    def sentence(self) -> Sentence:
        """The fact in the template writer's words."""
        return Sentence(self.text, self.item_ids)
