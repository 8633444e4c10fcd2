"""`python -m tests.bench.fuzz --cases 100000`: invented catalogues, uploads, pictures, messages and settings.

tests/test_fuzz.py runs a few cases of every target. A case is the same for the same number: what was
interrupted goes on with --start, and several may run side by side.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import warnings

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.bench.invented import Invented
from tests.bench.targets import TARGETS, strays

RAW = st.binary(min_size=150, max_size=500)
PART = 1000  # cases of one seed


def run(target: str, cases: int, start: int = 0) -> None:
    """So many invented cases of one target, the same for the same start. Raises what a bad one does."""

    def check(raw: bytes) -> None:
        TARGETS[target](Invented(raw))

    quick = settings(
        max_examples=cases, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    seed(start)(quick(given(raw=RAW)(check)))()
    assert not strays(), strays()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="of each target (default: 100,000)")
    parser.add_argument("--start", type=int, default=0, help="the first case's number (default: 0)")
    parser.add_argument("--target", choices=TARGETS, action="append", help="only these")
    options = parser.parse_args()
    logging.disable()
    warnings.simplefilter("ignore")  # what Pillow says of damaged files
    for target in options.target or TARGETS:
        started, done = time.process_time(), 0
        for start in range(options.start, options.start + options.cases, PART):
            part = min(PART, options.start + options.cases - start)
            run(target, part, start)
            done += part
            sys.stderr.write(f"\r{target}: to {start + part:,} ")
        took = time.process_time() - started
        sys.stdout.write(f"{target:18} {done:7,} cases, 0 unhandled, {took:.0f} s of CPU\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
