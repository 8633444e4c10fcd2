"""How to wear what is shown: by the colours on the cards, and nothing else. And what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app import sentences as s
from app.speech import listed
from app.voice import Voice
from data.catalogue import Item
from data.vocabulary import colours

# These, and what belongs to them, go with most
QUIET = ("black", "white", "grey", "beige", "brown", "navy blue")


def style(voice: Voice, items: Sequence[Item]) -> Iterator[str]:
    """One suggestion that uses the items shown and no others."""
    if len(items) == 1:
        yield _alone(voice, items[0])
        return
    coloured = [item for item in items if item.colour]
    one_kind = len({item.category for item in items}) == 1
    if len(coloured) < len(items):
        yield voice.say(s.NO_COLOURS_CHOOSE if one_kind else s.NO_COLOURS)
    else:
        yield (_choice if one_kind else _combination)(voice, coloured)


def price(voice: Voice, items: Sequence[Item]) -> Iterator[str]:
    """What it costs, if every card says so: of one, from … to … of several, together for an outfit."""
    prices = [item.price for item in items if item.price is not None]
    if len(prices) < len(items):
        return
    invented = any(item.price_note == "sample" for item in items)
    one, several = (voice.speech.sample(count) if invented else "" for count in (1, 2))
    low, high = (voice.speech.money(euros) for euros in (min(prices), max(prices)))
    if len(items) == 1:
        pair = voice.speech.costs(items[0].category)
        yield voice.say(s.PRICE_ONE, costs=pair, price=low, sample=one)
    elif len({item.category for item in items}) > 1:
        yield voice.say(s.PRICE_SUM, price=voice.speech.money(sum(prices)), sample=several)
    elif low == high:
        yield voice.say(s.PRICE_SAME, price=low, sample=one)
    else:
        yield voice.say(s.PRICE_RANGE, low=low, high=high, sample=several)


def family(colour: str) -> str:
    """The basic colour that a colour belongs to: navy blue → blue."""
    return colours()[colour].family if colour in colours() else colour


def _alone(voice: Voice, item: Item) -> str:
    if not item.colour:
        return voice.say(s.LOOK_CLOSER)
    said = s.MANY_COLOURS_ONE if item.colour == "multi" else s.QUIET_ONE if _quiet(item) else s.LOUD_ONE
    return voice.say(said, colour=voice.speech.colour(item.colour), they=voice.speech.it_is(item.category))


def _choice(voice: Voice, items: Sequence[Item]) -> str:
    """Between items of one category."""
    names = list(dict.fromkeys(voice.speech.colour(item.colour) for item in items))
    if len(names) == 1:
        return voice.say(s.SAME_COLOUR, colour=names[0])
    quiet, loud = _parted(items)
    if quiet and loud:
        first, second = (voice.speech.one(part[0]) for part in (quiet, loud))
        return voice.say(s.CHOOSE, first=first, second=second)
    return voice.say(s.CHOOSE_OTHER, first=voice.speech.the(names[0]), second=voice.speech.the(names[1]))


def _combination(voice: Voice, items: Sequence[Item]) -> str:
    """Of items of different categories, by how their colours get along."""
    quiet, loud = _parted(items)
    if len({item.colour for item in items}) == 1:
        return voice.say(s.ONE_FAMILY, colour=voice.speech.colour(items[0].colour))
    if not loud:
        return voice.say(s.ALL_QUIET, colours=voice.colours(items, article=True))
    if len(loud) == 1:
        calm = listed([voice.speech.piece(item) for item in quiet], voice.speech.and_)
        return voice.say(s.LOUD_AND_QUIET, loud=voice.speech.piece(loud[0]), quiet=calm)
    families = {family(item.colour) for item in loud}
    if len(families) == 1:
        return voice.say(s.ECHO, colour=voice.speech.colour(families.pop()))
    return voice.say(s.MANY_LOUD, colours=voice.colours(items, article=True))


def _quiet(item: Item) -> bool:
    return item.colour in QUIET or family(item.colour) in QUIET


def _parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Those in quiet colours and the others."""
    return [i for i in items if _quiet(i)], [i for i in items if not _quiet(i)]
