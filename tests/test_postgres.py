"""What only the index in PostgreSQL has: indexes of vectors, tables of a former version, connections that are
cut, and the compose file that runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, product
from pathlib import Path

import numpy as np
import psycopg
import pytest

from data.catalogue.vocabulary import card_text
from data.store.address import Address
from data.store.store import ANY, Entry, Filter, Store, StoreError
from tests.test_store import DIM, card, entry

ROOT = Path(__file__).resolve().parent.parent
NUMBERS = count()
MANY = 2100  # rows of a category that gets an index of its own
ODD = 'men\'s "wear" %s'

Link = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def place(postgres_server: str) -> Address:
    name = f"own_{next(NUMBERS)}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}".encode())
    return Address.parse(f"{postgres_server}/{name}")


@pytest.fixture
def link(place: Address, postgres_server: str) -> Iterator[Link]:
    """A connection beside the store's."""
    with psycopg.connect(f"{postgres_server}/{place.name}", autocommit=True) as link:
        yield link


@pytest.fixture
def store(place: Address) -> Iterator[Store]:
    store = Store.create(place, "random")
    yield store
    store.close()


def cut(link: Link) -> None:
    """End every other connection, as a server that is started anew does."""
    link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                 "datname = current_database()")  # fmt: skip


def many() -> list[Entry]:
    """Items of a big category and a small one, with prices and words."""
    made = []
    for row in range(MANY + 200):
        words = "linen shirt" if row % 3 else "shirt of linen, long sleeves"
        item = card(f"i{row:04}", ODD if row < MANY else "small", price=float(row % 100), title=words)
        made.append(replace(entry(item.id, seed=row), item=item))
    return made


FILTERS: list[tuple[Filter, Callable[[Entry], bool]]] = [
    (ANY, lambda e: True),
    (Filter(max_cost=60), lambda e: (e.item.price or 0) <= 60),
    (Filter(max_cost=1), lambda e: (e.item.price or 0) <= 1),
    (Filter(words=(("long sleeves",),)), lambda e: " long sleeves " in card_text(e.item)),
    (Filter(min_cost=30, words=(("shirt", "trousers"),)), lambda e: (e.item.price or 0) >= 30),
]


def test_what_an_index_of_vectors_finds_is_what_exact_search_finds(store: Store, link: Link) -> None:
    entries = {e.item.id: e for e in many()}
    store.put([*entries.values()])
    store.close()
    made = link.execute("SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%hnsw%'").fetchall()
    assert len(made) == 1
    right, wanted = 0, 0
    for category, (where, passes) in product((ODD, None), FILTERS):
        own = [e for e in entries.values() if category in (None, e.item.category) and passes(e)]
        for seed in range(9000, 9005):
            query = entry("query", seed=seed).vector
            best = sorted(own, key=lambda e: (-float(e.vector @ query), e.item.id))[:10]
            found = store.search(query, 10, category, where)
            cosines = [float(entries[match.item.id].vector @ query) for match in found]
            assert np.allclose([match.score for match in found], cosines, atol=1e-5)
            right += len({match.item.id for match in found} & {e.item.id for e in best})
            wanted += len(best)
    assert right >= 0.995 * wanted


def test_what_is_tidy_is_not_tidied_again(place: Address, link: Link) -> None:
    for _ in range(2):
        store = Store.create(place, "random")
        store.put([entry("a")] * (store.version.endswith(" 0")))
        store.close()
        assert link.execute("SELECT tidied, version FROM armario.about").fetchall() == [(1, 1)]


