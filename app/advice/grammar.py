"""How items, numbers, colours and prices become words: English, from which other languages differ.

A language is a file in data/ and a subclass. Knows grammar; does not know what is said with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from app.nlu.lexicon import articles, english_plural, normalize, nouns, spanish_plural
from app.plan import Language
from app.search.card_text import named_words, names_category, plural_in, shown_title
from app.search.claims import finer_synonyms
from data.catalogue.catalogue import Item
from data.catalogue.values.money import money
from data.catalogue.vocabulary import Category, categories, plain

DATA = Path(__file__).parent / "data"
MAX_NOUN_WORDS = 3  # "baseball cap", "pantalones cortos"
IN_PIECES = ("jewellery", "swimwear", "nightwear")  # counted so: "two pieces of jewellery"
JOINING = ("and", "of", "for", "the", "with", "de", "in")  # small words inside a maker's name


@dataclass(frozen=True, slots=True)
class Noun:
    """The noun that a title is about; its gender "f" or "m", and whether verbs beside it are plural."""

    word: str
    gender: str
    plural: bool


@lru_cache
def language_data(language: Language) -> dict[str, Any]:
    """One language's file: words and tables by name, and under ``templates`` a list of variants by name."""
    loaded: dict[str, Any] = json.loads((DATA / f"{language}.json").read_text("utf-8"))
    return loaded


@lru_cache
def category_record(name: str) -> Category:
    """A category of categories.csv, or one made up for a word that only this shop uses."""
    gender = "f" if name.endswith("a") else "m"
    many, many_es = english_plural(name), spanish_plural(name)
    return categories().get(name) or Category(name, many, name, many_es, gender, "", False, (), (), ())


