"""What was found, turned by hand."""

from __future__ import annotations

from dataclasses import replace

from app.plan import Filters, Plan, RequestedItem
from app.search.engine import Search
from app.search.feedback import featured_items, steered
from app.search.query import Steering
from data.store.store import Store
from tests.fakes import ColourEncoder

ANY = Plan("search", (RequestedItem("t-shirt", 3),), query="t-shirts")
BLACK = replace(ANY, filters=Filters(("black",)))


def found(store: Store, by: Steering, plan: Plan = BLACK) -> list[str]:
    matches = steered(Search(ColourEncoder(), store), plan, None, by)
    return [match.item.id for match in matches]


def test_unsteered_it_is_what_the_search_finds(store: Store) -> None:
    assert found(store, Steering()) == ["ts-1", "ts-2", "ts-3"]


def test_filters_are_strict_where_a_plan_is_a_preference(store: Store) -> None:
    assert found(store, Steering(colour="black")) == ["ts-1", "ts-2"]
    assert found(store, Steering(gender="women")) == ["ts-2", "ts-3"]  # and what is for everybody
    assert found(store, Steering(price=20)) == ["ts-1", "ts-3"]
    assert found(store, Steering(category="shoes"))[0] == "sh-2"


def test_what_is_like_an_unwanted_item_comes_later(store: Store) -> None:
    assert found(store, Steering(away=("ts-1",)), ANY) == ["ts-3", "ts-2"]


def test_an_item_without_a_price_is_not_cheap(store: Store) -> None:
    assert all(item.price is not None for item in featured_items(store, Steering(price=1000)))


def test_the_shelf_shows_every_category_once_before_any_twice(store: Store) -> None:
    items = featured_items(store, Steering())
    assert len({item.category for item in items[:4]}) == 4 and len(items) == 7
