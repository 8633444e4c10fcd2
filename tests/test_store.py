"""The store keeps what it was given, finds what exact search finds, and refuses what it cannot trust."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings as ChromaSettings

from data.catalogue import Item
from data.store import NAME, Entry, Store, StoreError

DIM = 8


def card(name: str, category: str = "t-shirt", **fields: object) -> Item:
    return replace(Item(name, f"Title of {name}", category, Path(f"/shop/{name}.jpg")), **fields)  # type: ignore[arg-type]


def entry(name: str, category: str = "t-shirt", seed: int = 0) -> Entry:
    raw = np.random.default_rng(seed).normal(size=DIM)
    return Entry(card(name, category), f"hash of {name}", (raw / np.linalg.norm(raw)).astype(np.float32))


def filled(path: Path, count: int = 200, categories: int = 4) -> tuple[Store, list[Entry]]:
    """A new store with items i000… whose vectors are random, in categories c0…"""
    entries = [entry(f"i{n:03}", f"c{n % categories}", seed=n) for n in range(count)]
    opened = Store.open(path, "random")
    opened.put(entries)
    return opened, entries


def test_everything_an_item_says_comes_back_also_after_a_restart(tmp_path: Path) -> None:
    words = ("TE", "red", "men", "formal", "fall", 9.5, "sample", "d", "de")
    item = Item("a/1 ñ.jpg", "T", "shoes", Path("/x/ñ.jpg"), *words)  # type: ignore[arg-type]
    Store.open(tmp_path, "random").put([Entry(item, "h", entry("x").vector)])
    for opened in (Store.open(tmp_path, "random"), Store.open(tmp_path, "random")):
        assert opened.items() == [item]
        assert opened.hashes() == {item.id: "h"}


def test_putting_twice_is_putting_once(tmp_path: Path) -> None:
    opened, entries = filled(tmp_path, 10)
    opened.put(entries)
    assert len(opened.items()) == 10
    assert opened.categories() == {"c0": 3, "c1": 3, "c2": 2, "c3": 2}


def test_putting_again_replaces_words_picture_and_vector(tmp_path: Path) -> None:
    opened, entries = filled(tmp_path, 4)
    new = Entry(card("i000", "c9", price=None, colour="blue"), "new hash", entries[3].vector)
    opened.put([new])
    assert opened.get(["i000"]) == [new.item]
    assert opened.hashes()["i000"] == "new hash"
    assert opened.search(new.vector, 1, "c9")[0].score == pytest.approx(1)


def test_relabelling_changes_words_only_and_forgets_a_price_that_is_gone(tmp_path: Path) -> None:
    opened = Store.open(tmp_path, "random")
    before = entry("a")
    opened.put([replace(before, item=card("a", price=12.5, usage="formal"))])
    opened.relabel([card("a", price=None, usage="")])
    assert opened.items() == [card("a")]
    assert opened.hashes() == {"a": "hash of a"}
    assert np.allclose(opened.vectors("t-shirt"), before.vector[np.newaxis], atol=1e-6)


def test_what_is_removed_is_found_no_more(tmp_path: Path) -> None:
    opened, entries = filled(tmp_path, 8)
    opened.remove(["i000", "i004", "never was"])
    assert opened.categories() == {"c1": 2, "c2": 2, "c3": 2}
    assert opened.search(entries[0].vector, 5, "c0") == []
    assert "i000" not in [match.item.id for match in opened.search(entries[0].vector, 8)]


def test_items_are_given_in_the_order_asked_for(tmp_path: Path) -> None:
    opened, _ = filled(tmp_path, 5)
    assert [item.id for item in opened.get(["i003", "unknown", "i001"])] == ["i003", "i001"]


def test_search_inside_a_category_is_what_exact_search_finds(tmp_path: Path) -> None:
    opened, entries = filled(tmp_path)
    own = [e for e in entries if e.item.category == "c2"]
    for query in (entry("query", seed=seed).vector for seed in range(1000, 1020)):
        scores = [float(e.vector @ query) for e in own]
        best = sorted(range(len(own)), key=lambda row: -scores[row])[:10]
        found = opened.search(query, 10, "c2")
        assert [match.item.id for match in found] == [own[row].item.id for row in best]
        assert np.allclose([match.score for match in found], [scores[row] for row in best], atol=1e-6)


def test_search_over_everything_finds_the_closest_first(tmp_path: Path) -> None:
    opened, entries = filled(tmp_path)
    for wanted in entries[::20]:
        found = opened.search(wanted.vector, 5)
        assert found[0].item == wanted.item
        assert [match.score for match in found] == sorted((m.score for m in found), reverse=True)


@pytest.mark.parametrize("category", ["t-shirt", None])
def test_equal_scores_are_ordered_by_id(tmp_path: Path, category: str | None) -> None:
    opened = Store.open(tmp_path, "random")
    opened.put([entry(name, seed=1) for name in ("c", "a", "d", "b")])
    found = opened.search(entry("query", seed=1).vector, 4, category)
    assert [match.item.id for match in found] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("category", "there"), [(None, 8), ("c1", 2), ("submarine", 0)])
def test_asking_for_more_than_there_is_gives_what_there_is(
    tmp_path: Path, category: str | None, there: int
) -> None:
    opened, entries = filled(tmp_path, 8)
    assert len(opened.search(entries[0].vector, 100, category)) == there
    assert opened.search(entries[0].vector, 0, category) == []


def test_an_empty_store_finds_nothing(tmp_path: Path) -> None:
    opened = Store.open(tmp_path / "new" / "folder", "random")
    assert (opened.items(), opened.categories(), opened.get(["a"])) == ([], {}, [])
    assert opened.search(entry("a").vector, 3) == opened.search(entry("a").vector, 3, "shoes") == []


def test_more_rows_than_chroma_takes_at_once_go_in_and_out(tmp_path: Path) -> None:
    opened, entries = filled(tmp_path, 5500, 2)
    assert len(opened.items()) == 5500
    opened.remove([e.item.id for e in entries[4:]])
    assert opened.categories() == {"c0": 2, "c1": 2}


def three(seed: int) -> np.ndarray:
    """Query vectors."""
    raw = np.random.default_rng(seed).normal(size=(3, DIM)).astype(np.float32)
    return raw / np.linalg.norm(raw, axis=1, keepdims=True)


def with_queries(name: str, seed: int) -> Entry:
    mean = three(seed).mean(0)
    return replace(entry(name), vector=mean / np.linalg.norm(mean), queries=three(seed))


def test_query_vectors_come_back_for_the_items_asked_for_also_after_a_restart(tmp_path: Path) -> None:
    entries = [with_queries(name, seed) for seed, name in enumerate("abc")]
    Store.open(tmp_path, "random").put(entries)
    for opened in (Store.open(tmp_path, "random"), Store.open(tmp_path, "random")):
        found = opened.queries(["c", "a"])
        assert found.shape == (2, 3, DIM) and found.dtype == np.float32
        assert np.allclose(found, [three(2), three(0)], atol=1e-3)


def test_the_query_vectors_of_more_items_than_sqlite_takes_at_once_come_back(tmp_path: Path) -> None:
    opened = Store.open(tmp_path, "random")
    entries = [with_queries(f"{n:04}", n) for n in range(1200)]
    opened.put(entries)
    found = opened.queries([e.item.id for e in entries])
    assert np.allclose(found, [three(n) for n in range(1200)], atol=1e-3)


def test_an_encoder_with_one_vector_has_it_for_its_query_vector_and_keeps_nothing_more(
    tmp_path: Path,
) -> None:
    opened, entries = filled(tmp_path, 6)
    assert np.allclose(opened.queries(["i001"]), entries[1].vector[np.newaxis, np.newaxis], atol=1e-6)
    assert opened.hashes().keys() == {e.item.id for e in entries}
    with sqlite3.connect(tmp_path / "queries.sqlite3") as file:
        assert file.execute("SELECT count(*) FROM queries").fetchone() == (0,)


def tampered(path: Path, change: str) -> Store:
    """A store of a, b and c whose query vectors were changed behind its back."""
    opened = Store.open(path, "random")
    opened.put([with_queries(name, seed) for seed, name in enumerate("abc")])
    opened.close()
    with sqlite3.connect(path / "queries.sqlite3") as file:
        file.execute(change)
    return Store.open(path, "random")


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM queries WHERE id = 'b'", "UPDATE queries SET picture_hash = 'other' WHERE id = 'b'"],
)
def test_an_item_without_its_own_query_vectors_counts_as_not_indexed(tmp_path: Path, change: str) -> None:
    opened = tampered(tmp_path, change)
    assert opened.hashes().keys() == {"a", "c"}
    assert [item.id for item in opened.items()] == ["a", "b", "c"]


def test_an_item_from_before_query_vectors_were_kept_counts_as_not_indexed(tmp_path: Path) -> None:
    opened = Store.open(tmp_path, "random")
    opened.put([with_queries("a", 0)])
    opened.close()
    (tmp_path / "queries.sqlite3").unlink()
    client = chromadb.PersistentClient(str(tmp_path), ChromaSettings(anonymized_telemetry=False))
    client.get_collection(NAME, embedding_function=None).update(["a"], metadatas=[{"queries": None}])
    client.close()  # type: ignore[attr-defined]
    old = Store.open(tmp_path, "random")
    assert old.hashes() == {} and [item.id for item in old.items()] == ["a"]
    assert np.allclose(old.queries(["a"]), with_queries("a", 0).vector, atol=1e-6)
    old.put([with_queries("a", 0)])
    assert old.hashes() == {"a": "hash of a"}


def test_one_vector_stands_for_query_vectors_that_are_gone(tmp_path: Path) -> None:
    opened = tampered(tmp_path, "DELETE FROM queries WHERE id = 'b'")
    found = opened.queries(["a", "b"])
    assert found.shape == (2, 3, DIM)
    assert np.allclose(found[1], with_queries("b", 1).vector, atol=1e-6)


def test_query_vectors_are_removed_and_erased_with_their_item(tmp_path: Path) -> None:
    opened = Store.open(tmp_path, "random")
    opened.put([with_queries("a", 0), with_queries("b", 1)])
    opened.remove(["a"])
    with sqlite3.connect(tmp_path / "queries.sqlite3") as file:
        assert file.execute("SELECT id FROM queries").fetchall() == [("b",)]
    opened.close()
    Store.erase(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_hashes_are_read_without_touching_a_vector(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    with sqlite3.connect(tmp_path / "queries.sqlite3") as file:
        plan = file.execute("EXPLAIN QUERY PLAN SELECT id, picture_hash FROM queries").fetchone()
    assert "COVERING INDEX" in plan[-1]


def test_another_encoder_is_refused_with_the_command_that_cures_it(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    with pytest.raises(StoreError, match=r"made by the encoder random, not other; .*--store .* --rebuild$"):
        Store.open(tmp_path, "other")


def test_an_encoder_that_kept_its_name_but_not_its_size_is_refused(tmp_path: Path) -> None:
    opened, _ = filled(tmp_path, 2)
    longer = np.ones(DIM + 1, np.float32)
    with pytest.raises(StoreError, match=r"vectors of 8 numbers, the query has 9.*--rebuild$"):
        opened.search(longer, 1)
    with pytest.raises(StoreError, match="--rebuild$"):
        opened.put([Entry(card("z"), "h", longer)])


def spoil(*paths: Path, size: int = 0) -> None:
    for path in paths:
        path.write_bytes(path.read_bytes()[:size])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no manifest": lambda path: (path / "armario.json").unlink(),
    "half a manifest": lambda path: spoil(path / "armario.json", size=5),
    "another manifest": lambda path: (path / "armario.json").write_text("[]"),
    "half a database": lambda path: spoil(path / "chroma.sqlite3", size=20_000),
    "no database": lambda path: (path / "chroma.sqlite3").write_bytes(b"garbage" * 1000),
    "no vectors": lambda path: shutil.rmtree(next(path.glob("*-*/"))),
    "no query vectors but rubbish": lambda path: (path / "queries.sqlite3").write_bytes(b"garbage" * 1000),
    "half the vectors": lambda path: spoil(*path.glob("*/data_level0.bin"), size=5000),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_refused_with_the_command_that_cures_it(tmp_path: Path, damage: str) -> None:
    filled(tmp_path / "whole", 1200)  # over a thousand: Chroma writes vectors to files of their own
    copy = shutil.copytree(tmp_path / "whole", tmp_path / "copy")
    DAMAGE[damage](copy)
    with pytest.raises(StoreError, match="--rebuild$"):
        Store.open(copy, "random")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="found a file at"):
        Store.open(tmp_path / "file", "random")


def test_erasing_takes_the_index_and_no_other_file(tmp_path: Path) -> None:
    filled(tmp_path / "index", 1200)
    copy = shutil.copytree(tmp_path / "index", tmp_path / "copy")
    (copy / "diary.txt").write_text("mine")
    (copy / "photos").mkdir()
    Store.erase(copy)
    assert sorted(path.name for path in copy.iterdir()) == ["diary.txt", "photos"]
    assert Store.open(copy, "another encoder").items() == []


def test_the_encoders_name_stays_readable_beside_the_index(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    assert json.loads((tmp_path / "armario.json").read_text()) == {"encoder": "random"}


def test_threads_may_search_while_another_writes(tmp_path: Path) -> None:
    opened, entries = filled(tmp_path)
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for wanted in entries[:30]:
                assert opened.search(wanted.vector, 1, wanted.item.category)[0].item.id == wanted.item.id
                assert opened.search(wanted.vector, 1)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(5):
        opened.put([entry(f"new{n}", "c9", seed=900 + n)])
    for thread in threads:
        thread.join()
    assert failures == []
    assert opened.categories()["c9"] == 5
