"""The contract of every store: it keeps what it was given, finds what exact search finds, refuses what it
cannot trust. Held by Chroma in a folder, by a real Chroma server, and by a real PostgreSQL with pgvector."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.catalogue.catalogue import Item
from data.catalogue.values.audiences import may_be_for
from data.catalogue.values.money import currency_of
from data.catalogue.vocabulary import card_text
from data.store.address import Location
from data.store.store import ANY, Entry, Filter, Store, StoreError

DIM = 8

Open = Callable[..., Store]


@pytest.fixture
def opened(place: Location) -> Iterator[Open]:
    """Opens that index, again and again, as a program that is started anew."""
    stores: list[Store] = []

    def open_it(encoder: str = "random") -> Store:
        stores.append(Store.create(place, encoder))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


def card(name: str, category: str = "t-shirt", **fields: object) -> Item:
    """An item with these facts."""
    return replace(Item(name, f"Title of {name}", category, Path(f"/shop/{name}.jpg")), **fields)  # type: ignore[arg-type]


def entry(name: str, category: str = "t-shirt", seed: int = 0) -> Entry:
    raw = np.random.default_rng(seed).normal(size=DIM)
    return Entry(card(name, category), f"hash of {name}", (raw / np.linalg.norm(raw)).astype(np.float32))


def filled(opened: Open, count: int = 200, categories: int = 4) -> tuple[Store, list[Entry]]:
    """A new store with items i000… whose vectors are random, in categories c0…"""
    entries = [entry(f"i{n:03}", f"c{n % categories}", seed=n) for n in range(count)]
    store = opened()
    store.put(entries)
    return store, entries


def test_everything_an_item_says_comes_back_also_after_a_restart(opened: Open) -> None:
    words = ("TE", "red", "men", "formal", "fall", 9.5, "sample", "d", "de")
    item = Item("a/1 ñ.jpg", "T", "shoes", Path("/x/ñ.jpg"), *words)  # type: ignore[arg-type]
    opened().put([Entry(item, "h", entry("x").vector)])
    for store in (opened(), opened()):
        assert store.items() == [item]
        assert store.hashes() == {item.id: "h"}


def test_an_item_that_has_no_words_but_its_category_comes_back(opened: Open) -> None:
    bare = Item("a", "", "dress", Path("/x/a.jpg"))
    opened().put([replace(entry("a"), item=bare)])
    assert opened().items() == [bare]


def test_putting_twice_is_putting_once(opened: Open) -> None:
    store, entries = filled(opened, 10)
    store.put(entries)
    assert len(store.items()) == 10
    assert store.categories() == {"c0": 3, "c1": 3, "c2": 2, "c3": 2}


def test_putting_again_replaces_words_picture_and_vector(opened: Open) -> None:
    store, entries = filled(opened, 4)
    new = Entry(card("i000", "c9", price=None, colour="blue"), "new hash", entries[3].vector)
    store.put([new])
    assert store.get(["i000"]) == [new.item]
    assert store.hashes()["i000"] == "new hash"
    assert store.search(new.vector, 1, "c9")[0].score == pytest.approx(1)


def test_relabelling_changes_words_only_and_forgets_a_price_that_is_gone(opened: Open) -> None:
    store = opened()
    before = entry("a")
    store.put([replace(before, item=card("a", price=12.5, usage="formal"))])
    store.relabel([card("a", price=None, usage="")])
    assert store.items() == [card("a")]
    assert store.hashes() == {"a": "hash of a"}
    assert np.allclose(store.vectors(["a"]), before.vector[np.newaxis], atol=1e-6)


def test_what_is_removed_is_found_no_more(opened: Open) -> None:
    store, entries = filled(opened, 8)
    store.remove(["i000", "i004", "never was"])
    assert store.categories() == {"c1": 2, "c2": 2, "c3": 2}
    assert store.search(entries[0].vector, 5, "c0") == []
    assert "i000" not in [match.item.id for match in store.search(entries[0].vector, 8)]


def test_items_are_given_in_the_order_asked_for(opened: Open) -> None:
    store, _ = filled(opened, 5)
    assert [item.id for item in store.get(["i003", "unknown", "i001"])] == ["i003", "i001"]


def test_search_inside_a_category_is_what_exact_search_finds(opened: Open) -> None:
    store, entries = filled(opened)
    own = [e for e in entries if e.item.category == "c2"]
    for query in (entry("query", seed=seed).vector for seed in range(1000, 1020)):
        scores = [float(e.vector @ query) for e in own]
        best = sorted(range(len(own)), key=lambda row: -scores[row])[:10]
        found = store.search(query, 10, "c2")
        assert [match.item.id for match in found] == [own[row].item.id for row in best]
        assert np.allclose([match.score for match in found], [scores[row] for row in best], atol=1e-6)


def test_what_cards_say_is_found_the_most_first_and_then_the_closest(opened: Open) -> None:
    store = opened()
    titles = {"a": "Puma shirt", "b": "Nike RUNNING T-shirt", "c": "Nike t-shirt", "d": "Niké t-shirt"}
    store.put([replace(entry(n, seed=i), item=card(n, title=t)) for i, (n, t) in enumerate(titles.items())])
    found = store.search_words(
        [("nike",), ("running", "correr")], entry("query", seed=3).vector, 9, "t-shirt"
    )
    assert [match.item.id for match in found] == ["b", "d", "c"]
    assert found[1].score == pytest.approx(1, abs=1e-3)
    assert store.search_words([("nike",)], entry("query", seed=3).vector, 1, "t-shirt")[0].item.id == "d"
    assert store.has_words(("correr", "running"), "t-shirt") and not store.has_words(("run",), "t-shirt")
    assert store.search_words([("nike",)], entry("query").vector, 9, "shoes") == []
    assert store.search_words([("adidas",)], entry("query").vector, 9, "t-shirt") == []
    assert [m.item.id for m in store.search_words([("puma",)], entry("query").vector, 9)] == ["a"]


def test_search_over_everything_finds_the_closest_first(opened: Open) -> None:
    store, entries = filled(opened)
    for wanted in entries[::20]:
        found = store.search(wanted.vector, 5)
        assert found[0].item == wanted.item
        assert [match.score for match in found] == sorted((m.score for m in found), reverse=True)


@pytest.mark.parametrize("category", ["t-shirt", None])
def test_equal_scores_are_ordered_by_id(opened: Open, category: str | None) -> None:
    store = opened()
    store.put([entry(name, seed=1) for name in ("c", "a", "d", "b")])
    found = store.search(entry("query", seed=1).vector, 4, category)
    assert [match.item.id for match in found] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("category", "there"), [(None, 8), ("c1", 2), ("submarine", 0)])
def test_asking_for_more_than_there_is_gives_what_there_is(
    opened: Open, category: str | None, there: int
) -> None:
    store, entries = filled(opened, 8)
    assert len(store.search(entries[0].vector, 100, category)) == there
    assert store.search(entries[0].vector, 0, category) == []


def test_an_empty_store_finds_nothing(opened: Open) -> None:
    store = opened()
    assert (store.items(), store.categories(), store.get(["a"])) == ([], {}, [])
    assert store.search(entry("a").vector, 3) == store.search(entry("a").vector, 3, "shoes") == []


def test_more_rows_than_chroma_takes_at_once_go_in_and_out(opened: Open) -> None:
    store, entries = filled(opened, 5500, 2)
    assert len(opened().items()) == 5500
    store.remove([e.item.id for e in entries[4:]])
    assert store.categories() == {"c0": 2, "c1": 2}


def three(seed: int) -> np.ndarray:
    """Query vectors."""
    raw = np.random.default_rng(seed).normal(size=(3, DIM)).astype(np.float32)
    return raw / np.linalg.norm(raw, axis=1, keepdims=True)


def with_queries(name: str, seed: int) -> Entry:
    mean = three(seed).mean(0)
    return replace(entry(name), vector=mean / np.linalg.norm(mean), multivector=three(seed))


def test_query_vectors_come_back_for_the_items_asked_for_also_after_a_restart(opened: Open) -> None:
    entries = [with_queries(name, seed) for seed, name in enumerate("abc")]
    opened().put(entries)
    for store in (opened(), opened()):
        found = store.multivectors(["c", "a"])
        assert found.shape == (2, 3, DIM) and found.dtype == np.float32
        assert np.allclose(found, [three(2), three(0)], atol=1e-3)


def test_the_query_vectors_of_more_items_than_sqlite_takes_at_once_come_back(opened: Open) -> None:
    store = opened()
    entries = [with_queries(f"{n:04}", n) for n in range(1200)]
    store.put(entries)
    found = store.multivectors([e.item.id for e in entries])
    assert np.allclose(found, [three(n) for n in range(1200)], atol=1e-3)


def test_an_encoder_with_one_vector_has_it_for_its_query_vector_and_keeps_nothing_more(
    opened: Open,
) -> None:
    store, entries = filled(opened, 6)
    assert np.allclose(store.multivectors(["i001"]), entries[1].vector[np.newaxis, np.newaxis], atol=1e-6)
    assert store.hashes().keys() == {e.item.id for e in entries}


def test_another_encoder_is_refused_with_the_command_that_cures_it(opened: Open) -> None:
    filled(opened, 2)
    with pytest.raises(StoreError, match=r"made by the encoder random, not other; .*--store .* --rebuild$"):
        opened("other")


def test_an_encoder_that_kept_its_name_but_not_its_size_is_refused(opened: Open) -> None:
    store, _ = filled(opened, 2)
    longer = np.ones(DIM + 1, np.float32)
    with pytest.raises(StoreError, match=r"vectors of 8 numbers, the query has 9.*--rebuild$"):
        store.search(longer, 1)
    with pytest.raises(StoreError, match="--rebuild$"):
        store.put([Entry(card("z"), "h", longer)])
    assert len(opened().items()) == 2


def test_emptying_forgets_also_how_long_vectors_were(opened: Open) -> None:
    store = opened()
    store.put([with_queries("a", 1)])
    store.clear()
    assert (store.items(), store.dim, store.hashes()) == ([], 0, {})
    raw = np.ones(DIM + 1, np.float32) / 3
    store.put([Entry(card("b"), "h", raw, np.stack([raw, raw]))])
    assert (store.dim, opened().hashes()) == (DIM + 1, {"b": "h"})


def test_what_is_set_aside_makes_room_for_another_encoders_index(opened: Open, place: Location) -> None:
    for encoder in ("first", "second", "third"):  # twice: what was aside before makes way
        store = opened(encoder)
        store.put([with_queries(encoder, 1)])
        store.close()
        Store.set_aside(place)
    assert opened("fourth").items() == []


def test_threads_may_search_while_another_writes(opened: Open) -> None:
    store, entries = filled(opened)
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for wanted in entries[:30]:
                assert store.search(wanted.vector, 1, wanted.item.category)[0].item.id == wanted.item.id
                assert store.search(wanted.vector, 1)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(5):
        store.put([entry(f"new{n}", "c9", seed=900 + n)])
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.categories()["c9"] == 5


# Filters, order, counts

FACTS: list[dict[str, object]] = [
    {"price": 10.0, "currency": "EUR", "gender": "men", "colour": "red", "available": True,
     "usage": "casual"},
    {"price": 20.0, "currency": "EUR", "gender": "women", "colour": "navy blue", "other_colours": ("red",)},
    {"price": 30.0, "sale_price": 15.0, "currency": "EUR", "gender": "unisex", "colour": "black"},
    {"price": 15.0, "currency": "USD", "colour": "red", "colour_source": "picture", "available": False},
    {"gender": "kids", "colour": "red", "usage": "sports", "title": "Linen overalls for kids"},
    {"price": 99.0, "title": "Linen shirt", "description": "long sleeves", "gender": "men",
     "brand": "Nórdica"},
]  # fmt: skip
FILTERS = [
    Filter(max_cost=15),
    Filter(min_cost=12, max_cost=20, currencies=("EUR",)),
    Filter(max_cost=15, currencies=("USD",)),
    Filter(max_cost=16, priced=True),
    Filter(max_cost=16, currencies=("EUR",), priced=True),
    *(Filter(audience=whom) for whom in ("men", "women", "boys", "girls", "kids")),
    Filter(available=True),
    Filter(on_sale=True),
    Filter(colours=("red",)),
    Filter(colours=("navy blue", "black")),
    Filter(without_colours=("red", "black")),
    Filter(genders=("men", "unisex")),
    Filter(usages=("casual", "sports")),
    Filter(words=(("linen",),)),
    Filter(words=(("linen", "lino"), ("long sleeves",))),
    Filter(words=(("sleeves long",),)),
    Filter(words=(("line",),)),
    Filter(without=("i0", "i5", "never was")),
    Filter(max_cost=50, audience="men", words=(("linen", "title"),), without=("i0",)),
]


def facts(count: int = 18) -> list[Item]:
    """Items of two categories with different facts, again and again."""
    return [card(f"i{n}", f"c{n % 2}", **FACTS[n % len(FACTS)]) for n in range(count)]


def passes(where: Filter, item: Item) -> bool:
    """What a filter lets pass, in plain Python: the store's engines must agree."""
    priced = item.cost is not None and (not where.currencies or currency_of(item) in where.currencies)
    within = (item.cost or 0) >= where.min_cost and (not where.max_cost or (item.cost or 0) <= where.max_cost)
    told = item.colour if item.colour_source != "picture" else ""
    return (
        (within if priced else not where.priced)
        and (not where.audience or may_be_for(item, where.audience))
        and (not where.available or item.available is True)
        and (not where.on_sale or item.sale_price is not None)
        and (not where.colours or not {*where.colours}.isdisjoint(item.colours))
        and not (told and told in where.without_colours)
        and (not where.genders or item.gender in where.genders)
        and (not where.usages or item.usage in where.usages)
        and all(any(f" {said} " in card_text(item) for said in phrases) for phrases in where.words)
        and item.id not in where.without
    )


