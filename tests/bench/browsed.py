"""The page as a browser speaks to it: a turn is put into the queue, and its stream is read until it ends."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from typing import Any

import httpx


class Page:
    """What a browser knows of the page, and how it asks."""

    def __init__(self, line: httpx.Client) -> None:
        self._line, self._session = line, secrets.token_hex(6)
        config = line.get("/config").raise_for_status().json()
        self._turn = next(event for event in config["dependencies"] if event["api_name"] == "answer")
        self._states = {part["id"] for part in config["components"] if part["type"] == "state"}
        radio = next(part for part in config["components"] if part["props"].get("elem_id") == "answerer")
        self._answerer = radio["props"]["value"]

    def turn(self, words: str) -> float:
        """One message; seconds until the gallery changed. RuntimeError when it does not end well."""
        chat = [{"role": "user", "content": [{"type": "text", "text": words}]}]
        given = iter((chat, "en", self._answerer))
        data = [None if part in self._states else next(given) for part in self._turn["inputs"]]
        body = {"data": data, "fn_index": self._turn["id"], "session_hash": self._session}
        asked, gallery, told = time.monotonic(), 0.0, dict[str, Any]()
        self._line.post("/gradio_api/queue/join", json=body).raise_for_status()
        for told in self._events():
            shown = told.get("output", {}).get("data", [])
            if not gallery and len(shown) > 1 and not isinstance(shown[1], dict):
                gallery = time.monotonic() - asked
        if not told.get("success"):
            raise RuntimeError(str(told)[:300])
        return gallery or time.monotonic() - asked

    def _events(self) -> Iterator[dict[str, Any]]:
        """What the server tells this visitor, until a turn is over."""
        with self._line.stream(
            "GET", "/gradio_api/queue/data", params={"session_hash": self._session}
        ) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    event = json.loads(line[5:])
                    yield event
                    if event["msg"] in ("process_completed", "close_stream"):
                        return
