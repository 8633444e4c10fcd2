"""One login for everything that is served: the page, the doors for other programs, pictures and uploads.

HTTP basic authentication (RFC 7617): browsers ask for it by themselves, programs send a header. Over plain
HTTP it can be read on the way, so TLS belongs in front of it.
"""

from __future__ import annotations

import base64
import secrets
from typing import Any

OPEN = "/startup-events"  # what the server asks itself when it starts; it tells nothing
ASK = [(b"www-authenticate", b'Basic realm="Armario", charset="UTF-8"'), (b"content-length", b"0")]


def header(login: str) -> str:
    """The value of the header Authorization for "user:password"."""
    return f"Basic {base64.b64encode(login.encode()).decode()}"


class Login:
    """ASGI middleware that gives nothing to whoever does not say the login."""

    def __init__(self, app: Any, login: str) -> None:
        self._app, self._wanted = app, header(login).encode()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" or self._knows(scope):
            return await self._app(scope, receive, send)
        await send({"type": "http.response.start", "status": 401, "headers": ASK})
        await send({"type": "http.response.body", "body": b""})

    def _knows(self, scope: Any) -> bool:
        if scope["type"] != "http":
            return False  # nothing here speaks over a websocket
        said = dict(scope["headers"]).get(b"authorization", b"")
        return secrets.compare_digest(said, self._wanted) or scope["path"].endswith(OPEN)
