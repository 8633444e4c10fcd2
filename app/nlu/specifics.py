"""What a message says of a thing beyond category, colour and audience, and which cards bear it out.

Knows messages and cards; how a description is told from other words is for app/descriptive.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.nlu.descriptors import Specific, descriptions
from app.nlu.mentions import written
from app.nlu.rewording import corrected
from app.nlu.wish import shortened
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain

__all__ = ["Specific", "borne", "specifics", "unsaid"]

MOST = 4  # that are looked for
OTHER = re.compile(r"\b(?:other|another|different) (?:brands?|makes?|makers?)\b|\botras? marcas?\b")
TOLD, NAMED = 3, 6  # points for what a card says, beside 4 for its colour and 5 for its very kind
REFUSED = 20  # more than all that can speak for an item


def specifics(text: str) -> tuple[Specific, ...]:
    """Those of a message, each once, in its order; what was asked for and is refused later is refused, and
    of makers in several sentences the last is meant."""
    found: dict[tuple[str, ...], Specific] = {}
    for sentence in re.split(r"(?<=[.!?])\s", corrected(shortened(text))):
        told, other = descriptions(sentence), bool(OTHER.search(plain(sentence)))
        found = {
            forms: replace(one, refused=one.refused or (other and one.name))
            for forms, one in found.items()
            if not _overtaken(one, told)
        }
        for one in told:
            before = found.get(one.forms, one)
            found[one.forms] = replace(before, refused=before.refused or one.refused)
    return tuple(found.values())[:MOST]


def _overtaken(one: Specific, told: Sequence[Specific]) -> bool:
    """Whether a name gives way to one said later of the same things: "a Nike cap. What about Puma?"."""
    names = [new for new in told if new.name and not (new.refused or one.refused)]
    return one.name and any(new.of(one.category) or one.of(new.category) for new in names)


def borne(asked: Sequence[Specific], card: str, category: str) -> int:
    """Points for what a card bears out of the descriptions asked for of its category, and off for those that
    are refused."""
    said = [one for one in asked if one.of(category) and one.said_by(card)]
    return sum(-REFUSED if one.refused else NAMED if one.name else TOLD for one in said)


def unsaid(asked: Sequence[Specific], items: Sequence[Item]) -> Iterator[tuple[str, list[Item], list[Item]]]:
    """Each description asked for beyond doubt that not all cards of its category bear out: its word, the
    items that it is about, and those of them whose cards say it."""
    for one in asked:
        those = [item for item in items if one.of(item.category)]
        having = [item for item in those if one.said_by(written(item))]
        if one.sure and not one.refused and len(having) < len(those):
            yield one.word, those, having
