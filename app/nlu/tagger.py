"""Splits a message into tagged pieces: garments, colours, numbers and cues. The longest phrase wins.

Knows the shop's vocabulary and forgives misspelling; understands no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Literal

from app.nlu.lexicon import LANGUAGES, colour_named, cues_of, mapping, nouns, pattern, pattern_names, words
from app.nlu.spelling import Spelt, known_words, language_of, rare_words, spelt
from app.plan import MAX_COUNT, Language
from data.catalogue.vocabulary import categories, plain, unmarked

MIN_HALF_LETTERS = 4  # letters of half a pair
PREFIX = re.compile(r"(?:mini|maxi|micro|super)(?P<stem>[a-z]{4,}?)(?P<plural>s?)$")
DIMINUTIVE = re.compile(r"(?P<stem>[a-z]{4,})(?:c?it|az|ot)[oae](?P<plural>s?)$")
SPOKEN = {"tights": "socks"}  # Kaggle's article type of that name is leggings; nobody who says it means them
NEAR_MISS = 0.75  # likeness of an unknown word to a garment's name, from which the customer is asked
MAX_PHRASE = 5  # words in a garment's name or a phrase: "pantalón corto de traje gris"

Kind = Literal["garment", "colour", "number", "cue", "stop", "comma", "word"]
# Cues that a message is about, and cues that say how the garments around them are meant
BUSINESS = frozenset(("hostile", "service", "chat", "place", "goods", "outfit", "greeting", "gift"))
ROLES = frozenset(
    ("want", "turn", "lacking", "neutral", "refuse", "own", "mine", "with", "had", "gone", "unloved", "few",
     "pair", "or", "and")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Garment:
    """A category that a word names, and the count that its form implies: 2 for a plural that is no pair."""

    category: str
    count: int
    pair: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A tagged phrase of a message. ``first`` and ``last`` are the places of its tokens."""

    kind: Kind
    text: str
    first: int
    last: int
    garment: Garment | None = None
    colour: str = ""
    pattern: str = ""  # of a kind "word", or of a garment that is named so: "camisa de cuadros"
    number: int = 0
    cues: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()  # categories that a misspelt garment may have meant as well
    guessed: bool = False


class Utterance:
    """A message split once: its tokens, its pieces and the cues that stand anywhere in it."""

    def __init__(self, text: str, own_categories: tuple[str, ...] = ()) -> None:
        self.text, self._own = text, own_categories

    @cached_property
    def plain(self) -> str:
        """The text in small letters without accents."""
        return plain(self.text)

    @cached_property
    def unmarked(self) -> str:
        """The same without apostrophes."""
        return unmarked(self.text)

    @cached_property
    def tokens(self) -> list[str]:
        """Its plain words, and the marks that end a clause."""
        return tokenize(self.text)

    @cached_property
    def meant(self) -> list[Spelt]:
        """The tokens as they were meant to be spelt."""
        return [spelt(token) for token in self.tokens]

    @cached_property
    def pieces(self) -> list[Piece]:
        """The tagged pieces, in their order."""
        return tag(self.tokens, self.meant, self._own)

    @cached_property
    def topics(self) -> frozenset[str]:
        """The kinds of all cues in it."""
        return _topics([one.word for one in self.meant])

    def says(self, name: str) -> bool:
        """Whether an expression of the lexicon is found in it, with or without its apostrophes."""
        return bool(pattern(name).search(self.plain) or pattern(name).search(self.unmarked))

    def language(self, otherwise: Language) -> Language:
        """The language in which more of the words are found; ``otherwise`` where that is undecided."""
        return language_of({*self.tokens, *(one.word for one in self.meant)}, self.text, otherwise)


def tokenize(text: str) -> list[str]:
    """Plain words, and the marks that end a clause: "." and ","."""
    quiet = plain(re.sub("['’´`]", "", text))
    marked = re.sub(r"[.!?;:\n…()\[\]{}<>|]+", " . ", re.sub(r"(?<=\d)[.,](?=\d)", "", quiet))
    return re.findall(r"\w+|[.,+&]", re.sub(r"(\d)x\b|\bx(\d)", r"\1\2", marked))


