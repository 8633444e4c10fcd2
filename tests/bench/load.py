"""`python -m tests.bench.load --visitors 30 --minutes 15`: the shop under visitors who all ask at once.

Starts `python -m app` on its own port and asks it on the loopback only, as a browser does. Each visitor asks
again as soon as it was answered, which is harder than customers are. Memory is the server's, read from the
system every few seconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from tests.bench.browsed import Page
from tests.servers import free_port, running

ROOT = Path(__file__).resolve().parent.parent.parent
MESSAGES = (
    "show me two black t-shirts", "enséñame unas zapatillas blancas", "a red dress for a party", "hello",
    "busco un bolso marrón", "two shirts and a pair of shoes", "I have a date on Friday", "a blue jacket",
)  # fmt: skip
MOST = 50  # visitors
PATIENCE = 600.0  # seconds for one answer
PACE = 5.0  # seconds between two looks at the memory
SETTLED = 180.0  # seconds after which memory should not grow any more; half of a shorter run


@dataclass
class Load:
    """What came of so many visitors; seconds, megabytes, answers a minute."""

    visitors: int
    seconds: float
    answered: int = 0
    failed: int = 0
    per_minute: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    gallery_p50: float = 0.0  # until items were shown
    gallery_p95: float = 0.0
    fairness: float = 0.0  # fewest answers that a visitor had, of the most that one had
    memory: dict[str, float] = field(default_factory=dict)


@contextmanager
def shop(folder: Path) -> Iterator[tuple[str, int]]:
    """The address of a served shop with a store of its own, which is made first where there is none, and its
    process's number."""
    port, app, store = free_port(), [sys.executable, "-m", "app"], ["--store", str(folder / "index")]
    folder.mkdir(exist_ok=True)
    if not (folder / "index").exists():
        subprocess.run([*app, "index", *store], check=True, capture_output=True)
    command = [*app, "--port", str(port), *store]
    with running(command, port, folder / "server.log", PATIENCE) as server:
        yield f"http://127.0.0.1:{port}", server.pid


class Visitors:
    """So many threads that ask until the time is up."""

    def __init__(self, address: str, count: int, until: float) -> None:
        self.address, self.count, self.until = address, count, until
        self.took: list[float] = []
        self.galleries: list[float] = []
        self.answers: Counter[int] = Counter()
        self.failures: list[str] = []
        self._lock = threading.Lock()

    def visit(self) -> None:
        """Until all have gone."""
        threads = [threading.Thread(target=self._stay, args=(number,)) for number in range(self.count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _stay(self, number: int) -> None:
        with httpx.Client(base_url=self.address, timeout=PATIENCE) as line:
            page, turn = Page(line), number
            while time.monotonic() < self.until:
                started, failure, gallery = time.perf_counter(), "", 0.0
                try:
                    gallery = page.turn(MESSAGES[turn % len(MESSAGES)])
                except (httpx.HTTPError, RuntimeError, ValueError, LookupError) as error:
                    failure = f"{type(error).__name__}: {error}"
                with self._lock:
                    self.took.append(time.perf_counter() - started)
                    self.galleries.append(gallery)
                    self.answers[number] += not failure
                    self.failures += [failure] if failure else []
                turn += 1


def memory(process: int, what: str = "VmRSS") -> float:
    """What a process holds, in MB; VmHWM is the most that it has held."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.split(f"{what}:")[1].split()[0]) * 1024 / 1e6


def watched(process: int, stop: threading.Event, seen: list[tuple[float, float]]) -> None:
    """Writes down when the process held how much."""
    started = time.monotonic()
    while not stop.wait(PACE):
        seen.append((time.monotonic() - started, memory(process)))


def loaded(address: str, process: int, visitors: int, seconds: float) -> Load:
    """One load on a served shop."""
    crowd, stop = Visitors(address, visitors, time.monotonic() + seconds), threading.Event()
    seen: list[tuple[float, float]] = [(0.0, memory(process))]
    watch = threading.Thread(target=watched, args=(process, stop, seen))
    watch.start()
    started = time.perf_counter()
    crowd.visit()
    took = time.perf_counter() - started
    stop.set()
    watch.join()
    for failure in crowd.failures[:3]:
        sys.stderr.write(f"failed: {failure}\n")
    answered = sum(crowd.answers.values())
    p50, p95, p99 = (round(_share(crowd.took, share), 2) for share in (50, 95, 99))
    fairness = min(crowd.answers[n] for n in range(visitors)) / max(1, *crowd.answers.values())
    settled = [held for at, held in seen if at >= min(SETTLED, took / 2)]
    figures = {"start": seen[0][1], "minute 3": settled[0] if settled else seen[-1][1], "end": seen[-1][1],
               "most": max(held for _, held in seen)}  # fmt: skip
    return Load(
        visitors=visitors, seconds=round(took, 1), answered=answered, failed=len(crowd.failures),
        per_minute=round(60 * answered / took, 1), p50=p50, p95=p95, p99=p99, fairness=round(fairness, 2),
        gallery_p50=round(_share(crowd.galleries, 50), 2), gallery_p95=round(_share(crowd.galleries, 95), 2),
        memory={name: round(held) for name, held in figures.items()},
    )  # fmt: skip


def _share(took: list[float], share: int) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[share - 1] if len(took) > 1 else sum(took)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--visitors", type=int, action="append", help=f"1 to {MOST}; default: 1, 10 and 30")
    parser.add_argument("--minutes", type=float, default=1.0, help="each, at most 60 (default: 1)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, shop(Path(name)) as (address, process):
        for visitors in options.visitors or (1, 10, 30):
            seconds = 60 * min(60, options.minutes)
            load = loaded(address, process, max(1, min(MOST, visitors)), seconds)
            sys.stdout.write(json.dumps(asdict(load)) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
