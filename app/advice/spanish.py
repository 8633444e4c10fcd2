"""Spanish: genders, numbers, articles and contractions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from app.advice.grammar import Grammar, Noun, category_record
from app.nlu.lexicon import nouns, words
from app.search.card_text import shown_title
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, colours, plain

IN_PAIRS = ("shoes", "sandals", "socks", "gloves")  # counted in pairs; trousers are counted one by one
UNACCENTED = str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU")
ENDINGS = {"f": ("a", "as"), "m": ("o", "os")}


class Spanish(Grammar):
    """How Spanish says things."""

    language = "es"
    noun_first = True

    def title(self, item: Item) -> str:
        """The Spanish one; the shop's only one where that is Spanish by its first words."""
        return item.title_es or (item.title if _is_spanish(item.title) else "")

    def description(self, item: Item) -> str:
        return item.description_es

    def plural(self, category: str) -> str:
        return category_record(category).es_plural

    def feminine(self, category: str, counted: bool = False) -> bool:
        in_pairs = counted and category in IN_PAIRS
        return category_record(category).es_gender == "f" and not in_pairs

    def category_noun(self, category: str) -> Noun:
        known = category_record(category)
        return Noun(known.es_plural if known.pair else known.es, known.es_gender, known.pair)

    def number(self, count: int, feminine: bool, alone: bool = False) -> str:
        if count == 1:
            return "una" if feminine else "uno" if alone else "un"
        return super().number(count, feminine, alone)

    def one_of(self, category: str) -> str:
        if category not in categories():
            return category
        noun = self.category_noun(category)
        article = ("una", "unas") if noun.gender == "f" else ("un", "unos")
        return f"{article[noun.plural]} {noun.word}"

    def colour(self, name: str) -> str:
        known = colours().get(name)
        return self._colours.get(name) or (known.es if known else name)

    def the_colour(self, colour: str) -> str:
        return f"el {colour}"

    def coloured(self, colour: str, gender: str, plural: bool) -> str:
        known, own = colours().get(colour), self._colours.get(colour)
        if own is None:
            return known.spanish(gender, plural) if known else colour
        return own[:-1] + ENDINGS[gender][plural] if own.endswith("o") and " " not in own else own

    def agreement(self, item: Item) -> tuple[str, bool]:
        """Those of the first word of the title, whatever category it belongs to: "Carteras rojas"."""
        noun = self.head(item)
        return _first_words().get(self._first_word(item)) or (noun.gender, noun.plural)

    def they_are(self, count: int, category: str) -> str:
        feminine = not category or self.feminine(category, counted=True)
        counted = "piezas " if not category else "pares " if category in IN_PAIRS else ""
        return f"{'las' if feminine else 'los'} {self.number(count, feminine)} {counted}son"

    def all_are(self, items: Sequence[Item]) -> str:
        alike = len({item.category for item in items}) == 1 and items[0].category not in IN_PAIRS
        genders = {self.agreement(item)[0] for item in items}
        if not alike or len(genders) > 1:
            return super().all_are(items)
        feminine = genders == {"f"}
        return f"{'las' if feminine else 'los'} {self.number(len(items), feminine)} son"

    def one(self, item: Item) -> str:
        gender, plural = self.agreement(item)
        return f"{_article(gender, plural)} {self.coloured(item.colour, gender, plural)}"

    def one_is(self, item: Item) -> str:
        return self.verb("it_is", item)

    def nth(self, at: int, item: Item) -> str:
        gender, plural = self.agreement(item)
        return f"{_article(gender, plural)} {self.words['ordinals'][at]}{ENDINGS[gender][plural]}"

    def several(self, count: int, colour: str, category: str) -> str:
        known, one = category_record(category), count == 1
        number = self.number(count, self.feminine(category, counted=True))
        counted = ("par de " if one else "pares de ") if category in IN_PAIRS else ""
        if one and known.pair and not counted:
            number = "unas" if number == "una" else "unos"
        many = not one or known.pair
        noun = known.es_plural if many else known.es
        return f"{number} {counted}{noun} {self.coloured(colour, known.es_gender, many)}".rstrip()

    def it(self, items: Sequence[Item]) -> str:
        genders, plurals = zip(*map(self.agreement, items), strict=True)
        stem = "la" if set(genders) == {"f"} else "lo"
        return stem + "s" * (len(items) > 1 or plurals[0])

    def named_object(self, sentence: str) -> str:
        """A verb loses the accent that it has only before a pronoun: "lléva{it}" → "lleva {piece}"."""
        return re.sub(r"(\w+)\{it\}", lambda verb: f"{verb[1].translate(UNACCENTED)} {{piece}}", sentence)

    def piece(self, item: Item) -> str:
        noun = self.head(item)
        colour = self.coloured(item.colour, noun.gender, noun.plural)
        return f"{_article(noun.gender, noun.plural)} {noun.word} {colour}".strip()

    def pattern(self, pattern: str, item: Item | None = None, category: str = "") -> str:
        if pattern != "plain":
            return super().pattern(pattern, item, category)
        gender, plural = (category_record(category).es_gender, True) if category else ("m", False)
        if item:
            gender, plural = self.agreement(item)
        return f"lis{ENDINGS[gender][plural]}"

    def described(self, noun: str, words: Sequence[str], whom: str = "") -> str:
        return " ".join(filter(None, (noun, *words, whom)))

    def descriptor(self, word: str, is_name: bool) -> str:
        return word if is_name else f"de {word}"

    def _title_name(self, item: Item, title: str, noun: bool) -> str:
        """ "la camiseta roja de cuello redondo"; «…» round a title that is not Spanish."""
        if self._first_word(item) in _first_words():
            return f"{_article(*self.agreement(item))} {title[0].lower()}{title[1:]}"
        if not noun:
            return f"«{title}»"
        own = self.thing_noun(item)
        return f"{_article(own.gender, own.plural)} {own.word} «{title}»"

    def _first_word(self, item: Item) -> str:
        return plain(next(iter(shown_title(self.title(item)).split()), ""))

    @staticmethod
    @lru_cache
    def _nouns(category: str) -> dict[str, tuple[str, bool]]:
        own = [(noun, form) for noun in nouns("es").get(category, ()) for form in (noun.one, noun.many)]
        return {plain(form): (noun.gender, form == noun.many) for noun, form in own if form}

    def _conjunction(self, word: str, following: str) -> str:
        """ "y" becomes "e" before an i, "o" becomes "u" before an o."""
        bare = plain(following.lstrip("«"))
        if word == "y" and bare.startswith(("i", "hi")) and not bare.startswith(("hie", "ie")):
            return "e"
        return "u" if word == "o" and bare.startswith(("o", "ho")) else word


