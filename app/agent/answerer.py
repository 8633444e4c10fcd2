"""Who can be chosen to answer a customer."""

from __future__ import annotations

from dataclasses import dataclass

from app.agent.assistant import Assistant
from app.agent.fallback import Ladder


@dataclass(frozen=True, slots=True)
class Answerer:
    """Who can be chosen to answer; without an assistant, ``reason`` is the key of the words that say why."""

    key: str
    label: str
    assistant: Assistant | Ladder | None
    reason: str = ""
