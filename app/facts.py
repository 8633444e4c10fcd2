"""Why an item fits: what was asked for and stands on the cards, and what they say besides.

Knows cards; does not know how colours go together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app import sentences as s
from app.mentions import normal
from app.speech import listed
from app.voice import Voice
from app.wish import Wish
from data.catalogue import Item
from data.patterns import pattern_of

Trait = Callable[[Item], str]  # what a card says of one thing, as a predicate; "" for nothing


def asked_colour(wish: Wish, item: Item) -> str:
    """The colour that was asked for in an item of this category, or ""."""
    return next((w.colour for w in wish.wanted if w.category == item.category and w.colour), wish.colour)


def meant_for(item: Item, gender: str) -> bool:
    """Whether a card names these people, or anyone; in its title at least."""
    return item.gender in (gender, "unisex") or f" {gender} " in normal(item.title)


def asked_for(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """What was asked for and stands on every card."""
    one_kind = len(items) > 1 and len({item.category for item in items}) == 1
    traits = []
    asked = {asked_colour(wish, item) for item in items}
    if (
        not one_kind and "" not in asked and asked == {item.colour for item in items} and len(asked) == 1
    ):  # else the opening has it
        traits.append(_dyed(voice, items))
    if wish.gender and all(meant_for(item, wish.gender) for item in items):
        traits.append(voice.speech.whom(wish.gender))
    if wish.usage and all(item.usage == wish.usage for item in items):
        traits.append(voice.speech.usage(wish.usage))
    if traits:
        said = listed(traits, voice.speech.and_)
        yield voice.say(s.FITS_ALL if len(items) > 1 else s.FITS_ONE, they=_they(voice, items), traits=said)


def besides(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """What the cards say that nobody asked for: in what two of a kind differ, or what holds for all."""
    traits = list(_traits(voice, wish))
    if len(items) == 1:
        yield from _shared(voice, items, traits, s.MORE_ONE)
    elif len({item.category for item in items}) == 1:
        told = _apart(voice, items, traits)
        yield from [told] if told else _shared(voice, items, traits, s.MORE_ALL)
    else:
        yield from _shared(voice, items, traits[1:], s.MORE_ALL)


def _traits(voice: Voice, wish: Wish) -> Iterator[Trait]:
    speech = voice.speech
    yield lambda item: speech.pattern(pattern_of(item))
    if not wish.usage:
        yield lambda item: speech.usages.get(item.usage, "")
    if not wish.gender:
        yield lambda item: speech.genders.get(item.gender, "") if item.gender != "unisex" else ""
    yield lambda item: speech.seasons.get(item.season, "")


def _shared(voice: Voice, items: Sequence[Item], traits: Sequence[Trait], said: s.Sentences) -> Iterator[str]:
    """Up to two things that every card says."""
    common = [values.pop() for trait in traits if len(values := {trait(item) for item in items}) == 1]
    told = [value for value in common if value][:2]
    if told:
        yield voice.say(said, they=_they(voice, items), traits=listed(told, voice.speech.and_))


def _apart(voice: Voice, items: Sequence[Item], traits: Sequence[Trait]) -> str:
    """In what two of a kind and of unlike colours differ: "the navy one is formal, the white one casual"."""
    colours = [item.colour for item in items]
    pairs = [(a, b) for a in items for b in items if colours.count(a.colour) == colours.count(b.colour) == 1]
    for trait in traits:
        for a, b in pairs:
            if a.colour and b.colour and a.id < b.id and trait(a) and trait(b) and trait(a) != trait(b):
                first, second = (voice.speech.one(item) for item in (a, b))
                are = voice.speech.one_is(a.category)
                return voice.say(s.APART, first=first, second=second, one=trait(a), other=trait(b), are=are)
    return ""


def _they(voice: Voice, items: Sequence[Item]) -> str:
    """The subject and its verb: "it is", "both are", "all three are"; "es", "las dos prendas son"."""
    kinds = {item.category for item in items}
    if len(items) == 1:
        return voice.speech.it_is(items[0].category)
    return voice.speech.they_are(len(items), kinds.pop() if len(kinds) == 1 else "")


def _dyed(voice: Voice, items: Sequence[Item]) -> str:
    if len(items) == 1:
        return voice.speech.dyed_as_named(items[0])
    kinds = {item.category for item in items}
    return voice.speech.dyed(items[0].colour, kinds.pop() if len(kinds) == 1 else "", True)
