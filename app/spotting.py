"""Finds garments, colours and other words of the shop in a message, misspelt too. Understands no sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from app import phrases
from app.lexicon import ARTICLES, OWNED, WHOM
from app.nouns import nouns
from app.wish import Language
from data.vocabulary import category_named, colour_named, colours, plain

LONGEST = 4  # words in a garment's name: "camiseta de manga larga"
CLOSE = 0.82  # likeness of a misspelt word: "tshrit" and "tshirt" 0.83, "runing" and "ring" 0.80
SHORTEST = 5  # letters: shorter words are too like each other
BY_EAR = (
    ("qu", "k"), ("ce", "se"), ("ci", "si"), ("z", "s"), ("c", "k"), ("v", "b"), ("h", ""), ("ll", "y"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A garment in the customer's words; ``count`` is 2 for the plural of what is not worn in pairs."""

    category: str
    count: int


def garments(words: Sequence[str], exact: bool) -> Iterator[Named]:
    """The garments named, longest names first at each place; misspelt ones too unless ``exact``."""
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            found = _garment_words().get(phrase)
            if found is None and length == 1 and not exact:
                found = _garment_words().get(_alike(phrase, tuple(_garment_words())))
            if found:
                yield found
                at += length - 1
                break
        at += 1


def colours_in(words: Sequence[str]) -> set[str]:
    """Every colour that the words may mean."""
    names = set()
    pairs = [" ".join(pair) for pair in zip(words, words[1:], strict=False) if colour_named(" ".join(pair))]
    for phrase in [*pairs, *(w for w in words if not any(w in pair.split() for pair in pairs))]:
        name = colour_named(phrase) or colour_named(_alike(phrase, _colour_words()))
        names |= {name} if name else set()
    return names


def _alike(word: str, known: tuple[str, ...]) -> str:
    """The known word that a misspelt one sounds or looks like, or ""."""
    if len(word) < SHORTEST - 1:
        return ""
    heard = _sounds(known).get(_sound(word))
    if heard or len(word) < SHORTEST:
        return heard or ""
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
    """The labels of a lexicon of which a word is there."""
    return {label for label, known in lexicon.items() if known & set(words)}


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
def spoken_words(language: Language) -> frozenset[str]:
    """Words that customers use in this language and not in the other."""
    spoken: dict[Language, set[str]] = {"en": set(ARTICLES["en"]), "es": set(ARTICLES["es"])}
    for code, words in spoken.items():
        said = [phrase for table in (*PHRASES, *LABELLED) for phrase in table[code]]
        garments = [f"{n.one} {n.many}" for of_category in nouns(code).values() for n in of_category]
        texts = [*(p if isinstance(p, str) else p[0] for p in said), *garments]
        words.update(word for text in texts for word in re.findall(r"\w+", plain(text)))
    other = spoken["es" if language == "en" else "en"]
    return frozenset(spoken[language] - other)
