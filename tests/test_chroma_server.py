"""What only the index on a Chroma server has: a collection a category, what a kill leaves between two, words
as lists, order by ladders of costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from data.catalogue.item import Item
from data.store.address import Address
from data.store.chroma_server import connection
from data.store.chroma_server.collection import CategoryCollection
from data.store.chroma_server.counts import RUNGS, Counted, counted, ladder, stock_of
from data.store.store import Entry, Filter, Store, StoreError
from tests.test_store import card, entry, with_queries

NUMBERS = count()


@pytest.fixture
def place(chroma_server: str) -> Address:
    """Where there is no index yet."""
    return Address.parse(f"{chroma_server}/own-{next(NUMBERS)}")


@pytest.fixture
def client(place: Address) -> Iterator[Any]:
    """Chroma's own client of that server."""
    own = connection.connect(place)
    yield own
    connection.close(own)


@pytest.fixture
def store(place: Address) -> Iterator[Store]:
    with closing(Store.create(place, "random")) as made:
        yield made


def names(client: Any, place: Address) -> set[str]:
    """The collections of an index, without its own name."""
    every = (collection.name for collection in client.list_collections())
    return {name.removeprefix(place.name) for name in every if name.startswith(place.name)}


def test_a_category_has_a_collection_and_an_item_one_record(
    client: Any, store: Store, place: Address
) -> None:
    store.put([with_queries("a", 1), replace(entry("b"), item=card("b", "Vestidos / Niña"))])
    ours = {name[1:].rpartition("-")[0] for name in names(client, place)}
    assert ours == {"", "t-shirt", "vestidos-ni-a"} and ".about" in names(client, place)
    shirts = next(one for one in client.list_collections() if f"{place.name}.t-shirt" in one.name)
    assert shirts.count() == 1 and shirts.metadata["category"] == "t-shirt"
    store.relabel([card("a", "Vestidos / Niña")])
    assert shirts.count() == 0
    kept = with_queries("a", 1).multivector
    assert kept is not None and np.allclose(store.multivectors(["a"])[0], kept, atol=1e-3)


def test_an_index_of_the_former_layout_is_refused_and_set_aside_by_who_writes(
    client: Any, place: Address
) -> None:
    for name in (place.name, f"{place.name}-queries"):
        client.create_collection(name, embedding_function=None, metadata={"encoder": "random"})
    with pytest.raises(StoreError, match=r"made by another version of this program; .* --rebuild$"):
        Store.open(place, "random")
    with closing(Store.create(place, "random")) as made:
        assert made.count() == 0
    assert {name for name in names(client, place) if name.startswith(".aside.")} == {
        f".aside.{place.name}",
        f".aside.{place.name}-queries",
    }


def test_another_programs_collection_of_that_name_is_left_alone(client: Any, place: Address) -> None:
    client.create_collection(place.name, embedding_function=None, metadata={"what": "letters"})
    with closing(Store.create(place, "random")) as made:
        made.put([entry("a")])
        assert made.count() == 1
    Store.set_aside(place)
    assert "" in names(client, place)


def test_one_index_takes_no_others_collections_for_its_own(place: Address) -> None:
    other = replace(place, name=f"{place.name}-about")
    for at, name in ((place, "a"), (other, "b")):
        with closing(Store.create(at, "random")) as made:
            made.put([entry(name)])
    Store.set_aside(place)
    with closing(Store.open(other, "random")) as left:
        assert [item.id for item in left.items()] == ["b"]
    with pytest.raises(StoreError, match="found none"):
        Store.open(place, "random")


