"""Answers worded by the small model: one line for each fact, checked before it is shown; a fact whose line
does not hold is worded by its template.

Knows facts and the checks; does not know llama.cpp, or how facts are chosen.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from app.advice.content import Fact
from app.agent.writing.notes import VOICES, notes_prompt
from app.agent.writing.schooling import Schooling
from app.factcheck.paraphrase import Brief, unfaithful
from app.plan import Language, Sentence
from models.llm.chat_model import Lines, ModelError

log = logging.getLogger(__name__)
LOADING_SECONDS = 4.0  # that the first answer waits for the model
WAIT_SECONDS = 2.0  # for other visitors' answers; then the templates write
ANSWER_SECONDS = 9.0  # after which the rest of an answer is worded by templates
REST_SECONDS, MAX_REST_SECONDS = 60.0, 3600.0  # after an answer that was not done in time
TRIES = 4  # for a line, each with another seed


class WritesLines(Protocol):
    """What is needed of a model: lines that go on a prompt, for one answer at a time."""

    name: str

    def turn(self, wait_seconds: float) -> AbstractContextManager[Lines | None]: ...


@dataclass(frozen=True, slots=True)
class Order:
    """An answer to be written: its facts, the language, the ``seed`` that decides its words, the number of
    the ``voice``, and a further check of a fact's sentence, which says why it may not be shown."""

    facts: Sequence[Fact]
    language: Language
    seed: int = 0
    voice: int = 0
    refuse: Callable[[str, Fact], str] = lambda sentence, fact: ""

    @property
    def prompt(self) -> str:
        """The notes in one of the voices."""
        voices = list(VOICES[self.language].values())
        return notes_prompt([fact.note for fact in self.facts], voices[self.voice % len(voices)])


class SmallWriter:
    """Words facts with a small model, which may still be ``loading``; until it is there, and where it does
    not load, templates write. A line is shown if it says its note in words and turns of its ``schooling``."""

    def __init__(
        self, loading: Future[WritesLines], schooling: Schooling, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._loading, self._schooling, self._clock = loading, schooling, clock
        self._rests_until, self._rest = float("-inf"), REST_SECONDS

    def sentences(self, order: Order) -> Iterator[Sentence]:
        """A sentence for each fact, as soon as it stands: of the model where it holds, else of a template."""
        said: list[Sentence] = []
        awake = self._clock() >= self._rests_until
        if awake and order.language in VOICES and order.facts:
            for sentence in self._by_model(order):
                said.append(sentence)
                yield sentence
        yield from (fact.sentence() for fact in order.facts[len(said) :])

    def _by_model(self, order: Order) -> Iterator[Sentence]:
        """The sentences as far as there is time for them; a template's where the model could not say it."""
        said: list[Sentence] = []
        tries, until = 0, self._clock() + WAIT_SECONDS + ANSWER_SECONDS
        try:
            model = self._loading.result(LOADING_SECONDS)
            with model.turn(WAIT_SECONDS) as lines:
                while lines and len(said) < len(order.facts) and self._clock() < until:
                    before = len(said)
                    for sentence in self._holding(lines, model.name, order, said, tries):
                        said.append(sentence)
                        yield sentence
                    tries = tries + 1 if len(said) == before else 1
                    if tries == TRIES and len(said) < len(order.facts):
                        tries = 0
                        said.append(order.facts[len(said)].sentence())
                        yield said[-1]
                self._paced(in_time=lines is None or self._clock() < until)
        except (ModelError, TimeoutError) as error:
            log.debug("templates word the rest: %s", error)

    def _paced(self, in_time: bool) -> None:
        """Has the model rest where it was too slow, each time in a row for twice as long."""
        if in_time:
            self._rest = REST_SECONDS
            return
        log.warning("the small writer is too slow here: templates write for %.0f seconds", self._rest)
        self._rests_until, self._rest = self._clock() + self._rest, min(2 * self._rest, MAX_REST_SECONDS)

    def _holding(
        self, lines: Lines, name: str, order: Order, said: Sequence[Sentence], tries: int
    ) -> Iterator[Sentence]:  # fmt: skip
        """The model's next sentences up to one that does not hold."""
        at, texts = len(said), [sentence.text for sentence in said]
        for line in lines(order.prompt, tuple(texts), order.seed + tries):
            text = " ".join(line.split())
            why = self._refused(text, order, at) or ("said before" if text in texts else "")
            if why:
                log.debug("%r is not shown: %s", text, why)
                return
            yield Sentence(text, order.facts[at].item_ids, name)
            texts.append(text)
            at += 1
            if at == len(order.facts):
                return

    def _refused(self, line: str, order: Order, at: int) -> str:
        fact, notes = order.facts[at], [fact.note for fact in order.facts]
        brief = Brief(fact.note, notes, order.language, fact.names, fact.loose, fact.firm)
        taught = self._schooling.fluency.get(order.language)
        return (
            unfaithful(line, brief, self._schooling.words)
            or (taught.awkward(line, notes) if taught else "")
            or order.refuse(line, fact)
        )
