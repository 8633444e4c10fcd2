"""Several items held against each other: which is warmer, dearer, better for work; differences, sums, what
goes together. Recommends where the cards allow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.advice.answer import Answer, owned
from app.advice.content import Fact
from app.advice.discuss.telling import MAX_ITEMS, Items, being, blanks, prices, silent, words_of
from app.advice.phrases import (
    called,
    money,
    reckoned,
    sample,
    season,
    side_by_side,
    usage,
    warmth,
    whom,
    why_warm,
)
from app.advice.styling import colours_worn, harmony
from app.plan import RequestedItem
from app.search.scoring import occasion_fit, weather_fit
from data.catalogue.values.audiences import audiences
from data.catalogue.values.money import main_currency, priced_together
from data.catalogue.vocabulary import categories, colour_group

NEUTRAL = ("black", "white", "grey")  # colours that are hardly any


def warmest(answer: Answer, items: Items) -> Iterator[Fact]:
    """The warmest of several, or the coolest."""
    hot = answer.plan.filters.weather == "hot"
    points = {item.id: warmth(item, answer) * (-1 if hot else 1) for item in items}
    words = {item.id: why_warm(item, answer) for item in items}
    best = [item for item in items if points[item.id] == max(points.values())]
    worn = _worn_by_season(items)
    if all(weather_fit(item, "hot" if hot else "cold") < 0 for item in items):
        yield answer.fact("serves_not", items, **blanks(answer, items))
    elif len(best) < len(items) and any(words.values()) and worn:  # a bag warms nobody
        yield answer.fact("coolest" if hot else "warmest", best, **blanks(answer, best))
    else:
        yield answer.fact("undecided", items)
    yield from words_of(answer, items, words)


def _worn_by_season(items: Items) -> bool:
    """Whether any of them is worn in one season or another; a bag is not."""
    return any(known.seasonal for item in items if (known := categories().get(item.category)))


def occasion(answer: Answer, items: Items) -> Iterator[Fact]:
    """Which things are for the occasion that is asked for, by their cards."""
    asked = answer.plan.filters.usage
    those, words = [item for item in items if item.usage == asked], {i.id: usage(i, answer) for i in items}
    told, rest = answer.grammar.named("usages", asked), [item for item in items if item.usage != asked]
    if those and rest:
        yield answer.fact("take", those, told=told, **blanks(answer, those))
        yield from being(answer, rest, words)
    elif those and len(items) == 1:
        yield answer.fact("yes", items, told=told, **blanks(answer, items))
    elif those:
        yield answer.fact("alike", items, told=told)
        yield from colours_worn(replace(answer, items=items))
    elif len(items) == 1 and words[items[0].id]:
        yield answer.fact("rather_for", items, told=words[items[0].id], asked=told, **blanks(answer, items))
        yield from _rather(answer, [item for item in answer.items if item.usage == asked], told)
    else:
        yield answer.fact("none_such", items, told=told)
        yield from being(answer, items, words)
        yield from _rather(answer, [item for item in answer.items if item.usage == asked], told)


def _rather(answer: Answer, others: Items, told: str) -> Iterator[Fact]:
    """What else on the screen would do."""
    if others:
        yield answer.fact("rather", others, told=told, **blanks(answer, others))


def cheapest(answer: Answer, items: Items) -> Iterator[Fact]:
    """The lowest or the highest price of several."""
    if not priced_together(items):  # nobody can say which is the cheaper
        yield from prices(answer, items)
        return
    priced = [(item.cost, item) for item in items if item.cost is not None]
    low = answer.plan.filters.order == "price_asc"
    bound = (min if low else max)((price for price, _ in priced), default=0.0)
    best = [item for price, item in priced if price == bound]
    if best and len(best) < len(priced):
        yield answer.fact("cheapest" if low else "dearest", best, **blanks(answer, best))
    elif len(best) > 1:
        yield answer.fact("price_same_all", best)
    yield from prices(answer, items)


def total(answer: Answer, items: Items) -> Iterator[Fact]:
    """The sum of the prices, and how it comes about."""
    words, grammar = {item.id: money(item, answer) for item in items}, answer.grammar
    priced = [item for item in items if words[item.id]]
    if len(priced) < 2 or not priced_together(items):
        yield from prices(answer, items)
        yield from (answer.fact("currencies_apart", priced) for _ in priced[1:2])
        return
    of_all = grammar.money(sum(item.cost or 0.0 for item in priced), main_currency(priced))
    yield answer.fact("total", priced, total=of_all, sample=sample(priced, answer))
    parts = [grammar.words["price_of"].format(price=words[i.id], name=called(answer, i).name) for i in priced]
    yield answer.fact("sum", priced, parts=grammar.listed(parts))
    yield from silent(answer, "unsaid_price", items, words)


def difference(answer: Answer, items: Items) -> Iterator[Fact]:
    """Side by side what the cards say, and what they share."""
    few = items[:MAX_ITEMS]
    shared, own = side_by_side(few, answer)
    costs = [reckoned(item, answer) for item in few]
    dearer = len(set(costs)) > 1
    if not any(own) and not dearer:
        yield answer.fact("no_difference", few)
    for item, row, cost in zip(few, own, costs, strict=True):
        told = [*row, *([cost + sample([item], answer)] if cost and dearer else [])]
        if told:
            yield answer.fact("row", [item], name=called(answer, item).name, told=", ".join(told))
    if shared:
        yield answer.fact("shared", few, they=answer.grammar.all_are(few), told=answer.grammar.listed(shared))


def preference(answer: Answer, items: Items) -> Iterator[Fact]:
    """What to choose where nobody said for what: for which occasion or season each is, and by colour."""
    words = {item.id: usage(item, answer) for item in items}
    if len(set(words.values())) < 2 and _worn_by_season(items):
        words = {item.id: season(item, answer) for item in items}
    for name in dict.fromkeys(words.values() if len(set(words.values())) > 1 else ()):
        those = [item for item in items if words[item.id] == name]
        if name:
            yield answer.fact("for_that", those, told=name, **blanks(answer, those))
    yield from colours_worn(replace(answer, items=items))


def recommended(answer: Answer, items: Items) -> Iterator[Fact]:
    """One of two, with what speaks for it: the customer's own garment, the occasion, whom it is for, the
    weather, else the price."""
    filters, grammar = answer.plan.filters, answer.grammar
    own = [item for item in answer.plan.items if item.role == "owned" and item.colours]
    if own and len({item.colour for item in items}) > 1:
        yield _beside(answer, items, own[0])
        return
    for weigh, tell in (
        (lambda item: bool(filters.usage) and item.usage == filters.usage, usage),
        (lambda item: occasion_fit(item, filters.occasion, filters.audience), usage),
        (lambda item: audiences(item) == (filters.audience,), whom),
        (lambda item: weather_fit(item, filters.weather), season),
    ):
        points = [weigh(item) for item in items]
        best, other = items[points.index(max(points))], items[points.index(min(points))]
        if best is not other and (told := tell(best, answer)) and told != tell(other, answer):
            yield answer.fact("take", [best], told=told, **blanks(answer, [best]))
            return
    best = min(items, key=lambda item: item.cost or 0.0)
    apart = len({item.cost for item in items}) > 1 and priced_together(items)
    if all(item.cost for item in items) and apart:
        told = grammar.words["for_less"].format(price=money(best, answer)) + sample([best], answer)
        yield answer.fact("take_for", [best], told=told, **blanks(answer, [best]))
    else:
        yield from colours_worn(answer)


def _beside(answer: Answer, items: Items, own: RequestedItem) -> Fact:
    """The one whose colour gets on best with the customer's own garment; of equals the quieter."""
    grammar, quiet = answer.grammar, colour_group("quiet")
    ranks = [(harmony(i.colour, own.colours[0]), i.colour in quiet, i.colour in NEUTRAL) for i in items]
    best, with_it = items[ranks.index(max(ranks))], grammar.piece(owned(own, "0"))
    said = "take_beside" if len({rank[0] for rank in ranks}) > 1 else "take_of_both"
    said = said if len(set(ranks)) > 1 else "take_either"
    colour = grammar.colour(best.colour)
    return answer.fact(said, [best], own=with_it, colour=colour, **blanks(answer, [best]))


def match(answer: Answer, items: Items) -> Iterator[Fact]:
    """Whether they go together, or with something of the customer's own: by colour, and what they are for."""
    filters, wanted = answer.plan.filters, answer.plan.items
    own = [owned(one, str(at)) for at, one in enumerate(wanted) if one.role == "owned" and one.colours]
    together = replace(answer, items=[*items, *own], filters={i.id: filters for i in (*items, *own)})
    known = {item.id for item in items}
    worn = list(colours_worn(together)) if all(item.colour for item in items) else []
    for fact in worn:
        yield replace(fact, item_ids=tuple(name for name in fact.item_ids if name in known))
    if not worn:
        yield answer.fact("taste", items)
    words = {item.id: usage(item, answer) for item in items}
    if len(items) > 1:
        yield from being(answer, items, words)
