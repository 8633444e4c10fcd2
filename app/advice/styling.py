"""How to wear what is shown: by the stylebook, and by the colours on the cards. And what it costs, and
whether that is within what may be spent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.buying import reduced, reduction
from app.advice.grammar import DATA
from app.advice.stylebook import advice
from app.search.scoring import is_quiet
from data.catalogue.catalogue import Item
from data.catalogue.values.money import currency_of, is_reduced, main_currency, priced_together
from data.catalogue.vocabulary import categories, colour_group, family, pattern_of

QUIET_PATTERNS = ("", "plain", "denim")
UNWORN = ("nightwear", "gift set", "umbrella", "wallet")  # not worn with what is shown beside it
NAMED, OPEN = ("occasion", "weather"), (("cut",), ("wear", "care"))  # aspects of the stylebook
UNSTYLED = ("nightwear", "swimwear", "gift set")  # what nobody matches with anything


def style(answer: Answer) -> Iterator[Fact]:
    """How to wear what is shown, the most fitting first: by the occasion and the weather that were named, by
    cut and colour, and what to wear it with."""
    if _apart(answer):
        return
    special, *rest = [list(advice(answer, aspects)) for aspects in (NAMED, *OPEN)]
    if answer.turn(2):
        rest.reverse()
    hues = list(colours_worn(answer))
    if len(answer.items) == 1 or answer.one_category:  # that black goes with everything, all know
        told = [*special[:1], *chain(*(facts[:1] for facts in rest))]
        yield from (*told, *(hues if not told or answer.turn(2) else ()))
    else:
        yield from (*special[:1], *hues, *chain(*(facts[:1] for facts in rest)))


def colours_worn(answer: Answer) -> Iterator[Fact]:
    """How the colours of the items get along, with each other or with those of other things."""
    items = answer.items
    if any(map(answer.beside_main, items)):  # none speaks of another colour than the one asked for
        return
    if len(items) == 1:
        yield from _alone(answer, items[0])
    elif not _apart(answer) and all(item.colour for item in items):
        yield from (_choice if answer.one_category else _combination)(answer)


def _apart(answer: Answer) -> bool:
    """Whether there are things among them that nobody wears with the others."""
    return not answer.one_category and any(item.category in UNWORN for item in answer.items)


def _alone(answer: Answer, item: Item) -> Iterator[Fact]:
    beside = _beside().get(item.colour) or _beside().get(family(item.colour)) or ()
    refused = answer.asked(item).excluded_colours
    tones = [tone for tone in beside if not {tone, family(tone)} & set(refused)]
    if item.category in UNSTYLED or (item.colour != "multi" and not tones):  # a shop's own word for a colour
        return
    if item.colour == "multi":
        yield answer.fact("many_colours_one", [item])
        return
    grammar, known = answer.grammar, categories().get(item.category)
    kind = "accent" if known and known.role == "accessory" else "one"
    yield answer.fact(
        f"{'quiet' if is_quiet(item) else 'loud'}_{kind}", [item], colour=grammar.colour(item.colour),
        tones=grammar.listed([grammar.colour(tone) for tone in tones], "or"),
    )  # fmt: skip


@lru_cache
def _beside() -> dict[str, list[str]]:
    """Two colours that set a colour off; a shade that is not named has its family's."""
    tones: dict[str, list[str]] = json.loads((DATA / "beside.json").read_text("utf-8"))
    return tones


def harmony(colour: str, other: str) -> int:
    """How well two colours get on: 2 where one sets the other off, 1 where one is quiet, 0 of one family."""
    if family(colour) == family(other):
        return 0
    tones = [*_beside().get(colour, ()), *(tone for tone in (other,) if colour in _beside().get(other, ()))]
    return (
        2
        if {other, family(other)} & set(tones)
        else int(not colour_group("quiet").isdisjoint((colour, other)))
    )


def _choice(answer: Answer) -> Iterator[Fact]:
    """Between items of one category."""
    grammar, items = answer.grammar, answer.items
    colours = list(dict.fromkeys(grammar.colour(item.colour) for item in items))
    if len(colours) == 1:
        yield answer.fact("same_colour", items, colour=colours[0])
        return
    calm, others = _parted(items)
    named = {item.colour for item in calm}  # blue denim is quiet, and "the blue one" is then no other
    loud = [item for item in others if item.colour not in named]
    if calm and loud and len(items) == 2:
        pair = (calm[0], loud[0])
        yield answer.fact("choose", pair, first=grammar.one(pair[0]), second=grammar.one(pair[1]))


def _combination(answer: Answer) -> Iterator[Fact]:
    """Of items of different categories, by how their colours get along."""
    grammar, items, known = answer.grammar, answer.items, categories()
    calm, loud = _parted(items)
    families = {family(item.colour) for item in loud}
    if len({item.colour for item in items}) == 1:
        worn = any(item.category in known and known[item.category].role != "accessory" for item in items)
        said = "one_family" if worn else "colour_repeats"
        yield answer.fact(said, items, colour=grammar.colour(items[0].colour))
    elif not loud:
        yield _quiet(answer)
    elif len(loud) == 1 and not any(pattern_of(item) not in QUIET_PATTERNS for item in calm):
        rest = grammar.listed([*dict.fromkeys(map(grammar.piece, calm))])
        yield answer.fact("loud_and_quiet", items, loud=grammar.piece(loud[0]), quiet=rest)
    elif len(loud) == 1:  # a pattern holds nothing back
        return
    elif len(families) == 1:
        same = len({item.colour for item in loud}) == 1
        told = answer.colours(loud, article=True)
        yield answer.fact(
            "colour_repeats" if same else "shades", loud, colour=grammar.colour(loud[0].colour), colours=told
        )
    else:
        hues = list({item.colour: item for item in loud}.values())
        friends = len(hues) == 2 and harmony(hues[0].colour, hues[1].colour) == 2
        said = "loud_pair" if friends else "many_loud"
        yield answer.fact(said, loud, colours=answer.colours(loud, article=True))


