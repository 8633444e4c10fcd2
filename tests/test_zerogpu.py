"""A ZeroGPU Space's GPU is borrowed once a turn; without one, everything is as it was.

`spaces` itself is replaced: outside of such a Space there is nothing that it could lend. As there, what
borrows runs in a fork, and what goes in and comes out is pickled.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing.reduction import ForkingPickler
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from models.llm.chat_model import ChatModel, Concurrent, Message, ModelError, RequestTooLarge
from models.zerogpu import Borrowing, is_zerogpu, on_lent_gpu, resident_device

FORK = multiprocessing.get_context("fork")


class Talker(Concurrent):
    """Says back what it hears, word by word, and in which process; dawdles over "…"."""

    name, is_generative, sees = "talker", True, True

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        for word in messages[-1].text.split():
            if word == "large":
                raise RequestTooLarge("ask for less")
            if word == "breaks":
                raise ZeroDivisionError
            time.sleep(0.02 if word == "…" else 0)
            yield str(os.getpid()) if word == "pid" else word
        yield from (f"{image.size}" for image in messages[-1].images)


class Refused(Exception):
    """What Gradio's error looks like from here."""

    title = "ZeroGPU quota exceeded"


class Space:
    """Writes down what borrows from it and returns; ``refuses`` what is asked while it is set."""

    def __init__(self) -> None:
        self.loans: list[tuple[str, int]] = []
        self.returned, self.refuses = 0, False

    def borrow(self, task: Callable[..., Any], duration: int) -> Callable[..., Any]:
        def borrowed(*args: Any) -> Iterator[Any]:
            if self.refuses:
                raise Refused("<a>wait</a>")
            self.loans.append((task.__name__, duration))
            given, found = ForkingPickler.dumps(args), FORK.SimpleQueue()

            def run() -> None:
                try:
                    for one in task(*ForkingPickler.loads(given)):
                        found.put(("piece", one))
                    found.put(("end", None))
                except BaseException as error:
                    found.put(("broken", type(error).__name__))

            process = FORK.Process(target=run, daemon=True)
            process.start()
            try:
                while (got := found.get())[0] == "piece":
                    yield got[1]
                if got[0] == "broken":
                    raise Refused(got[1])
            finally:
                process.join(20)
                self.returned += process.exitcode == 0

        return borrowed


@pytest.fixture
def space(monkeypatch: pytest.MonkeyPatch) -> Space:
    lending, spaces, config = Space(), ModuleType("spaces"), ModuleType("spaces.config")
    spaces.GPU = lending.borrow  # type: ignore[attr-defined]
    config.Config = SimpleNamespace(zero_gpu=True)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spaces", spaces)
    monkeypatch.setitem(sys.modules, "spaces.config", config)
    return lending


def said(chat: ChatModel, text: str, *images: Image.Image) -> list[str]:
    return list(chat.stream([Message("user", text, images)]))


def test_where_there_is_no_such_thing_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spaces", None)
    monkeypatch.setitem(sys.modules, "spaces.config", None)
    talker = Talker()
    assert not is_zerogpu() and resident_device("cuda") == "cuda" and on_lent_gpu(talker) is talker


def test_on_another_space_nothing_is_borrowed(space: Space) -> None:
    sys.modules["spaces.config"].Config.zero_gpu = False
    assert said(on_lent_gpu(Talker()), "a b") == ["a", "b"] and space.loans == []


def test_where_gpus_are_lent_a_turn_borrows_one_and_the_rest_stays_on_the_cpu(space: Space) -> None:
    assert is_zerogpu() and resident_device("cuda") == "cpu"
    chat = on_lent_gpu(Talker())
    with chat.lease() as leased:
        first, second = (said(leased, f"pid {text}") for text in ("plan", "prose"))
        assert (leased.name, leased.is_generative, leased.sees) == ("talker", True, True)
        assert said(leased, "", Image.new("RGB", (3, 4))) == ["(3, 4)"] and space.returned == 0
    assert (first[1], second[1]) == ("plan", "prose") and first[0] == second[0] != str(os.getpid())
    assert space.loans == [("serve", 60)] and space.returned == 1


def test_an_answer_outside_of_a_lease_borrows_for_itself(space: Space) -> None:
    chat = on_lent_gpu(Talker())
    assert said(chat, "a b") == said(chat, "a b") == ["a", "b"]
    assert len(space.loans) == space.returned == 2


def test_a_lease_that_asks_nothing_borrows_nothing(space: Space) -> None:
    with on_lent_gpu(Talker()).lease():
        pass
    assert space.loans == []


def test_an_answer_that_is_left_early_makes_way_for_the_next_question(space: Space) -> None:
    with on_lent_gpu(Talker()).lease() as leased:
        reading = leased.stream([Message("user", "begin " + "… " * 500)])
        assert next(reading) == "begin"
        begun = time.monotonic()
        assert said(leased, "a b") == ["a", "b"]
        assert list(reading) == [] and time.monotonic() - begun < 5


def test_a_turn_that_is_left_early_in_another_thread_returns_the_gpu_at_once(space: Space) -> None:
    def turn() -> Iterator[str]:
        with on_lent_gpu(Talker()).lease() as leased:
            yield from leased.stream([Message("user", "begin " + "… " * 500)])

    reading: Any = turn()
    begun = time.monotonic()
    assert next(reading) == "begin"
    closing = threading.Thread(target=reading.close)
    closing.start()
    closing.join(5)
    assert space.returned == 1 and time.monotonic() - begun < 5


def test_an_error_of_the_model_comes_as_it_is_and_the_next_question_is_answered(space: Space) -> None:
    with on_lent_gpu(Talker()).lease() as leased:
        with pytest.raises(RequestTooLarge, match="ask for less"):
            said(leased, "a large one")
        assert said(leased, "a b") == ["a", "b"]
    assert len(space.loans) == 1


@pytest.mark.parametrize("text", ["… " * 100, "pid"])
def test_when_the_seconds_are_over_it_is_a_sentence(space: Space, text: str) -> None:
    with Borrowing(Talker(), seconds=0.2).lease() as leased:
        said(leased, "pid")
        time.sleep(0.3 if text == "pid" else 0)  # the search, say
        for _ in range(2):
            with pytest.raises(ModelError, match="seconds of the lent GPU are over; try again"):
                said(leased, text)
    assert space.returned == 1


def test_a_refused_or_broken_gpu_is_a_sentence_for_the_next_model_to_take_over(space: Space) -> None:
    chat = on_lent_gpu(Talker())
    space.refuses = True
    with pytest.raises(ModelError, match="no GPU to talker.*quota exceeded.*switch to the local") as raised:
        said(chat, "a b")
    assert "<a>" not in str(raised.value)
    space.refuses = False
    with pytest.raises(ModelError, match="ZeroGPU"):
        said(chat, "a word that breaks")
    assert said(chat, "a b") == ["a", "b"]
