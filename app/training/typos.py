"""How people type: slips of the finger, spelling by ear, missing accents, no capitals, no question marks."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from data.catalogue.vocabulary import plain

BY_EAR = (
    ("qu", "k"), ("v", "b"), ("b", "v"), ("h", ""), ("ll", "y"), ("y", "ll"), ("z", "s"),
    ("ce", "se"), ("ci", "si"), ("c", "k"), ("gu", "g"), ("j", "g"), ("g", "j"), ("x", "s"),
    ("ou", "u"), ("ea", "ee"), ("ee", "ea"), ("ck", "k"), ("ph", "f"), ("ie", "ei"), ("s", "z"),
    ("er", "a"), ("sh", "s"), ("y", "i"), ("i", "y"), ("tt", "t"), ("o", "u"),
)  # fmt: skip
NEIGHBOURS = {
    "a": "sq",
    "s": "ad",
    "e": "wr",
    "r": "et",
    "t": "ry",
    "i": "uo",
    "o": "ip",
    "n": "bm",
    "c": "xv",
    "l": "k",
}


def careless(rng: random.Random, text: str, misspelt: float) -> str:
    """The text as somebody in a hurry types it; a share ``misspelt`` has one or two wrong letters."""
    if rng.random() < 0.3:
        text = unaccented(text)
    if rng.random() < misspelt:
        for _ in range(rng.choice((1, 1, 2))):
            text = misspell(rng, text)
    if rng.random() < 0.35:
        text = re.sub("[¿?¡]", "", text)
    case = rng.random()
    if case < 0.35:
        return text.lower()
    if case < 0.4:
        return text.upper()
    return text[:1].upper() + text[1:] if case < 0.7 else text


def unaccented(text: str) -> str:
    """Without accents; ñ stays, because its key is on the keyboard."""
    return "".join(c if c in "ñÑ¿¡" else plain(c) if plain(c) and c.lower() == c else c for c in text)


def misspell(rng: random.Random, text: str) -> str:
    """One wrong letter in one of the longer words."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    at = rng.choice(long)
    words[at] = rng.choice(SLIPS)(rng, words[at])
    return " ".join(words)


def _by_ear(rng: random.Random, word: str) -> str:
    heard = [(a, b) for a, b in BY_EAR if a in word.lower()]
    return re.sub(*rng.choice(heard), word.lower(), count=1) if heard else _dropped(rng, word)


def _dropped(rng: random.Random, word: str) -> str:
    i = rng.randrange(1, len(word))
    return word[:i] + word[i + 1 :]


def _doubled(rng: random.Random, word: str) -> str:
    i = rng.randrange(1, len(word))
    return word[:i] + word[i] + word[i:]


def _swapped(rng: random.Random, word: str) -> str:
    i = rng.randrange(1, len(word) - 1)
    return word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _slipped(rng: random.Random, word: str) -> str:
    i = rng.randrange(1, len(word))
    return word[:i] + rng.choice(NEIGHBOURS.get(word[i].lower(), word[i])) + word[i + 1 :]


SLIPS: tuple[Callable[[random.Random, str], str], ...] = (
    _by_ear,
    _by_ear,
    _dropped,
    _doubled,
    _swapped,
    _slipped,
)
