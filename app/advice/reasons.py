"""Why an item fits: what was asked for and stands on the cards, and what they say besides.

Knows cards; does not know how colours go together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from app.advice import templates as s
from app.advice.details import detail
from app.advice.realize import listed
from app.advice.voice import Voice
from app.nlu.mentions import mentions, normal, rows, tokens
from app.nlu.wish import Wish
from app.search.scoring import meant_for, patterned, people
from data.catalogue.catalogue import Item
from data.catalogue.patterns import pattern_of
from data.catalogue.vocabulary import categories, plain

Trait = Callable[[Item], str]  # what a card says of one thing, as a predicate; "" for nothing
SEASONED = ("top", "bottom", "outer", "dress", "shoes")  # roles of what is worn in one season or another
VAGUE = ("printed", "denim")  # patterns that tell nobody how a thing looks


def asked_colour(wish: Wish, item: Item) -> str:
    """The colour that was asked for in an item of this category, or ""."""
    named = [w.colour for w in wish.wanted if w.category == item.category and w.colour]
    return item.colour if item.colour in named else next(iter(named), wish.colour)


def asked_colours(wish: Wish, items: Sequence[Item]) -> dict[str, str]:
    """The same of several items by id: of a category that was asked for in several colours, each stands for
    its own one, and the others for those that are left."""
    named = [w for w in wish.wanted if w.colour]
    left = {category: [w.colour for w in named if w.category == category] for category in wish.counts()}
    told: dict[str, str] = {}
    for item in sorted(items, key=lambda item: item.colour not in left.get(item.category, ())):
        own = left.get(item.category, [])
        told[item.id] = asked_colour(wish, item) if item.colour in own or not own else own[0]
        if told[item.id] in own and len(own) > 1:
            own.remove(told[item.id])
    return told


def asked_pattern(wish: Wish, item: Item) -> str:
    """The pattern that was asked for in an item of this category, or ""."""
    return next((w.pattern for w in wish.wanted if w.category == item.category and w.pattern), wish.pattern)


def echoed(voice: Voice, wish: Wish, items: Sequence[Item]) -> str:
    """Colour and pattern that were asked for and that the items' names say already: "red", "las rayas"."""
    speech, told = voice.speech, []
    colour, pattern = _asked(wish, items)
    if colour and all(_says_colour(voice, item) for item in items):
        told.append(speech.the(speech.colour(colour)))
    if pattern and speech.motif(pattern) and all(_says_pattern(voice, item) for item in items):
        told.append(speech.motif(pattern))
    return listed(told, speech.and_)


