"""What there is not: fewer than asked for, another colour, pattern, name, audience or occasion, no price,
and what is not carried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app import sentences as s
from app.evidence import called
from app.facts import asked_colour, asked_pattern
from app.fitting import meant_for, own_word, patterned, people
from app.mentions import synonyms, written
from app.specifics import specifics, unsaid
from app.speech import listed
from app.styling import family
from app.tones import NAMES, TONES
from app.voice import Voice
from app.weather import made_for
from app.wish import Wanted, Wish
from data.catalogue import Item
from data.patterns import pattern_of
from data.vocabulary import categories

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
    for colour in dict.fromkeys(filter(None, (asked_colour(wish, item) for item in items))):
        those = [item for item in items if asked_colour(wish, item) == colour]
        others = [item for item in those if item.colour != colour]
        if others:
            none_is = len(others) == len(those)
            things = _things(voice, wish, others, asked)
            yield from _other_colour(voice, colour, others, things, none_is, none_is and bool(wish.below))
    yield from _other_tone(voice, wish, items)
    for pattern in dict.fromkeys(filter(None, (asked_pattern(wish, item) for item in items))):
        yield from _other_pattern(voice, pattern, [i for i in items if asked_pattern(wish, i) == pattern])
    yield from _audience(voice, wish, items)
    yield from _occasion(voice, wish, items)
    if items and not any(made_for(item, wish.weather) for item in items):
        yield voice.say(s.NOT_MADE_FOR_SNOW if wish.weather == "snow" else s.NOT_MADE_FOR_RAIN)
    if wish.sized:
        yield voice.say(s.NO_SIZES)
    if wish.below and any(item.price is None for item in items):
        yield voice.say(s.NO_PRICES)
    elif wish.cheap and any(item.price is None for item in items):
        yield voice.say(s.NO_LOWEST)
    elif wish.priced and not any(item.price for item in items):
        yield voice.say(s.NO_PRICE_AT_ALL)


def refused(voice: Voice, missing: Sequence[str], near: str | None, stocked: Sequence[str]) -> str:
    """That the shop does not carry this, and what comes nearest by its own name."""
    things = voice.plurals(missing, voice.speech.neither)
    if near:
        them = "las" if voice.speech.female(near) else "los"
        return voice.say(s.NOT_CARRIED_NEAR, things=things, near=voice.plurals([near]), them=them)
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


def _fewer(voice: Voice, wanted: Wanted, found: int, limited: bool) -> str:
    speech = voice.speech
    had = speech.number(found, speech.female(wanted.category), alone=True)
    said = s.FOUND_FEWER_BELOW if limited else s.FOUND_FEWER
    return voice.say(said, asked=speech.several(wanted.count, "", wanted.category), found=had)


def _called_otherwise(voice: Voice, items: Sequence[Item], asked: str) -> Iterator[str]:
    """Cards that do not call a thing what the customer did: bangles, where earrings were asked for."""
    for category in dict.fromkeys(item.category for item in items):
        word = own_word(asked, category)
        names = {
            name
            for form in (word, f"{word}s", word[:-1])
            if len(synonyms(form)) > 1
            for name in synonyms(form)
        }
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


def _things(voice: Voice, wish: Wish, items: Sequence[Item], asked: str) -> str:
    """Their categories, as they were asked for where that is one: of red sneakers for women there may be
    none, though there are red shoes."""
    kinds = list(dict.fromkeys(item.category for item in items))
    plural = voice.plurals(kinds, voice.speech.neither)
    if len(kinds) > 1:
        return plural
    own, spanish = own_word(asked, kinds[0]), voice.language == "es"
    said = f"{own} {plural}"
    told = [one for one in specifics(asked) if one.of(kinds[0]) and not one.refused and one.word not in said]
    told = [one for one in told if all(one.said_by(written(item)) for item in items)]
    patterns = {asked_pattern(wish, item) for item in items if patterned(item, asked_pattern(wish, item))}
    drawn = [voice.speech.pattern(name) for name in patterns - {""}]
    words = [*drawn, *(f"de {one.word}" if spanish and not one.name else one.word for one in told)]
    theirs = wish.gender and all(meant_for(item, wish.gender) for item in items)
    whom = [voice.speech.whom(wish.gender)] if theirs else []
    return " ".join((own or plural, *words, *whom) if spanish else (*words, own or plural, *whom))


def _other_colour(
    voice: Voice, asked: str, others: Sequence[Item], things: str, none_is: bool, limited: bool
) -> Iterator[str]:
    """``none_is``: none of the ``things`` is in the colour asked for; ``limited``: nor is one shown that
    costs more."""
    colour, shown = voice.speech.colour(asked), voice.colours(others)
    close = [item for item in others if item.colour and family(item.colour) == family(asked)]
    if limited and shown:
        yield voice.say(s.OTHER_COLOUR_BELOW, things=things, colour=colour, shown=shown)
    elif none_is and shown and len(close) == len(others):
        yield voice.say(s.CLOSE_SHADE, colour=colour, shown=shown)
    elif none_is and close:
        rest = voice.colours([item for item in others if item not in close])
        yield (
            voice.say(s.OTHER_AND_SHADE, things=things, colour=colour, shade=voice.colours(close), shown=rest)
            if rest
            else voice.say(s.CLOSE_SHADE, colour=colour, shown=shown)
        )
    elif none_is and shown:
        yield voice.say(s.OTHER_COLOUR, things=things, colour=colour, shown=shown)
    elif none_is:
        yield voice.say(s.OTHER_COLOUR_PLAIN, things=things, colour=colour)
    elif shown:
        said = s.SOME_CLOSE_SHADE if len(close) == len(others) else s.SOME_OTHER_COLOUR
        yield voice.say(said, colour=colour, shown=shown)


def _other_tone(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """Colours of another tone than the one asked for: black, where light ones were."""
    others = [item for item in items if wish.tone and item.colour not in TONES[wish.tone]]
    shown = voice.colours(others)
    if others and shown and not wish.colour:
        things = voice.plurals((item.category for item in others), voice.speech.neither)
        yield voice.say(s.OTHER_COLOUR, things=things, colour=NAMES[voice.language][wish.tone], shown=shown)


def _other_pattern(voice: Voice, asked: str, items: Sequence[Item]) -> Iterator[str]:
    """Cards that name another pattern than the one asked for, or none; "plain" is what names none."""
    speech, having = voice.speech, [item for item in items if patterned(item, asked)]
    if len(having) == len(items):
        return
    things, pattern = voice.plurals(item.category for item in items), speech.pattern(asked, items[0])
    if having:
        names = [speech.one(item) if _told_apart(items) else "" for item in having]
        if all(names):
            those, are = listed(names, speech.and_), _are(voice, having, speech.one_is(having[0]))
            yield voice.say(s.NOT_ALL_SUCH_PATTERN, those=those, are=are, pattern=pattern)
        else:
            yield voice.say(s.SOME_SUCH_PATTERN, pattern=pattern)
    elif len(items) > 1:
        yield voice.say(s.NO_SUCH_PATTERNS, things=things, pattern=speech.pattern(asked))
    elif pattern_of(items[0]):
        own = speech.pattern(pattern_of(items[0]), items[0])
        yield voice.say(s.OTHER_PATTERN, own=own, pattern=pattern)
    else:
        yield voice.say(s.NO_SUCH_PATTERN, things=things, pattern=speech.pattern(asked))


def _told_apart(items: Sequence[Item]) -> bool:
    """Whether their colours tell them apart."""
    colours = [item.colour for item in items]
    return all(colours) and len(set(colours)) == len(colours) and len({i.category for i in items}) == 1


def _are(voice: Voice, items: Sequence[Item], one: str) -> str:
    """The verb behind them: "is", "are"; "es", "son"."""
    if len(items) > 1:
        return "are" if voice.language == "en" else "son"
    return one


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
        are = _are(voice, those, speech.it_is(those[0]).split()[-1])
        occasion, names = speech.usage(wish.usage), listed(named, speech.and_)
        yield voice.say(s.NOT_ALL_SUCH_OCCASION, those=names, are=are, occasion=occasion)
    elif others and those:
        yield voice.say(s.SOME_SUCH_OCCASION, occasion=speech.usage(wish.usage))
    elif others:
        yield voice.say(s.NO_SUCH_OCCASION, occasion=speech.usage(wish.usage))
