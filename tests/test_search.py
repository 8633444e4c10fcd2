"""From a wish to matches."""

from __future__ import annotations

import numpy as np
from PIL import Image

from app.search import Photo, Search, fit, outfit, phrase
from app.wish import Wanted, Wish
from data.store import Match, Store
from tests.fakes import ColourEncoder

STOCKED = ["t-shirt", "shirt", "pants", "skirt", "shoes", "dress", "bag"]


def photo_of(category: str) -> Photo:
    return Photo(np.zeros(4, np.float32), category)


def test_the_query_is_said_in_the_words_the_encoder_was_trained_on() -> None:
    assert phrase(Wish("search", colour="black", gender="men"), "t-shirt") == "black t-shirt for men"
    assert phrase(Wish("search", gender="unisex"), "bag") == "bag"


def test_a_card_of_the_very_colour_fits_better_than_one_of_its_family(store: Store) -> None:
    navy = Wish("search", colour="navy blue")
    jeans = Match(store.get(["pa-1"])[0], 0.5)
    red = Match(store.get(["ts-3"])[0], 0.9)
    assert fit(Wish("search", colour="blue"), jeans) > fit(navy, jeans) > fit(navy, red)


def test_an_outfit_leaves_out_what_the_photo_shows() -> None:
    assert [w.category for w in outfit(STOCKED, photo_of("pants"), Wish("outfit"))] == ["t-shirt", "shoes"]


def test_a_dress_needs_only_shoes() -> None:
    assert [w.category for w in outfit(STOCKED, photo_of("dress"), Wish("outfit"))] == ["shoes"]


def test_a_formal_occasion_gets_a_shirt() -> None:
    assert outfit(STOCKED, None, Wish("outfit", usage="formal"))[0] == Wanted("shirt", 1)


def test_a_shop_without_bottoms_promises_none() -> None:
    assert [w.category for w in outfit(["t-shirt", "shoes"], None, Wish("outfit"))] == ["t-shirt", "shoes"]


def test_a_photo_in_the_query_pulls_towards_its_colour(store: Store, encoder: ColourEncoder) -> None:
    search = Search(encoder, store)
    red = Photo(encoder.images([Image.new("RGB", (8, 8), "#c2313a")])[0], "t-shirt")
    vector = search.vector(Wish("search"), "t-shirt", "", red)
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-5)
    assert search.find(Wish("search"), Wanted("t-shirt", 1), vector)[0].item.id == "ts-3"
