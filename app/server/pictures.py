"""Pictures that no browser shows, such as TIFF, given out as WebP; kept for a while in the temporary folder.

Knows HTTP as ASGI says it, and pictures by their first bytes; does not know who may have which file: that is
decided before, and only what is given out anyway is looked at here.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.catalogue.images import PictureError, open_picture

FILE = re.compile(r"/gradio_api/file=(.+)$", re.DOTALL)
# TIFF in both byte orders, BigTIFF, JPEG 2000 as file and as stream. All else that is opened here is shown
UNSHOWN = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")
PARTLY = (b"range", b"if-none-match", b"if-modified-since")  # headers that ask for less than the file
MAX_KEPT = 500  # pictures of 1024 pixels: about 60 MB
QUALITY = 85


class ShowablePictures:
    """Sends a picture that browsers do not show as one that they do, where the page would send the file."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept = Path(tempfile.mkdtemp(prefix="armario-pictures-"))
        weakref.finalize(self, shutil.rmtree, self._kept, ignore_errors=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = FILE.search(scope["path"]) if scope["type"] == "http" else None
        asked = Path(file[1]) if file and scope["method"] == "GET" else None
        if asked is None or not await run_in_threadpool(_is_unshown, asked):
            return await self._app(scope, receive, send)
        answer = _Held(send)
        whole = [(name, value) for name, value in scope["headers"] if name not in PARTLY]
        await self._app({**scope, "headers": whole}, receive, answer)
        if not answer.given_out:
            return
        try:
            shown = await run_in_threadpool(_reencoded, asked, self._kept)
        except (PictureError, OSError):
            return await answer.release()
        response = FileResponse(shown, media_type="image/webp")
        response.headers["cache-control"] = answer.headers.get("cache-control", "no-cache")
        await response(scope, receive, send)


class _Held:
    """Holds an answer back where it gives a file out, and lets every other through."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []
        self.given_out = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.given_out = message["status"] == 200
        if not self.given_out:
            return await self._send(message)
        self._messages.append(message)

    @property
    def headers(self) -> Mapping[str, str]:
        """Those of the answer."""
        return MutableHeaders(scope=self._messages[0])

    async def release(self) -> None:
        """Sends what was held back."""
        for message in self._messages:
            await self._send(message)


def _is_unshown(file: Path) -> bool:
    """Whether a file is a picture by its first bytes that browsers do not show."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as opened:
            return opened.read(8).startswith(UNSHOWN)
    except (OSError, ValueError):
        return False


def _reencoded(file: Path, folder: Path) -> Path:
    """The picture as WebP, made once for each state of the file. Raises PictureError, OSError."""
    state = file.stat()
    name = hashlib.blake2b(f"{file}|{state.st_mtime_ns}|{state.st_size}".encode(), digest_size=16).hexdigest()
    made = folder / f"{name}.webp"
    if made.is_file():
        return made
    picture = open_picture(file)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
        picture.save(part, "WEBP", quality=QUALITY)
    Path(part.name).replace(made)  # two visitors may ask at once: each sees none of it or all
    _prune(folder)
    return made


def _prune(folder: Path) -> None:
    """Removes the oldest where there are too many."""
    kept = sorted(folder.glob("*.webp"), key=lambda file: file.stat().st_mtime)
    for old in kept[:-MAX_KEPT]:
        old.unlink(missing_ok=True)
