"""How many bytes language models have sent to other machines, counted where they are sent.

Knows requests; does not know which model sends them, nor who looks at the count.
"""

from __future__ import annotations

import ipaddress
import threading

import httpx


class Outbound:
    """A count for the process, and one for each thread."""

    def __init__(self) -> None:
        self._lock, self._here = threading.Lock(), threading.local()
        self.total = 0

    @property
    def here(self) -> int:
        """Bytes sent by this thread."""
        return int(getattr(self._here, "count", 0))

    def count(self, request: httpx.Request) -> None:
        """Adds a request that is about to go to another machine: first line, headers and body."""
        if _own(request.url.host):
            return
        head = (
            len(request.method)
            + len(request.url.raw_path)
            + sum(len(k) + len(v) + 4 for k, v in request.headers.raw)
        )
        size = head + len(request.read())
        with self._lock:
            self.total += size
        self._here.count = self.here + size


def _own(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


OUTBOUND = Outbound()
HOOKS = {"request": [OUTBOUND.count]}  # for httpx.Client
