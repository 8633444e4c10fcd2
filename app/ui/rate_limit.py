"""How often one visitor may ask within a minute, for a shop that is open to strangers.

Knows visitors by their addresses, none for longer than a minute; does not know what is asked.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

from app.ui.strings import both

MINUTE = 60.0


class Pace:
    """So many a minute for each visitor; 0 for as many as they like. May be asked from several threads."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock, self._lock = most, clock, threading.Lock()
        self._asked: dict[str, list[float]] = {}
        self._swept = clock()

    def admits(self, visitor: str) -> bool:
        """Whether the visitor may ask once more; what is refused does not count."""
        if not self._most:
            return True
        with self._lock:
            now = self._clock()
            if now - self._swept > MINUTE:
                self._asked = {who: kept for who, when in self._asked.items() if (kept := _recent(when, now))}
                self._swept = now
            recent = _recent(self._asked.get(visitor, []), now)
            admitted = len(recent) < self._most
            self._asked[visitor] = [*recent, now] if admitted else recent
            return admitted


def _recent(when: list[float], now: float) -> list[float]:
    return [moment for moment in when if now - moment < MINUTE]


class Paced:
    """ASGI middleware that counts uploads, and tells Gradio's MCP server who really asks: it asks the page
    over the loopback, with the headers that it was sent."""

    def __init__(self, app: Any, limit: int) -> None:
        self._app, self._uploads = app, Pace(limit)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].endswith("/upload") and scope["method"] == "POST":
            if not self._uploads.admits(address(scope)):
                return await _refuse(send)
        elif scope["type"] == "http" and "/mcp" in scope["path"]:
            others = [(name, value) for name, value in scope["headers"] if name != b"x-forwarded-for"]
            scope = {**scope, "headers": [*others, (b"x-forwarded-for", address(scope).encode())]}
        await self._app(scope, receive, send)


def address(scope: Any) -> str:
    """Where a request comes from; from behind a proxy on this machine, where the proxy says."""
    return str((scope.get("client") or ("", 0))[0])


async def _refuse(send: Any) -> None:
    body = json.dumps({"detail": both("too_many")}).encode()
    headers = [(b"content-type", b"application/json"), (b"retry-after", b"60")]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": body})
