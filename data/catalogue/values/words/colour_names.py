"""What the colour words of a shop mean: colours.csv, and shop_colours.csv for what only a shop writes.

Knows words side by side; does not know whether they stand in a cell or in a title. The grade of a word says
how far it can be trusted: a "name" is the colour's own, a "spelling" another language's or an abbreviation of
it, a "title" word means the colour wherever it stands, a "cell" word where a colour is expected ("Tobacco"),
a "hint" only where nothing clearer stands beside it ("Midnight / Black"); "nothing" is no colour ("n/a").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.catalogue.values.words.phrases import Phrases, table
from data.catalogue.vocabulary import colours, family


@dataclass(frozen=True, slots=True)
class ColourWord:
    """A colour that a word means, and the word's grade."""

    colour: str
    grade: str

    @property
    def own_name(self) -> bool:
        """Whether the word is just the colour's name, and says no more than it."""
        return self.grade in ("name", "spelling")


@lru_cache
def colour_words() -> Phrases[ColourWord]:
    """Every colour word; what shop_colours.csv says of one goes before colours.csv."""
    return Phrases(_meanings())


@lru_cache
def title_words() -> Phrases[ColourWord]:
    """The colour words that mean a colour in a title too, where a rose and tobacco are something else."""
    return Phrases({word: c for word, c in _meanings().items() if c.grade in ("name", "title")})


@lru_cache
def _meanings() -> dict[str, ColourWord]:
    words = {row["word"]: ColourWord(row["colour"], row["grade"]) for row in table("shop_colours.csv")}
    for c in colours().values():
        for name in (c.name, c.es, c.es_feminine, c.es_plural, c.es_feminine_plural):
            words.setdefault(name, ColourWord(c.name, "name"))
    for c in colours().values():
        for word in (*c.synonyms, *c.synonyms_es):
            words.setdefault(word, ColourWord(c.name, "cell"))
    return words


def meant(words: Sequence[ColourWord]) -> list[str]:
    """The colours that words side by side mean, in their order: "cherry red" is red, "olive green" is olive.

    Beside a colour's own name another word only shades it, unless it names a closer colour of that family.
    """
    clear = [word for word in words if word.grade != "hint"] or list(words[-1:])
    named = [word for word in clear if word.own_name]
    kept = [word for word in clear if _kept(word, clear, {n.colour for n in named})]
    return list(dict.fromkeys(word.colour for word in kept))


def _kept(word: ColourWord, beside: Sequence[ColourWord], named: set[str]) -> bool:
    if not named:
        return True
    if word.own_name:
        closer = (w.colour for w in beside if w.colour != word.colour)
        return not any(family(colour) == word.colour for colour in closer)
    return word.colour in named or family(word.colour) in named
