"""What there is not: fewer than asked for, another colour, audience or occasion, what is not carried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app import sentences as s
from app.facts import asked_colour, meant_for
from app.speech import listed
from app.styling import family
from app.voice import Voice
from app.wish import Wanted, Wish
from data.catalogue import Item
from data.vocabulary import categories

NAMED = 6  # categories in stock that are listed by name


def shortfalls(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """A sentence for each way in which the items are not what was wished for."""
    counts = {
        w.category: sum(item.category == w.category for item in items) for w in wish.wanted if w.category
    }
    none = [name for name, found in counts.items() if not found]
    if none:
        yield voice.say(s.FOUND_NONE_OF, things=voice.plurals(none, voice.speech.neither))
    for wanted in wish.wanted:
        if 0 < counts.get(wanted.category, 0) < wanted.count:
            yield _fewer(voice, wanted, counts[wanted.category])
    for colour in dict.fromkeys(filter(None, (asked_colour(wish, item) for item in items))):
        those = [item for item in items if asked_colour(wish, item) == colour]
        others = [item for item in those if item.colour != colour]
        if others:
            yield from _other_colour(voice, colour, others, len(others) == len(those))
    yield from _audience(voice, wish, items)
    yield from _occasion(voice, wish, items)


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


def _fewer(voice: Voice, wanted: Wanted, found: int) -> str:
    speech = voice.speech
    had = speech.number(found, speech.female(wanted.category), alone=True)
    return voice.say(s.FOUND_FEWER, asked=speech.several(wanted.count, "", wanted.category), found=had)


def _other_colour(voice: Voice, asked: str, others: Sequence[Item], none_is: bool) -> Iterator[str]:
    colour, shown = voice.speech.colour(asked), voice.colours(others)
    things = voice.plurals((item.category for item in others), voice.speech.neither)
    close = bool(shown) and all(family(item.colour) == family(asked) for item in others)
    if none_is and close:
        yield voice.say(s.CLOSE_SHADE, colour=colour, shown=shown)
    elif none_is and shown:
        yield voice.say(s.OTHER_COLOUR, things=things, colour=colour, shown=shown)
    elif none_is:
        yield voice.say(s.OTHER_COLOUR_PLAIN, things=things, colour=colour)
    elif shown:
        yield voice.say(s.SOME_CLOSE_SHADE if close else s.SOME_OTHER_COLOUR, colour=colour, shown=shown)


def _audience(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """Cards that name other people than those asked for, or nobody; an outfit for men and women at once."""
    speech = voice.speech
    others = [item for item in items if not meant_for(item, wish.gender)]
    named = list(dict.fromkeys(speech.whom(item.gender) for item in others if item.gender))
    if wish.gender and others:
        whom, shown = speech.whom(wish.gender), listed(named, speech.and_)
        if not named:
            yield voice.say(s.FOR_NOBODY, whom=whom)
        else:
            yield voice.say(
                s.FOR_OTHERS if len(others) == len(items) else s.SOME_FOR_OTHERS, whom=whom, shown=shown
            )
    elif (
        not wish.gender and wish.intent == "outfit" and len({"men", "women"} & {i.gender for i in items}) == 2
    ):
        pieces = {name: [speech.piece(i) for i in items if i.gender == name] for name in ("women", "men")}
        hers, his = (listed(names, speech.and_) for names in pieces.values())
        yield voice.say(s.MIXED, hers=hers, his=his)


def _occasion(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """Cards that name another occasion than the one asked for; those that name none are passed over."""
    others = [item for item in items if wish.usage and item.usage not in ("", wish.usage)]
    if others:
        said = s.NO_SUCH_OCCASION if len(others) == len(items) else s.NOT_ALL_SUCH_OCCASION
        yield voice.say(said, occasion=voice.speech.usage(wish.usage))
