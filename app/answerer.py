"""Who can be chosen to answer a customer."""

from __future__ import annotations

from dataclasses import dataclass

from app.assistant import Assistant
from app.ladder import Ladder


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who can be chosen to answer; without an assistant, ``reason`` is the key of the words that say why."""

    key: str
    label: str
    assistant: Assistant | Ladder | None
    reason: str = ""
