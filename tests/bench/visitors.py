"""Ten visitors at once, three turns each, over the loopback: `python -m tests.bench.visitors [ADDRESS]`.

Each visitor is a thread that speaks to the page as a browser does: a turn is put into the queue, and its
stream is read until it ends. Printed: when the gallery changed, when a turn was over, how evenly all waited.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.served import served

VISITORS, TURNS = 10, 3
SAID = (
    "two black t-shirts", "unas zapatillas blancas", "a date on Friday", "a red skirt",
    "un vestido de fiesta", "a warm coat for women", "blue jeans and a shirt", "gafas de sol",
    "a bag", "something for the beach",
)  # fmt: skip
PATIENCE = 300  # seconds for one turn


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds from the message to the gallery and to the end; ``ended`` on everybody's clock."""

    visitor: int
    gallery: float
    whole: float
    ended: float


def handler(config: dict[str, Any], name: str = "answer") -> dict[str, Any]:
    """The page's event of that name: what it takes and gives, by the numbers of its components."""
    return next(event for event in config["dependencies"] if event["api_name"] == name)


def events(client: httpx.Client, session: str) -> Iterator[dict[str, Any]]:
    """What the server tells a visitor, until a turn is over."""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:"):
                event = json.loads(line[5:])
                yield event
                if event["msg"] in ("process_completed", "close_stream"):
                    return


def turn(client: httpx.Client, config: dict[str, Any], session: str, words: str, visitor: int) -> Turn:
    """One message, as the page sends it. Raises AssertionError when it does not end well."""
    event = handler(config)
    kinds = {part["id"]: part["type"] for part in config["components"]}
    chat = [{"role": "user", "content": [{"type": "text", "text": words}]}]
    given = iter((chat, "en", next(iter(choices(config)))))
    data = [None if kinds[part] == "state" else next(given) for part in event["inputs"]]
    asked = time.monotonic()
    body = {"data": data, "fn_index": event["id"], "session_hash": session}
    client.post("/gradio_api/queue/join", json=body).raise_for_status()
    gallery = 0.0
    for told in events(client, session):
        shown = told.get("output", {}).get("data", [])
        if not gallery and len(shown) > 1 and not isinstance(shown[1], dict):
            gallery = time.monotonic() - asked
    assert told["msg"] == "process_completed" and told["success"], told
    ended = time.monotonic()
    return Turn(visitor, gallery or ended - asked, ended - asked, ended)


def choices(config: dict[str, Any]) -> list[str]:
    """The keys of the models that may answer."""
    radio = next(part for part in config["components"] if part["props"].get("elem_id") == "answerer")
    return [key for _, key in radio["props"]["choices"]]


def visit(address: str, visitor: int, start: threading.Barrier, turns: list[Turn]) -> None:
    """One visitor's turns, one after the other."""
    with httpx.Client(base_url=address, timeout=PATIENCE) as client:
        config = client.get("/config").json()
        session = secrets.token_hex(6)
        start.wait(PATIENCE)
        for number in range(TURNS):
            turns.append(turn(client, config, session, SAID[(visitor + number) % len(SAID)], visitor))


def crowd(address: str) -> dict[str, float]:
    """All visitors at once; seconds, but for the counts and ``fairness``, 1 where all wait alike."""
    turns: list[Turn] = []
    start = threading.Barrier(VISITORS)
    visitors = [threading.Thread(target=visit, args=(address, n, start, turns)) for n in range(VISITORS)]
    began = time.monotonic()
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    gallery = sorted(done.gallery for done in turns)
    last = [max((t.ended for t in turns if t.visitor == n), default=float("inf")) for n in range(VISITORS)]
    return {
        "turns": len(turns),
        "expected": VISITORS * TURNS,
        "gallery_p50": round(gallery[len(gallery) // 2], 2),
        "gallery_p95": round(gallery[int(0.95 * (len(gallery) - 1))], 2),
        "whole_worst": round(max(done.whole for done in turns), 2),
        "fairness": round((min(last) - began) / (max(last) - began), 2),
        "seconds": round(max(last) - began, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.visitors", description=__doc__)
    parser.add_argument("address", nargs="?", help="of a page that is served already")
    address = parser.parse_args().address
    if address:
        figures = crowd(address)
    else:
        with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (url, _):
            figures = crowd(url)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0 if figures["turns"] == figures["expected"] else 1


if __name__ == "__main__":
    sys.exit(main())
