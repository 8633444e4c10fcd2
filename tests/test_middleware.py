"""Pictures alone are given out, and no address is fetched for anybody."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from app.server.middleware import MAX_BODY_BYTES, RequestFilter

JSON = [(b"content-type", b"application/json")]


def answer(path: str, method: str = "GET", body: bytes = b"", headers: Any = JSON) -> tuple[int, bytes]:
    """The status, and what the app behind the guard was given; 200 where it was asked at all."""
    sent: list[dict[str, Any]] = []
    heard: list[bytes] = []
    pieces = [body[start : start + 1_000_000] for start in range(0, len(body), 1_000_000)] or [b""]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        heard.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> dict[str, Any]:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "method": method, "headers": headers}
    asyncio.run(RequestFilter(app)(scope, receive, send))
    return sent[0]["status"], b"".join(heard)


@pytest.mark.parametrize(
    "name",
    ["/data/sample/images/a.webp", "/tmp/gradio/ab/mine.JPG", "/x y/ñ.png", "/tmp/gradio/a.mp4", "/b.WEBM"],
)
def test_pictures_and_videos_are_let_through_to_be_judged_by_their_place(name: str) -> None:
    assert answer(f"/gradio_api/file={name}")[0] == 200


@pytest.mark.parametrize(
    "name",
    [
        "/tmp/gradio/ab/page.html", "/tmp/gradio/ab/a.svg", "/tmp/gradio/ab/mine.zip", "/etc/passwd", "",
        "/data/sample/items.csv", "/a.png/../../etc/passwd", "http://example.com/a.png", "ftp://x/a.png",
    ],
)  # fmt: skip
@pytest.mark.parametrize("route", ["/gradio_api/file=", "/gradio_api/file/", "/below/gradio_api/file="])
def test_nothing_else_is(route: str, name: str) -> None:
    assert answer(route + name)[0] == 403


@pytest.mark.parametrize("path", ["/", "/assets/file-1a.js", "/gradio_api/upload", "/config"])
def test_the_page_itself_is_not_in_the_way(path: str) -> None:
    assert answer(path)[0] == 200


@pytest.mark.parametrize(
    "path",
    ["http://example.com/a.png", "HTTPS://x/a", " http://x/a", "file:///etc/passwd", "data:image/png,x"],
)
def test_an_address_in_the_place_of_a_file_is_refused_however_deep(path: str) -> None:
    body = json.dumps({"data": [[{"text": "hi", "files": [{"path": path}]}]]}).encode()
    assert answer("/gradio_api/queue/join", "POST", body) == (403, b"")
    assert answer("/gradio_api/queue/join", "POST", body.replace(b"h", b"\\u0068"))[0] == 403


def test_a_message_with_a_file_of_ours_arrives_whole() -> None:
    own = {"path": "/tmp/gradio/ab/a.png", "url": "http://127.0.0.1/gradio_api/file=/tmp/gradio/ab/a.png"}
    body = json.dumps({"data": [{"files": [own], "text": "x" * 2_500_000}]}).encode()
    assert answer("/gradio_api/queue/join", "POST", body) == (200, body)


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b"\xff"])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    assert answer("/gradio_api/queue/join", "POST", body)[0] == 403


def test_a_message_longer_than_any_of_the_pages_is_refused() -> None:
    assert answer("/gradio_api/queue/join", "POST", b" " * (MAX_BODY_BYTES + 1)) == (413, b"")


def test_an_upload_is_not_read_here() -> None:
    form = [(b"content-type", b"multipart/form-data; boundary=x")]
    assert answer("/gradio_api/upload", "POST", b'{"path": "http://x"}', form)[0] == 200
