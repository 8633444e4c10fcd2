"""What there is not: fewer than asked for, another colour, a category that the shop does not carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app import sentences as s
from app.styling import family
from app.voice import Voice
from app.wish import Wanted, Wish
from data.catalogue import Item
from data.vocabulary import categories

NAMED = 6  # categories in stock that are listed by name


def shortfalls(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """A sentence for each way in which the items are not what was wished for."""
    for wanted in wish.wanted:
        if wanted.category:
            yield from _fewer(voice, wanted, sum(item.category == wanted.category for item in items))
    others = [item for item in items if item.colour != wish.colour]
    if wish.colour and others:
        yield from _other_colour(voice, wish.colour, others, len(others) == len(items))


def refused(voice: Voice, missing: Sequence[str], near: str | None, stocked: Sequence[str]) -> str:
    """That the shop does not carry this, and what comes nearest by its own name."""
    things = voice.plurals(missing, voice.speech.neither)
    if near:
        return voice.say(s.NOT_CARRIED_NEAR, things=things, near=voice.plurals([near]))
    return voice.say(s.NOT_CARRIED, things=things, list=in_stock(voice, stocked))


def also_missing(voice: Voice, missing: Sequence[str], near: str | None) -> str:
    """The same, beside items that were found."""
    things = voice.plurals(missing, voice.speech.neither)
    if near:
        return voice.say(s.ALSO_MISSING_NEAR, things=things, near=voice.plurals([near]))
    return voice.say(s.ALSO_MISSING, things=things)


def in_stock(voice: Voice, stocked: Sequence[str]) -> str:
    """The first few categories in stock, in the order of categories.csv."""
    names = [name for name in categories() if name in stocked] or list(stocked)
    return voice.plurals(names[:NAMED])


def _fewer(voice: Voice, wanted: Wanted, found: int) -> Iterator[str]:
    speech, things = voice.speech, voice.plurals([wanted.category])
    if not found:
        yield voice.say(s.FOUND_NONE_OF, things=things)
    elif found < wanted.count:
        female = speech.female(wanted.category)
        asked, had = speech.number(wanted.count, female), speech.number(found, female, alone=True)
        yield voice.say(s.FOUND_FEWER, asked=asked, found=had, things=things)


def _other_colour(voice: Voice, asked: str, others: Sequence[Item], none_is: bool) -> Iterator[str]:
    colour, shown = voice.speech.colour(asked), voice.colours(others)
    things = voice.plurals((item.category for item in others), voice.speech.or_)
    if shown and all(family(item.colour) == family(asked) for item in others):
        yield voice.say(s.CLOSE_SHADE, colour=colour, shown=shown)
    elif none_is and shown:
        yield voice.say(s.OTHER_COLOUR, things=things, colour=colour, shown=shown)
    elif none_is:
        yield voice.say(s.OTHER_COLOUR_PLAIN, things=things, colour=colour)
    elif shown:
        yield voice.say(s.SOME_OTHER_COLOUR, colour=colour, shown=shown)
