"""What makes an outfit: one garment for each place on the body, from what is in stock.

Knows categories and their roles; does not know items.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.search import Photo
from app.wish import Wanted, Wish
from data.vocabulary import categories


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
