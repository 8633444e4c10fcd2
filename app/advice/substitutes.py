"""Cards in another colour or pattern than was asked for, and the shop's word that there is none.

What is lacking is lacking among the things that were asked for: of running shoes none may be pink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.advice.requested import Request
from app.advice.voice import Voice
from app.nlu.lexicon import written
from app.plan import Sentence
from app.search.colour_harmony import COLOUR_GROUPS, family
from app.search.scoring import has_pattern, meant_for
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import pattern_of


def substitutes(voice: Voice, request: Request) -> Iterator[Sentence]:
    """A sentence for each colour, colour group and pattern that not all items have."""
    for colours in dict.fromkeys(request.asked(item).colours for item in request.items):
        if colours:
            yield from _other_colour(voice, request, colours)
    yield from _other_colour_group(voice, request)
    yield from _excluded_colour(voice, request)
    for pattern in dict.fromkeys(request.asked(item).pattern for item in request.items):
        if pattern:
            those = [item for item in request.items if request.asked(item).pattern == pattern]
            yield from _other_pattern(voice, pattern, those)


def _things(voice: Voice, request: Request, items: Sequence[Item]) -> str:
    """Their categories, as they were asked for where that is one: of red sneakers for women there may be
    none, though there are red shoes."""
    grammar, kinds = voice.grammar, list(dict.fromkeys(item.category for item in items))
    plural = voice.plurals(kinds, "neither")
    if len(kinds) > 1:
        return plural
    own, audience = request.plan.term(kinds[0]), request.audience(items)
    asked = [(request.asked(item).pattern, item) for item in items]
    patterns = dict.fromkeys(name for name, item in asked if name and has_pattern(item, name))
    words = [grammar.pattern(name, category=kinds[0]) for name in patterns]
    for one in request.plan.descriptors(kinds[0]):
        known = one.refused or one.word in f"{own} {plural}"
        if not known and all(one.said_by(written(item)) for item in items):
            words.append(grammar.descriptor(one.word, one.is_name))
    theirs = audience and all(meant_for(item, audience) for item in items)
    return grammar.described(own or plural, words, grammar.named("audiences", audience) if theirs else "")


def _other_colour(voice: Voice, request: Request, colours: Sequence[str]) -> Iterator[Sentence]:
    """What is shown where any of these colours was asked for: none of it in them, or not all."""
    those = [item for item in request.items if request.asked(item).colours == colours]
    others = [item for item in those if item.colour not in colours]
    families = {family(colour) for colour in colours}
    close = [item for item in others if item.colour and family(item.colour) in families]
    colour = voice.grammar.listed([voice.grammar.colour(name) for name in colours], "or")
    shown = voice.colours(others)
    if others and len(others) < len(those):
        if shown:
            said = "some_close_shade" if len(close) == len(others) else "some_other_colour"
            yield voice.say(said, others, colour=colour, shown=shown)
    elif others:
        things = _things(voice, request, others)
        rest = voice.colours([item for item in others if item not in close])
        said = (
            "other_colour_plain" if not shown
            else "other_colour_within" if request.priced
            else "other_colour" if not close
            else "other_and_shade" if rest
            else "close_shade"
        )  # fmt: skip
        if said == "other_and_shade":
            shown = rest
        shade = voice.colours(close)
        yield voice.say(said, others, things=things, colour=colour, shade=shade, shown=shown)


def _other_colour_group(voice: Voice, request: Request) -> Iterator[Sentence]:
    """Colours of another group than the one asked for: black, where light ones were."""
    group = request.plan.filters.colour_group
    others = [
        item for item in request.items
        if group and not request.asked(item).colours and item.colour not in COLOUR_GROUPS[group]
    ]  # fmt: skip
    shown = voice.colours(others)
    if shown:
        things = voice.plurals((item.category for item in others), "neither")
        colour = voice.grammar.named("colour_groups", group)
        yield voice.say("other_colour", others, things=things, colour=colour, shown=shown)


def _excluded_colour(voice: Voice, request: Request) -> Iterator[Sentence]:
    """What is shown in a colour that is not wanted, because there is nothing else."""
    those = [item for item in request.items if item.colour in request.asked(item).excluded_colours]
    if those:
        things, colour = _things(voice, request, those), voice.colours(those)
        yield voice.say("refused_colour", those, things=things, colour=colour)


def _other_pattern(voice: Voice, asked: str, items: Sequence[Item]) -> Iterator[Sentence]:
    """Cards that name another pattern than the one asked for, or none; "plain" is what names none."""
    grammar, having = voice.grammar, [item for item in items if has_pattern(item, asked)]
    others = [item for item in items if item not in having]
    pattern, bare = grammar.pattern(asked, items[0]), grammar.pattern(asked)
    things = voice.plurals(item.category for item in items)
    if not others:
        return
    if having and _told_apart(items):
        are = grammar.are() if len(having) > 1 else grammar.one_is(having[0])
        those = grammar.listed([grammar.one(item) for item in having])
        yield voice.say("not_all_such_pattern", having, those=those, are=are, pattern=pattern)
    elif having:
        yield voice.say("some_such_pattern", others, pattern=pattern)
    elif len(items) > 1:
        yield voice.say("no_such_patterns", items, things=things, pattern=bare)
    elif pattern_of(items[0]):
        own = grammar.pattern(pattern_of(items[0]), items[0])
        yield voice.say("other_pattern", items, own=own, pattern=pattern)
    else:
        yield voice.say("no_such_pattern", items, things=things, pattern=bare)


def _told_apart(items: Sequence[Item]) -> bool:
    """Whether their colours tell them apart."""
    colours = [item.colour for item in items]
    return all(colours) and len(set(colours)) == len(colours) and len({i.category for i in items}) == 1
