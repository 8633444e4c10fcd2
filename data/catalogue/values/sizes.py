"""The sizes that a cell lists, as they are written.

Knows how sizes are parted from each other; does not know which of them fits whom: "UK 8" stays "UK 8".
"""

from __future__ import annotations

import re
from functools import lru_cache

from data.catalogue.values.cache import cached
from data.catalogue.values.currencies import word_rows

MAX_LETTERS = 40  # of a size; what is longer is prose
MAX_CELL = 4_000  # letters of a cell that are read
PARTS = re.compile(r"[;|\n\t、，·•]")
# A comma before a half is decimal: in "42,5", in "38,5,39", and where lists have a blank after theirs
HALF = re.compile(r"(?<=\d\d),(?=[05](?!\d))")
HALF_BESIDE_BLANKS = re.compile(r"(?<=\d),(?=[05](?!\d))")
LONE_HALF = re.compile(r"\d+,[05]")
AND = re.compile(r"\s+(?:y|and|&|\+)\s+", re.IGNORECASE)
DASH = re.compile(r"\s*[-–]\s*")
NUMBER = re.compile(r"\d{1,3}(?:[.,]5)?")
QUOTES = "\"'“”"
DECIMAL = "\x00"  # in the place of a decimal comma while the others part a list


@cached(4096)  # a column repeats its sizes
def sizes(cell: str) -> tuple[str, ...]:
    """The sizes in a cell, in its order, each once; none of a cell that says that there is none ("N/A",
    Shopify's "Default Title")."""
    found: dict[str, str] = {}
    for piece in PARTS.split(_without_label(cell[:MAX_CELL].strip(" []{}"))):
        for size in _between_commas(piece):
            for written in map(_cleaned, _between_other_marks(size)):
                if written and len(written) <= MAX_LETTERS:
                    found.setdefault(written.casefold(), written)
    return tuple(found.values())


def _between_commas(piece: str) -> list[str]:
    if LONE_HALF.fullmatch(piece.strip()):
        return [piece]
    half = HALF_BESIDE_BLANKS if re.search(r",\s", piece) else HALF
    return [size.replace(DECIMAL, ",") for size in half.sub(DECIMAL, piece).split(",")]


def _between_other_marks(piece: str) -> list[str]:
    """The parts of "S/M/L", "36 37 38", "S-M-L" or "M and L"; "S/M", "38-40" and "42 2/3" are one size."""
    slashes = piece.split("/")
    if len(slashes) > 2 and len({_system(part) for part in slashes} - {""}) < 2:
        return slashes
    blanks, dashes, ands = piece.split(), DASH.split(piece), AND.split(piece.strip())
    if _are_sizes(ands) and len(ands) > 1:
        return ands
    if len(blanks) > 2 and _are_sizes(blanks) or all(map(_is_letters, blanks)):
        return blanks
    return dashes if len(dashes) > 2 and _are_sizes(dashes) else [piece]


def _are_sizes(names: list[str]) -> bool:
    return all(_is_letters(name) or NUMBER.fullmatch(name) for name in names)


def _is_letters(name: str) -> bool:
    return name.casefold() in _words()["letter"]


def _system(size: str) -> str:
    """What a size is counted in: "uk" of "UK 8", or ""; one size may be written in several."""
    first = size.split()[0].casefold().rstrip("0123456789.,:") if size.strip() else ""
    return first if first in _words()["system"] else ""


def _without_label(text: str) -> str:
    """The text without "Size:" before it, or "Talla" before a size; "Talla única" stays."""
    label, colon, rest = text.partition(":")
    if colon and label.strip().casefold() in _words()["label"]:
        return rest
    label, _, rest = text.partition(" ")
    return rest if label.casefold() in _words()["label"] and _are_sizes([rest.strip()]) else text


def _cleaned(size: str) -> str:
    """A size with single blanks and without quotes around it; "" for a word that means no size."""
    written = " ".join(size.split())
    if written[:1] in QUOTES:  # not after it: 32" is a size in inches
        written = written.strip(QUOTES)
    written = _without_label(written).strip()
    return "" if written.casefold() in _words()["none"] else written


@lru_cache
def _words() -> dict[str, frozenset[str]]:
    """The words of sizes.csv, by what they mean."""
    return {row["means"]: frozenset(row["words"].split("|")) for row in word_rows("sizes.csv")}
