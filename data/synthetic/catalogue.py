"""The sample catalogue: the products of range.csv, the fabrics they are drawn in and their rows in items.csv.

cuts.csv and patterns.csv hold the words of cuts and patterns in English and Spanish.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from zlib import crc32

from data.catalogue.vocabulary import Colour, colours
from data.synthetic.fabrics import Fabric, lightness, shaded
from data.synthetic.geometry import Garment
from data.synthetic.svg import draw

HERE = Path(__file__).parent
PRICE_NOTE = "sample"  # every price is invented for the demo, and shown as such
MULTICOLOURED = "multi"  # the only colour that is not one, so no variant is dyed in it

# Hex colour and weave of what is not cut from the main fabric; "trims" in range.csv changes the colour.
TRIMS = {
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
        """Return the parts of this cut."""
        module, name = self.drawing.split(".")
        make: Callable[[], Garment] = getattr(import_module(f"data.synthetic.{module}"), name)
        return make()


@dataclass(frozen=True, slots=True)
class PatternWords:
    """A pattern's words in titles and descriptions; {} is its colour, in Spanish plural, of ``es_gender``."""

    pattern: str
    en: str
    es: str
    phrase: str
    phrase_es: str
    es_gender: str


@dataclass(frozen=True, slots=True)
class Product:
    """One item of the range. ``second`` is the colour of its pattern or print; the price is in euro."""

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
    trims: dict[str, str] = field(default_factory=dict)  # name of a trim → name of a colour

    def svg(self) -> str:
        """Return the product's picture as SVG text; it is the same text every time."""
        return draw(self.cut.garment(), fabrics_of(self), crc32(self.id.encode()) % 997)


@lru_cache
def cuts() -> dict[str, Cut]:
    """Return every cut, by name."""
    return {row["cut"]: Cut(**row | {"es_plural": row["es_plural"] == "yes"}) for row in _rows("cuts.csv")}  # type: ignore[arg-type]


@lru_cache
def patterns() -> dict[str, PatternWords]:
    """Return the words of every pattern, by name."""
    return {row["pattern"]: PatternWords(**row) for row in _rows("patterns.csv")}


@lru_cache
def products() -> tuple[Product, ...]:
    """Return the whole range, in the order of range.csv."""
    return tuple(_product(row) for row in _rows("range.csv"))


def variants(count: int, seed: int = 0) -> tuple[Product, ...]:
    """Return ``count`` products to train an encoder on, the same for a seed.

    Each has a cut of the range, in a colour and pattern that the range does not combine with it.
    """
    dice = random.Random(seed)
    taken = {(p.cut.cut, p.colour, p.pattern) for p in products()}
    found: list[Product] = []
    while len(found) < count:
        product = _variant(dice, f"var-{len(found):04d}")
        if (product.cut.cut, product.colour, product.pattern) not in taken:
            found.append(product)
    return tuple(found)


def fabrics_of(product: Product) -> dict[str, Fabric]:
    """Return the fabric of every part that the product's cut may name."""
    main, weave, second = product.hex, product.cut.weave, colours()[product.second].hex
    accent = shaded(second, -0.4) if lightness(second) > 0.5 else shaded(second, 0.35)
    button = shaded(main, -0.4) if lightness(main) > 0.25 else shaded(main, 0.14)
    patterned = Fabric(main, product.pattern, second, weave)
    plain = Fabric(main, weave=weave)
    fabrics = {name: Fabric(colour, weave=trim_weave) for name, (colour, trim_weave) in TRIMS.items()}
    fabrics |= {
        "main": patterned,
        "collar": patterned,
        "trim": plain,
        "lining": Fabric(shaded(main, -0.3), weave=weave),
        "button": Fabric(button, weave="rubber"),
        "gusset": Fabric(shaded(main, -0.5), weave="knit"),
        "print": Fabric(second, weave="twill" if weave == "straw" else weave),
        "ink": Fabric("#2b2b2e" if product.cut.category == "watch" else accent, weave=weave),
    }
    if weave == "metal":
        fabrics["metal"] = plain
    for name, colour in product.trims.items():
        fabrics[name] = Fabric(colours()[colour].hex, weave=fabrics[name].weave)
    return fabrics


def write_items(path: Path, shown: Sequence[Product]) -> None:
    """Write these products as a catalogue, in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(row(shown[0])), lineterminator="\n")
        table.writeheader()
        table.writerows(row(product) for product in shown)


def row(product: Product) -> dict[str, str]:
    """Return the product's row of items.csv."""
    cut, pattern, colour = product.cut, patterns()[product.pattern], colours()[product.colour]
    return {
        "id": product.id,
        "title": _title(product, pattern),
        "title_es": _title_es(cut, pattern, colour),
        "category": cut.category,
        "colour": product.colour,
        "gender": product.gender,
        "usage": product.usage,
        "season": product.season,
        "price": product.price,
        "price_note": PRICE_NOTE,
        "image": f"images/{product.id}.webp",
        "description": _description(
            f"{cut.detail} In {product.colour}", pattern.phrase.format(product.second)
        ),
        "description_es": _description(f"{cut.detail_es} En color {colour.es}", _phrase_es(product, pattern)),
    }


def _title(product: Product, pattern: PatternWords) -> str:
    """Return a title such as "Red striped crew-neck T-shirt"."""
    text = " ".join(word for word in (product.colour, pattern.en, product.cut.en) if word)
    return text[0].upper() + text[1:]


def _title_es(cut: Cut, pattern: PatternWords, colour: Colour) -> str:
    """Return a title such as "Camiseta roja de cuello redondo a rayas"."""
    adjective = colour.spanish(cut.es_gender, cut.es_plural)
    return " ".join(word for word in (cut.es, adjective, cut.es_tail, pattern.es) if word)


def _description(start: str, phrase: str) -> str:
    return f"{start} {phrase}".rstrip() + "."


def _phrase_es(product: Product, pattern: PatternWords) -> str:
    return pattern.phrase_es.format(colours()[product.second].spanish(pattern.es_gender, plural=True))


def _variant(dice: random.Random, name: str) -> Product:
    model = dice.choice(products())
    dyes = [colour for colour in colours() if colour != MULTICOLOURED]
    colour, second = dice.sample(dyes, 2)
    known = sorted({p.pattern for p in products() if p.cut.category == model.cut.category})
    pattern = "plain" if dice.random() < 0.5 else dice.choice(known)
    return replace(
        model, id=name, colour=colour, hex=_dyed(dice, colours()[colour].hex), second=second, pattern=pattern
    )


def _dyed(dice: random.Random, hex_: str) -> str:
    """Return the colour of another batch of dye: up to 10 of 255 off in each channel."""
    channels = (int(hex_[i : i + 2], 16) + dice.randint(-10, 10) for i in (1, 3, 5))
    return "#" + "".join(f"{min(255, max(0, channel)):02x}" for channel in channels)


def _product(row: dict[str, str]) -> Product:
    trims = dict(pair.split("=") for pair in row.pop("trims").split(";") if pair)
    hex_ = row.pop("hex") or colours()[row["colour"]].hex
    return Product(cut=cuts()[row.pop("cut")], hex=hex_, trims=trims, **row)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
