"""One top, one bottom, one pair of shoes, less what is worn already."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.nlu.wish import Wanted, Wish
from app.search.outfits import outfit, presents, together
from app.search.query import Photo
from data.catalogue.catalogue import Item
from data.store.store import Match

STOCKED = ["t-shirt", "shirt", "pants", "skirt", "shoes", "dress", "bag"]


def photo_of(category: str) -> Photo:
    return Photo(np.zeros((1, 4), np.float32), category)


def test_an_outfit_leaves_out_what_the_photo_shows() -> None:
    assert [w.category for w in outfit(STOCKED, photo_of("pants"), Wish("outfit"))] == ["t-shirt", "shoes"]


def test_a_dress_needs_only_shoes() -> None:
    assert [w.category for w in outfit(STOCKED, photo_of("dress"), Wish("outfit"))] == ["shoes"]


def test_an_outfit_does_without_what_the_customer_has_or_refuses() -> None:
    owned = outfit(STOCKED, None, Wish("outfit", owned=("pants",)))
    assert [w.category for w in owned] == ["t-shirt", "shoes"]
    refused = outfit(STOCKED, None, Wish("outfit", refused=("pants",)))
    assert [w.category for w in refused] == ["t-shirt", "skirt", "shoes"]


def test_a_formal_occasion_gets_a_shirt() -> None:
    assert outfit(STOCKED, None, Wish("outfit", usage="formal"))[0] == Wanted("shirt", 1)


def test_a_shop_without_bottoms_promises_none() -> None:
    assert [w.category for w in outfit(["t-shirt", "shoes"], None, Wish("outfit"))] == ["t-shirt", "shoes"]


def test_for_warmth_there_is_a_jersey_and_a_coat_over_it() -> None:
    stocked = [*STOCKED, "jersey", "jacket", "coat", "sandals"]
    found = [w.category for w in outfit(stocked, None, Wish("outfit", weather="cold"))]
    assert found == ["jersey", "coat", "pants", "shoes"]


def test_the_weather_decides_what_an_outfit_consists_of() -> None:
    stocked = [*STOCKED, "jersey", "coat", "shorts", "sandals"]
    rain = outfit(stocked, None, Wish("outfit", weather="rain"))
    assert [w.category for w in rain] == ["t-shirt", "coat", "pants", "shoes"]
    beach = outfit(stocked, None, Wish("outfit", weather="hot"))
    assert [w.category for w in beach] == ["t-shirt", "shorts", "sandals"]


def piece(name: str, category: str, score: float = 0.3, **card: object) -> Match:
    return Match(Item(name, name, category, Path("a.jpg"), **card), score)  # type: ignore[arg-type]


def rail(wish: Wish, count: int) -> list[list[Match]]:
    """A blouse, a man's shirt and a man's shoes; without a wish for somebody, the blouse comes first."""
    tops = [piece("women", "shirt", 0.3, gender="women"), piece("men", "shirt", 0.2, gender="men")]
    tops.sort(key=lambda match: (match.item.gender != wish.gender, -match.score))
    return [tops[: count or 1], [piece("shoes", "shoes", gender="men")]]


def names(found: tuple[Match, ...]) -> list[str]:
    return [match.item.id for match in found]


def test_an_outfit_for_nobody_in_particular_is_for_one_person() -> None:
    assert names(together(rail, Wish("outfit"))) == ["men", "shoes"]


def test_what_was_asked_for_is_found_as_it_was_asked() -> None:
    assert names(together(rail, Wish("search"))) == ["women", "shoes"]
    assert names(together(rail, Wish("outfit", gender="women"))) == ["women", "shoes"]


def chosen(*rails: list[Match], wish: Wish = Wish("outfit", gender="women")) -> list[str]:  # noqa: B008
    return names(together(lambda _, count: rails, wish))


def test_pieces_are_chosen_that_go_together() -> None:
    shoes = [piece("red", "shoes", 0.4, colour="red"), piece("black", "shoes", 0.3, colour="black")]
    top = [piece("yellow", "t-shirt", colour="yellow")]
    assert chosen(top, shoes) == ["yellow", "black"]
    assert chosen([piece("white", "t-shirt", colour="white")], shoes) == ["white", "red"]
    drawn = [piece("striped pants", "pants", 0.4), piece("pants", "pants", 0.3)]
    assert chosen([piece("floral top", "t-shirt")], drawn) == ["floral top", "pants"]


def test_the_colour_that_is_asked_for_comes_before_what_is_a_little_liker() -> None:
    pants = [
        piece("navy chinos", "pants", 0.4, colour="navy blue"),
        piece("jeans", "pants", 0.3, colour="black"),
    ]
    assert chosen(pants, wish=Wish("outfit", colour="black", gender="men")) == ["jeans"]


def test_sports_things_are_left_for_sport() -> None:
    pants = [piece("joggers", "pants", 0.4, usage="sports"), piece("chinos", "pants", 0.3, usage="casual")]
    assert chosen(pants) == ["chinos"]
    assert chosen(pants, wish=Wish("outfit", gender="men", usage="sports")) == ["joggers"]


def test_nobody_is_given_heels_or_summer_things_for_warmth() -> None:
    shoes = [piece("nude heels", "shoes", 0.4), piece("boots", "shoes", 0.3, season="winter")]
    cold = Wish("outfit", gender="women", weather="cold")
    assert chosen(shoes, wish=cold) == ["boots"] and chosen(shoes) == ["nude heels"]


def test_where_little_is_to_be_spent_the_cheaper_pieces_are_chosen() -> None:
    shoes = [piece("dear", "shoes", 0.4, price=120.0), piece("cheap", "shoes", 0.3, price=40.0)]
    cheap = Wish("outfit", gender="women", cheap=True)
    assert chosen(shoes, wish=cheap) == ["cheap"] and chosen(shoes) == ["dear"]


def test_a_place_for_which_nothing_is_found_is_left_out() -> None:
    assert chosen([], [piece("shoes", "shoes")]) == ["shoes"]


def test_a_present_is_what_needs_no_size_from_what_is_in_stock() -> None:
    stocked = ["shirt", "watch", "wallet", "tie", "bag"]
    given = presents(stocked, Wish("outfit", gender="men", owned=("watch",), gift=True))
    assert [w.category for w in given] == ["wallet", "tie", "bag"]
    assert presents(["shirt", "watch"], Wish("outfit", gender="men", gift=True)) == ()
    assert presents(stocked, Wish("outfit", gender="girls", gift=True)) == ()  # children get clothes
