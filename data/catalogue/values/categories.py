"""Reads what kind of garment a thing is: of the words and paths that file it in its shop, and of its title.

Knows words, paths of any writing and the numbers of Google's taxonomy; sees no picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.catalogue.values.audiences import named_audiences
from data.catalogue.values.cache import cached
from data.catalogue.values.words.garments import FAINT, SILENT, Noun, files_nothing, head_noun, nouns
from data.catalogue.values.words.phrases import Word, plain_words, table, words_in
from data.catalogue.vocabulary import categories

MAX_CELL = 2000  # characters; a shop files a thing under a few paths
LEVEL = re.compile(r"\s*(?:->|[>/|»\\]|::)\s*")
# Between paths of one cell; "Handbags, Wallets & Cases" is one name
BETWEEN_PATHS = re.compile(r"\s*[;\n]\s*|\s*,\s*(?![^,>/|]*(?:&|\band\b|\by\b))")
NUMBER = re.compile(r"\(\s*\d+\s*\)\s*$|^\s*\d+\s*[-–:]\s*(?=\D)")  # "Shoes (187)", "187 - Shoes"
JOINED = re.compile(r"\s*(?:[,&+]|\b(?:and|y|e)\b)\s*")
# What follows in a title is said of the garment, and may be another one: "Dress with belt"
SAID_OF_IT = re.compile(r"\b(?:with|in|for|by|from|featuring|w/|con|para)\b", re.I)
BESIDE_IT = re.compile(r"[,;:|()/&+]|\s[-–—]\s|\band\b", re.I)
JOINS = frozenset({"de", "del", "para", "for", "of", "the", "s", "y", "and", "en", "la", "el"})


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a shop files a thing: a category, "" where none is sure, and the owner's own words for it.

    ``label`` is the finer word ("Sneakers" of shoes), or the unknown one where the category is "": it is ""
    where what files the thing says nothing ("Sale") or is a department of several categories ("Tops");
    ``likely`` is then what that department most often holds, for a thing whose title does not tell.
    """

    category: str
    label: str
    likely: str = ""
    is_broad: bool = False  # "Shoes": the title may name a part of it, such as sandals

    def beside(self, named: str) -> str:
        """The category of a thing that is filed so and whose title names ``named``, "" for none."""
        roles = {categories()[name].role for name in (self.category, named) if name}
        if self.is_broad and named and len(roles) == 1:
            return named
        return self.category or named or self.likely


@dataclass(frozen=True, slots=True)
class _Entry:
    """One level of a path: the noun that it names, or None, and its words without who wears it."""

    noun: Noun | None
    label: str
    depth: int = 0

    @property
    def known(self) -> bool:
        return self.noun is not None and bool(self.noun.category) and self.noun.kind != "coarse"

    @property
    def refused(self) -> bool:
        """Whether it names a thing of none of our categories."""
        return self.noun is not None and self.noun.kind == "other"


def filed_under(paths: Sequence[str]) -> Filed:
    """The category that paths, words or numbers of Google's taxonomy name, the most telling of them first."""
    entries = [entry for path in paths for entry in [_most_telling(path)] if entry]
    known = [entry for entry in entries if entry.known]
    if known:
        category = _finest([entry.noun.category for entry in known if entry.noun], known[0])
        labels = (_own_words(entry) for entry in known if entry.noun and entry.noun.category == category)
        return Filed(category, next(filter(None, labels), ""), "", _is_broad(known[0], category))
    coarse = (e.noun.category for e in entries if e.noun and e.noun.kind == "coarse")
    unknown = (e.label for e in entries if e.noun is None or e.refused)
    return Filed("", next(unknown, ""), next(coarse, ""))


@cached(4096)  # title and title without its colour are often asked for alike
def category_in(title: str) -> str:
    """The category of the garment that a title names, or ""."""
    for part in SAID_OF_IT.split(title[:MAX_CELL]):
        heads = [noun for piece in BESIDE_IT.split(part) for noun in [head_noun(plain_words(piece))] if noun]
        if heads:
            return next((noun for noun in heads if noun.kind not in FAINT), heads[0]).category
    return ""


