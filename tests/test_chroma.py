"""An index in a folder: what is kept where, and damage that is found when it is opened."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings as ChromaSettings
from data.store.chroma import COLLECTION

from data.store.store import Store, StoreError
from tests.test_store import DIM, entry, with_queries


def filled(path: Path, count: int) -> Store:
    """A new index of random items."""
    store = Store.create(path, "random")
    store.put([entry(f"i{n:03}", f"c{n % 4}", seed=n) for n in range(count)])
    return store


def tampered(path: Path, change: str) -> Store:
    """A store of a, b and c whose query vectors were changed behind its back."""
    opened = Store.create(path, "random")
    opened.put([with_queries(name, seed) for seed, name in enumerate("abc")])
    opened.close()
    with sqlite3.connect(path / "queries.sqlite3") as file:
        file.execute(change)
    return Store.create(path, "random")


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM queries WHERE id = 'b'", "UPDATE queries SET picture_hash = 'other' WHERE id = 'b'"],
)
def test_an_item_without_its_own_query_vectors_counts_as_not_indexed(tmp_path: Path, change: str) -> None:
    opened = tampered(tmp_path, change)
    assert opened.hashes().keys() == {"a", "c"}
    assert [item.id for item in opened.items()] == ["a", "b", "c"]


def test_an_item_from_before_query_vectors_were_kept_counts_as_not_indexed(tmp_path: Path) -> None:
    opened = Store.create(tmp_path, "random")
    opened.put([with_queries("a", 0)])
    opened.close()
    (tmp_path / "queries.sqlite3").unlink()
    client = chromadb.PersistentClient(str(tmp_path), ChromaSettings(anonymized_telemetry=False))
    client.get_collection(COLLECTION, embedding_function=None).update(["a"], metadatas=[{"queries": None}])
    client.close()  # type: ignore[attr-defined]
    old = Store.create(tmp_path, "random")
    assert old.hashes() == {} and [item.id for item in old.items()] == ["a"]
    assert np.allclose(old.multivectors(["a"]), with_queries("a", 0).vector, atol=1e-6)
    old.put([with_queries("a", 0)])
    assert old.hashes() == {"a": "hash of a"}


def test_one_vector_stands_for_query_vectors_that_are_gone(tmp_path: Path) -> None:
    opened = tampered(tmp_path, "DELETE FROM queries WHERE id = 'b'")
    found = opened.multivectors(["a", "b"])
    assert found.shape == (2, 3, DIM)
    assert np.allclose(found[1], with_queries("b", 1).vector, atol=1e-6)


def test_query_vectors_are_removed_and_set_aside_with_their_item(tmp_path: Path) -> None:
    opened = Store.create(tmp_path, "random")
    opened.put([with_queries("a", 0), with_queries("b", 1)])
    opened.remove(["a"])
    with sqlite3.connect(tmp_path / "queries.sqlite3") as file:
        assert file.execute("SELECT id FROM queries").fetchall() == [("b",)]
    opened.close()
    Store.set_aside(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aside", "opening.lock"]


def test_hashes_are_read_without_touching_a_vector(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    with sqlite3.connect(tmp_path / "queries.sqlite3") as file:
        plan = file.execute("EXPLAIN QUERY PLAN SELECT id, picture_hash FROM queries").fetchone()
    assert "COVERING INDEX" in plan[-1]


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
        Store.create(copy, "random")
    elsewhere = copy.rename(tmp_path / "elsewhere")  # Chroma remembers a folder that it could not open
    Store.set_aside(elsewhere)
    Store.create(elsewhere, "random").put([entry("a")])


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="found a file at"):
        Store.create(tmp_path / "file", "random")


def test_setting_aside_keeps_the_index_whole_and_moves_no_other_file(tmp_path: Path) -> None:
    filled(tmp_path / "index", 1200)
    copy = shutil.copytree(tmp_path / "index", tmp_path / "copy")
    (copy / "diary.txt").write_text("mine")
    (copy / "photos").mkdir()
    Store.set_aside(copy)
    assert sorted(path.name for path in copy.iterdir()) == ["aside", "diary.txt", "opening.lock", "photos"]
    assert Store.create(copy, "another encoder").items() == []
    assert len(Store.create(copy / "aside", "random").items()) == 1200


def test_nothing_to_set_aside_leaves_what_was_set_aside_before(tmp_path: Path) -> None:
    filled(tmp_path, 1).close()
    Store.set_aside(tmp_path)
    Store.set_aside(tmp_path)
    assert len(Store.create(tmp_path / "aside", "random").items()) == 1


def test_the_encoders_name_stays_readable_beside_the_index(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    assert json.loads((tmp_path / "armario.json").read_text()) == {"encoder": "random"}
