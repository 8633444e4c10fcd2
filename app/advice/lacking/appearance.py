"""Colours and patterns that are not as asked for. A colour is denied only where a card says another one: not
where it names none, nor where only a picture was looked at.

What is lacking is lacking among the things that were asked for: of running shoes none may be pink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.telling import blanks, of_cards
from app.advice.reasons import described_colours, has_colour, is_two_toned, tells_colour
from app.nlu.constraints import pattern_words
from app.nlu.lexicon import says, written
from app.search.scoring import has_pattern
from data.catalogue.catalogue import Item
from data.catalogue.values.audiences import meant_for
from data.catalogue.vocabulary import colour_group, family, pattern_of


def unlike(answer: Answer) -> Iterator[Fact]:
    """A sentence for each colour or pattern that the items do not have, and were to have."""
    yield from _beside_main_colour(answer)
    yield from _other_colours(answer)
    yield from _other_patterns(answer)


def _beside_main_colour(answer: Answer) -> Iterator[Fact]:
    """That things in another main colour come in the one asked for, too."""
    for colour in dict.fromkeys(map(answer.beside_main, answer.items)):
        those = [item for item in answer.items if colour and answer.beside_main(item) == colour]
        named, toned = answer.grammar.colour(colour), [item for item in those if is_two_toned(item, colour)]
        others = [item for item in those if item not in toned]
        if toned:
            yield of_cards(answer, "also_names_colour", toned, colour=named)
        if others:
            yield answer.fact("also_in_colour", others, colour=named, **blanks(answer, others))


def _other_colours(answer: Answer) -> Iterator[Fact]:
    """Colours and colour groups that not all items have, and colours that were refused."""
    for colours in dict.fromkeys(answer.asked(item).colours for item in answer.items):
        if colours:
            yield from _other_colour(answer, colours)
    yield from _other_colour_group(answer)
    those = [item for item in answer.items if item.colour in answer.asked(item).excluded_colours]
    if those:
        things, colour = _things(answer, those), answer.colours(those)
        yield answer.fact("refused_colour", those, things=things, colour=colour)


def _things(answer: Answer, items: Sequence[Item]) -> str:
    """Their categories, as they were asked for where that is one: of red sneakers for women there may be
    none, though there are red shoes."""
    grammar, kinds = answer.grammar, list(dict.fromkeys(item.category for item in items))
    plural = answer.plurals(kinds, "neither")
    if len(kinds) > 1:
        return plural
    own, audience = answer.plan.term(kinds[0]), answer.audience(items)
    asked = [(answer.asked(item).pattern, item) for item in items]
    patterns = dict.fromkeys(name for name, item in asked if name and has_pattern(item, name))
    words = [grammar.pattern(name, category=kinds[0]) for name in patterns]
    for one in answer.plan.descriptors(kinds[0]):
        known = one.refused or one.word in f"{own} {plural}"
        if not known and all(says(one, item) for item in items):
            words.append(grammar.descriptor(one.word, one.is_name))
    theirs = audience and all(meant_for(item, audience) for item in items)
    return grammar.described(own or plural, words, grammar.named("audiences", audience) if theirs else "")


def _other_colour(answer: Answer, colours: Sequence[str]) -> Iterator[Fact]:
    """What is shown where any of these colours was asked for: none of it in them, or not all."""
    those = [item for item in answer.items if answer.asked(item).colours == colours]
    unlike_them = [item for item in those if not has_colour(item, colours)]
    others = [item for item in unlike_them if tells_colour(item)]
    untold = [item for item in unlike_them if item not in others and not described_colours(item)]
    if untold:  # nobody may be told that there is none in red, where the picture may show one
        yield of_cards(answer, "unsaid_colour", untold)
    families = {family(colour) for colour in colours}
    close = [item for item in others if item.colour and family(item.colour) in families]
    colour = answer.grammar.listed([answer.grammar.colour(name) for name in colours], "or")
    rest = [item for item in others if item not in close]
    shown = answer.colours(others)
    if not others:
        return
    if untold:
        said = "some_other_colour"
    elif len(others) < len(those):
        said = "some_close_shade" if not rest else "other_of_two" if len(those) == 2 else "some_other_colour"
    elif answer.priced or not close:
        said = "other_colour_within" if answer.priced else "other_colour"
    elif answer.colours(rest):
        said, shown = "other_and_shade", answer.colours(rest)
    else:
        said = "close_shade"
    yield answer.fact(
        said, others, things=_things(answer, others), colour=colour, shade=answer.colours(close), shown=shown
    )


def _other_colour_group(answer: Answer) -> Iterator[Fact]:
    """Colours of another group than the one asked for: black, where light ones were."""
    group = answer.plan.filters.colour_group
    others = [
        item for item in answer.items
        if group and not answer.asked(item).colours and tells_colour(item)
        and not has_colour(item, colour_group(group))
    ]  # fmt: skip
    shown = answer.colours(others)
    if shown:
        things = answer.plurals((item.category for item in others), "neither")
        colour = answer.grammar.named("colour_groups", group)
        yield answer.fact("other_colour", others, things=things, colour=colour, shown=shown)


def _other_patterns(answer: Answer) -> Iterator[Fact]:
    for pattern in dict.fromkeys(answer.asked(item).pattern for item in answer.items):
        if pattern:
            those = [item for item in answer.items if answer.asked(item).pattern == pattern]
            yield from _other_pattern(answer, pattern, those)


def _other_pattern(answer: Answer, asked: str, items: Sequence[Item]) -> Iterator[Fact]:
    """Cards that name another pattern than the one asked for, or none; "plain" is what names none."""
    grammar, having = answer.grammar, [item for item in items if _bears_out(item, asked)]
    others = [item for item in items if item not in having]
    pattern, bare = grammar.pattern(asked, items[0]), grammar.pattern(asked)
    things = answer.plurals(item.category for item in items)
    if not others:
        return
    if having and _told_apart(items):
        are = grammar.agreeing("is", True) if len(having) > 1 else grammar.one_is(having[0])
        those = grammar.listed([grammar.one(item) for item in having])
        yield answer.fact("not_all_such_pattern", having, those=those, are=are, pattern=pattern)
    elif having:
        yield answer.fact("some_such_pattern", others, pattern=pattern)
    elif len(items) > 1:
        yield answer.fact("no_such_patterns", items, things=things, pattern=bare)
    elif pattern_of(items[0]):
        own = grammar.pattern(pattern_of(items[0]), items[0])
        yield answer.fact("other_pattern", items, own=own, pattern=pattern)
    else:
        yield answer.fact("no_such_pattern", items, things=things, pattern=bare)


def _bears_out(item: Item, pattern: str) -> bool:
    """Whether a card has a pattern, or at least a word for it in any language."""
    return has_pattern(item, pattern) or any(f" {word} " in written(item) for word in pattern_words(pattern))


def _told_apart(items: Sequence[Item]) -> bool:
    """Whether their colours tell them apart."""
    colours = [item.colour for item in items]
    return all(colours) and len(set(colours)) == len(colours) and len({i.category for i in items}) == 1
