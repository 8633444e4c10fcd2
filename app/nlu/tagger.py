"""Reads a message word by word: garments, colours, numbers, and the phrases that turn a sentence.

Knows the shop's vocabulary and forgives misspelling; understands no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, get_args

from app.nlu.inflection import nouns
from app.nlu.lexicon import AGES, IS, NUMBERS, SIZES, UNITS, cues, patterns, words
from app.nlu.spelling import Spelt, known_words, rare_words, spelt
from app.nlu.wish import MOST, Language
from data.catalogue.vocabulary import categories, colour_named, plain

SHORTEST = 4  # letters of half a pair
PREFIX = re.compile(r"(?:mini|maxi|micro|super)(?P<stem>[a-z]{4,}?)(?P<plural>s?)$")
ENDING = re.compile(r"(?P<stem>[a-z]{4,})(?:c?it|az|ot)[oae](?P<plural>s?)$")
NO_HALVES = words(  # they mean something else
    "flat pump kick slide mule chuck wedge platform trunk shade aviator cord sweat cargo flare capri short"
    " oxford derby monk creeper spectator jelly gladiator lace heel sunny combat brief media cuna lona pala"
    " romana taba calentador tobillero choclo plataforma pesquero ciclista deportivo deportiva lente anteojo"
    " hawaiana convers baggy gafa sneak toga tog swimmer bather jewel slip skinny legging denim khaki"
    " pololo teni"
)
ENGLISH = words("the and my i im is are with for please want need make it them to of")
SPANISH_ONLY = ("short", "collar")  # garments in Spanish, and in English parts and lengths of them
SPOKEN = {"tights": "socks"}  # Kaggle's article type of that name is leggings; nobody who says it means them
A_LITTLE = 0.75  # likeness of a strange word to a garment's name, from which it is asked about
LONGEST = 5  # words in a garment's name or a phrase: "pantalón corto de traje gris"

Kind = Literal["garment", "colour", "number", "cue", "stop", "comma", "word"]


@dataclass(frozen=True, slots=True)
class Garment:
    """What a word names: a category, and 2 for a plural that is no pair."""

    category: str
    count: int
    pair: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message. ``first`` and ``last`` are the places of its words."""

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


def tokens(text: str) -> list[str]:
    """Plain words, and the marks that end a clause: "." and ","."""
    quiet = plain(re.sub("['’´`]", "", text))
    marked = re.sub(r"[.!?;:\n…()\[\]{}<>|]+", " . ", re.sub(r"(?<=\d)[.,](?=\d)", "", quiet))
    return re.findall(r"\w+|[.,+&]", re.sub(r"(\d)x\b|\bx(\d)", r"\1\2", marked))


def parts(text: str, own: tuple[str, ...] = ()) -> list[Part]:
    """A message in pieces, the longest known phrase first at each place. ``own``: a shop's own categories."""
    words = tokens(text)
    found = list(_parts(words, [spelt(word) for word in words], _garment_words(own)))
    around = zip(found, [None, *found], [*found[1:], None], strict=False)
    found = [replace(p, kind="word") if _no_count(p, before, after) else p for p, before, after in around]
    if ENGLISH & set(words):  # "three skirts, and make them short"
        found = [replace(p, kind="word", garment=None) if p.text in SPANISH_ONLY else p for p in found]
    return found


def _no_count(part: Part, before: Part | None, after: Part | None) -> bool:
    """Whether a number says an age, a size or a price."""
    if part.kind != "number":
        return False
    closes = after is None or after.kind in ("stop", "comma")  # "for my son, he's 9"
    sized = SIZES | (IS if closes else frozenset()) | ({"de"} if closes and part.number > 2 else frozenset())
    return bool(after and after.text in AGES | UNITS) or bool(before and before.text in sized)


def _parts(words: Sequence[str], meant: Sequence[Spelt], garments: Mapping[str, Garment]) -> Iterator[Part]:
    at = 0
    while at < len(words):
        lengths = range(min(LONGEST, len(words) - at), 0, -1)
        part = next((p for n in lengths if (p := _part(words, meant, garments, at, n))), None)
        yield part or Part("word", meant[at].word, at, at)
        at = part.last + 1 if part else at + 1


def _part(
    words: Sequence[str], meant: Sequence[Spelt], garments: Mapping[str, Garment], at: int, length: int
) -> Part | None:
    """What these words are together, as they are written or else as they were meant."""
    written = " ".join(words[at : at + length])
    guess = " ".join(m.word for m in meant[at : at + length])
    for text in dict.fromkeys((written, guess)):
        found = _known(text, at, at + length - 1, garments)
        if found and text != written and found.garment:
            others = {garments[o].category for o in meant[at].others if o in garments}
            found = replace(found, others=tuple(sorted(others - {found.garment.category})), guessed=True)
        if found:
            return found
    return None


