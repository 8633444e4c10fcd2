"""One top, one bottom, one pair of shoes, less what is worn already."""

from __future__ import annotations

import numpy as np

from app.outfit import outfit
from app.search import Photo
from app.wish import Wanted, Wish

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