def _article(gender: str, plural: bool) -> str:
    return {"f": ("la", "las"), "m": ("el", "los")}[gender][plural]


@lru_cache
def _first_words() -> dict[str, tuple[str, bool]]:
    """Gender, and whether it is a plural, of every garment word of one word."""
    found: dict[str, tuple[str, bool]] = {}
    for noun in (noun for of_category in nouns("es").values() for noun in of_category):
        half = re.sub("(?<=[nlrd])es$|s$", "", noun.many) if noun.pair and not noun.one else ""
        for form, plural in ((noun.one or half, False), (noun.many, True)):
            if form and " " not in form:
                found.setdefault(plain(form), (noun.gender, plural))
    return found


@lru_cache(maxsize=4096)
def _is_spanish(title: str) -> bool:
    """Whether a title is Spanish: it begins with a garment, and has no English one without a "de"."""
    first, *rest = plain(title).split() or [""]
    foreign = {plain(form) for own in nouns("en").values() for noun in own for form in (noun.one, noun.many)}
    marked = not (words("behind_head", "es") - words("behind_head", "en")).isdisjoint(rest)
    usual = first in {plain(c.es) for c in categories().values()} and foreign.isdisjoint(rest)
    return first in _first_words() and (marked or usual or foreign.isdisjoint((first, *rest)))
