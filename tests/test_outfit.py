"""One top, one bottom, one pair of shoes, less what is worn already."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.outfit import for_one, outfit
from app.search import Photo
from app.wish import Wanted, Wish
from data.catalogue import Item
from data.store import Match

STOCKED = ["t-shirt", "shirt", "pants", "skirt", "shoes", "dress", "bag"]


def photo_of(category: str) -> Photo:
    return Photo(np.zeros((1, 4), np.float32), category)


def test_an_outfit_leaves_out_what_the_photo_shows() -> None:
    assert [w.category for w in outfit(STOCKED, photo_of("pants"), Wish("outfit"))] == ["t-shirt", "shoes"]


def test_a_dress_needs_only_shoes() -> None:
    assert [w.category for w in outfit(STOCKED, photo_of("dress"), Wish("outfit"))] == ["shoes"]


def test_a_formal_occasion_gets_a_shirt() -> None:
    assert outfit(STOCKED, None, Wish("outfit", usage="formal"))[0] == Wanted("shirt", 1)


def test_a_shop_without_bottoms_promises_none() -> None:
    assert [w.category for w in outfit(["t-shirt", "shoes"], None, Wish("outfit"))] == ["t-shirt", "shoes"]


def rail(wish: Wish) -> list[Match]:
    """A blouse, a man's shirt and a man's shoes; without a wish for somebody, the blouse comes first."""
    score = {"women": 0.3, "men": 0.2}
    tops = [Match(Item(of, of, "shirt", Path("a.jpg"), gender=of), score[of]) for of in score]  # type: ignore[arg-type]
    shoes = Match(Item("shoes", "shoes", "shoes", Path("b.jpg"), gender="men"), 0.3)
    return [min(tops, key=lambda match: (match.item.gender != wish.gender, -match.score)), shoes]


def test_an_outfit_for_nobody_in_particular_is_for_one_person() -> None:
    assert [match.item.id for match in for_one(rail, Wish("outfit"))] == ["men", "shoes"]


def test_what_was_asked_for_is_found_as_it_was_asked() -> None:
    assert [match.item.id for match in for_one(rail, Wish("search"))] == ["women", "shoes"]
    assert [match.item.id for match in for_one(rail, Wish("outfit", gender="women"))] == ["women", "shoes"]
