"""The whole benchmark: a language model's turns beside the rules', and the fact check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.agent.assistant import Assistant
from app.config import Settings
from app.evaluation.agent import labels, report
from app.evaluation.agent.sentences import judge
from app.evaluation.agent.turns import Journal, code_digest, play, spread
from app.plan import RULES
from data.store.store import Store
from models.llm.chat_model import ChatModel, NullModel
from models.vision.encoder import ImageTextEncoder


@dataclass(frozen=True, slots=True)
class Asked:
    """How much of the labels is asked, "" and 0 for all, and the file that keeps the turns, if any."""

    split: str = ""
    limit: int = 0
    out: Path | None = None


def figures(
    settings: Settings, chat: ChatModel, encoder: ImageTextEncoder, store: Store, asked: Asked,
    progress: Callable[[int, int], None],
) -> dict[str, Any]:  # fmt: skip
    """Every figure, of the rules and of the language model if one is set. Raises ModelError, StoreError."""
    talks = spread(labels.conversations(asked.split), asked.limit)
    cards = {item.id: item for item in store.items()}
    assistant = Assistant(encoder, store, NullModel(), strategy=settings.strategy)
    kept = {"encoder": encoder.name, "strategy": settings.strategy}
    of_rules = {"model": RULES, "settings": {**kept, "code": code_digest()}}
    of_model = {"model": chat.name, "settings": {**kept, "context": settings.context}}
    journal = Journal(asked.out, of_model if chat.is_generative else of_rules)
    simple = play(assistant, talks, Journal(None, of_rules) if chat.is_generative else journal)
    systems, gain = {RULES: report.system_figures(talks, simple, cards)}, {}
    if chat.is_generative:
        turns = play(assistant.answering_with(chat), talks, journal, progress)
        systems[chat.name] = report.system_figures(talks, turns, cards)
        gain = {"gain": report.gain(talks, turns, simple, cards)}
    judged = [judge(answer, store) for answer in labels.answers(asked.split)]
    return {
        "conversations": len(talks), "answers": len(judged), "encoder": encoder.name, "systems": systems,
        **gain, "fact_check": report.fact_check(judged),
    }  # fmt: skip
