"""The store follows its catalogue: nothing is encoded twice, nothing is forgotten, no kill leaves a trace."""

from __future__ import annotations

import csv
import random
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.__main__ import main
from app.ingest.sync import BATCH_SIZE, Summary, index_catalogue
from data.catalogue.catalogue import Catalogue, read_catalogue
from data.store.address import Location
from data.store.lock import index_lock
from data.store.store import Store, StoreError
from tests import tiny
from tests.fakes import ColourEncoder
from tests.sharing import encode, ended, forked

ROOT = Path(__file__).resolve().parent.parent
PRODUCTS = ROOT.parent / "shared" / "datasets" / "fashion-products"


PROBE = 1  # picture looked at, to see that the encoder still is what it was


class Shop:
    """A folder with a catalogue, its store, and the encoder that reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.encoder = folder, ColourEncoder()
        (folder / "images").mkdir(parents=True)
        self.store = Store.create(folder / "index", self.encoder.name)
        self.rows: dict[str, str] = {}  # id: title

    def stock(self, *names: str, colour: str = "red") -> None:
        """A new or another picture for each of these ids."""
        for name in names:
            Image.new("RGB", (8, 8), colour).save(self.folder / "images" / f"{name}.png")
            self.rows[name] = f"Plain {name}"

    def catalogue(self) -> Catalogue:
        with (self.folder / "items.csv").open("w", encoding="utf-8", newline="") as file:
            rows = [(name, title, "shirt", f"images/{name}.png") for name, title in self.rows.items()]
            csv.writer(file).writerows([("id", "title", "category", "image"), *rows])
        return read_catalogue(self.folder)

    def refresh(self) -> Summary:
        self.encoder.seen = 0
        return index_catalogue(self.catalogue(), self.store, self.encoder)

    def contents(self) -> dict[str, bytes]:
        """Vectors and query vectors by id."""
        ids = [item.id for item in self.store.items()]
        rows = zip(ids, self.store.vectors(ids), self.store.multivectors(ids), strict=True)
        return {name: row.tobytes() + queries.tobytes() for name, row, queries in rows}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


def counts(summary: Summary) -> tuple[int, int, int, int, int]:
    """indexed, relabelled, unchanged, removed, skipped"""
    s = summary
    return s.indexed, s.relabelled, s.unchanged, s.removed, len(s.skipped)


def test_twice_is_once(shop: Shop) -> None:
    shop.stock("a", "b", "c")
    assert counts(shop.refresh()) == (3, 0, 0, 0, 0)
    before = shop.contents()
    assert counts(shop.refresh()) == (0, 0, 3, 0, 0)
    assert (shop.encoder.seen, shop.contents()) == (PROBE, before)


def test_a_changed_picture_is_encoded_again(shop: Shop) -> None:
    shop.stock("a", "b")
    shop.refresh()
    before = shop.contents()
    shop.stock("b", colour="blue")
    assert counts(shop.refresh()) == (1, 0, 1, 0, 0)
    after = shop.contents()
    assert after["a"] == before["a"] and after["b"] != before["b"]


def test_changed_words_are_taken_over_without_encoding(shop: Shop) -> None:
    shop.stock("a", "b")
    shop.refresh()
    shop.rows["b"] = "Renamed"
    assert counts(shop.refresh()) == (0, 1, 1, 0, 0)
    assert [item.title for item in shop.store.items()] == ["Plain a", "Renamed"]
    assert shop.encoder.seen == PROBE


def test_a_catalogue_that_moved_is_not_encoded_again(shop: Shop) -> None:
    shop.stock("a", "b")
    shop.refresh()
    shop.store.close()
    shop.folder = shop.folder.rename(shop.folder.with_name("moved"))
    moved = read_catalogue(shop.folder)
    other = Store.create(shop.folder / "index", shop.encoder.name)
    shop.encoder.seen = 0
    assert counts(index_catalogue(moved, other, shop.encoder)) == (0, 2, 0, 0, 0)
    assert all(item.image.is_file() for item in other.items())
    assert shop.encoder.seen == PROBE


def test_what_left_the_catalogue_leaves_the_store(shop: Shop) -> None:
    shop.stock("a", "b", "c")
    shop.refresh()
    del shop.rows["b"]
    assert counts(shop.refresh()) == (0, 0, 2, 1, 0)
    assert list(shop.contents()) == ["a", "c"]


def test_a_catalogue_without_a_single_item_empties_nothing(shop: Shop) -> None:
    shop.stock("a")
    shop.refresh()
    (shop.folder / "images" / "a.png").unlink()
    assert counts(shop.refresh()) == (0, 0, 0, 0, 1)
    assert list(shop.contents()) == ["a"]


def test_an_unreadable_picture_is_named_and_the_rest_goes_on(shop: Shop) -> None:
    shop.stock("a", "b", "c")
    (shop.folder / "images" / "b.png").write_bytes(b"no picture")
    summary = shop.refresh()
    assert counts(summary) == (2, 0, 0, 0, 1)
    assert summary.skipped[0].startswith("b: b.png: not a picture")
    assert list(shop.contents()) == ["a", "c"]


def test_an_unreadable_picture_costs_its_neighbours_nothing_the_next_time(shop: Shop) -> None:
    shop.stock("a", "b")
    (shop.folder / "images" / "b.png").write_bytes(b"no picture")
    shop.refresh()
    assert counts(shop.refresh()) == (0, 0, 1, 0, 1)
    assert shop.encoder.seen == PROBE


def test_a_picture_that_became_unreadable_takes_its_item_with_it(shop: Shop) -> None:
    shop.stock("a", "b")
    shop.refresh()
    (shop.folder / "images" / "b.png").write_bytes(b"no picture")
    assert counts(shop.refresh()) == (0, 0, 1, 1, 1)
    assert list(shop.contents()) == ["a"]


def test_problems_of_the_catalogue_are_reported_with_their_line(shop: Shop) -> None:
    shop.stock("a", "b")
    (shop.folder / "images" / "b.png").unlink()
    assert shop.refresh().skipped == ["items.csv:3: image 'images/b.png' is missing"]


def test_progress_reaches_the_end_over_several_batches(shop: Shop) -> None:
    shop.stock(*(f"{n:03}" for n in range(BATCH_SIZE + 5)))
    steps: list[tuple[int, int]] = []
    index_catalogue(
        shop.catalogue(), shop.store, shop.encoder, lambda done, total: steps.append((done, total))
    )
    assert steps == [(BATCH_SIZE, BATCH_SIZE + 5), (BATCH_SIZE + 5, BATCH_SIZE + 5)]
    assert shop.encoder.seen == 2 * BATCH_SIZE  # the last batch is filled up to the same shape


def test_the_summary_is_one_line() -> None:
    assert str(Summary(90, 1, 2, 3, ["x"], 2.0)) == (
        "90 indexed, 1 relabelled, 2 unchanged, 3 removed, 1 skipped in 2.0 s, 45 items/s"
    )


class Trained(ColourEncoder):
    """The same name, and other weights."""

    def qformer_embeddings(self, patches: np.ndarray) -> np.ndarray:
        return super().qformer_embeddings(patches)[..., ::-1]


class LongerEncoder(ColourEncoder):
    """The same name, and longer vectors."""

    def _vector(self, rgb: Any) -> np.ndarray:  # type: ignore[override]
        return np.append(super()._vector(rgb), np.float32(0))


def test_an_encoder_that_makes_longer_vectors_under_its_name_encodes_all_anew(shop: Shop) -> None:
    shop.stock("a", "b")
    shop.refresh()
    shop.encoder = LongerEncoder()
    assert counts(shop.refresh()) == (2, 0, 0, 0, 0)
    assert shop.store.dim == 5 and list(shop.contents()) == ["a", "b"]
    assert counts(shop.refresh()) == (0, 0, 2, 0, 0)


def test_an_encoder_that_was_trained_on_under_its_name_encodes_all_anew(shop: Shop) -> None:
    shop.stock("a", "b")
    shop.refresh()
    before = shop.contents()
    shop.encoder = Trained()
    assert counts(shop.refresh()) == (2, 0, 0, 0, 0)
    assert set(shop.contents().values()).isdisjoint(before.values())
    assert len(shop.contents()) == 2
    assert counts(shop.refresh()) == (0, 0, 2, 0, 0)


def test_a_second_run_on_the_same_store_says_so(shop: Shop) -> None:
    shop.stock("a")
    with (
        index_lock(shop.store.path),
        pytest.raises(StoreError, match="another run is writing to the index in"),
    ):
        shop.refresh()
    assert shop.refresh().indexed == 1


class Interrupted(Exception):
    pass


class Failing(ColourEncoder):
    """ImageTextEncoder so many batches and then stops, as a process that is killed."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.left = batches

    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        if not self.left:
            raise Interrupted
        self.left -= 1
        return super().encode_patches(images)


