"""What is not as asked for: fewer, other names, colours, patterns, people or occasions, no price, nothing.

What is lacking is lacking among the things that were asked for: of running shoes none may be pink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.styling import above, beyond
from app.nlu.lexicon import LANGUAGES, generic, says, table, words, words_of, written
from app.plan import SIMILAR, Descriptor
from app.search.scoring import audiences, has_pattern, is_called, made_for, meant_for
from data.catalogue.catalogue import Item
from data.catalogue.occasions import occasions
from data.catalogue.vocabulary import colour_group, family, pattern_of

PLURAL = 2  # asked for by whoever names no number
LENGTHS = ("quality/long", "quality/short")


def shortfalls(answer: Answer) -> Iterator[Fact]:
    """A sentence for each way in which the items are not what was asked for; not that the shop does not carry
    something at all."""
    yield from beyond(answer)
    yield from _counts(answer)
    yield from _called_otherwise(answer)
    yield from _undescribed(answer)
    yield from _refused_all_the_same(answer)
    yield from _other_colours(answer)
    yield from _other_patterns(answer)
    yield from _audience(answer)
    yield from _occasion(answer)
    yield from _unsaid_by_cards(answer)


def _counts(answer: Answer) -> Iterator[Fact]:
    """What was found less often than asked for, or not at all."""
    counts = {name: n for name, n in answer.plan.counts().items() if name and name not in answer.missing}
    found = {name: [item for item in answer.items if item.category == name] for name in counts}
    none, grammar = [name for name in counts if not found[name]], answer.grammar
    within = "_within" if answer.priced else ""
    if none:
        left = within or ("_left" if answer.plan.exclude else "")
        yield answer.fact(f"found_none{left}", things=answer.plurals(none, "neither"))
    by_photo = [item.count for item in answer.plan.wanted if item.from_photo]
    uncounted = above(answer) or SIMILAR // max(1, len(by_photo)) in by_photo
    fewer = [name for name, count in counts.items() if 0 < len(found[name]) < count and not uncounted]
    for name in fewer:
        asked = grammar.several(counts[name], "", name)
        had = grammar.number(len(found[name]), grammar.feminine(name, counted=True), alone=True)
        plural = [item.count for item in answer.plan.wanted if item.category == name] == [PLURAL]
        said = "found_no_other" if plural else "found_fewer"
        things = grammar.plural(name)
        yield answer.fact(f"{said}{within}", found[name], asked=asked, found=had, things=things)


def _called_otherwise(answer: Answer) -> Iterator[Fact]:
    """Cards that do not call a thing what the customer did: bangles, where earrings were asked for."""
    for category in dict.fromkeys(item.category for item in answer.items):
        word = answer.plan.term(category)
        those = [item for item in answer.items if item.category == category]
        described = {form for one in answer.plan.descriptors(category) for form in one.forms}
        others = [item for item in those if not is_called(item, word)]
        used = answer.plan.filters.usage not in ("", "casual")  # of which more is told below
        used = " " in word and (used or any(answer.asked(item).pattern for item in those))
        if others and not used and described.isdisjoint(word.split()):
            yield _says_not(answer, those, word, others == those)


def _undescribed(answer: Answer) -> Iterator[Fact]:
    """Cards that do not say how or whose a thing is, where the customer did: linen, Nike, dinosaurs."""
    none: dict[str, list[Item]] = {}  # the customer's word → the items that it is about
    some: dict[str, list[Item]] = {}
    for one in answer.plan.filters.descriptors:
        those = [item for item in answer.items if one.of(item.category)]
        having = [item for item in those if says(one, item)]
        telling = one.certain or not _lengths().isdisjoint(one.forms)
        one_of_them = answer.plan.act == "outfit" and not one.category and having  # shoes have no sleeves
        if telling and not one.refused and not one_of_them and len(having) < len(those):
            (some if having else none)[one.word] = those
    for lacking, whole, last in ((none, True, "or"), (some, False, "and")):
        if lacking:
            word = answer.grammar.listed([*lacking], last)
            those = [item for item in answer.items if any(item in group for group in lacking.values())]
            yield _says_not(answer, those, word, whole)


@lru_cache
def _lengths() -> frozenset[str]:
    """The words of all languages for long and short, which no card says in vain."""
    concepts = [table(code)["concepts"] for code in LANGUAGES]
    return frozenset(word for known in concepts for name in LENGTHS for word in known.get(name, ()))


def _says_not(answer: Answer, those: Sequence[Item], word: str, whole: bool) -> Fact:
    """That none of these cards (``whole``), or not all of them, say a word; nearer ones may have been seen
    before, or be out of a price."""
    said = "not_all_called" if not whole else "not_called" if len(answer.items) == 1 else "none_called"
    left = "_left" if answer.plan.exclude or answer.priced else ""
    return answer.fact(f"{said}{left}", those, word=word)


def _refused_all_the_same(answer: Answer) -> Iterator[Fact]:
    """What is not wanted and a card has all the same; and of a material, that the cards do not say what a
    thing is made of: nobody may be promised that there is no wool in it."""
    for one in (one for one in answer.plan.filters.descriptors if one.refused):
        those = [item for item in answer.items if one.of(item.category)]
        having = [item for item in those if says(one, item)]
        silent = [item for item in those if item not in having and not _says_material(item)]
        if having:
            word = _found(one, having[0])
            yield answer.fact("refused_word", having, pieces=answer.pieces(having), word=word)
        elif silent and words_of("material") & set(one.forms):
            them = answer.grammar.agreeing("it_is_made", len(silent) > 1)
            yield answer.fact("refused_material", silent, them=them, word=one.word)


def _says_material(item: Item) -> bool:
    told = words_of("material") - words("structures") - generic(item.category)
    return any(f" {word} " in written(item) for word in told)


def _found(one: Descriptor, item: Item) -> str:
    """The form of a descriptor that a card has, the customer's own word if it may be that."""
    card = written(item)
    return one.word if f" {one.word} " in card else next(form for form in one.forms if f" {form} " in card)


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
    others = [item for item in those if item.colour not in colours]
    families = {family(colour) for colour in colours}
    close = [item for item in others if item.colour and family(item.colour) in families]
    colour = answer.grammar.listed([answer.grammar.colour(name) for name in colours], "or")
    rest = [item for item in others if item not in close]
    shown = answer.colours(others)
    if not others or (not shown and len(others) < len(those)):
        return
    if len(others) < len(those):
        said = "some_close_shade" if not rest else "other_of_two" if len(those) == 2 else "some_other_colour"
    elif not shown:
        said = "other_colour_plain"
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
        if group and not answer.asked(item).colours and item.colour not in colour_group(group)
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
    grammar, having = answer.grammar, [item for item in items if has_pattern(item, asked)]
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


