"""Claims in words that no table has: names of places, things an item is said to have, superlatives.

Knows how claims are made; does not know what is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.factcheck.evidence import Evidence, Unsupported
from app.factcheck.tagger import TITLE, Mention, Token, covered, word_at
from app.factcheck.words import words
from app.nlu.lexicon import words_of, written

SUFFIXES = re.compile(r"^\w{3,}(?:proof|resistant|wicking|friendly|ble|bles|free)$")


def check(said: Sequence[Token], found: Sequence[Mention], evidence: Evidence) -> None:
    """Raises Unsupported for the first claim that cannot be looked up."""
    text = " ".join([written(item) for item in evidence.items] + [f" {evidence.caption.lower()} "])
    inside = covered(found)
    free = [(at, token) for at, token in enumerate(said) if at not in inside and token.word.isalpha()]
    for at, token in free:
        if f" {token.word} " in text:
            continue
        if _named(said, at):
            raise Unsupported(f"{token.raw}: a name on no card")
        if SUFFIXES.match(token.word) and token.word not in words_of("ending"):
            raise Unsupported(f"{token.word}: on no card")
        if _superlative(said, at):
            raise Unsupported(f"{token.word}: nobody can know that")
    for word in _had(said, inside):
        if f" {word} " not in text:
            raise Unsupported(f"{word}: on no card")


def _named(said: Sequence[Token], at: int) -> bool:
    """Whether a capital stands where no sentence begins."""
    raw, before = said[at].raw, said[at - 1].raw if at else "."
    initial = not before[0].isalnum() and before[0] not in ",€/&%" and not before.startswith(TITLE)
    return raw[0].isupper() and not initial and len(raw) > 1 and said[at].word not in words_of("calendar")


def _superlative(said: Sequence[Token], at: int) -> bool:
    word, before = said[at].word, word_at(said, at - 1)
    if len(word) > 5 and word.endswith("est") and word not in words_of("most"):
        return True
    early = {token.word for token in said[max(0, at - 3) : at - 1]}
    return before == "mas" and bool(early & words("the")) and word not in words_of("most")


def _had(said: Sequence[Token], inside: set[int]) -> Iterator[str]:
    """The words behind "has", "made of" and the like, up to the next mark, that no mention covers."""
    for at in range(len(said)):
        if not _asserts(said, at) or word_at(said, at + 1) in words("must"):
            continue
        for behind in range(at + 1, len(said)):
            word = said[behind].word
            ended = word in words("and") and word_at(said, behind + 1) in words("subject")
            if ended or not (word.isalpha() or said[behind].raw.startswith(TITLE)):
                break
            if behind not in inside and word.isalpha() and word not in words_of("idle"):
                yield word
                break


def _asserts(said: Sequence[Token], at: int) -> bool:
    """Whether an item is said here to have something."""
    word, before = said[at].word, word_at(said, at - 1)
    if word in words("has_with"):
        return word_at(said, at + 1) in words("by")
    asked = word == "have" and not before.isalpha()  # "Have a look"
    short = len(before) < 7 and before.endswith(("ve", "ll"))  # "I've", "you'll"
    return word in words("has") and before not in words("speaker") and not asked and not short
