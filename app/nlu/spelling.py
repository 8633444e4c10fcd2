"""The words of a message as they were meant: slips of the finger, spelling by ear, no accents, drawn ones;
and which words tell its language.

Knows the words of shop and conversation; understands no sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.nlu.lexicon import (
    LANGUAGES,
    articles,
    colour_named,
    cues,
    frequent,
    groups,
    mapping,
    nouns,
    ordinary,
    pattern_names,
    rows,
    table,
    words,
)
from app.plan import Language
from data.catalogue.vocabulary import colours, emoji_categories, plain

MAX_MESSAGE_BYTES = 480  # that are read: thrice the longest sensible message, and never over 2 s of reading
MAX_SCANNED = 100_000  # letters of a message that are looked at at all
SHORTEST = 4  # letters: shorter words are too like each other
LONG = 8  # letters from which two slips are forgiven
SLIP, TWO_SLIPS, SHORT_SLIP = 1.0, 1.6, 0.8  # the most that a word of 5–7, of 8 and of 4 letters may be off
# What a slip costs that is likelier than another (1.0), and a word that only sounds the same
SWAPPED, DOUBLED, VOWEL, NEAR, HEARD = 0.6, 0.4, 0.6, 0.8, 0.3
COUNTED = 0.15  # by which a number is likelier than another word: "thre" is no tree
BY_EAR = (
    ("tch", "ch"), ("ove", "uve"), ("ves", "vs"), ("qu", "k"), ("ck", "k"), ("ce", "se"), ("ci", "si"),
    ("z", "s"), ("c", "k"), ("v", "b"),
    ("mb", "nb"), ("h", ""), ("ll", "y"), ("x", "s"), ("gue", "ge"), ("gui", "gi"), ("w", "gu"),
    ("je", "ye"), ("ji", "yi"), ("ge", "ye"), ("gi", "yi"), ("ea", "e"),
)  # fmt: skip
COMMON = 16  # names of a category, in their order in categories.csv, that are misspelt often enough
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


FOREIGN = Path(__file__).parent / "parsing" / "foreign.json"
SURE = 3  # frequent words from which it is that language, whatever else is said
LIKELY = 2  # from which it is, where no language that is understood has more


def shortened(text: str) -> str:
    """Beginning and end of a long message, on one line: the request stands in one of them."""
    line = " ".join(text[:MAX_SCANNED].split())
    said = line.encode("utf-8", errors="ignore")  # an emoji costs a model as much as a long word
    if len(said) > MAX_MESSAGE_BYTES:
        half = MAX_MESSAGE_BYTES // 2
        said = said[:half] + b" ... " + said[-half:]
    return said.decode("utf-8", errors="ignore")


def spelt_out(text: str) -> str:
    """A message with the shorthand of chats in full, that of its own language: "smth 4 my gf", "xa mi"."""
    tokens = set(re.findall(r"\w+", plain(text)))
    for code in LANGUAGES:
        if language_of(tokens, text, code) == code:
            for find, say in _in_full(code):
                text = find.sub(say, text)
    return text


@lru_cache
def _in_full(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a language says in other words, then its shortened words, each with what it stands for."""
    rules = [(rule["find"], rule["say"]) for rule in table(language)["paraphrases"]]
    rules += [
        (rf"(?<![\w'’-]){word}(?![\w'’-])", full) for word, full in table(language)["shorthand"].items()
    ]
    return tuple((re.compile(find, re.I), say) for find, say in rules)