def test_an_index_that_cannot_be_tidied_is_closed_all_the_same(
    place: Address, link: Link, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store.create(place, "random")
    Store.set_aside(place)
    store.close()
    assert "found none" in caplog.text


def test_who_reads_sees_all_while_the_index_is_emptied_and_filled_with_longer_vectors(
    store: Store, link: Link
) -> None:
    entries = many()
    store.put(entries)
    store.close()  # and opened again when it is asked
    with store.snapshot() as snapshot:
        assert snapshot.search(entries[0].vector, 1)[0].item.id == "i0000"
        store.clear()  # the indexes of vectors stay: somebody reads
        longer = np.ones(DIM + 1, np.float32) / 3
        store.put([Entry(card("z"), "h", longer)])
        assert snapshot.search(entries[0].vector, 1)[0].item.id == "i0000"
        assert (snapshot.dim, store.dim) == (DIM, DIM + 1)
        assert [match.item.id for match in store.search(longer, 5)] == ["z"]
    store.clear()
    assert link.execute("SELECT 1 FROM pg_indexes WHERE indexdef LIKE '%hnsw%'").fetchall() == []


def test_words_longer_than_an_index_takes_are_found_nevertheless(store: Store) -> None:
    word = "".join(map(chr, np.random.default_rng(0).integers(0x4E00, 0x9FFF, 4000).tolist()))
    store.put([replace(entry("a"), item=card("a", description=f"silk {word} robe"))])
    for phrases in ([word], [f"silk {word}"], ["silk"], [f"{word} robe"]):
        assert store.has_words(phrases)
    assert not store.has_words([word[1:], f"robe {word}", "silk robe"])


OLD = """
CREATE EXTENSION vector;
CREATE SCHEMA armario;
CREATE TABLE armario.made_by (one integer PRIMARY KEY, encoder text NOT NULL);
CREATE TABLE armario.items (id text PRIMARY KEY, card jsonb NOT NULL);
INSERT INTO armario.items VALUES ('a', '{}');
"""


def test_tables_of_a_former_version_are_refused_and_set_aside_where_an_index_is_made(
    place: Address, link: Link
) -> None:
    link.execute(OLD.encode())
    with pytest.raises(StoreError, match="made by another version of this program; .* --rebuild$"):
        Store.open(place, "random")
    store = Store.create(place, "random")
    assert store.items() == []
    assert link.execute("SELECT id FROM armario_aside.items").fetchall() == [("a",)]
    store.close()


def test_reading_needs_no_right_to_make_anything(place: Address, store: Store, link: Link) -> None:
    store.put([entry("a")])
    link.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD 'reads'")
    link.execute(
        "GRANT USAGE ON SCHEMA armario TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA armario TO reader"
    )
    page = Store.open(replace(place, user="reader", password="reads"), "random")
    assert [match.item.id for match in page.search(entry("a").vector, 3)] == ["a"]
    with pytest.raises(StoreError, match="cannot write to the index in .*permission denied"):
        page.put([entry("b")])
    page.close()
    link.execute("DROP OWNED BY reader; DROP ROLE reader")


def test_a_turn_goes_on_over_a_new_connection_unless_the_index_has_changed(store: Store, link: Link) -> None:
    store.put([entry("a")])
    with store.snapshot() as snapshot:
        cut(link)
        assert [item.id for item in snapshot.items()] == ["a"]
        cut(link)
        store.put([entry("b")])
        with pytest.raises(StoreError, match="changed while its server was started anew; ask again"):
            snapshot.items()
    assert [item.id for item in store.items()] == ["a", "b"]


def test_the_compose_file_keeps_no_secret_and_waits_for_the_database() -> None:
    yaml = pytest.importorskip("yaml")
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    database, shop, index = (services[name] for name in ("database", "shop", "index"))
    assert database["image"].startswith("pgvector/pgvector:0.8.") and "healthcheck" in database
    assert database["environment"]["POSTGRES_PASSWORD"].startswith("${DATABASE_PASSWORD:?")
    for service in (shop, index):
        assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
        address = service["environment"]["ARMARIO_STORE"].replace("${DATABASE_PASSWORD:?}", "secret")
        assert Address.parse(address) == Address(
            "postgresql", "database", None, "armario", "armario", "secret"
        )
    assert index["command"] == ["python", "-m", "app", "index"] and index["profiles"]
