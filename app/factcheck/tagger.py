"""What a sentence mentions, in the order it stands: claims, numbers, amounts, titles, and words for any item.

Knows words; does not know which of them are true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.factcheck.words import LANGUAGES, contractions, numbers, words, words_in
from app.nlu.lexicon import english_plural, frequent, word_of
from app.plan import Language
from app.search.card_text import shown_title
from app.search.claims import ATTRIBUTES, Term, longest, vocabulary
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import category_named, plain

TITLE = "\ufffc"  # stands in a sentence for a title, with the number of the first item that has it
SIGNS = "€$£¥₹₺₩₴₪₱₫₦"  # of money, of one letter
TOKENS = re.compile(
    rf"{TITLE}\d+|[{SIGNS}]?\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)*|[.,;:!?…—–()«»“”\"/%&{SIGNS}]"
)
MIN_WORDS = 5  # from which on a sentence must show its language
STRICT = ("material", "property")  # kinds of claims that are known in all their forms
ADJECTIVES = ("colour", "cut", "quality", "audience")  # kinds of claims that stand behind an article
ORDINALS = ("first", "second", "third", "fourth")  # word lists


def stem(word: str) -> str:
    """A word without plural and gender: "redonda", "redondos" → "redond"."""
    bare = word.removesuffix("s")
    return bare[:-1] if len(bare) > 4 and bare[-1] in "aeo" else bare


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


def tokens(text: str) -> list[Token]:
    """The words and marks of a sentence; "men's" is "men", "crew-neck" two words."""
    return [Token(word_of(raw), raw) for raw in TOKENS.findall(text.replace("’", "'"))]


def expanded(text: str) -> str:
    """A sentence without contractions: "it's" → "it is", "don't" → "do not"."""
    for short, long in contractions():
        text = re.sub(short, long, text.replace("’", "'"), flags=re.I)
    return text


def in_other_language(text: str, language: Language) -> bool:
    """Whether a sentence, its titles masked, is in another language than ``language``."""
    said = re.findall(r"[a-z]+", re.sub(rf"{TITLE}\d+", " ", plain(text)))
    counts = {code: sum(word in words_in("common", code) for word in said) for code in LANGUAGES}
    own = counts.pop(language, 0)
    other = max(counts.values(), default=0)
    known = sum(word in frequent(language) for word in said) * 2 >= len(said)
    strange = not known and (len(said) >= MIN_WORDS or other > 0)
    return (other > own and other > 1 and not known) or (own == 0 and strange)


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


def mentions(said: Sequence[Token], language: Language, own: Sequence[str] = ()) -> list[Mention]:
    """What is mentioned, longest phrases first at each place. ``own`` are categories that only this shop
    knows."""
    forms = {plain(form): (name, form != name) for name in own for form in (name, english_plural(name))}
    known = vocabulary(language) | {form: Term("garment", *meant) for form, meant in forms.items()}
    found = list(_mentions(said, known, language))
    return sorted([*found, *_pronouns(said, found)], key=lambda m: m.first)


def covered(found: Sequence[Mention]) -> set[int]:
    """The places of all words that belong to a mention."""
    return {at for m in found for at in range(m.first, m.last + 1)}


def _pronouns(said: Sequence[Token], found: Sequence[Mention]) -> Iterator[Mention]:
    """Words that stand for any item: "the white one", "la blanca", "la de rayas"."""
    starts = {m.first: m.kind for m in found if m.kind in ATTRIBUTES}
    ends = {m.last for m in found if m.kind in ATTRIBUTES}
    inside = covered(found)
    for at, token in enumerate(said):
        behind = at + 1 + (word_at(said, at + 1) in words("one_joint"))
        stands_behind = token.word in words("one_behind") and at - 1 in ends
        joined = behind > at + 1 or token.word not in words(
            "only_articles"
        )  # "la piel", "el verano" are things
        adjective = starts.get(behind) in ADJECTIVES or word_at(said, behind) in words("manner")
        stands_before = token.word in words("one_before") and (joined or adjective)
        if at not in inside and (stands_behind or (stands_before and behind in starts)):
            yield Mention("any", "", token.word, at, at, token.word in words("plural"))
        elif word_at(said, at - 1) in words("the") and (
            word_at(said, at + 1) in words("behind_ordinal") or at + 1 in starts
        ):
            places = [n for n, name in enumerate(ORDINALS) if token.word in words(name)]
            yield from (Mention("nth", str(place), token.word, at, at) for place in places)


def _mentions(said: Sequence[Token], known: Mapping[str, Term], language: Language) -> Iterator[Mention]:
    line, counts = [token.word for token in said], numbers(language)
    for at, length in longest(line, known):
        phrase = " ".join(line[at : at + max(length, 1)])
        term = known[phrase] if length else _number(said[at], counts) or _inflected(said[at], language)
        if term and term.kind != "plain" and not _other_sense(said, at, term):
            yield Mention(term.kind, term.value, phrase, at, at + max(length, 1) - 1, term.plural)


def _inflected(token: Token, language: Language) -> Term | None:
    """A garment's name that the phrases of claims lack, "pantalón", or another form of a word of theirs."""
    known = category_named(token.word) if len(token.word) > 3 else None
    if known:
        return Term("garment", known, token.word.endswith("s"))
    return _stemmed(language).get(_bare(token.word)) if len(token.word) > 5 else None


def _bare(word: str) -> str:
    """A word without the endings of an adjective's gender and number."""
    return re.sub(r"[ao]?s?$", "", word)


@lru_cache
def _stemmed(language: Language) -> dict[str, Term]:
    """Single words that only a card or nobody can bear out, without their endings: "veganos" is "vegano"."""
    known = vocabulary(language).items()
    return {
        _bare(word): term for word, term in known if term.kind in STRICT and word.isalpha() and len(word) > 5
    }


def _number(token: Token, counts: Mapping[str, int]) -> Term | None:
    if token.raw.startswith(TITLE):
        return Term("title", token.raw[1:])
    if token.word in counts or re.fullmatch(r"\d+", token.word):
        return Term("count", str(counts.get(token.word, token.word)))
    return Term("amount", token.word) if re.search(r"\d", token.word) and token.word[-1].isdigit() else None


def _other_sense(said: Sequence[Token], at: int, term: Term) -> bool:
    """A verb that is spelt as a garment, or a word that is spelt as a brand."""
    if term.kind == "brand":
        return not said[at].raw[0].isupper()
    before, behind = word_at(said, at - 1), word_at(said, at + 1)
    beside = not before.isalpha() or before in words("before_verb") or behind in words("behind_verb")
    return term.kind in ("garment", "pattern") and said[at].word in words("verb") and beside


def word_at(said: Sequence[Token], at: int) -> str:
    """The word at a place; "" outside of the sentence."""
    return said[at].word if 0 <= at < len(said) else ""