def stocked(opened: Open, items: list[Item]) -> tuple[Store, list[Entry]]:
    store = opened()
    entries = [replace(entry(item.id, seed=n), item=item) for n, item in enumerate(items)]
    store.put(entries)
    return store, entries


@pytest.mark.parametrize("category", ["c0", None])
def test_every_filter_lets_pass_what_it_says(opened: Open, category: str | None) -> None:
    items = facts()
    store, entries = stocked(opened, items)
    query = entry("query", seed=1000).vector
    for where in FILTERS:
        right = [e for e in entries if category in (None, e.item.category) and passes(where, e.item)]
        ids = sorted(e.item.id for e in right)
        assert store.count(category, where) == len(ids), where
        assert store.has(category, where) == bool(ids)
        assert [item.id for item in store.listed(99, category, where)] == ids, where
        closest = sorted(right, key=lambda e: (-round(float(e.vector @ query), 5), e.item.id))
        found = [match.item.id for match in store.search(query, 99, category, where)]
        assert found == [e.item.id for e in closest], where


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("where", [ANY, Filter(currencies=("EUR",)), Filter(colours=("red",))])
@pytest.mark.parametrize("category", ["c1", None])
def test_what_is_ordered_by_cost_has_what_is_unpriced_last(
    opened: Open, category: str | None, where: Filter, descending: bool
) -> None:
    store, entries = stocked(opened, facts())
    right = [e.item for e in entries if category in (None, e.item.category) and passes(where, e.item)]

    def place(item: Item) -> tuple[bool, float, str]:
        known = item.cost is not None and (not where.currencies or currency_of(item) in where.currencies)
        cost = (item.cost or 0) if known else 0
        return not known, -cost if descending else cost, item.id

    wanted = [item.id for item in sorted(right, key=place)]
    for number in (1, 3, 99):
        assert [i.id for i in store.ordered(number, category, where, descending)] == wanted[:number]


