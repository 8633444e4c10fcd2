"""`python -m tests.bench.scale --items 1000000`: what one machine holds: building, searching, recall, memory.

The vectors are invented: categories of unequal size around centres that overlap, and inside each a cloud of
few dimensions with a little noise in all, as encoders make them. Queries are drawn like items. Every figure
is of our own processes; a server's memory is its own.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from app.settings import Settings
from data.address import Place
from data.catalogue import Item
from data.store import Entry, Store

DIM, KINDS, LATENT, NOISE = 256, 12, 24, 0.25  # NOISE: the noise's length beside the cloud's
PART = 5000
ASKED, FOUND = 200, 10  # queries, and how many of the nearest must be among those found
CANDIDATES = 200  # what a turn asks for


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


class Cloud:
    """Vectors without end, the same for the same seed."""

    def __init__(self) -> None:
        dice = np.random.default_rng(7)
        self.centres = dice.normal(size=(KINDS, DIM)).astype(np.float32) / np.sqrt(DIM)
        self.axes = dice.normal(size=(KINDS, LATENT, DIM)).astype(np.float32) / np.sqrt(LATENT * DIM)

    def drawn(self, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """(count, DIM) unit vectors, and the kind of each: the first kinds have more items."""
        dice = np.random.default_rng(seed)
        kinds = (KINDS * dice.random(count) ** 1.5).astype(int)
        inner = dice.normal(size=(count, LATENT)).astype(np.float32)
        around = (
            np.einsum("nl,nld->nd", inner, self.axes[kinds]) if count < 500 else self._around(inner, kinds)
        )
        noise = dice.normal(size=(count, DIM)).astype(np.float32) * NOISE / np.sqrt(DIM)
        raw = self.centres[kinds] + around + noise
        return raw / np.linalg.norm(raw, axis=1, keepdims=True), kinds

    def _around(self, inner: np.ndarray, kinds: np.ndarray) -> np.ndarray:
        around = np.empty((len(inner), DIM), np.float32)
        for kind in range(KINDS):
            around[kinds == kind] = inner[kinds == kind] @ self.axes[kind]
        return around


def parts(count: int, first: int = 0) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """The first row, vectors and kinds of each part of the items, from a part's first row on."""
    cloud = Cloud()
    for start in range(first, count, PART):
        vectors, kinds = cloud.drawn(min(PART, count - start), seed=start)
        yield start, vectors, kinds


def build(place: Place, count: int) -> tuple[float, float]:
    """Fills a store from where an earlier run was stopped; items a second, and seconds of the processor."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    store, started = Store.open(place, "bench"), time.perf_counter()
    whole = len(store.items()) // PART * PART
    for start, vectors, kinds in parts(count, whole):
        rows = zip(range(start, start + len(vectors)), vectors, kinds, strict=True)
        store.put([Entry(item(row, kind), f"{row:032x}", vector) for row, vector, kind in rows])
        done = start + len(vectors)
        rate = (done - whole) / (time.perf_counter() - started)
        logging.info(
            "built %d of %d, %.0f items/s, %.0f s of the processor", done, count, rate, time.process_time()
        )
    store.close()
    return (count - whole) / (time.perf_counter() - started), time.process_time()


def item(row: int, kind: int) -> Item:
    title = f"Item {row} of a long title such as shops give"
    return Item(f"{row:07}", title, f"kind {kind}", Path(f"/shop/images/{row:07}.jpg"), colour="black")


def exact(count: int, queries: np.ndarray, kinds: np.ndarray, inside: bool) -> list[set[str]]:
    """For each query the ids of the FOUND nearest of all items, or of its kind."""
    best = [np.full((0, 2), -2.0) for _ in queries]
    for start, vectors, theirs in parts(count):
        scores = vectors @ queries.T
        for n in range(len(queries)):
            rows = np.flatnonzero(theirs == kinds[n]) if inside else np.arange(len(vectors))
            some = np.stack([scores[rows, n], start + rows], axis=1)
            merged = np.concatenate([best[n], some])
            best[n] = merged[np.argsort(-merged[:, 0], kind="stable")[:FOUND]]
    return [{f"{int(row):07}" for row in rows[:, 1]} for rows in best]


def asked(find: Callable[[int], Sequence[str]], truth: Sequence[set[str]]) -> dict[str, float]:
    """Milliseconds and recall over all queries, after one that is not counted."""
    find(0)
    took, right = [], []
    for row, wanted in enumerate(truth):
        started = time.perf_counter()
        found = find(row)
        took.append(1000 * (time.perf_counter() - started))
        right.append(len(wanted & {*found[:FOUND]}) / len(wanted))
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


def measured(place: Place, count: int, built: bool) -> Figures:
    """``built``: all is there already and is only asked, nobody having read it before."""
    figures = Figures(str(place).split("/")[0] if "://" in str(place) else "folder", count)
    if not built:
        with ProcessPoolExecutor(1, get_context("spawn")) as other:  # what building takes is not the shop's
            made = other.submit(build, place, count).result()
        figures.build_per_s, figures.build_cpu_s = (round(figure, 1) for figure in made)
    started = time.perf_counter()
    store = Store.open(place, "bench")
    figures.open_s = round(time.perf_counter() - started, 2)
    if (there := len(store.items())) != count:
        raise SystemExit(f"expected {count:,} items in {place}, found {there:,}")
    queries, kinds = Cloud().drawn(ASKED, seed=-1 % 2**32)

    def find(category: str | None, row: int) -> list[str]:
        return [match.item.id for match in store.search(queries[row], CANDIDATES, category)]

    inside, over = (exact(count, queries, kinds, filtered) for filtered in (True, False))
    figures.filtered = asked(lambda row: find(f"kind {kinds[row]}", row), inside)
    figures.unfiltered = asked(lambda row: find(None, row), over)
    figures.memory_mb = round(peak())
    if isinstance(place, Path):
        figures.disk_mb = round(sum(f.stat().st_size for f in place.rglob("*") if f.is_file()) / 1e6)
    store.close()
    return figures


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
    parser.add_argument("--built", action="store_true", help="the store holds them already: only ask it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        place = Settings.from_env(os.environ, store=options.store).place if options.store else Path(name)
        figures = measured(place, options.items, options.built)
    sys.stdout.write(json.dumps(asdict(figures)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
