"""`python -m app.training.augment FILE`: messages that people wrote by hand, told again with other words.

Training data for the small language model, beside the invented messages of app/messages.py. A garment, a
colour or a number becomes another one, and the wish with it; everything else that was written stays. Rows of
the half "test" are for judging the model and are never told again.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.nlu.inflection import Noun, nouns
from app.nlu.lexicon import bare
from app.nlu.parser import read
from app.nlu.tagger import LONGEST, parts
from app.nlu.wish import Language, Wanted, Wish, parse
from app.training import utterances
from app.training.messages import Row, as_line
from app.training.typos import careless
from data.catalogue.vocabulary import Colour, colours, plain

TYPOS = 0.25  # of the messages are misspelt, besides those that were written so
GREETED = 0.3
COUNTED = ("counted", "several_counted")


@dataclass(frozen=True, slots=True)
class Named:
    """A garment as a text names it: ``text[start:stop]`` is the noun's plural or its singular."""

    start: int
    stop: int
    noun: Noun
    plural: bool

    def like(self, other: Noun) -> bool:
        """Whether another noun can stand in its place without another word being changed."""
        mine, form = self.noun, other.many if self.plural else other.one
        return bool(form) and (mine.pair, mine.mass, mine.gender) == (other.pair, other.mass, other.gender)


