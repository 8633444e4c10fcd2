"""What there is not: fewer than asked for, another colour, pattern, name, audience or occasion, no price,
and what is not carried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.advice import templates as s
from app.advice.realize import listed
from app.advice.substitutes import otherwise, verb
from app.advice.voice import Voice
from app.factcheck.evidence import called
from app.nlu.specifics import specifics, unsaid
from app.nlu.wish import Wanted, Wish
from app.search.scoring import meant_for, own_word, people, same_as
from app.search.weather import made_for
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, category_named

NAMED = 6  # categories in stock that are listed by name


def shortfalls(voice: Voice, wish: Wish, items: Sequence[Item], asked: str) -> Iterator[str]:
    """A sentence for each way in which the items are not what was wished for, ``asked`` in these words."""
    counts = {
        w.category: sum(item.category == w.category for item in items) for w in wish.wanted if w.category
    }
    none = [name for name, found in counts.items() if not found]
    if none:
        said = s.FOUND_NONE_BELOW if wish.below else s.FOUND_NONE_OF
        yield voice.say(said, things=voice.plurals(none, voice.speech.neither))
    for wanted in wish.wanted:
        if 0 < counts.get(wanted.category, 0) < wanted.count:
            yield _fewer(voice, wanted, counts[wanted.category], bool(wish.below))
    yield from _called_otherwise(voice, items, asked)
    yield from _undescribed(voice, items, asked)
    yield from otherwise(voice, wish, items, asked)
    yield from _audience(voice, wish, items)
    yield from _occasion(voice, wish, items)
    if items and not any(made_for(item, wish.weather) for item in items):
        yield voice.say(s.NOT_MADE_FOR_SNOW if wish.weather == "snow" else s.NOT_MADE_FOR_RAIN)
    if wish.sized:
        yield voice.say(s.NO_SIZES)
    if wish.below and any(item.price is None for item in items):
        yield voice.say(s.NO_PRICES)
    elif (wish.cheap or wish.dear) and any(item.price is None for item in items):
        yield voice.say(s.NO_LOWEST)
    elif wish.priced and not any(item.price for item in items):
        yield voice.say(s.NO_PRICE_AT_ALL)


def refused(
    voice: Voice, missing: Sequence[str], near: str | None, stocked: Sequence[str], asked: str
) -> str:
    """That the shop does not carry this, ``asked`` in these words, and what comes nearest by its own name."""
    things = _lacking(voice, missing, asked)
    if near:
        them = "las" if voice.speech.female(near) else "los"
        return voice.say(s.NOT_CARRIED_NEAR, things=things, near=voice.plurals([near]), them=them)
    return voice.say(s.NOT_CARRIED, things=things, list=in_stock(voice, stocked))


def also_missing(voice: Voice, missing: Sequence[str], near: str | None, asked: str) -> str:
    """The same, beside items that were found."""
    things = _lacking(voice, missing, asked)
    if near:
        return voice.say(s.ALSO_MISSING_NEAR, things=things, near=voice.plurals([near]))
    return voice.say(s.ALSO_MISSING, things=things)


def _lacking(voice: Voice, missing: Sequence[str], asked: str) -> str:
    """What is not there, by the customer's own plural where they used one: kimonos, not nightwear."""
    names = [_own_plural(asked, name) or voice.plurals([name]) for name in dict.fromkeys(missing)]
    return listed(names, voice.speech.neither)


def _own_plural(asked: str, category: str) -> str:
    word = own_word(asked, category)
    return word if word.endswith("s") and category_named(word.removesuffix("s")) == category else ""


def in_stock(voice: Voice, stocked: Sequence[str]) -> str:
    """The first few categories in stock, in the order of categories.csv."""
    names = [name for name in categories() if name in stocked] or list(stocked)
    return voice.plurals(names[:NAMED])


def _fewer(voice: Voice, wanted: Wanted, found: int, limited: bool) -> str:
    speech = voice.speech
    had = speech.number(found, speech.female(wanted.category), alone=True)
    said = s.FOUND_FEWER_BELOW if limited else s.FOUND_FEWER
    return voice.say(said, asked=speech.several(wanted.count, "", wanted.category), found=had)


def _called_otherwise(voice: Voice, items: Sequence[Item], asked: str) -> Iterator[str]:
    """Cards that do not call a thing what the customer did: bangles, where earrings were asked for."""
    for category in dict.fromkeys(item.category for item in items):
        word = own_word(asked, category)
        names = same_as(word)
        those = [item for item in items if item.category == category]
        others = [item for item in those if not any(called(item, name) for name in names)]
        if names and others:
            none = s.NOT_CALLED if len(items) == 1 else s.NONE_CALLED
            yield voice.say(none if others == those else s.NOT_ALL_CALLED, word=word)


def _undescribed(voice: Voice, items: Sequence[Item], asked: str) -> Iterator[str]:
    """Cards that do not say how or whose a thing is, where the customer did: linen, Nike, dinosaurs."""
    lacking = list(unsaid(specifics(asked), items))
    none = [word for word, _, having in lacking if not having]
    if none:
        said = s.NOT_CALLED if len(items) == 1 else s.NONE_CALLED
        yield voice.say(said, word=listed(none, voice.speech.or_))
    if len(none) < len(lacking):
        some = [word for word, _, having in lacking if having]
        yield voice.say(s.NOT_ALL_CALLED, word=listed(some, voice.speech.and_))


def _audience(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """Cards that name other people than those asked for, or nobody; an outfit for men and women at once."""
    speech = voice.speech
    others = [item for item in items if not meant_for(item, wish.gender)]
    named = list(dict.fromkeys(speech.whom(name) for item in others for name in people(item)))
    if wish.gender and others:
        whom, shown = speech.whom(wish.gender), listed(named, speech.or_)
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
    speech = voice.speech
    others = [item for item in items if wish.usage and item.usage not in ("", wish.usage)]
    those = [item for item in items if item.usage == wish.usage]
    pieces = [speech.piece(item) for item in items]
    named = [name for name, item in zip(pieces, items, strict=True) if item in those]
    if others and those and all(pieces.count(name) == 1 for name in named):
        are = verb(voice, those, speech.it_is(those[0]).split()[-1])
        occasion, names = speech.usage(wish.usage), listed(named, speech.and_)
        yield voice.say(s.NOT_ALL_SUCH_OCCASION, those=names, are=are, occasion=occasion)
    elif others and those:
        yield voice.say(s.SOME_SUCH_OCCASION, occasion=speech.usage(wish.usage))
    elif others:
        yield voice.say(s.NO_SUCH_OCCASION, occasion=speech.usage(wish.usage))
