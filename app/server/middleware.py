"""What may be asked of the page's server from outside: pictures alone are given out, and nothing is fetched.

Gradio gives out whatever was uploaded, and fetches an address that is sent to it in place of a file. Knows
HTTP as ASGI says it; does not know Gradio's components, items or visitors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import PurePosixPath
from typing import Any

from data.catalogue.images import SUFFIXES

MOST = 30_000_000  # bytes of a message: a picture of 20 MB in base64; files come another way
FILE = re.compile(r"/file[=/](.*)$", re.DOTALL)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Guard:
    """ASGI middleware that refuses what the page itself never asks for."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        asked = FILE.search(scope["path"])
        if asked and not _picture(asked[1]):
            return await _refuse(send, 403)
        if scope["method"] == "POST" and b"json" in dict(scope["headers"]).get(b"content-type", b""):
            body = await _whole(receive)
            if body is None:
                return await _refuse(send, 413)
            if _names_an_address(body):
                return await _refuse(send, 403)
            receive = _again(body, receive)
        await self._app(scope, receive, send)


def _picture(name: str) -> bool:
    return "://" not in name and PurePosixPath(name).suffix.lower() in SUFFIXES


async def _whole(receive: Receive) -> bytes | None:
    """The body of a message, or None when it is longer than it may be."""
    parts, size, more = list[bytes](), 0, True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > MOST:
            return None
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read already, and then what comes after it."""
    given = False

    async def once() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


def _names_an_address(body: bytes) -> bool:
    """Whether something that should be a file here is an address elsewhere, or cannot be read at all."""
    try:
        waiting = [json.loads(body or b"null")]
    except (ValueError, RecursionError):
        return True
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            path = value.get("path")
            if isinstance(path, str) and re.match(r"\s*[a-z][a-z0-9+.-]+:", path, re.IGNORECASE):
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
