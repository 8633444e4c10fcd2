"""What a plan becomes by the photos that came with it: a question where they show no garment, or several and
the words name none; one request for each of several photos; for whom.

Knows plans and what one look gave; does not know pictures, or how items are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.plan import SIMILAR, Plan, RequestedItem
from app.search.query import Photo
from data.catalogue.vocabulary import categories

SOLD = ("search", "outfit")  # acts that look for something
WOMEN = ("women", "girls")


def by_photos(plan: Plan, photos: Sequence[Photo]) -> Plan:
    """The plan of the rules with what its photos show; without any, it keeps those that it speaks of."""
    if not photos:
        return plan
    plan = replace(plan, photos=tuple(photo.seen for photo in photos))
    if plan.act == "discuss" and plan.topic == "photo":  # of the shop's own items their cards speak
        return replace(plan, references=tuple(seen.item_id for seen in plan.photos if seen.item_id))
    named = [item for item in plan.wanted if item.category]
    if named or plan.act not in (*SOLD, "chat") or (plan.act == "chat" and plan.topic):
        return plan
    garments = garments_of(photos)
    if not garments:
        return plan if plan.filters.occasion else replace(plan.wanting(()), act="ask", topic="no_garment")
    if plan.act != "search" or plan.photo_category:
        return plan
    if len(garments) > 1:
        return plan.wanting(_each(plan, garments))
    seen = garments[0].seen
    if seen.also and seen.category:
        return replace(plan.wanting(()), act="ask", topic="which_seen", choices=(seen.category, *seen.also))
    return plan


def _each(plan: Plan, garments: Sequence[Photo]) -> list[RequestedItem]:
    """A request for each photo; of one kind there are as many as all of its photos may have."""
    count = max([item.count for item in plan.wanted if item.count > 1] or [SIMILAR // len(garments)])
    return [RequestedItem(photo.category, max(1, count), from_photo=True) for photo in garments]


def garments_of(photos: Sequence[Photo]) -> list[Photo]:
    """The photos that show a garment."""
    return [photo for photo in photos if photo.seen.garment]


def meant(plan: Plan, photo: Photo) -> str:
    """Which of several garments of a photo the words name; "" where they name none, or there is one only."""
    names = (plan.photo_category, *(item.category for item in plan.wanted))
    kinds = (photo.category, *photo.seen.also) if photo.seen.also else ()
    return next((name for name in names if name in kinds), "")


def photo_of(plan: Plan, item: RequestedItem, photos: Sequence[Photo]) -> Photo | None:
    """The photo that a request is about: its own of several, one of its kind, or the first."""
    alike = [photo for photo in photos if photo.category == item.category]
    if item.from_photo and len(alike) > 1:
        twins = [one for one in plan.wanted if one.from_photo and one.category == item.category]
        at = next(n for n, one in enumerate(twins) if one is item)
        return alike[min(at, len(alike) - 1)]
    return next(iter((*alike, *photos)), None)


def for_wearer(plan: Plan, photos: Sequence[Photo]) -> Plan:
    """The plan for whom its photos show, each where that differs; or for a woman, where what women wear is
    asked for or to be matched. Unless somebody is named."""
    if plan.filters.audience or any(item.audience for item in plan.items):
        return plan
    told = {_wearer(photo) for photo in photos} - {""}
    if len(told) > 1 and any(item.from_photo for item in plan.wanted):
        return plan.wanting([_for_own_wearer(plan, item, photos) for item in plan.wanted])
    shown = (photo.category for photo in photos)
    womens = any(map(_is_womens, (*plan.categories("owned"), *plan.categories("wanted"), *shown)))
    whom = told.pop() if len(told) == 1 else ""
    whom = "women" if womens and whom not in WOMEN else whom
    return replace(plan, filters=replace(plan.filters, audience=whom)) if whom else plan


def _for_own_wearer(plan: Plan, item: RequestedItem, photos: Sequence[Photo]) -> RequestedItem:
    photo = photo_of(plan, item, photos) if item.from_photo else None
    return replace(item, audience=_wearer(photo)) if photo else item


def _wearer(photo: Photo) -> str:
    """For whom a photo's garment is, as it looks; of what only women wear, a woman or a girl."""
    whom = photo.seen.audience
    if _is_womens(photo.category) and whom not in WOMEN:
        return "women"
    return "" if whom == "unisex" else whom


def _is_womens(category: str) -> bool:
    known = categories().get(category)
    return known is not None and known.womenswear
