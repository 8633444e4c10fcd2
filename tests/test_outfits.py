"""What of a plan a shop can serve: one top, one bottom, one pair of shoes, less what is worn already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.plan import Filters, Plan, RequestedItem
from app.search.by_photo import for_wearer
from app.search.outfits import available, frugal, together
from app.search.query import Photo
from data.catalogue.catalogue import Item
from data.store.store import Match

STOCKED = ("t-shirt", "shirt", "pants", "skirt", "shoes", "dress", "bag")
OUTFIT = Plan("outfit")
WOMEN = Plan("outfit", filters=Filters(audience="women"))


def photo_of(category: str) -> Photo:
    return Photo(np.zeros((1, 4), np.float32), category)


def pieces(plan: Plan, photo: Photo | None = None, stocked: Sequence[str] = STOCKED) -> list[str]:
    """The categories that a shop serves a plan with."""
    served, _ = available(plan, photo, stocked)
    return [item.category for item in served.wanted]


def less(category: str, role: str) -> Plan:
    return Plan("outfit", (RequestedItem(category, role=role),))  # type: ignore[arg-type]


def test_an_outfit_is_a_top_a_bottom_and_shoes_less_what_is_worn_already() -> None:
    assert pieces(OUTFIT) == ["t-shirt", "pants", "shoes"]
    assert pieces(OUTFIT, photo_of("pants")) == ["t-shirt", "shoes"]
    assert pieces(OUTFIT, photo_of("dress")) == ["shoes"]
    assert pieces(less("pants", "owned")) == ["t-shirt", "shoes"]
    assert pieces(less("pants", "refused")) == ["t-shirt", "skirt", "shoes"]
    assert pieces(OUTFIT, stocked=("t-shirt", "shoes")) == ["t-shirt", "shoes"]


@pytest.mark.parametrize(
    ("filters", "categories"),
    [
        (Filters(usage="formal"), ["shirt", "pants", "shoes"]),
        (Filters(weather="cold"), ["jersey", "coat", "pants", "shoes"]),
        (Filters(weather="rain"), ["t-shirt", "coat", "pants", "shoes"]),
        (Filters(weather="hot"), ["t-shirt", "shorts", "sandals"]),
    ],
)
def test_occasion_and_weather_decide_what_an_outfit_consists_of(
    filters: Filters, categories: list[str]
) -> None:
    stocked = (*STOCKED, "jersey", "jacket", "coat", "shorts", "sandals")
    assert pieces(replace(OUTFIT, filters=filters), stocked=stocked) == categories


def test_what_is_not_carried_is_named_and_the_rest_is_served() -> None:
    asked = Plan("search", (RequestedItem("watch"), RequestedItem("shoes", 2)), unsold=("toaster",))
    plan, missing = available(asked, None, STOCKED)
    assert (plan.act, plan.counts(), missing) == ("search", {"shoes": 2}, ("watch", "toaster"))
    assert plan.categories("unavailable") == ("watch",)
    plan, missing = available(asked, None, ("hat",))
    assert (plan.act, plan.wanted, missing) == ("not_carried", (), ("watch", "shoes", "toaster"))


def test_a_request_without_a_category_is_for_what_the_photo_shows_or_for_anything() -> None:
    assert pieces(Plan("search"), photo_of("skirt")) == ["skirt"]
    assert pieces(Plan("search", (RequestedItem("", 2),)), photo_of("skirt")) == ["skirt"]
    assert pieces(Plan("search")) == [""]


def test_a_present_is_what_needs_no_size_from_what_is_in_stock() -> None:
    stocked = ("shirt", "watch", "wallet", "tie", "bag", "pants", "shoes")
    gift = replace(less("watch", "owned"), gift=True, filters=Filters(audience="men"))
    assert pieces(gift, stocked=stocked) == ["wallet", "tie", "bag"]
    girls = replace(gift, filters=Filters(audience="girls"))  # children get clothes
    assert pieces(girls, stocked=stocked) == ["shirt", "pants", "shoes"]


def test_what_goes_with_womens_things_is_a_womans_unless_somebody_is_named() -> None:
    shoes = Plan("search", (RequestedItem("shoes"), RequestedItem("dress", role="owned")))
    assert for_wearer(shoes, []).filters.audience == "women"
    named = replace(shoes, filters=Filters(audience="girls"))
    of_each = replace(shoes, items=(RequestedItem("shoes", audience="men"), *shoes.items[1:]))
    plain = Plan("search", (RequestedItem("shoes"),))
    assert [for_wearer(plan, []) for plan in (named, of_each, plain)] == [named, of_each, plain]


def piece(name: str, category: str, score: float = 0.3, **card: object) -> Match:
    return Match(Item(name, name, category, Path("a.jpg"), **card), score)  # type: ignore[arg-type]


def rail(plan: Plan, count: int) -> list[list[Match]]:
    """A blouse, a man's shirt and a man's shoes; where nobody is named, the blouse comes first."""
    tops = [piece("women", "shirt", 0.3, gender="women"), piece("men", "shirt", 0.2, gender="men")]
    tops.sort(key=lambda match: (match.item.gender != plan.filters.audience, -match.score))
    return [tops[: count or 1], [piece("shoes", "shoes", gender="men")]]


def names(found: tuple[Match, ...]) -> list[str]:
    return [match.item.id for match in found]


def test_an_outfit_for_nobody_in_particular_is_for_one_person() -> None:
    assert names(together(rail, OUTFIT)) == ["men", "shoes"]


def test_what_was_asked_for_is_found_as_it_was_asked() -> None:
    assert names(together(rail, Plan("search"))) == ["women", "shoes"]
    assert names(together(rail, WOMEN)) == ["women", "shoes"]


def chosen(*rails: list[Match], plan: Plan = WOMEN) -> list[str]:
    return names(together(lambda _, count: rails, plan))


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
    assert chosen(pants, plan=Plan("outfit", filters=Filters(("black",), audience="men"))) == ["jeans"]


def test_sports_things_are_left_for_sport() -> None:
    pants = [piece("joggers", "pants", 0.4, usage="sports"), piece("chinos", "pants", 0.3, usage="casual")]
    assert chosen(pants) == ["chinos"]
    assert chosen(pants, plan=Plan("outfit", filters=Filters(audience="men", usage="sports"))) == ["joggers"]


def test_nobody_is_given_heels_or_summer_things_for_warmth() -> None:
    shoes = [piece("nude heels", "shoes", 0.4), piece("boots", "shoes", 0.3, season="winter")]
    cold = Plan("outfit", filters=Filters(audience="women", weather="cold"))
    assert chosen(shoes, plan=cold) == ["boots"] and chosen(shoes) == ["nude heels"]


def test_where_little_is_to_be_spent_the_cheaper_pieces_are_chosen() -> None:
    shoes = [piece("dear", "shoes", 0.4, price=120.0), piece("cheap", "shoes", 0.3, price=40.0)]
    cheap = Plan("outfit", filters=Filters(audience="women", order="price_asc"))
    assert chosen(shoes, plan=cheap) == ["cheap"] and chosen(shoes) == ["dear"]


def test_a_place_for_which_nothing_is_found_is_left_out() -> None:
    assert chosen([], [piece("shoes", "shoes")]) == ["shoes"]


@pytest.mark.parametrize(
    ("occasion", "audience", "categories"),
    [
        ("funeral", "men", ["jacket", "shirt", "pants", "shoes"]),
        ("evening wedding", "women", ["dress", "shoes", "bag"]),
        ("home", "", ["jersey", "pants", "t-shirt"]),
        ("winter mountains", "", ["coat", "jersey", "pants", "shoes", "hat"]),
    ],
)
def test_an_occasion_has_its_own_pieces(occasion: str, audience: str, categories: list[str]) -> None:
    stocked = (*STOCKED, "jersey", "jacket", "coat", "hat")
    asked = Plan("outfit", filters=Filters(occasion=occasion, audience=audience))
    assert pieces(asked, stocked=stocked) == categories


def test_a_budget_leaves_out_what_one_can_do_without() -> None:
    asked = Plan("outfit", filters=Filters(occasion="evening wedding", audience="women", max_total=150.0))
    assert pieces(asked) == ["dress", "shoes"]


def test_what_suits_an_occasion_comes_before_what_is_liker() -> None:
    shoes = [piece("tan", "shoes", 0.4, colour="tan"), piece("black", "shoes", 0.3, colour="black")]
    funeral = Plan("outfit", filters=Filters(audience="men", occasion="funeral", usage="formal"))
    assert chosen(shoes, plan=funeral) == ["black"]


def test_leather_is_of_one_colour_where_there_is_a_choice() -> None:
    belts = [piece("black belt", "belt", 0.4, colour="black"), piece("brown belt", "belt", colour="brown")]
    watch = [piece("watch", "watch", colour="brown")]
    both = Plan("search", (RequestedItem("belt"), RequestedItem("watch")), Filters(audience="men"))
    assert chosen(belts, watch, plan=both) == ["brown belt", "watch"]


def test_a_season_that_was_said_counts_beside_an_occasion() -> None:
    dresses = [
        piece("sheath", "dress", usage="formal", season="fall"),
        piece("slip", "dress", usage="party", season="summer"),
    ]
    wedding = Filters(occasion="wedding", usage="formal", audience="women")
    assert chosen(dresses, plan=Plan("outfit", filters=wedding)) == ["sheath"]
    assert chosen(dresses, plan=Plan("outfit", filters=replace(wedding, weather="hot"))) == ["slip"]


def test_on_the_way_to_an_occasion_in_the_cold_a_coat_is_worn() -> None:
    wedding = Filters(occasion="wedding", audience="women", weather="cold")
    assert "coat" in pieces(Plan("outfit", filters=wedding), stocked=(*STOCKED, "coat"))
    at_home = Filters(occasion="home", weather="cold")
    assert "coat" not in pieces(Plan("outfit", filters=at_home), stocked=(*STOCKED, "jersey", "coat"))


def test_what_one_has_already_is_not_put_into_an_occasions_outfit_again() -> None:
    own = (RequestedItem("bag", role="owned"),)
    asked = Plan("outfit", own, Filters(occasion="wedding", audience="women"))
    assert pieces(asked) == ["dress", "shoes"]


def test_where_little_is_to_be_spent_cheaper_kinds_take_the_place_of_others() -> None:
    plan = Plan("outfit", tuple(map(RequestedItem, ("dress", "shoes"))), Filters(max_total=60))
    stocked = ("dress", "t-shirt", "skirt", "shoes", "sandals", "shorts")
    kinds = [list(one.counts()) for one in frugal(plan, stocked)]
    assert kinds[0] == ["t-shirt", "skirt", "shoes"] and kinds[-1] == ["t-shirt", "shorts", "sandals"]
    assert not list(frugal(replace(plan, filters=Filters(max_total=60, weather="snow")), stocked))
