"""Cards in another colour, tone or pattern than was asked for, and the shop's word that there is none.

What is lacking is lacking among the things that were asked for: of running shoes none may be pink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.advice import templates as s
from app.advice.realize import listed
from app.advice.reasons import asked_colours, asked_pattern
from app.advice.styling import family
from app.advice.voice import Voice
from app.nlu.mentions import written
from app.nlu.specifics import specifics
from app.nlu.tones import NAMES, TONES
from app.nlu.wish import Wish
from app.search.scoring import meant_for, own_word, patterned
from data.catalogue.catalogue import Item
from data.catalogue.patterns import pattern_of


def otherwise(voice: Voice, wish: Wish, items: Sequence[Item], asked: str) -> Iterator[str]:
    """A sentence for each colour, tone and pattern that not all items have, ``asked`` in these words."""
    colours = asked_colours(wish, items)
    for colour in dict.fromkeys(filter(None, (colours[item.id] for item in items))):
        those = [item for item in items if colours[item.id] == colour]
        others = [item for item in those if item.colour != colour]
        if others:
            none_is = len(others) == len(those)
            things = _things(voice, wish, others, asked)
            yield from _other_colour(voice, colour, others, things, none_is, none_is and bool(wish.below))
    yield from _other_tone(voice, wish, items)
    yield from _refused_colour(voice, wish, items, asked)
    for pattern in dict.fromkeys(filter(None, (asked_pattern(wish, item) for item in items))):
        yield from _other_pattern(voice, pattern, [i for i in items if asked_pattern(wish, i) == pattern])


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


def _refused_colour(voice: Voice, wish: Wish, items: Sequence[Item], asked: str) -> Iterator[str]:
    """What is shown in the very colour that is not wanted, because there is nothing else."""
    those = [item for item in items if wish.avoid and item.colour == wish.avoid]
    if those:
        things, colour = _things(voice, wish, those, asked), voice.speech.colour(wish.avoid)
        yield voice.say(s.REFUSED_COLOUR, things=things, colour=colour)


def _other_pattern(voice: Voice, asked: str, items: Sequence[Item]) -> Iterator[str]:
    """Cards that name another pattern than the one asked for, or none; "plain" is what names none."""
    speech, having = voice.speech, [item for item in items if patterned(item, asked)]
    if len(having) == len(items):
        return
    things, pattern = voice.plurals(item.category for item in items), speech.pattern(asked, items[0])
    if having:
        names = [speech.one(item) if _told_apart(items) else "" for item in having]
        if all(names):
            those, are = listed(names, speech.and_), verb(voice, having, speech.one_is(having[0]))
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


def verb(voice: Voice, items: Sequence[Item], one: str) -> str:
    """The verb behind them: "is", "are"; "es", "son"."""
    if len(items) > 1:
        return "are" if voice.language == "en" else "son"
    return one
