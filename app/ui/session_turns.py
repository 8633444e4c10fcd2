"""Who has the floor in a visitor's session: of several turns, only the last one begun may change the page.

Gradio's own `cancels` cannot promise that: it acts after the handlers of its event, a step that was cancelled
still sets off the next one, one that is between two steps is missed, and the server may fail over it. So none
is used. Kept here is whose turn it is.
"""

from __future__ import annotations

import functools
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import gradio as gr
from gradio.context import LocalContext

from app.ui.threads import Apart

Turn = Future[None]  # done when another one has the floor
SENDING = 1.0  # seconds that a screen may take to the visitor before it is not waited for


class Floors:
    """The floor of each session. The handlers given back are made for Gradio's events, and so is ``left``.

    ``before`` is done with the session's name whenever a turn begins.
    """

    def __init__(self, before: Callable[[str], None]) -> None:
        self._before = before
        self._floors: dict[str, _Floor] = defaultdict(_Floor)
        self._apart = Apart()

    def begins(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        """A handler that begins a turn, which is to be answered by one that ``answers``."""
        return self._takes(handler, begun=True)

    def ends(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        """A handler after which nothing that was being answered may still come."""
        return self._takes(handler, begun=False)

    def answers(self, handler: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """A handler that speaks for as long as its turn is the last one begun. When it no longer is, a model
        that says nothing is not waited for."""

        @functools.wraps(handler)
        def answering(*args: Any) -> Iterator[Any]:
            floor = self._floor()
            turn = floor.answer()
            try:
                if turn is not None:  # it may be over before it is answered
                    for screen in self._apart.each(handler(*args), turn):
                        with floor.sending:  # until Gradio asks for the next one
                            if floor.turn is not turn:
                                break
                            floor.keep(screen)
                            yield screen
            finally:
                floor.rest(turn)
            yield gr.skip()  # Gradio sends the last screen once more when all is over

        return answering

    def turns(self, handler: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """A handler that begins a turn and answers it."""
        answering = self.answers(handler)

        @functools.wraps(handler)
        def turning(*args: Any) -> Iterator[Any]:
            self._before(_session())
            floor = self._floor()
            floor.begun.append(floor.take(begun=True))
            yield from answering(*args)

        return turning

    def rests(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        """A handler for when a turn is over, which does nothing where the next one is on already."""

        @functools.wraps(handler)
        def resting(*args: Any) -> Any:
            return gr.skip() if self._floor().busy else handler(*args)

        return resting

    def mends(self, drawn: Callable[..., tuple[Any, ...]]) -> Callable[..., Any]:
        """A handler for when an answer is over: a browser that is slow may show its last screens after
        what ended it, so that the chat and what is ``drawn`` come again."""

        @functools.wraps(drawn)
        def mending(*args: Any) -> Any:
            floor = self._floor()
            return gr.skip() if floor.busy or not floor.ended else (floor.chat, *drawn(*args))

        return mending

    def left(self, request: gr.Request) -> None:
        """The visitor has closed the page."""
        floor = self._floors.pop(str(request.session_hash), None)
        if floor:
            floor.take(begun=False)

    def _takes(self, handler: Callable[..., Any], begun: bool) -> Callable[..., Any]:
        @functools.wraps(handler)
        def taking(*args: Any) -> Any:
            if begun:
                self._before(_session())
            floor = self._floor()
            turn = floor.take(begun)
            try:
                screen = handler(*args)
            except Exception:
                floor.rest(turn)
                raise
            if begun:
                floor.begun.append(turn)
            if floor.turn is not turn:
                return gr.skip()
            floor.keep(screen)
            return screen

        return taking

    def _floor(self) -> _Floor:
        return self._floors[_session()]


def _session() -> str:
    request = LocalContext.request.get(None)
    return str(request.session_hash if request else "")


class _Floor:
    """One session's: the last turn and whether it is still on; the turns that were begun and whose answers
    come in the same order; whether the last one was ended by something else than an answer; and the chat."""

    def __init__(self) -> None:
        self.sending, self.taking = threading.Lock(), threading.Lock()
        self.turn, self.busy, self.begun = Turn(), False, deque[Turn]()
        self.ended, self.chat = False, list[Any]()

    def keep(self, screen: Any) -> None:
        """The chat, which is the only list on a screen."""
        parts = screen if isinstance(screen, tuple) else (screen,)
        self.chat = next((part for part in parts if isinstance(part, list)), self.chat)

    def take(self, begun: bool) -> Turn:
        """A new turn, when the screen that is on its way to the visitor has gone."""
        turn = Turn()
        with self.taking:
            before, self.turn = self.turn, turn
            self.busy, self.ended = begun, not begun
        before.set_result(None)
        if self.sending.acquire(timeout=SENDING):
            self.sending.release()
        return turn

    def answer(self) -> Turn | None:
        """The turn that is to be answered now, unless another has taken the floor since: what is known of
        the page is then older than what is on it."""
        turn = self.begun.popleft() if self.begun else None
        return turn if turn is self.turn else None

    def rest(self, turn: Turn | None) -> None:
        """The turn is over, unless it was taken away before."""
        if self.turn is turn:
            self.busy = False