def test_items_are_listed_page_by_page(opened: Open) -> None:
    store, entries = filled(opened, 25)
    ids = [e.item.id for e in entries]
    assert [item.id for item in store.listed(10)] == ids[:10]
    assert [item.id for item in store.listed(10, after=ids[9])] == ids[10:20]
    assert [item.id for item in store.each("c1")] == ids[1::4]


def test_the_stock_says_what_there_is(opened: Open) -> None:
    store, _ = stocked(opened, facts(6))
    stock = store.stock()
    assert stock.categories == {"c0": 3, "c1": 3}
    assert (stock.count, stock.currency, stock.brands, stock.span) == (6, "EUR", ("Nórdica",), (10.0, 99.0))
    assert stock.shelves["c1"].colours == {"navy blue", "red"}
    assert stock.shelves["c0"].genders == {"men", "unisex", "kids"}
    assert stock.shelves["c0"].usages == {"casual", "sports"}
    assert (stock.shelves["c0"].lowest, stock.shelves["c0"].highest) == (10.0, 15.0)
    assert stock.costs == (10.0, 15.0, 20.0, 99.0)


def test_nothing_is_found_in_a_category_that_is_not_stocked(opened: Open) -> None:
    store, _ = filled(opened, 4)
    assert store.listed(5, "submarine") == store.ordered(5, "submarine") == []
    assert (store.count("submarine"), store.has("submarine")) == (0, False)


