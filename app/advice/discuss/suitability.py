"""For what a thing will do by its kind, colour and pattern alone: which weather, which occasion, how formal.

Reads the tables of categories and occasions; does not know what stands on cards beside that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.advice.seen import cards
from app.plan import Plan
from app.search.scoring import COLD, weather_fit
from data.catalogue.catalogue import Item
from data.catalogue.occasions import Occasion, occasions
from data.catalogue.vocabulary import categories

OUTER = "outer"  # the role of what is worn over the rest
DRESSED = {"formal", "party"}  # usages of occasions that one dresses up for


def fit_for_weather(item: Item, weather: str) -> int:
    """1 where its kind is for that weather, -1 where it is for another, 0 where that is open."""
    known = categories().get(item.category)
    if known is None or not known.seasonal or weather not in (*COLD, "hot"):
        return 0
    if known.role == OUTER:
        return -1 if weather == "hot" and not known.warmer else int(weather in COLD)
    fit = weather_fit(item, weather)
    return (fit > 0) - (fit < 0)


def rather(plan: Plan) -> Plan:
    """The search for things like that of a photo as one for an outfit that would do, where such things do
    not for the occasion or the weather that was asked about; that is what the answer has offered."""
    asked, aspects = plan.filters, {*plan.aspects}
    if plan.act != "search" or not aspects & {"occasion", "warmth", "season"}:
        return plan
    fits = [fit_for_weather(card, asked.weather) for card in cards(plan)]
    if "occasion" in aspects:
        fits = [fit_for_occasion(card, asked.occasion, asked.usage, asked.audience) for card in cards(plan)]
    if min(fits, default=0) >= 0:
        return replace(plan, aspects=())
    whom = asked.audience or plan.photos[0].audience
    filters = replace(asked, audience=whom)
    return replace(plan.wanting(()), act="outfit", filters=filters, aspects=(), photos=())


def warmer(item: Item, other: Item) -> bool:
    """Whether its kind is what the table of categories has instead of the other for who wants it warmer."""
    if other.category == item.category:
        return False
    cold = fit_for_weather(item, "cold") - fit_for_weather(other, "cold")
    hot = fit_for_weather(other, "hot") - fit_for_weather(item, "hot")
    return item.category in _warmer_kinds(other.category) or cold > 0 or (cold == 0 and hot > 0)


def _warmer_kinds(category: str) -> tuple[str, ...]:
    """The kinds above one, each warmer than the one before."""
    found: list[str] = [category]
    while (known := categories().get(found[-1])) and known.warmer and known.warmer not in found:
        found.append(known.warmer)
    return tuple(found[1:])


def fit_for_occasion(item: Item, occasion: str, usage: str, audience: str = "") -> int:
    """1 where such things are worn on an occasion, or only where one dresses so; -1 where they are not, 0
    where that depends."""
    known = occasions().get(occasion)
    if known and (known.avoids(item) or _is_worn(item, known, audience)):
        return -1 if known.avoids(item) else 1
    dressed, undressed = _worn_dressed(item)
    if not (usage in ("formal", "casual") and dressed != undressed):
        return 0
    fits = dressed == (usage == "formal")
    return -1 if not fits else 0 if known else 1


def formality(item: Item) -> int:
    """On how many more occasions that one dresses up for such a thing is worn than on others; what is out of
    place there weighs twice."""
    formal = [one for one in occasions().values() if one.usages[0] == "formal"]
    worn = sum(-2 if one.avoids(item) else _is_worn_or_over(item, one) for one in formal)
    return worn - sum(_is_worn(item, one) for one in _casual())


def _worn_dressed(item: Item) -> tuple[bool, bool]:
    """Whether it is worn where one dresses up, and where one does not."""
    formal = [one for one in occasions().values() if one.usages[0] in DRESSED]
    dressed = any(_is_worn_or_over(item, one) for one in formal)
    return dressed, any(_is_worn(item, one) for one in _casual())


def _casual() -> Iterator[Occasion]:
    return (one for one in occasions().values() if not DRESSED & set(one.usages))


def _is_worn(item: Item, occasion: Occasion, audience: str = "") -> bool:
    every = (*occasion.pieces, *occasion.men, *occasion.women)
    pieces = occasion.worn_by(audience) if audience else every
    return any(item.category in piece.categories for piece in pieces)


def _is_worn_or_over(item: Item, occasion: Occasion) -> bool:
    """Also on the way there: a coat."""
    return _is_worn(item, occasion) or any(item.category in piece.categories for piece in occasion.over)
