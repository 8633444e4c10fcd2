"""`python -m tests.bench.page --store PLACE`: the whole page over an index that is there, such as one that
`tests.bench.scale` built: until it answers, a turn in every category, and its memory. Linux alone.

The pictures of invented items are not there, and are not asked for: a turn goes through the HTTP API.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from app.config import EYES, Settings
from data.store.address import Location
from data.store.store import Store
from tests.bench.cold import asked
from tests.bench.load import PATIENCE, memory
from tests.bench.rows import Row
from tests.servers import free_port, running

ENCODER = Path(EYES).name
MESSAGE = "show me three of {} below 150 euros"
MILLION = 1_000_000
# Bars: seconds until a page over a million items is there, and MB that it holds then; MB once every category
# was asked for, of a million items and of fewer
OPENED, OPEN_MB, FULL_MB, SMALL_MB = 10.0, 1000.0, 2500.0, 900.0


@dataclass(frozen=True, slots=True)
class Served:
    """One page; seconds, and MB that the process held then. ``full`` is after a turn in each category."""

    items: int
    categories: int
    page_s: float
    page_mb: float
    first_s: float  # of the first turn
    first_mb: float
    cold_s: float  # the longest of the first turns in each category
    turn_s: float  # the median of the second ones
    full_mb: float
    peak_mb: float


@contextmanager
def page(place: str, folder: Path) -> Iterator[tuple[httpx.Client, int]]:
    """A line to a served page, and its process's number; it is there once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port), "--store", place]
    line = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE)
    with line, running(command, port, folder / "server.log", PATIENCE) as server:
        line.get("/").raise_for_status()
        yield line, server.pid


def served(place: str, categories: Sequence[str], items: int) -> Served:
    """Opens a page, has two turns in each category, and closes it."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, page(place, Path(name)) as (line, process):
        opened, held = time.perf_counter() - began, memory(process)
        first = _turn(line, categories[0])
        after = memory(process)
        cold = [first, *(_turn(line, category) for category in categories[1:])]
        warm = [_turn(line, category) for category in categories]
        return Served(
            items, len(categories), round(opened, 2), round(held), round(first, 2), round(after),
            round(max(cold), 2), round(statistics.median(warm), 3), round(memory(process)),
            round(memory(process, "VmHWM")),
        )  # fmt: skip


def _turn(line: httpx.Client, category: str) -> float:
    """Seconds of a turn, which must show items of the category."""
    started = time.perf_counter()
    shown = asked(line, MESSAGE.format(category))["items"]
    took = time.perf_counter() - started
    if category not in {item["category"] for item in shown}:
        raise RuntimeError(f"expected items of {category!r}, found {shown}")
    return took


def measured(place: Location, address: str) -> Served:
    """A page over the index at a place; ``address`` is how a command names that."""
    with closing(Store.open(place, ENCODER)) as store:
        stocked = store.categories()
    return served(address, [*stocked], sum(stocked.values()))


def rows(place: Path) -> list[Row]:
    """The figures beside the bars; the index is opened by other processes alone."""
    command = [sys.executable, "-m", "tests.bench.page", "--store", str(place)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return told(json.loads(done.stdout))


def told(found: dict[str, Any]) -> list[Row]:
    """Figures beside the bars."""
    what, full = f"page, {found['items']:,} items", FULL_MB if found["items"] >= MILLION else SMALL_MB
    return [
        Row(f"{what}: until it answers, bar", found["page_s"], OPENED, "s"),
        Row(f"{what}: memory then, bar", found["page_mb"], min(OPEN_MB, full), "MB"),
        Row(f"{what}: memory, a turn in each category, bar", found["full_mb"], full, "MB"),
        Row(f"{what}: first turn in a category against later", found["cold_s"], found["turn_s"], "s"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.page", description=__doc__)
    parser.add_argument("--store", required=True, help="folder or address of an index")
    address = parser.parse_args().store
    place = Settings.from_env(os.environ, store=address).place
    sys.stdout.write(json.dumps(asdict(measured(place, address))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
