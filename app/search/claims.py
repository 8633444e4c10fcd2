"""What the words of a card claim: garments, colours, stuffs, people, occasions, makers, offers.

Finds the longest phrases of the shop's vocabulary; does not know sentences, or which claims are true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.nlu.lexicon import CARD_WORD, nouns, rows, table, word_of
from app.plan import Language
from data.catalogue.vocabulary import colours, plain

MAX_PHRASE = 5  # words in one claim
ATTRIBUTES = (  # kinds of claims that are said of a garment
    "colour", "audience", "usage", "season", "material", "property", "pattern", "detail", "cut", "quality",
    "brand",
)  # fmt: skip
# kinds of concepts to look for
CLAIMS = (*ATTRIBUTES, "offer", "low", "high", "lower", "higher", "plain")


@dataclass(frozen=True, slots=True)
class Term:
    """What a phrase claims: a kind ("garment", "colour", "material"…) and a value; "plain" claims nothing."""

    kind: str
    value: str
    plural: bool = False


@lru_cache
def vocabulary(language: Language) -> dict[str, Term]:
    """Every phrase that claims something, in plain words."""
    known: dict[str, Term] = {}
    for noun in (noun for of_category in nouns(language).values() for noun in of_category):
        forms = {plain(noun.one): False, plain(noun.many): True}
        known |= {form: Term("garment", noun.category, many) for form, many in forms.items() if form}
    for colour in colours().values():
        adjectives = (colour.es, colour.es_feminine, colour.es_plural, colour.es_feminine_plural)
        said = {"en": (colour.name, *colour.synonyms), "es": (*adjectives, *colour.synonyms_es)}
        known |= {plain(word): Term("colour", colour.name) for word in said.get(language, ())}
    known |= {word: Term("colour", name) for word, name in table(language)["colours"].items()}
    for number, (kind, english, spanish) in enumerate(rows()):
        words = english if language == "en" else spanish | (english if kind == "brand" else set())
        claim, _, value = kind.partition(":")
        if claim in CLAIMS:
            known |= {word: Term(claim, value or str(number)) for word in words}
    return known


def longest(words: Sequence[str], known: Collection[str]) -> Iterator[tuple[int, int]]:
    """Place and length of each known phrase, the longest first at each place; length 0 for a word in none."""
    at = 0
    while at < len(words):
        most = min(MAX_PHRASE, len(words) - at)
        length = next((n for n in range(most, 0, -1) if " ".join(words[at : at + n]) in known), 0)
        yield at, length
        at += max(length, 1)


@lru_cache(maxsize=4096)
def claims(text: str, language: Language) -> tuple[tuple[str, str], ...]:
    """Kind and value of every claim in a title, caption or description; makers need a capital."""
    said, known = CARD_WORD.findall(text.replace("’", "'")), vocabulary(language)
    words = [word_of(raw) for raw in said]
    found = [(at, known[" ".join(words[at : at + length])]) for at, length in longest(words, known) if length]
    named = [term for at, term in found if term.kind != "brand" or said[at][0].isupper()]
    return tuple((term.kind, term.value) for term in named if term.kind != "plain")
