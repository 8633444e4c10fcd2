"""`python -m app.messages`: invents customers' messages together with the wish that each of them means.

Training data for the small language model (models/lora.py). Knows the rules of the classifier; the words come
from app/phrases.py, data/categories.csv and data/colours.csv. Same seed, same rows.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app import phrases
from app.misspelling import careless
from app.nouns import Noun, nouns
from app.wish import Intent, Language, Wanted, Wish, as_json, wish_messages
from data.vocabulary import categories, colours

MAIN = (
    "t-shirt",
    "shirt",
    "jersey",
    "jacket",
    "coat",
    "dress",
    "skirt",
    "pants",
    "shorts",
    "shoes",
    "hat",
    "bag",
)
TYPOS = 0.2  # of the messages are misspelt
INTENTS: dict[str, Intent] = {
    "outfit": "outfit",
    "chat": "chat",
    "hostile": "chat",
    "not_carried": "not_carried",
}
KINDS = {  # share of each kind of message
    "single": 18, "plural": 11, "counted": 12, "multi": 9, "multi_counted": 7, "negation": 7, "possession": 7,
    "outfit": 10, "like_this": 3, "chat": 7, "hostile": 3, "not_carried": 6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A message, what it means, and which kind of difficulty it is."""

    message: str
    wish: Wish
    kind: str


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase and what it says about the wish."""

    text: str
    wanted: tuple[Wanted, ...] = ()
    colour: str = ""
    gender: str = ""
    usage: str = ""


class Customer:
    """Somebody who speaks one language and says the next thing at random."""

    def __init__(self, rng: random.Random, language: Language) -> None:
        self.rng, self.language = rng, language

    def row(self, kind: str) -> Row:
        """A message of that kind, as it would be typed."""
        said: Said = getattr(self, f"_{kind}")()
        intent = INTENTS.get(kind, "search")
        wish = Wish(intent, said.wanted, said.colour, said.gender, said.usage, self.language)
        return Row(careless(self.rng, self._framed(said.text, kind), TYPOS), wish, kind)

    # kinds of message

    def _single(self) -> Said:
        return self._asked(self._item(self._noun(), 1))

    def _plural(self) -> Said:
        return self._asked(self._item(self._noun(), 2))

    def _counted(self) -> Said:
        return self._asked(self._counted_item(self._noun(), self._number()))

    def _multi(self) -> Said:
        return self._asked(self._joined([self._item(noun, 1) for noun in self._several()]))

    def _multi_counted(self) -> Said:
        items = [
            self._counted_item(noun, self._number())
            if self._chance(0.6)
            else self._item(noun, self.rng.choice((1, 1, 2)))
            for noun in self._several()
        ]
        return self._asked(self._joined(items))

    def _negation(self) -> Said:
        noun, other = self._several(2)
        return self._around(
            phrases.REJECTS, self._item(noun, self.rng.choice((1, 1, 2))), self._bare(other, 0.5)
        )

    def _possession(self) -> Said:
        noun, other = self._several(2)
        return self._around(
            phrases.OWNS, self._item(noun, self.rng.choice((1, 1, 2))), self._bare(other, 0.2)
        )

    def _outfit(self) -> Said:
        kind = self.rng.random()
        if kind < 0.12:
            return Said(self._pick(phrases.MATCH_OWNED).format(y=self._bare(self._noun(), 0.2)))
        if kind < 0.22:
            name = self._colour()
            words = colours()[name]
            return Said(
                self._pick(phrases.LONELY_COLOUR).format(k=words.es if self._spanish else name), colour=name
            )
        if kind < 0.5:
            text, usage = self._pick(phrases.EVENTS)
            return Said(text, usage=usage)
        (occasion, usage), (whom, gender) = self._pick(phrases.OCCASIONS), self._pick(phrases.WHOM)
        pattern = self._pick(phrases.OUTFITS)
        said = Said(" ".join(pattern.format(o=occasion, w=whom).split()))
        return replace(
            said, usage=usage if "{o}" in pattern else "", gender=gender if "{w}" in pattern else ""
        )

    def _like_this(self) -> Said:
        pattern = self._pick(phrases.LIKE_THIS)
        if "{c}" not in pattern:
            return Said(pattern)
        name = self._colour()
        return Said(pattern.format(c=self._in_colour(name)), colour=name)

    def _chat(self) -> Said:
        return Said(self._pick(phrases.CHAT).format(y=self._bare(self._noun())))

    def _hostile(self) -> Said:
        return Said(self._pick(phrases.HOSTILE).format(y=self._bare(self._noun(), 1)))

    def _not_carried(self) -> Said:
        one, many = self._pick(phrases.NOT_CARRIED)
        return self._asked(Said(many if self._chance(0.4) else one), plain_ask=True)

    # pieces of a message

    def _asked(self, item: Said, plain_ask: bool = False) -> Said:
        if not plain_ask:
            item = self._with_details(item)
        if not item.gender and not plain_ask and self._chance(0.06):
            pattern, gender = self._pick(phrases.SPEAKS_FOR)
            return replace(item, text=pattern.format(x=item.text), gender=gender)
        return replace(item, text=self._pick(phrases.ASK).format(x=item.text))

    def _around(self, patterns: dict[Language, tuple[str, ...]], item: Said, other: str) -> Said:
        return replace(item, text=self._pick(patterns).format(x=item.text, y=other))

    def _with_details(self, item: Said) -> Said:
        details: list[Said] = []
        if not item.gender and self._chance(0.2):
            text, gender = self._pick(phrases.WHOM)
            details.append(Said(text, gender=gender))
        if not item.usage and self._chance(0.2):
            text, usage = self._pick(phrases.OCCASIONS)
            details.append(Said(text, usage=usage))
        if self._chance(0.15):
            details.append(Said(self._pick(phrases.TAILS)))
        self.rng.shuffle(details)
        gender = next((d.gender for d in details if d.gender), item.gender)
        usage = next((d.usage for d in details if d.usage), item.usage)
        return replace(
            item, text=" ".join([item.text, *(d.text for d in details)]), gender=gender, usage=usage
        )

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
        number = self._choose(phrases.NUMBERS[self.language][count])
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
        style, usage = self._pick(phrases.STYLES) if self._chance(0.22) else ("", "")
        owner, gender = ("", "")
        if self._chance(0.06) and phrases.OWNERS[self.language]:
            owner, gender = self._pick(phrases.OWNERS)
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

    def _framed(self, text: str, kind: str) -> str:
        if kind in ("chat", "hostile") and self._chance(0.7):
            return text
        if self._chance(0.18):
            text = self._choose(phrases.HELLO[self.language]) + text
        if self._chance(0.15) and not text.endswith("?"):
            text += self._choose(phrases.THANKS[self.language])
        return text

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


def rows(number: int, seed: int) -> Iterator[Row]:
    """``number`` rows of which no two say the same, English and Spanish by turns."""
    rng = random.Random(seed)
    customers = (Customer(rng, "en"), Customer(rng, "es"))
    seen: set[str] = set()
    while len(seen) < number:
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        row = customers[len(seen) % 2].row(kind)
        if row.message.strip() and row.message not in seen:
            seen.add(row.message)
            yield row


def as_line(row: Row) -> str:
    """A row as JSON: the messages to the model, its answer, and what evaluation needs to know."""
    asked = [{"role": m.role, "content": m.text} for m in wish_messages(row.message)]
    answer = as_json(row.wish)
    line = {"messages": asked, "answer": answer, "kind": row.kind, "language": row.wish.language}
    return json.dumps(line, ensure_ascii=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m app.messages", description=__doc__)
    parser.add_argument("--rows", type=int, default=6000, help="how many (default: 6000)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other rows (default: 0)")
    parser.add_argument("--out", type=Path, required=True, help="file of JSON lines to write")
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as file:
        for row in rows(args.rows, args.seed):
            file.write(as_line(row) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
