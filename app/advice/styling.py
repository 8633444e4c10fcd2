"""How to wear what is shown: by the colours on the cards, and nothing else. And what it costs, and whether
that is within what may be spent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.advice.answer import Answer
from app.advice.grammar import DATA
from app.plan import Sentence
from app.search.scoring import is_quiet
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, colour_group, family

UNWORN = ("nightwear", "gift set", "umbrella", "wallet")  # not worn with what is shown beside it
UNSTYLED = ("nightwear", "swimwear", "gift set")  # what nobody matches with anything


def style(answer: Answer) -> Iterator[Sentence]:
    """One suggestion that uses the items shown and no others."""
    items, alike = answer.items, answer.one_category
    apart = not alike and any(item.category in UNWORN for item in items)
    if len(items) == 1:
        yield _alone(answer, items[0])
    elif apart or not all(item.colour for item in items):
        yield answer.say("no_colours_choose" if alike else "no_colours", items)
    else:
        yield (_choice if alike else _combination)(answer)


def _alone(answer: Answer, item: Item) -> Sentence:
    beside = _beside().get(item.colour) or _beside().get(family(item.colour)) or ()
    refused = answer.asked(item).excluded_colours
    tones = [tone for tone in beside if not {tone, family(tone)} & set(refused)]
    if item.colour == "multi" and item.category not in UNSTYLED:
        return answer.say("many_colours_one", [item])
    if not tones or item.category in UNSTYLED:  # a shop's own word for a colour, or none
        return answer.say("look_closer", [item])
    grammar, known = answer.grammar, categories().get(item.category)
    kind = "accent" if known and known.role == "accessory" else "one"
    return answer.say(
        f"{'quiet' if is_quiet(item) else 'loud'}_{kind}", [item],
        colour=grammar.colour(item.colour), dyed=grammar.coloured(item.colour, *grammar.agreement(item)),
        they=grammar.verb("it_is", item), tones=grammar.listed([grammar.colour(t) for t in tones], "or"),
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


def _choice(answer: Answer) -> Sentence:
    """Between items of one category."""
    grammar, items = answer.grammar, answer.items
    colours = list(dict.fromkeys(grammar.colour(item.colour) for item in items))
    if len(colours) == 1:
        return answer.say("same_colour", items, colour=colours[0])
    calm, others = _parted(items)
    named = {item.colour for item in calm}  # blue denim is quiet, and "the blue one" is then no other
    loud = [item for item in others if item.colour not in named]
    if calm and loud:
        pair = (calm[0], loud[0])
        return answer.say("choose", pair, first=grammar.one(pair[0]), second=grammar.one(pair[1]))
    first, second = (grammar.the_colour(colour) for colour in colours[:2])
    return answer.say("choose_other", items, first=first, second=second)


def _combination(answer: Answer) -> Sentence:
    """Of items of different categories, by how their colours get along."""
    grammar, items, known = answer.grammar, answer.items, categories()
    calm, loud = _parted(items)
    if len({item.colour for item in items}) == 1:
        worn = any(item.category in known and known[item.category].role != "accessory" for item in items)
        said = "one_family" if worn else "colour_repeats"
        return answer.say(said, items, colour=grammar.colour(items[0].colour))
    if not loud:
        return answer.say("all_quiet", items, colours=answer.colours(items, article=True))
    if len(loud) == 1:
        rest = grammar.listed([*dict.fromkeys(map(grammar.piece, calm))])
        return answer.say("loud_and_quiet", items, loud=grammar.piece(loud[0]), quiet=rest)
    families = {family(item.colour) for item in loud}
    if len(families) == 1:
        return answer.say("colour_repeats", loud, colour=grammar.colour(families.pop()))
    return answer.say("many_loud", items, colours=answer.colours(items, article=True))


def _parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Those in quiet colours and the others."""
    return [i for i in items if is_quiet(i)], [i for i in items if not is_quiet(i)]


def price(answer: Answer) -> Iterator[Sentence]:
    """What it costs, if every card says so: of one, from … to … of several, together for an outfit; and that
    it is within the limits, or that the lowest or the highest prices come first, if that was asked."""
    items, grammar = answer.items, answer.grammar
    prices = [item.price for item in items if item.price is not None]
    if len(prices) < len(items):
        return
    low, high, budget = min(prices), max(prices), answer.plan.filters.max_total
    total = sum(prices)
    if budget and total > budget:
        return  # which was said first
    summed = "price_total_within" if len(items) > 1 else "price_one_within"
    said = summed if budget else _said(answer, low, high)
    invented = any(item.price_note == "sample" for item in items)
    several = said.startswith(("price_sum", "price_range", "price_total"))
    yield answer.say(
        said, items, costs=grammar.verb("it_costs", items[0]),
        price=grammar.money(total if several and not said.startswith("price_range") else low),
        low=grammar.money(low), high=grammar.money(high),
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
    asked = ((item.price, answer.asked(item)) for item in answer.items)
    return any(price and not own.min_price <= price <= (own.max_price or price) for price, own in asked)


def beyond(answer: Answer) -> Iterator[Sentence]:
    """That all together cost more than they may; that nothing was found below a limit, where the cheapest
    there is is shown in its place."""
    costs, budget = [item.price or 0.0 for item in answer.items], answer.plan.filters.max_total
    grammar, things = answer.grammar, answer.plurals((item.category for item in answer.items), "neither")
    if budget and sum(costs) > budget and len(costs) == 1:
        yield answer.say("nothing_below", answer.items, things=things, limit=grammar.money(round(budget, 1)))
    elif budget and sum(costs) > budget:
        sample = answer.grammar.agreeing("sample", len(costs) > 1)
        invented = any(item.price_note == "sample" for item in answer.items)
        price = answer.grammar.money(sum(costs))
        yield answer.say("price_total_above", answer.items, price=price, sample=sample if invented else "")
    if not above(answer):
        return
    own, cost = answer.asked(answer.items[0]), max(costs)
    low = cost < own.min_price
    limit = grammar.money(round(own.min_price if low else own.max_price, 1))
    yield answer.say("nothing_from" if low else "nothing_below", answer.items, things=things, limit=limit)
