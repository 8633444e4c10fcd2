"""What can be said of an item in a sentence and asked of its picture, and a photo put into such words.

Knows cards and the prompts that the caption head was taught; does not know how it makes its words. What is
read of a photo in English is said in Spanish by the shop's own words, so that no customer is told of another
colour than the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PIL import Image

from app.advice.grammar import language_data
from app.nlu.tagger import Utterance
from app.plan import Language
from app.search.claims import claims
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, colours, pattern_of

UNCOUNTED = {"jewellery", "swimwear", "nightwear"}
ARTICLES = {"m": ("un", "unos"), "f": ("una", "unas")}


def prompt(language: Language, question: str = "") -> str:
    """What a caption is the continuation of, "a photo of", or an answer: "question: what is it? answer:"."""
    words = language_data(language)
    return str(words["caption_question"].format(question) if question else words["caption"])


def questions(language: Language) -> dict[str, str]:
    """What can be asked of any photo: category, colour, pattern and for whom ("gender")."""
    return dict(language_data(language)["caption_asked"])


def caption(item: Item, language: Language) -> str:
    """ "a navy blue checked shirt for men", "una camisa azul marino de cuadros de hombre"; "" where its
    category is none of the table's."""
    if item.category not in categories():
        return ""
    parts = _spanish(item) if language == "es" else _english(item)
    return " ".join(part for part in (*parts, audience(item, language)) if part)


def read(words: str) -> Item:
    """What an English caption, or English answers, say of one thing: its first garment, colour, pattern and
    audience as a card; "" for what they do not name."""
    found = dict(reversed(claims(words, "en")))
    category, colour, whom = (found.get(kind, "") for kind in ("garment", "colour", "audience"))
    known = language_data("en")["caption_audiences"]
    return Item("", words, category, Path(), colour=colour, gender=whom if whom in known else "")


def names_category(text: str, category: str) -> bool:
    """Whether a caption speaks of a garment of this category."""
    return any(piece.garment and piece.garment.category == category for piece in Utterance(text).pieces)


def answers(item: Item, language: Language) -> dict[str, str]:
    """What a card answers to each of the questions, "" where it says nothing."""
    known = categories().get(item.category)
    if known is None:
        return dict.fromkeys(questions(language), "")
    spanish = known.es_plural if known.pair else known.es
    return {
        "category": spanish if language == "es" else known.name,
        "colour": _dyed(item, "m", False) if language == "es" else item.colour,
        "pattern": _pattern(item, language),
        "gender": audience(item, language),
    }


def audience(item: Item, language: Language) -> str:
    """Whom an item is for: "for men", "de hombre"; "" where its card does not say it."""
    return str(language_data(language)["caption_audiences"].get(item.gender, ""))


def _english(item: Item) -> tuple[str, ...]:
    words = (item.colour, _pattern(item, "en"), item.category)
    first = next(word for word in words if word)
    if categories()[item.category].pair:
        return ("a pair of", *words)
    if item.category in UNCOUNTED:
        return words
    return ("an" if first[0] in "aeio" else "a", *words)  # "a unisex", and no colour begins with u


def _spanish(item: Item) -> tuple[str, ...]:
    known = categories()[item.category]
    noun, article = known.es_plural if known.pair else known.es, ARTICLES[known.es_gender][known.pair]
    return (article, noun, _dyed(item, known.es_gender, known.pair), _pattern(item, "es"))


def _dyed(item: Item, gender: str, plural: bool) -> str:
    known = colours().get(item.colour)
    return known.spanish(gender, plural) if known else ""


def _pattern(item: Item, language: Language) -> str:
    found = pattern_of(item)
    return str(language_data(language)["caption_patterns"].get(found, found))


class Captioner(Protocol):
    """What is needed of a captioner: for each picture how a prompt goes on."""

    name: str

    def continued(self, images: Sequence[Image.Image], prompt: str) -> list[str]: ...


class Describer:
    """Captions and answers about one photo at a time."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner, self.name = captioner, captioner.name

    def describe(self, image: Image.Image, language: Language) -> str:
        """ "a navy blue checked shirt for men", "una camisa azul marino de cuadros de hombre".

        The photo is read in English, whoever asks, and what that says of a garment is told in the shop's own
        words, and no text that may stand in it. "" where it names no garment.
        """
        return caption(read(self._captioner.continued([image], prompt("en"))[0]), language)

    def answer(self, image: Image.Image, question: str, language: Language) -> str:
        """A closed question's answer: "what colour is it?" → "navy blue"."""
        return self._captioner.continued([image], prompt(language, question.strip().lower()))[0]

    def facts(self, image: Image.Image, language: Language) -> dict[str, str]:
        """The answers to what can be asked of any photo: category, colour, pattern and for whom."""
        said = {about: self.answer(image, asked, "en") for about, asked in questions("en").items()}
        return said if language == "en" else answers(read(" ".join(said.values())), language)
