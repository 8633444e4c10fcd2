"""Concepts that cards and customers put into words: materials, cuts, patterns, brands, finer garments.

Reads the "concepts" of data/<language>.json, whose keys "kind/name" are the same in every language.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.nlu.inflection import nouns
from app.nlu.lexicon import LANGUAGES, table
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain
from data.store.snapshot import words_on

WORDS = re.compile(r"[€$£]?\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)*")


def normalize(text: str) -> str:
    """A text as its words, between blanks: what phrases are looked for in. "men's" is "men"."""
    said = (word_of(raw) for raw in WORDS.findall(text.replace("’", "'")))
    return f" {' '.join(word for word in said if word.isalnum())} "


def word_of(raw: str) -> str:
    """A word as it is compared: small letters, no accents, no genitive."""
    return plain(re.sub(r"'s$|'$", "", raw)).replace("'", "")


@lru_cache
def rows() -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Every concept: its kind, and the words that say it in English and in Spanish."""
    english, spanish = (table(code)["concepts"] for code in LANGUAGES)
    return tuple(
        (key.partition("/")[0], _normalized(english[key]), _normalized(spanish.get(key, ())))
        for key in english
    )


@lru_cache
def words_of(kind: str) -> frozenset[str]:
    """The words of all languages for the concepts of a kind."""
    return frozenset().union(*(english | spanish for name, english, spanish in rows() if name == kind))


def _normalized(phrases: list[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalize(phrase).strip() for phrase in phrases)


@lru_cache
def synonyms(phrase: str) -> frozenset[str]:
    """The words of all languages that name the same finer garment, itself at least: trainers, sneakers."""
    groups = [english | spanish for kind, english, spanish in rows() if kind == "same"]
    return frozenset({phrase}).union(*(group for group in groups if phrase in group))


@lru_cache
def pattern_words(name: str) -> tuple[str, ...]:
    """The words of all languages for a pattern of data/catalogue/patterns.py."""
    named = normalize(name).strip()
    known = [english | spanish for kind, english, spanish in rows() if kind == "pattern" and named in english]
    return tuple(sorted(frozenset({named}).union(*known)))


@lru_cache
def generic(category: str) -> frozenset[str]:
    """The words that say no more of an item than its category."""
    own = [noun for language in LANGUAGES for noun in nouns(language).get(category, ())[:1]]
    forms = frozenset(plain(form) for noun in own for form in (noun.one, noun.many))
    return forms | {plain(category)} | words_of("generic")


@lru_cache(maxsize=4096)
def written(item: Item) -> str:
    """All that an item's card says in its own words, between blanks."""
    return f"{words_on(item)}{normalize(item.category).lstrip()}"
