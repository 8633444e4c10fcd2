"""Whether a sentence is in the language that was spoken, and where it names titles of items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.factcheck.tagger import TITLE
from app.factcheck.words import LANGUAGES, words_in
from app.plan import Language
from app.search.card_text import shown_title
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import category_named, plain

MIN_WORDS = 5  # from which on a sentence must show its language


def in_other_language(text: str, language: Language) -> bool:
    """Whether a sentence, its titles masked, is in another language than ``language``."""
    said = re.findall(r"[a-z]+", re.sub(rf"{TITLE}\d+", " ", plain(text)))
    counts = {code: sum(word in words_in("common", code) for word in said) for code in LANGUAGES}
    own = counts.pop(language, 0)
    other = max(counts.values(), default=0)
    return (other > own and other > 1) or (own == 0 and (len(said) >= MIN_WORDS or other > 0))


def masked(text: str, items: Sequence[Item]) -> str:
    """A sentence with a mark in place of each title, with the number of the first item so called."""
    names = sorted(_names(items), key=lambda pair: -len(pair[0]))
    for name, number in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"{TITLE}{number}", text, flags=re.I)
    return text


def _names(items: Sequence[Item]) -> Iterator[tuple[str, int]]:
    """Titles that a sentence may name; one word, or a category, is a garment like any other."""
    for number, item in enumerate(items):
        for title in dict.fromkeys((item.title, item.title_es)):
            name = shown_title(title)
            if len(name.split()) > 1 and not category_named(name):
                yield name, number
