"""What is not as asked for: fewer, other names, people or occasions, no price, nothing.

What is lacking is lacking among the things that were asked for: of running shoes none may be pink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.buying import asked_reduced, asked_sizes, sizes
from app.advice.discuss.telling import blanks, of_cards
from app.advice.lacking.appearance import unlike
from app.advice.own_words import as_written
from app.advice.reasons import garments
from app.advice.shop import own_plural
from app.advice.styling import above, beyond
from app.nlu.lexicon import LANGUAGES, generic, says, table, words, words_of, written
from app.plan import SIMILAR, Descriptor
from app.search.claims import is_called
from app.search.scoring import made_for
from data.catalogue.catalogue import Item
from data.catalogue.occasions import occasions
from data.catalogue.values.audiences import audiences, meant_for
from data.catalogue.values.money import currency_name, is_reduced, main_currency

PLURAL = 2  # asked for by whoever names no number
LENGTHS = ("quality/long", "quality/short")


def shortfalls(answer: Answer) -> Iterator[Fact]:
    """A sentence for each way in which the items are not what was asked for; not that the shop does not carry
    something at all."""
    yield from _unsold(answer)
    yield from beyond(answer)
    yield from _counts(answer)
    yield from _called_otherwise(answer)
    yield from _undescribed(answer)
    yield from _refused_all_the_same(answer)
    yield from unlike(answer)
    yield from _audience(answer)
    yield from _occasion(answer)
    yield from _unsaid_by_cards(answer)


def _counts(answer: Answer) -> Iterator[Fact]:
    """What was found less often than asked for, or not at all."""
    counts = {name: n for name, n in answer.plan.counts().items() if name and name not in answer.missing}
    found = {name: [item for item in answer.items if item.category == name] for name in counts}
    called_so = {value for item in answer.items for value in garments(item)}
    none, grammar = [name for name in counts if not found[name] and name not in called_so], answer.grammar
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
        own = as_written(answer.plan.query, own_plural(answer.plan, name))
        things = own if own and all(is_called(item, own) for item in found[name]) else grammar.plural(name)
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
            yield _says_not(answer, those, as_written(answer.plan.query, word), others == those)


def _undescribed(answer: Answer) -> Iterator[Fact]:
    """Cards that do not say how or whose a thing is, where the customer did: linen, Nike, dinosaurs."""
    none: dict[str, list[Item]] = {}  # the customer's word → the items that it is about
    some: dict[str, list[Item]] = {}
    for one in answer.plan.filters.descriptors:
        those = [item for item in answer.items if one.of(item.category)]
        having = [item for item in those if says(one, item) or _is_in_its_name(one, item)]
        telling = one.certain or not _lengths().isdisjoint(one.forms)
        one_of_them = answer.plan.act == "outfit" and not one.category and having  # shoes have no sleeves
        if telling and not one.refused and not one_of_them and len(having) < len(those):
            (some if having else none)[one.word] = those
    for lacking, whole, last in ((none, True, "or"), (some, False, "and")):
        if lacking:
            word = answer.grammar.listed([*lacking], last)
            those = [item for item in answer.items if any(item in group for group in lacking.values())]
            yield _says_not(answer, those, word, whole)


def _is_in_its_name(one: Descriptor, item: Item) -> bool:
    """Whether a word is part of what its whole category is called: the short of pantalón corto."""
    names = {word for name in generic(item.category) - words_of("generic") for word in name.split()}
    return not names.isdisjoint(one.forms)


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
    """Weather and prices that were asked about and are on no card."""
    plan, items = answer.plan, answer.items
    unpriced = [item for item in items if item.cost is None]
    if not any(made_for(item, plan.filters.weather) for item in items):
        yield answer.fact(f"not_made_for_{plan.filters.weather}", items)
    if unpriced and (answer.priced or plan.filters.order):
        yield answer.fact("no_prices" if answer.priced else "no_lowest", unpriced)
    elif plan.asks_price and not any(item.cost for item in items):
        yield answer.fact("no_price_at_all", items)


def _unsold(answer: Answer) -> Iterator[Fact]:
    """What stands in the way of buying: sold out, no such size, not reduced, priced in other money."""
    filters, items = answer.plan.filters, answer.items
    if not items:
        return
    if answer.unheld:
        shop = currency_name(main_currency(items), answer.grammar.language)
        yield answer.fact("other_currency", items, shop=shop, limit=answer.unheld)
    if filters.sizes:
        yield from asked_sizes(answer, items)
    elif answer.plan.asks_size:
        yield from sizes(answer, items)
    asked = filters.sizes or answer.plan.asks_size
    told = {item.id for item in items if asked and not item.sizes and item.sold_out_sizes}
    gone = [item for item in items if item.available is False and item.id not in told]
    if gone:
        yield answer.fact("not_in_stock", gone, **blanks(answer, gone))
    untold = [item for item in items if item.available is None]
    if filters.in_stock and untold:
        yield of_cards(answer, "unsaid_stock", untold)
    if filters.on_sale and (len(items) > 1 or not is_reduced(items[0])):
        yield from asked_reduced(answer, items)
