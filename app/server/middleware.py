"""ASGI middleware before the page: login, limits, and what a browser may load.

Knows HTTP as ASGI says it; does not know Gradio's components, items or models.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from pathlib import PurePosixPath

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.ui.rate_limit import RateLimiter
from app.ui.strings import say_in_all
from data.catalogue import images, video

MAX_BODY_BYTES = 30_000_000  # of a message: a picture of 20 MB in base64; files come another way
FILE = re.compile(r"/file[=/](.*)$", re.DOTALL)
URL = re.compile(r"\s*[a-z][a-z0-9+.-]+:", re.IGNORECASE)
STARTUP = "/startup-events"  # what the server asks itself when it starts; it tells nothing
# Nothing from elsewhere is loaded, not even a picture that a model's answer points to.
CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
    "worker-src 'self' blob:"
)


def authorization(login: str) -> str:
    """The value of the header Authorization for "user:password"."""
    return f"Basic {base64.b64encode(login.encode()).decode()}"


class BasicAuth:
    """Gives nothing to whoever does not say the login: page, endpoints, pictures and uploads alike.

    HTTP basic authentication (RFC 7617): browsers ask for it by themselves, programs send a header. Over
    plain HTTP it can be read on the way, so TLS belongs in front of it.
    """

    def __init__(self, app: ASGIApp, login: str) -> None:
        self._app, self._expected = app, authorization(login).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self._admits(scope):
            return await self._app(scope, receive, send)
        asking = {"www-authenticate": 'Basic realm="Armario", charset="UTF-8"'}
        await Response(status_code=401, headers=asking)(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        if scope["type"] != "http":
            return False  # nothing here speaks over a websocket
        sent = dict(scope["headers"]).get(b"authorization", b"")
        return secrets.compare_digest(sent, self._expected) or scope["path"].endswith(STARTUP)


class UploadLimit:
    """Limits how many uploads a visitor has in a minute, and tells Gradio's MCP server who really asks: it
    asks the page over the loopback, with the headers that it was sent."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app, self._uploads = app, RateLimiter(limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith("/upload") and scope["method"] == "POST":
            if not self._uploads.admits(_client(scope)):
                refusal = JSONResponse({"detail": say_in_all("too_many")}, 429, {"retry-after": "60"})
                return await refusal(scope, receive, send)
        elif scope["type"] == "http" and "/mcp" in scope["path"]:
            others = [(name, value) for name, value in scope["headers"] if name != b"x-forwarded-for"]
            scope = {**scope, "headers": [*others, (b"x-forwarded-for", _client(scope).encode())]}
        await self._app(scope, receive, send)


def _client(scope: Scope) -> str:
    """Where a request comes from; from behind a proxy on this machine, where the proxy says."""
    return str((scope.get("client") or ("", 0))[0])


class RequestFilter:
    """Refuses what the page itself never asks for: files that are neither pictures nor videos, and addresses
    to be fetched.

    Gradio gives out whatever was uploaded, and fetches an address that is sent to it in place of a file.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        file = FILE.search(scope["path"])
        if file and not _is_shown(file[1]):
            return await Response(status_code=403)(scope, receive, send)
        if scope["method"] == "POST" and b"json" in dict(scope["headers"]).get(b"content-type", b""):
            body = await _read(receive)
            if body is None:
                return await Response(status_code=413)(scope, receive, send)
            if _names_url(body):
                return await Response(status_code=403)(scope, receive, send)
            receive = _replay(body, receive)
        await self._app(scope, receive, send)


def _is_shown(name: str) -> bool:
    """Whether a file is a picture or a video by its name; the page shows nothing else."""
    return "://" not in name and PurePosixPath(name).suffix.lower() in images.SUFFIXES | video.SUFFIXES


async def _read(receive: Receive) -> bytes | None:
    """The body of a message, or None where it is longer than it may be."""
    parts, size, more = list[bytes](), 0, True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > MAX_BODY_BYTES:
            return None
    return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read already, and then what comes after it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        if messages:
            return messages.pop()
        return await receive()

    return replay


def _names_url(body: bytes) -> bool:
    """Whether something that should be a file here is an address elsewhere, or the body is no JSON at all."""
    try:
        waiting = [json.loads(body or b"null")]
    except (ValueError, RecursionError):
        return True
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            path = value.get("path")
            if isinstance(path, str) and URL.match(path):
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False


class ContentSecurity:
    """Adds the header that says what a browser may load."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["content-security-policy"] = CSP
            await send(message)

        await self._app(scope, receive, send_with_header if scope["type"] == "http" else send)
