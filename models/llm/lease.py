"""Models that answer one turn at a time, and the line in front of them: first come, first served.

Knows leases; does not know what is asked. No lock is bound to a thread: Gradio runs the steps of one turn on
changing threads.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from models.errors import ModelError
from models.llm.chat_model import ChatModel, Message


class Line:
    """People who wait for one thing, in the order in which they came."""

    def __init__(self) -> None:
        self._moved, self._tickets = threading.Condition(), deque[object]()

    @contextmanager
    def turn(self, wait_seconds: float | None = None) -> Iterator[bool]:
        """Waits until all who came before have gone; inside, nobody else is served. Yields False to one who
        would have to wait longer than so many seconds, and who is no longer in the line then."""
        ticket = object()
        self._tickets.append(ticket)
        try:
            with self._moved:
                served = self._moved.wait_for(lambda: self._tickets[0] is ticket, wait_seconds)
            if served:
                yield True
        finally:
            with self._moved:
                self._tickets.remove(ticket)
                self._moved.notify_all()
        if not served:
            yield False


class OneAtATime(ABC):
    """A model that has one turn at a time; asked outside of a lease, it takes one for that answer."""

    name: str
    is_generative: bool
    sees: bool

    def __init__(self) -> None:
        self._line = Line()

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Yields chunks of the answer in a turn of its own; closing this ends it. Raises ModelError."""
        with self.lease() as chat:
            yield from chat.stream(messages, schema)

    @contextmanager
    def lease(self) -> Iterator[ChatModel]:
        """The model for one turn, after all who asked before."""
        with self._line.turn():
            held = Held(self, self._answer)
            try:
                yield held
            finally:
                held.end()

    @abstractmethod
    def _answer(self, messages: Sequence[Message], schema: Mapping[str, Any] | None) -> Iterator[str]:
        """Yields chunks of the answer at once. Raises ModelError."""


class Held:
    """A leased model. A new question, or the end of the lease, ends the answer to the last one."""

    def __init__(self, chat: Any, answer: Callable[[Sequence[Message], Any], Iterator[str]]) -> None:
        self.name, self.is_generative, self.sees = chat.name, chat.is_generative, chat.sees
        self._answer, self._over = answer, False
        self._last: Iterator[str] = iter(())

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """As the model itself. Raises ModelError, also when the lease is over."""
        if self._over:
            raise ModelError(f"the turn with {self.name} is over; ask again")
        self._close()
        self._last = self._answer(messages, schema)
        return self._last

    def lease(self) -> AbstractContextManager[Held]:
        """Itself: it is leased."""
        return nullcontext(self)

    def end(self) -> None:
        """Takes the model back."""
        self._over = True
        self._close()

    def _close(self) -> None:
        close = getattr(self._last, "close", None)
        if close:
            close()
