"""Where a turn's time goes, and how long the first words wait once the items are shown."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.agent.assistant import Assistant
from app.config import Settings
from app.factory import ADAPTER, local_chat, small_writer
from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from models.background import InFlight
from models.llm.chat_model import Message
from models.vision.encoder import ImageTextEncoder
from tests.bench.rows import Row

MESSAGES = (
    "show me two black t-shirts", "enséñame unas zapatillas blancas", "a red dress for a party",
    "busco un bolso marrón", "two shirts and a pair of shoes", "necesito una chaqueta de hombre",
)  # fmt: skip
WORDS = 0.8  # seconds that they may wait
SMALL_WORDS, SMALL_WHOLE = 1.2, 3.5  # where the small writer words them, and until all is said; medians
STAGES = ("plan", "encode", "search", "answer")


def rows(encoder: ImageTextEncoder, settings: Settings, folder: Path) -> list[Row]:
    """Planning, and the search, against the whole turn: medians over MESSAGES."""
    store = Store.create(folder / "sample", encoder.name)
    index_catalogue(read_catalogue(settings.catalogue), store, encoder)
    assistant = Assistant(encoder, store, local_chat(settings))
    _asked(assistant, MESSAGES[0])  # which pays for the warming up
    turns, waits = zip(*(_asked(assistant, message) for message in MESSAGES), strict=True)
    plan, search, whole = (
        statistics.median(sum(turn[stage] for stage in stages) for turn in turns)
        for stages in (("plan",), ("encode", "search"), STAGES)
    )
    return [
        Row("turn: planning against the whole", plan, whole, "s"),
        Row("turn: encoding and searching against the whole", search, whole, "s"),
        Row("turn: items shown to first words of the answer, against its bar", max(waits), WORDS, "s"),
        *_by_small_writer(assistant, encoder, store, settings),
    ]


def _by_small_writer(
    plain: Assistant, encoder: ImageTextEncoder, store: Store, settings: Settings
) -> Iterator[Row]:  # fmt: skip
    """The same messages where the small writer words the answers."""
    searches = InFlight()
    small = small_writer(ADAPTER, searches)
    assistant = Assistant(encoder, store, local_chat(settings), small=small, searches=searches)
    _asked(assistant, MESSAGES[0])  # which waits for the model
    turns, waits = zip(*(_asked(assistant, message) for message in MESSAGES), strict=True)
    before = [sum(_asked(plain, message)[0][stage] for stage in STAGES[:3]) for message in MESSAGES]
    found = [sum(turn[stage] for stage in STAGES[:3]) for turn in turns]
    whole = statistics.median(turn["answer"] for turn in turns)
    name = "turn: items shown, with the small writer against without"
    yield Row(name, statistics.median(found), statistics.median(before), "s")
    first = statistics.median(waits)
    yield Row("turn: first words of the small writer, against their bar", first, SMALL_WORDS, "s")
    yield Row("turn: whole answer of the small writer, against its bar", whole, SMALL_WHOLE, "s")


def _asked(assistant: Assistant, message: str) -> tuple[Mapping[str, float], float]:
    """Seconds of each stage, and of the wait for the first words."""
    shown = said = 0.0
    for reply in assistant.reply([Message("user", message)]):
        if reply.stage == "answering" and not reply.text:
            shown = time.perf_counter()
        if reply.text and not said:
            said = time.perf_counter()
    return reply.seconds, said - shown
