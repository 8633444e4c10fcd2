"""Which pattern an item's own English words name: striped, checked, floral… Reads titles, not pictures."""

from __future__ import annotations

import re
from functools import lru_cache

from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain

# Pattern → words that name it anywhere, and words that name it in a title only: a description also speaks of
# "a stripe down each side" or "a plain collar". The more telling patterns first: a floral print is floral.
WORDS = {
    "striped": ("striped|pinstriped", "stripe|stripes|striper|pinstripe|pinstripes"),
    "checked": ("checked|checkered|plaid|tartan|gingham", "check|checks"),
    "polka-dot": ("polka dot|polka dots|polka", "dot|dots|dotted"),
    "floral": ("floral|flowered|flower print", "flower|flowers"),
    "camouflage": ("camouflage", "camo"),
    "animal-print": ("animal print|leopard print|zebra print|snake print", "animal|leopard|zebra"),
    "paisley": ("paisley", ""),
    "herringbone": ("herringbone", "houndstooth"),
    "printed": ("printed|leaf print|graphic print", "print|prints|graphic"),
    "denim": ("denim", ""),
    "plain": ("", "plain|solid"),
}


def pattern_of(item: Item) -> str:
    """The pattern that the title names, else the one that the description does; "" where neither names one.

    "" is not "plain": few catalogues say that a thing has no pattern.
    """
    return _named(item.title, in_title=True) or _named(item.description, in_title=False)


def _named(text: str, in_title: bool) -> str:
    said = plain(text)
    return next((name for name, words in _expressions(in_title).items() if words.search(said)), "")


@lru_cache
def _expressions(in_title: bool) -> dict[str, re.Pattern[str]]:
    terms = {name: "|".join(filter(None, words[: 2 if in_title else 1])) for name, words in WORDS.items()}
    return {name: re.compile(rf"\b(?:{words})\b") for name, words in terms.items() if words}
