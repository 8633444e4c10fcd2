"""A language that the shop does not speak: whether a message is in one, by its frequent words, and the few of
them that name garments, colours and people, in English.

Knows lists of words; understands no sentence.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.nlu.lexicon import LANGUAGES, colour_named
from app.nlu.spelling import distinctive_words
from data.catalogue.vocabulary import plain

FILE = Path(__file__).parent / "foreign.json"
SURE = 3  # frequent words from which it is that language, whatever else is said
LIKELY = 2  # from which it is, where no language that is understood has more


def in_english(text: str) -> str | None:
    """What a message in a foreign language asks for, as English words, "" where none is known; None where it
    is in no such language."""
    tokens = re.findall(r"[^\W\d_]+", plain(text))
    hits = {code: len(set(tokens) & own) for code, own in _frequent().items()}
    code = max(hits, key=lambda one: hits[one])
    spoken = max(len(set(tokens) & distinctive_words(own)) for own in LANGUAGES)
    if hits[code] < LIKELY or (hits[code] < SURE and hits[code] <= spoken):
        return None
    known = _words(code)
    meant = [known[token] for token in tokens if token in known]
    return " ".join(sorted(meant, key=lambda word: not colour_named(word)))  # the colour before the garment


@lru_cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told


@lru_cache
def _frequent() -> dict[str, frozenset[str]]:
    """The frequent words of each language that no language has which is understood."""
    understood = frozenset().union(*map(distinctive_words, LANGUAGES))
    return {code: frozenset(map(plain, own["frequent"])) - understood for code, own in _told().items()}


@lru_cache
def _words(code: str) -> dict[str, str]:
    return {plain(word): english for word, english in _told()[code]["words"].items()}
