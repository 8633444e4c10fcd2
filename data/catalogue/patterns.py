"""Reads an item's pattern, such as striped or floral, from its English title and description."""

from __future__ import annotations

import re
from functools import lru_cache

from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain

# Pattern → words that name it anywhere, and words that name it in a title only: a description also speaks of
# "a stripe down each side" or "a plain collar". The more specific patterns first: a floral print is floral.
PATTERN_WORDS = {
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
    """The pattern that the title names, else the one that the description names, else "".

    "" does not mean "plain": few catalogues say that an item has no pattern.
    """
    return _find(item.title, in_title=True) or _find(item.description, in_title=False)


def _find(text: str, in_title: bool) -> str:
    words = plain(text)
    return next((name for name, pattern in _expressions(in_title).items() if pattern.search(words)), "")


@lru_cache
def _expressions(in_title: bool) -> dict[str, re.Pattern[str]]:
    lists = {name: words[: 2 if in_title else 1] for name, words in PATTERN_WORDS.items()}
    terms = {name: "|".join(filter(None, words)) for name, words in lists.items()}
    return {name: re.compile(rf"\b(?:{words})\b") for name, words in terms.items() if words}