# Who reads while another writes


def test_reading_makes_nothing_and_says_how_to_make_it(place: Location) -> None:
    with pytest.raises(StoreError, match=r"found none; make it with: python -m app index .*--store "):
        Store.open(place, "random")
    if isinstance(place, Path):
        assert not place.exists()
    with pytest.raises(StoreError, match="found none"):
        Store.open(place, "random")


def test_an_index_remembers_its_catalogue(opened: Open) -> None:
    store = opened()
    assert store.catalogue == ""
    store.sign("/shop/items.csv")
    store.publish()
    assert opened().catalogue == "/shop/items.csv"


def test_a_snapshot_stays_as_it_was_and_the_store_goes_on(opened: Open) -> None:
    store, _ = filled(opened, 8)
    store.publish()
    with store.snapshot() as snapshot:
        before, cards = snapshot.version, snapshot.get(["i000", "i001"])
        store.relabel([replace(cards[0], title="Another title")])
        store.remove(["i001"])
        store.put([entry("new", "c9")])
        assert snapshot.version == before
        assert snapshot.get(["i000", "i001"]) == cards
        assert snapshot.categories() == {"c0": 2, "c1": 2, "c2": 2, "c3": 2}
        assert "new" not in [match.item.id for match in snapshot.search(entry("new", "c9").vector, 9)]
        assert store.version != before
        assert [item.title for item in store.get(["i000", "i001"])] == ["Another title"]
    assert store.categories() == {"c0": 2, "c1": 1, "c2": 2, "c3": 2, "c9": 1}