def _told_apart(items: Sequence[Item]) -> bool:
    """Whether their colours tell them apart."""
    colours = [item.colour for item in items]
    return all(colours) and len(set(colours)) == len(colours) and len({i.category for i in items}) == 1


def _audience(answer: Answer) -> Iterator[Fact]:
    """Cards that name other people than those asked for, or nobody; an outfit for men and women at once."""
    items = answer.items
    named = dict.fromkeys(answer.asked(item).audience for item in items if answer.asked(item).audience)
    for audience in named:
        those = [item for item in items if answer.asked(item).audience == audience]
        yield from _for_others(answer, audience, those)
    parted = {name: [item for item in items if item.gender == name] for name in ("women", "men")}
    if not named and answer.plan.act == "outfit" and all(parted.values()):
        hers, his = (answer.pieces(those) for those in parted.values())
        yield answer.fact("for_both", [i for i in items if i.gender in parted], hers=hers, his=his)


def _for_others(answer: Answer, audience: str, those: Sequence[Item]) -> Iterator[Fact]:
    """Which of ``those``, asked for one audience, are not for it by their cards."""
    grammar, others = answer.grammar, [item for item in those if not meant_for(item, audience)]
    whom, named = grammar.named("audiences", audience), dict.fromkeys(n for i in others for n in audiences(i))
    shown = grammar.listed([*dict.fromkeys(grammar.named("audiences", name) or name for name in named)], "or")
    if others and not shown:
        yield answer.fact("for_nobody", others, whom=whom)
    elif others and len(those) < len(answer.items):  # somebody else was asked for too
        yield answer.fact("things_for_others", others, things=answer.pieces(others), whom=whom, shown=shown)
    elif others:
        said = "for_others" if len(others) == len(those) else "some_for_others"
        yield answer.fact(said, others, whom=whom, shown=shown)


def _occasion(answer: Answer) -> Iterator[Fact]:
    """Cards that name another occasion than the one asked for; those that name none are passed over."""
    grammar, items, usage = answer.grammar, answer.items, answer.plan.filters.usage
    known = occasions().get(answer.plan.filters.occasion)
    fair = known.usages if known and answer.plan.act == "outfit" else (usage,)  # what is worn there
    named = usage and not (usage == "casual" and known)  # nobody asked for every day who goes to the beach
    others = [item for item in items if named and item.usage not in ("", *fair)]
    those = [item for item in items if item.usage == usage]
    pieces = [grammar.piece(item) for item in items]
    suited = [name for name, item in zip(pieces, items, strict=True) if item in those]
    occasion = grammar.named("usages", usage)
    if others and those and all(pieces.count(name) == 1 for name in suited):
        are = grammar.agreeing("is", True) if len(those) > 1 else grammar.verb("is", those[0])
        names = grammar.listed(suited)
        yield answer.fact("not_all_such_occasion", those, those=names, are=are, occasion=occasion)
    elif others:
        none = {1: "no_such_occasion_one", 2: "no_such_occasion_two"}.get(len(items), "no_such_occasion")
        yield answer.fact(
            "some_such_occasion" if those else none, others, occasion=grammar.named("usages", usage)
        )


def _unsaid_by_cards(answer: Answer) -> Iterator[Fact]:
    """Weather, sizes and prices that were asked about and are on no card."""
    plan, items = answer.plan, answer.items
    unpriced = [item for item in items if item.price is None]
    if not any(made_for(item, plan.filters.weather) for item in items):
        yield answer.fact(f"not_made_for_{plan.filters.weather}", items)
    if plan.asks_size:
        yield answer.fact("no_sizes", items)
    if unpriced and (answer.priced or plan.filters.order):
        yield answer.fact("no_prices" if answer.priced else "no_lowest", unpriced)
    elif plan.asks_price and not any(item.price for item in items):
        yield answer.fact("no_price_at_all", items)
