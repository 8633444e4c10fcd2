"""Titles and descriptions of the range in English and Spanish, agreeing in gender and number.

Says only what the picture shows: cut, pattern and colour. Knows nothing of how it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.catalogue.vocabulary import colours
from data.drawing.range import Piece


@dataclass(frozen=True, slots=True)
class PatternWords:
    """A pattern in a title and in a description; {} is its colour, a plural of ``es_gender`` in Spanish."""

    en: str
    es: str
    phrase: str
    phrase_es: str
    es_gender: str = "f"


PATTERN_WORDS = {
    "breton": PatternWords("striped", "a rayas", " with narrow {} stripes", " con rayas estrechas {}"),
    "bold": PatternWords("wide-striped", "a rayas anchas", " with wide {} stripes", " con rayas anchas {}"),
    "pinstripe": PatternWords(
        "pinstriped", "de raya fina", " with fine {} pinstripes", " con rayas muy finas {}"
    ),
    "bengal": PatternWords("striped", "a rayas", " with upright {} stripes", " con rayas verticales {}"),
    "gingham": PatternWords(
        "gingham", "de cuadros vichy", " with a gingham check in {}", " con cuadros vichy {}", "m"
    ),
    "tartan": PatternWords(
        "tartan", "de cuadros escoceses", " with a tartan check in {}", " con cuadros escoceses {}", "m"
    ),
    "windowpane": PatternWords(
        "windowpane-check", "a cuadros", " with a wide {} check", " con cuadros anchos {}", "m"
    ),
    "herringbone": PatternWords(
        "herringbone", "de espiga", " in a herringbone weave", " con dibujo de espiga"
    ),
    "dots": PatternWords("polka-dot", "de lunares", " with {} polka dots", " con lunares {}", "m"),
    "floral": PatternWords("floral", "de flores", " with {} flowers", " con flores {}"),
    "leaves": PatternWords("leaf-print", "con estampado de hojas", " with {} leaves", " con hojas {}"),
}


def title(piece: Piece) -> str:
    """The English title, such as "Red striped crew-neck T-shirt"."""
    words = (piece.colour, _pattern(piece).en, piece.cut.en)
    text = " ".join(word for word in words if word)
    return text[0].upper() + text[1:]


def title_es(piece: Piece) -> str:
    """The Spanish title, such as "Camiseta roja de cuello redondo a rayas"."""
    cut = piece.cut
    colour = colours()[piece.colour].spanish(cut.es_gender, cut.es_plural)
    return " ".join(word for word in (cut.es, colour, cut.es_tail, _pattern(piece).es) if word)


def description(piece: Piece) -> str:
    """One or two English sentences."""
    return f"{piece.cut.detail} In {piece.colour}{_pattern(piece).phrase.format(piece.second)}."


def description_es(piece: Piece) -> str:
    """One or two Spanish sentences."""
    pattern = _pattern(piece)
    second = colours()[piece.second].spanish(pattern.es_gender, plural=True)
    return f"{piece.cut.detail_es} En color {colours()[piece.colour].es}{pattern.phrase_es.format(second)}."


def _pattern(piece: Piece) -> PatternWords:
    return PATTERN_WORDS.get(piece.pattern, PLAIN)


PLAIN = PatternWords("", "", "", "")
