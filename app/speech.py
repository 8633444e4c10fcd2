"""Items, numbers, colours and prices as words in English and Spanish, with their agreement.

Knows grammar; does not know what is said with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.nouns import english_plural, spanish_plural
from app.wish import Language
from data.catalogue import Item
from data.vocabulary import Category, categories, colours


@lru_cache
def _category(name: str) -> Category:
    """A category of categories.csv, or one made up for a shop's own word."""
    made = Category(
        name,
        english_plural(name),
        name,
        spanish_plural(name),
        "f" if name.endswith("a") else "m",
        "",
        False,
        (),
        (),
        (),
    )
    return categories().get(name, made)


def listed(words: Sequence[str], last: str) -> str:
    """As in "a, b and c"; ``last`` is the word before the last, and "y" becomes "e" where it must."""
    if len(words) < 2:
        return "".join(words)
    if last == "y" and _sounds_like_i(words[-1]):
        last = "e"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _sounds_like_i(word: str) -> bool:
    bare = word.lstrip("«").lower()
    return bare.startswith(("i", "í", "hi")) and not bare.startswith(("hie", "ie"))


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language says things."""

    language: Language
    and_: str
    or_: str
    neither: str  # between things that are not there
    numbers: tuple[str, ...]  # from one on
    genders: dict[str, str]
    usages: dict[str, str]

    @property
    def _spanish(self) -> bool:
        return self.language == "es"

    def plural(self, name: str) -> str:
        """A category's plural: "t-shirts", "camisetas"."""
        category = _category(name)
        return category.es_plural if self._spanish else category.plural

    def female(self, name: str) -> bool:
        """Whether a category's Spanish noun is feminine."""
        return _category(name).es_gender == "f"

    def number(self, count: int, female: bool, alone: bool = False) -> str:
        """A number in words; Spanish "una", and "uno" where no noun follows."""
        if self._spanish and count == 1:
            return "una" if female else "uno" if alone else "un"
        return self.numbers[count - 1] if count <= len(self.numbers) else str(count)

    def colour(self, name: str) -> str:
        """A colour as a noun: "navy blue", "azul marino"; a shop's own word stays as it is."""
        known = colours().get(name)
        return known.es if known and self._spanish else name

    def in_colour(self, name: str) -> str:
        """As in "in black", "en negro"."""
        return f"{'en' if self._spanish else 'in'} {self.colour(name)}"

    def the(self, colour: str) -> str:
        """A colour as a subject: "navy blue", "el azul marino"."""
        return f"el {colour}" if self._spanish else colour

    def several(self, count: int, colour: str, name: str) -> str:
        """As in "two black t-shirts", "dos camisetas negras"; pairs are counted as pairs in English."""
        category, number = _category(name), self.number(count, self.female(name))
        if self._spanish:
            known = colours().get(colour)
            adjective = known.spanish(category.es_gender, plural=True) if known else ""
            return " ".join(w for w in (number, category.es_plural, adjective) if w)
        pairs = "pairs of" if category.pair else ""
        return " ".join(w for w in (number, pairs, colour, category.plural) if w)

    def piece(self, item: Item) -> str:
        """As in "the red t-shirt", "la camiseta roja", "los zapatos rojos"."""
        category = _category(item.category)
        if not self._spanish:
            return f"the {item.colour} {category.plural if category.pair else category.name}".replace(
                "  ", " "
            )
        article = {"f": ("la", "las"), "m": ("el", "los")}[category.es_gender][category.pair]
        known = colours().get(item.colour)
        adjective = known.spanish(category.es_gender, category.pair) if known else ""
        return f"{article} {category.es_plural if category.pair else category.es} {adjective}".strip()

    def title(self, item: Item) -> str:
        """An item's name inside a sentence, in this language where the catalogue has it."""
        if self._spanish:
            return f"«{' '.join((item.title_es or item.title).split())}»"
        first, *rest = item.title.split() or [item.category]
        common = first.lower() in colours() or (first.istitle() and rest and rest[0][0].islower())
        return " ".join(["the", first.lower() if common else first, *rest])

    def whom(self, gender: str) -> str:
        """As in "for women", "para mujer"."""
        return self.genders.get(gender, gender)

    def usage(self, usage: str) -> str:
        """As in "for sport", "para hacer deporte"."""
        return self.usages.get(usage, usage)

    def money(self, euros: float) -> str:
        """As in "€24.90", "24,90 €"."""
        return f"{euros:.2f} €".replace(".", ",") if self._spanish else f"€{euros:.2f}"

    def sample(self, count: int) -> str:
        """The note behind prices that were invented for the demonstration."""
        if self._spanish:
            return " (precio de muestra)" if count == 1 else " (precios de muestra)"
        return " (sample price)" if count == 1 else " (sample prices)"


SPOKEN: dict[Language, Speech] = {
    "en": Speech(
        "en", "and", "or", "or",
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        {"men": "for men", "women": "for women", "boys": "for boys", "girls": "for girls",
         "unisex": "for anyone"},
        {"casual": "for every day", "formal": "for formal occasions", "sports": "for sport",
         "party": "for a party"},
    ),
    "es": Speech(
        "es", "y", "o", "ni",
        ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
        {"men": "para hombre", "women": "para mujer", "boys": "para niño", "girls": "para niña",
         "unisex": "unisex"},
        {"casual": "para el día a día", "formal": "para ocasiones formales", "sports": "para hacer deporte",
         "party": "para una fiesta"},
    ),
}  # fmt: skip
