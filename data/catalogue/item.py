"""One product of a shop, as its catalogue describes it. Knows no file and no vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ColourSource = Literal["", "title", "picture"]  # "": a column of the catalogue


@dataclass(frozen=True, slots=True)
class Item:
    """One product, with all sizes it comes in. What the catalogue does not say is empty, or None."""

    id: str
    title: str
    category: str  # a name of categories.csv, or the catalogue's own word
    image: Path
    title_es: str = ""
    colour: str = ""  # the main one: a name of colours.csv, or the catalogue's own word
    gender: str = ""  # men, women, boys, girls, kids, unisex
    usage: str = ""
    season: str = ""
    price: float | None = None  # without any reduction, in ``currency``
    price_note: str = ""  # "sample": invented for the demo
    description: str = ""
    description_es: str = ""
    kind: str = ""  # the catalogue's own finer noun, such as "sports shoes"; "" where it has none
    currency: str = ""  # ISO 4217 code of its prices
    sale_price: float | None = None  # what it costs now, where that is less than ``price``
    available: bool | None = None  # whether any size is in stock
    brand: str = ""
    link: str = ""  # of its page in the shop, http or https
    sizes: tuple[str, ...] = ()  # those that are in stock, or of which nobody says that they are not
    sold_out_sizes: tuple[str, ...] = ()
    colour_label: str = ""  # the catalogue's own words for the colour, where they are others: "Optic White"
    colour_source: ColourSource = ""
    other_colours: tuple[str, ...] = ()  # further names of colours.csv that it has or comes in
    images: tuple[Path, ...] = ()  # further pictures

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is written about it, in both languages."""
        return (
            self.title, self.title_es, self.kind, self.brand, self.colour_label, self.description,
            self.description_es,
        )  # fmt: skip

    @property
    def cost(self) -> float | None:
        """What a customer pays now."""
        return self.price if self.sale_price is None else self.sale_price

    @property
    def colours(self) -> tuple[str, ...]:
        """All its colours, the main one first."""
        return (*filter(None, [self.colour]), *self.other_colours)
