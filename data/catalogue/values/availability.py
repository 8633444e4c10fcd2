"""Whether a thing can be had now, by the words and numbers of exports.

Knows words; does not know which sizes a product has. Who can order something only for later (preorder,
backorder, made to order) cannot have it now: "in stock" is never said of it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from data.catalogue.values.cache import cached
from data.catalogue.values.currencies import plain_signs, word_rows
from data.catalogue.vocabulary import plain

MAX_LETTERS = 100  # of a cell; a longer one is prose
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")
ADDRESS = re.compile(r"https?://(?:www\.)?schema\.org/|schema:", re.IGNORECASE)


@cached(4096)  # a column repeats its words, and its numbers
def availability(word: str) -> bool | None:
    """Whether a word ("in_stock", "agotado", "https://schema.org/InStock", "1") says that something is in
    stock; None where it says neither, or is not known."""
    said = ADDRESS.sub("", word[:MAX_LETTERS].strip())
    return _counted(said) if re.search(r"\d", said) else _meaning(said)


def in_stock(quantity: str) -> bool | None:
    """Whether a number of pieces ("4", "10+", "3 units", "unlimited") is more than none; None where it is no
    number. Below zero is what a shop has sold before it came."""
    return availability(quantity)


def _counted(said: str) -> bool | None:
    plainly = plain_signs(said)
    numbers = NUMBER.findall(plainly)
    unit = NUMBER.sub(" ", plainly)
    if len(numbers) != 1 or "<" in plainly:  # "<5" may be none
        return None
    some = not numbers[0].startswith("-") and bool(re.search("[1-9]", numbers[0]))
    is_known = not _letters(unit) or _letters(unit) in _words()
    return some if is_known and (_meaning(unit) is not False or not some) else None


def _meaning(word: str) -> bool | None:
    return _words().get(_letters(word))


@lru_cache
def _words() -> dict[str, bool | None]:
    """Each word of availability.csv by its letters; None for what only says what is counted."""
    means = {"yes": True, "no": False, "piece": None}
    rows = word_rows("availability.csv")
    return {_letters(word): means[row["means"]] for row in rows for word in row["words"].split("|")}


def _letters(word: str) -> str:
    """Its letters alone, small: "In_Stock", "in stock" and "InStock" are one word."""
    return re.sub(r"[^\w∞]|[\d_]", "", plain(word))