def asked_for(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """What was asked for and stands on every card, with what the cards add; of what the names say already,
    that it was asked for."""
    speech, echo, they = voice.speech, echoed(voice, wish, items), _they(voice, items)
    colour, pattern = _asked(wish, items)
    traits = []
    if colour and not all(_says_colour(voice, item) for item in items):
        traits.append(_dyed(voice, items))
    if pattern and not (speech.motif(pattern) and all(_says_pattern(voice, item) for item in items)):
        traits.append(speech.pattern(pattern, items[0]))
    traits += _suits(voice, wish, items)
    more = (
        _common(voice, items, list(_traits(voice, wish))) if len(items) == 1 or not _one_kind(items) else []
    )
    told = listed(traits, speech.and_)
    card = speech.by_card(len(items))
    if traits and more:
        yield voice.say(s.FITS_AND, they=they, traits=told, more=listed(more, speech.and_), card=card)
    elif traits and echo:
        yield voice.say(s.FITS_ECHO, they=they, traits=told, echo=echo)
    elif traits:
        yield voice.say(s.FITS, they=they, traits=told, card=card)
    elif echo and len(items) > 1:  # of one thing, the opening has it
        yield voice.say(s.ECHOED, echo=echo)


def besides(voice: Voice, wish: Wish, items: Sequence[Item], fits: bool = False) -> Iterator[str]:
    """What the cards say that nobody asked for: how one thing is made, in what two of a kind differ, what
    holds for all; that not where ``fits`` was said already, and had it in it."""
    traits = list(_traits(voice, wish))
    if len(items) == 1:
        found, name = detail(items[0], voice.language), normal(voice.speech.name(items[0]))
        if found and normal(" ".join(found.split()[:2])) not in name:  # a V-neck T-shirt has a V-neck
            yield voice.say(s.DETAIL, detail=found, comes=voice.speech.comes(items[0]))
        if not fits:
            yield from _shared(voice, items, traits, s.MORE_ONE)
    elif _one_kind(items):
        told = _apart(voice, items, traits)
        yield from [told] if told else _shared(voice, items, traits, s.MORE_ALL)
    elif not fits:
        yield from _shared(voice, items, traits, s.MORE_ALL)


def _one_kind(items: Sequence[Item]) -> bool:
    return len({item.category for item in items}) == 1


def _asked(wish: Wish, items: Sequence[Item]) -> tuple[str, str]:
    """The colour and the pattern that were asked for in all of these and that all have, "" for none; the
    colour of several of a kind is in the opening."""
    colours, patterns = ({asked(wish, i) for i in items} for asked in (asked_colour, asked_pattern))
    colour = colours.pop() if len(colours) == 1 else ""
    pattern = patterns.pop() if len(patterns) == 1 else ""
    whole = len(items) > 1 and _one_kind(items)
    dyed = not whole and all(item.colour == colour for item in items)
    drawn = all(pattern_of(item) and patterned(item, pattern) for item in items)
    return colour if dyed else "", pattern if drawn else ""


def _says_colour(voice: Voice, item: Item) -> bool:
    """Whether what an item is called tells its colour in the customer's language."""
    return any(m.kind == "colour" for m in mentions(tokens(voice.speech.name(item)), voice.language))


def _says_pattern(voice: Voice, item: Item) -> bool:
    """Whether it tells its pattern; that may be part of a garment's name, as in "check shirt"."""
    name, own = normal(voice.speech.name(item)), plain(pattern_of(item))
    spanish = voice.language == "es"  # to whom «White striped shirt» tells nothing
    named = (es if spanish else en for kind, en, es in rows() if kind == "pattern" and own in en)
    return any(f" {word} " in name for words in named for word in words)


def _suits(voice: Voice, wish: Wish, items: Sequence[Item]) -> Iterator[str]:
    """For whom and for what, as it was asked."""
    if wish.gender and all(meant_for(item, wish.gender) for item in items):
        yield voice.speech.whom(wish.gender)
    if wish.usage and all(item.usage == wish.usage for item in items):
        yield voice.speech.usage(wish.usage)


def _traits(voice: Voice, wish: Wish) -> Iterator[Trait]:
    """What may be told of a card, the most telling first; no pattern that was asked for or is in the name."""
    speech = voice.speech

    def drawn(item: Item) -> str:
        own = pattern_of(item)
        told = asked_pattern(wish, item) or own in (*VAGUE, "plain", "") or _says_pattern(voice, item)
        return "" if told else speech.pattern(own, item)

    yield drawn
    if not wish.gender:
        yield (
            lambda item: (
                speech.genders.get(item.gender, "") if people(item) == (item.gender,) != ("unisex",) else ""
            )
        )
    if not wish.usage:
        yield lambda item: speech.usages.get(item.usage, "")
    yield lambda item: speech.seasons.get(item.season, "") if _seasoned(item) else ""


def _seasoned(item: Item) -> bool:
    known = categories().get(item.category)
    return bool(known and known.role in SEASONED)


def _common(voice: Voice, items: Sequence[Item], traits: Sequence[Trait]) -> list[str]:
    """Up to two things that every card says; that it is for every day is not worth a word of its own."""
    common = [values.pop() for trait in traits if len(values := {trait(item) for item in items}) == 1]
    told = [value for value in common if value][:2]
    return [] if told == [voice.speech.usages["casual"]] else told


def _shared(voice: Voice, items: Sequence[Item], traits: Sequence[Trait], said: s.Sentences) -> Iterator[str]:
    told = _common(voice, items, traits)
    if told:
        yield voice.say(said, they=_they(voice, items), traits=listed(told, voice.speech.and_))


def _apart(voice: Voice, items: Sequence[Item], traits: Sequence[Trait]) -> str:
    """In what two of a kind differ: "the navy one is formal, the white one casual"; of one colour, "the first
    is for boys, the second for women"."""
    speech, colours = voice.speech, [item.colour for item in items]
    unlike = [at for at, colour in enumerate(colours) if colour and colours.count(colour) == 1]
    pairs = [*combinations(unlike, 2)] or ([(0, 1)] if len(items) == 2 else [])
    for trait in traits:
        for at, other in pairs:
            a, b = items[at], items[other]
            if trait(a) and trait(b) and trait(a) != trait(b):
                first, second = (
                    speech.one(items[i]) if unlike else speech.nth(i, items[i]) for i in (at, other)
                )
                are = speech.one_is(a)
                return voice.say(s.APART, first=first, second=second, one=trait(a), other=trait(b), are=are)
    return ""


def _they(voice: Voice, items: Sequence[Item]) -> str:
    """The subject and its verb: "it is", "both are", "all three are"; "es", "son", "las dos piezas son"."""
    kinds = {item.category for item in items}
    if len(items) == 1:
        return voice.speech.it_is(items[0])
    return voice.speech.they_are(len(items), kinds.pop() if len(kinds) == 1 else "")


def _dyed(voice: Voice, items: Sequence[Item]) -> str:
    """Their colour as a predicate of ``_they``."""
    if len(items) == 1:
        return voice.speech.dyed_as_named(items[0])
    return voice.speech.dyed(items[0].colour, "f", True)
