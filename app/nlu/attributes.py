"""Which colours and patterns a message says, of which garment, and which it refuses.

English names a colour before the garment and Spanish behind it; knows nothing of counts or intents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.nlu.lexicon import PATTERNS, SUITS
from app.nlu.roles import Mention
from app.nlu.tagger import Part
from app.nlu.wish import Wish
from data.catalogue.vocabulary import colours, plain, unmarked

NEAR = 4  # pieces between a garment and its colour
SPANISH = frozenset(
    plain(form)
    for c in colours().values()
    for form in (c.es, c.es_feminine, c.es_plural, c.es_feminine_plural)
)
ENGLISH = frozenset(plain(name) for c in colours().values() for name in (c.name, *c.synonyms))
COMMAS = ("comma",)
NOTHING = ("nothing", "nada")
MATCHING = {"matching", "juego", "conjuntada", "conjuntado"}
ANOTHER = re.compile(
    r"\b(?:(?:an ?)?other|different) (?:colou?r|shade)s?\b"
    r"|\b(?:dont|do not|not) like (?:the|this|its|that) colou?r\b|\bno me gusta (?:el|este|ese|su) color\b"
    r"|\bnot (?:in )?this colou?r\b|\bno (?:en )?(?:de )?este color\b"
    r"|\b(?:otr|distint|diferente)[oa]?s? (?:color|tono)(?:es)?\b"
    r"|\b(?:color|tono)(?:es)? (?:distinto|diferente)s?\b"
)
ENGLISH_PATTERNS = frozenset(phrase for english, _ in PATTERNS.values() for phrase in english.split("|"))


def in_another(text: str) -> bool:
    """Whether something is asked for in another colour than that at hand: "these in a different colour"."""
    return bool(ANOTHER.search(unmarked(text)))


def coloured(pieces: Sequence[Part], found: Sequence[Mention]) -> list[Mention]:
    """With the colours and patterns that stand beside each garment."""
    places: dict[int, list[Part]] = {m.at: [] for m in found}
    for at, piece in enumerate(pieces):
        said = piece.kind != "garment" and (piece.colour or piece.pattern)
        if said and (owner := _beside(pieces, at, list(places))) is not None:
            places[owner].append(piece)
    return [_beside_it(m, places[m.at]) for m in found]


def _beside_it(mention: Mention, beside: Sequence[Part]) -> Mention:
    patterns = (mention.part.pattern, *(p.pattern for p in beside))
    return replace(mention, colours=_each(p.colour for p in beside), patterns=_each(patterns))


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _beside(pieces: Sequence[Part], at: int, garments: Sequence[int]) -> int | None:
    """Which garment a colour or a pattern is of: English names it before, Spanish after, both behind "in"."""
    if len(garments) > 1 and at and pieces[at - 1].text in ("in", "en", "all") and at > garments[-1]:
        return None  # "a shirt and shoes in black": of all of them
    left = next((g for g in reversed(garments) if g < at and _open(pieces[g + 1 : at], COMMAS)), None)
    right = next((g for g in garments if g > at and _open(pieces[at + 1 : g], ())), None)
    said = pieces[at]
    behind = bool(at and pieces[at - 1].text in ("in", "en", "color", "colour")) or (
        said.text not in ENGLISH_PATTERNS if said.pattern else said.text in SPANISH - ENGLISH
    )
    first, second = (left, right) if behind else (right, left)
    return second if first is None else first


def _open(between: Sequence[Part], also: Sequence[str]) -> bool:
    """Whether nothing between a colour and a garment parts them."""
    return len(between) <= NEAR and all(
        p.kind in ("word", "colour", *also) or "or" in p.cues for p in between
    )


def described(
    wish: Wish, pieces: Sequence[Part], wanted: Sequence[Mention], found: Sequence[Mention]
) -> Wish:
    """The wish with its colours and patterns, those of the ``wanted`` among the garments ``found``."""
    return _one_pattern(_one_colour(wish, pieces, wanted, found), pieces, wanted, found)


def _one_colour(
    wish: Wish, pieces: Sequence[Part], wanted: Sequence[Mention], found: Sequence[Mention]
) -> Wish:
    """The wish with its colour, or with one for each garment where they differ."""
    refused = _refused(pieces) & set(colours())
    free = _free(pieces) - {c for m in found for c in m.colours} - refused
    each = _of_each(wanted, lambda m: set(m.colours) - refused)
    if any(
        word in MATCHING for p in pieces for word in p.text.split()
    ):  # "a brown belt and a matching wallet"
        each = {name: own or set().union(*each.values()) for name, own in each.items()}
    return _told(replace(wish, avoid=only(refused)), "colour", each, free)


def _one_pattern(
    wish: Wish, pieces: Sequence[Part], wanted: Sequence[Mention], found: Sequence[Mention]
) -> Wish:
    """The same of patterns."""
    refused = {"", *_refused(pieces)}
    free = {p.pattern for p in pieces} - {name for m in found for name in m.patterns} - refused
    each = _of_each(wanted, lambda m: set(m.patterns) - refused)
    return _told(wish, "pattern", each, free)


def _of_each(wanted: Sequence[Mention], said: Callable[[Mention], set[str]]) -> dict[str, set[str]]:
    """What is said of each category, by whichever of its garments: "gold earrings and a necklace"."""
    each: dict[str, set[str]] = {}
    for mention in wanted:
        each.setdefault(mention.garment.category, set()).update(said(mention))
    return each


def _told(wish: Wish, what: str, each: Mapping[str, set[str]], free: set[str]) -> Wish:
    """With what is said of each category, or stands ``free`` of them all."""
    names = [only(said) for said in each.values()] if any(each.values()) or len(free) != 1 else []
    if len(set(names)) < 2:
        of_all: dict[str, Any] = {what: names[0] if names else only(free)}
        return replace(wish, **of_all)
    said: dict[str, dict[str, Any]] = {name: {what: only(words)} for name, words in each.items()}
    own = (replace(w, **said.get(w.category, {})) for w in wish.wanted)
    return replace(wish, wanted=tuple(own))


def _free(pieces: Sequence[Part]) -> set[str]:
    """The colours that are not a suit's: "a shirt for my blue suit"."""
    around = zip(["", *(p.text for p in pieces)], pieces, [*(p.text for p in pieces[1:]), ""], strict=False)
    return {p.colour for before, p, after in around if p.colour and not {before, after} & SUITS}


def _refused(pieces: Sequence[Part]) -> set[str]:
    """The colours and patterns behind a "not" that refuses no garment, "a bag that isn't black", or close
    behind a "nothing"."""
    refused: set[str] = set()
    off = False
    for at, piece in enumerate(pieces):
        nothing = any(p.text in NOTHING for p in pieces[max(0, at - 2) : at])
        off = (
            "refuse" in piece.cues
            or (nothing and bool(piece.colour or piece.pattern))
            or (off and (piece.kind in ("word", "colour") or "or" in piece.cues))
        )
        refused |= {piece.colour or piece.pattern} if off else set()
    return refused


def only(said: set[str]) -> str:
    """The one name that is said; "" where none is, or two."""
    return next(iter(said)) if len(said) == 1 else ""
