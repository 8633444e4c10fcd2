"""Reads for whom a thing is: of the cells of an export, of a title or a category path, and of a card.

Knows words in English and Spanish and the commonest of other languages. "Adult" alone says nothing of whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.catalogue.item import Item
from data.catalogue.values.cache import cached
from data.catalogue.values.words.phrases import MAX_CHARS, Found, Phrases, plain_words, table
from data.catalogue.vocabulary import categories, plain

PATH = re.compile(r"\s*(?:->|[>/|»,;]|::)\s*")
ADULTS = {"women": "women", "men": "men", "both": "unisex", "": ""}
CHILDREN = {"women": "girls", "men": "boys", "both": "kids", "": "kids"}
AUDIENCES = ("men", "women", "boys", "girls", "kids")  # that something may be asked for
YOUNG = AUDIENCES[2:]
CLOTHES = ("top", "bottom", "outer", "dress")  # roles of what children have in their own sizes
NAMED = {  # whom a title names, whatever column its card has for men and women
    "boys": re.compile(r"\b(?:kids?|boys|infants?|toddlers?|ni[nñ]os|beb[eé]s?)\b", re.I),
    "girls": re.compile(r"\b(?:kids?|girls|infants?|toddlers?|ni[nñ]as|beb[eé]s?)\b", re.I),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """What one word says of whom a thing is for: a sex, an age or both.

    The grade is "text" for a word that says so wherever it stands, "cell" for one that does where nothing
    else is expected ("Lady"), and "alone" for one that is the whole cell ("W").
    """

    sex: str  # women, men, both or ""
    age: str  # adult, child or ""
    grade: str


NAME = Mark("", "", "text")  # "baby blue"


@cached(4096)  # a column repeats its words
def audience(gender: str, age_group: str = "") -> str:
    """Who a gender and an age group mean together: men, women, boys, girls, kids, unisex, or "".

    "M" alone is not known: it is a man's in English and a woman's ("mujer") beside a Spanish "H".
    """
    return _meant([*_of_cell(gender), *_of_cell(age_group)])


@cached(4096)  # the categories of a shop repeat
def audience_in(text: str) -> str:
    """Who a title or a category path names, or "" where it names nobody, or men, women and children."""
    marks = [mark for mark in _marks(text) if mark.grade == "text"]
    parts = (marks_of().get(plain_words(part)) for part in PATH.split(text[:MAX_CHARS]))
    marks += [mark for mark in parts if mark and mark.grade == "cell"]
    adults = {mark.sex for mark in marks if mark.age == "adult"}
    everybody = ("both" in adults or len(adults) > 1) and any(mark.age == "child" for mark in marks)
    return "" if everybody else _meant(marks)


@lru_cache
def marks_of() -> Phrases[Mark]:
    """Every word for those who wear things; one without sex and age is a name, such as "baby blue"."""
    rows = table("audiences.csv")
    return Phrases({row["word"]: Mark(row["sex"], row["age"], row["grade"]) for row in rows})


def named_audiences(words: list[str]) -> list[Found[Mark]]:
    """Where words name who wears things, as a department of a shop does."""
    return [at for at in marks_of().find(words) if at.meaning.grade != "alone" and at.meaning != NAME]


def audiences(item: Item) -> tuple[str, ...]:
    """Whom a card names: the children of its title before anybody else; () where it names nobody."""
    young = tuple(name for name, said in NAMED.items() if said.search(item.title))
    young = young or (tuple(NAMED) if item.gender == "kids" else ())
    return young or ((item.gender,) if item.gender else ())


def meant_for(item: Item, audience: str) -> bool:
    """Whether a card names these people, or anyone; in its title at least."""
    named = audiences(item)
    if audience == "kids":
        return not NAMED.keys().isdisjoint(named)
    return audience in named or "unisex" in named or f" {audience} " in f" {plain(item.title)} "


def may_be_for(item: Item, audience: str) -> bool:
    """Whether a thing may be shown to these people: it is meant for them, or its card names nobody. Of
    clothes, what is for anyone is for grown-ups."""
    if not item.gender:
        return True
    known = categories().get(item.category)
    sized = known is not None and known.role in CLOTHES and item.gender == "unisex"
    grown = audience in YOUNG and sized and "unisex" in audiences(item)
    return meant_for(item, audience) and not grown


def _of_cell(cell: str) -> list[Mark]:
    whole = marks_of().get(plain_words(cell))
    return [whole] if whole else [mark for mark in _marks(cell) if mark.grade != "alone"]


def _marks(text: str) -> list[Mark]:
    return [at.meaning for at in marks_of().find(plain_words(text))]


def _meant(marks: Iterable[Mark]) -> str:
    kept = list(marks)
    sexes = {mark.sex for mark in kept} - {""}
    sex = sexes.pop() if len(sexes) == 1 else "both" if sexes else ""
    return (CHILDREN if any(mark.age == "child" for mark in kept) else ADULTS)[sex]
