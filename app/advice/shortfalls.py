"""What there is not: fewer than asked for, other names, people or occasions, no price, nothing at all.

Another colour or pattern than was asked for is for substitutes.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.advice.grammar import category_record
from app.advice.requested import Request
from app.advice.substitutes import substitutes
from app.advice.voice import Voice
from app.nlu.lexicon import called, written
from app.plan import Plan, Sentence
from app.search.scoring import audiences, finer_synonyms, made_for, meant_for
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, category_named

MAX_NAMED = 6  # categories in stock that are listed by name


def shortfalls(voice: Voice, request: Request, missing: Sequence[str]) -> Iterator[Sentence]:
    """A sentence for each way in which the items are not what was asked for. What is ``missing`` because the
    shop does not carry it is not among them."""
    yield from _counts(voice, request, missing)
    yield from _called_otherwise(voice, request)
    yield from _undescribed(voice, request)
    yield from substitutes(voice, request)
    yield from _audience(voice, request)
    yield from _occasion(voice, request)
    yield from _unsaid_by_cards(voice, request)


def absent(
    voice: Voice, request: Request, missing: Sequence[str], stocked: Sequence[str]
) -> Iterator[Sentence]:
    """What is said of the things that are not there, or when nothing was to be searched for."""
    plan = request.plan
    wanted = [category for category in plan.categories("wanted") if category]
    if plan.act not in ("search", "outfit", "not_carried"):
        said = plan.topic if plan.topic in ("service", "greeting") else "chat"
        yield voice.say(said, list=_in_stock(voice, stocked))
    elif missing:
        yield _missing(voice, request, missing, stocked)
    elif request.items:
        return
    elif request.priced and wanted:
        yield voice.say("nothing_within", things=voice.plurals(wanted, "neither"))
    else:
        nothing = "not_sold" if plan.act == "not_carried" else "nothing"
        yield voice.say(nothing, list=_in_stock(voice, stocked))


def _missing(voice: Voice, request: Request, missing: Sequence[str], stocked: Sequence[str]) -> Sentence:
    """That the shop does not carry this, and what comes nearest, by its own name."""
    shown, grammar = {item.category for item in request.items}, voice.grammar
    nearest = (next((n for n in category_record(name).nearest if n in stocked), "") for name in missing)
    near = next((name for name in nearest if name and name not in shown), None)
    own = [_own_plural(request.plan, name) or grammar.plural(name) for name in dict.fromkeys(missing)]
    things = grammar.listed(own, "neither")
    also = "also_missing" if request.items else "not_carried"
    if near:
        them = grammar.agreeing("them", grammar.feminine(near))
        return voice.say(f"{also}_near", things=things, near=grammar.plural(near), them=them)
    return voice.say(also, things=things, list=_in_stock(voice, stocked))


def _own_plural(plan: Plan, category: str) -> str:
    """The customer's own plural, if they used one: kimonos, not nightwear."""
    word = plan.term(category)
    return word if word.endswith("s") and category_named(word.removesuffix("s")) == category else ""


def _in_stock(voice: Voice, stocked: Sequence[str]) -> str:
    """The first few categories in stock, in the order of categories.csv."""
    names = [name for name in categories() if name in stocked] or list(stocked)
    return voice.plurals(names[:MAX_NAMED])


def _counts(voice: Voice, request: Request, missing: Sequence[str]) -> Iterator[Sentence]:
    """What was found less often than asked for, or not at all."""
    counts = {name: n for name, n in request.plan.counts().items() if name and name not in missing}
    found = {name: [item for item in request.items if item.category == name] for name in counts}
    none, grammar = [name for name in counts if not found[name]], voice.grammar
    within = "_within" if request.priced else ""
    if none:
        yield voice.say(f"found_none{within}", things=voice.plurals(none, "neither"))
    for name in (name for name, count in counts.items() if 0 < len(found[name]) < count):
        asked = grammar.several(counts[name], "", name)
        had = grammar.number(len(found[name]), grammar.feminine(name, counted=True), alone=True)
        yield voice.say(f"found_fewer{within}", found[name], asked=asked, found=had)


def _called_otherwise(voice: Voice, request: Request) -> Iterator[Sentence]:
    """Cards that do not call a thing what the customer did: bangles, where earrings were asked for."""
    for category in dict.fromkeys(item.category for item in request.items):
        word = request.plan.term(category)
        names, those = finer_synonyms(word), [item for item in request.items if item.category == category]
        others = [item for item in those if not any(called(item, name) for name in names)]
        if names and others:
            none = "not_called" if len(request.items) == 1 else "none_called"
            yield voice.say(none if others == those else "not_all_called", those, word=word)


