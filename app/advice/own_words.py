"""The customer's own words for colours and things, and those of the cards, where an answer may use them:
lilac of what is filed as lavender, a cap of what is filed as a hat.

A word for a narrow shade is another word for the same; one for a basic colour, mint for green, may be wrong
of a card that does not have it. Knows plans, cards and words; does not know sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from app.advice.grammar import Noun
from app.nlu.lexicon import colour_named, normalize, nouns, rows
from app.plan import Language, Plan
from app.search.claims import in_any_number, is_called
from data.catalogue.item import Item
from data.catalogue.vocabulary import colours, family, plain

MAX_WORDS = 3  # in the name of a colour


def own_colours(plan: Plan, items: Sequence[Item], language: Language) -> Mapping[str, str]:
    """The words for colours that are none of the language's own, by the names of colours.csv."""
    asked = dict(_colours_in(plan.query, language))
    found: dict[str, str] = {}
    for name in {*asked, *(item.colour for item in items if item.colour)}:
        own = [item for item in items if item.colour == name]
        told = [dict(_colours_in(f"{item.title} {item.colour_label}", language)).get(name) for item in own]
        if name not in asked:
            word = told[0] if len(set(told)) == 1 else None
        else:
            word = asked[name] if family(name) != name or (own and {*told} == {asked[name]}) else None
        if word and plain(word) not in _usual(language).get(name, ()):
            found[name] = word
    return found


def _colours_in(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """Each colour that a text names in a language, by the words that it has, the longest first."""
    said = re.findall(r"[^\W\d_]+", text.lower())
    for length in range(1, MAX_WORDS + 1):  # a longer phrase takes the place of a shorter one
        for at in range(len(said) - length + 1):
            phrase = " ".join(said[at : at + length])
            for one in (phrase, phrase.removesuffix("s")):  # jerséis granates
                named = colour_named(one)
                if named and _is_spoken(one, language):
                    yield named, one
                    break


def _is_spoken(phrase: str, language: Language) -> bool:
    """Whether a phrase has a word for a colour of this language in it."""
    forms = _forms(language)
    return any(word in forms for word in (plain(phrase), *plain(phrase).split()))


@lru_cache
def _forms(language: Language) -> frozenset[str]:
    """Every word for a colour of a language."""
    own = {"en": lambda c: c.synonyms, "es": lambda c: c.synonyms_es}.get(language, lambda c: ())
    more = (plain(word) for colour in colours().values() for word in own(colour))
    return frozenset(more).union(*_usual(language).values())


@lru_cache
def _usual(language: Language) -> dict[str, frozenset[str]]:
    """The names of each colour by which a language's grammar calls it anyhow."""
    return {
        c.name: frozenset(map(plain, (c.es, c.es_feminine, c.es_plural, c.es_feminine_plural)))
        if language == "es"
        else frozenset({plain(c.name)})
        for c in colours().values()
    }


def as_written(text: str, phrase: str) -> str:
    """A phrase in plain letters as a text has it, with its accents; the phrase where the text lacks it."""
    said = re.findall(r"[^\W_]+", text)
    length = len(phrase.split())
    spans = (said[at : at + length] for at in range(len(said)))
    return next((" ".join(span).lower() for span in spans if plain(" ".join(span)) == phrase), phrase)


def own_kinds(plan: Plan, items: Sequence[Item], language: Language) -> Mapping[str, Noun]:
    """The nouns for items, by id, that say more than their category: the customer's where the card bears it
    out, else the one that the title has, perhaps in another language."""
    found: dict[str, Noun] = {}
    for item in items:
        term = plan.term(item.category)
        words = (term,) if term and is_called(item, term) else _same_as(f"{item.title} {item.title_es}")
        for noun in nouns(language).get(item.category, ()):
            if not {plain(noun.one), plain(noun.many)}.isdisjoint(words):
                word = noun.many if noun.pair else noun.one
                found.setdefault(item.id, Noun(word, noun.gender, noun.pair))
    return found


@lru_cache(maxsize=4096)
def _same_as(title: str) -> tuple[str, ...]:
    """The words of all languages for the finer garments that a title names."""
    said = normalize(title)
    groups = [english | others for kind, english, others in rows() if kind == "same"]
    named = [g for g in groups if any(f" {form} " in said for one in g for form in in_any_number(one))]
    return tuple(sorted(frozenset().union(*named)))