def with_emoji_named(text: str) -> str:
    """A message with the garments that it only draws in words, once each: "🧣?" → " scarf ?"."""
    for picture, name in emoji_categories().items():
        text = text.replace(picture, f" {name} ", 1).replace(picture, " ")
    return text


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word of a message: as it was meant, and the other garments that it may have meant as well."""

    word: str
    others: tuple[str, ...] = ()
    guessed: bool = False


def spelt(word: str) -> Spelt:
    """What a word was meant to be; itself, where that is known or nothing comes near."""
    if len(word) < SHORTEST or not word.isalpha() or word in known_words():
        return Spelt(word)
    return _guessed(word)


def unknown(word: str) -> bool:
    """Whether a word is long enough to mean something, and neither known nor a slip of one that is."""
    return len(word) >= SHORTEST and word.isalpha() and word not in known_words() and not spelt(word).guessed


@lru_cache(maxsize=4096)
def _guessed(word: str) -> Spelt:
    most = SHORT_SLIP if len(word) == SHORTEST else SLIP if len(word) < LONG else TWO_SLIPS
    like = {w for form in (word, sound(word)) for shadow in _shadows(form) for w in _index().get(shadow, ())}
    costs = {other: cost for other in like if (cost := distance(word, other, most)) <= most}
    if not costs:
        return Spelt(word)
    first, *near = sorted(
        costs, key=lambda other: (costs[other] - COUNTED * (other in mapping("numbers")), other)
    )
    return Spelt(first, tuple(other for other in near if costs[other] <= costs[first] + 0.2), True)


def distance(word: str, other: str, most: float) -> float:
    """How far a word is off another, by letters or by sound; over ``most`` if it is more than that."""
    if other in rare_words():
        return HEARD if sound(word) == sound(other) else most + 1
    written = _slips(word, other, most) if word[0] == other[0] or word[:2] == other[1::-1] else most + 1
    one, two = sound(word), sound(other)
    if written <= DOUBLED or one[:1] != two[:1]:
        return written
    return min(written, HEARD + (0 if one == two else _slips(one, two, most - HEARD)))


def _slips(word: str, other: str, most: float) -> float:
    """Damerau and Levenshtein's distance, where likely slips cost less, up to about ``most``."""
    rows = [[float(j) for j in range(len(other) + 1)]]
    for i, a in enumerate(word, 1):
        row = [float(i)]
        for j, b in enumerate(other, 1):
            cost = min(
                rows[i - 1][j] + _lone(word, i - 1), row[j - 1] + _lone(other, j - 1),
                rows[i - 1][j - 1] + (0 if a == b else NEAR if _beside(a, b) else 1),
            )  # fmt: skip
            if i > 1 and j > 1 and a != b and (a, b) == (other[j - 2], word[i - 2]):
                cost = min(cost, rows[i - 2][j - 2] + SWAPPED)
            row.append(cost)
        rows.append(row)
        if min(row) > most and min(rows[-2]) > most:
            return most + 1
    return rows[-1][-1]


def _lone(word: str, at: int) -> float:
    """What a letter costs that the other word lacks."""
    if at and word[at] == word[at - 1]:
        return DOUBLED
    return VOWEL if at and word[at] in "aeiou" else 1.0


def _beside(a: str, b: str) -> bool:
    """Whether two letters are vowels, or neighbours on the keyboard."""
    return {a, b} <= set("aeiou") or any(a + b in row or b + a in row for row in ROWS)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """How a word sounds to a Spanish ear, doubled letters once."""
    for written, heard in BY_EAR:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1", r"\1", word)


@lru_cache
def known_words() -> frozenset[str]:
    """Every word that is not taken for a misspelt one."""
    return target_words().union(*map(frequent, LANGUAGES))


@lru_cache
def target_words() -> frozenset[str]:
    """What misspelt words may have meant: whatever means something to the shop, and words of asking."""
    names = [
        *mapping("numbers"),
        *mapping("colours"),
        *(f"{n.one} {n.many}" for code in LANGUAGES for of in nouns(code).values() for n in of),
    ]
    for c in colours().values():
        names += [c.name, c.es, c.es_feminine, c.es_plural, c.es_feminine_plural, *c.synonyms, *c.synonyms_es]
    spoken = {word for text in [*names, *cues(), *pattern_names()] for word in plain(text).split()}
    of_cards = (phrase for _, english, spanish in rows() for phrase in english | spanish)
    spoken |= {word for phrase in of_cards for word in phrase.split()}  # "satin" is no "stain"
    listed = frozenset().union(*groups("audiences").values(), *groups("occasions").values())
    return frozenset(spoken).union(
        listed, words("age_units"), words("contractions"), *map(ordinary, LANGUAGES)
    )


