"""English: nouns and what agrees with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from app.advice.grammar import Grammar, Noun, category_record
from app.nlu.lexicon import nouns
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import Category, categories, category_named, plain

IN_PIECES = ("jewellery", "swimwear", "nightwear")  # counted so: "two pieces of jewellery"
JOINING = ("and", "of", "for", "the", "with", "de", "in")  # small words inside a maker's name


class English(Grammar):
    """How English says things."""

    language = "en"

    def title(self, item: Item) -> str:
        return item.title

    def description(self, item: Item) -> str:
        return item.description

    def plural(self, category: str) -> str:
        return category_record(category).plural

    def one_of(self, category: str) -> str:
        known = categories().get(category)
        if known is None or known.pair or category in IN_PIECES:
            return category
        return f"{'an' if category[0] in 'aeiou' else 'a'} {category}"

    def colour(self, name: str) -> str:
        return name

    def coloured(self, colour: str, gender: str, plural: bool) -> str:
        return colour

    def they_are(self, count: int, category: str) -> str:
        return "both are" if count == 2 else f"all {self.number(count, False)} are"

    def one(self, item: Item) -> str:
        return f"the {item.colour} {'pair' if category_record(item.category).pair else 'one'}"

    def one_is(self, item: Item) -> str:
        return "is"

    def nth(self, at: int, item: Item) -> str:
        pair = " pair" if category_record(item.category).pair else ""
        return f"the {self.words['ordinals'][at]}{pair}"

    def several(self, count: int, colour: str, category: str) -> str:
        known, one = category_record(category), count == 1
        counted = "pair" if known.pair else "piece" if category in IN_PIECES else ""
        parts = f"{counted}{'' if one else 's'} of" if counted else ""
        noun = known.name if one and not known.pair else known.plural
        return " ".join(filter(None, (self.number(count, False), parts, colour, noun)))

    def piece(self, item: Item) -> str:
        return " ".join(["the", *item.colour.split(), self.head(item).word])

    def money(self, euros: float) -> str:
        return f"€{euros:.2f}"

    def pattern(self, pattern: str, item: Item | None = None, category: str = "") -> str:
        return self.named("patterns", pattern) or pattern

    def described(self, noun: str, words: Sequence[str], whom: str = "") -> str:
        return " ".join(filter(None, (*words, noun, whom)))

    def descriptor(self, word: str, is_name: bool) -> str:
        return word

    def _title_name(self, item: Item, title: str, noun: bool) -> str:
        first, *rest = title.split()
        maker = first.istitle() and len(first) > 1 and bool(rest) and rest[0] not in JOINING
        common = first.lower() == item.colour or (maker and rest[0][0].islower())  # "Red Tape" is a maker
        own = category_record(item.category)
        more = [] if names_category(title, item.category) else [own.plural if own.pair else own.name]
        return " ".join(["the", first.lower() if common else first, *rest, *more])

    def _noun_span(self, title: Sequence[str], length: int) -> Sequence[str]:
        return title[-length:]

    def _nouns(self, category: str) -> Mapping[str, tuple[str, bool]]:
        return _nouns(category)

    def _category_noun(self, category: Category) -> Noun:
        return Noun(category.plural if category.pair else category.name, "m", category.pair)


def names_category(title: str, category: str) -> bool:
    """Whether an English title says what the thing is: by any word of its category, or nearly so ("pant").

    A title that ends in another garment's name has said enough.
    """
    known, words = category_record(category), plain(title).split()
    kinds = {plain(form) for noun in nouns("en").get(category, ()) for form in (noun.one, noun.many) if form}
    stems = {form.removesuffix("s") for form in (*kinds, plain(known.name), plain(known.plural))}
    return any(f" {stem}" in f" {' '.join(words)}" for stem in stems) or bool(category_named(words[-1]))


@lru_cache
def _nouns(category: str) -> dict[str, tuple[str, bool]]:
    """Gender and number of a title's last words. No plural of single things: a shirt that its row calls
    "Shirts" is a shirt."""
    return {
        plain(noun.many if noun.pair else noun.one): (noun.gender, noun.pair)
        for noun in nouns("en").get(category, ())
    }
