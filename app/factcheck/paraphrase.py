"""Whether a line says what a note says, no more and no less: for a writer that words notes which are true.

Compares what both claim, their amounts and their negations, and a language's agreement of gender and number.
Does not know items, or what any note is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.factcheck.words import determiners, numbers, words_in
from app.nlu.lexicon import frequent, nouns
from app.plan import Language
from app.search.card_text import harm
from app.search.claims import claims
from data.catalogue.vocabulary import colours, plain

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
MARKS = re.compile(r"[^\w\s'’-]+")
AMOUNT = re.compile(r"\d+(?:[.,]\d+)*")
MAX_GROWTH, MIN_ROOM = 3.0, 120  # a line may be so many times as long as its note, or have so many letters


@dataclass(frozen=True, slots=True)
class Brief:
    """What a line is to say: its ``note``, the ``notes`` of the whole answer, words that must stand in it as
    they are (``verbatim``: titles, prices), and whether it is ``loose``: advice or small talk, of which it
    need not repeat every word, while it may still name nothing new. In a ``firm`` one nothing may be
    denied."""

    note: str
    notes: Sequence[str]
    language: Language
    verbatim: Sequence[str] = ()
    loose: bool = False
    firm: bool = False


def unfaithful(line: str, brief: Brief, known: Collection[str] | None = None) -> str:
    """Why a line may not stand for its note; "" where it may. ``known`` are words beside those that are
    frequent in the language and those of the notes; None: all words are."""
    flat = line.lower()
    if not line.strip() or harm(line):
        return "nothing that can be shown"
    if len(line) > max(MIN_ROOM, MAX_GROWTH * len(brief.note)):
        return "too long"
    missing = next((part for part in brief.verbatim if part.lower() not in flat), "")
    if missing:
        return f"does not name {missing}"
    return (
        _claims(line, brief) or _amounts(line, brief) or _negation(line, brief) or _disagreement(line, brief)
        or _unknown(line, brief, known)
    )  # fmt: skip


def _claims(line: str, brief: Brief) -> str:
    said, noted = set(claims(line, brief.language)), set(claims(brief.note, brief.language))
    told = {claim for note in brief.notes for claim in claims(note, brief.language)}
    new, left_out = sorted(said - told), sorted(c for c in noted - said if c[0] != "garment")  # "it" will do
    if new:
        return f"names something new: {' '.join(new[0])}"
    few = len(left_out) * 2 > len(noted) if brief.loose else bool(left_out)
    return f"leaves out {' '.join(left_out[0])}" if few else ""


def _amounts(line: str, brief: Brief) -> str:
    said, noted = (Counter(AMOUNT.findall(text)) for text in (line, brief.note))
    told = {amount for note in brief.notes for amount in AMOUNT.findall(note)}
    if set(said) - told:
        return f"a number of its own: {min(set(said) - told)}"
    if set(noted) - set(said):
        return f"leaves out {min(set(noted) - set(said))}"
    counted, counts = (_counts(text, brief.language) for text in (line, brief.note))
    others = set(counted) - {count for note in brief.notes for count in _counts(note, brief.language)}
    swapped = others and set(counts) - set(counted)  # "the two" of two things alone is right
    return f"another number: {counted[min(others)]}" if swapped else ""


def _counts(text: str, language: Language) -> dict[int, str]:
    """The numbers that are written out, with their words."""
    known = numbers(language)
    return {known[word]: word for word in plain_words(text) if word in known}


def _negation(line: str, brief: Brief) -> str:
    nots = words_in("not", brief.language)
    said, noted = (not nots.isdisjoint(plain_words(text)) for text in (line, brief.note))
    if noted and not said and not brief.loose:
        return "says that there is what there is not"
    return "denies it" if said and not noted and brief.firm else ""


def _disagreement(line: str, brief: Brief) -> str:
    """An article or colour of another gender or number than the garment that it stands beside."""
    forms, known, hues = determiners(brief.language), _garments(), _hues()
    if not forms:
        return ""
    noted = {pair for note in brief.notes for pair in _neighbours(note)}  # "abrigo capa rojo"
    for first, second in _neighbours(line):
        wrong_article = first in forms and second in known and not forms[first] & known[second]
        wrong_hue = first in known and second in hues and not hues[second] & known[first]
        if (wrong_article or wrong_hue) and (first, second) not in noted:
            return f"{first} {second}"
    return ""


def _neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Words that stand side by side with no mark between them."""
    for part in MARKS.split(text):
        said = plain_words(part)
        yield from zip(said, said[1:], strict=False)


@lru_cache
def _garments() -> dict[str, set[tuple[str, bool]]]:
    """Gender and number of Spanish garment words of one word."""
    found: dict[str, set[tuple[str, bool]]] = {}
    for noun in (noun for of_category in nouns("es").values() for noun in of_category):
        for form, plural in ((noun.one, False), (noun.many, True)):
            if form and " " not in form:
                found.setdefault(plain(form), set()).add((noun.gender, plural))
    return found


@lru_cache
def _hues() -> dict[str, set[tuple[str, bool]]]:
    """The same of the colours that agree."""
    found: dict[str, set[tuple[str, bool]]] = {}
    for colour in colours().values():
        forms = (colour.es, colour.es_feminine, colour.es_plural, colour.es_feminine_plural)
        for form, gender, plural in zip(forms, "mfmf", (False, False, True, True), strict=True):
            if " " not in form:
                found.setdefault(plain(form), set()).add((gender, plural))
    return found


def _unknown(line: str, brief: Brief, known: Collection[str] | None) -> str:
    """A word that neither the language, nor the notes, nor the writer's schooling has: a slip of spelling."""
    if known is None:
        return ""
    noted = {word for note in brief.notes for word in plain_words(note)}
    usual = frequent(brief.language)
    for word in plain_words(line):
        if len(word) > 2 and not (word in usual or word in noted or word in known):
            return f"an unknown word: {word}"
    return ""


def plain_words(text: str) -> list[str]:
    """The words of a text without accents, apostrophes and capitals."""
    return [plain(re.sub("['’]", "", word)) for word in WORD.findall(text)]