class Teller:
    """Somebody who says at random what was said already."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def told(self, row: Row) -> Row:
        """The row with other garments, colours and numbers, typed in a hurry."""
        for step in (self._counted, self._coloured, self._dressed):
            if self.rng.random() < 0.6:
                row = step(row)
        return replace(row, message=careless(self.rng, self._greeted(row), TYPOS))

    def _greeted(self, row: Row) -> str:
        """Its message, some with a greeting or thanks around it."""
        chance, language = self.rng.random(), row.wish.language
        if row.wish.intent == "chat" or chance > GREETED:
            return row.message
        if chance < GREETED / 2:
            return self.rng.choice(utterances.HELLO[language]) + row.message
        return row.message + self.rng.choice(utterances.THANKS[language])

    def _dressed(self, row: Row) -> Row:
        """Another word for a garment, or another garment: then what is wanted is another one as well."""
        found = named(row.message, row.wish.language)
        if not found:
            return row
        old = self.rng.choice(found).noun.category
        known = {f.noun.category for f in found} | {w.category for w in row.wish.wanted}
        literal = {w.category for w in row.wish.wanted} <= {f.noun.category for f in found}
        others = sorted(set(nouns(row.wish.language)) - known) if literal else []
        category = self.rng.choice(others) if others and self.rng.random() < 0.5 else old
        text = row.message
        for place in reversed([f for f in found if f.noun.category == old]):
            fitting = [n for n in nouns(row.wish.language)[category] if place.like(n)]
            if not fitting:
                return row
            text = put(text, place, self.rng.choice([fitting[0], *fitting]))
        now = [category if f.noun.category == old else f.noun.category for f in found]
        if garments(text) != now:  # the new word means something else in this place
            return row
        wanted = tuple(replace(w, category=category) if w.category == old else w for w in row.wish.wanted)
        return replace(row, message=text, wish=replace(row.wish, wanted=wanted))

    def _coloured(self, row: Row) -> Row:
        """Another colour, where the message names the only colour of its wish and no other one."""
        colour = colours().get(row.wish.colour)
        words = re.findall(r"\w+", row.message)
        spoken = [w for w in words if plain(w) in _shades(row.wish.language)]
        if colour is None or len(spoken) != 1 or any(w.colour for w in row.wish.wanted):
            return row
        other = self.rng.choice([c for c in colours().values() if c.family != colour.family])
        forms = set(_other_forms(spoken[0], colour, other, row.wish.language))
        if len(forms) != 1:
            return row
        text = re.sub(rf"\b{re.escape(spoken[0])}\b", forms.pop(), row.message, count=1)
        return replace(row, message=text, wish=replace(row.wish, colour=other.name))

    def _counted(self, row: Row) -> Row:
        """Another number, where exactly one garment is counted with that number."""
        numbers = utterances.NUMBERS[row.wish.language]
        values = {word: n for n, words in numbers.items() for word in words if " " not in word}
        said = [w for w in re.findall(r"\w+", row.message.lower()) if w in values]
        if row.kind not in COUNTED or len(said) != 1:
            return row
        counted = [w for w in row.wish.wanted if w.count == values[said[0]]]
        if len(counted) != 1:
            return row
        other = self.rng.choice([n for n in numbers if n != values[said[0]]])
        words = [w for w in numbers[other] if " " not in w and w.isdigit() == said[0].isdigit()]
        text = re.sub(rf"\b{said[0]}\b", words[0], row.message, count=1, flags=re.IGNORECASE)
        wanted = tuple(replace(w, count=other) if w is counted[0] else w for w in row.wish.wanted)
        return replace(row, message=text, wish=replace(row.wish, wanted=wanted))


def garments(text: str) -> list[str]:
    """The categories that a message names, in its order."""
    return [p.garment.category for p in parts(text) if p.garment]


def named(text: str, language: Language) -> list[Named]:
    """The garments of a text with their places; none where the shop reads other ones in it."""
    words = list(re.finditer(r"[^\W_]+", text))
    found: list[Named] = []
    at = 0
    while at < len(words):
        spans = (
            (words[at].start(), words[min(at + n, len(words)) - 1].end(), n) for n in range(LONGEST, 0, -1)
        )
        hit = next(((a, b, n) for a, b, n in spans if plain(text[a:b]) in _forms(language)), None)
        if hit:
            noun, plural = _forms(language)[plain(text[hit[0] : hit[1]])]
            found.append(Named(hit[0], hit[1], noun, plural))
        at += hit[2] if hit else 1
    return found if [f.noun.category for f in found] == garments(text) else []


def put(text: str, place: Named, noun: Noun) -> str:
    """The text with another noun in that place, behind "a" or "an" as it needs."""
    before, word = text[: place.start], noun.many if place.plural else noun.one
    article = re.search(r"\b([Aa])n? $", before)
    if article:
        before = before[: article.start()] + article[1] + ("n " if word[0] in "aeiou" else " ")
    return before + word + text[place.stop :]


@lru_cache
def _forms(language: Language) -> dict[str, tuple[Noun, bool]]:
    forms: dict[str, tuple[Noun, bool]] = {}
    for noun in (noun for words in nouns(language).values() for noun in words):
        for form, plural in ((noun.one, False), (noun.many, True)):
            if form:
                forms.setdefault(plain(form), (noun, plural))
    return forms


@lru_cache
def _shades(language: Language) -> frozenset[str]:
    every = (form for c in colours().values() for form in _all_forms(c, language))
    return frozenset(map(plain, every))


def _all_forms(colour: Colour, language: Language) -> list[str]:
    if language == "en":
        return [colour.name]
    return [colour.spanish(gender, plural) for gender in "mf" for plural in (False, True)]


def _other_forms(word: str, colour: Colour, other: Colour, language: Language) -> Iterator[str]:
    """The other colour in every form in which this one may have been meant."""
    pairs = zip(_all_forms(colour, language), _all_forms(other, language), strict=True)
    return (theirs for mine, theirs in pairs if plain(mine) == plain(word))


def written(file: Path) -> list[Row]:
    """The rows of a file of ``{"message", "wish", "kind", "half"}`` lines that judge nobody."""
    never = judging(file)
    return [
        Row(line["message"], _whole(line["message"], parse(json.dumps(line["wish"]))), line["kind"])
        for line in _lines(file)
        if bare(line["message"]) not in never
    ]


def judging(file: Path) -> frozenset[str]:
    """The messages of the half "test", which no one may learn, in plain words."""
    return frozenset(bare(line["message"]) for line in _lines(file) if line.get("half") == "test")


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _whole(message: str, wish: Wish) -> Wish:
    """The wish with colour, audience and usage as the words say them, where nobody wrote them down."""
    said = read(message).wish
    if wish.colour or wish.gender or wish.usage or _what(said.wanted) != _what(wish.wanted):
        return wish
    return replace(wish, colour=said.colour, gender=said.gender, usage=said.usage)


def _what(wanted: Sequence[Wanted]) -> set[tuple[str, int]]:
    return {(w.category, w.count) for w in wanted}


def retold(rows: Sequence[Row], number: int, seed: int, never: Collection[str] = ()) -> Iterator[Row]:
    """Every row as it was written, then told again until they are ``number``, no two the same and none of
    those that are ``never`` to be told."""
    rng = random.Random(seed)
    teller = Teller(rng)
    said = {row.message: row for row in rows}
    yield from said.values()
    while len(said) < number:
        row = teller.told(rng.choice(rows))
        if row.message not in said and bare(row.message) not in never:
            said[row.message] = row
            yield row


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m app.training.augment", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON lines: message, wish, kind, half")
    parser.add_argument("--rows", type=int, default=8000, help="how many (default: 8000)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other rows (default: 0)")
    parser.add_argument("--out", type=Path, required=True, help="file of JSON lines to write")
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as file:
        for row in retold(written(args.file), args.rows, args.seed, judging(args.file)):
            file.write(as_line(row) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
