"""Labelled conversations put to an assistant, turn by turn, and the file from which a stopped run goes on.

Knows assistants; does not know what is right.
"""

from __future__ import annotations

import hashlib
import json
import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import asdict, dataclass, field
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.config import ROOT, SettingsError
from app.evaluation.agent.labels import Conversation
from app.evaluation.agent.sentences import fates
from models.llm.chat_model import ChatModel, Message, ModelError, RequestTooLarge, TextOnlyModel

log = logging.getLogger("evaluate")
NO_PLAN = (
    "notice.no_plan"  # of a reply that the rules planned, because the model's plan could not be followed
)
BEGIN = b'{"model": '  # of every line of a journal
SEED = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one conversation: the act, the ids that it is about and shows, who planned it, seconds of
    plan, first sentence and whole answer, and what became of a model's sentences. ``error`` where the
    language model failed."""

    id: str
    act: str = ""
    about: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    planned_by: str = ""
    no_plan: bool = False  # a model was asked, and sent none that can be followed
    seconds: Mapping[str, float] = field(default_factory=dict)
    sentences: Mapping[str, int] = field(default_factory=dict)
    answer: str = ""
    error: str = ""


class Overheard:
    """A language model whose prose is written down, call by call."""

    def __init__(self, chat: ChatModel) -> None:
        self.name, self.is_generative, self._chat = chat.name, chat.is_generative, chat
        self.prose: list[list[str]] = []  # the pieces of each call

    @property
    def sees(self) -> bool:
        """As the model itself."""
        return self._chat.sees

    @contextmanager
    def lease(self) -> Iterator[Overheard]:
        """The model's own lease, overheard too."""
        with self._chat.lease() as chat:
            held = copy(self)
            held._chat = chat
            yield held

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """As the model itself. Raises ModelError."""
        pieces: list[str] = []
        if schema is None:
            self.prose.append(pieces)
        for piece in self._chat.stream(messages, schema):
            pieces.append(piece)
            yield piece


class Journal:
    """The turns of one model under the same settings, in a file of JSON lines if there is to be one.

    Lines of other models stay in it. A last line that was cut is dropped.
    """

    def __init__(self, path: Path | None, run: Mapping[str, Any]) -> None:
        """Reads what is there. Raises SettingsError for a file of another kind, OSError."""
        self.path, self._run = path, dict(run)
        self.turns = {turn.id: turn for turn in self._read()}

    def add(self, turn: Turn) -> None:
        """Keeps a turn, on the disk at once."""
        self.turns[turn.id] = turn
        if self.path:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({**self._run, **asdict(turn)}, ensure_ascii=False) + "\n")

    def _read(self) -> Iterator[Turn]:
        if not self.path:
            return
        self.path.touch()
        written = self.path.read_bytes()
        whole = written[: written.rfind(b"\n") + 1]
        cut = written[len(whole) :][: len(BEGIN)]
        if cut != BEGIN[: len(cut)]:
            raise self._not_ours(cut)
        for line in whole.splitlines():
            try:
                row = json.loads(line)
                own = {key: row.pop(key) for key in self._run}
                values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
                turn = Turn(**values)
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise self._not_ours(line) from error
            if own == self._run:
                yield turn
        if whole != written:
            with self.path.open("r+b") as file:
                file.truncate(len(whole))

    def _not_ours(self, line: bytes) -> SettingsError:
        return SettingsError(
            f"expected turns of this command in {self.path}, found {line[:60]!r}; give --out another file"
        )


def code_digest() -> str:
    """The rules' version: what they answer depends on nothing but the code and its words."""
    digest = hashlib.sha256()
    for file in sorted(f for end in ("py", "json", "csv") for f in (ROOT / "app").rglob(f"*.{end}")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def spread(talks: Sequence[Conversation], limit: int) -> list[Conversation]:
    """The first ``limit`` of them, all for 0, in an order that takes a conversation of each kind in turn."""
    kinds: dict[str, list[Conversation]] = {}
    for talk in talks:
        kinds.setdefault(talk.kind, []).append(talk)
    dice = random.Random(SEED)
    shuffled = [dice.sample(kinds[kind], len(kinds[kind])) for kind in sorted(kinds)]
    dealt = [talk for talk in chain(*zip_longest(*shuffled)) if talk]
    return dealt[:limit] if limit else dealt


def play(
    assistant: Assistant, talks: Sequence[Conversation], journal: Journal,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Turn]:  # fmt: skip
    """A turn for each conversation; those that the journal has are not answered again.

    A language model that fails in one turn has failed in that one; one that is gone raises ModelError.
    """
    left = [talk for talk in talks if talk.id not in journal.turns]
    progress(len(talks) - len(left), len(talks))
    for done, talk in enumerate(left, len(talks) - len(left) + 1):
        turn = _answered(assistant, talk)
        if turn.error:
            log.warning("%s: %s", talk.id, turn.error)
            _still_there(assistant.chat, journal)
        journal.add(turn)
        progress(done, len(talks))
    return [journal.turns[talk.id] for talk in talks]


def greet(chat: ChatModel) -> None:
    """Finds out whether a language model answers at all. Raises ModelError."""
    if chat.is_generative:
        next(iter(chat.stream([Message("user", "Hello!")])), "")


def _still_there(chat: ChatModel, journal: Journal) -> None:
    try:
        greet(chat)
    except ModelError as error:
        cure = "the same command goes on from here" if journal.path else "with --out FILE nothing is lost"
        raise ModelError(f"{chat.name} answers no more: {error} Bring it back; {cure}.") from error


def _answered(assistant: Assistant, talk: Conversation) -> Turn:
    """One turn; as in the shop, a model for which the pictures were too much is asked without them."""
    heard = Overheard(assistant.chat)
    try:
        try:
            return _turn(assistant.answering_with(heard), talk, heard)
        except RequestTooLarge:
            if not heard.sees:
                raise
            heard = Overheard(TextOnlyModel(assistant.chat))
            return _turn(assistant.answering_with(heard), talk, heard)
    except ModelError as error:
        return Turn(talk.id, error=str(error) or type(error).__name__)


def _turn(assistant: Assistant, talk: Conversation, heard: Overheard) -> Turn:
    started, first, reply = time.perf_counter(), 0.0, Reply("planning")
    for reply in assistant.reply(talk.messages):
        if reply.sentences and not first:
            first = time.perf_counter() - started
    whole = time.perf_counter() - started
    assert reply.plan
    return Turn(
        talk.id, reply.plan.act, reply.plan.references, tuple(match.item.id for match in reply.matches),
        reply.planned_by, reply.notice == NO_PLAN,
        {"plan": reply.seconds["plan"], "first": round(first, 3), "whole": round(whole, 3)},
        fates(reply, heard.prose), reply.text,
    )  # fmt: skip