def tag(tokens: Sequence[str], meant: Sequence[Spelt], own_categories: tuple[str, ...] = ()) -> list[Piece]:
    """The pieces of tokens, the longest known phrase first at each place."""
    found = list(_tagged(tokens, meant, _garment_words(own_categories)))
    around = zip(found, [None, *found], [*found[1:], None], strict=False)
    found = [replace(p, kind="word") if _is_measure(p, before, after) else p for p, before, after in around]
    found = [_verb(found, at) for at in range(len(found))]
    found = [_meant_again(found, at) for at in range(len(found))]
    if is_spanish(tokens):
        english = words("only_english")  # "tan alto" is so high
        found = [replace(p, kind="word", colour="") if p.text in english else p for p in found]
    if words("telling_english") & set(tokens):  # "three skirts, and make them short"
        spanish = words("not_english_garments")
        found = [replace(p, kind="word", garment=None) if p.text in spanish else p for p in found]
    return found


def is_spanish(tokens: Collection[str]) -> bool:
    """Whether words tell that a word of two languages is no English one."""
    return bool(words("telling_spanish") & set(tokens)) and not words("telling_english") & set(tokens)


def _verb(pieces: Sequence[Piece], at: int) -> Piece:
    """A garment's name that is a verb here, as a word: "to tie my hair back", "can you top it up"."""
    piece, before, after = pieces[at], pieces[max(0, at - 1) : at], pieces[at + 1 : at + 2]
    leads = any(p.text in words("verb_leads") for p in before)
    if piece.garment is None or not leads or not any(p.text in words("verb_objects") for p in after):
        return piece
    return replace(piece, kind="word", garment=None)


def _meant_again(pieces: Sequence[Piece], at: int) -> Piece:
    """A pronoun before a "for", or before whose it is, as the garment that it stands for: "black shoes for my
    husband and red ones for me", "dos bufandas, la de mi padre gris"."""
    piece, around = pieces[at], [p.text for p in pieces[at + 1 : at + 4] if not p.colour][:2]
    garment = next((p.garment for p in reversed(pieces[:at]) if p.garment), None)
    for_one = _stands_for(pieces, at, around) and bool(words("for") & set(around[:1]))
    of_one = piece.text in words("pronouns_of") and bool(
        words("of") & set(around[:1]) and words("whose") & set(around[1:])
    )
    if garment is None or not (for_one or of_one):
        return piece
    return replace(piece, kind="garment", garment=replace(garment, count=1), cues=frozenset(), number=0)


def _stands_for(pieces: Sequence[Piece], at: int, around: Sequence[str]) -> bool:
    """Whether a word may stand for a garment before it; "something" for somebody, in one sentence with it."""
    if pieces[at].text not in words("vague_pronouns"):
        return pieces[at].text in words("pronouns")
    last = next((p for p in reversed(pieces[:at]) if p.garment or p.kind == "stop"), None)
    return bool(last and last.garment and (words("me") | words("owners")) & set(around[1:]))


def _is_measure(piece: Piece, before: Piece | None, after: Piece | None) -> bool:
    """Whether a number says an age, a size or a price."""
    if piece.kind != "number":
        return False
    closes = after is None or after.kind in ("stop", "comma")  # "for my son, he's 9"
    lead = words("before_size") | (words("before_age") if closes else frozenset())
    lead |= words("of_before_age") if closes and piece.number > 2 else frozenset()
    unit = words("age_units") | words("units")
    return bool(after and after.text in unit) or bool(before and before.text in lead)


def _tagged(
    tokens: Sequence[str], meant: Sequence[Spelt], garments: Mapping[str, Garment]
) -> Iterator[Piece]:
    at = 0
    while at < len(tokens):
        lengths = range(min(MAX_PHRASE, len(tokens) - at), 0, -1)
        piece = next((p for n in lengths if (p := _phrase(tokens, meant, garments, at, n))), None)
        yield piece or Piece("word", meant[at].word, at, at)
        at = piece.last + 1 if piece else at + 1


def _phrase(
    tokens: Sequence[str], meant: Sequence[Spelt], garments: Mapping[str, Garment], at: int, length: int
) -> Piece | None:
    """The piece that these tokens make, as they are written or else as they were meant."""
    written = " ".join(tokens[at : at + length])
    guess = " ".join(m.word for m in meant[at : at + length])
    for text in dict.fromkeys((written, guess)):
        found = _known(text, at, at + length - 1, garments)
        if found and text != written and found.garment:
            others = {garments[o].category for o in meant[at].others if o in garments}
            found = replace(found, others=tuple(sorted(others - {found.garment.category})), guessed=True)
        if found:
            return found
    return None


