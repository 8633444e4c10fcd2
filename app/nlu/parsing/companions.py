"""What is asked for beside things of the conversation: another garment for the same person and occasion, or
an outfit around an item shown.

Knows plans and the items shown; does not know whether a message leans on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.nlu.lexicon import words
from app.nlu.parser import Parsed
from app.nlu.parsing import prices
from app.nlu.parsing.people import only
from app.nlu.references import references
from app.nlu.tagger import Utterance
from app.plan import DialogueState, Filters, Plan, RequestedItem
from data.catalogue.catalogue import Item
from data.catalogue.occasions import occasions
from data.catalogue.vocabulary import categories


def beside(before: Plan, parsed: Parsed, shown: Sequence[Item]) -> Plan:
    """Another garment for the same person and occasion; a matching one in the same colour."""
    plan = parsed.plan
    own, stands = plan.filters, before.filters
    if "with" in parsed.said.topics or parsed.said.says("asks_with_what"):
        stands, own = _worn_with(stands, shown), replace(own, order="")  # "the dearest" is one of those shown
    whom = own.audience or ("" if is_worn_by_others(plan, stands.audience) else stands.audience)
    filters = replace(
        still_refused(own, stands), audience=whom, usage=own.usage or stands.usage,
        occasion=own.occasion or stands.occasion,
    )  # fmt: skip
    if not filters.colours and words("matching") & set(parsed.said.tokens):
        filters = replace(filters, colours=stands.colours)
    owned = (RequestedItem(name, role="owned") for name in before.categories("wanted"))
    return replace(plan, items=(*plan.items, *owned), filters=filters)


def around(parsed: Parsed, state: DialogueState, shown: Sequence[Item], seen: Sequence[Item]) -> Plan | None:
    """An outfit around items shown, where nothing is named that would go with them: "what goes with the first
    one?"; None where something else is asked."""
    said = parsed.said
    if not shown or parsed.plan.wanted or not said.says("goes_with_it") or said.says("asks_which"):
        return None
    meant = references(Utterance(parsed.written), shown, seen)
    if not meant.items and (meant.beside or meant.strange):
        return None
    last = [item for item in shown if item.id in state.discussed]
    those = meant.items or tuple(last or shown)[:1]
    owned = (
        RequestedItem(item.category, colours=(item.colour,) if item.colour else (), role="owned")
        for item in those
    )
    stands = state.plan.filters if state.plan else Filters()
    kept = Filters(audience=stands.audience, weather=stands.weather, occasion=stands.occasion)
    filters = prices.renewed(_worn_with(still_refused(kept, stands), those), parsed.plan.filters, False)
    ids = tuple(item.id for item in those)
    return replace(parsed.plan, act="outfit", items=tuple(owned), filters=filters, references=ids, topic="")


def without_own(filters: Filters) -> Filters:
    """Filters without what is said of some of the items only: their colours and their prices."""
    return replace(filters, colours=(), min_price=0.0, max_price=0.0, max_total=0.0, currency="")


def refined(plan: Plan, before: Plan, new: Plan) -> Plan:
    """A plan with what a new one says of some of its items: "the shoes have to be under 100"."""
    own = {item.category: new.filters_of(item) for item in new.wanted}
    items = tuple(
        replace(
            item, colours=own[item.category].colours or item.colours,
            min_price=own[item.category].min_price or item.min_price,
            max_price=own[item.category].max_price or item.max_price,
        ) if item.category in own else item
        for item in plan.wanted
    )  # fmt: skip
    off = plan.filters.excluded_colours
    colours = tuple(name for name in before.filters.colours if name not in off)
    money = new.filters.currency or plan.filters.currency
    filters = replace(plan.filters, colours=colours, currency=money)
    return replace(plan.wanting(items), filters=filters, exclude=())


def _worn_with(filters: Filters, items: Sequence[Item]) -> Filters:
    """Filters with whom things shown are for and where they are worn, as far as nobody said."""
    whom = only(item.gender for item in items if item.gender != "unisex")
    usage = only(item.usage for item in items)
    event = usage if usage in occasions() and not filters.usage else ""  # a party is one by that name
    return replace(
        filters, audience=filters.audience or whom, usage=filters.usage or usage,
        occasion=filters.occasion or event,
    )  # fmt: skip


def still_refused(own: Filters, stands: Filters) -> Filters:
    """The filters of a new wish with the colours and descriptions that were refused before, of whatever."""
    off = dict.fromkeys((*own.excluded_colours, *stands.excluded_colours))
    known = {one.forms for one in own.descriptors}
    told = (one for one in stands.descriptors if one.refused and not one.category and one.forms not in known)
    return replace(
        own, excluded_colours=tuple(name for name in off if name not in own.colours),
        descriptors=(*own.descriptors, *told),
    )  # fmt: skip


def is_worn_by_others(plan: Plan, whom: str) -> bool:
    """Whether women's things are wanted and a man is who the wish before was for."""
    known = (categories().get(item.category) for item in plan.wanted)
    return whom in ("men", "boys") and any(one.womenswear for one in known if one)
