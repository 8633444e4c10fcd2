"""Advice composed from the cards: what was found, why it fits, how to wear it, and what is missing.

For language models whose prose cannot be shown. Says nothing that is not on a card or in the wish, and says
the same again for the same items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from app import sentences as s
from app.speech import SPOKEN, Speech, listed
from app.wish import Wish
from data.catalogue import Item
from data.store import Match
from data.vocabulary import categories, colours

QUIET = (
    "black",
    "white",
    "grey",
    "beige",
    "brown",
    "navy blue",
)  # colours, or families of them, that go with most
LONGEST = 4  # sentences of advice; what is missing is said besides
NAMED = 6  # categories in stock that are listed by name
KIN = {  # what comes nearest to a category that is not in stock, best first
    "t-shirt": ("shirt", "jersey"), "shirt": ("t-shirt", "jersey"), "jersey": ("jacket", "shirt", "t-shirt"),
    "jacket": ("coat", "jersey"), "coat": ("jacket", "jersey"), "dress": ("skirt", "saree"),
    "skirt": ("dress", "pants"),
    "pants": ("shorts", "skirt"), "shorts": ("pants", "skirt"), "shoes": ("sandals",), "sandals": ("shoes",),
    "socks": ("shoes",), "hat": ("scarf", "gloves"), "bag": ("wallet",), "wallet": ("bag",),
    "belt": ("tie", "wallet"),
    "watch": ("jewellery", "belt"), "jewellery": ("watch", "scarf"), "tie": ("scarf", "belt"),
    "scarf": ("hat", "tie", "gloves"), "gloves": ("scarf", "hat"), "sunglasses": ("hat",),
    "umbrella": ("coat",),
    "kurta": ("shirt", "t-shirt"), "saree": ("dress", "kurta"), "nightwear": ("t-shirt",),
    "tracksuit": ("pants", "jersey"), "swimwear": ("shorts",), "gift set": ("wallet", "jewellery", "bag"),
}  # fmt: skip


def closest_category(category: str, stocked: Sequence[str]) -> str | None:
    """The category in stock that comes nearest to one that is not, or None."""
    return next((name for name in KIN.get(category, ()) if name in stocked), None)


def compose(
    wish: Wish, matches: Sequence[Match], missing: Sequence[str], stocked: Sequence[str], photo: bool = False
) -> Iterator[str]:
    """Advice about exactly these matches, in pieces of a few words.

    ``wish.wanted`` is what was searched for ("" for any category), ``missing`` the wanted categories that the
    shop does not carry, ``stocked`` those it does, ``photo`` whether the customer showed one.
    """
    adviser = _Adviser(wish, [m.item for m in matches], tuple(missing), tuple(stocked), photo)
    text = " ".join(adviser.said())
    yield from re.findall(r"\S+\s*\S*\s*\S*\s*", text)


@dataclass(frozen=True, slots=True)
class _Adviser:
    wish: Wish
    items: Sequence[Item]
    missing: tuple[str, ...]
    stocked: tuple[str, ...]
    photo: bool

    @property
    def speech(self) -> Speech:
        return SPOKEN[self.wish.language]

    def said(self) -> list[str]:
        if self.wish.intent == "chat":
            return [self._say(s.CHAT, list=self._in_stock())]
        if not self.items:
            return self._nothing()
        advice = [*self._opening(), *self._fits(), self._style(), *self._price()]
        return [*advice[:LONGEST], *self._honest()]

    def _say(self, variants: s.Sentences, **blanks: str) -> str:
        """One of the variants, always the same for the same items; {Word} is {word} with a capital."""
        options = variants[self.wish.language]
        key = "|".join([i.id for i in self.items] or [*self.missing, self.wish.intent]) + options[0]
        capitals = {name.capitalize(): value[:1].upper() + value[1:] for name, value in blanks.items()}
        text = options[crc32(key.encode()) % len(options)].format(**blanks, **capitals)
        return (
            text.replace(" a el ", " al ").replace(" de el ", " del ") if self.wish.language == "es" else text
        )

    # what there is not

    def _nothing(self) -> list[str]:
        if self.missing:
            return [self._refused()]
        return [
            self._say(s.NOT_SOLD if self.wish.intent == "not_carried" else s.NOTHING, list=self._in_stock())
        ]

    def _refused(self) -> str:
        things = listed([self.speech.plural(name) for name in self.missing], self.speech.neither)
        near = self._nearest()
        if near:
            return self._say(s.NOT_CARRIED_NEAR, things=things, near=self.speech.plural(near))
        return self._say(s.NOT_CARRIED, things=things, list=self._in_stock())

    def _nearest(self) -> str | None:
        shown = {item.category for item in self.items}
        near = (closest_category(name, self.stocked) for name in self.missing)
        return next((name for name in near if name and name not in shown), None)

    def _in_stock(self) -> str:
        names = [n for n in categories() if n in self.stocked] or list(self.stocked)
        return listed([self.speech.plural(n) for n in names[:NAMED]], self.speech.and_)

    def _honest(self) -> Iterator[str]:
        yield from self._fewer()
        yield from self._other_colour()
        if self.missing:
            things = listed([self.speech.plural(name) for name in self.missing], self.speech.neither)
            near = self._nearest()
            if near:
                yield self._say(s.ALSO_MISSING_NEAR, things=things, near=self.speech.plural(near))
            else:
                yield self._say(s.ALSO_MISSING, things=things)

    def _fewer(self) -> Iterator[str]:
        for wanted in self.wish.wanted:
            found = sum(item.category == wanted.category for item in self.items)
            if not wanted.category or found >= wanted.count:
                continue
            things, female = self.speech.plural(wanted.category), self.speech.female(wanted.category)
            if found:
                asked, had = (
                    self.speech.number(wanted.count, female),
                    self.speech.number(found, female, alone=True),
                )
                yield self._say(s.FOUND_FEWER, asked=asked, found=had, things=things)
            else:
                yield self._say(s.FOUND_NONE_OF, things=things)

    def _other_colour(self) -> Iterator[str]:
        asked = self.wish.colour
        others = [item for item in self.items if item.colour != asked]
        if not asked or not others:
            return
        colour = self.speech.colour(asked)
        shown = listed(
            list(dict.fromkeys(self.speech.colour(i.colour) for i in others if i.colour)), self.speech.and_
        )
        kinds = dict.fromkeys(item.category for item in others)
        things = listed([self.speech.plural(kind) for kind in kinds], self.speech.or_)
        if shown and all(_family(item.colour) == _family(asked) for item in others):
            yield self._say(s.CLOSE_SHADE, colour=colour, shown=shown)
        elif len(others) < len(self.items):
            if shown:
                yield self._say(s.SOME_OTHER_COLOUR, colour=colour, shown=shown)
        elif shown:
            yield self._say(s.OTHER_COLOUR, things=things, colour=colour, shown=shown)
        else:
            yield self._say(s.OTHER_COLOUR_PLAIN, things=things, colour=colour)

    # what there is

    def _opening(self) -> Iterator[str]:
        if self.photo:
            yield self._seen()
        titles = listed([self.speech.title(item) for item in self.items], self.speech.and_)
        kinds = {item.category for item in self.items}
        if len(self.items) == 1:
            yield self._say(s.ONE, title=titles)
        elif self.wish.intent == "outfit":
            yield self._say(s.OUTFIT, titles=titles)
        elif len(kinds) == 1:
            yield self._say(s.SEVERAL, these=self._these(), titles=titles)
        else:
            yield self._say(s.TOGETHER, titles=titles)

    def _seen(self) -> str:
        kinds = list(dict.fromkeys(item.category for item in self.items))
        if self.wish.intent == "outfit":
            return self._say(s.SEEN_OUTFIT)
        things = listed([self.speech.plural(kind) for kind in kinds], self.speech.and_)
        our = "nuestras" if self.speech.female(kinds[0]) else "nuestros"
        return self._say(s.SEEN, things=things, our=our)

    def _these(self) -> str:
        """As in "two black t-shirts": number, colour if it is asked for and on every card, category."""
        kind = self.items[0].category
        colour = self.wish.colour if all(i.colour == self.wish.colour for i in self.items) else ""
        return self.speech.several(len(self.items), colour, kind)

    def _fits(self) -> Iterator[str]:
        wish, items = self.wish, self.items
        traits = []
        named = len(items) > 1 and len({i.category for i in items}) == 1  # the opening has said the colour
        if wish.colour and not named and all(i.colour == wish.colour for i in items):
            traits.append(self.speech.in_colour(wish.colour))
        if wish.gender and all(i.gender in (wish.gender, "unisex") for i in items):
            traits.append(self.speech.whom(wish.gender))
        if wish.usage and all(i.usage == wish.usage for i in items):
            traits.append(self.speech.usage(wish.usage))
        if traits:
            yield self._say(
                s.FITS_ONE if len(items) == 1 else s.FITS_ALL, traits=listed(traits, self.speech.and_)
            )

    def _style(self) -> str:
        coloured = [item for item in self.items if item.colour]
        if len(self.items) == 1:
            return self._style_one(self.items[0])
        if len(coloured) < 2:
            return self._say(s.NO_COLOURS)
        if len({item.category for item in self.items}) == 1:
            return self._choice(coloured)
        return self._combination(coloured)

    def _style_one(self, item: Item) -> str:
        if not item.colour:
            return self._say(s.LOOK_CLOSER)
        return self._say(s.QUIET_ONE if _quiet(item) else s.LOUD_ONE, colour=self.speech.colour(item.colour))

    def _choice(self, items: Sequence[Item]) -> str:
        """Between items of one category."""
        names = list(dict.fromkeys(self.speech.colour(item.colour) for item in items))
        if len(names) == 1:
            return self._say(s.SAME_COLOUR, colour=names[0])
        quiet, loud = _parted(items)
        if quiet and loud:
            first, second = (self.speech.colour(part[0].colour) for part in (quiet, loud))
            return self._say(s.CHOOSE, first=first, second=second)
        return self._say(s.CHOOSE_OTHER, first=self.speech.the(names[0]), second=self.speech.the(names[1]))

    def _combination(self, items: Sequence[Item]) -> str:
        """Of items of different categories, by how their colours get along."""
        names = listed(
            list(dict.fromkeys(self.speech.the(self.speech.colour(i.colour)) for i in items)),
            self.speech.and_,
        )
        quiet, loud = _parted(items)
        if len({item.colour for item in items}) == 1:
            return self._say(s.ONE_FAMILY, colour=self.speech.colour(items[0].colour))
        if not loud:
            return self._say(s.ALL_QUIET, colours=names)
        if len(loud) == 1:
            pieces = listed([self.speech.piece(item) for item in quiet], self.speech.and_)
            return self._say(s.LOUD_AND_QUIET, loud=self.speech.piece(loud[0]), quiet=pieces)
        families = {_family(item.colour) for item in loud}
        if len(families) == 1:
            return self._say(s.ECHO, colour=self.speech.colour(families.pop()))
        return self._say(s.MANY_LOUD, colours=names)

    def _price(self) -> Iterator[str]:
        prices = [item.price for item in self.items if item.price is not None]
        if len(prices) < len(self.items):
            return
        sample = self.speech.sample(len(prices)) if any(i.price_note == "sample" for i in self.items) else ""
        low, high = (self.speech.money(p) for p in (min(prices), max(prices)))
        if len(prices) == 1:
            yield self._say(s.PRICE_ONE, price=low, sample=sample)
        elif len({item.category for item in self.items}) > 1:
            yield self._say(s.PRICE_SUM, price=self.speech.money(sum(prices)), sample=sample)
        elif low == high:
            yield self._say(s.PRICE_SAME, price=low, sample=self.speech.sample(1) if sample else "")
        else:
            yield self._say(s.PRICE_RANGE, low=low, high=high, sample=sample)


def _family(colour: str) -> str:
    return colours()[colour].family if colour in colours() else colour


def _quiet(item: Item) -> bool:
    return item.colour in QUIET or _family(item.colour) in QUIET


def _parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Those in quiet colours and the others."""
    parts: dict[bool, list[Item]] = {True: [], False: []}
    for quiet, group in groupby(items, key=_quiet):
        parts[quiet] += group
    return parts[True], parts[False]
