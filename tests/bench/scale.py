"""`python -m tests.bench.scale --items 1000000`: what one machine holds: building, searching, recall, memory.

A store that is named is kept: built, or built on where it was left, and asked. Every figure is of our own
processes; a server's memory is its own.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from app.config import Settings
from data.catalogue.catalogue import Item
from data.store.address import Location
from data.store.store import Entry, Store
from tests.bench.cloud import FOUND, PART, parts, questions
from tests.bench.rows import Row

KEPT = Path(__file__).parent / "out" / "scale"  # stores that `make bench` asks, by how many items they hold
COLOURS = ("black", "white", "navy blue", "red", "green", "beige")
GENDERS = ("men", "women", "unisex", "women", "kids", "")
WORDS = tuple(f"{first}{last}" for first in ("bra", "cor", "dal", "fen", "gri", "mol") for last in
              ("da", "vet", "lin", "ton", "sic", "ra", "mo", "pel", "zin", "ko"))  # fmt: skip
LINEN = 0.05  # the share of items whose cards say so
CANDIDATES = 200  # what a turn asks for
RECALL = 0.995  # the bar for recall@10
NEAR, FAR, MILLION = 10.0, 40.0, 1_000_000  # bars for p95 in ms: inside a category; of all, and of a million


@dataclass
class Figures:
    """One size on one store; times in seconds or milliseconds as named, memory in MB."""

    store: str
    items: int
    build_per_s: float = 0.0
    build_cpu_s: float = 0.0  # of the processor, for all: other programs do not count
    open_s: float = 0.0
    memory_mb: float = 0.0  # the most that the process had which opened and searched it
    disk_mb: float | None = None
    filtered: dict[str, float] = field(default_factory=dict)  # inside a category
    unfiltered: dict[str, float] = field(default_factory=dict)


def build(place: Location, count: int) -> tuple[float, float]:
    """Fills a store from where an earlier run was stopped; items a second, and seconds of the processor."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with closing(Store.create(place, "bench")) as store:
        started, whole = time.perf_counter(), store.count() // PART * PART
        for start, vectors, kinds in parts(count, whole):
            rows = zip(range(start, start + len(vectors)), vectors, kinds, strict=True)
            store.put([Entry(item(row, kind), f"{row:032x}", vector) for row, vector, kind in rows])
            done = start + len(vectors)
            rate, cpu = (done - whole) / (time.perf_counter() - started), time.process_time()
            logging.info("built %d of %d, %.0f items/s, %.0f s of the processor", done, count, rate, cpu)
    return (count - whole) / (time.perf_counter() - started), time.process_time()


def item(row: int, kind: int) -> Item:
    """An invented item: price, audience, stock, colour and words of its own, the same for the same row."""
    dice = random.Random(row)
    words = " ".join((*dice.sample(WORDS, 5), *(["linen"] * (dice.random() < LINEN))))
    return Item(
        f"{row:07}", f"Item {row} {words}", f"kind {kind}", Path(f"/shop/images/{row:07}.jpg"),
        colour=dice.choice(COLOURS), gender=dice.choice(GENDERS), price=round(dice.uniform(5, 200), 2),
        currency="EUR", available=dice.random() < 0.9, brand=f"Brand {dice.randrange(300)}",
        description="What it is made of, how it falls and how to wash it, in a sentence such as shops give.",
    )  # fmt: skip


def asked(find: Callable[[int], Sequence[str]], truth: Sequence[set[int]]) -> dict[str, float]:
    """Milliseconds and recall over all queries, after one that is not counted."""
    find(0)
    took, right = [], []
    for row, wanted in enumerate(truth):
        started = time.perf_counter()
        found = find(row)
        took.append(1000 * (time.perf_counter() - started))
        right.append(len(wanted & {*map(int, found[:FOUND])}) / len(wanted))
    p50, p95 = np.percentile(took, [50, 95])
    return {
        "p50_ms": round(float(p50), 2),
        "p95_ms": round(float(p95), 2),
        "recall@10": round(float(np.mean(right)), 4),
    }


def peak() -> float:
    """The most that this process has held, in MB; rusage would also count what its parent had."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measured(place: Location, count: int) -> Figures:
    """Builds what is not there yet, and asks it."""
    figures = Figures(str(place).split("/")[0] if "://" in str(place) else "folder", count)
    store = _opened(place, figures)
    if (there := store.count()) > count:
        raise SystemExit(f"expected {count:,} items in {place}, found {there:,}; give another --store")
    if there < count:
        store.close()
        with ProcessPoolExecutor(1, get_context("spawn")) as other:  # what building takes is not the shop's
            made = other.submit(build, place, count).result()
        figures.build_per_s, figures.build_cpu_s = (round(figure, 1) for figure in made)
        store = _opened(place, figures)
    with closing(store):
        ask(store, count, figures)
    if isinstance(place, Path):
        figures.disk_mb = round(sum(f.stat().st_size for f in place.rglob("*") if f.is_file()) / 1e6)
    return figures


def _opened(place: Location, figures: Figures) -> Store:
    started = time.perf_counter()
    store = Store.create(place, "bench")
    figures.open_s = round(time.perf_counter() - started, 2)
    return store


def ask(store: Store, count: int, figures: Figures) -> None:
    """Searches, inside a category and over everything."""
    asked_for = questions(count)

    def find(category: str | None, row: int) -> list[str]:
        return [match.item.id for match in store.search(asked_for.vectors[row], CANDIDATES, category)]

    figures.filtered = asked(lambda row: find(f"kind {asked_for.kinds[row]}", row), asked_for.inside)
    figures.unfiltered = asked(lambda row: find(None, row), asked_for.over)
    figures.memory_mb = round(peak())


def rows(count: int) -> list[Row]:
    """The figures of a shop of so many items beside the bars, from a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tests.bench.scale",
        "--items",
        str(count),
        "--store",
        str(KEPT / str(count)),
    ]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    told = []
    bars = (("in a category", "filtered", FAR if count >= MILLION else NEAR), ("over all", "unfiltered", FAR))
    for where, key, bar in bars:
        what, figures = f"search {where}, {count:,} items", found[key]
        told += [
            Row(f"{what}: recall@10, against its bar", figures["recall@10"], RECALL, ""),
            Row(f"{what}: p95, against its bar", figures["p95_ms"], bar, "ms"),
            Row(f"{what}: p50, against p95", figures["p50_ms"], figures["p95_ms"], "ms"),
        ]
    memory = f"memory: peak of a shop, {count:,} items, against 1 KB each"
    return [*told, Row(memory, found["memory_mb"], count / 1e3, "MB")]


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for noisy in ("httpx", "chromadb"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("--items", type=int, default=44_000, help="how many (default: 44,000)")
    parser.add_argument(
        "--store",
        help="folder or address, kept and built on where it was left; by default a folder that is gone after",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        place = Settings.from_env(os.environ, store=options.store).place if options.store else Path(name)
        figures = measured(place, options.items)
    sys.stdout.write(json.dumps(asdict(figures)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
