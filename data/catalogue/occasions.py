"""What is worn on which occasion, from occasions.json: usages of cards, colours, weather, pieces, and words
of titles that speak for a thing or against it.

Knows no language's words for the occasions themselves, and no shop's stock.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.catalogue.item import Item
from data.catalogue.vocabulary import plain

FILE = Path(__file__).parent / "occasions.json"
NEVER = re.compile(r"(?!)")
# Points: for the first of the usages, for each later one, for a colour or word that suits; off for one that
# does not
BEST, FAIR, SUITS, UNFIT = 4, 3, 4, 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A place in an outfit: categories of which the first in stock is taken, and a colour and words of titles
    that are preferred there."""

    categories: tuple[str, ...]
    colour: str = ""
    words: re.Pattern[str] = NEVER


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion. ``men`` and ``women`` wear their own pieces where they are given; ``night`` and ``cold``
    name the occasion that it is at night or in the cold, ``over`` what is worn on the way there in the cold
    and the rain."""

    usages: tuple[str, ...]
    pieces: tuple[Piece, ...]
    men: tuple[Piece, ...] = ()
    women: tuple[Piece, ...] = ()
    colours: tuple[str, ...] = ()
    weather: str = ""
    avoid: re.Pattern[str] = NEVER
    night: str = ""
    cold: str = ""
    over: tuple[Piece, ...] = ()

    def worn_by(self, audience: str) -> tuple[Piece, ...]:
        """The pieces for an audience."""
        grown = {"girls": "women", "boys": "men"}.get(audience, audience)
        own = {"men": self.men, "women": self.women}.get(grown, ())
        return own or self.pieces

    def fit(self, item: Item, audience: str) -> int:
        """How well an item suits the occasion by its card."""
        title = plain(f"{item.title} {item.title_es}")
        piece = next((one for one in self.worn_by(audience) if item.category in one.categories), None)
        points = BEST if item.usage in self.usages[:1] else FAIR if item.usage in self.usages else 0
        colours = (piece.colour,) if piece and piece.colour else self.colours
        points += SUITS * (item.colour in colours) + SUITS * bool(piece and piece.words.search(title))
        return points - UNFIT * self.avoids(item)

    def avoids(self, item: Item) -> bool:
        """Whether its title says that it is not worn there."""
        return bool(self.avoid.search(plain(f"{item.title} {item.title_es}")))


@lru_cache
def occasions() -> dict[str, Occasion]:
    """Every occasion by its name."""
    told: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: _occasion(fields) for name, fields in told.items()}


def _occasion(fields: dict[str, Any]) -> Occasion:
    pieces, men, women = (tuple(map(_piece, fields.get(name, ()))) for name in ("pieces", "men", "women"))
    return Occasion(
        tuple(fields["usages"]), pieces, men, women, tuple(fields.get("colours", ())),
        fields.get("weather", ""), _words(fields.get("avoid", "")), fields.get("night", ""),
        fields.get("cold", ""), tuple(map(_piece, fields.get("over", ()))),
    )  # fmt: skip


def _piece(told: list[str]) -> Piece:
    names, colour, words = (*told, "", "")[:3]
    return Piece(tuple(names.split("|")), colour, _words(words))


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives})") if alternatives else NEVER
