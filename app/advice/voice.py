"""One voice for one answer: a language, and always the same choice among variants for the same items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from app.advice.english import English
from app.advice.grammar import Grammar
from app.advice.spanish import Spanish
from app.plan import Language, Sentence
from data.catalogue.catalogue import Item

GRAMMARS: dict[str, type[Grammar]] = {"en": English, "es": Spanish}  # CONTRIBUTING.md adds one


@lru_cache
def grammar_of(language: Language) -> Grammar:
    """The grammar of a language; English for one that is understood and not spoken."""
    return GRAMMARS.get(language, English)()


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks by ``grammar``; ``key`` says what the answer is about and decides between variants."""

    grammar: Grammar
    key: str

    def say(self, template: str, items: Sequence[Item] = (), **blanks: str) -> Sentence:
        """A variant of a template with its blanks filled, about these items.

        ``{Word}`` is ``{word}`` with a capital. Raises KeyError for an unknown template or blank.
        """
        variants = self.grammar.words["templates"][template]
        chosen = variants[crc32((self.key + variants[0]).encode()) % len(variants)]
        capitals = {name.capitalize(): value[:1].upper() + value[1:] for name, value in blanks.items()}
        text = chosen.format(**blanks, **capitals).replace("….", "…")
        return Sentence(self.grammar.contracted(text), tuple(item.id for item in items))

    def plurals(self, categories: Iterable[str], last: str = "and") -> str:
        """Categories as in "t-shirts, hats and bags"; each once. ``last`` is "and", "or" or "neither"."""
        return self.grammar.listed([self.grammar.plural(name) for name in dict.fromkeys(categories)], last)

    def colours(self, items: Iterable[Item], article: bool = False) -> str:
        """The items' colours as in "red, blue and white", in Spanish with articles if wished; each once."""
        names = dict.fromkeys(self.grammar.colour(item.colour) for item in items if item.colour)
        return self.grammar.listed([self.grammar.the_colour(name) if article else name for name in names])