@pytest.fixture
def reader(place: Location, opened: Open) -> Iterator[Store]:
    """A page on an index that another process, here another store, writes to."""
    writer = opened()
    writer.put([entry(f"i{n}", f"c{n % 2}", seed=n) for n in range(6)])
    writer.publish()
    store = Store.open(place, "random")
    yield store
    store.close()


def test_a_reader_sees_what_another_has_published(reader: Store, opened: Open) -> None:
    assert reader.search(entry("i0", seed=0).vector, 1)[0].item.id == "i0"
    before = reader.version
    writer = opened()
    writer.put([entry("new", "c0", seed=77), entry("i2", "c1", seed=2)])
    writer.relabel([card("i1", "c1", price=5.0)])
    writer.remove(["i0"])
    writer.publish()
    await_that(lambda: reader.version != before)
    await_that(lambda: reader.categories() == {"c0": 2, "c1": 4})
    assert reader.search(entry("new", seed=77).vector, 1, "c0")[0].item.id == "new"
    assert [item.price for item in reader.get(["i0", "i1"])] == [5.0]
    assert "i0" not in [match.item.id for match in reader.search(entry("i0", seed=0).vector, 9)]
    assert reader.search(entry("i2", seed=2).vector, 1, "c1")[0].item.id == "i2"


def test_a_reader_follows_an_index_that_was_made_anew(reader: Store, opened: Open, place: Location) -> None:
    assert reader.categories() == {"c0": 3, "c1": 3}
    opened().close()
    Store.set_aside(place)
    writer = opened()
    writer.put([entry("only", "c5", seed=5)])
    writer.publish()
    await_that(lambda: reader.categories() == {"c5": 1})
    assert [match.item.id for match in reader.search(entry("only", seed=5).vector, 3)] == ["only"]


def await_that(seen: Callable[[], bool]) -> None:
    """Five seconds are what a page has to see a new index."""
    end = time.monotonic() + 5
    while not seen() and time.monotonic() < end:
        time.sleep(0.05)
    assert seen()
