"""How to wear what is shown: by the colours on the cards, and nothing else. And what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.advice import templates as s
from app.advice.realize import listed
from app.advice.voice import Voice
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, colours

# These, and what belongs to them, go with most; blue denim does too
QUIET = ("black", "white", "grey", "beige", "brown", "navy blue")
DENIM = re.compile(r"\b(?:jeans?|denim|jeggings)\b", re.I)
BESIDE = {  # two colours that set a colour off; a shade that is not named has its family's
    "black": ("white", "red"), "white": ("navy blue", "tan"), "grey": ("white", "burgundy"),
    "beige": ("white", "navy blue"), "brown": ("cream", "navy blue"), "navy blue": ("white", "tan"),
    "blue": ("white", "brown"), "teal": ("cream", "grey"), "green": ("white", "beige"),
    "olive": ("cream", "black"), "yellow": ("white", "grey"), "mustard": ("navy blue", "grey"),
    "orange": ("white", "navy blue"), "red": ("white", "navy blue"), "burgundy": ("grey", "beige"),
    "pink": ("grey", "white"), "purple": ("grey", "white"), "cream": ("brown", "navy blue"),
    "tan": ("white", "navy blue"), "gold": ("black", "white"), "silver": ("black", "grey"),
}  # fmt: skip
UNWORN = ("nightwear", "gift set", "umbrella", "wallet")  # nor is worn with what is shown beside it
UNSTYLED = ("nightwear", "swimwear", "gift set")  # what nobody matches with anything


def style(voice: Voice, items: Sequence[Item]) -> Iterator[str]:
    """One suggestion that uses the items shown and no others."""
    if len(items) == 1:
        yield _alone(voice, items[0])
        return
    coloured = [item for item in items if item.colour]
    one_kind = len({item.category for item in items}) == 1
    apart = not one_kind and any(item.category in UNWORN for item in items)
    if len(coloured) < len(items) or apart:
        yield voice.say(s.NO_COLOURS_CHOOSE if one_kind else s.NO_COLOURS)
    else:
        yield (_choice if one_kind else _combination)(voice, coloured)


def price(voice: Voice, items: Sequence[Item], below: float = 0.0, cheap: bool = False) -> Iterator[str]:
    """What it costs, if every card says so: of one, from … to … of several, together for an outfit; and that
    it is less than ``below`` or that the lowest prices come first, if that was asked."""
    prices = [item.price for item in items if item.price is not None]
    if len(prices) < len(items):
        return
    invented = any(item.price_note == "sample" for item in items)
    one, several = (voice.speech.sample(count) if invented else "" for count in (1, 2))
    low, high = (voice.speech.money(euros) for euros in (min(prices), max(prices)))
    if below and low == high:
        costs = voice.speech.costs(items[0])
        yield voice.say(s.PRICE_BELOW_ONE, costs=costs, price=low, sample=one)
    elif below:
        yield voice.say(s.PRICE_BELOW, low=low, high=high, sample=several)
    elif len(items) == 1:
        said = s.PRICE_LOWEST_ONE if cheap else s.PRICE_ONE
        yield voice.say(said, costs=voice.speech.costs(items[0]), price=low, sample=one)
    elif len({item.category for item in items}) > 1 and not cheap:
        yield voice.say(s.PRICE_SUM, price=voice.speech.money(sum(prices)), sample=several)
    elif low == high:
        yield voice.say(s.PRICE_SAME, price=low, sample=one)
    else:
        yield voice.say(s.PRICE_LOWEST if cheap else s.PRICE_RANGE, low=low, high=high, sample=several)


def family(colour: str) -> str:
    """The basic colour that a colour belongs to: navy blue → blue."""
    return colours()[colour].family if colour in colours() else colour


def _alone(voice: Voice, item: Item) -> str:
    if not item.colour or item.category in UNSTYLED:
        return voice.say(s.LOOK_CLOSER)
    if item.colour == "multi":
        return voice.say(s.MANY_COLOURS_ONE)
    known, speech = categories().get(item.category), voice.speech
    accent = bool(known and known.role == "accessory")
    said = {
        (False, True): s.QUIET_ONE, (False, False): s.LOUD_ONE,
        (True, True): s.QUIET_ACCENT, (True, False): s.LOUD_ACCENT,
    }[accent, quiet(item)]  # fmt: skip
    tones = BESIDE.get(item.colour) or BESIDE.get(family(item.colour))
    if tones is None:  # a shop's own word for a colour
        return voice.say(s.LOOK_CLOSER)
    beside = listed([speech.colour(tone) for tone in tones], speech.or_)
    colour, dyed = speech.colour(item.colour), speech.dyed_as_named(item)
    return voice.say(said, colour=colour, dyed=dyed, they=speech.it_is(item), tones=beside)


def _choice(voice: Voice, items: Sequence[Item]) -> str:
    """Between items of one category."""
    names = list(dict.fromkeys(voice.speech.colour(item.colour) for item in items))
    if len(names) == 1:
        return voice.say(s.SAME_COLOUR, colour=names[0])
    calm, others = _parted(items)
    named = {item.colour for item in calm}  # blue denim is quiet, and "the blue one" is then no other
    loud = [item for item in others if item.colour not in named]
    if calm and loud:
        first, second = (voice.speech.one(part[0]) for part in (calm, loud))
        return voice.say(s.CHOOSE, first=first, second=second)
    return voice.say(s.CHOOSE_OTHER, first=voice.speech.the(names[0]), second=voice.speech.the(names[1]))


def _combination(voice: Voice, items: Sequence[Item]) -> str:
    """Of items of different categories, by how their colours get along."""
    calm, loud = _parted(items)
    if len({item.colour for item in items}) == 1:
        return voice.say(s.ONE_FAMILY, colour=voice.speech.colour(items[0].colour))
    if not loud:
        return voice.say(s.ALL_QUIET, colours=voice.colours(items, article=True))
    if len(loud) == 1:
        rest = listed([*dict.fromkeys(map(voice.speech.piece, calm))], voice.speech.and_)
        return voice.say(s.LOUD_AND_QUIET, loud=voice.speech.piece(loud[0]), quiet=rest)
    families = {family(item.colour) for item in loud}
    if len(families) == 1:
        return voice.say(s.ECHO, colour=voice.speech.colour(families.pop()))
    return voice.say(s.MANY_LOUD, colours=voice.colours(items, article=True))


def quiet(item: Item) -> bool:
    """Whether a thing goes with most others: by its colour, or because it is denim."""
    denim = family(item.colour) == "blue" and bool(DENIM.search(item.title))
    return denim or item.colour in QUIET or family(item.colour) in QUIET


def _parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Those in quiet colours and the others."""
    return [i for i in items if quiet(i)], [i for i in items if not quiet(i)]
