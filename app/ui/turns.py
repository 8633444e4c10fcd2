"""Turns of a visitor's session: of several that overlap, only the last one begun may change the page.

Gradio's own `cancels` cannot promise that: it acts after the handlers of its event, a step that was cancelled
still sets off the next one, one that is between two steps is missed, and the server may fail over it. So it
is not used, and whose turn it is is kept here.
"""

from __future__ import annotations

import functools
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from contextvars import copy_context
from queue import SimpleQueue
from typing import Any

import gradio as gr
from gradio.context import Context, LocalContext

Turn = Future[None]  # done when another turn has taken its place
Handler = Callable[..., Any]
MAX_SEND_SECONDS = 1.0  # that a new turn waits for a screen on its way to the visitor
MAX_THREADS = 16  # answers being made at once, abandoned ones among them
RECENT_COMPONENTS = 1000  # made last, by any session: events under way may still use them
END = object()


class SessionTurns:
    """Wraps handlers of Gradio's events so that a turn that was replaced changes nothing any more.

    ``before`` is called with the session's name whenever a turn begins.
    """

    def __init__(self, before: Callable[[str], None], max_threads: int = MAX_THREADS) -> None:
        self._before = before
        self._sessions: dict[str, _Session] = defaultdict(_Session)
        self._threads = threading.Semaphore(max_threads)

    def start(self, handler: Handler) -> Handler:
        """A handler that starts a turn, to be answered by one from ``stream``."""
        return self._replacing(handler, starts=True)

    def cancel(self, handler: Handler) -> Handler:
        """A handler that ends the turn under way: nothing of its answer comes after it."""
        return self._replacing(handler, starts=False)

    def stream(self, handler: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """A handler that answers the turn that was started first and has no answer yet, for as long as it is
        the last one; a model that is silent when it is replaced is not waited for."""

        @functools.wraps(handler)
        def streaming(*args: Any) -> Iterator[Any]:
            session = self._session()
            turn = session.next_turn()
            try:
                if turn is not None:
                    for screen in stream_in_thread(handler(*args), turn, self._threads):
                        with session.sending:  # until Gradio asks for the next one
                            if session.turn is not turn:
                                break
                            session.remember(screen)
                            yield screen
            finally:
                session.finish(turn)
            yield gr.skip()  # Gradio sends the last screen once more when all is over

        return streaming

    def start_and_stream(self, handler: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """A handler that starts a turn and answers it."""
        start, streaming = self.start(lambda: None), self.stream(handler)

        @functools.wraps(handler)
        def starting(*args: Any) -> Iterator[Any]:
            start()
            yield from streaming(*args)

        return starting

    def if_idle(self, handler: Handler) -> Handler:
        """A handler for when a turn is over, which does nothing where the next one is under way."""

        @functools.wraps(handler)
        def idle(*args: Any) -> Any:
            return gr.skip() if self._session().busy else handler(*args)

        return idle

    def resync(self, handler: Callable[..., tuple[Any, ...]]) -> Handler:
        """A handler for when an answer is over, which sends the chat and what ``handler`` draws once more
        where the turn was cancelled: a slow browser may have shown the answer's last screens after that."""

        @functools.wraps(handler)
        def resyncing(*args: Any) -> Any:
            session = self._session()
            return gr.skip() if session.busy or not session.cancelled else (session.chat, *handler(*args))

        return resyncing

    def on_unload(self, request: gr.Request) -> None:
        """Ends the session of a visitor who has closed the page."""
        session = self._sessions.pop(str(request.session_hash), None)
        if session:
            session.replace(busy=False)

    def _replacing(self, handler: Handler, starts: bool) -> Handler:
        @functools.wraps(handler)
        def replacing(*args: Any) -> Any:
            if starts:
                self._before(_session_name())
            session = self._session()
            turn = session.replace(busy=starts)
            try:
                screen = handler(*args)
            except Exception:
                session.finish(turn)
                raise
            if starts:
                session.started.append(turn)
            if session.turn is not turn:
                return gr.skip()
            session.remember(screen)
            return screen

        return replacing

    def _session(self) -> _Session:
        return self._sessions[_session_name()]


def _session_name() -> str:
    request = LocalContext.request.get(None)
    return str(request.session_hash if request else "")


class _Session:
    """The last turn and whether it is under way; started turns, answered in the same order; whether the last
    one was cancelled; and the chat as it was sent last."""

    def __init__(self) -> None:
        self.sending, self._replacing = threading.Lock(), threading.Lock()
        self.turn, self.busy, self.cancelled = Turn(), False, False
        self.started, self.chat = deque[Turn](), list[Any]()

    def remember(self, screen: Any) -> None:
        """Keeps the chat, which is the only list on a screen."""
        parts = screen if isinstance(screen, tuple) else (screen,)
        self.chat = next((part for part in parts if isinstance(part, list)), self.chat)

    def replace(self, busy: bool) -> Turn:
        """A new turn, once the screen that is on its way to the visitor has gone."""
        turn = Turn()
        with self._replacing:
            before, self.turn = self.turn, turn
            self.busy, self.cancelled = busy, not busy
        before.set_result(None)
        if self.sending.acquire(timeout=MAX_SEND_SECONDS):
            self.sending.release()
        return turn

    def next_turn(self) -> Turn | None:
        """The turn to be answered now; None where another has replaced it since, as what the handler was told
        of the page is then older than the page."""
        turn = self.started.popleft() if self.started else None
        return turn if turn is self.turn else None

    def finish(self, turn: Turn | None) -> None:
        """The turn is over, unless it was replaced before."""
        if self.turn is turn:
            self.busy = False


def stream_in_thread(
    screens: Iterator[Any], cancelled: Future[None], threads: threading.Semaphore
) -> Iterator[Any]:
    """Runs the generator in a thread of its own, so that the caller can leave it while a model is silent.

    Yields its screens, each made when it is asked for, until ``cancelled`` is done; what is being made then
    is thrown away when it comes, and the generator closed. Waits where ``threads`` has none free. Raises what
    the generator raises.
    """
    requests = SimpleQueue[Future[Any] | None]()
    threads.acquire()
    # In this context: handlers ask Gradio whose event it is.
    run = functools.partial(copy_context().run, _serve, screens, requests, threads)
    threading.Thread(target=run, daemon=True).start()
    try:
        while not cancelled.done():
            step = Future[Any]()
            requests.put(step)
            wait((step, cancelled), return_when=FIRST_COMPLETED)
            if not step.done() or (screen := step.result()) is END:
                return
            yield screen
    finally:
        requests.put(None)


def _serve(screens: Any, requests: SimpleQueue[Future[Any] | None], threads: threading.Semaphore) -> None:
    try:
        with closing(screens):
            while step := requests.get():
                try:
                    step.set_result(next(screens, END))
                except Exception as error:
                    step.set_exception(error)
    finally:
        threads.release()


def prune_session_components(blocks: gr.Blocks, session: str) -> None:
    """Forgets the components of a session that stand in no place of the page, which Gradio (6.31) would keep.

    A change of properties, `gr.skip()` too, puts a new component in the old one's place; the next value
    is then entered under the new one's number too, and stays: some 75 kB a turn.
    """
    kept = blocks.state_holder.session_data.get(session)
    if kept is None:
        return
    components, config = kept.blocks_config.blocks, kept.config_values
    placed = {id(component) for number, component in list(components.items()) if number in blocks.blocks}
    for number, component in list(components.items()):
        old = number not in blocks.blocks and number < Context.id - RECENT_COMPONENTS
        if old and id(component) not in placed:
            components.pop(number, None)
            config.pop(number, None)
