"""Holds a wish that a small language model read against the customer's own words and the shop's vocabulary.

The model understands sentences and invents details; the vocabulary knows words and no sentence. So the model
decides what is meant, and only what the words bear out is kept. Does not know the model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from app.lexicon import AGES, COUNTS, OCCASIONS, SUITS, WHOM
from app.spotting import Likeness, Named, colours_at, contested, garments, labels, spoken_words
from app.wish import KINDS, Language, Wanted, Wish
from data.vocabulary import categories, plain


def grounded(wish: Wish, text: str) -> Wish:
    """The wish, with only those details that the words bear out and without garments that nobody named."""
    words = re.findall(r"\w+", plain(text))
    sure = not contested(words)
    wish = replace(wish, language=_language(wish.language, words))
    named = _named(words)
    wish = _searched(wish, named, sure)
    if wish.intent not in ("search", "outfit"):
        return wish
    wanted = _counted(_wanted(wish.wanted, named), named, words)
    return replace(
        wish,
        wanted=wanted,
        colour=_detail(wish.colour, _colours(words, named, wanted), sure),
        gender=_detail(wish.gender, labels(WHOM, words)),
        usage=_detail(wish.usage, labels(OCCASIONS, [w for w in words if sure or w not in SUITS])),
    )


def _named(words: Sequence[str]) -> list[Named]:
    """The garments in the words, by the strictest likeness that finds any."""
    found = (list(garments(words, likeness)) for likeness in get_args(Likeness))
    return next((named for named in found if named), [])


def _colours(words: Sequence[str], named: Sequence[Named], wanted: Sequence[Wanted]) -> set[str]:
    """The colours named, but for those that stand beside a garment that is named and not wanted."""
    others = [n for n in named if n.category not in {w.category for w in wanted}]
    beside = {at for n in others for at in (n.first - 2, n.first - 1, n.last + 1)}
    return {colour for at, colour in colours_at(words).items() if not wanted or at not in beside}


def _searched(wish: Wish, named: Sequence[Named], sure: bool) -> Wish:
    """A search, where garments are named and nothing contests them."""
    if wish.intent == "chat" or wish.wanted or not named or not sure:
        return wish
    kinds = {n.category: n.count for n in reversed(named)}
    wanted = tuple(Wanted(n, kinds[n] if len(kinds) == 1 else 1) for n in reversed(kinds))
    return replace(wish, intent="search", wanted=wanted[:KINDS])


def _wanted(read: Sequence[Wanted], named: Sequence[Named]) -> tuple[Wanted, ...]:
    """What was read; garments that nobody named give way to those that were named and not read."""
    if not named or not read:
        return tuple(read)
    said = {n.category for n in named} | {w.category for w in read if w.category not in categories()}
    left = iter(dict.fromkeys(n.category for n in named if n.category not in {w.category for w in read}))
    kept = (w if w.category in said else replace(w, category=next(left, "")) for w in read)
    return tuple(w for w in kept if w.category)


def _counted(wanted: tuple[Wanted, ...], named: Sequence[Named], words: Sequence[str]) -> tuple[Wanted, ...]:
    """The number that a single garment's own singular or plural says, where no word counts."""
    if len(wanted) != 1 or _counting(words):
        return wanted
    counts = {n.count for n in named if n.category == wanted[0].category}
    return (replace(wanted[0], count=counts.pop()),) if len(counts) == 1 else wanted


def _counting(words: Sequence[str]) -> bool:
    """Whether a word says how many; "8 years" says how old."""
    numbers = (
        n for n, after in zip(words, [*words[1:], ""], strict=False) if n.isdigit() and after not in AGES
    )
    return bool(COUNTS & set(words)) or any(numbers)


def _detail(read: str, said: set[str], sure: bool = True) -> str:
    """What was read if the words say it too; otherwise what they say, if that is one thing and ``sure``."""
    if read in said:
        return read
    return next(iter(said)) if sure and len(said) == 1 else ""


def _language(read: Language, words: Sequence[str]) -> Language:
    """The language in which more of the words are found; what was read where that is undecided."""
    english, spanish = (len(spoken_words(code) & set(words)) for code in get_args(Language))
    return read if english == spanish else "en" if english > spanish else "es"
