"""Garments as customers ask for them: number, article, colour, style, in either language.

Each piece of text knows what it says about the wish. Chance decides; the words come from data/ and
app/utterances.py.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

from app.nlu.inflection import Noun, nouns
from app.nlu.wish import Language, Wanted
from app.training import utterances
from data.catalogue.vocabulary import categories, colours

MAIN = (
    "t-shirt", "shirt", "jersey", "jacket", "coat", "dress", "skirt", "pants", "shorts", "shoes", "hat",
    "bag",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase and what it says about the wish."""

    text: str
    wanted: tuple[Wanted, ...] = ()
    colour: str = ""
    gender: str = ""
    usage: str = ""


class Speaker:
    """Somebody who speaks one language and words garments at random."""

    def __init__(self, rng: random.Random, language: Language) -> None:
        self.rng, self.language = rng, language

    def _joined(self, items: list[Said]) -> Said:
        last = self._choose((" y ", " y ", " y también ", " con ", " + ")) if self._spanish else self._choose(
            (" and ", " and ", " and also ", " with ", " + ", " & ")
        )  # fmt: skip
        text = ", ".join(i.text for i in items[:-1]) + last + items[-1].text
        said = {i.colour for i in items} - {""}
        return Said(
            text, tuple(w for i in items for w in i.wanted),
            colour=said.pop() if len(said) == 1 else "",  # a wish has one colour: two cancel out
            gender=next((i.gender for i in items if i.gender), ""),
            usage=next((i.usage for i in items if i.usage), ""),
        )  # fmt: skip

    def _item(self, noun: Noun, count: int) -> Said:
        """One item, or an uncounted plural when ``count`` is 2."""
        if noun.mass:
            count = 1
        bare_pair = noun.pair and count == 1 and (not noun.one or self._chance(0.7))
        plural = count > 1 or bare_pair
        said = self._described(noun, plural)
        article = self._article(noun, bare_pair, plural, said.text)
        return replace(said, text=article + said.text, wanted=(Wanted(noun.category, count),))

    def _counted_item(self, noun: Noun, count: int) -> Said:
        if noun.mass:
            return self._item(noun, 1)
        number = self._choose(utterances.NUMBERS[self.language][count])
        if self._spanish:
            pairs = (
                "pares de " if noun.pair and noun.category in ("shoes", "sandals", "socks", "gloves") else ""
            )
            number += " " + (pairs if " de" not in number and self._chance(0.6) else "")
            if number == "un par de " and pairs:  # "un par de zapatos" is one pair
                count = 1
        else:
            number += " " + ("pairs of " if noun.pair and self._chance(0.7) else "")
        said = self._described(noun, True)
        return replace(said, text=number + said.text, wanted=(Wanted(noun.category, count),))

    def _described(self, noun: Noun, plural: bool) -> Said:
        text = noun.many if plural else noun.one
        colour = self._colour() if self._chance(0.45) else ""
        style, usage = self._pick(utterances.STYLES) if self._chance(0.22) else ("", "")
        owner, gender = ("", "")
        if self._chance(0.06) and utterances.OWNERS[self.language]:
            owner, gender = self._pick(utterances.OWNERS)
        if not self._spanish:
            before = self._choose((colour, colour, self._colour_word(colour))) if colour else ""
            behind = f"in {before}" if before and self._chance(0.12) else ""
            words = (owner, style, "" if behind else before, text, behind)
        else:
            words = ("", text, self._agreeing(colour, noun, plural), _agree(style, noun.gender, plural), "")
        return Said(" ".join(w for w in words if w), (), colour, gender, usage)

    def _agreeing(self, colour: str, noun: Noun, plural: bool) -> str:
        if not colour:
            return ""
        words = colours()[colour]
        if self._chance(0.12):
            return f"{self._choose(('en', 'de color', 'en color'))} {words.es}"
        if words.synonyms_es and self._chance(0.25):
            return self._choose(words.synonyms_es)
        return words.spanish(noun.gender, plural)

    def _colour_word(self, colour: str) -> str:
        return self._choose((colour, *colours()[colour].synonyms))

    def _in_colour(self, colour: str) -> str:
        return f"en {colours()[colour].es}" if self._spanish else f"in {colour}"

    def _article(self, noun: Noun, bare_pair: bool, plural: bool, text: str) -> str:
        if self._spanish:
            return self._spanish_article(noun, bare_pair, plural)
        if noun.mass:
            return self._choose(("", "some "))
        if bare_pair:
            return self._choose(("", "", "a pair of ", "a pair of ", "the ", "new "))
        if plural:
            some = ("some pairs of ", "a few pairs of ", "several pairs of ", "some ", "a few ")
            return self._choose(
                some if noun.pair else ("", "", "some ", "several ", "a few ", "any ", "various ")
            )
        a = "an " if text[0] in "aeiou" and not text.startswith("unisex") else "a "
        return self._choose((a, a, a, "", "the ", "one ", "another "))

    def _spanish_article(self, noun: Noun, bare_pair: bool, plural: bool) -> str:
        f = noun.gender == "f"
        if noun.mass:
            return self._choose(("", "algo de "))
        if bare_pair:
            return self._choose(
                ("", "unas " if f else "unos ", "unas " if f else "unos ", "las " if f else "los ")
            )
        some = ("varias ", "algunas ", "unas cuantas ") if f else ("varios ", "algunos ", "unos cuantos ")
        if plural:
            return self._choose(some if noun.pair else (*some, "", "", "", "unas " if f else "unos "))
        return (
            self._choose(("una ",) * 3 + ("", "la ", "otra "))
            if f
            else self._choose(("un ",) * 3 + ("", "el ", "otro "))
        )

    def _bare(self, noun: Noun, plural: float = 0.5) -> str:
        """A garment that is named and not wanted, sometimes with a colour, which is not wanted either."""
        many = not noun.one or self._chance(plural)
        text = noun.many if many else noun.one
        if not self._chance(0.3):
            return text
        colour = colours()[self._colour()]
        return f"{text} {colour.spanish(noun.gender, many)}" if self._spanish else f"{colour.name} {text}"

    # dice

    @property
    def _spanish(self) -> bool:
        return self.language == "es"

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _choose(self, options: Any) -> Any:
        return self.rng.choice(options)

    def _pick(self, table: dict[Language, Any]) -> Any:
        return self.rng.choice(table[self.language])

    def _number(self) -> int:
        return self.rng.choice((2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9))

    def _colour(self) -> str:
        main = ("black", "white", "blue", "red", "green", "grey")
        return self.rng.choice(main if self._chance(0.4) else tuple(colours()))

    def _noun(self, but: frozenset[str] = frozenset()) -> Noun:
        names = [n for n in (MAIN if self._chance(0.45) else tuple(categories())) if n not in but]
        words = nouns(self.language)[self.rng.choice(names)]
        return words[0] if self._chance(0.25) else self.rng.choice(words)

    def _several(self, count: int = 0) -> list[Noun]:
        chosen: list[Noun] = []
        for _ in range(count or self.rng.choice((2, 2, 2, 3))):
            chosen.append(self._noun(frozenset(n.category for n in chosen)))
        return chosen


def _agree(style: str, gender: str, plural: bool) -> str:
    """The form of "liso/lisos/lisa/lisas", of "formal/formales" or of an invariable phrase."""
    forms = style.split("/")
    return forms[(plural + 2 * (gender == "f")) % len(forms)]
