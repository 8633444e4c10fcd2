"""Where a turn's time goes, and how long the first words of advice wait once the items are shown."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from pathlib import Path

from app.agent.assistant import Assistant
from app.config import Settings
from app.factory import local_chat
from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from models.llm.chat_model import Message
from models.vision.encoder import ImageTextEncoder
from tests.bench.rows import Row

MESSAGES = (
    "show me two black t-shirts", "enséñame unas zapatillas blancas", "a red dress for a party",
    "busco un bolso marrón", "two shirts and a pair of shoes", "necesito una chaqueta de hombre",
)  # fmt: skip
WORDS = 0.8  # seconds that they may wait
STAGES = ("wish", "encode", "search", "advice")


def rows(encoder: ImageTextEncoder, settings: Settings, folder: Path) -> list[Row]:
    """Understanding the wish, and the search for it, against the whole turn: medians over MESSAGES."""
    store = Store.open(folder / "sample", encoder.name)
    index_catalogue(read_catalogue(settings.catalogue), store, encoder)
    assistant = Assistant(encoder, store, local_chat(settings))
    _asked(assistant, MESSAGES[0])  # which pays for the warming up
    turns, waits = zip(*(_asked(assistant, message) for message in MESSAGES), strict=True)
    wish, search, whole = (
        statistics.median(sum(turn[stage] for stage in stages) for turn in turns)
        for stages in (("wish",), ("encode", "search"), STAGES)
    )
    return [
        Row("turn: understanding the wish against the whole", wish, whole, "s"),
        Row("turn: encoding and searching against the whole", search, whole, "s"),
        Row("turn: items shown to first words of advice, against its bar", max(waits), WORDS, "s"),
    ]


def _asked(assistant: Assistant, message: str) -> tuple[Mapping[str, float], float]:
    """Seconds of each stage, and of the wait for the first words."""
    shown = said = 0.0
    for reply in assistant.reply([Message("user", message)]):
        if reply.stage == "advising" and not reply.text:
            shown = time.perf_counter()
        if reply.text and not said:
            said = time.perf_counter()
    return reply.seconds, said - shown
