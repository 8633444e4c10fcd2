"""Items, numbers, colours and prices as words in English and Spanish, with their agreement.

Knows grammar; does not know what is said with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.advice.heads import agreement, begins_with_noun, head, kind, names_kind
from app.factcheck.safety import shown_title
from app.nlu.wish import Language
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import colours, plain

IN_PIECES = ("jewellery", "swimwear", "nightwear")  # English counts them so: "two pieces of jewellery"
IN_PAIRS = ("shoes", "sandals", "socks", "gloves")  # Spanish counts these in pairs, and trousers one by one
JOINING = ("and", "of", "for", "the", "with", "de", "in")  # small words inside a maker's name
PATTERNS = {
    "polka-dot": "polka-dotted", "animal-print": "in animal print", "camouflage": "in camouflage",
    "paisley": "in paisley", "herringbone": "in herringbone", "denim": "denim",
}  # fmt: skip
PATTERNS_ES = {
    "striped": "de rayas", "checked": "de cuadros", "polka-dot": "de lunares", "floral": "de flores",
    "camouflage": "de camuflaje", "animal-print": "de estampado animal", "paisley": "de cachemira",
    "herringbone": "de espiga", "printed": "de estampado", "denim": "de tela vaquera",
}  # fmt: skip
PLAIN_ES = {"f": ("lisa", "lisas"), "m": ("liso", "lisos")}
MOTIFS = {  # what a customer asked for, as a thing: "the stripes you asked for"
    "en": {"striped": "stripes", "checked": "checks", "polka-dot": "polka dots", "floral": "flowers"},
    "es": {
        "striped": "las rayas", "checked": "los cuadros", "polka-dot": "los lunares", "floral": "las flores",
    },
}  # fmt: skip


def listed(words: Sequence[str], last: str) -> str:
    """As in "a, b and c"; ``last`` stands before the last, and "y" becomes "e", "o" "u" where they must."""
    if len(words) < 2:
        return "".join(words)
    bare = plain(words[-1].lstrip("«"))
    if last == "y" and bare.startswith(("i", "hi")) and not bare.startswith(("hie", "ie")):
        last = "e"
    if last == "o" and bare.startswith(("o", "ho")):
        last = "u"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _article(gender: str, plural: bool) -> str:
    return {"f": ("la", "las"), "m": ("el", "los")}[gender][plural]


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language says things."""

    language: Language
    and_: str
    or_: str
    neither: str  # between things that are not there
    numbers: tuple[str, ...]  # from one on
    ordinals: tuple[str, ...]  # from first on; Spanish ones without their ending
    genders: dict[str, str]
    usages: dict[str, str]
    seasons: dict[str, str]

    @property
    def _spanish(self) -> bool:
        return self.language == "es"

    def plural(self, name: str) -> str:
        """A category's plural: "t-shirts", "camisetas"."""
        return kind(name).es_plural if self._spanish else kind(name).plural

    def female(self, name: str) -> bool:
        """Whether what a category is counted in is feminine in Spanish: "camisetas", not "pares de botas"."""
        return kind(name).es_gender == "f" and name not in IN_PAIRS

    def number(self, count: int, female: bool, alone: bool = False) -> str:
        """A number in words; Spanish "una", and "uno" where no noun follows."""
        if self._spanish and count == 1:
            return "una" if female else "uno" if alone else "un"
        return self.numbers[count - 1] if count <= len(self.numbers) else str(count)

    def colour(self, name: str) -> str:
        """A colour as a noun: "navy blue", "azul marino"; a shop's own word stays as it is."""
        known = colours().get(name)
        return known.es if known and self._spanish else name

    def the(self, colour: str) -> str:
        """A colour as a subject: "navy blue", "el azul marino"."""
        return f"el {colour}" if self._spanish else colour

    def dyed(self, colour: str, gender: str, plural: bool) -> str:
        """A colour as a predicate: "black", "negras"."""
        known = colours().get(colour)
        return known.spanish(gender, plural) if known and self._spanish else colour

    def dyed_as_named(self, item: Item) -> str:
        """An item's colour as a predicate of what ``name`` calls it: "blancas" of trainers, "zapatillas"."""
        return self.dyed(item.colour, *agreement(item, self.language))

    def it_is(self, item: Item) -> str:
        """As in "it is", "they are" for a pair; "es", "son"."""
        plural = agreement(item, self.language)[1]
        if self._spanish:
            return "son" if plural else "es"
        return "they are" if plural else "it is"

    def comes(self, item: Item) -> str:
        """As in "it comes with", "they come with"; "lleva", "llevan"."""
        plural = agreement(item, self.language)[1]
        if self._spanish:
            return "llevan" if plural else "lleva"
        return "they come with" if plural else "it comes with"

    def costs(self, item: Item) -> str:
        """As in "it costs", "they cost"; "cuesta", "cuestan"."""
        plural = agreement(item, self.language)[1]
        if self._spanish:
            return "cuestan" if plural else "cuesta"
        return "they cost" if plural else "it costs"

    def one_is(self, item: Item) -> str:
        """The verb behind ``one``: "the red pair is", "los rojos son"."""
        return self.it_is(item) if self._spanish else "is"

    def they_are(self, count: int, name: str) -> str:
        """As in "both are", "all three are"; "las dos son", "todas las piezas son" where ``name`` is ""."""
        if not self._spanish:
            return "both are" if count == 2 else f"all {self.number(count, False)} are"
        female = not name or self.female(name)
        counted = "" if name and name not in IN_PAIRS else "pares " if name else "piezas "
        return f"{'las' if female else 'los'} {self.number(count, female)} {counted}son"

    def one(self, item: Item) -> str:
        """An item among others of its kind, by its colour: "the red one", "la roja", "los rojos"."""
        if self._spanish:
            return f"{_article(*agreement(item, 'es'))} {self.dyed_as_named(item)}"
        return f"the {item.colour} {'pair' if kind(item.category).pair else 'one'}"

    def nth(self, at: int, item: Item) -> str:
        """An item among others of its kind, by its place from 0 on: "the first", "las primeras"."""
        if not self._spanish:
            return f"the {self.ordinals[at]}{' pair' if kind(item.category).pair else ''}"
        gender, plural = agreement(item, "es")
        ending = {"f": ("a", "as"), "m": ("o", "os")}[gender][plural]
        return f"{_article(gender, plural)} {self.ordinals[at]}{ending}"

    def several(self, count: int, colour: str, name: str) -> str:
        """As in "two black t-shirts", "dos camisetas negras"; pairs and pieces are counted as such."""
        category, number = kind(name), self.number(count, self.female(name))
        one = count == 1
        if self._spanish:
            counted = ("par de " if one else "pares de ") if name in IN_PAIRS else ""
            if one and category.pair and not counted:
                number = "unas" if number == "una" else "unos"
            many = not one or category.pair
            noun = category.es_plural if many else category.es
            adjective = self.dyed(colour, category.es_gender, many)
            return f"{number} {counted}{noun} {adjective}".rstrip()
        counted = "pair" if category.pair else "piece" if name in IN_PIECES else ""
        parts = f"{counted} of" if one and counted else f"{counted}s of" if counted else ""
        noun = category.name if one and not category.pair else category.plural
        return " ".join(w for w in (number, parts, colour, noun) if w)

    def piece(self, item: Item) -> str:
        """As in "the red polo shirt", "las zapatillas rojas"."""
        named = head(item, self.language)
        if not self._spanish:
            return " ".join(["the", *item.colour.split(), named.noun])
        article = _article(named.gender, named.plural)
        return f"{article} {named.noun} {self.dyed(item.colour, named.gender, named.plural)}".strip()

    def name(self, item: Item, noun: bool = True) -> str:
        """An item by its title, in this language where the catalogue has it.

        Its category is said beside a title that does not name it, if ``noun`` is wished; its colour where the
        title is only its category, or may not be shown.
        """
        title = shown_title((self._spanish and item.title_es) or item.title)
        if not title or plain(title) in (plain(item.category), plain(kind(item.category).es)):
            return self.piece(item)
        if self._spanish:
            return self._spanish_name(item, title, noun)
        first, *rest = title.split()
        named = first.istitle() and len(first) > 1 and bool(rest) and rest[0] not in JOINING
        common = first.lower() == item.colour or (named and rest[0][0].islower())  # "Red Tape" is a maker
        own = kind(item.category)
        more = [] if names_kind(title, item.category) else [own.plural if own.pair else own.name]
        return " ".join(["the", first.lower() if common else first, *rest, *more])

    def _spanish_name(self, item: Item, title: str, noun: bool) -> str:
        """ "la camiseta roja de cuello redondo"; «…» round a title that is not Spanish."""
        if begins_with_noun(item):
            return f"{_article(*agreement(item, 'es'))} {title[0].lower()}{title[1:]}"
        own = kind(item.category)
        article = _article(own.es_gender, own.pair)
        return f"{article} {own.es_plural if own.pair else own.es} «{title}»" if noun else f"«{title}»"

    def whom(self, gender: str) -> str:
        """As in "for women", "para mujer"."""
        return self.genders.get(gender, gender)

    def usage(self, usage: str) -> str:
        """As in "for sport", "para hacer deporte"."""
        return self.usages.get(usage, usage)

    def money(self, euros: float) -> str:
        """As in "€24.90", "24,90 €"."""
        return f"{euros:.2f} €".replace(".", ",") if self._spanish else f"€{euros:.2f}"

    def pattern(self, pattern: str, item: Item | None = None) -> str:
        """A pattern of data/patterns.py as a predicate: "striped", "de rayas", and "lisa" of an ``item``."""
        if not self._spanish:
            return PATTERNS.get(pattern, pattern)
        if pattern == "plain":
            gender, plural = agreement(item, "es") if item else ("m", False)
            return PLAIN_ES[gender][plural]
        return PATTERNS_ES.get(pattern, "")

    def motif(self, pattern: str) -> str:
        """The same as a thing, "stripes", "las rayas"; "" where it is not one."""
        return MOTIFS[self.language].get(pattern, "")

    def by_card(self, count: int) -> str:
        """As in "by the card", "según las fichas"."""
        if self._spanish:
            return "según la ficha" if count == 1 else "según las fichas"
        return "by the card" if count == 1 else "by their cards"

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
        ("first", "second", "third", "fourth"),
        {"men": "for men", "women": "for women", "boys": "for boys", "girls": "for girls",
         "kids": "for children", "unisex": "for anyone"},
        {"casual": "for every day", "formal": "for formal occasions", "sports": "for sport",
         "party": "for a party"},
        {"summer": "for summer", "winter": "for winter", "spring": "for spring", "fall": "for autumn"},
    ),
    "es": Speech(
        "es", "y", "o", "ni",
        ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
         "diez", "once", "doce"),
        ("primer", "segund", "tercer", "cuart"),
        {"men": "para hombre", "women": "para mujer", "boys": "para niño", "girls": "para niña",
         "kids": "para niños", "unisex": "unisex"},
        {"casual": "para el día a día", "formal": "para ocasiones formales", "sports": "para hacer deporte",
         "party": "para una fiesta"},
        {"summer": "de verano", "winter": "de invierno", "spring": "de primavera", "fall": "de otoño"},
    ),
}  # fmt: skip