def _is_broad(first: _Entry, category: str) -> bool:
    return first.noun is not None and first.noun.kind == "broad" and first.noun.category == category


def _finest(names: Sequence[str], first: _Entry) -> str:
    """The first category, or a later one that is a part of it: sandals filed under shoes."""
    if first.noun is None or first.noun.kind != "broad":
        return names[0]
    role = categories()[names[0]].role
    return next((name for name in names if name != names[0] and categories()[name].role == role), names[0])


@cached(4096)  # the categories of a shop repeat
def _most_telling(cell: str) -> _Entry | None:
    """The entry that counts of a cell: the deepest known one, else the first that says anything."""
    found = [entry for path in _paths(cell) for entry in [_last_known(path)] if entry]
    known = [entry for entry in found if entry.known]
    if known:
        return max(known, key=lambda entry: entry.depth)
    refused = [entry for entry in found if entry.refused]
    coarse = [entry for entry in found if entry.noun]
    return next(iter(refused or coarse or found), None)


def _paths(cell: str) -> Iterator[list[str]]:
    """The paths of a cell, each as its levels; a number of Google's taxonomy is the path it stands for."""
    cell = _google().get(cell.strip(), NUMBER.sub("", cell[:MAX_CELL]))
    for path in BETWEEN_PATHS.split(cell):
        yield [level.strip() for level in LEVEL.split(path) if level.strip()]


def _last_known(levels: Sequence[str]) -> _Entry | None:
    """The last level that names a category or a thing that has none; else the last that says anything."""
    said = [entry for depth, level in enumerate(levels) for entry in [_entry(level, depth)] if entry]
    last_first = said[::-1]
    named = [entry for entry in last_first if entry.noun]
    if not named or named[0].refused:
        return next(iter(named or last_first), None)
    return next((entry for entry in named if entry.known), named[0])


def _entry(level: str, depth: int) -> _Entry | None:
    """What a level says; None where that is nothing, or only who wears it."""
    whole = nouns().get(plain_words(level))  # "Baby dolls" are no dolls for babies
    words = words_in(level) if whole and whole.kind not in SILENT else _without_wearer(words_in(level))
    label = "".join(word.gap + word.written for word in words).strip(" -–&,.:'’")
    plains = plain_words(label.replace("&", " and "))
    noun = nouns().get(plains) or _joined(label)
    if not plains or (noun.kind in SILENT if noun else files_nothing(plains)):
        return None
    return _Entry(noun, label, depth)


def _joined(label: str) -> Noun | None:
    """The noun of "T-Shirts & Polos"; of two categories side by side, a department that holds the first."""
    parts = [plain_words(part) for part in JOINED.split(label)]
    heads = [noun for words in parts for noun in [nouns().get(words) or head_noun(words)] if noun]
    told = [noun for noun in heads if noun.kind != "nothing"]
    if not told:
        return heads[0] if len(heads) == len(parts) else None
    alike = len({noun.category for noun in told}) == 1
    clear = [noun for noun in told if noun.kind != "coarse"]
    return (clear or told)[0] if alike else Noun(next((n.category for n in told if n.category), ""), "coarse")


def _without_wearer(words: Sequence[Word]) -> Sequence[Word]:
    """The words without "women's" and the like before or after them."""
    found = named_audiences([word.plain for word in words])
    while found and found[-1].end == len(words):
        words = words[: found.pop().start]
        while words and words[-1].plain in JOINS:
            words = words[:-1]
    start = 0
    for at in found:
        start = at.end if at.start == start else start
    return words[start:]


def _own_words(entry: _Entry) -> str:
    """An entry's words where they say more than the name of their category."""
    if entry.noun is None or entry.noun.kind == "broad":
        return ""
    c = categories()[entry.noun.category]
    names = {"".join(plain_words(name)) for name in (c.name, c.plural, c.es, c.es_plural)}
    return "" if "".join(plain_words(entry.label)) in names else entry.label


@lru_cache
def _google() -> dict[str, str]:
    """The part of Google's product taxonomy on things to wear: its numbers and their paths."""
    return {row["id"]: row["path"] for row in table("google_taxonomy.csv")}
