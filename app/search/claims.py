"""What the words of a card claim: garments, colours, stuffs, people, occasions, makers, offers; and whether
it calls a thing what a customer does, by that word or by another for the same in any language.

Finds the longest phrases of the shop's vocabulary; does not know sentences, or which claims are true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.nlu.lexicon import CARD_WORD, generic, nouns, rows, table, word_of, words, written
from app.plan import Language
from data.catalogue.item import Item
from data.catalogue.vocabulary import category_named, colours, plain

MAX_PHRASE = 5  # words in one claim
ATTRIBUTES = (  # kinds of claims that are said of a garment
    "colour", "audience", "usage", "season", "material", "property", "pattern", "detail", "cut", "quality",
    "brand",
)  # fmt: skip
MIN_LETTERS = 4  # of a word that tells something
JOINS = re.compile(r"[+&/,;|]|\s[-–—]\s|\b(?:and|plus|y|e)\b", re.I)  # between the things of a set
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


@lru_cache
def finer_synonyms(term: str) -> frozenset[str]:
    """The words of all languages for the finer garment that a term names, in the singular or the plural,
    and for what is one kind of it: tacones, heels; sudadera, hoodie. None where it names no such."""
    groups = [english | others for kind, english, others in rows() if kind == "same"]
    forms = {*singulars(term), f"{term}s"}
    own = [group for group in groups if forms & group]
    kinds = [group for group in groups if own and any(_is_kind_of(phrase, forms) for phrase in group)]
    return frozenset().union(*own, *kinds)


def _is_kind_of(phrase: str, forms: Collection[str]) -> bool:
    """Whether a phrase names one of these things by more: a hooded sweatshirt, una sudadera con capucha."""
    return any(phrase.endswith(f" {it}") or phrase.startswith((f"{it} con ", f"{it} de ")) for it in forms)


@lru_cache
def singulars(term: str) -> tuple[str, ...]:
    """What may be its singular; a hoody is a hoodie."""
    return (term, term.removesuffix("s"), term.removesuffix("es"), re.sub("y$", "ie", term))


@lru_cache(maxsize=4096)
def in_any_number(phrase: str) -> frozenset[str]:
    """A phrase of a card with its singular and its plural, a hoodie also as a hoody."""
    one = phrase.removesuffix("s") if len(phrase) > MIN_LETTERS else phrase
    every = {phrase, one, f"{one}s"}
    return frozenset(every | {f"{one[:-2]}y" for _ in "y" if one.endswith("ie")})


@lru_cache(maxsize=8192)
def is_called(item: Item, term: str) -> bool:
    """Whether a card has the customer's finer word or another for the same; of hiking boots, that they are
    for hiking."""
    names, card = finer_synonyms(term), written(item)
    if names:
        plainly = not generic(item.category).isdisjoint(names)
        return plainly or any(f" {form} " in card for name in names for form in in_any_number(name))
    told = (word for word in besides(term, item.category) if word not in words("season_words"))
    return all(has_word(card, word) for word in told)  # a winter coat may not say that it is one


@lru_cache(maxsize=4096)
def besides(term: str, category: str) -> tuple[str, ...]:
    """The words of a term beside the garment itself: the cargo of cargo pants."""
    garments = generic(category)
    said = [word for word in term.split() if len(word) >= MIN_LETTERS and " " in term]
    return tuple(word for word in said if category_named(word) != category and word not in garments)


@lru_cache(maxsize=8192)
def has_word(said: str, word: str) -> bool:
    """Whether a text has a word, in the singular or the plural."""
    return bool(re.search(rf"\b{re.escape(word.removesuffix('s'))}(?:e?s)?\b", said))


def things(title: str) -> Iterator[str]:
    """The phrases, the longest first, that may each name a thing of a title: "tie" and "cufflink" of "Red Tie
    + Cufflink". English names a thing last and Spanish first; what it has or is for is none: no belt of
    "Trousers with belt"."""
    sets, behind = words("sets"), words("behind_head")
    for part in JOINS.split(title):
        said = [word_of(raw) for raw in CARD_WORD.findall(part.replace("’", "'"))]
        lead = next((at for at in range(1, len(said)) if said[at - 1] in sets and said[at] in behind), -1)
        said = said[lead + 1 :]  # of a set of ties, the ties
        end = next((at for at, word in enumerate(said) if at and word in behind), len(said))
        named = [word for word in said[:end] if word not in sets]
        for length in range(min(MAX_PHRASE, len(said)), 0, -1):
            yield from (" ".join(named[-length:]), " ".join(said[:length]))
