"""What makes an outfit: one garment for each place on the body, from what is in stock, for one person.

Knows categories, their roles and for whom items are; does not know how they are found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.search import Photo
from app.wish import Wanted, Wish
from data.store import Match
from data.vocabulary import categories

GROWN_UP = ("women", "men")  # whom an outfit is for where nobody says; equally good ones: the first


def outfit(stocked: Sequence[str], photo: Photo | None, wish: Wish) -> tuple[Wanted, ...]:
    """One top, one bottom and one pair of shoes from what is in stock, less what the photo shows already."""
    order = list(categories())
    seen = categories()[photo.category].role if photo and photo.category in categories() else ""
    covered = {"top", "bottom"} if seen == "dress" else {seen}
    roles = [role for role in ("top", "bottom", "shoes") if role not in covered]
    formal = wish.usage == "formal"
    chosen = []
    for role in roles:
        names = [n for n in order if categories()[n].role == role and n in stocked]
        if formal and "shirt" in names:
            names = ["shirt"]
        names.sort(
            key=lambda n: n in ("skirt", "shorts", "sandals")
        )  # trousers and shoes go with more occasions
        chosen += [Wanted(names[0], 1)] if names else []
    return tuple(chosen)


def for_one(find: Callable[[Wish], Sequence[Match]], wish: Wish) -> tuple[Match, ...]:
    """What ``find`` has for a wish; an outfit for nobody in particular is one that a woman or a man can wear.

    Of the two, the one with more pieces that the cards give to her or to him, then with the better scores.
    """
    if wish.intent != "outfit" or wish.gender:
        return tuple(find(wish))

    def worth(matches: Sequence[Match], gender: str) -> tuple[int, float]:
        fit = sum(match.item.gender in (gender, "unisex") for match in matches)
        return fit, sum(match.score for match in matches)

    found = [(tuple(find(replace(wish, gender=gender))), gender) for gender in GROWN_UP]
    return max(found, key=lambda tried: worth(*tried))[0]
