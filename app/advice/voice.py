"""One voice for one answer: a language, and always the same choice among the sentences for the same items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from app.advice.realize import SPOKEN, Speech, listed
from app.advice.templates import Sentences
from app.nlu.wish import Language
from data.catalogue.catalogue import Item


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks ``language``; ``key`` says what the answer is about and decides between variants."""

    language: Language
    key: str

    @property
    def speech(self) -> Speech:
        """The grammar of the language."""
        return SPOKEN[self.language]

    def say(self, variants: Sentences, **blanks: str) -> str:
        """One of the variants with its blanks filled; ``{Word}`` is ``{word}`` with a capital."""
        options = variants[self.language]
        chosen = options[crc32((self.key + options[0]).encode()) % len(options)]
        capitals = {name.capitalize(): value[:1].upper() + value[1:] for name, value in blanks.items()}
        text = chosen.format(**blanks, **capitals).replace("….", "…")
        return text if self.language == "en" else text.replace(" a el ", " al ").replace(" de el ", " del ")

    def plurals(self, names: Iterable[str], last: str = "") -> str:
        """Categories as in "t-shirts, hats and bags"; each once."""
        return listed([self.speech.plural(name) for name in dict.fromkeys(names)], last or self.speech.and_)

    def colours(self, items: Sequence[Item], article: bool = False) -> str:
        """The items' colours as in "red, blue and white", in Spanish with articles if wished; each once."""
        names = dict.fromkeys(self.speech.colour(item.colour) for item in items if item.colour)
        return listed([self.speech.the(n) if article else n for n in names], self.speech.and_)
