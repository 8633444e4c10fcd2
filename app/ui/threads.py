"""Answers made in threads of their own, so that whoever waits for one can leave while a model is silent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from contextvars import copy_context
from queue import SimpleQueue
from typing import Any

MOST = 16  # answers being made at once, those that nobody waits for any more among them
END = object()


class Apart:
    """Room for so many of them; who finds none waits for it."""

    def __init__(self, most: int = MOST) -> None:
        self._room = threading.Semaphore(most)

    def each(self, screens: Iterator[Any], over: Future[None]) -> Iterator[Any]:
        """The screens one by one, each made when it is asked for, until ``over`` is done. What is being made
        then is thrown away when it comes, and its maker closed. Raises what the maker raises."""
        wanted = SimpleQueue[Future[Any] | None]()
        self._room.acquire()
        made = (self._make, screens, wanted)  # in this context: handlers ask Gradio whose event it is
        threading.Thread(target=copy_context().run, args=made, daemon=True).start()
        try:
            while not over.done():
                step = Future[Any]()
                wanted.put(step)
                wait((step, over), return_when=FIRST_COMPLETED)
                if not step.done() or (screen := step.result()) is END:
                    return
                yield screen
        finally:
            wanted.put(None)

    def _make(self, screens: Any, wanted: SimpleQueue[Future[Any] | None]) -> None:
        try:
            with closing(screens):
                while step := wanted.get():
                    _take(screens, step)
        finally:
            self._room.release()


def _take(screens: Iterator[Any], step: Future[Any]) -> None:
    try:
        step.set_result(next(screens, END))
    except Exception as error:
        step.set_exception(error)
