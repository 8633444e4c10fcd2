"""What the things shown cost, and whether that is within what may be spent.

Knows prices of cards and limits of plans; makes no promise that a card does not bear out.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.advice.answer import Answer
from app.plan import Sentence


def price(answer: Answer) -> Iterator[Sentence]:
    """What it costs, if every card says so: of one, from … to … of several, together for an outfit; and that
    it is within the limits, or that the lowest or the highest prices come first, if that was asked."""
    items, grammar = answer.items, answer.grammar
    prices = [item.price for item in items if item.price is not None]
    if len(prices) < len(items):
        return
    low, high, budget = min(prices), max(prices), answer.plan.filters.max_total
    total = sum(prices)
    said = _total(answer, total) if budget else _said(answer, low, high)
    invented = any(item.price_note == "sample" for item in items)
    several = said.startswith(("price_sum", "price_range", "price_total"))
    yield answer.say(
        said, items, costs=grammar.verb("it_costs", items[0]),
        price=grammar.money(total if several and not said.startswith("price_range") else low),
        low=grammar.money(low), high=grammar.money(high),
        sample=grammar.agreeing("sample", several) if invented else "",
    )  # fmt: skip


def _total(answer: Answer, total: float) -> str:
    return "price_total_within" if total <= answer.plan.filters.max_total else "price_total_above"


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
    if within or cheapest or dearest or answer.one_category:
        return f"price_range{ending}"
    return "price_sum"


def above(answer: Answer) -> bool:
    """Whether something is shown that costs more than it may."""
    limits = ((item.price, answer.asked(item).max_price) for item in answer.items)
    return any(price and limit and price > limit for price, limit in limits)


def beyond(answer: Answer) -> Iterator[Sentence]:
    """That nothing was found below a limit, where the cheapest there is is shown in its place."""
    if not above(answer):
        return
    grammar, first = answer.grammar, answer.items[0]
    things = answer.plurals((item.category for item in answer.items), "neither")
    limit = grammar.money(round(answer.asked(first).max_price, 1))
    yield answer.say("nothing_below", answer.items, things=things, limit=limit)
