"""The word lists and phrases of the fact check, one file a language: data/en.json, data/es.json.

A sentence is read with the words of every language at once, since titles bring other languages into it.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.plan import Language

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = tuple(sorted(file.stem for file in DATA.glob("*.json")))


@lru_cache
def words(name: str) -> frozenset[str]:
    """The plain words of a list, of all languages."""
    return frozenset().union(*(words_in(name, language) for language in LANGUAGES))


@lru_cache
def words_in(name: str, language: Language) -> frozenset[str]:
    """The plain words of a list in one language."""
    return frozenset(_data(language)["words"].get(name, "").split())


def numbers(language: Language) -> dict[str, int]:
    """The words for more than one, with how many they say."""
    found: dict[str, int] = _data(language).get("numbers", {})
    return found


@lru_cache
def determiners(language: Language) -> dict[str, set[tuple[str, bool]]]:
    """Gender ("m", "f") of the words that stand before a noun, and whether they are plural; none in a
    language where they do not agree."""
    found: dict[str, set[tuple[str, bool]]] = {}
    for key, listed in _data(language).get("determiners", {}).items():
        for word in listed.split():
            found.setdefault(word, set()).add((key[0], key.endswith("plural")))
    return found


@lru_cache
def contractions() -> tuple[tuple[str, str], ...]:
    """What is short for what, as regular expressions with their replacements, in the order to be tried."""
    return tuple(pair for language in LANGUAGES for pair in _data(language).get("contractions", {}).items())


@lru_cache
def phrases(name: str) -> re.Pattern[str]:
    """A pattern that finds any of a list's phrases as whole words. Phrases are regular expressions."""
    every = [phrase for language in LANGUAGES for phrase in _data(language)["phrases"].get(name, ())]
    return re.compile(rf"(?<!\w)(?:{'|'.join(every)})(?!\w)", re.I)


@lru_cache
def _data(language: Language) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"{language}.json").read_text("utf-8"))
    return loaded