class Grammar:
    """How English says things."""

    language: ClassVar[Language] = "en"
    noun_first: ClassVar[bool] = False  # in titles

    def __init__(
        self, colours: Mapping[str, str] | None = None, kinds: Mapping[str, Noun] | None = None
    ) -> None:
        """``colours``: the words that the customer or the cards have for colours, ``kinds``: those for items,
        by id; a language's own words for all others."""
        self._colours, self._kinds = colours or {}, kinds or {}

    @property
    def words(self) -> Mapping[str, Any]:
        """The language's own words and templates."""
        return language_data(self.language)

    def listed(self, words: Sequence[str], last: str = "and") -> str:
        """As in "a, b and c"; ``last`` names the conjunction: "and", "or" or "neither"."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self._conjunction(self.words[last], words[-1])} {words[-1]}"

    def named(self, table: str, value: str) -> str:
        """A value by one of the language's tables ("audiences", "usages", "seasons", "motifs",
        "colour_groups"); "" where the table lacks it."""
        return str(self.words[table].get(value, ""))

    def agreeing(self, word: str, other: bool) -> str:
        """The first form of a word, or its ``other``: plural, or feminine."""
        return str(self.words[word][other])

    def number(self, count: int, feminine: bool, alone: bool = False) -> str:
        """A number in words up to twelve; ``alone``: without a noun behind it."""
        numbers = self.words["numbers"]
        return str(numbers[count - 1]) if count <= len(numbers) else str(count)

    def verb(self, word: str, item: Item) -> str:
        """Subject and verb of one item: "it costs", "they cost" for a pair; "es", "son"."""
        return self.agreeing(word, self.agreement(item)[1])

    def they_are(self, count: int, category: str) -> str:
        """As in "both are", "all three are"; "las dos son", and with category "" "todas las piezas son"."""
        return "both are" if count == 2 else f"all {self.number(count, False)} are"

    def all_are(self, items: Sequence[Item]) -> str:
        """The same of these items, as each of them is called: "las dos son" of two backpacks."""
        alike = len({item.category for item in items}) == 1
        return self.they_are(len(items), items[0].category if alike else "")

    def head(self, item: Item) -> Noun:
        """The noun of an item's title in this language; its category's where the title names none of that."""
        return self._titled(item) or self.thing_noun(item)

    def _titled(self, item: Item) -> Noun | None:
        """The noun that the title is about; None where it names none of its category."""
        shown = shown_title(self.title(item))
        title = shown.split()
        told = title if self.noun_first else list(named_words(shown))
        known = self._nouns(item.category)
        for length in range(min(MAX_NOUN_WORDS, len(told)), 0, -1):
            said = told[:length] if self.noun_first else told[-length:]
            if plain(" ".join(said)) in known:
                return Noun(_lowered(said, title), *known[plain(" ".join(said))])
        return None

    def agreement(self, item: Item) -> tuple[str, bool]:
        """Gender of what an item is called, and whether it is plural: by the last noun of its name."""
        title, noun = shown_title(item.title), self._titled(item)
        if noun is None and title and names_category(title, item.category):  # its category is not said beside
            if (plural := plural_in(title, item.category)) is not None:
                return "m", plural
            last = plain(named_words(title)[-1])
            return "m", last.endswith("s") and not last.endswith("ss")
        noun = noun or self.thing_noun(item)
        return noun.gender, noun.plural

    def thing_noun(self, item: Item) -> Noun:
        """What an item is called where its title does not say: the customer's word, or its category's."""
        return self._kinds.get(item.id) or self.category_noun(item.category)

    def name(self, item: Item, noun: bool = True) -> str:
        """An item by its title, in this language where the catalogue has it.

        Its category is said beside a title that does not name it, if ``noun`` is wished; its colour where the
        title is only its category, or may not be shown.
        """
        title = shown_title(self.title(item) or item.title)
        if not title or plain(title) in (plain(item.category), plain(category_record(item.category).es)):
            return self.piece(item)
        return self._title_name(item, title, noun)

    def bare_name(self, item: Item) -> str:
        """The part of a name that stays the same in every sentence: without article, category and quotes."""
        title = shown_title(self.title(item) or item.title)
        name = self.name(item)
        at = name.lower().find(title.lower()) if title else -1
        return name[at : at + len(title)] if at >= 0 else name.partition(" ")[2]

    def title(self, item: Item) -> str:
        """An item's title in this language; "" where the catalogue has none."""
        return item.title

    def description(self, item: Item) -> str:
        """An item's description in this language."""
        return item.description

    def plural(self, category: str) -> str:
        """A category's plural: "t-shirts", "camisetas"."""
        return category_record(category).plural

    def feminine(self, category: str, counted: bool = False) -> bool:
        """Whether a category is feminine; ``counted``: what it is counted in, "pares" of "sandalias"."""
        return False

    def category_noun(self, category: str) -> Noun:
        """The noun of one thing of a category."""
        known = category_record(category)
        return Noun(known.plural if known.pair else known.name, "m", known.pair)

    def one_of(self, category: str) -> str:
        """A category as one thing: "a shirt", "shoes", "unos zapatos"; a shop's own word as it is."""
        known = categories().get(category)
        if known is None or known.pair or category in IN_PIECES:
            return category
        return f"{'an' if category[0] in 'aeiou' else 'a'} {category}"

    def colour(self, name: str) -> str:
        """A colour as a noun: "navy blue", "azul marino"; a shop's own word stays as it is."""
        return self._colours.get(name) or str(self.words["colours"].get(name, name))

    def the_colour(self, colour: str) -> str:
        """A colour as a subject: "navy blue", "el azul marino"."""
        return colour

    def coloured(self, colour: str, gender: str, plural: bool) -> str:
        """A colour as a predicate: "black", "negras"."""
        return self.colour(colour)

    def one(self, item: Item) -> str:
        """An item among others of its kind, by its colour: "the red one", "la roja", "los rojos"."""
        return f"the {self.colour(item.colour)} {'pair' if category_record(item.category).pair else 'one'}"

    def one_is(self, item: Item) -> str:
        """The verb behind ``one``: "the red pair is", "los rojos son"."""
        return "is"

    def nth(self, at: int, item: Item) -> str:
        """An item among others of its kind, by its place from 0 on: "the first", "las primeras"."""
        pair = " pair" if category_record(item.category).pair else ""
        return f"the {self.words['ordinals'][at]}{pair}"

    def several(self, count: int, colour: str, category: str) -> str:
        """As in "two black t-shirts", "dos camisetas negras"; pairs and pieces are counted as such."""
        known, one = category_record(category), count == 1
        counted = "pair" if known.pair else "piece" if category in IN_PIECES else ""
        parts = f"{counted}{'' if one else 's'} of" if counted else ""
        noun = known.name if one and not known.pair else known.plural
        return " ".join(filter(None, (self.number(count, False), parts, self.colour(colour), noun)))

    def it(self, items: Sequence[Item]) -> str:
        """The items as an object: "it", "them"; "lo", "las"."""
        return "them" if len(items) > 1 or self.agreement(items[0])[1] else "it"

    def named_object(self, sentence: str) -> str:
        """A sentence of the stylebook with "{piece}" for its pronoun "{it}"."""
        return sentence.replace("{it}", "{piece}")

    def piece(self, item: Item) -> str:
        """As in "the red polo shirt", "las zapatillas rojas"."""
        return " ".join(["the", *self.colour(item.colour).split(), self.head(item).word])

    def money(self, amount: float, currency: str = "") -> str:
        """As in "€24.90", "24,90 €"."""
        return money(amount, currency, self.language)

    def pattern(self, pattern: str, item: Item | None = None, category: str = "") -> str:
        """A pattern as a predicate of an ``item``, or of things of a ``category``: "striped", "lisa"; what
        only looks like denim is in a denim look."""
        looks = item is not None and f"{pattern}-look" in item.description.lower()
        return self.named("patterns", f"{pattern}-look" if looks else pattern) or pattern

    def described(self, noun: str, words: Sequence[str], whom: str = "") -> str:
        """A noun with what describes it: "linen shirts for men", "camisas de lino para hombre"."""
        return " ".join(filter(None, (*words, noun, whom)))

    def descriptor(self, word: str, is_name: bool) -> str:
        """A customer's own descriptive word beside a noun: "linen", "de lino"."""
        return word

    def _title_name(self, item: Item, title: str, noun: bool) -> str:
        first, *rest = title.split()
        if rest and first.lower() in articles("en"):  # "The Marlowe Cardigan"
            first, *rest = rest
        small = bool(rest) and (rest[0][0].islower() or rest[0].lower() == "t-shirt")
        maker = first.istitle() and len(first) > 1 and rest[:1] and rest[0] not in JOINING
        common = small and (first.lower() == item.colour or maker)  # "Red Tape" is a maker
        noun_of_it = self.thing_noun(item).word
        finer = any(f" {word} " in normalize(title) for word in finer_synonyms(plain(noun_of_it)))
        more = [] if finer or names_category(title, item.category) else [noun_of_it]
        return " ".join(["the", first.lower() if common else first, *rest, *more])

    @staticmethod
    @lru_cache
    def _nouns(category: str) -> dict[str, tuple[str, bool]]:
        """Gender and number of the words that a title may be about. No plural of single things: a shirt that
        its row calls "Shirts" is a shirt."""
        own = nouns("en").get(category, ())
        halves = {plain(noun.many).removesuffix("s"): (noun.gender, False) for noun in own if noun.pair}
        whole = (noun for noun in own if not noun.pair or noun.many.endswith("s"))  # no "jogger" of a pair
        return halves | {
            plain(noun.many if noun.pair else noun.one): (noun.gender, noun.pair) for noun in whole
        }

    def _conjunction(self, word: str, following: str) -> str:
        return word


def _lowered(noun: Sequence[str], title: Sequence[str]) -> str:
    """Words of a title inside a sentence: "Chelsea boots" where only names have capitals, else all small."""
    if any(word[0].islower() for word in title[1:]) and len(noun) < len(title) and noun[0] != title[0]:
        return " ".join(noun)
    return " ".join(noun).lower()
