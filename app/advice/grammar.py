"""What the grammars of all languages share: how items, numbers, colours and prices become words.

A language is a file in data/ and a subclass. Knows grammar; does not know what is said with it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from app.advice.templates import language_data
from app.nlu.lexicon import english_plural, spanish_plural
from app.plan import Language
from app.search.card_text import shown_title
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import Category, categories, plain

MAX_NOUN_WORDS = 3  # "baseball cap", "pantalones cortos"


@dataclass(frozen=True, slots=True)
class Noun:
    """The noun that a title is about; its gender "f" or "m", and whether verbs beside it are plural."""

    word: str
    gender: str
    plural: bool


@lru_cache
def category_record(name: str) -> Category:
    """A category of categories.csv, or one made up for a word that only this shop uses."""
    gender = "f" if name.endswith("a") else "m"
    many, many_es = english_plural(name), spanish_plural(name)
    return categories().get(name) or Category(name, many, name, many_es, gender, "", False, (), (), ())


class Grammar(ABC):
    """One language's way to say things."""

    language: ClassVar[Language]

    @property
    def words(self) -> Mapping[str, Any]:
        """The language's own words and templates."""
        return language_data(self.language)

    def listed(self, words: Sequence[str], last: str = "and") -> str:
        """As in "a, b and c"; ``last`` names the conjunction: "and", "or" or "neither"."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self._conjunction(self.words[last], words[-1])} {words[-1]}"

    def named(self, table: str, value: str) -> str:
        """A value by one of the language's tables ("audiences", "usages", "seasons", "motifs",
        "colour_groups"); "" where the table lacks it."""
        return str(self.words[table].get(value, ""))

    def agreeing(self, word: str, other: bool) -> str:
        """The first form of a word, or its ``other``: plural, or feminine."""
        return str(self.words[word][other])

    def number(self, count: int, feminine: bool, alone: bool = False) -> str:
        """A number in words up to twelve; ``alone``: without a noun behind it."""
        numbers = self.words["numbers"]
        return str(numbers[count - 1]) if count <= len(numbers) else str(count)

    def verb(self, word: str, item: Item) -> str:
        """Subject and verb of one item: "it costs", "they cost" for a pair; "es", "son"."""
        return self.agreeing(word, self.agreement(item)[1])

    def are(self) -> str:
        """The verb behind several names."""
        return self.agreeing("it_is", True).split()[-1]

    def head(self, item: Item) -> Noun:
        """The noun of an item's title in this language; its category's where the title names none of that."""
        title = shown_title(self.title(item)).split()
        known = self._nouns(item.category)
        for length in range(min(MAX_NOUN_WORDS, len(title)), 0, -1):
            said = self._noun_span(title, length)
            if plain(" ".join(said)) in known:
                return Noun(_lowered(said, title), *known[plain(" ".join(said))])
        return self._category_noun(category_record(item.category))

    def agreement(self, item: Item) -> tuple[str, bool]:
        """Gender of what an item is called, and whether it is plural."""
        noun = self.head(item)
        return noun.gender, noun.plural

    def name(self, item: Item, noun: bool = True) -> str:
        """An item by its title, in this language where the catalogue has it.

        Its category is said beside a title that does not name it, if ``noun`` is wished; its colour where the
        title is only its category, or may not be shown.
        """
        title = shown_title(self.title(item) or item.title)
        if not title or plain(title) in (plain(item.category), plain(category_record(item.category).es)):
            return self.piece(item)
        return self._title_name(item, title, noun)

    def contracted(self, text: str) -> str:
        """A text with its contractions: "a el" → "al"."""
        return text

    def the_colour(self, colour: str) -> str:
        """A colour as a subject: "navy blue", "el azul marino"."""
        return colour

    def feminine(self, category: str, counted: bool = False) -> bool:
        """Whether a category is feminine; ``counted``: what it is counted in, "pares" of "sandalias"."""
        return False

    @abstractmethod
    def title(self, item: Item) -> str:
        """An item's title in this language; "" where the catalogue has none."""

    @abstractmethod
    def description(self, item: Item) -> str:
        """An item's description in this language."""

    @abstractmethod
    def plural(self, category: str) -> str:
        """A category's plural: "t-shirts", "camisetas"."""

    @abstractmethod
    def one_of(self, category: str) -> str:
        """A category as one thing: "a shirt", "shoes", "unos zapatos"; a shop's own word as it is."""

    @abstractmethod
    def colour(self, name: str) -> str:
        """A colour as a noun: "navy blue", "azul marino"; a shop's own word stays as it is."""

    @abstractmethod
    def coloured(self, colour: str, gender: str, plural: bool) -> str:
        """A colour as a predicate: "black", "negras"."""

    @abstractmethod
    def they_are(self, count: int, category: str) -> str:
        """As in "both are", "all three are"; "las dos son", and with category "" "todas las piezas son"."""

    @abstractmethod
    def one(self, item: Item) -> str:
        """An item among others of its kind, by its colour: "the red one", "la roja", "los rojos"."""

    @abstractmethod
    def one_is(self, item: Item) -> str:
        """The verb behind ``one``: "the red pair is", "los rojos son"."""

    @abstractmethod
    def nth(self, at: int, item: Item) -> str:
        """An item among others of its kind, by its place from 0 on: "the first", "las primeras"."""

    @abstractmethod
    def several(self, count: int, colour: str, category: str) -> str:
        """As in "two black t-shirts", "dos camisetas negras"; pairs and pieces are counted as such."""

    @abstractmethod
    def piece(self, item: Item) -> str:
        """As in "the red polo shirt", "las zapatillas rojas"."""

    @abstractmethod
    def money(self, euros: float) -> str:
        """As in "€24.90", "24,90 €"."""

    @abstractmethod
    def pattern(self, pattern: str, item: Item | None = None, category: str = "") -> str:
        """A pattern as a predicate of an ``item``, or of things of a ``category``: "striped", "lisa"."""

    @abstractmethod
    def described(self, noun: str, words: Sequence[str], whom: str = "") -> str:
        """A noun with what describes it: "linen shirts for men", "camisas de lino para hombre"."""

    @abstractmethod
    def descriptor(self, word: str, is_name: bool) -> str:
        """A customer's own descriptive word beside a noun: "linen", "de lino"."""

    @abstractmethod
    def _title_name(self, item: Item, title: str, noun: bool) -> str: ...

    @abstractmethod
    def _noun_span(self, title: Sequence[str], length: int) -> Sequence[str]: ...

    @abstractmethod
    def _nouns(self, category: str) -> Mapping[str, tuple[str, bool]]: ...

    @abstractmethod
    def _category_noun(self, category: Category) -> Noun: ...

    def _conjunction(self, word: str, following: str) -> str:
        return word


def _lowered(noun: Sequence[str], title: Sequence[str]) -> str:
    """Words of a title inside a sentence: "Chelsea boots" where only names have capitals, else all small."""
    if any(word[0].islower() for word in title[1:]) and len(noun) < len(title) and noun[0] != title[0]:
        return " ".join(noun)
    return " ".join(noun).lower()
