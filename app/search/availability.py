"""What of a wish a shop can serve: what it has and does not carry, and how many are shown.

Knows wishes and the names of what is in stock; does not know items, encoders or the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.nlu.wish import Wanted, Wish
from app.search.outfits import outfit, presents
from app.search.query import Photo

UNCOUNTED = 4  # items shown when neither category nor number was said
SIMILAR = 4  # items shown for a photo without words
WOMENS = {"dress", "skirt", "saree"}


def in_stock(wish: Wish, photo: Photo | None, stocked: Sequence[str]) -> tuple[Wish, tuple[str, ...]]:
    """The wish as the shop can serve it, and the wanted categories that it does not carry."""
    given = presents(stocked, wish) if wish.gift and not photo else ()
    if given:
        return replace(wish, intent="search", wanted=given), ()
    if wish.intent == "outfit":
        return replace(wish, wanted=outfit(stocked, photo, wish)), ()
    if photo:
        named = tuple(replace(w, category=w.category or photo.category) for w in wish.wanted)
        wish = replace(wish, wanted=named)
    lacking = tuple(w.category for w in wish.wanted if w.category not in stocked)
    if wish.intent != "search":
        return wish, lacking
    wanted, missing = tuple(w for w in wish.wanted if w.category in stocked), (*lacking, *wish.goods)
    if missing and not wanted:
        return replace(wish, intent="not_carried", wanted=()), missing
    if not wish.wanted:
        wanted = (Wanted(photo.category, SIMILAR) if photo else Wanted("", UNCOUNTED),)
    return replace(wish, wanted=wanted), missing


def for_whom(wish: Wish, photo: Photo | None) -> Wish:
    """The wish for a woman, where what women wear is shown, asked for or to be matched and nobody named."""
    worn = {*wish.owned, *(w.category for w in wish.wanted), photo.category if photo else ""}
    return replace(wish, gender="women") if worn & WOMENS and not wish.gender else wish
