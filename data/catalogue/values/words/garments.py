"""What names a garment in a shop: categories.csv, and shop_categories.csv for what only a shop writes.

Knows nouns, their plurals, and which of several is the head: the last in English ("shirt dress"), the
first in Spanish ("vestido camisero"). The kind of a noun says what it does: a "weak" one is a garment where
no other is named ("crew neck"), a "coarse" one a department of several categories ("Tops"), a "broad" one
a category of which another is a part ("Shoes", of sandals), an "other" one a thing of none of our
categories, "nothing" files nothing ("Sale"), "blank" is a detail that sounds like a garment ("tie front").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.catalogue.values.words.phrases import Phrases, plain_words, table
from data.catalogue.vocabulary import categories

SPANISH_WORDS = frozenset({"de", "del", "para", "con", "sin", "y", "en"})
SILENT = frozenset({"nothing", "blank"})
FAINT = frozenset({"weak", "coarse"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun, its category ("" for a thing of none), its kind, and its language where it has but one."""

    category: str
    kind: str = "normal"
    language: str = ""  # "en" or "es"


@lru_cache
def nouns() -> Phrases[Noun]:
    """Every noun, in singular and plural; as it is written in a table before what is derived from it."""
    own = {row["word"]: Noun(row["category"], row["kind"]) for row in table("shop_categories.csv")}
    exact = {**own, **{word: noun for word, noun in _vocabulary().items() if word not in own}}
    derived: dict[str, Noun] = {}
    for word, noun in exact.items():
        for variant in _other_numbers(" ".join(plain_words(word))):
            derived.setdefault(variant, noun)
    return Phrases({**exact, **{word: noun for word, noun in derived.items() if word not in exact}})


def files_nothing(words: Sequence[str]) -> bool:
    """Whether words are headed by one that files nothing: "summer collection", "ropa de trabajo"."""
    words = [word for word in words if not word.isdecimal()]
    found = nouns().find(words)
    spanish = _spanish(words, [at.meaning for at in found])
    silent = [at for at in found if at.meaning.kind == "nothing"]
    return any(at.start == 0 if spanish else at.end == len(words) for at in silent)


def head_noun(words: Sequence[str]) -> Noun | None:
    """The noun that says what a thing is, or None where its words name nothing."""
    named = [at.meaning for at in nouns().find(words)]
    found = [noun for noun in named if noun.kind not in SILENT]
    if not _spanish(words, named):
        found.reverse()
    if found and found[0].kind == "other":
        return found[0]
    kept = [noun for noun in found if noun.kind != "other"]
    return next((noun for noun in kept if noun.kind not in FAINT), None) or next(iter(kept), None)


def _spanish(words: Sequence[str], named: Sequence[Noun]) -> bool:
    """Whether words are Spanish, by those that join them, or else by the nouns among them."""
    languages = {noun.language for noun in named}
    return not SPANISH_WORDS.isdisjoint(words) or ("es" in languages and "en" not in languages)


def garments_at(words: Sequence[str]) -> set[int]:
    """The places of the words that name a garment."""
    found = [at for at in nouns().find(words) if at.meaning.kind not in SILENT]
    return {place for at in found for place in range(at.start, at.end)}


def is_description(word: str) -> bool:
    """Whether a word is said of garments: a cut, cloth or pattern, or who wears them."""
    return word in _single_words("descriptive_words.csv") or is_wearer(word)


def is_wearer(word: str) -> bool:
    """Whether a word names who wears things: "women", "niña"."""
    return word in _single_words("audiences.csv")


@lru_cache
def _single_words(name: str) -> frozenset[str]:
    """The rows of a table that are one word."""
    return frozenset(
        words[0] for words in (plain_words(row["word"]) for row in table(name)) if len(words) == 1
    )


def _vocabulary() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for c in categories().values():
        for word in (c.name, c.plural, *c.synonyms, *c.article_types):
            found.setdefault(word, Noun(c.name, language="en"))
    for c in categories().values():
        for word in (c.es, c.es_plural, *c.synonyms_es):
            language = "" if word in found else "es"
            found[word] = Noun(found[word].category if word in found else c.name, language=language)
    return found


def _other_numbers(phrase: str) -> Iterator[str]:
    """Singular and plural: of the last word as in English, of the first one and of all as in Spanish."""
    first, *rest = phrase.split()
    last = phrase.split()[-1]
    for change in (_singular, _plural):
        yield " ".join([*phrase.split()[:-1], change(last)])
        yield " ".join([change(first), *rest])
        yield " ".join(word if word in SPANISH_WORDS else change(word) for word in phrase.split())


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return f"{word[:-3]}y"
    if word.endswith(("shes", "ches", "sses", "xes", "ones", "ores", "ales", "ines")) and len(word) > 5:
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _plural(word: str) -> str:
    if word.endswith("s"):
        return word
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("sh", "ch", "x", "on", "or", "al")) else f"{word}s"
