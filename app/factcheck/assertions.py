"""Claims in words that no table has: names of places, things an item is said to have, superlatives.

Knows how claims are made; does not know what is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.factcheck.evidence import Evidence
from app.factcheck.tagger import TITLE, Mention, Token
from app.factcheck.words import words
from app.nlu.lexicon import words_of, written

SUFFIXES = re.compile(r"^\w{3,}(?:proof|resistant|wicking|friendly|ble|bles|free)$")


def unknown(said: Sequence[Token], found: Sequence[Mention], evidence: Evidence) -> str:
    """The first claim that cannot be looked up, as a reason; "" if there is none."""
    text = " ".join([written(item) for item in evidence.items] + [f" {evidence.caption.lower()} "])
    inside = {at for m in found for at in range(m.first, m.last + 1)}
    free = [(at, token) for at, token in enumerate(said) if at not in inside and token.word.isalpha()]
    for at, token in free:
        if f" {token.word} " in text:
            continue
        if _named(said, at):
            return f"{token.raw}: a name on no card"
        if SUFFIXES.match(token.word) and token.word not in words_of("ending"):
            return f"{token.word}: on no card"
        if _superlative(said, at):
            return f"{token.word}: nobody can know that"
    return next((f"{word}: on no card" for word in _had(said, inside) if f" {word} " not in text), "")


def _named(said: Sequence[Token], at: int) -> bool:
    """Whether a capital stands where no sentence begins."""
    raw, before = said[at].raw, said[at - 1].raw if at else "."
    initial = not before[0].isalnum() and before[0] not in ",€/&%" and not before.startswith(TITLE)
    return raw[0].isupper() and not initial and len(raw) > 1 and said[at].word not in words_of("calendar")


def _superlative(said: Sequence[Token], at: int) -> bool:
    word, before = said[at].word, said[at - 1].word if at else ""
    if len(word) > 5 and word.endswith("est") and word not in words_of("most"):
        return True
    early = {token.word for token in said[max(0, at - 3) : at - 1]}
    return before == "mas" and bool(early & {"el", "la", "los", "las"}) and word not in words_of("most")


def _had(said: Sequence[Token], inside: set[int]) -> Iterator[str]:
    """The words behind "has", "made of" and the like, up to the next mark, that no mention covers."""
    for at in (
        at for at in range(len(said)) if _asserts(said, at) and _word(said, at + 1) not in words("must")
    ):
        for behind in range(at + 1, len(said)):
            word = said[behind].word
            ended = word in words("and") and _word(said, behind + 1) in words("subject")
            if ended or not (word.isalpha() or said[behind].raw.startswith(TITLE)):
                break
            if behind not in inside and word.isalpha() and word not in words_of("idle"):
                yield word
                break


def _asserts(said: Sequence[Token], at: int) -> bool:
    """Whether an item is said here to have something."""
    word, before = said[at].word, said[at - 1].word if at else ""
    if word in words("has_with"):
        return _word(said, at + 1) in words("by")
    asked = word == "have" and not before.isalpha()  # "Have a look"
    short = len(before) < 7 and before.endswith(("ve", "ll"))  # "I've", "you'll"
    return word in words("has") and before not in words("speaker") and not asked and not short


def _word(said: Sequence[Token], at: int) -> str:
    """The word at a place; "" behind the end."""
    return said[at].word if at < len(said) else ""
