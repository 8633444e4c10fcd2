"""`python -m tests.bench.scale --items 1000000`: what one machine holds: building, searching, recall, memory.

A store that is named is kept: built, or built on where it was left, and asked. Every figure is of our own
processes; a server's memory is its own.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from app.config import EYES, Settings
from data.store.address import Location
from data.store.store import Entry, Store
from tests.bench.asks import ASKS, Asker, truth
from tests.bench.cloud import PART, parts
from tests.bench.goods import item
from tests.bench.rows import Row
from tests.servers import held_memory, peak_memory

KEPT = Path(__file__).parent / "out" / "scale"  # stores that `make bench` asks, by how many items they hold
ENCODER = Path(EYES).name  # which the stores say made them, so that a page serves them
RECALL, MILLION = 0.995, 1_000_000
# Bars of p95 in ms, for a million items and for fewer; of seconds until a store is open, and of MB
# once it is, and once every category was searched
INSIDE, ACROSS, SMALL = 40.0, 60.0, 15.0
OPENED, OPEN_MB, HELD_MB = 10.0, 1000.0, 2500.0


@dataclass
class Figures:
    """One size on one store; times in seconds or milliseconds as named, memory in MB."""

    store: str
    items: int
    build_per_s: float = 0.0
    build_cpu_s: float = 0.0  # of the processor, for all: other programs do not count
    disk_mb: float | None = None
    open_s: float = 0.0  # with the stock counted, as a page needs it
    open_mb: float = 0.0
    first_ms: float = 0.0  # the longest of the first searches in each category
    searched_mb: float = 0.0  # held once every category was searched
    held_mb: float = 0.0  # held at the end
    peak_mb: float = 0.0  # the most that the process had which opened and searched it
    asked: dict[str, dict[str, float]] = field(default_factory=dict)


def build(place: Location, count: int) -> tuple[float, float]:
    """Fills a store from where an earlier run was stopped; items a second, and seconds of the processor."""
    _log()
    with closing(Store.create(place, ENCODER)) as store:
        started, whole = time.perf_counter(), store.count() // PART * PART
        for start, vectors, kinds in parts(count, whole):
            rows = zip(range(start, start + len(vectors)), vectors, kinds, strict=True)
            store.put([Entry(item(row, kind), f"{row:032x}", vector) for row, vector, kind in rows])
            done = start + len(vectors)
            rate, cpu = (done - whole) / (time.perf_counter() - started), time.process_time()
            logging.info("built %d of %d, %.0f items/s, %.0f s of the processor", done, count, rate, cpu)
        store.publish()
    return (count - whole) / (time.perf_counter() - started), time.process_time()


def measured(place: Location, count: int) -> Figures:
    """Builds what is not there yet, and asks it. What building and the right answers take is not the shop's,
    so other processes have it."""
    figures = Figures(str(place).split("/")[0] if "://" in str(place) else "folder", count)
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        there = other.submit(built, place).result()
        if there > count:
            raise SystemExit(f"expected {count:,} items in {place}, found {there:,}; give another --store")
        if there < count:
            made = other.submit(build, place, count).result()
            figures.build_per_s, figures.build_cpu_s = (round(figure, 1) for figure in made)
        right = other.submit(truth, count).result()
    started = time.perf_counter()
    with closing(Store.open(place, ENCODER)) as store:
        store.stock()
        figures.open_s = round(time.perf_counter() - started, 2)
        figures.open_mb, asker = _megabytes(held_memory()), Asker(store)
        figures.first_ms = round(max(asker.first()))
        figures.searched_mb = _megabytes(held_memory())
        figures.asked = asker.all(right)
        figures.held_mb, figures.peak_mb = _megabytes(held_memory()), _megabytes(peak_memory())
    if isinstance(place, Path):
        figures.disk_mb = _megabytes(sum(f.stat().st_size for f in place.rglob("*") if f.is_file()))
    return figures


def built(place: Location) -> int:
    """How many items a store holds; 0 where there is none yet."""
    if isinstance(place, Path) and not Store.exists(place):
        return 0
    with closing(Store.create(place, ENCODER)) as store:
        return store.count()


def _megabytes(count: float) -> float:
    return round(count / 1e6)


def rows(count: int) -> list[Row]:
    """The figures of a shop of so many items beside the bars, from a process of its own."""
    command = [sys.executable, "-m", "tests.bench.scale", "--items", str(count)]
    command += ["--store", str(KEPT / str(count))]
    return [*told(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))]


def told(found: dict[str, Any]) -> Iterator[Row]:
    """Figures beside the bars."""
    count = found["items"]
    for ask in ASKS:
        what, figures = f"{ask.name}, {count:,} items", found["asked"][ask.name]
        bar = (ACROSS if not ask.inside or ask.way == "said" else INSIDE) if count >= MILLION else SMALL
        yield Row(f"{what}: recall@10, bar", figures["recall@10"], RECALL, "")
        yield Row(f"{what}: p95, bar", figures["p95_ms"], bar, "ms")
    yield Row(f"store opened, {count:,} items: bar", found["open_s"], OPENED, "s")
    yield Row(f"memory, store opened, {count:,} items: bar", found["open_mb"], OPEN_MB, "MB")
    yield Row(f"memory, all categories searched, {count:,} items: bar", found["held_mb"], HELD_MB, "MB")


def _log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for noisy in ("httpx", "chromadb"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def main() -> int:
    _log()
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