def test_an_interrupted_run_goes_on_where_it_was(shop: Shop) -> None:
    shop.stock(*(f"{n:03}" for n in range(3 * BATCH_SIZE)))
    with pytest.raises(Interrupted):
        index_catalogue(shop.catalogue(), shop.store, Failing(2))
    assert counts(shop.refresh()) == (BATCH_SIZE, 0, 2 * BATCH_SIZE, 0, 0)


@pytest.fixture
def command(tmp_path: Path, catalogue_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`python -m app index`, on the small shop, with a tiny random BLIP-2."""
    monkeypatch.setenv("ARMARIO_ENCODER", str(tiny.blip2(tmp_path / "tiny")))
    options = ("--catalogue", str(catalogue_folder), "--store", str(tmp_path / "made"))
    return lambda *more: main(["index", *options, *more])


def test_the_command_indexes_and_prints_its_summary(
    command: Callable[..., int], caplog: pytest.LogCaptureFixture, catalogue_folder: Path
) -> None:
    (catalogue_folder / "images" / "ts-1.png").write_bytes(b"")
    with caplog.at_level("INFO"):
        assert command() == 0
    assert "skipped: ts-1: ts-1.png: the file is empty" in caplog.messages
    assert "6 indexed, 0 relabelled, 0 unchanged, 0 removed, 1 skipped" in caplog.messages[-1]


def test_the_command_fails_when_nothing_can_be_indexed(
    command: Callable[..., int], catalogue_folder: Path
) -> None:
    for picture in (catalogue_folder / "images").iterdir():
        picture.write_bytes(b"")
    assert command() == 1


def test_the_command_says_in_a_sentence_what_stands_in_its_way(
    command: Callable[..., int], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert command("--catalogue", str(tmp_path / "nowhere")) == 2
    assert caplog.messages[-1].startswith("expected a catalogue (a table or a folder), found nothing at")
    (tmp_path / "file").write_text("")
    assert command("--store", str(tmp_path / "file")) == 2
    assert caplog.messages[-1].startswith("expected a folder for the index, found a file at")


def test_rebuilding_cures_a_store_of_another_encoder(
    command: Callable[..., int], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Store.create(tmp_path / "made", "another").close()
    assert command() == 2
    assert caplog.messages[-1].endswith("--rebuild")
    assert command("--rebuild") == 0


def real_catalogue(folder: Path, count: int) -> Path:
    """The first ``count`` real products in a folder of their own."""
    lines = (PRODUCTS / "styles.csv").read_text(encoding="utf-8").splitlines(keepends=True)[: count + 1]
    (folder / "images").mkdir(parents=True)
    (folder / "styles.csv").write_text("".join(lines), encoding="utf-8")
    for line in lines[1:]:
        shutil.copy(PRODUCTS / "images" / f"{line.split(',')[0]}.jpg", folder / "images")
    return folder


def killed(catalogue: Path, store: Path, encoder: Path, batches: int, delay: float) -> int | None:
    """Starts a run and kills it ``delay`` seconds after so many batches; its exit code."""
    heard, told = Pipe(duplex=False)
    run = forked(encode, catalogue, store, encoder, told)
    told.close()
    for _ in range(batches):
        heard.recv()  # EOFError if it ended before it could be killed
    time.sleep(delay)
    run.kill()
    return ended([run])[0]


def everything(place: Location) -> list[tuple[object, str, bytes, bytes]]:
    """Items, picture hashes, vectors and query vectors of a store."""
    with closing(Store.open(place, "tiny")) as opened:
        return contents(opened)


def contents(opened: Store) -> list[tuple[object, str, bytes, bytes]]:
    items, hashes = opened.items(), opened.hashes()
    ids = [item.id for item in items]
    rows = zip(items, opened.vectors(ids), opened.multivectors(ids), strict=True)
    return [(item, hashes[item.id], vector.tobytes(), kept.tobytes()) for item, vector, kept in rows]


@pytest.mark.slow
@pytest.mark.skipif(not PRODUCTS.is_dir(), reason="needs the real products of ../shared/datasets")
def test_three_kills_leave_the_store_that_one_quiet_run_makes(tmp_path: Path) -> None:
    catalogue, encoder = (
        real_catalogue(tmp_path / "products", 5 * BATCH_SIZE - 7),
        tiny.blip2(tmp_path / "tiny"),
    )
    dice = random.Random(3)
    for batches in (1, 2, 4):
        assert killed(catalogue, tmp_path / "killed", encoder, batches, dice.uniform(0, 0.3)) == -9
    for store in ("killed", "quiet"):
        options = ["--catalogue", str(catalogue), "--store", str(tmp_path / store), "--encoder", str(encoder)]
        assert main(["index", *options]) == 0
    assert len(everything(tmp_path / "quiet")) == 5 * BATCH_SIZE - 7
    assert everything(tmp_path / "killed") == everything(tmp_path / "quiet")