def _shadows(word: str) -> set[str]:
    """A word with and without any one of its letters, a long one without any two: slips share a shadow."""
    one = {word[:i] + word[i + 1 :] for i in range(len(word))} | {word}
    if len(word) < LONG:
        return one
    return one | {short[:i] + short[i + 1 :] for short in one for i in range(len(short))}


@lru_cache
def _index() -> dict[str, tuple[str, ...]]:
    """The words that slips are mended to, by their shadows, to the eye and the ear.

    Rare names of garments are found by their sound alone: "class" is no slip of "chalas".
    """
    found: dict[str, set[str]] = {}
    for word in target_words():
        if len(word) >= SHORTEST - 1:
            for shadow in {sound(word)} if word in rare_words() else _shadows(word) | _shadows(sound(word)):
                found.setdefault(shadow, set()).add(word)
    return {shadow: tuple(sorted(words)) for shadow, words in found.items()}


@lru_cache
def rare_words() -> frozenset[str]:
    """Words that stand only in the names of garments behind the first COMMON of their category."""
    often, seldom = set().union(*map(ordinary, LANGUAGES)), set[str]()
    for code in LANGUAGES:
        for of_category in nouns(code).values():
            for at, noun in enumerate(of_category):
                (often if at < COMMON else seldom).update(plain(f"{noun.one} {noun.many}").split())
    return frozenset(seldom - often - {word for phrase in cues() for word in phrase.split()})


def language_of(said: Set[str], text: str, otherwise: Language) -> Language:
    """The language of most of these words, or of the letters of a text; ``otherwise`` where undecided."""
    counts = {code: len(distinctive_words(code) & said) for code in LANGUAGES}
    likely = [code for code in LANGUAGES if counts[code] == max(counts.values())]
    marked = (code for code in likely if set(text) & set(table(code)["letters"]))
    return likely[0] if len(likely) == 1 else next(marked, otherwise)


@lru_cache
def distinctive_words(language: Language) -> frozenset[str]:
    """Words that customers use in this language and in no other, garments too."""
    others = (set(_spoken(code)) for code in LANGUAGES if code != language)
    return frozenset(_spoken(language)).difference(*others)


def _spoken(language: Language) -> Iterator[str]:
    for of_category in nouns(language).values():
        for noun in of_category:
            yield from plain(f"{noun.one} {noun.many}").split()
    for c in colours().values():  # "red" is also an everyday word of Spanish, "a red shirt" is English
        spanish = (c.es, c.es_feminine, c.es_plural, c.es_feminine_plural, *c.synonyms_es)
        named = {"en": (c.name, *c.synonyms), "es": spanish}.get(language, ())
        yield from plain(" ".join(named)).split()
    yield from plain(" ".join(table(language)["colours"])).split()
    yield from articles(language)
    yield from ordinary(language)


def in_english(text: str) -> str | None:
    """What a message in a foreign language asks for, as English words, "" where none is known; None where it
    is in no such language."""
    tokens = re.findall(r"[^\W\d_]+", plain(text))
    hits = {code: len(set(tokens) & own) for code, own in _frequent().items()}
    code = max(hits, key=lambda one: hits[one])
    spoken = max(len(set(tokens) & distinctive_words(own)) for own in LANGUAGES)
    if hits[code] < LIKELY or (hits[code] < SURE and hits[code] <= spoken):
        return None
    known = _foreign_words(code)
    meant = [known[token] for token in tokens if token in known]
    return " ".join(sorted(meant, key=lambda word: not colour_named(word)))  # the colour before the garment


@lru_cache
def _foreign() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(FOREIGN.read_text(encoding="utf-8"))
    return told


@lru_cache
def _frequent() -> dict[str, frozenset[str]]:
    """The frequent words of each language that no language has which is understood."""
    understood = frozenset().union(*map(distinctive_words, LANGUAGES))
    return {code: frozenset(map(plain, own["frequent"])) - understood for code, own in _foreign().items()}


@lru_cache
def _foreign_words(code: str) -> dict[str, str]:
    return {plain(word): english for word, english in _foreign()[code]["words"].items()}
