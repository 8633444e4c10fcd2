"""What a plan becomes by the photos that came with it: by their records alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.nlu.dialogue import plan_message
from app.plan import DialogueState, Filters, PhotoAttributes, Plan, RequestedItem
from app.search.by_photo import SIMILAR, by_photos, for_wearer, garments_of, meant, photo_of
from app.search.query import Photo


def photo(category: str, audience: str = "", **seen: object) -> Photo:
    """A photo that surely shows this."""
    record = PhotoAttributes(category=category, audience=audience)
    return Photo(np.zeros((1, 4), np.float32), category, replace(record, **seen))  # type: ignore[arg-type]


NOTHING = replace(photo("hat"), seen=PhotoAttributes(False))  # which looks like a hat, if like anything
SKIRT, PANTS = photo("skirt", "women", colours=("red",)), photo("pants", "men")
BOTH = photo("shirt", also=("pants",))


def planned(message: str, *photos: Photo, language: str = "en") -> Plan:
    """The plan of a first message with photos that show this."""
    plan = plan_message(message, DialogueState(), (), len(photos), language)
    return by_photos(plan, photos)


@pytest.mark.parametrize(
    "message", ["", "do you have this?", "¿tenéis esto?", "like this in red", "complete the outfit"]
)
@pytest.mark.parametrize("photos", [(NOTHING,), (NOTHING, NOTHING)])
def test_where_no_photo_shows_a_garment_another_is_asked_for(message: str, photos: tuple[Photo, ...]) -> None:
    plan = planned(message, *photos)
    assert (plan.act, plan.topic, plan.wanted) == ("ask", "no_garment", ())
    assert plan.photos == tuple(one.seen for one in photos)


@pytest.mark.parametrize("message", ["a red skirt", "quiero una falda roja", "this skirt but in blue"])
def test_words_that_name_something_are_followed_whatever_the_photo_shows(message: str) -> None:
    plan = planned(message, NOTHING)
    assert plan.act == "search" and (plan.categories("wanted") == ("skirt",) or plan.photo_category)


def test_an_occasion_needs_no_photo() -> None:
    plan = planned("what do I wear to a wedding?", NOTHING)
    assert (plan.act, plan.filters.occasion) == ("outfit", "wedding")


def test_of_photos_with_and_without_a_garment_those_with_one_count() -> None:
    plan = planned("", NOTHING, SKIRT)
    assert plan.act == "search" and garments_of([NOTHING, SKIRT]) == [SKIRT]


@pytest.mark.parametrize("message", ["", "do you have this?", "¿tenéis algo así?"])
def test_of_several_garments_on_a_photo_it_is_asked_which_is_meant(message: str) -> None:
    plan = planned(message, BOTH)
    assert (plan.act, plan.topic, plan.choices, plan.wanted) == ("ask", "which_seen", ("shirt", "pants"), ())


@pytest.mark.parametrize(
    ("message", "other"),
    [("pants like these", "pants"), ("these trousers", "pants"), ("estos pantalones", "pants"),
     ("this shirt", "shirt"), ("una camisa como esta", "shirt"), ("a hat", "")],
)  # fmt: skip
def test_the_one_that_is_named_is_meant(message: str, other: str) -> None:
    plan = planned(message, BOTH)
    assert plan.act == "search" and meant(plan, BOTH) == other


def test_an_outfit_asks_not_which_of_what_is_worn() -> None:
    assert planned("complete the outfit", BOTH).act == "outfit"


def test_each_of_several_photos_is_a_request() -> None:
    plan = planned("", SKIRT, PANTS)
    assert [(item.category, item.count, item.from_photo) for item in plan.wanted] == [
        ("skirt", SIMILAR // 2, True), ("pants", SIMILAR // 2, True),
    ]  # fmt: skip
    assert [photo_of(plan, item, [SKIRT, PANTS]) for item in plan.wanted] == [SKIRT, PANTS]
    assert [item.count for item in planned("", *[SKIRT] * 4).wanted] == [1, 1, 1, 1]


def test_a_number_is_that_of_each() -> None:
    assert [item.count for item in planned("three like these", SKIRT, PANTS).wanted] == [3, 3]


def test_two_photos_of_one_kind_are_two_requests_each_with_its_own() -> None:
    other = photo("skirt", "women", colours=("blue",))
    plan = planned("", SKIRT, other)
    assert [photo_of(plan, item, [SKIRT, other]) for item in plan.wanted] == [SKIRT, other]


def test_a_question_about_photos_stays_one_and_names_the_shops_own_items() -> None:
    own = photo("skirt", item_id="sk-1")
    plan = planned("what is this?", own)
    assert (plan.act, plan.topic, plan.references, plan.wanted) == ("discuss", "photo", ("sk-1",), ())
    assert planned("which is warmer?", own, PANTS).references == ("sk-1",)
    assert planned("what is this?", NOTHING).act == planned("what is this?", BOTH).act == "discuss"


def test_small_talk_and_service_go_before_a_photo_of_nothing() -> None:
    assert planned("thanks!", NOTHING).topic == "thanks"
    assert planned("what's your return policy?", NOTHING).topic != "no_garment"


# For whom


def worn_by(plan: Plan, *photos: Photo) -> list[str]:
    """For whom each wanted item then is."""
    plan = for_wearer(plan, photos)
    return [plan.filters_of(item).audience for item in plan.wanted]


def test_what_a_photo_shows_is_looked_for_for_whom_it_shows() -> None:
    assert worn_by(Plan("search", (RequestedItem("shoes"),)), PANTS) == ["men"]
    assert worn_by(Plan("search", (RequestedItem("shoes"),)), photo("shirt", "unisex")) == [""]
    assert worn_by(Plan("search", (RequestedItem("shoes"),)), photo("shirt")) == [""]


def test_who_is_named_goes_before_who_is_seen() -> None:
    for_her = Plan("search", (RequestedItem("shoes"),), Filters(audience="women"))
    assert for_wearer(for_her, [PANTS]) is for_her
    one = Plan("search", (RequestedItem("shoes", audience="boys"), RequestedItem("hat")))
    assert worn_by(one, PANTS) == ["boys", ""]


def test_a_skirt_is_a_womans_or_a_girls_whoever_else_is_seen() -> None:
    skirt = Plan("search", (RequestedItem("skirt"),))
    assert worn_by(skirt, photo("shirt", "men")) == ["women"]
    assert worn_by(skirt, photo("skirt", "men")) == ["women"]
    assert worn_by(skirt, photo("skirt", "girls")) == ["girls"]


def test_photos_of_several_people_are_looked_for_for_each() -> None:
    assert worn_by(planned("", SKIRT, PANTS), SKIRT, PANTS) == ["women", "men"]
    assert worn_by(planned("", photo("skirt"), PANTS), photo("skirt"), PANTS) == ["women", "men"]
    assert worn_by(planned("", PANTS, photo("hat")), PANTS, photo("hat")) == ["men", "men"]
