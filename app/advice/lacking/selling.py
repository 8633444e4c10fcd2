"""What must be known before buying and was asked for, or goes without asking: that a thing is sold out, that
the cards name no sizes, that nothing is reduced, that a limit in other money was not held to.

Knows cards; does not know how things are bought.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.buying import asked_reduced, asked_sizes, sizes
from app.advice.discuss.telling import blanks, of_cards
from data.catalogue.currencies import currency_name, is_reduced, main_currency


def unsold(answer: Answer) -> Iterator[Fact]:
    """What of all that stands in the way of buying what is shown."""
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
