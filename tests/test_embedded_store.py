"""An index folder: cards in SQLite and vectors in Chroma stay in step, whatever happens between the two."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings

from data.catalogue.item import Item
from data.store.embedded import nearest
from data.store.store import Entry, Filter, Store, StoreError

DIM = 16
KILLED = """
import os, sys
from pathlib import Path
from data.store.embedded.cards import Cards
from tests.test_embedded_store import entries
from data.store.store import Store
store = Store.create(Path(sys.argv[1]), "random")
Cards.commit = lambda self: os._exit(9)
store.{call}
"""


def entries(start: int, stop: int, category: str = "shoes") -> list[Entry]:
    """Items with random vectors, the same for the same numbers."""
    made = []
    for number in range(start, stop):
        vector = np.random.default_rng(number).normal(size=DIM).astype(np.float32)
        item = Item(f"i{number:04}", f"Shoe {number}", category, Path("/x.jpg"), price=float(number))
        made.append(Entry(item, "h", vector / np.linalg.norm(vector)))
    return made


@pytest.fixture(autouse=True)
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """A category of more than twenty items is big: Chroma searches it."""
    monkeypatch.setattr(nearest, "SMALL", 20)
    monkeypatch.setattr(nearest, "FEW", 20)
    monkeypatch.setattr(nearest, "FEW_SAID", 20)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.create(tmp_path, "random")
    store.put(entries(0, 300))
    store.publish()
    yield store
    store.close()


def vectors_in(folder: Path) -> int:
    """How many vectors Chroma has."""
    client = chromadb.PersistentClient(f"{folder}/./.", Settings(anonymized_telemetry=False))
    return sum(collection.count() for collection in client.list_collections())


def ids(store: Store, number: int, count: int = 5, where: Filter = Filter()) -> list[str]:  # noqa: B008
    found = store.search(entries(number, number + 1)[0].vector, count, "shoes", where)
    return [match.item.id for match in found]


def test_a_big_category_is_searched_by_chroma_and_sifted_by_filters(store: Store) -> None:
    assert ids(store, 7)[0] == "i0007"
    assert ids(store, 7, where=Filter(max_cost=200))[0] == "i0007"
    assert ids(store, 250, where=Filter(max_cost=200))[0] != "i0250"
    assert len(ids(store, 7, 300, Filter(min_cost=100))) == 200  # more than half pass
    assert ids(store, 3, 99, Filter(max_cost=4, priced=True))[0] == "i0003"  # four do, scored one by one
    assert len(ids(store, 3, 99, Filter(words=(("299", "298"),)))) == 2


def test_over_all_is_every_category(store: Store) -> None:
    store.put(entries(900, 930, "hats") + entries(950, 955, "bags"))
    found = store.search(entries(901, 902)[0].vector, 400)
    assert found[0].item.id == "i0901" and len(found) == 335


@pytest.mark.parametrize(
    "call",
    ["put(entries(300, 340))", "remove([f'i{n:04}' for n in range(40)])", "put(entries(0, 40, 'hats'))"],
)
def test_a_kill_between_vectors_and_cards_is_mended_by_the_next_who_writes(
    store: Store, tmp_path: Path, call: str
) -> None:
    store.close()
    command = [sys.executable, "-c", KILLED.replace("{call}", call), str(tmp_path)]
    assert subprocess.run(command, capture_output=True).returncode == 9
    store = Store.create(tmp_path, "random")
    assert store.categories() == {"shoes": 300} and vectors_in(tmp_path) == 300
    assert ids(store, 7)[0] == "i0007"
    store.close()


def test_lost_vectors_are_said_and_put_back_by_the_next_who_writes(store: Store, tmp_path: Path) -> None:
    store.close()
    for path in tmp_path.iterdir():
        if path.name == "chroma.sqlite3" or path.is_dir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    reader = Store.open(tmp_path, "random")
    with pytest.raises(StoreError, match="found a damaged one"):
        ids(reader, 7)
    reader.close()
    Store.create(tmp_path, "random").close()
    reader = Store.open(tmp_path, "random")
    assert ids(reader, 7)[0] == "i0007"
    reader.close()


def test_an_index_of_an_older_version_is_refused_and_set_aside_by_who_writes(tmp_path: Path) -> None:
    (tmp_path / "armario.json").write_text('{"encoder": "random"}', encoding="utf-8")
    (tmp_path / "queries.sqlite3").write_bytes(b"")
    with pytest.raises(StoreError, match="older version.* --rebuild$"):
        Store.open(tmp_path, "random")
    store = Store.create(tmp_path, "random")
    assert store.items() == [] and (tmp_path / "aside" / "queries.sqlite3").exists()
    store.close()


def filled(path: Path, count: int) -> Store:
    """A new index of random items."""
    store = Store.create(path, "random")
    store.put(entries(0, count))
    return store


def spoil(*paths: Path, size: int = 0) -> None:
    for path in paths:
        path.write_bytes(path.read_bytes()[:size])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no manifest": lambda path: (path / "armario.json").unlink(),
    "half a manifest": lambda path: spoil(path / "armario.json", size=5),
    "another manifest": lambda path: (path / "armario.json").write_text("[]"),
    "half a database": lambda path: spoil(path / "chroma.sqlite3", size=20_000),
    "no database": lambda path: (path / "chroma.sqlite3").write_bytes(b"garbage" * 1000),
    "no cards": lambda path: (path / "cards.sqlite3").unlink(),
    "half the cards": lambda path: spoil(path / "cards.sqlite3", size=20_000),
    "rubbish for cards": lambda path: (path / "cards.sqlite3").write_bytes(b"garbage" * 1000),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_refused_with_the_command_that_cures_it(tmp_path: Path, damage: str) -> None:
    filled(tmp_path / "whole", 200).close()
    copy = shutil.copytree(tmp_path / "whole", tmp_path / "copy")
    DAMAGE[damage](copy)
    with pytest.raises(StoreError, match="--rebuild$"):
        Store.open(copy, "random").items()
    elsewhere = copy.rename(tmp_path / "elsewhere")  # Chroma remembers a folder that it could not open
    Store.set_aside(elsewhere)
    Store.create(elsewhere, "random").put(entries(0, 1))


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="found a file at"):
        Store.create(tmp_path / "file", "random")


def test_setting_aside_keeps_the_index_whole_and_moves_no_other_file(tmp_path: Path) -> None:
    filled(tmp_path / "index", 200).close()
    copy = shutil.copytree(tmp_path / "index", tmp_path / "copy")
    (copy / "diary.txt").write_text("mine")
    (copy / "photos").mkdir()
    Store.set_aside(copy)
    assert sorted(path.name for path in copy.iterdir()) == [
        "aside",
        "diary.txt",
        "opening.lock",
        "photos",
        "vectors.lock",
    ]
    assert Store.create(copy, "another encoder").items() == []
    assert len(Store.create(copy / "aside", "random").items()) == 200


def test_nothing_to_set_aside_leaves_what_was_set_aside_before(tmp_path: Path) -> None:
    filled(tmp_path, 1).close()
    Store.set_aside(tmp_path)
    Store.set_aside(tmp_path)
    assert len(Store.create(tmp_path / "aside", "random").items()) == 1


def test_the_encoders_name_stays_readable_beside_the_index(tmp_path: Path) -> None:
    filled(tmp_path, 1).close()
    assert json.loads((tmp_path / "armario.json").read_text()) == {"encoder": "random", "format": 2}
