"""The contract of every store: it keeps what it was given, finds what exact search finds, refuses what it
cannot trust. Held by Chroma in a folder, by a real Chroma server, and by a real PostgreSQL with pgvector."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import psycopg
import pytest

from data.catalogue.catalogue import Item
from data.store.address import Address, Location
from data.store.store import Entry, Store, StoreError

DIM = 8
NUMBERS = count()

Open = Callable[..., Store]


@pytest.fixture(params=["folder", "chroma server", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """Where there is no index yet."""
    if request.param == "folder":
        return tmp_path / "index"
    if request.param == "chroma server":
        return Address.parse(f"{request.getfixturevalue('chroma_server')}/shop-{next(NUMBERS)}")
    url, name = request.getfixturevalue("postgres_server"), f"shop_{next(NUMBERS)}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}".encode())
    return Address.parse(f"{url}/{name}")


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
