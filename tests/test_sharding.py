"""Several processes make the store that one makes, whoever is killed and whenever."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest
from PIL import Image

from app.ingest.sharding import index_shard
from app.ingest.sync import BATCH_SIZE, Shard, Summary, index_catalogue
from data.catalogue.catalogue import Catalogue, read_catalogue
from data.store.address import Address, Location
from data.store.embedded.cards import FILENAME
from data.store.embedded.shelves import chroma_settings
from data.store.store import Store
from tests import tiny
from tests.fakes import ColourEncoder
from tests.sharing import both, ended
from tests.test_index import ROOT, Failing, Interrupted, Trained, everything

BATCHES = 6
Peace = list[tuple[object, str, bytes, bytes]]


def shop(folder: Path, count: int) -> Path:
    """A catalogue of small pictures, each of its own colours."""
    dice = np.random.default_rng(1)
    (folder / "shirt").mkdir(parents=True)
    for n in range(count):
        Image.fromarray(dice.integers(256, size=(2, 1, 3), dtype=np.uint8)).save(
            folder / "shirt" / f"{n:04}.png"
        )
    return folder


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("products") / "shop", BATCHES * BATCH_SIZE - 9)


@pytest.fixture(scope="module")
def peace(products: Path, tmp_path_factory: pytest.TempPathFactory) -> Peace:
    """All that one process makes of the catalogue, undisturbed."""
    path = tmp_path_factory.mktemp("peace")
    with closing(Store.create(path, "tiny")) as store:
        index_catalogue(read_catalogue(products), store, ColourEncoder("tiny"))
    return everything(path)


def shared(
    catalogue: Catalogue, place: Location, encoder: ColourEncoder, rank: int, count: int = 2
) -> Summary:
    return index_shard(catalogue, place, encoder, Shard(rank, count), lambda done, total: None)


@pytest.mark.parametrize("count", [2, 3, BATCHES + 2])
def test_shares_in_any_order_make_the_store_that_one_process_makes(
    tmp_path: Path, products: Path, peace: Peace, count: int
) -> None:
    summaries = [
        shared(read_catalogue(products), tmp_path, ColourEncoder("tiny"), rank, count)
        for rank in reversed(range(count))
    ]
    assert sum(summary.indexed for summary in summaries) == len(peace)
    assert everything(tmp_path) == peace
    assert not list(tmp_path.glob("shard-*"))


def test_a_share_that_was_stopped_goes_on_where_it_was(tmp_path: Path, products: Path) -> None:
    catalogue, failing = read_catalogue(products), Failing(1 + 2)  # the probe, and two of its three batches
    failing.name = "tiny"
    with pytest.raises(Interrupted):
        shared(catalogue, tmp_path, failing, 0)
    again = ColourEncoder("tiny")
    assert shared(catalogue, tmp_path, again, 0).indexed == 3 * BATCH_SIZE
    assert again.seen == 1 + BATCH_SIZE


def test_what_other_weights_encoded_is_not_used(tmp_path: Path, products: Path, peace: Peace) -> None:
    catalogue, other = read_catalogue(products), Trained("tiny")
    shared(catalogue, tmp_path, other, 1)
    stopped = Failing(1 + 2)
    stopped.name = "tiny"
    stopped.qformer_embeddings = other.qformer_embeddings  # type: ignore[method-assign]
    with pytest.raises(Interrupted):
        shared(catalogue, tmp_path, stopped, 0)
    for rank in (1, 0):
        shared(catalogue, tmp_path, ColourEncoder("tiny"), rank)
    assert everything(tmp_path) == peace


def test_only_the_first_removes_what_left_the_catalogue_and_reports_its_problems(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop", 3)
    shared(read_catalogue(folder), tmp_path / "index", ColourEncoder("tiny"), 0)
    (folder / "shirt" / "0001.png").unlink()
    (folder / "shirt" / "notes.txt").write_text("no picture")
    last, first = (
        shared(read_catalogue(folder), tmp_path / "index", ColourEncoder("tiny"), n) for n in (1, 0)
    )
    assert (last.removed, last.skipped) == (0, [])
    assert (first.removed, first.unchanged, len(first.skipped)) == (1, 2, 1)


def test_shares_meet_on_a_chroma_server(chroma_server: str, products: Path, peace: Peace) -> None:
    place = Address.parse(f"{chroma_server}/shares")
    for rank in (0, 1):
        shared(read_catalogue(products), place, ColourEncoder("tiny"), rank)
    found = everything(place)
    assert [(row[:2], row[3]) for row in found] == [(row[:2], row[3]) for row in peace]
    ours, theirs = (np.array([np.frombuffer(row[2], "f4") for row in rows]) for rows in (peace, found))
    assert np.allclose(ours, theirs, atol=1e-6)  # a Chroma server scales vectors to a length of 1 itself
    (place.local_folder / "index.lock").unlink()
    place.local_folder.rmdir()


def check_chroma(folder: Path) -> None:
    """Chroma has the vectors of the cards, and no others; looked at in a copy, as opening it writes."""
    right: dict[str, dict[str, np.ndarray]] = {}
    with closing(sqlite3.connect(folder / FILENAME)) as cards:
        for shelf, row, vector in cards.execute("SELECT shelf, n, vector FROM items JOIN vectors USING (n)"):
            right.setdefault(f"shelf-{shelf:05}", {})[str(row)] = np.frombuffer(vector, np.float32)
    with tempfile.TemporaryDirectory() as name:
        client: Any = chromadb.PersistentClient(
            shutil.copytree(folder, Path(name) / "copy"), chroma_settings()
        )
        with closing(client):
            assert {collection.name for collection in client.list_collections()} == right.keys()
            for collection in client.list_collections():
                kept, own = collection.get(include=["embeddings"]), right[collection.name]
                assert set(kept["ids"]) == own.keys()
                # Chroma scales vectors to a length of 1 itself
                assert np.allclose(kept["embeddings"], [own[row] for row in kept["ids"]], atol=1e-6)


@pytest.mark.slow
def test_killed_at_twenty_moments_two_processes_make_the_store_of_a_quiet_one(
    tmp_path: Path, products: Path, peace: Peace
) -> None:
    assert ended(both(products, tmp_path / "first")) == [0, 0]  # which also waits for what is imported
    began = time.perf_counter()
    assert ended(both(products, tmp_path / "timed")) == [0, 0]
    takes = time.perf_counter() - began
    dice, killed = random.Random(7), 0
    for moment in range(20):
        store = tmp_path / str(moment)
        workers = both(products, store)
        time.sleep(dice.uniform(0, takes))
        for victim in dice.sample(workers, dice.choice((1, 2))):
            victim.kill()
        killed += ended(workers).count(-9)
        assert ended(both(products, store)) == [0, 0]
        assert everything(store) == peace, f"after kill {moment}"
        check_chroma(store)
    assert killed >= 10  # of those who had not come to their end before their moment came


@pytest.mark.slow
def test_accelerate_launches_the_command(tmp_path: Path, products: Path) -> None:
    encoder, store = tiny.blip2(tmp_path / "tiny"), tmp_path / "index"
    launch = [
        "-m",
        "accelerate.commands.launch",
        "--multi_gpu",
        "--num_processes",
        "2",
        "--num_machines",
        "1",
    ]
    options = ["--catalogue", str(products), "--store", str(store), "--encoder", str(encoder), "--rebuild"]
    environ = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [
        sys.executable,
        *launch,
        "--mixed_precision",
        "no",
        "--dynamo_backend",
        "no",
        "-m",
        "app",
        "index",
    ]
    done = subprocess.run([*command, *options], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    with closing(Store.open(store, "tiny")) as opened:
        assert opened.count() == BATCHES * BATCH_SIZE - 9 and opened.catalogue == str(products)
