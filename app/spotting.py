"""Finds garments, colours and other words of the shop in a message, misspelt too. Understands no sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, get_args

from app import phrases
from app.lexicon import ARTICLES, OWNED, WHOM
from app.nouns import nouns
from app.wish import Language
from data.vocabulary import category_named, colour_named, colours, plain

LONGEST = 4  # words in a garment's name: "camiseta de manga larga"
CLOSE = 0.82  # likeness of a misspelt word: "tshrit" and "tshirt" 0.83, "runing" and "ring" 0.80
SHORTEST = 5  # letters: shorter words are too like each other
BY_EAR = (
    ("qu", "k"), ("ce", "se"), ("ci", "si"), ("z", "s"), ("c", "k"), ("v", "b"), ("mb", "nb"),
    ("h", ""), ("ll", "y"),
)  # fmt: skip


Likeness = Literal["exact", "heard", "alike"]  # spelt so, as it sounds, or nearly so


@dataclass(frozen=True, slots=True)
class Named:
    """A garment in the words ``first`` to ``last``; ``count`` is 2 for a plural that is no pair."""

    category: str
    count: int
    first: int = 0
    last: int = 0


def garments(words: Sequence[str], likeness: Likeness) -> Iterator[Named]:
    """The garments named, longest names first at each place."""
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            found = _garment_words().get(phrase)
            if found is None and length == 1:
                found = _garment_words().get(_known(phrase, tuple(_garment_words()), likeness))
            if found:
                yield replace(found, first=at, last=at + length - 1)
                at += length - 1
                break
        at += 1


def colours_at(words: Sequence[str]) -> dict[int, str]:
    """The colours that the words may mean, by the index of the word; two words stand at the first."""
    found: dict[int, str] = {}
    for at, word in enumerate(words):
        if at and at - 1 in found and colour_named(f"{words[at - 1]} {word}") == found[at - 1]:
            continue
        name = colour_named(" ".join(words[at : at + 2])) or colour_named(word)
        name = name or colour_named(_known(word, _colour_words(), "alike"))
        found |= {at: name} if name else {}
    return found


def _known(word: str, known: tuple[str, ...], likeness: Likeness) -> str:
    """The known word that a misspelt one sounds or looks like, or ""."""
    if likeness == "exact" or len(word) < SHORTEST - 1 or word in ordinary("en") | ordinary("es"):
        return ""
    heard = _sounds(known).get(_sound(word), "")
    if heard or likeness == "heard" or len(word) < SHORTEST:
        return heard
    return next(iter(get_close_matches(word, known, 1, CLOSE)), "")


@lru_cache
def _sounds(known: tuple[str, ...]) -> dict[str, str]:
    return {_sound(word): word for word in known}


def _sound(word: str) -> str:
    """How a word sounds to a Spanish ear, doubled letters once."""
    for written, heard in BY_EAR:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1", r"\1", word)


@lru_cache
def _garment_words() -> dict[str, Named]:
    words: dict[str, Named] = {}
    for language in ("en", "es"):
        for noun in (noun for of_category in nouns(language).values() for noun in of_category):
            plural = Named(noun.category, 1 if noun.pair or noun.mass else 2)
            for form, meant in ((noun.one, Named(noun.category, 1)), (noun.many, plural)):
                if form and category_named(form) in (noun.category, None):
                    words.setdefault(plain(form), meant)
    return words


@lru_cache
def _colour_words() -> tuple[str, ...]:
    words: list[str] = []
    for c in colours().values():
        words += [c.name, c.es, c.es_feminine, c.es_plural, c.es_feminine_plural, *c.synonyms, *c.synonyms_es]
    return tuple(dict.fromkeys(map(plain, words)))


def labels(lexicon: Mapping[str, frozenset[str]], words: Sequence[str]) -> set[str]:
    """The labels of a lexicon of which a word is there, spelt so or as it sounds."""
    heard = {_sound(word) for word in words if len(word) >= SHORTEST}
    sounds = {label: {_sound(word) for word in known} for label, known in lexicon.items()}
    return {label for label, known in lexicon.items() if known & set(words) or sounds[label] & heard}


def contested(words: Sequence[str]) -> bool:
    """Whether something speaks of owning or rejecting garments; "my brother" is not owned."""
    people = frozenset().union(*WHOM.values())
    return any(
        word in OWNED and not (word in ("my", "mi", "mis") and after in people)
        for word, after in zip(words, [*words[1:], ""], strict=False)
    )


PHRASES = (phrases.ASK, phrases.OUTFITS, phrases.CHAT, phrases.TAILS, phrases.REJECTS, phrases.OWNS)
LABELLED = (phrases.WHOM, phrases.OCCASIONS)


@lru_cache
def ordinary(language: Language) -> frozenset[str]:
    """Words of sentences in this language that are no garments."""
    said = [phrase for table in (*PHRASES, *LABELLED) for phrase in table[language]]
    texts = [phrase if isinstance(phrase, str) else phrase[0] for phrase in said]
    return ARTICLES[language] | {word for text in texts for word in re.findall(r"\w+", plain(text))}


@lru_cache
def spoken_words(language: Language) -> frozenset[str]:
    """Words that customers use in this language and not in the other, garments too."""
    spoken: dict[Language, set[str]] = {}
    for code in get_args(Language):
        garments = [f"{n.one} {n.many}" for of_category in nouns(code).values() for n in of_category]
        spoken[code] = {word for text in garments for word in re.findall(r"\w+", plain(text))} | ordinary(
            code
        )
    return frozenset(spoken[language] - spoken["es" if language == "en" else "en"])
