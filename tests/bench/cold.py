"""`python -m tests.bench.cold`: the embedded profile from its start to a page and an answer, and its memory.

Started twice by `python -m app` on the loopback: over an index that is made first, and over the same.
The second then has turns with words and with a photo, and is asked why an item was found. Linux alone.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from app.config import ROOT
from data.catalogue.catalogue import read_catalogue
from tests.bench.browsed import Page
from tests.bench.load import PATIENCE, memory, shop
from tests.bench.rows import Row

ASK = "/gradio_api/call/ask"
MESSAGES = ("show me two black t-shirts", "algo para una boda en verano", "a red dress and a bag")


PAGE, PEAK = 6.0, 1200.0  # bars: seconds to the first page over an index that is there, and MB


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from `python -m app` to the first HTTP 200 of the page and to the first answer; peak in MB."""

    page: float
    answer: float
    peak: float


def starts(folder: Path) -> tuple[Start, Start]:
    """Over no index, and over the one that is there then. ONNX graphs are made before, if there are none."""
    return _started(folder, thorough=False), _started(folder, thorough=True)


def rows(folder: Path) -> list[Row]:
    """A start over an index that is there, beside the bars."""
    _, start = starts(folder)
    return [
        Row("start: to the first page, against its bar", start.page, PAGE, "s"),
        Row("start: to the first answer, against the first page", start.answer, start.page, "s"),
        Row("memory: peak of the served shop, against its bar", start.peak, PEAK, "MB"),
    ]


def _started(folder: Path, thorough: bool) -> Start:
    began = time.perf_counter()
    with shop(folder) as (address, process), httpx.Client(base_url=address, timeout=PATIENCE) as line:
        line.get("/").raise_for_status()
        page = time.perf_counter() - began
        found = asked(line, MESSAGES[0])
        answer = time.perf_counter() - began
        if thorough:
            _used(line, found["items"][0]["id"])
        return Start(round(page, 2), round(answer, 2), round(memory(process, "VmHWM")))


def _used(line: httpx.Client, item: str) -> None:
    """Words, photos with captions, and a "why" on an item that the first message finds."""
    for message in MESSAGES[1:]:
        asked(line, message)
    for card in read_catalogue(ROOT / "data" / "sample").items[:3]:
        asked(line, "", base64.b64encode(card.image.read_bytes()).decode("ascii"))
    page = Page(line)
    page.turn(MESSAGES[0])
    shown = page.why(item)
    assert "data:image" in shown, f"no map over {item}: {shown[:300]}"


def asked(line: httpx.Client, message: str, photo: str = "") -> dict[str, Any]:
    """One turn through the endpoint "ask"."""
    begun = line.post(ASK, json={"data": [message, photo, [], "en"]}).raise_for_status().json()
    told = line.get(f"{ASK}/{begun['event_id']}").raise_for_status().text
    event, _, data = told.rstrip().rpartition("event: ")[2].partition("\ndata: ")
    assert event == "complete", told[-300:]
    return dict(json.loads(data)[0])


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        for what, start in zip(("no index yet", "index there"), starts(Path(name)), strict=True):
            sys.stdout.write(json.dumps({"start": what, **asdict(start)}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
