"""Variations of the range to train an encoder on: its cuts in colours and patterns that it does not have.

Knows the range; does not know which of its items a training run keeps out.
"""

from __future__ import annotations

import random
from dataclasses import replace

from data.catalogue.vocabulary import colours
from data.drawing.range import Piece, pieces

MIXED = "multi"  # not one colour, so nothing can be dyed in it


def variants(count: int, seed: int = 0) -> tuple[Piece, ...]:
    """``count`` pieces, the same for a seed. None has cut, colour and pattern of a piece of the range."""
    dice = random.Random(seed)
    taken = {(p.cut.cut, p.colour, p.pattern) for p in pieces()}
    found: list[Piece] = []
    while len(found) < count:
        piece = _varied(dice, f"var-{len(found):04d}")
        if (piece.cut.cut, piece.colour, piece.pattern) not in taken:
            found.append(piece)
    return tuple(found)


def _varied(dice: random.Random, name: str) -> Piece:
    model = dice.choice(pieces())
    dyes = [colour for colour in colours() if colour != MIXED]
    colour, second = dice.sample(dyes, 2)
    patterns = sorted({p.pattern for p in pieces() if p.cut.category == model.cut.category})
    pattern = "plain" if dice.random() < 0.5 else dice.choice(patterns)
    return replace(
        model, id=name, colour=colour, hex=_dyed(dice, colours()[colour].hex), second=second, pattern=pattern
    )


def _dyed(dice: random.Random, hex_: str) -> str:
    """The colour as another batch of dye would give it: up to 10 of 255 off in each channel."""
    channels = (int(hex_[i : i + 2], 16) + dice.randint(-10, 10) for i in (1, 3, 5))
    return "#" + "".join(f"{min(255, max(0, channel)):02x}" for channel in channels)
