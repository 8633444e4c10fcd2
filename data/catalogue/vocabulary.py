"""The shop's vocabulary: categories.csv and colours.csv as records, with their words in English and Spanish,
and patterns.csv, by which the words of a card tell its pattern.

Does not know which categories the shop has in stock.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

HERE = Path(__file__).parent
CLEARLY = 25  # of 255 by which one colour is lighter than another: more than olive than green


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of garment. ``role`` is its place in an outfit: top, bottom, shoes, outer, dress, accessory…

    The fields from ``nearest`` on relate it to other categories by name; they are empty for a word that only
    one shop uses and categories.csv does not know.
    """

    name: str
    plural: str
    es: str
    es_plural: str
    es_gender: str  # "f" or "m": Spanish adjectives agree with it
    role: str
    pair: bool  # a bare plural ("shoes") means one of them
    synonyms: tuple[str, ...]
    synonyms_es: tuple[str, ...]
    article_types: tuple[str, ...]  # Kaggle Fashion Product Images, column articleType
    nearest: tuple[str, ...] = ()  # what to offer instead where this is not stocked, best first
    confused_with: str = ""  # what it is most easily taken for, to ask "a coat or a jacket?"
    warmer: str = ""  # what to show instead to somebody who wants something warmer, or "" for the same
    lighter: str = ""  # the same for something lighter
    gift_women: int = 0  # rank among presents for a woman whose size nobody knows: 1 is best, 0 is none
    gift_men: int = 0
    gift_anyone: int = 0  # the same where nobody said for whom
    womenswear: bool = False  # worn by women only, so that what goes with it is for a woman too
    emoji: tuple[str, ...] = ()  # pictures that stand for it in a message

    @property
    def seasonal(self) -> bool:
        """Whether it is worn in one season or another; a watch is not."""
        return self.role in ("top", "bottom", "outer", "dress", "shoes")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour. ``family`` is the basic colour that a customer means by it (navy blue → blue)."""

    name: str
    es: str
    es_feminine: str
    es_plural: str
    es_feminine_plural: str
    family: str
    groups: tuple[str, ...]  # light, dark, bright, neutral, earthy; quiet: goes with most others
    hex: str
    synonyms: tuple[str, ...]
    synonyms_es: tuple[str, ...]

    def spanish(self, gender: str, plural: bool = False) -> str:
        """The adjective that agrees with a noun of ``gender`` "f" or "m"."""
        if gender == "f":
            return self.es_feminine_plural if plural else self.es_feminine
        return self.es_plural if plural else self.es


def plain(text: str) -> str:
    """Normalize text to compare spellings: lower case, without accents, hyphens and double spaces."""
    letters = text.casefold()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters)
        letters = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(letters.replace("-", " ").replace("_", " ").split())


def unmarked(text: str) -> str:
    """The same as plain, and without apostrophes: "I'm" → "im"."""
    return plain(re.sub("['’]", "", text))


@lru_cache
def categories() -> dict[str, Category]:
    """All categories by name, in the order of categories.csv."""
    return {row["name"]: Category(**_category(row)) for row in _rows("categories.csv")}


@lru_cache
def colours() -> dict[str, Colour]:
    """All colours by name, in the order of colours.csv."""
    lists = ("groups", "synonyms", "synonyms_es")
    return {row["name"]: Colour(**_fields(row, lists)) for row in _rows("colours.csv")}


def family(colour: str) -> str:
    """The basic colour that a colour belongs to: navy blue → blue; a shop's own word is its own family."""
    return colours()[colour].family if colour in colours() else colour


@lru_cache
def shade(colour: str, lighter: bool) -> str:
    """The shade of a colour's family that is clearly lighter, or darker, than it, the nearest one: tan for
    light brown, burgundy for dark red; the colour itself where its family has none."""
    known, sign = colours(), 1 if lighter else -1
    kin = [one for one in known.values() if one.family == family(colour)] if colour in known else []
    apart = {one.name: sign * (_lightness(one.hex) - _lightness(known[colour].hex)) for one in kin}
    return min((name for name, by in apart.items() if by >= CLEARLY), key=apart.__getitem__, default=colour)