def test_what_a_kill_leaves_in_two_categories_is_in_one_when_it_is_opened_again(
    place: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = Store.create(place, "random")
    killed.put([entry(f"i{n}", "c0", seed=n) for n in range(4)])
    killed.publish()
    with monkeypatch.context() as patched:
        patched.setattr(CategoryCollection, "remove", _fail)
        with pytest.raises(StoreError, match="killed"):
            killed.put([entry("i0", "c1"), entry("i1", "c1")])
    again = Store.create(place, "random")
    assert [item.id for item in again.items()] == ["i0", "i1", "i2", "i3"]
    assert sum(again.categories().values()) == again.count() == 4
    again.put([entry("i0", "c1"), entry("i1", "c1")])
    assert again.categories() == {"c0": 2, "c1": 2}
    again.close()
    killed.close()


def _fail(*_: object) -> None:
    raise RuntimeError("killed")


def test_what_was_not_published_is_counted_by_who_writes_next(place: Address) -> None:
    killed = Store.create(place, "random")
    killed.put([entry("a"), entry("b")])
    with closing(Store.open(place, "random")) as reader:
        assert reader.categories() == {}
    Store.create(place, "random").close()
    with closing(Store.open(place, "random")) as reader:
        assert reader.categories() == {"t-shirt": 2}
    killed.close()


def test_phrases_are_found_word_for_word(store: Store) -> None:
    titles = {
        "a": "Linen shirt with long sleeves",
        "b": "Shirt of linen with sleeves long",
        "c": "Linen shirts",
    }
    store.put([replace(entry(name), item=card(name, title=title)) for name, title in titles.items()])
    said = {
        "linen shirt": ["a"], "linen": ["a", "b", "c"], "shirt with long": ["a"], "with sleeves": ["b"],
        "linen shirt with sleeves": [], "": [], "%": [],
    }  # fmt: skip
    for phrase, ids in said.items():
        where = Filter(words=((phrase,),))
        assert [item.id for item in store.listed(9, where=where)] == ids
        assert store.count(where=where) == len(ids)
        found = store.search(entry("a").vector, 9, where=where)
        assert [match.item.id for match in found] == ids


def test_a_card_of_thousands_of_words_is_taken(store: Store) -> None:
    long = card("a", description=" ".join(f"w{n}" for n in range(4000)))
    store.put([replace(entry("a"), item=long), entry("b")])
    assert store.items()[0] == long
    assert store.has_words(["w3999"], "t-shirt") and store.has_words(["w1 w2"])


def test_the_dearest_are_found_among_many_that_cost_the_same(store: Store, place: Address) -> None:
    dice = np.random.default_rng(3)
    costs = [*(float(dice.integers(1, 40)) for _ in range(RUNGS * 2)), *[39.5] * 300, *[None] * 20]
    items = [
        card(f"i{n:04}", price=cost, currency="EUR" if n % 5 else "USD", gender="men" if n % 3 else "women")
        for n, cost in enumerate(costs)
    ]
    store.put([replace(entry("x", seed=n), item=item) for n, item in enumerate(items)])
    store.publish()
    late = card("late", price=99.0, currency="EUR", gender="men")
    with closing(Store.open(place, "random")) as reader:
        reader.stock()
        store.put([replace(entry("late"), item=late)])  # no ladder that was published has it
        for where in (Filter(), Filter(currencies=("EUR",)), Filter(genders=("men",), currencies=("USD",))):
            for descending in (True, False):
                right = [item.id for item in _sorted([*items, late], where, descending)]
                for number in (1, 7, 350):
                    found = reader.ordered(number, "t-shirt", where, descending)
                    assert [item.id for item in found] == right[:number]


def _sorted(items: list[Item], where: Filter, descending: bool) -> list[Item]:
    def place(item: Item) -> tuple[bool, float, str]:
        known = item.cost is not None and (not where.currencies or item.currency in where.currencies)
        return not known, (-1 if descending else 1) * (item.cost or 0) * known, item.id

    return sorted((i for i in items if not where.genders or i.gender in where.genders), key=place)


@pytest.mark.parametrize("where", [Filter(), Filter(max_cost=30), Filter(genders=("women",), max_cost=12)])
def test_what_is_nearest_is_what_exact_search_finds(store: Store, where: Filter) -> None:
    dice = np.random.default_rng(4)
    vectors = dice.normal(size=(1200, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    items = [
        card(f"{n:04}", price=float(n % 100), gender=("men", "women")[n % 2]) for n in range(len(vectors))
    ]
    store.put([Entry(item, "h", vector) for item, vector in zip(items, vectors, strict=True)])
    limit = where.max_cost or 100
    genders = where.genders or ("men", "women")
    ids = [n for n, item in enumerate(items) if (item.cost or 0) <= limit and item.gender in genders]
    right = 0
    for query in vectors[:1000:50]:
        best = {items[ids[row]].id for row in np.argsort(-vectors[ids] @ query)[:10]}
        right += len(best & {match.item.id for match in store.search(query, 10, "t-shirt", where)})
    assert right >= 0.995 * 200


def test_a_reader_of_what_is_cleared_finds_nothing_and_no_error(store: Store, place: Address) -> None:
    store.put([entry("a"), entry("b")])
    store.publish()
    with closing(Store.open(place, "random")) as reader, reader.snapshot() as snapshot:
        assert reader.count() == 2 and [item.id for item in snapshot.get(["a"])] == ["a"]
        store.clear()
        assert reader.search(entry("a").vector, 5) == reader.items() == snapshot.listed(5) == []
        assert snapshot.get(["a", "b"]) == [card("a")]


def test_a_snapshot_forgets_what_has_no_vectors_any_more(store: Store) -> None:
    store.put([entry("a", seed=1), entry("b", seed=2)])
    with store.snapshot() as snapshot:
        assert len(snapshot.search(entry("a", seed=1).vector, 2)) == 2
        store.remove(["a"])
        with pytest.raises(StoreError, match="expected the item a in .*ask again"):
            snapshot.multivectors(["a", "b"])
        assert [item.id for item in snapshot.get(["a", "b"])] == ["b"]


def costing(*costs: float | None, currency: str = "EUR", **fields: object) -> list[Item]:
    facts: dict[str, Any] = {"currency": currency, **fields}
    return [replace(card(f"i{n}", price=cost), **facts) for n, cost in enumerate(costs)]


def test_counts_come_back_as_they_were_written() -> None:
    counts = counted(
        [*costing(3, 1, None, colour="red", brand="Ñ"), *costing(2, currency="", usage="sports")]
    )
    assert Counted.from_json(counts.to_json()) == counts
    assert (counts.count, ladder(counts, ()), ladder(counts, ("EUR",))) == (4, [1, 2, 3], [1, 3])


def test_a_sample_of_costs_has_no_category_more_densely_than_another() -> None:
    big, small = counted(costing(*range(RUNGS * 4))), counted(costing(*[5.5] * 400, 9000.5))
    stock = stock_of({"big": big, "small": small, "none": Counted()})
    assert list(stock.shelves) == ["big", "small"]
    assert stock.costs.count(5.5) == 100 and len(stock.costs) == RUNGS + 101
    assert (stock.span, stock.shelves["small"].highest) == ((0.0, 9000.5), 9000.5)
    assert len(ladder(big, ())) == RUNGS + 1
