"""Reads the colours of an export: of a cell in the shop's own words, and of a title.

Knows words and codes; sees no picture. Words that mean a colour only where a colour is expected, such as
"Tobacco", are read in cells and never in titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.catalogue.values.cache import cached
from data.catalogue.values.words.colour_codes import codes_in, colour_of_code
from data.catalogue.values.words.colour_names import ColourWord, colour_words, meant, title_words
from data.catalogue.values.words.garments import garments_at, is_description, is_wearer
from data.catalogue.values.words.phrases import MAX_CHARS, Found, Phrases, Word, plain_words, table, words_in

BETWEEN_COLOURS = re.compile(r"[/|\\,;&+\n·•>]|\s[-–—]\s|\b(?:and|y|e|und|et|with|con)\b", re.I)
INSIDE_WORD = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")  # "LightBlue"
SEPARATES = re.compile(r"[/|,;:.()\[\]&+!]|\s[-–—]")


@dataclass(frozen=True, slots=True)
class Shade:
    """The colours of a cell: the main one, the others, and the owner's own words where they say more."""

    colour: str
    others: tuple[str, ...]
    label: str


@cached(4096)  # a column repeats its words
def read_colours(cell: str) -> Shade:
    """The colours that a cell names, the first one as the main one, after those that it only hints at.

    The colour is "" where nothing in the cell is known.
    """
    codes, rest = codes_in(cell[:MAX_CHARS])
    names = _named(rest) or list(dict.fromkeys(filter(None, map(colour_of_code, codes))))
    words = _telling(plain_words(INSIDE_WORD.sub(" ", rest)))
    label = "" if _says_no_more(words) else " ".join(rest.replace("()", "").replace("( )", "").split())
    return Shade(names[0] if names else "", tuple(names[1:]), label)


def colours_in(title: str) -> tuple[str, ...]:
    """The colours that a title surely names of the thing itself, in its order."""
    words = words_in(title)
    found = [at for at in title_words().find([word.plain for word in words]) if _describes(words, at)]
    runs = (meant([at.meaning for at in run]) for run in _runs(found, words))
    return tuple(dict.fromkeys(name for run in runs for name in run))


def _named(cell: str) -> list[str]:
    """The colours of all parts of a cell; those that are hints count where no part says more."""
    parts = [_colour_words_in(part) for part in BETWEEN_COLOURS.split(INSIDE_WORD.sub(" ", cell))]
    clear = any(word.grade != "hint" for part in parts for word in part)
    kept = [part for part in parts if part and not (clear and all(word.grade == "hint" for word in part))]
    return list(dict.fromkeys(name for part in kept for name in meant(part)))


def _colour_words_in(part: str) -> list[ColourWord]:
    found = (at.meaning for at in colour_words().find(plain_words(part)))
    return [word for word in found if word.grade != "nothing"]


def _telling(words: Sequence[str]) -> list[str]:
    """The words without numbers and without what says nothing of a colour."""
    silent = {
        place for at in colour_words().find(words) if at.meaning.grade == "nothing"
        for place in range(at.start, at.end)
    }  # fmt: skip
    return [word for place, word in enumerate(words) if place not in silent and not word.isdecimal()]


def _says_no_more(words: Sequence[str]) -> bool:
    """Whether words are nothing but a colour's own name, or nothing at all."""
    meaning = colour_words().get(words)
    return not words or (meaning is not None and meaning.own_name)


@lru_cache
def _names_of_others() -> Phrases[str]:
    """What has a colour in its name and is none: brands, bands, occasions."""
    return Phrases({row["name"]: row["name"] for row in table("not_colours.csv")})


@lru_cache
def _words_for(kind: str) -> frozenset[str]:
    """Words for a "part" of a garment or a "picture" on it, which have colours of their own."""
    return frozenset(row["word"] for row in table("parts.csv") if row["kind"] == kind)


def _describes(words: Sequence[Word], at: Found[ColourWord]) -> bool:
    """Whether a colour word is an adjective here and no part of a name, as in "Green Day tee"."""
    plains = [word.plain for word in words]
    garments = garments_at(plains)
    found = _names_of_others().find(plains)
    names = (name for name in found if name.end < len(words) or name.end - 1 not in garments)
    if any(name.start < at.end and at.start < name.end for name in names):
        return False  # but the last word may be the garment: a black tie
    if at.end == len(words):
        return True
    if words[at.end].plain in _words_for("part"):
        return False
    # A brand stands before "Men", and not after it
    after_wearer = at.start > 0 and is_wearer(plains[at.start - 1])
    return after_wearer or _leads_on(words, at, garments)


def _leads_on(words: Sequence[Word], at: Found[ColourWord], garments: set[int]) -> bool:
    """Whether what follows a colour goes on about the thing."""
    following = words[at.end]
    if SEPARATES.search(following.gap) or following.plain.isdecimal() or is_description(following.plain):
        return True
    if at.end in garments or colour_words().get([following.plain]):
        return True
    if following.gap == "-":
        return False
    printed = any(word.plain in _words_for("picture") for word in words[at.end : at.end + 3])
    return not printed and not (following.capital and words[at.start].capital)


def _runs(found: Sequence[Found[ColourWord]], words: Sequence[Word]) -> Iterator[list[Found[ColourWord]]]:
    """Colour words that stand side by side, together."""
    run: list[Found[ColourWord]] = []
    for at in found:
        if run and (run[-1].end != at.start or SEPARATES.search(words[at.start].gap)):
            yield run
            run = []
        run.append(at)
    if run:
        yield run
