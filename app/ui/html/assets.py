"""What the page sends to the browser besides Gradio's own: style, fonts, scripts, and what it may load.

Knows strings and files; nothing of Gradio, items or models.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from app.ui.strings import WORDS

ASSETS = Path(__file__).parent.parent / "static"

FONTS = {  # family: (file, weights, style); Latin letters of both languages, SIL Open Font License
    "Inter Armario": ("inter-latin-wght-normal.woff2", "100 900", "normal"),
    "Fraunces Armario": ("fraunces-latin-opsz-normal.woff2", "100 900", "normal"),
}

# Nothing from elsewhere is loaded, not even a picture that a model's answer points to.
CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; connect-src 'self'; "
    "worker-src 'self' blob:"
)

LOGO = (
    '<svg viewBox="0 0 32 32" width="36" height="36" aria-hidden="true"><rect width="32" height="32" rx="9" '
    'fill="var(--accent)"/><path d="M7 6.500h18v19H7zM16 6.500v19M13.500 14.500v3M18.500 14.500v3" '
    'fill="none" stroke="var(--on-accent)" '
    'stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)

PARTS = [both for key, both in WORDS.items() if key.startswith("part.")]
BOOT = (  # once, when the page has loaded
    (ASSETS / "boot.js")
    .read_text("utf-8")
    .replace("PARTS", json.dumps(PARTS))
    .replace("KIND_OF_FILE", json.dumps(WORDS["kind_of_file"]))
    .replace("A_PHOTO", json.dumps(WORDS["a_photo"]))
)
DEEDS = (ASSETS / "deeds.js").read_text("utf-8")  # what is clicked in the page's own HTML, told to the server
MAP = (ASSETS / "map.js").read_text("utf-8")  # hovering over the map of the shop and choosing from it
THEME = """() => { const dark = document.body.classList.toggle('dark');
  try { localStorage.setItem('armario-theme', dark ? 'dark' : 'light'); } catch (e) {} }"""
SAVE = "() => { const link = document.querySelector('#saved a'); if (link) { link.click(); link.remove(); } }"
LANGUAGE = "(language) => { document.documentElement.lang = language; return language; }"


def style() -> str:
    """The style sheet with its fonts inside, so that it works under any address and asks for nothing."""
    return "".join(_face(family, *face) for family, face in FONTS.items()) + (ASSETS / "style.css").read_text(
        "utf-8"
    )


def _face(family: str, file: str, weights: str, slant: str) -> str:
    data = base64.b64encode((ASSETS / file).read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{data}) format('woff2')"
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weights};font-style:{slant};"
        f"font-display:swap;src:{source}}}\n"
    )


Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class ContentSecurity:
    """ASGI middleware that adds the header; plain ASGI, so that streams stay streams."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        async def with_header(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", CSP.encode())]
            await send(message)

        await self._app(scope, receive, with_header if scope["type"] == "http" else send)
