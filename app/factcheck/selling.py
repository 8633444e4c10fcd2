"""What cards say of selling a thing, which is a promise where they do not: that it is reduced, by how much,
that it is in stock, in which sizes; and the currencies in which amounts are said.

Knows cards and words; does not know clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from app.factcheck.tagger import Mention, Token, word_at
from app.factcheck.words import phrases
from data.catalogue.catalogue import Item
from data.catalogue.values.money import currencies, is_reduced
from data.catalogue.vocabulary import plain

PERCENT = re.compile(r"(\d+) ?(?:%|percent|per cent|por ciento)")
SIZE = re.compile(r"(?<!\w)(?:x{0,4}[sml]|\d{1,3}(?:[.,]5)?)(?!\w)")
BEHIND = re.compile(rf"(?:(?: (?:and|or|to|y|o|u|a|hasta|la|las|,|;))* {SIZE.pattern})+")
ROUNDED = 1.0  # percent that a rounded reduction may be off


def with_sizes(line: str, match: re.Match[str]) -> str:
    """What was found in a line, with the sizes that follow it: "in size", and behind it "M or L"."""
    behind = BEHIND.match(line, match.end())
    return line[match.start() : behind.end() if behind else match.end()]


def borne_out(phrase: str, items: Sequence[Item]) -> bool:
    """Whether the cards of all these items bear out words that are a promise elsewhere."""
    if not items:
        return False
    if percent := PERCENT.search(phrase):
        return all(abs(_percent_off(item) - float(percent[1])) <= ROUNDED for item in items)
    if phrases("sold_out").search(phrase):
        return all(item.available is False for item in items)
    if phrases("in_stock").search(phrase):
        return all(item.available is True for item in items)
    if phrases("reduced").search(phrase):
        return all(map(is_reduced, items))
    sizes = {size.casefold() for size in SIZE.findall(phrase)}
    return bool(sizes) and all(sizes <= {size.casefold() for size in item.sizes} for item in items)


def _percent_off(item: Item) -> float:
    """By how much of a hundred it is reduced; 0 where it is not."""
    return 100 * (1 - (item.sale_price or 0.0) / (item.price or 1.0)) if is_reduced(item) else 0.0


@lru_cache
def _money() -> dict[str, frozenset[str]]:
    """The codes of the currencies that a word or a sign may stand for."""
    found: dict[str, set[str]] = {}
    for one in currencies().values():
        for name in one.names | one.nouns:
            found.setdefault(plain(name), set()).add(one.code)
    return {name: frozenset(codes) for name, codes in found.items()}


def is_money(word: str) -> bool:
    """Whether a word or a sign is that of a currency."""
    return plain(word) in _money()


def currencies_of(said: Sequence[Token], amount: Mention) -> frozenset[str]:
    """The currencies that an amount may be in, by what stands beside it; none where nothing does."""
    first, last = amount.first, amount.last
    before, sign = word_at(said, first - 1), re.sub(r"\d.*", "", said[first].raw)
    behind, further = word_at(said, last + 1), word_at(said, last + 2)
    for name in (f"{before}{sign}" if sign else "", sign, f"{behind} {further}", behind, before):
        if name and plain(name) in _money():
            return _money()[plain(name)]
    return frozenset()
