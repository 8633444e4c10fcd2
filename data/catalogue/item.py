"""One product of a shop, as its catalogue describes it. Knows no file and no vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Item:
    """One product. ``colour`` is a name of colours.csv or the catalogue's own word; ``price`` is in euro."""

    id: str
    title: str
    category: str
    image: Path
    title_es: str = ""
    colour: str = ""
    gender: str = ""  # men, women, boys, girls, unisex
    usage: str = ""
    season: str = ""
    price: float | None = None
    price_note: str = ""  # "sample": invented for the demo
    description: str = ""
    description_es: str = ""
    kind: str = ""  # the catalogue's own finer noun, such as "sports shoes"; "" where it has none

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written about it, in both languages."""
        return self.title, self.title_es, self.kind, self.description, self.description_es
