"""The page as a browser speaks to it: a turn is put into the queue, and its stream is read until it ends."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx


class Page:
    """What a browser knows of the page, and how it asks. RuntimeError for what does not end well."""

    def __init__(self, line: httpx.Client) -> None:
        self._line, self._session = line, secrets.token_hex(6)
        config = line.get("/config").raise_for_status().json()
        self._events = {event["api_name"]: event for event in config["dependencies"]}
        self._states = {part["id"] for part in config["components"] if part["type"] == "state"}
        radio = next(part for part in config["components"] if part["props"].get("elem_id") == "answerer")
        self._answerer = radio["props"]["value"]

    def turn(self, words: str) -> float:
        """One message; seconds until the gallery changed."""
        asked, gallery = time.monotonic(), 0.0
        *_, told = self.trigger("send", ({"text": words, "files": []}, [], "en"))
        _, chat = told["output"]["data"]
        for told in self.trigger("answer", (chat, "en", self._answerer)):
            shown = told.get("output", {}).get("data", [])
            if not gallery and len(shown) > 1 and not isinstance(shown[1], dict):
                gallery = time.monotonic() - asked
        return gallery or time.monotonic() - asked

    def why(self, item: str) -> str:
        """What the page is told, as JSON, when it is asked why an item was found."""
        *_, told = self.trigger("look", ["en"], {"action": "why", "id": item})
        return json.dumps(told)

    def trigger(self, name: str, given: Sequence[Any], event_data: Any = None) -> Iterator[dict[str, Any]]:
        """What the server tells of an event until it is over. ``given`` is what the components hold that the
        event takes, but for those that the server keeps."""
        event, values = self._events[name], iter(given)
        data = [None if part in self._states else next(values) for part in event["inputs"]]
        body = {
            "data": data,
            "fn_index": event["id"],
            "session_hash": self._session,
            "event_data": event_data,
        }
        self._line.post("/gradio_api/queue/join", json=body).raise_for_status()
        told = dict[str, Any]()
        for told in self._told():
            yield told
        if not told.get("success"):
            raise RuntimeError(str(told)[:300])

    def _told(self) -> Iterator[dict[str, Any]]:
        session = {"session_hash": self._session}
        with self._line.stream("GET", "/gradio_api/queue/data", params=session) as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    event = json.loads(line[5:])
                    yield event
                    if event["msg"] in ("process_completed", "close_stream"):
                        return
