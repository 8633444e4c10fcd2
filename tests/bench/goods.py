"""What invented items cost, for whom they are and what their cards say: as items, and as arrays by which any
filter's answer can be worked out without a store.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from data.catalogue.item import Item
from data.catalogue.values.audiences import may_be_for
from data.store.records import Filter

COLOURS = ("black", "white", "navy blue", "red", "green", "beige")
GENDERS = ("men", "women", "unisex", "women", "kids", "")
WORDS = tuple(f"{first}{last}" for first in ("bra", "cor", "dal", "fen", "gri", "mol") for last in
              ("da", "vet", "lin", "ton", "sic", "ra", "mo", "pel", "zin", "ko"))  # fmt: skip
LINEN, SAYS_LINEN = 0.05, Filter(words=(("linen",),))  # the share of items whose cards say so


class Thrown(NamedTuple):
    """What the dice say of one item."""

    words: list[str]
    colour: str
    gender: str
    cost: float
    available: bool
    brand: int


def thrown(row: int) -> Thrown:
    """The same for the same row."""
    dice = random.Random(row)
    words = [*dice.sample(WORDS, 5), *(["linen"] * (dice.random() < LINEN))]
    colour, gender, cost = dice.choice(COLOURS), dice.choice(GENDERS), round(dice.uniform(5, 200), 2)
    return Thrown(words, colour, gender, cost, dice.random() < 0.9, dice.randrange(300))


def item(row: int, kind: int) -> Item:
    """An invented item: price, audience, stock, colour and words of its own. It has no picture."""
    dice = thrown(row)
    return Item(
        name(row), f"Item {row} {' '.join(dice.words)}", category(kind), Path(f"/shop/images/{row:07}.jpg"),
        colour=dice.colour, gender=dice.gender, price=dice.cost, currency="EUR", available=dice.available,
        brand=f"Brand {dice.brand}",
        description="What it is made of, how it falls and how to wash it, in a sentence such as shops give.",
    )  # fmt: skip


def name(row: int) -> str:
    """The id of an item."""
    return f"{row:07}"


def category(kind: int) -> str:
    return f"kind {kind}"


@dataclass(frozen=True, slots=True)
class Goods:
    """The facts of items by row: costs (n,) float64, places in GENDERS (n,) int8, whether the card says
    linen (n,) bool, kinds (n,) int8."""

    costs: np.ndarray
    genders: np.ndarray
    linen: np.ndarray
    kinds: np.ndarray

    @classmethod
    def of(cls, kinds: np.ndarray) -> Goods:
        """The items of these kinds, from row 0 on."""
        count = len(kinds)
        goods = cls(np.empty(count), np.empty(count, np.int8), np.empty(count, bool), kinds.astype(np.int8))
        for row in range(count):
            dice = thrown(row)
            goods.costs[row], goods.genders[row] = dice.cost, GENDERS.index(dice.gender)
            goods.linen[row] = "linen" in dice.words
        return goods

    def passing(self, where: Filter) -> np.ndarray:
        """(n,) bool: the rows that pass a filter of costs, an audience and the word linen; all are priced."""
        passing = self.costs >= where.min_cost
        if where.max_cost:
            passing &= self.costs <= where.max_cost
        if where.audience:
            passing &= np.isin(self.genders, _for(where.audience))
        return passing & self.linen if where.words else passing


def _for(audience: str) -> list[int]:
    """Places in GENDERS of those whose things an audience may be shown."""
    cards = [Item("", "", category(0), Path("none"), gender=gender) for gender in GENDERS]
    return [place for place, card in enumerate(cards) if may_be_for(card, audience)]