def _known(text: str, first: int, last: int, garments: Mapping[str, Garment]) -> Part | None:
    said = cues().get(text, frozenset())
    if "idiom" in said or "goods" in said:
        return Part("cue", text, first, last, cues=said)
    garment = garments.get(text) or _bent(text, garments)
    if garment:
        return Part("garment", text, first, last, garment=garment, pattern=_pattern_in(text), cues=said)
    colour = colour_named(text)
    if colour:
        return Part("colour", text, first, last, colour=colour)
    if text in patterns():
        return Part("word", text, first, last, pattern=patterns()[text])
    number = 0 if "pair" in said else min(MOST, int(text[:4])) if text.isdecimal() else NUMBERS.get(text, 0)
    if number:
        return Part("number", text, first, last, number=number)
    if said & TURNING:
        return Part("cue", text, first, last, cues=said)
    if text in (".", ","):
        return Part("stop" if text == "." else "comma", text, first, last)
    if text in ("+", "&"):
        return Part("cue", text, first, last, cues=frozenset({"and"}))
    return None


def _bent(word: str, garments: Mapping[str, Garment]) -> Garment | None:
    """The garment that a Spanish prefix or ending makes small, large or dear: "minimochila", "vestidazo"."""
    small = PREFIX.match(word) or ENDING.match(word)
    if small is None or word in known_words():
        return None
    stems = (small["stem"] + vowel + (small["plural"] or "") for vowel in ("", "o", "a", "e"))
    return next((garments[stem] for stem in stems if stem in garments), None)


def _pattern_in(name: str) -> str:
    """The pattern that the name of a garment tells; "" where it tells none."""
    words = name.split()
    ends = (" ".join(words[at:stop]) for stop in range(len(words), 0, -1) for at in range(stop))
    return next((patterns()[end] for end in ends if end in patterns()), "")


BUSINESS = frozenset(("hostile", "service", "chat", "place", "goods", "outfit", "greeting", "gift"))
# cues that say how garments are meant; the others say what the message is about
TURNING = words("want turn lacking neutral refuse own mine with had unloved few pair or and")


def topics(text: str) -> frozenset[str]:
    """The kinds of all phrases that stand anywhere in a message, the longer ones of a BUSINESS before those
    inside them: "silla de oficina" speaks of goods and of no office, "otra tienda" of no other one."""
    words = [spelt(word).word for word in tokens(text)]
    kinds: set[str] = set()
    taken: list[tuple[str, int, int]] = []
    for length in range(min(LONGEST, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            phrase = " ".join(words[at : at + length])
            said = cues().get(phrase, frozenset())
            inside = [kind for kind, first, stop in taken if first <= at and at + length <= stop]
            said -= {"goods"} if "colour" in inside else set()  # "wine red" is no wine
            kinds |= {kind for kind in said if ("business" if kind in BUSINESS else "idiom") not in inside}
            taken += [("business", at, at + length)] if said & BUSINESS else []
            taken += [("idiom", at, at + length)] if "idiom" in said else []
            taken += [("colour", at, at + length)] if length > 1 and colour_named(phrase) else []
    return frozenset(kinds)


@lru_cache
def _garment_words(own: tuple[str, ...]) -> dict[str, Garment]:
    words = {plain(name): Garment(name, 1) for name in own if name not in categories()}
    words |= {name: Garment(category, 1, True) for name, category in SPOKEN.items()}
    for language in get_args(Language):
        for noun in (noun for of_category in nouns(language).values() for noun in of_category):
            plural = Garment(noun.category, 1 if noun.pair or noun.mass else 2, noun.pair)
            single = Garment(noun.category, 1, noun.pair)
            for form, meant in ((noun.one or _half(noun.many), single), (noun.many, plural)):
                if form:
                    words.setdefault(plain(form), meant)
    return words


def _half(pair: str) -> str:
    """One half of a pair, as people say it for the whole: "un vaquero", "a sneaker"; "" where nobody does."""
    if " " in pair or not pair.endswith("s") or pair.endswith("ss"):
        return ""
    one = pair[:-2] if pair.endswith(("ones", "ines")) else pair[:-1]
    return "" if plain(one) in NO_HALVES or len(one) < SHORTEST else one


def looks_like(word: str) -> list[str]:
    """The categories, at most two, whose names a strange word looks a little like, the likest first."""
    names = _plain_names()
    return [names[near].category for near in get_close_matches(word, names, 2, A_LITTLE)]


@lru_cache
def _plain_names() -> dict[str, Garment]:
    return {name: g for name, g in _garment_words(()).items() if not set(name.split()) & rare_words()}
