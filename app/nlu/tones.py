"""Light, dark, bright and quiet: what a message says of colours without naming one.

Knows the shop's colours; does not know items or how they are found.
"""

from __future__ import annotations

import re

from app.nlu.wish import Language
from data.catalogue.vocabulary import plain

TONES = {
    "light": frozenset(("white", "cream", "beige", "pink", "lavender", "yellow", "silver")),
    "dark": frozenset(("black", "navy blue", "grey", "burgundy", "brown", "purple", "olive")),
    "bright": frozenset(("red", "orange", "yellow", "pink", "green", "blue", "teal", "purple", "multi")),
    "neutral": frozenset(("black", "white", "grey", "beige", "cream", "tan", "brown", "navy blue")),
    "earthy": frozenset(("brown", "tan", "beige", "cream", "olive", "mustard", "burgundy", "orange")),
}
COLOURS = r"(?:colou?r(?:s|ed)?|tones?|shades?|hues?|colores|color|tonos?)"
KINDS = {  # what is said before the English word for colours, and behind the Spanish one
    "light": (r"light|lighter|pale|pastel|soft", r"claros?|pastel|palidos?|suaves?"),
    "dark": (r"dark|darker|deep", r"oscuros?"),
    "bright": (r"bright|brighter|vivid|bold|cheerful|loud", r"vivos?|alegres?|llamativos?|fuertes|chillones"),
    "neutral": (r"neutral|quiet|sober|muted", r"neutros?|sobrios?|discretos?|apagados?"),
    "earthy": (r"earthy|earth|warm earth", r"tierra|terrosos?"),
}
ALONE = {  # said of clothes without a word for colours
    "light": r"pastels?|(?:algo|una? \w+) clarit[oa]s?",
    "dark": r"(?:something|anything|everything|all) dark(?:er)?|(?:algo|todo) (?:mas )?oscuro",
    "bright": r"colou?rful|(?:something|anything) bright(?:er)?|algo (?:mas )?(?:alegre|llamativo|colorido)",
    "neutral": r"neutrals|(?:something|anything) neutral|algo neutro",
}
SAID = {
    name: re.compile(
        rf"\b(?:(?:{before})[ -]{COLOURS}|{COLOURS} (?:mas |muy )?(?:{behind})"
        rf"{'|' + ALONE[name] if name in ALONE else ''})\b"
    )
    for name, (before, behind) in KINDS.items()
}
NAMES: dict[Language, dict[str, str]] = {
    "en": {name: f"{name} colours" for name in TONES},
    "es": {
        "light": "colores claros", "dark": "colores oscuros", "bright": "colores vivos",
        "neutral": "colores neutros", "earthy": "tonos tierra",
    },
}  # fmt: skip


def tone_in(text: str) -> str:
    """The first of TONES that a message asks for; "" for none."""
    said = plain(text)
    found = [(match.start(), name) for name, words in SAID.items() if (match := words.search(said))]
    return min(found, default=(0, ""))[1]