def _quiet(answer: Answer) -> Fact:
    """Of quiet colours alone: light beside dark, or all of a kind."""
    items, grammar = answer.items, answer.grammar
    light, dark = (colour_group(name) for name in ("light", "dark"))
    pale, deep = ([item for item in items if item.colour in group] for group in (light, dark))
    if not (pale and deep):
        return answer.fact("all_quiet", items, colours=answer.colours(items, article=True))
    light_ones, dark_ones = (
        grammar.listed([*dict.fromkeys(map(grammar.piece, those))]) for those in (pale, deep)
    )
    return answer.fact("light_dark", [*pale, *deep], light=light_ones, dark=dark_ones)


def _parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Those in quiet colours and the others."""
    return [i for i in items if is_quiet(i)], [i for i in items if not is_quiet(i)]


def price(answer: Answer) -> Iterator[Fact]:
    """What it costs, if every card says so: of one, from … to … of several, together for an outfit; and that
    it is within the limits, or that the lowest or the highest prices come first, if that was asked."""
    items, grammar = answer.items, answer.grammar
    prices = [item.cost for item in items if item.cost is not None]
    if len(prices) < len(items) or not priced_together(items):
        return
    low, high, budget = min(prices), max(prices), answer.plan.filters.max_total
    total = sum(prices)
    if (above(answer) and len(items) > 1) or (budget and total > budget):
        return  # which was said first
    if len(items) > 1 and any(map(is_reduced, items)) and not answer.plan.filters.on_sale:
        yield from reduced(answer, items)
    summed = "price_total_within" if len(items) > 1 else "price_one_within"
    said = summed if budget else _said(answer, low, high)
    if said.startswith("price_one") and is_reduced(items[0]):
        yield reduction(answer, items[0], said.removeprefix("price_one"))
        return
    invented = any(item.price_note == "sample" for item in items)
    money = partial(grammar.money, currency=main_currency(items))
    several = said.startswith(("price_sum", "price_range", "price_total"))
    yield answer.fact(
        said, items, costs=grammar.verb("it_costs", items[0]),
        price=money(total if several and not said.startswith("price_range") else low),
        low=money(low), high=money(high),
        sample=grammar.agreeing("sample", several) if invented else "",
    )  # fmt: skip


def _said(answer: Answer, low: float, high: float) -> str:
    """The name of the sentence, where no sum may be exceeded."""
    items, filters = answer.items, answer.plan.filters
    cheapest = filters.order == "price_asc" and answer.plan.act != "outfit"
    dearest = filters.order == "price_desc"
    within = answer.priced and not above(answer)
    ending = "_within" if within else "_lowest" if cheapest else "_highest" if dearest else ""
    if len(items) == 1:
        return f"price_one{ending}"
    if low == high:
        return f"price_same{ending if within else ''}"
    bought = not (answer.one_category or answer.alternatives or cheapest or dearest)
    if bought and len({item.category for item in items}) > 1:
        return "price_sum_within" if within else "price_sum"
    return f"price_range{ending}"


def above(answer: Answer) -> bool:
    """Whether something is shown that costs more than it may, or less than it should."""
    main = main_currency(answer.items)  # in which the limit is
    asked = ((item.cost, answer.asked(item)) for item in answer.items if currency_of(item) == main)
    return any(price and not own.min_price <= price <= (own.max_price or price) for price, own in asked)


def beyond(answer: Answer) -> Iterator[Fact]:
    """That all together cost more than they may; that nothing was found below a limit, where the cheapest
    there is is shown in its place."""
    costs, budget = [item.cost or 0.0 for item in answer.items], answer.plan.filters.max_total
    money = partial(answer.grammar.money, currency=main_currency(answer.items))
    things = answer.plurals((item.category for item in answer.items), "neither")
    budget = budget if priced_together(answer.items) else 0.0
    if budget and sum(costs) > budget and len(costs) == 1:
        yield answer.fact("nothing_below", answer.items, things=things, limit=money(round(budget, 1)))
    elif budget and sum(costs) > budget:
        sample = answer.grammar.agreeing("sample", len(costs) > 1)
        invented = any(item.price_note == "sample" for item in answer.items)
        price = money(sum(costs))
        yield answer.fact("price_total_above", answer.items, price=price, sample=sample if invented else "")
    if not above(answer):
        return
    own, cost = answer.asked(answer.items[0]), max(costs)
    low = cost < own.min_price
    limit = money(round(own.min_price if low else own.max_price, 1))
    yield answer.fact("nothing_from" if low else "nothing_below", answer.items, things=things, limit=limit)
