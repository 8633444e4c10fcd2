"""`python -m tests.bench`: what the shop costs next to its barest alternative, both timed in the same run.

Absolute figures depend on the machine; the ratios are what to compare between runs. What fails is said,
and the others go on.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache, partial
from pathlib import Path

from app.config import Settings
from app.factory import encoder_from
from tests.bench import (
    cold,
    index_memory,
    indexing,
    page,
    products,
    reading,
    runtimes,
    scale,
    shelves,
    stores,
    tokens,
    turns,
)
from tests.bench.rows import Row

RESULTS = Path(__file__).parent / "results.json"
SIZES = (10_295, 44_000)  # of invented shops that are asked, built once; as many as the products here,
# and as Kaggle's whole list

Group = tuple[str, Callable[[], list[Row]]]  # what is measured, and how


def groups(settings: Settings, sizes: Sequence[int], folder: Path) -> list[Group]:
    """Every comparison, in the order of the printed table. Nothing is loaded before its turn."""
    encoder = cache(lambda: encoder_from(settings))
    torch = cache(lambda: encoder_from(replace(settings, runtime="torch")))
    return [
        ("indexing", lambda: indexing.rows(encoder(), torch(), folder)),
        ("memory of indexing", index_memory.rows),
        ("reading exports", lambda: reading.rows(folder)),
        ("searching in a category", lambda: shelves.rows(folder)),
        ("the stores", lambda: stores.rows(folder / "stores")),
        ("real products", lambda: products.rows(encoder())),
        *(group for count in sizes for group in _asked(count)),
        ("turns", lambda: turns.rows(encoder(), settings, folder)),
        ("runtimes of the encoder", lambda: runtimes.rows(settings)),
        ("tokens", lambda: tokens.rows(settings.threads)),
        ("starting", lambda: cold.rows(folder / "cold")),
    ]


def _asked(count: int) -> list[Group]:
    """A shop of so many invented items: its store, and the page over it."""
    return [
        (f"searching {count:,} items", partial(scale.rows, count)),
        (f"the page over {count:,} items", partial(page.rows, scale.KEPT / str(count))),
    ]


def measured(groups: Sequence[Group]) -> Iterator[list[Row]]:
    """The rows of each; none of one that fails, which is said with how far the run has come."""
    began = time.monotonic()
    for number, (what, make) in enumerate(groups, 1):
        minutes, seconds = divmod(int(time.monotonic() - began), 60)
        sys.stderr.write(f"{minutes}:{seconds:02} {number} of {len(groups)}: {what}\n")
        try:
            yield make()
        except Exception as error:  # of a model, a store, a process: the others are still worth having
            sys.stderr.write(f"{what} failed: {type(error).__name__}: {error}\n")
            yield []


def sizes() -> list[int]:
    """SIZES, and a million where one was built: that takes a quarter of an hour, asking it five minutes."""
    return [*SIZES, *([scale.MILLION] if (scale.KEPT / str(scale.MILLION)).is_dir() else [])]


def main(argv: Sequence[str] | None = None) -> int:
    """Prints a row for each comparison and keeps all in RESULTS; 1 where any failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--items",
        type=int,
        action="append",
        help="sizes of shops to search (default: 10,295 and 44,000, and a million where it is built)",
    )
    asked = parser.parse_args(argv).items or sizes()
    shown, failed = [], False
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for rows in measured(groups(Settings.from_env(os.environ), asked, Path(name))):
            failed = failed or not rows
            for row in rows:
                sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
            shown += [asdict(row) | {"ratio": row.ratio} for row in rows]
            RESULTS.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
