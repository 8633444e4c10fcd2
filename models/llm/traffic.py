"""Counts the bytes that language models send to other machines, at the HTTP client.

Knows requests; does not know which model sends them or who reads the count.
"""

from __future__ import annotations

import ipaddress
import threading

import httpx


class OutboundCounter:
    """Counts bytes for the process and for each thread."""

    def __init__(self) -> None:
        self._lock, self._local = threading.Lock(), threading.local()
        self.total = 0

    @property
    def in_this_thread(self) -> int:
        """Bytes sent by this thread."""
        return int(getattr(self._local, "count", 0))

    def count(self, request: httpx.Request) -> None:
        """Adds first line, headers and body of a request, unless it stays on this machine."""
        if is_loopback(request.url.host):
            return
        headers = sum(len(k) + len(v) + 4 for k, v in request.headers.raw)
        size = len(request.method) + len(request.url.raw_path) + headers + len(request.read())
        with self._lock:
            self.total += size
        self._local.count = self.in_this_thread + size


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


OUTBOUND = OutboundCounter()
HOOKS = {"request": [OUTBOUND.count]}  # event_hooks of httpx.Client