def _known(text: str, first: int, last: int, garments: Mapping[str, Garment]) -> Piece | None:
    said = cues_of(text)
    if "idiom" in said or "goods" in said:
        return Piece("cue", text, first, last, cues=said)
    garment = garments.get(text) or _augmented(text, garments)
    if garment:
        return Piece("garment", text, first, last, garment=garment, pattern=_pattern_in(text), cues=said)
    colour = colour_named(text)
    if colour:
        return Piece("colour", text, first, last, colour=colour)
    if text in pattern_names():
        return Piece("word", text, first, last, pattern=pattern_names()[text])
    count = int(text[:4]) if text.isdecimal() else int(mapping("numbers").get(text, 0))
    number = 0 if "pair" in said else min(MAX_COUNT, count)
    if number:
        return Piece("number", text, first, last, number=number)
    if said & ROLES:
        return Piece("cue", text, first, last, cues=said)
    if text in (".", ","):
        return Piece("stop" if text == "." else "comma", text, first, last)
    if text in ("+", "&"):
        return Piece("cue", text, first, last, cues=frozenset({"and"}))
    return None


def _augmented(word: str, garments: Mapping[str, Garment]) -> Garment | None:
    """The garment that a Spanish prefix or ending makes small, large or dear: "minimochila", "vestidazo"."""
    small = PREFIX.match(word) or DIMINUTIVE.match(word)
    if small is None or word in known_words():
        return None
    stems = (small["stem"] + vowel + (small["plural"] or "") for vowel in ("", "o", "a", "e"))
    return next((garments[stem] for stem in stems if stem in garments), None)


def _pattern_in(name: str) -> str:
    """The pattern that the name of a garment tells; "" where it tells none."""
    parts = name.split()
    spans = (" ".join(parts[at:stop]) for stop in range(len(parts), 0, -1) for at in range(stop))
    return next((pattern_names()[span] for span in spans if span in pattern_names()), "")


def topics(text: str) -> frozenset[str]:
    """The kinds of all cues in a phrase."""
    return _topics([spelt(word).word for word in tokenize(text)])


def _topics(said: Sequence[str]) -> frozenset[str]:
    """The kinds of all phrases; a longer one of BUSINESS hides those inside it: "silla de oficina" speaks of
    goods and of no office, "otra tienda" of no other one."""
    kinds: set[str] = set()
    taken: list[tuple[str, int, int]] = []
    for length in range(min(MAX_PHRASE, len(said)), 0, -1):
        for at in range(len(said) - length + 1):
            phrase = " ".join(said[at : at + length])
            known = cues_of(phrase)
            inside = [kind for kind, first, stop in taken if first <= at and at + length <= stop]
            known -= {"goods"} if "colour" in inside else set()  # "wine red" is no wine
            kinds |= {kind for kind in known if ("business" if kind in BUSINESS else "idiom") not in inside}
            taken += [("business", at, at + length)] if known & BUSINESS else []
            taken += [("idiom", at, at + length)] if "idiom" in known else []
            taken += [("colour", at, at + length)] if length > 1 and colour_named(phrase) else []
    return frozenset(kinds)


@lru_cache
def _garment_words(own_categories: tuple[str, ...]) -> dict[str, Garment]:
    found = {plain(name): Garment(name, 1) for name in own_categories if name not in categories()}
    found |= {name: Garment(category, 1, True) for name, category in SPOKEN.items()}
    for language in LANGUAGES:
        for noun in (noun for of_category in nouns(language).values() for noun in of_category):
            plural = Garment(noun.category, 1 if noun.pair or noun.mass else 2, noun.pair)
            single = Garment(noun.category, 1, noun.pair)
            for form, meant in ((noun.one or _half(noun.many), single), (noun.many, plural)):
                if form:
                    found.setdefault(plain(form), meant)
    return found


def _half(pair: str) -> str:
    """One half of a pair, as people say it for the whole: "un vaquero", "a sneaker"; "" where nobody does."""
    if " de " in pair and (half := _half(pair.split()[0])):  # "un zapato de tacón"
        return " ".join((half, *pair.split()[1:]))
    if " " in pair or not pair.endswith("s") or pair.endswith("ss"):
        return ""
    one = pair[:-2] if pair.endswith(("ones", "ines")) else pair[:-1]
    return "" if plain(one) in words("no_halves") or len(one) < MIN_HALF_LETTERS else one


def near_misses(word: str) -> list[str]:
    """The categories, at most two, whose names an unknown word looks a little like, the likest first."""
    names = _plain_names()
    return [names[near].category for near in get_close_matches(word, names, 2, NEAR_MISS)]


@lru_cache
def _plain_names() -> dict[str, Garment]:
    return {name: g for name, g in _garment_words(()).items() if not set(name.split()) & rare_words()}
