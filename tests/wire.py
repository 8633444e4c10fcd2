"""A local server that speaks the wire formats of OpenAI's chat completions and of Gemini, streamed."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ENDLESS = 5_000  # pieces: more than the sockets between us hold


class Wire(ThreadingHTTPServer):
    """Answers every question with ``pieces``, or as ``mood`` says; keeps what it was asked.

    ``refuses`` gives a refusal's status and words for a question, or None; ``names`` are its models.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pieces, self.mood, self.patience = ["Hel", "lo"], "well", 2.0  # seconds of silence
        self.refuses: Callable[[dict[str, Any]], tuple[int, str] | None] = lambda asked: None
        self.names, self.retry_after = ["tiny", "big"], ""
        self.script = deque[list[str]]()  # the pieces of the next answers, before ``pieces``
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.paths: list[str] = []
        self.hung_up, self.released = threading.Event(), threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}"

    def release(self) -> None:
        """Ends the silence, and is well from now on."""
        self.mood = "well"
        self.released.set()
        self.released.clear()


@contextmanager
def wire() -> Iterator[Wire]:
    """A server on a port of its own, gone afterwards."""
    server = Wire()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Wire

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self._whole(200, json.dumps({"data": [{"id": name} for name in self.server.names]}))

    def do_POST(self) -> None:
        wire = self.server
        wire.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        wire.paths.append(self.path)
        wire.keys.append(self.headers.get("Authorization") or self.headers.get("x-goog-api-key") or "")
        refusal = wire.refuses(wire.asked[-1])
        if refusal:
            return self._whole(refusal[0], json.dumps({"error": {"message": refusal[1]}}))
        if wire.mood.isdigit():
            error = {"error": {"code": int(wire.mood), "message": f"bad key {wire.keys[-1]}", "status": "NO"}}
            return self._whole(int(wire.mood), json.dumps(error))
        if wire.mood == "slow":
            wire.released.wait(wire.patience)
            if wire.mood == "slow":
                return None
        if wire.mood == "page":
            return self._whole(200, "<html>Welcome to the shop's router</html>")
        return self._stream()

    def _whole(self, status: int, body: str) -> None:
        self.send_response(status)
        if self.server.retry_after:
            self.send_header("Retry-After", self.server.retry_after)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def _stream(self) -> None:
        mood = self.server.mood
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            if mood == "queued":
                self.server.released.wait(self.server.patience)
            pieces = self.server.script.popleft() if self.server.script else self.server.pieces
            for piece in pieces * (ENDLESS if mood == "endless" else 1):
                self._event(self._said(piece))
            if mood == "blocked":
                self._event(json.dumps({"candidates": [{"finishReason": "SAFETY"}]}))
            if mood == "garbled":
                self._event("{not json")
            if mood == "stalled":
                self.server.released.wait(self.server.patience)
            if mood in ("cut", "stalled"):
                self.close_connection = True
                return
            self._finish()
        except OSError:
            self.server.hung_up.set()

    def _said(self, piece: str) -> str:
        if "GenerateContent" in self.path:
            content = {"role": "model", "parts": [{"text": piece}]}
            return json.dumps({"candidates": [{"content": content}]})
        return json.dumps({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})

    def _finish(self) -> None:
        if "GenerateContent" in self.path:
            self._event(json.dumps({"candidates": [{"finishReason": "STOP"}]}))
        else:
            self._event(json.dumps({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
            self._event(json.dumps({"choices": [], "usage": {"total_tokens": 9}}))
            self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, data: str) -> None:
        event = f"data: {data}\r\n\r\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
        self.wfile.flush()
