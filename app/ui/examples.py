"""The messages that the empty page offers to click, with pictures from the shop's own catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.plan import Language
from data.catalogue.catalogue import Item

ABSENT = {  # asked for to show an honest refusal: the first that the shop does not have
    "tie": ("Do you have a tie?", "¿Tienes una corbata?"),
    "kurta": ("Do you have a kurta?", "¿Tienes una kurta?"),
    "swimwear": ("Do you have swimwear?", "¿Tienes bañadores?"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A message in both languages. ``photo`` is sent with it; ``picture`` is only looked at."""

    en: str
    es: str
    picture: Path | None = None
    photo: bool = False

    def text(self, language: Language) -> str:
        """The message in the page's language."""
        return self.es if language == "es" else self.en


def examples(items: Sequence[Item]) -> list[Example]:
    """The article's two scenarios (a photo completed to an outfit, black t-shirts) and four more."""
    stocked = {item.category for item in items}
    offered = [
        Example("Complete the outfit", "Completa el conjunto", _picture(items, "t-shirt", "red"), photo=True),
        Example("Show me black t-shirts", "Enséñame camisetas negras", _picture(items, "t-shirt", "black")),
        Example(
            "Enséñame unas zapatillas blancas", "Show me white sneakers", _picture(items, "shoes", "white")
        ),
        Example(
            "Two shirts and a pair of shoes", "Dos camisas y unos zapatos", _picture(items, "shirt", "blue")
        ),
        Example(
            "What should I wear to a job interview?",
            "¿Qué me pongo para una entrevista?",
            _picture(items, "jacket", "navy blue", "blazer"),
        ),
    ]
    absent = next((name for name in ABSENT if name not in stocked), None)
    return [*offered, Example(*ABSENT[absent])] if absent else offered


def _picture(items: Sequence[Item], category: str, colour: str, word: str = "") -> Path | None:
    own = [item for item in items if item.category == category]
    own.sort(key=lambda item: (word not in item.title.lower(), item.colour != colour, item.id))
    return own[0].image if own else None