def _lightness(code: str) -> float:
    """How light a colour looks, from 0 to 255, by the weights of television (Rec. 601)."""
    red, green, blue = (int(code[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@lru_cache
def colour_group(name: str) -> frozenset[str]:
    """The colours of a group, such as "light" or "quiet"; empty for a name that is none."""
    return frozenset(colour.name for colour in colours().values() if name in colour.groups)


@lru_cache
def _category_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for c in categories().values():
        for word in (c.name, c.plural, c.es, c.es_plural, *c.synonyms, *c.synonyms_es, *c.article_types):
            words.setdefault(plain(word), c.name)
    return words


@lru_cache
def _colour_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for c in colours().values():
        forms = (c.es, c.es_feminine, c.es_plural, c.es_feminine_plural)
        for word in (c.name, *forms, *c.synonyms, *c.synonyms_es):
            words.setdefault(plain(word), c.name)
    return words


@lru_cache
def gift_categories(audience: str = "") -> tuple[str, ...]:
    """What can be given without knowing a size, best first: for "women", "men" or, with "", for anyone.

    Empty for every other audience.
    """
    field = {"women": "gift_women", "men": "gift_men", "": "gift_anyone"}.get(audience)
    ranks = {c.name: getattr(c, field) for c in categories().values()} if field else {}
    return tuple(sorted(filter(ranks.__getitem__, ranks), key=ranks.__getitem__))


@lru_cache
def emoji_categories() -> dict[str, str]:
    """Each emoji that stands for a garment, with the name of its category."""
    return {emoji: c.name for c in categories().values() for emoji in c.emoji}


@lru_cache(maxsize=8192)  # every span of a message is asked for
def category_named(label: str) -> str | None:
    """The name of the category that a label, synonym or Kaggle articleType belongs to, or None."""
    return _category_words().get(plain(label))


@lru_cache
def labels_of(category: str) -> tuple[str, ...]:
    """Every plain label by which ``category_named`` knows a category."""
    return tuple(word for word, name in _category_words().items() if name == category)


@lru_cache(maxsize=8192)  # every span of a message is asked for
def colour_named(label: str) -> str | None:
    """The name of the colour that a label or synonym in either language means, or None."""
    return _colour_words().get(plain(label))


class Card(Protocol):
    """What is read of an item: its title, its description, and all its texts."""

    @property
    def title(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def texts(self) -> tuple[str, ...]: ...


def card_text(item: Card) -> str:
    """All text of an item, normalized and between spaces, so that " word " finds whole words in it."""
    words = re.findall(r"[^\W_]+", plain(" ".join(item.texts)))
    return f" {' '.join(words)} "


@lru_cache(maxsize=8192)  # each card is asked for it by search, advice and fact check
def pattern_of(item: Card) -> str:
    """The pattern that the title names, else the one that the description names, else "".

    "" does not mean "plain": few catalogues say that an item has no pattern.
    """
    return _pattern_in(item.title, in_title=True) or _pattern_in(item.description, in_title=False)


def patterns() -> tuple[str, ...]:
    """The names of all patterns."""
    return tuple(_pattern_expressions(True))


def broad_pattern(name: str) -> str:
    """One of plain, striped, checked, floral, dotted and printed, as a photo shows it from afar; "" for a
    name that is no pattern."""
    return _broad_patterns().get(name, "")


@lru_cache
def _broad_patterns() -> dict[str, str]:
    return {row["name"]: row["broadly"] for row in _rows("patterns.csv")}


@lru_cache
def department(word: str) -> tuple[str, ...]:
    """The categories that a word for several of them spans, such as "footwear"; () for any other word."""
    for row in _rows("departments.csv"):
        if plain(word) in map(plain, _split(row["words"])):
            return _split(row["categories"])
    return ()


def _pattern_in(text: str, in_title: bool) -> str:
    words = plain(text)
    return next((name for name, said in _pattern_expressions(in_title).items() if said.search(words)), "")


@lru_cache
def _pattern_expressions(in_title: bool) -> dict[str, re.Pattern[str]]:
    """What names each pattern, the more specific ones first: a floral print is floral.

    Some words do so in a title only: a description also speaks of "a stripe down each side".
    """
    columns = ("anywhere", "in_title") if in_title else ("anywhere",)
    said = {row["name"]: "|".join(filter(None, map(row.get, columns))) for row in _rows("patterns.csv")}
    return {name: re.compile(rf"\b(?:{words})\b") for name, words in said.items() if words}


def _category(row: dict[str, str]) -> dict[str, Any]:
    fields = _fields(row, ("synonyms", "synonyms_es", "article_types", "nearest", "emoji"))
    flags = {name: row[name] == "yes" for name in ("pair", "womenswear")}
    return fields | flags | {name: int(cell or 0) for name, cell in row.items() if name.startswith("gift_")}


def _fields(row: dict[str, str], lists: tuple[str, ...]) -> dict[str, Any]:
    return {name: _split(cell) if name in lists else cell for name, cell in row.items()}


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
