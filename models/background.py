"""Work beside the one that people wait for: in a thread of its own that yields the cores to all others.

Does not know what is worked on.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
NICENESS = 10  # a thread of 0 gets nine times the time of one of 10
MAX_THREADS = 8


class InFlight:
    """How much work of a kind is under way."""

    def __init__(self) -> None:
        self._lock, self._count = threading.Lock(), 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """One more while this lasts."""
        with self._lock:
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1

    def count(self) -> int:
        """How much it is now."""
        return self._count


def cores() -> int:
    """Returns how many of this machine's cores this process may use, at most MAX_THREADS."""
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return min(MAX_THREADS, len(usable))


def one_patient_thread(name: str) -> ThreadPoolExecutor:
    """Returns a thread for one work after the other, of low priority where threads have their own."""
    return ThreadPoolExecutor(1, name, initializer=_give_way)


def _give_way() -> None:
    """Lowers the priority of this thread and of those that it starts; on Linux only this thread's."""
    if sys.platform == "linux":
        with suppress(OSError):  # forbidden here: as fast as the others
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def aside(thread: Executor, work: Callable[[threading.Event], Iterator[T]], seconds: float) -> Iterator[T]:
    """Yields what ``work`` yields in that thread, as far as it is there within so many seconds.

    Closing this, or the end of its time, sets the event given to ``work`` and stops it at its next piece.
    Raises what ``work`` raises.
    """
    pieces: SimpleQueue[T | None] = SimpleQueue()  # None is the end
    stop, deadline = threading.Event(), time.monotonic() + seconds
    working = thread.submit(_feed, work, pieces, stop)
    try:
        with suppress(Empty):
            while (piece := pieces.get(timeout=max(0.0, deadline - time.monotonic()))) is not None:
                yield piece
            working.result()
    finally:
        stop.set()
        working.cancel()


def _feed(
    work: Callable[[threading.Event], Iterator[T]], pieces: SimpleQueue[T | None], stop: threading.Event
) -> None:
    try:
        for piece in work(stop):
            pieces.put(piece)
            if stop.is_set():
                return
    finally:
        pieces.put(None)
