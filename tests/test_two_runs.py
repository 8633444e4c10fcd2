"""Processes that meet at one index: they wait or say so, and never take a sound index for a damaged one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest

from app.ingest.sync import BATCH_SIZE, index_catalogue, index_place
from data.catalogue.catalogue import read_catalogue
from data.store.address import MissingError
from data.store.store import Store, StoreError
from tests.fakes import ColourEncoder
from tests.sharing import Eyes, ended, forked
from tests.test_index import everything
from tests.test_sharding import shop


def told(answer: Connection, task: Callable[[], object]) -> None:
    """What a task ends with, as a sentence."""
    answer.send("begun")
    try:
        answer.send(str(task()))
    except StoreError as error:
        answer.send(str(error))


def opens(store: Path, answer: Connection) -> None:
    def task() -> int:
        with closing(Store.create(store, "tiny")) as opened:
            return len(opened.items())

    told(answer, task)


def reads(store: Path, answer: Connection) -> None:
    """Opens an index over and over until it holds all."""

    def task() -> bool:
        count = 0
        while count < COUNT:
            try:
                opened = Store.open(store, "tiny")
            except MissingError:
                continue
            with closing(opened), opened.snapshot() as seen:
                items = seen.items()
                assert len(seen.multivectors([item.id for item in items])) == len(items) == seen.count()
                assert len(seen.search(COLOUR, COUNT)) == len(items)
                count = len(items)
        return True

    told(answer, task)


def indexes(catalogue: Path, store: Path, answer: Connection) -> None:
    found = read_catalogue(catalogue)
    told(answer, lambda: index_place(found, store, Eyes("tiny"), lambda done, total: None).indexed)


COUNT = 4 * BATCH_SIZE
COLOUR = np.array([1, 0, 0, 0], np.float32)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("products") / "shop", COUNT)


def answers(*tasks: tuple[object, ...]) -> list[str]:
    """What processes that begin together end with."""
    heard, workers = [], []
    for task, *given in tasks:
        ours, theirs = Pipe(duplex=False)
        workers.append(forked(task, *given, theirs))  # type: ignore[arg-type]
        heard.append(ours)
        theirs.close()
    begun = [one.recv() for one in heard]
    said = [one.recv() for one in heard]
    assert set(begun) == {"begun"} and ended(workers) == [0] * len(tasks)
    return said


def test_an_index_that_several_create_at_once_is_none_of_them_damaged(tmp_path: Path) -> None:
    for turn in range(2):
        place = tmp_path / str(turn)
        assert answers(*[(opens, place)] * 4) == ["0"] * 4


def test_of_two_runs_at_once_one_indexes_and_the_other_says_why_not_or_comes_after_it(
    tmp_path: Path, catalogue: Path
) -> None:
    place = tmp_path / "made"
    said = answers((indexes, catalogue, place), (indexes, catalogue, place))
    said.remove(str(COUNT))
    assert said[0] in ("0", f"another run is writing to the index in {place}; wait until it is done")
    with closing(Store.create(tmp_path / "quiet", "tiny")) as store:
        index_catalogue(read_catalogue(catalogue), store, ColourEncoder("tiny"))
    assert everything(place) == everything(tmp_path / "quiet")


def test_who_opens_an_index_while_it_is_written_finds_it_sound(tmp_path: Path, catalogue: Path) -> None:
    place = tmp_path / "made"
    said = answers((indexes, catalogue, place), (reads, place), (reads, place))
    assert said == [str(COUNT), "True", "True"]
