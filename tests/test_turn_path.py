"""How many of our modules a first message passes: a turn that can be followed by reading."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from app.agent.assistant import Assistant
from app.agent.fallback import FallbackChain
from data.store.store import Store
from models.llm.chat_model import Message, NullModel
from tests.fakes import ColourEncoder

ROOT = Path(__file__).parent.parent
ROOMS = tuple(str(ROOT / room) for room in ("app", "models", "data"))
MAX_MODULES = 55  # measured; 25 is the aim


def calls_by_module(work: Callable[[], object]) -> Counter[str]:
    """How many calls of Python functions there are in each of our modules."""
    calls: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(ROOMS):
            calls[str(Path(frame.f_code.co_filename).relative_to(ROOT))] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def test_a_first_message_passes_few_modules(store: Store) -> None:
    chain = FallbackChain(Assistant(ColourEncoder(), store, NullModel()))

    def turn() -> list[str]:
        *_, last = chain.reply([Message("user", "show me two black t-shirts")])
        return [match.item.id for match in last.matches]

    assert turn() == ["ts-1", "ts-2"]  # which fills every cache
    calls = calls_by_module(turn)
    listed = "\n".join(f"{number:6} {name}" for name, number in calls.most_common())
    assert len(calls) <= MAX_MODULES, f"{len(calls)} modules, {sum(calls.values())} calls:\n{listed}"
