"""What can be said of an item in a sentence, and asked of its picture: the words that a caption head learns.

Knows cards; does not know pictures or models. English and Spanish; what is read of a photo in English is said
in Spanish by the shop's own words, so that no customer is told of another colour than the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.nlu.tagger import Utterance
from app.search.mentions import mentions, tokens
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, colours, pattern_of

CAPTION = {"en": "a photo of", "es": "una foto de"}  # what a caption is the continuation of
QUESTION = {"en": "question: {} answer:", "es": "pregunta: {} respuesta:"}  # as BLIP-2 with OPT was asked
ASKED = {
    "en": {
        "category": "what is it?", "colour": "what colour is it?",
        "pattern": "what pattern does it have?", "gender": "who is it for?",
    },
    "es": {
        "category": "¿qué es?", "colour": "¿de qué color es?",
        "pattern": "¿qué estampado tiene?", "gender": "¿para quién es?",
    },
}  # fmt: skip
WHOM = {
    "men": "for men", "women": "for women", "boys": "for boys", "girls": "for girls", "unisex": "for anyone",
}  # fmt: skip
WHOM_ES = {
    "men": "de hombre", "women": "de mujer", "boys": "de niño", "girls": "de niña", "unisex": "unisex",
}  # fmt: skip
PATTERNS_ES = {
    "striped": "a rayas", "checked": "de cuadros", "polka-dot": "de lunares", "floral": "de flores",
    "camouflage": "de camuflaje", "animal-print": "con estampado animal", "paisley": "de cachemira",
    "herringbone": "de espiga", "printed": "con estampado", "denim": "de tela vaquera",
    "plain": "sin estampado",
}  # fmt: skip
CAPTION_WEIGHT = 4.0  # as often as the answers together
UNCOUNTED = {"jewellery", "swimwear", "nightwear"}


@dataclass(frozen=True, slots=True)
class Saying:
    """A prompt, how it goes on for one picture, and how often it is learned relative to the others."""

    prompt: str
    text: str
    weight: float = 1.0


def sayings(item: Item) -> list[Saying]:
    """Captions and answers in both languages; only what the card knows."""
    if item.category not in categories():
        return []
    return [saying for language in ("en", "es") for saying in _sayings(item, language)]


def caption(item: Item, language: str) -> str:
    """ "a navy blue checked shirt for men", "una camisa azul marino de cuadros de hombre"; "" where its
    category is none of the table's."""
    if item.category not in categories():
        return ""
    parts = _spanish(item) if language == "es" else _english(item)
    return " ".join(part for part in parts if part)


def read(words: str) -> Item:
    """What an English caption, or English answers, say of one thing: its first garment, colour, pattern and
    audience as a card; "" for what they do not name."""
    found = {m.kind: m.value for m in reversed(mentions(tokens(words), "en"))}
    category, colour, whom = (found.get(kind, "") for kind in ("garment", "colour", "audience"))
    return Item("", words, category, Path(), colour=colour, gender=whom if whom in WHOM else "")


def names_category(text: str, category: str) -> bool:
    """Whether a caption speaks of a garment of this category."""
    return any(piece.garment and piece.garment.category == category for piece in Utterance(text).pieces)


def answers(item: Item, language: str) -> dict[str, str]:
    """What a card answers to each of the questions in ASKED, "" where it says nothing."""
    if item.category not in categories():
        return dict.fromkeys(ASKED[language], "")
    whom = (WHOM_ES if language == "es" else WHOM).get(item.gender, "")
    told = (_noun(item, language), _colour(item, language), _pattern(item, language), whom)
    return dict(zip(ASKED[language], told, strict=True))


def _sayings(item: Item, language: str) -> Iterator[Saying]:
    yield Saying(CAPTION[language], caption(item, language), CAPTION_WEIGHT)
    for about, answer in answers(item, language).items():
        if answer:
            yield Saying(QUESTION[language].format(ASKED[language][about]), answer)


def _english(item: Item) -> Iterator[str]:
    known = categories()[item.category]
    words = [_colour(item, "en"), _pattern(item, "en"), item.category]
    first = next(word for word in words if word)
    if known.pair:
        yield "a pair of"
    elif item.category not in UNCOUNTED:
        yield "an" if first[0] in "aeio" else "a"  # "a unisex", and no colour begins with u
    yield from words
    yield WHOM.get(item.gender, "")


def _spanish(item: Item) -> Iterator[str]:
    known = categories()[item.category]
    if known.pair:
        yield "unos" if known.es_gender == "m" else "unas"
    else:
        yield "un" if known.es_gender == "m" else "una"
    yield known.es_plural if known.pair else known.es
    yield _dyed(item, known.es_gender, known.pair)
    yield _pattern(item, "es")
    yield WHOM_ES.get(item.gender, "")


def _noun(item: Item, language: str) -> str:
    known = categories()[item.category]
    if language == "es":
        return known.es_plural if known.pair else known.es
    return item.category


def _colour(item: Item, language: str) -> str:
    return _dyed(item, "m", False) if language == "es" else item.colour


def _dyed(item: Item, gender: str, plural: bool) -> str:
    known = colours().get(item.colour)
    return known.spanish(gender, plural) if known else ""


def _pattern(item: Item, language: str) -> str:
    found = pattern_of(item)
    return PATTERNS_ES[found] if found and language == "es" else found
