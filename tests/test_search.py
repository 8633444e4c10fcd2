"""From a wish to matches."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from app.search import Photo, Search, fit, outfit, own_word, phrase
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
    query = search.query(Wish("search"), Wanted("t-shirt", 1), "", red)
    assert np.isclose(np.linalg.norm(query.vector), 1, atol=1e-5)
    assert search.find(Wish("search"), query)[0].item.id == "ts-3"


@pytest.mark.parametrize(
    ("words", "category", "word"),
    [
        ("Show me black boots!", "shoes", "boots"),
        ("quiero unas zapatillas blancas", "shoes", "zapatillas"),
        ("two blouses", "shirt", "blouses"),
        ("a denim jacket please", "jacket", "denim jacket"),
        ("black shoes", "shoes", ""),
        ("boots", "pants", ""),
        ("a kimono", "kimono", ""),
    ],
)
def test_the_customers_own_word_is_heard(words: str, category: str, word: str) -> None:
    assert own_word(words, category) == word


def test_boots_are_preferred_when_boots_are_asked_for(store: Store, encoder: ColourEncoder) -> None:
    search = Search(encoder, store)
    for text, best in (("boots", "sh-2"), ("zapatillas", "sh-1")):
        query = search.query(Wish("search"), Wanted("shoes", 1), text, None)
        assert search.find(Wish("search"), query)[0].item.id == best


def test_a_photo_shows_what_its_neighbours_in_the_shop_are(store: Store, encoder: ColourEncoder) -> None:
    jeans = Image.open(store.get(["pa-1"])[0].image).convert("RGB")
    assert Search(encoder, store).look(jeans).category == "pants"


def test_a_photo_without_words_asks_for_the_photo_alone(store: Store, encoder: ColourEncoder) -> None:
    search = Search(encoder, store)
    photo = search.look(Image.new("RGB", (8, 8), "#1b1b1d"))
    assert (search.query(Wish("search"), Wanted("t-shirt", 1), " ", photo).vector == photo.vector).all()
