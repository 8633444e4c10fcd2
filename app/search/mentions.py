"""What a sentence mentions, in the order it stands: garments, colours, stuffs, people, occasions, makers.

Reads claims.csv and the shop's vocabulary. Knows words; does not know which of them are true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.nlu.lexicon import english_plural, nouns, rows, table, word_of
from app.plan import Language
from data.catalogue.vocabulary import colours, plain

MAX_PHRASE = 5  # words in one mention
ATTRIBUTES = (  # kinds of claims that are said of a garment
    "colour", "audience", "usage", "season", "material", "pattern", "detail", "cut", "quality", "name",
    "brand",
)  # fmt: skip
CLAIMS = (*ATTRIBUTES, "offer", "low", "high", "lower", "higher", "plain")  # kinds of claims.csv to look for
TITLE = "\ufffc"  # stands in a sentence for a title, with the number of the first item that has it
TOKENS = re.compile(rf"{TITLE}\d+|[€$£]?\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)*|[.,;:!?…—–()«»“”\"/%&€$£]")
ONES = {
    "en": {"one", "ones", "pair", "piece", "pieces", "option"},
    "es": {
        "la",
        "las",
        "el",
        "los",
        "prenda",
        "prendas",
        "pieza",
        "piezas",
        "otra",
        "otro",
        "otras",
        "otros",
    },
}
NTH = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "primer": 0, "primero": 0, "primera": 0, "primeros": 0,
    "primeras": 0, "segundo": 1, "segunda": 1, "segundos": 1, "segundas": 1, "tercero": 2, "tercera": 2,
    "terceros": 2, "terceras": 2, "cuarto": 3, "cuarta": 3, "cuartos": 3, "cuartas": 3,
}  # fmt: skip
THE = {"the", "el", "la", "los", "las"}
BEHIND_NTH = {"one", "pair", "is", "are", "comes", "costs", "for", "es", "son", "de", "para", "cuesta", ","}
VERBS = {"watch", "tie", "top", "ring", "cap", "belt", "dress", "suit", "coat", "ties", "tops", "dresses"}
BEFORE_VERBS = {
    "to", "will", "would", "you", "i", "can", "should", "let", "me", "they", "it", "we", "dont", "not", "and",
}  # fmt: skip
BEHIND_VERBS = {"it", "them", "you", "up", "down", "out", "off", "everything", "together"}
NUMBERS = {
    "en": {
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "both": 2, "dozen": 12,
    },
    "es": {
        "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
        "diez": 10, "ambos": 2, "ambas": 2, "docena": 12,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: as compared, and as written."""

    word: str
    raw: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A kind of claim ("garment", "colour", "material"…), what it claims, in which words, and where."""

    kind: str
    value: str
    phrase: str
    first: int
    last: int
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    kind: str
    value: str
    plural: bool = False


def tokens(text: str) -> list[Token]:
    """The words and marks of a sentence; "men's" is "men", "crew-neck" two words."""
    return [Token(word_of(raw), raw) for raw in TOKENS.findall(text.replace("’", "'"))]


def mentions(
    said: Sequence[Token], language: Language, own: Sequence[str] = (), names: Collection[str] = ()
) -> list[Mention]:
    """What is mentioned, longest phrases first at each place.

    ``own`` are categories that only this shop knows, ``names`` words of titles; these need a capital.
    """
    known = _lexicon(language) | {f: _Term("garment", name, f != name) for name in own for f in _forms(name)}
    found = list(_mentions(said, known, NUMBERS[language]))
    inside = {at for m in found for at in range(m.first, m.last + 1)}
    found += [Mention("name", t.word, t.word, at, at) for at, t in enumerate(said)
              if at not in inside and t.raw[0].isupper() and t.word in names]  # fmt: skip
    return sorted([*found, *_pronouns(said, found)], key=lambda m: m.first)


def _pronouns(said: Sequence[Token], found: Sequence[Mention]) -> Iterator[Mention]:
    """Words that stand for any item: "the white one", "la blanca", "la de rayas"."""
    starts = {m.first for m in found if m.kind in ATTRIBUTES}
    ends = {m.last for m in found if m.kind in ATTRIBUTES}
    inside = {at for m in found for at in range(m.first, m.last + 1)}
    for at, token in enumerate(said):
        english = token.word in ONES["en"] and at - 1 in ends
        behind = at + 1 + any(t.word in ("de", "para", "en") for t in said[at + 1 : at + 2])
        spanish = token.word in ONES["es"] and behind in starts
        if at not in inside and (english or spanish):
            yield Mention("any", "", token.word, at, at)
        elif token.word in NTH and at and said[at - 1].word in THE and _follows(said, at, BEHIND_NTH):
            yield Mention("nth", str(NTH[token.word]), token.word, at, at)


def _follows(said: Sequence[Token], at: int, words: Collection[str]) -> bool:
    return at + 1 < len(said) and said[at + 1].word in words


def _mentions(
    said: Sequence[Token], known: Mapping[str, _Term], numbers: Mapping[str, int]
) -> Iterator[Mention]:
    at = 0
    while at < len(said):
        length = next((n for n in range(MAX_PHRASE, 0, -1) if _phrase(said, at, n) in known), 0)
        term = known[_phrase(said, at, length)] if length else _number(said[at], numbers)
        length = max(length, 1)
        if term and term.kind != "plain" and not _other_sense(said, at, term):
            yield Mention(term.kind, term.value, _phrase(said, at, length), at, at + length - 1, term.plural)
        at += length


def _phrase(said: Sequence[Token], at: int, length: int) -> str:
    return " ".join(token.word for token in said[at : at + length]) if at + length <= len(said) else "\0"


def _number(token: Token, numbers: Mapping[str, int]) -> _Term | None:
    if token.raw.startswith(TITLE):
        return _Term("title", token.raw[1:])
    if token.word in numbers or re.fullmatch(r"\d+", token.word):
        return _Term("count", str(numbers.get(token.word, token.word)))
    return _Term("amount", token.word) if re.search(r"\d", token.word) and token.word[-1].isdigit() else None


def _other_sense(said: Sequence[Token], at: int, term: _Term) -> bool:
    """A verb that is spelt as a garment, or a word that is spelt as a brand."""
    token = said[at]
    if term.kind == "brand":
        return not token.raw[0].isupper()
    before = said[at - 1].word if at else ""
    behind = said[at + 1].word if at + 1 < len(said) else ""
    return (
        term.kind == "garment" and token.word in VERBS and (before in BEFORE_VERBS or behind in BEHIND_VERBS)
    )


@lru_cache
def _lexicon(language: Language) -> dict[str, _Term]:
    known: dict[str, _Term] = {}
    for noun in (noun for of_category in nouns(language).values() for noun in of_category):
        forms = {plain(noun.one): False, plain(noun.many): True}
        known |= {form: _Term("garment", noun.category, many) for form, many in forms.items() if form}
    for colour in colours().values():
        adjectives = (colour.es, colour.es_feminine, colour.es_plural, colour.es_feminine_plural)
        said = {"en": (colour.name, *colour.synonyms), "es": (*adjectives, *colour.synonyms_es)}
        known |= {plain(word): _Term("colour", colour.name) for word in said.get(language, ())}
    known |= {word: _Term("colour", name) for word, name in table(language)["colours"].items()}
    for number, (kind, english, spanish) in enumerate(rows()):
        words = tuple(english if language == "en" else spanish | (english if kind == "brand" else set()))
        claim, _, value = kind.partition(":")
        if claim in CLAIMS:
            known |= {word: _Term(claim, value or str(number)) for word in words}
    return known


@lru_cache
def _forms(name: str) -> tuple[str, ...]:
    return (plain(name), plain(english_plural(name)))
