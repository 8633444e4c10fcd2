"""Which of its two languages a message is written in, by the words that only one of them has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import get_args

from app.nlu.inflection import nouns
from app.nlu.lexicon import ARTICLES
from app.nlu.spelling import ordinary, spelt
from app.nlu.tagger import tokens
from app.nlu.wish import Language
from data.catalogue.vocabulary import colours, plain


def language_of(text: str, otherwise: Language) -> Language:
    """The language in which more of the words are found; ``otherwise`` where that is undecided."""
    words = {spelt(word).word for word in tokens(text)} | set(tokens(text))
    english, spanish = (len(spoken_words(code) & words) for code in get_args(Language))
    if english == spanish:
        return "es" if set(text) & set("ñ¿¡áéíóú") else otherwise
    return "en" if english > spanish else "es"


@lru_cache
def spoken_words(language: Language) -> frozenset[str]:
    """Words that customers use in this language and not in the other, garments too."""
    spoken = {code: set(_spoken(code)) for code in get_args(Language)}
    return frozenset(spoken[language] - spoken["es" if language == "en" else "en"])


def _spoken(language: Language) -> Iterator[str]:
    for of_category in nouns(language).values():
        for noun in of_category:
            yield from plain(f"{noun.one} {noun.many}").split()
    for c in colours().values():  # "red" is also an everyday word of Spanish, "a red shirt" is English
        spanish = (c.es, c.es_feminine, c.es_plural, c.es_feminine_plural, *c.synonyms_es)
        named = (c.name, *c.synonyms) if language == "en" else spanish
        yield from plain(" ".join(named)).split()
    yield from ARTICLES[language]
    yield from ordinary(language)
