"""An answer on its way: what a turn has found and said so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.factcheck import stream
from app.nlu.wish import Wish
from data.store.store import Match


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as far as it has come; each one contains all that the one before it did.

    Only ``text`` begins anew where another language model has to take over; ``notice`` then says so.
    """

    stage: str  # "understanding", "looking", "advising", "done"
    wish: Wish | None = None
    matches: tuple[Match, ...] = ()
    missing: tuple[str, ...] = ()  # wanted categories that the shop does not carry
    seen: str = ""  # what the customer's photo shows, in words; "" without a photo or a captioner
    text: str = ""
    told: tuple[stream.Told, ...] = ()  # the finished text by sentence, each with the cards that bear it out
    seconds: Mapping[str, float] = field(default_factory=dict)  # wish, encode, search, advice
    notice: str = ""  # key of the words that say who had to take over; "" where the chosen model answers
    chat: str = ""  # name of the language model that answers
    rests: str = ""  # the customer's words that the wish rests on, those of earlier messages too
