"""The three stores side by side, with as many invented items in each: the folder, and real servers on the
loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import servers
from tests.bench.rows import Row

ITEMS = 10_000
SHOWN = ("in a category", "in a category, price, audience", "over all", "a word over all",
         "cheapest of a category", "count below a price")  # fmt: skip


@contextmanager
def _places(folder: Path) -> Iterator[dict[str, str]]:
    """Where each store is to be; PostgreSQL only where this machine has it with pgvector."""
    with servers.chroma(folder / "chroma") as chroma:
        places = {"folder": str(folder / "index"), "Chroma server": f"{chroma}/bench"}
        if servers.postgres_programs() is None:
            yield places
            return
        with servers.postgres(folder / "postgres") as postgres:
            yield places | {"PostgreSQL": f"{postgres}/postgres"}


def rows(folder: Path) -> list[Row]:
    """Each server against the folder."""
    folder.mkdir()
    with _places(folder) as places:
        found = {name: _measured(place) for name, place in places.items()}
    ours = found.pop("folder")
    return [row for name, theirs in found.items() for row in _beside(name, theirs, ours)]


def _measured(place: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.scale", "--items", str(ITEMS), "--store", place]
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))


def _beside(name: str, theirs: dict[str, Any], ours: dict[str, Any]) -> Iterator[Row]:
    yield Row(
        f"{name} against the folder: {ITEMS:,} items built",
        theirs["build_per_s"],
        ours["build_per_s"],
        "items/s",
    )
    yield Row(f"{name} against the folder: worst recall@10", _worst(theirs), _worst(ours), "")
    for ask in SHOWN:
        p95 = [figures["asked"][ask]["p95_ms"] for figures in (theirs, ours)]
        yield Row(f"{name} against the folder: {ask}, p95", p95[0], p95[1], "ms")
    yield Row(f"{name} against the folder: memory of our process", theirs["held_mb"], ours["held_mb"], "MB")


def _worst(figures: dict[str, Any]) -> float:
    return min(float(asked["recall@10"]) for asked in figures["asked"].values())
