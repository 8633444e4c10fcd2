"""The range: what the brand sells, which cut it is and in which cloths it is drawn.

range.csv holds the items and cuts.csv the cuts with their words. Knows nothing of SVG, pixels or stock.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from zlib import crc32

from data.catalogue.vocabulary import colours
from data.drawing.cloth import Cloth
from data.drawing.part import Garment
from data.drawing.patterns import lightness, shaded
from data.drawing.sheet import draw

HERE = Path(__file__).parent

# What is not cut from the garment's own cloth: (hex, weave). A row's column "cloths" changes the colour.
FITTINGS = {
    "label": ("#f2efe8", "poplin"),
    "sole": ("#eeeae1", "rubber"),
    "insole": ("#d8bf98", "leather"),
    "jute": ("#c9a66b", "straw"),
    "metal": ("#c8a24a", "metal"),
    "stud": ("#b98a4a", "metal"),
    "thread": ("#c98f45", "poplin"),
    "lace": ("#f2f0ea", "poplin"),
    "strap": ("#6b4630", "leather"),
    "wood": ("#9a6b42", "leather"),
    "leather": ("#6b4630", "leather"),
    "dark": ("#2a2724", "rubber"),
    "dial": ("#f4f1ea", "rubber"),
    "lens": ("#3a3f45", "glass"),
    "glint": ("#ffffff", "rubber"),
    "ground": ("#eeeae4", "poplin"),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A shape that can be drawn, the category it belongs to and its words in both languages."""

    cut: str
    drawing: str  # module.function in this package
    category: str
    weave: str
    en: str
    es: str
    es_tail: str  # what follows the colour in a Spanish title
    es_gender: str
    es_plural: bool
    detail: str
    detail_es: str

    def garment(self) -> Garment:
        """The parts of this cut."""
        module, name = self.drawing.split(".")
        return getattr(import_module(f"data.drawing.{module}"), name)()


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of the range. ``second`` is the colour of its pattern or print; price in euro, as text."""

    id: str
    cut: Cut
    colour: str
    hex: str
    pattern: str
    second: str
    gender: str
    usage: str
    season: str
    price: str
    cloths: dict[str, str] = field(default_factory=dict)  # name of a fitting → name of a colour

    def svg(self) -> str:
        """The item's picture as SVG text; the same text every time."""
        return draw(self.cut.garment(), wardrobe(self), crc32(self.id.encode()) % 997)


@lru_cache
def cuts() -> dict[str, Cut]:
    """Every cut, by name."""
    return {row["cut"]: Cut(**row | {"es_plural": row["es_plural"] == "yes"}) for row in _rows("cuts.csv")}  # type: ignore[arg-type]


@lru_cache
def pieces() -> tuple[Piece, ...]:
    """The whole range, in the order of range.csv."""
    return tuple(_piece(row) for row in _rows("range.csv"))


def wardrobe(piece: Piece) -> dict[str, Cloth]:
    """The cloth of every part that the piece's cut may name."""
    main, weave, second = piece.hex, piece.cut.weave, colours()[piece.second].hex
    accent = shaded(second, -0.4) if lightness(second) > 0.5 else shaded(second, 0.35)
    patterned = Cloth(main, piece.pattern, second, weave)
    plain = Cloth(main, weave=weave)
    cloths = {name: Cloth(colour, weave=weave_) for name, (colour, weave_) in FITTINGS.items()}
    cloths |= {
        "main": patterned,
        "collar": patterned,
        "trim": plain,
        "lining": Cloth(shaded(main, -0.3), weave=weave),
        "button": Cloth(shaded(main, -0.4) if lightness(main) > 0.25 else shaded(main, 0.14), weave="rubber"),
        "gusset": Cloth(shaded(main, -0.5), weave="knit"),
        "print": Cloth(second, weave=weave),
        "ink": Cloth("#2b2b2e" if piece.cut.category == "watch" else accent, weave=weave),
    }
    if weave == "straw":
        cloths["print"] = Cloth(second, weave="twill")
    if weave == "metal":
        cloths["metal"] = plain
    for name, colour in piece.cloths.items():
        cloths[name] = Cloth(colours()[colour].hex, weave=cloths[name].weave)
    return cloths


def _piece(row: dict[str, str]) -> Piece:
    cloths = dict(pair.split("=") for pair in row.pop("cloths").split(";") if pair)
    hex_ = row.pop("hex") or colours()[row["colour"]].hex
    return Piece(cut=cuts()[row.pop("cut")], hex=hex_, cloths=cloths, **row)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
