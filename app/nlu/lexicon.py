"""Words and phrases of every language, from data/<language>.json: one file a language.

All languages are read at once, because customers mix them. Knows no sentence.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from app.plan import Language
from data.catalogue.vocabulary import plain

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = get_args(Language)


@lru_cache
def table(language: Language) -> dict[str, Any]:
    """Everything that one language's file says."""
    loaded: dict[str, Any] = json.loads((DATA / f"{language}.json").read_text(encoding="utf-8"))
    return loaded


@lru_cache
def words(name: str, language: Language | None = None) -> frozenset[str]:
    """A list of words under "words", of one language or of all."""
    return frozenset().union(*(table(code)["words"][name] for code in _codes(language)))


@lru_cache
def pattern(name: str) -> re.Pattern[str]:
    """The regular expressions under "regex", in any language."""
    return re.compile(alternatives(name))


def alternatives(name: str) -> str:
    """The same as text, to be built into a longer expression."""
    return "|".join(one for code in LANGUAGES for one in table(code)["regex"][name])


@lru_cache
def groups(section: str) -> dict[str, frozenset[str]]:
    """A section of labels with their words, such as "audiences" or "occasions"."""
    names = dict.fromkeys(name for code in LANGUAGES for name in table(code)[section])
    return {name: frozenset().union(*(table(c)[section].get(name, ()) for c in LANGUAGES)) for name in names}


@lru_cache
def mapping(section: str) -> dict[str, Any]:
    """A section of words with their values, such as "numbers" or "ordinals"."""
    return {word: value for code in LANGUAGES for word, value in table(code)[section].items()}


@lru_cache
def articles(language: Language) -> frozenset[str]:
    """Articles and words that stand like one."""
    return frozenset(table(language)["articles"])


@lru_cache
def ordinary(language: Language) -> frozenset[str]:
    """Words of ordinary sentences that name no garment."""
    return articles(language) | words("ordinary", language)


@lru_cache
def cues() -> dict[str, frozenset[str]]:
    """Every phrase that says how something is meant or what a message is about, and the kinds that it is of."""
    found: dict[str, set[str]] = {}
    for code in LANGUAGES:
        for kind, phrases in table(code)["cues"].items():
            for phrase in phrases:
                found.setdefault(bare(phrase), set()).add(kind)
    return {phrase: frozenset(kinds) for phrase, kinds in found.items() if phrase}


@lru_cache
def pattern_names() -> dict[str, str]:
    """The textile pattern that each word or phrase for one means."""
    return {bare(phrase): name for name, said in groups("patterns").items() for phrase in sorted(said)}


def bare(text: str) -> str:
    """Plain words without apostrophes, as cues are compared: "I've" → "ive"."""
    return " ".join(re.findall(r"\w+", plain(re.sub("['’´`]", "", text))))


def _codes(language: Language | None) -> tuple[Language, ...]:
    return LANGUAGES if language is None else (language,)