def _undescribed(voice: Voice, request: Request) -> Iterator[Sentence]:
    """Cards that do not say how or whose a thing is, where the customer did: linen, Nike, dinosaurs."""
    none: dict[str, list[Item]] = {}  # the customer's word → the items that it is about
    some: dict[str, list[Item]] = {}
    for one in request.plan.filters.descriptors:
        those = [item for item in request.items if one.of(item.category)]
        having = [item for item in those if one.said_by(written(item))]
        if one.certain and not one.refused and len(having) < len(those):
            (some if having else none)[one.word] = those
    if none:
        said = "not_called" if len(request.items) == 1 else "none_called"
        yield voice.say(said, _any_of(request, none.values()), word=voice.grammar.listed([*none], "or"))
    if some:
        yield voice.say("not_all_called", _any_of(request, some.values()), word=voice.grammar.listed([*some]))


def _any_of(request: Request, groups: Iterable[list[Item]]) -> list[Item]:
    """The items that stand in any of the groups."""
    together = [item for group in groups for item in group]
    return [item for item in request.items if item in together]


def _audience(voice: Voice, request: Request) -> Iterator[Sentence]:
    """Cards that name other people than those asked for, or nobody; an outfit for men and women at once."""
    grammar, items = voice.grammar, request.items
    named = dict.fromkeys(request.asked(item).audience for item in items if request.asked(item).audience)
    for audience in named:
        those = [item for item in items if request.asked(item).audience == audience]
        yield from _for_others(voice, request, audience, those)
    parted = {name: [item for item in items if item.gender == name] for name in ("women", "men")}
    if not named and request.plan.act == "outfit" and all(parted.values()):
        hers, his = (grammar.listed([*map(grammar.piece, those)]) for those in parted.values())
        yield voice.say("for_both", [i for i in items if i.gender in parted], hers=hers, his=his)


def _for_others(voice: Voice, request: Request, audience: str, those: Sequence[Item]) -> Iterator[Sentence]:
    """Which of ``those``, asked for one audience, are not for it by their cards."""
    grammar, others = voice.grammar, [item for item in those if not meant_for(item, audience)]
    named = dict.fromkeys(name for item in others for name in audiences(item))
    shown = grammar.listed([*dict.fromkeys(grammar.named("audiences", name) or name for name in named)], "or")
    whom = grammar.named("audiences", audience)
    if not others:
        return
    if not shown:
        yield voice.say("for_nobody", others, whom=whom)
    elif len(those) < len(request.items):  # somebody else was asked for too
        pieces = grammar.listed([*map(grammar.piece, others)])
        yield voice.say("things_for_others", others, things=pieces, whom=whom, shown=shown)
    else:
        said = "for_others" if len(others) == len(those) else "some_for_others"
        yield voice.say(said, others, whom=whom, shown=shown)


def _occasion(voice: Voice, request: Request) -> Iterator[Sentence]:
    """Cards that name another occasion than the one asked for; those that name none are passed over."""
    grammar, items, usage = voice.grammar, request.items, request.plan.filters.usage
    others = [item for item in items if usage and item.usage not in ("", usage)]
    those = [item for item in items if item.usage == usage]
    pieces = [grammar.piece(item) for item in items]
    named = [name for name, item in zip(pieces, items, strict=True) if item in those]
    occasion = grammar.named("usages", usage)
    if others and those and all(pieces.count(name) == 1 for name in named):
        are = grammar.are() if len(those) > 1 else grammar.verb("it_is", those[0]).split()[-1]
        names = grammar.listed(named)
        yield voice.say("not_all_such_occasion", those, those=names, are=are, occasion=occasion)
    elif others:
        yield voice.say("some_such_occasion" if those else "no_such_occasion", others, occasion=occasion)


def _unsaid_by_cards(voice: Voice, request: Request) -> Iterator[Sentence]:
    """Weather, sizes and prices that were asked about and are on no card."""
    plan, items = request.plan, request.items
    unpriced = [item for item in items if item.price is None]
    if not any(made_for(item, plan.filters.weather) for item in items):
        yield voice.say(f"not_made_for_{plan.filters.weather}", items)
    if plan.asks_size:
        yield voice.say("no_sizes", items)
    if unpriced and (request.priced or plan.filters.order):
        yield voice.say("no_prices" if request.priced else "no_lowest", unpriced)
    elif plan.asks_price and not any(item.price for item in items):
        yield voice.say("no_price_at_all", items)
