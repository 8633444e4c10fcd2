"""Two answers to the same items, blind: who wrote which is said after the vote.

Knows assistants; does not know the page.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.agent.reply import Answerer, Reply
from app.plan import Language
from models.llm.chat_model import ChatModel, Message, ModelError, NullModel
from models.llm.traffic import OUTBOUND

COMPOSED = "composed"  # label of the contestant that is no model


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who answers: the key of an answerer, what it is called, and its model."""

    key: str
    label: str
    chat: ChatModel


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer: by whom, in how many seconds, from how many pieces, and how many bytes left the machine."""

    label: str
    name: str
    text: str = ""
    seconds: float = 0.0
    pieces: int = 0
    sent: int = 0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """Two entries in an order that chance gave, and the one that was voted for, if any."""

    entries: tuple[Entry, ...] = ()
    vote: int | None = None


def contestants(answerers: Sequence[Answerer]) -> list[Contestant]:
    """Every model that writes, and the advice composed without one. Fewer than two make no contest."""
    able = [a for a in answerers if a.assistant]
    writers = [
        Contestant(a.key, a.label, a.assistant.chat)
        for a in able
        if a.assistant and a.assistant.chat.is_generative
    ]
    return [*writers, Contestant(able[0].key, COMPOSED, NullModel())] if able else []


def play_round(
    two: Sequence[Contestant], answerers: Mapping[str, Answerer], messages: Sequence[Message], found: Reply,
    language: Language,
) -> Round:  # fmt: skip
    """Both answers to what was found, in an order of chance."""
    begun = replace(found, stage="answering", sentences=())
    entries = [_entry(one, answerers[one.key], messages, begun, language) for one in two]
    random.shuffle(entries)
    return Round(tuple(entries))


def _entry(
    one: Contestant, answerer: Answerer, messages: Sequence[Message], begun: Reply, language: Language
) -> Entry:
    chat, started, sent = _Counted(one.chat), time.perf_counter(), OUTBOUND.in_this_thread
    text, failed = "", answerer.assistant is None
    try:
        if answerer.assistant:
            *_, reply = answerer.assistant.answering_with(chat).reply(messages, language, begun)
            text = reply.text
    except ModelError:
        failed = True
    spent = time.perf_counter() - started
    return Entry(one.label, one.chat.name, text, spent, chat.pieces, OUTBOUND.in_this_thread - sent, failed)


class _Counted:
    """A model whose pieces are counted as they come."""

    def __init__(self, chat: ChatModel) -> None:
        self.name, self.is_generative, self.sees = chat.name, chat.is_generative, chat.sees
        self._chat, self.pieces = chat, 0

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        for piece in self._chat.stream(messages, schema):
            self.pieces += 1
            yield piece
