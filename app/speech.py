"""Items, numbers, colours and prices as words in English and Spanish, with their agreement.

Knows grammar; does not know what is said with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.harmless import shown_title
from app.nouns import english_plural, nouns, spanish_plural
from app.sayings import PATTERNS_ES
from app.wish import Language
from data.catalogue import Item
from data.vocabulary import Category, categories, category_named, colours, plain

PATTERNS = {"polka-dot": "polka dot", "animal-print": "animal print"}


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


def names_kind(title: str, category: str) -> bool:
    """Whether an English title says what the thing is: by any word of its category, or nearly so ("pant").

    A title that ends in another garment's name has said enough.
    """
    known = _category(category)
    words = plain(title).split()
    kinds = {plain(form) for noun in nouns("en").get(category, ()) for form in (noun.one, noun.many) if form}
    stems = {form.removesuffix("s") for form in (*kinds, plain(known.name), plain(known.plural))}
    return any(f" {stem}" in f" {' '.join(words)}" for stem in stems) or bool(category_named(words[-1]))


def _noun_of(name: str) -> str:
    category = _category(name)
    return category.plural if category.pair else category.name


def _article(gender: str, plural: bool) -> str:
    return {"f": ("la", "las"), "m": ("el", "los")}[gender][plural]


@lru_cache
def _spanish_nouns() -> dict[str, tuple[str, bool]]:
    """Gender, and whether it is a plural, of every Spanish garment word of one word."""
    found: dict[str, tuple[str, bool]] = {}
    for noun in (noun for of_category in nouns("es").values() for noun in of_category):
        for form, plural in ((noun.one, False), (noun.many, True)):
            if form and " " not in form:
                found.setdefault(plain(form), (noun.gender, plural))
    return found


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
    seasons: dict[str, str]

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

    def dyed(self, colour: str, name: str, plural: bool) -> str:
        """A colour as a predicate of a category's items, of several categories' where ``name`` is ""."""
        known = colours().get(colour)
        if not self._spanish or known is None:
            return colour
        category = _category(name) if name else None
        return known.spanish(
            category.es_gender if category else "f", plural or bool(category and category.pair)
        )

    def dyed_as_named(self, item: Item) -> str:
        """An item's colour as a predicate of what ``name`` calls it: "blancas" of trainers, "zapatillas"."""
        known = colours().get(item.colour)
        head = self._head(item) if self._spanish else None
        return known.spanish(*head) if known and head else self.dyed(item.colour, item.category, False)

    def _head(self, item: Item) -> tuple[str, bool] | None:
        """Gender and number of the Spanish noun that an item's own title begins with."""
        first = shown_title(item.title_es).split()[:1]
        return _spanish_nouns().get(plain(first[0])) if first else None

    def it_is(self, name: str) -> str:
        """As in "it is", "they are" for a pair; "es", "son"."""
        pair = _category(name).pair
        if self._spanish:
            return "son" if pair else "es"
        return "they are" if pair else "it is"

    def one_is(self, name: str) -> str:
        """The verb behind ``one``: "the red pair is", "los rojos son"."""
        return self.it_is(name) if self._spanish else "is"

    def they_are(self, count: int, name: str) -> str:
        """As in "both are", "all three are"; "las dos son", "todas las prendas son" where ``name`` is ""."""
        if not self._spanish:
            return "both are" if count == 2 else f"all {self.number(count, False)} are"
        female = not name or self.female(name)
        return f"{'las' if female else 'los'} {self.number(count, female)} {'' if name else 'prendas '}son"

    def costs(self, name: str) -> str:
        """As in "it costs", "they cost" for a pair."""
        pair = _category(name).pair
        if self._spanish:
            return "cuestan" if pair else "cuesta"
        return "they cost" if pair else "it costs"

    def one(self, item: Item) -> str:
        """An item among others of its kind, by its colour: "the red one", "la roja", "los rojos"."""
        category = _category(item.category)
        if not self._spanish:
            return f"the {item.colour} {'pair' if category.pair else 'one'}"
        article = _article(*(self._head(item) or (category.es_gender, category.pair)))
        return f"{article} {self.dyed_as_named(item)}"

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
            noun = category.plural if category.pair else category.name
            return " ".join(["the", *item.colour.split(), noun])
        return f"{self._noun(category)} {self.dyed(item.colour, item.category, False)}".strip()

    def _noun(self, category: Category) -> str:
        article = _article(category.es_gender, category.pair)
        return f"{article} {category.es_plural if category.pair else category.es}"

    def name(self, item: Item, noun: bool = True) -> str:
        """An item by its title, in this language where the catalogue has it.

        Its category is said beside a title that does not name it, if ``noun`` is wished; its colour where the
        title is only its category, or may not be shown.
        """
        title = shown_title((self._spanish and item.title_es) or item.title)
        if not title or plain(title) in (plain(item.category), plain(_category(item.category).es)):
            return self.piece(item)
        if self._spanish:
            return self._spanish_name(item, title, noun)
        first, *rest = title.split()
        common = first.lower() in colours() or (
            first.istitle() and len(first) > 1 and bool(rest) and rest[0][0].islower()
        )
        kind = [] if names_kind(title, item.category) else [_noun_of(item.category)]
        return " ".join(["the", first.lower() if common else first, *rest, *kind])

    def _spanish_name(self, item: Item, title: str, noun: bool) -> str:
        """ "la camiseta roja de cuello redondo"; «…» round a title that is not Spanish."""
        known = self._head(item)
        if known:
            return f"{_article(*known)} {title[0].lower()}{title[1:]}"
        return f"{self._noun(_category(item.category))} «{title}»" if noun else f"«{title}»"

    def whom(self, gender: str) -> str:
        """As in "for women", "para mujer"."""
        return self.genders.get(gender, gender)

    def usage(self, usage: str) -> str:
        """As in "for sport", "para hacer deporte"."""
        return self.usages.get(usage, usage)

    def money(self, euros: float) -> str:
        """As in "€24.90", "24,90 €"."""
        return f"{euros:.2f} €".replace(".", ",") if self._spanish else f"€{euros:.2f}"

    def pattern(self, pattern: str) -> str:
        """A pattern of data/patterns.py as a predicate: "striped", "de rayas"; "" for the vaguest."""
        if pattern in ("", "printed", "denim"):
            return ""
        return PATTERNS_ES[pattern] if self._spanish else PATTERNS.get(pattern, pattern)

    def sample(self, count: int) -> str:
        """The note behind prices that were invented for the demonstration."""
        if self._spanish:
            return " (precio de muestra)" if count == 1 else " (precios de muestra)"
        return " (sample price)" if count == 1 else " (sample prices)"


SPOKEN: dict[Language, Speech] = {
    "en": Speech(
        "en", "and", "or", "or",
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
         "ten", "eleven", "twelve"),
        {"men": "for men", "women": "for women", "boys": "for boys", "girls": "for girls",
         "unisex": "for anyone"},
        {"casual": "for every day", "formal": "for formal occasions", "sports": "for sport",
         "party": "for a party"},
        {"summer": "for summer", "winter": "for winter", "spring": "for spring", "fall": "for autumn"},
    ),
    "es": Speech(
        "es", "y", "o", "ni",
        ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
         "diez", "once", "doce"),
        {"men": "para hombre", "women": "para mujer", "boys": "para niño", "girls": "para niña",
         "unisex": "unisex"},
        {"casual": "para el día a día", "formal": "para ocasiones formales", "sports": "para hacer deporte",
         "party": "para una fiesta"},
        {"summer": "de verano", "winter": "de invierno", "spring": "de primavera", "fall": "de otoño"},
    ),
}  # fmt: skip
