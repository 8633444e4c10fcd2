"""So many of one garment, told apart by their colours: "two ties, one red and one blue".

Knows the pieces of a message; which of the garments in it are wanted is for app/clauses.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.nlu.roles import Mention
from app.nlu.tagger import Part
from app.nlu.wish import MOST, Wish

QUIET = frozenset(("in", "en", "de", "color", "colour", "the", "el", "la", "los", "las", "todo", "all"))
ANOTHER = frozenset(("other", "another", "otra", "otro", "second", "segunda", "segundo"))
APART = frozenset(("refuse", "or", "turn"))  # of a message with one of these, nothing is shared out


def shared_out(wish: Wish, pieces: Sequence[Part], found: Sequence[Mention]) -> Wish:
    """With a thing of its own for each colour, where every colour comes with a number and they add up."""
    kinds = {m.garment.category for m in found}
    if len(kinds) != 1 or len(wish.wanted) != 1 or any(m.meant != "wanted" for m in found):
        return wish
    if any(piece.cues & APART for piece in pieces):
        return wish
    told = _of_several(found) if len(found) > 1 else _enumerated(pieces)
    total, counted = sum(told.values()), max(m.count for m in found)
    if len(told) < 2 or total > MOST or counted > max(total, 1):
        return wish
    (one,) = wish.wanted
    each = tuple(replace(one, colour=colour, count=count) for colour, count in told.items())
    return replace(wish, wanted=each, colour="")


def _of_several(found: Sequence[Mention]) -> dict[str, int]:
    """How many of each colour, where each has a garment of its own: "black shoes and brown shoes"."""
    told = {m.colours[0]: m.count or m.garment.count for m in found if len(m.colours) == 1}
    return told if len(told) == len(found) else {}


def _enumerated(pieces: Sequence[Part]) -> dict[str, int]:
    """How many of each colour, where every colour comes with a number: "one in red and two in blue"."""
    shares = [
        _share(pieces, at) for at, piece in enumerate(pieces) if piece.colour and piece.kind == "colour"
    ]
    told = {colour: count for colour, count in shares if count}
    return told if len(told) == len(shares) else {}


def _share(pieces: Sequence[Part], at: int) -> tuple[str, int]:
    """A colour and the number that it comes with, 0 where it comes with none."""
    before = at - 1
    while before >= 0 and (pieces[before].text in QUIET or pieces[before].garment):
        before -= 1
    last = pieces[before] if before >= 0 else None
    number = last.number if last and last.kind == "number" else int(bool(last and last.text in ANOTHER))
    return pieces[at].colour, number
