"""The noun that a title is about, as in "the red polo shirt", "las zapatillas rojas"; its gender and number.

Knows titles and the shop's garments; does not know sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.factcheck.safety import shown_title
from app.nlu.inflection import english_plural, nouns, spanish_plural
from app.nlu.wish import Language
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import Category, categories, category_named, plain

LONGEST = 3  # words of a noun: "baseball cap", "pantalones cortos"


@dataclass(frozen=True, slots=True)
class Head:
    """A noun; Spanish gender "f" or "m", and whether verbs and adjectives beside it are plural."""

    noun: str
    gender: str
    plural: bool


@lru_cache
def kind(name: str) -> Category:
    """A category of categories.csv, or one made up for a shop's own word."""
    gender = "f" if name.endswith("a") else "m"
    many, many_es = english_plural(name), spanish_plural(name)
    return categories().get(name) or Category(name, many, name, many_es, gender, "", False, (), (), ())


def head(item: Item, language: Language) -> Head:
    """The noun of an item's title in this language; its category's where the title names none of that."""
    spanish = language == "es"
    words = shown_title(item.title_es if spanish else item.title).split()
    known = _nouns(item.category, language)
    for length in range(min(LONGEST, len(words)), 0, -1):
        said = words[:length] if spanish else words[-length:]
        if plain(" ".join(said)) in known:
            return Head(_small(said, words), *known[plain(" ".join(said))])
    return _own(item.category, spanish)


def _small(said: Sequence[str], title: Sequence[str]) -> str:
    """Words of a title inside a sentence: "Chelsea boots" where only names have capitals, else all small."""
    if any(word[0].islower() for word in title[1:]) and len(said) < len(title) and said[0] != title[0]:
        return " ".join(said)
    return " ".join(said).lower()


def names_kind(title: str, category: str) -> bool:
    """Whether an English title says what the thing is: by any word of its category, or nearly so ("pant").

    A title that ends in another garment's name has said enough.
    """
    known = kind(category)
    words = plain(title).split()
    kinds = {plain(form) for noun in nouns("en").get(category, ()) for form in (noun.one, noun.many) if form}
    stems = {form.removesuffix("s") for form in (*kinds, plain(known.name), plain(known.plural))}
    return any(f" {stem}" in f" {' '.join(words)}" for stem in stems) or bool(category_named(words[-1]))


def agreement(item: Item, language: Language) -> tuple[str, bool]:
    """Gender and number of what an item is called by its title, whatever category that word belongs to."""
    first = plain(next(iter(shown_title(item.title_es).split()), ""))
    found = _first_words().get(first) if language == "es" else None
    own = head(item, language)
    return found or (own.gender, own.plural)


def begins_with_noun(item: Item) -> bool:
    """Whether the Spanish title begins with a garment, so that an article may stand before it."""
    return plain(next(iter(shown_title(item.title_es).split()), "")) in _first_words()


def _own(category: str, spanish: bool) -> Head:
    """The category's noun."""
    known = kind(category)
    if spanish:
        return Head(known.es_plural if known.pair else known.es, known.es_gender, known.pair)
    return Head(known.plural if known.pair else known.name, "m", known.pair)


@lru_cache
def _nouns(category: str, language: Language) -> dict[str, tuple[str, bool]]:
    """Gender and number of what a title's last or first words may be; in English no plural of single things:
    a shirt that its row calls "Shirts" is a shirt."""
    found: dict[str, tuple[str, bool]] = {}
    for noun in nouns(language).get(category, ()):
        if language == "es":
            found |= {plain(form): (noun.gender, form == noun.many) for form in (noun.one, noun.many) if form}
        else:
            found[plain(noun.many if noun.pair else noun.one)] = (noun.gender, noun.pair)
    return found


@lru_cache
def _first_words() -> dict[str, tuple[str, bool]]:
    """Gender, and whether it is a plural, of every Spanish garment word of one word."""
    found: dict[str, tuple[str, bool]] = {}
    for noun in (noun for of_category in nouns("es").values() for noun in of_category):
        for form, plural in ((noun.one, False), (noun.many, True)):
            if form and " " not in form:
                found.setdefault(plain(form), (noun.gender, plural))
    return found
