"""What can be asked of an item's picture, and a photo put into words by a caption head.

Knows the prompts that the head was taught; does not know how it makes its words. What is read of a photo in
English is said in Spanish by the shop's own words (`app/advice/seen.py`), so that no customer is told of
another colour than the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PIL import Image

from app.advice.grammar import language_data
from app.advice.seen import audience, caption, drawn, dyed
from app.plan import Language
from app.search.claims import claims
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories


def prompt(language: Language, question: str = "") -> str:
    """What a caption is the continuation of, "a photo of", or an answer: "question: what is it? answer:"."""
    words = language_data(language)
    return str(words["caption_question"].format(question) if question else words["caption"])


def questions(language: Language) -> dict[str, str]:
    """What can be asked of any photo: category, colour, pattern and for whom ("gender")."""
    return dict(language_data(language)["caption_asked"])


def read(words: str) -> Item:
    """What an English caption, or English answers, say of one thing: its first garment, colour, pattern and
    audience as a card; "" for what they do not name."""
    found = dict(reversed(claims(words, "en")))
    category, colour, whom = (found.get(kind, "") for kind in ("garment", "colour", "audience"))
    known = language_data("en")["caption_audiences"]
    return Item("", words, category, Path(), colour=colour, gender=whom if whom in known else "")


def answers(item: Item, language: Language) -> dict[str, str]:
    """What a card answers to each of the questions, "" where it says nothing."""
    known = categories().get(item.category)
    if known is None:
        return dict.fromkeys(questions(language), "")
    spanish = known.es_plural if known.pair else known.es
    return {
        "category": spanish if language == "es" else known.name,
        "colour": dyed(item, "m", False) if language == "es" else item.colour,
        "pattern": drawn(item, language),
        "gender": audience(item, language),
    }


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
