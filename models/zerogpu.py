"""Borrows the GPU of a ZeroGPU Space, once for all that one turn asks of a model; elsewhere it does nothing.

A borrowing call runs in a process forked for it, with pickled arguments and results. Questions reach it
through a queue, and its generator yields the pieces of the answers. The index, whose threads do not survive a
fork, takes no part in it, and the encoder, small enough, stays on the CPU: both go on here meanwhile.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from queue import Empty
from typing import Any

from models.errors import ModelError
from models.llm.chat_model import ChatModel, Message
from models.llm.lease import Held

MAX_SECONDS = 60  # of GPU for one turn: what a visitor without a plan is given at once
CURE = "try again, or switch to the local model"


def is_zerogpu() -> bool:
    """Whether this process runs on a Space that lends its GPU. Call before torch is imported: `spaces` must
    come first."""
    try:
        from spaces.config import Config
    except ImportError:
        return False
    return bool(Config.zero_gpu)


def resident_device(device: str) -> str:
    """The device of models that do not borrow: the CPU where GPUs are lent, otherwise ``device``."""
    return "cpu" if is_zerogpu() else device


def on_lent_gpu(chat: ChatModel) -> ChatModel:
    """Returns a model whose turns run on a lent GPU, where there is one."""
    return Borrowing(chat) if is_zerogpu() else chat


class Borrowing:
    """A ChatModel that borrows a GPU at the first question of a lease and returns it at its end."""

    def __init__(self, chat: ChatModel, seconds: float = MAX_SECONDS) -> None:
        import spaces

        self.name, self.is_generative, self.sees = chat.name, chat.is_generative, chat.sees
        self._serve = spaces.GPU(_server_of(chat, seconds), duration=int(seconds))
        # Spawned: a fork would keep the weights, and Gradio's port, for itself.
        self._queues = multiprocessing.get_context("spawn").Manager()

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Yields chunks of the answer from a GPU lent for it alone. Raises ModelError."""
        with self.lease() as chat:
            yield from chat.stream(messages, schema)

    @contextmanager
    def lease(self) -> Iterator[ChatModel]:
        """The model on one lent GPU; who comes first, Spaces decides."""
        loan = _Loan(self.name, self._serve, self._queues.Queue)
        held = Held(self, loan.answer)
        try:
            yield held
        finally:
            held.end()
            loan.end()


class _Loan:
    """One borrowed GPU as seen from here: numbered questions go in, pieces with their number come out."""

    def __init__(
        self, name: str, serve: Callable[[Any], Iterator[tuple[int, Any]]], queue: Callable[[], Any]
    ) -> None:
        self._name, self._serve, self._queue = name, serve, queue
        self._questions: Any = None
        self._pieces: Any = None
        self._number = 0

    def answer(self, messages: Sequence[Message], schema: Mapping[str, Any] | None) -> Iterator[str]:
        """Yields chunks of the answer. Raises ModelError."""
        self._number += 1
        number = self._number
        self._ask(number, messages, schema)
        while True:
            of, piece = self._next()
            if of != number:  # the rest of an answer that was left early
                continue
            if piece is None:
                return
            if isinstance(piece, ModelError):
                raise piece
            yield piece

    def _ask(self, *question: Any) -> None:
        with self._refusals():
            self._questions = self._questions or self._queue()
            self._pieces = self._pieces or self._serve(self._questions)
            self._questions.put(question)

    def _next(self) -> tuple[int, Any]:
        with self._refusals():
            found = next(self._pieces, None)
        if found is None:
            raise ModelError(f"the seconds of the lent GPU are over; {CURE}")
        return found  # type: ignore[no-any-return]

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Makes sentences of gr.Error, whose library has no place here, and of a broken line to the Space."""
        try:
            yield
        except Exception as error:
            why = getattr(error, "title", type(error).__name__)
            raise ModelError(f"the Space lends no GPU to {self._name} ({why}); {CURE}") from error

    def end(self) -> None:
        """Returns the GPU, if one was lent."""
        with suppress(ModelError), self._refusals():
            if self._pieces is not None:
                self._questions.put(None)
                self._pieces.close()


def _server_of(chat: ChatModel, seconds: float) -> Callable[[Any], Iterator[tuple[int, Any]]]:
    """Returns what runs on the lent GPU: it answers one question after the other until None comes or the time
    is over. An answer ends with None or a ModelError, and early where something else is in the queue."""

    def serve(questions: Any) -> Iterator[tuple[int, Any]]:
        end = time.monotonic() + seconds
        with suppress(Empty):
            while (asked := questions.get(timeout=max(end - time.monotonic(), 0))) is not None:
                number, messages, schema = asked
                try:
                    with closing(chat.stream(messages, schema)) as pieces:  # type: ignore[type-var]
                        for piece in pieces:
                            if time.monotonic() > end:
                                return
                            if not questions.empty():
                                break
                            yield number, piece
                    yield number, None
                except ModelError as error:
                    yield number, error

    return serve
