"""How often one visitor may ask within a minute, for a shop that is open to strangers.

Knows visitors by their addresses, none for longer than a minute; does not know what is asked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from gradio.context import LocalContext

MINUTE = 60.0
MAX_CONCURRENT_TURNS = 2  # of all visitors: one model thinks while another's items are shown


class RateLimiter:
    """Admits ``limit`` requests a minute from each visitor, any number where it is 0. Thread-safe."""

    def __init__(self, limit: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._clock, self._lock = limit, clock, threading.Lock()
        self._requests: dict[str, list[float]] = {}
        self._swept = clock()

    def admits(self, visitor: str) -> bool:
        """Whether the visitor may ask once more; a refused request does not count."""
        if not self._limit:
            return True
        with self._lock:
            now = self._clock()
            if now - self._swept > MINUTE:
                recent = ((who, _recent(times, now)) for who, times in self._requests.items())
                self._requests = {who: times for who, times in recent if times}
                self._swept = now
            times = _recent(self._requests.get(visitor, []), now)
            admitted = len(times) < self._limit
            self._requests[visitor] = [*times, now] if admitted else times
            return admitted


def _recent(times: list[float], now: float) -> list[float]:
    return [moment for moment in times if now - moment < MINUTE]


def visitor() -> str:
    """The address of the visitor whose event is being handled; "" outside of events."""
    request = LocalContext.request.get(None)
    return request.client.host if request and request.client else ""
