"""Whose turn it is: an answer whose turn is over says nothing more, however the events fall."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from gradio.context import LocalContext

from app.ui.session_turns import Floors
from app.ui.threads import Apart

SKIP = gr.skip()
SAID = ["found", "advice", "more advice", SKIP]


def words() -> Iterator[str]:
    yield from ("found", "advice", "more advice")


@pytest.fixture
def floors() -> Floors:
    return Floors(lambda session: None)


@pytest.fixture
def begin(floors: Floors) -> Callable[[], Any]:
    return floors.begins(lambda: "begun")


@pytest.fixture
def end(floors: Floors) -> Callable[[], Any]:
    return floors.ends(lambda: "ended")


def test_a_turn_is_begun_answered_and_over(floors: Floors, begin: Any) -> None:
    rest = floors.rests(lambda: "ready")
    assert begin() == "begun" and rest() == SKIP
    assert list(floors.answers(words)()) == SAID
    assert rest() == "ready"


def test_an_answer_that_is_overtaken_says_nothing_more_and_stops_its_model(
    floors: Floors, begin: Any, end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.session_turns.SENDING", 60)
    rest, left, stopped = floors.rests(lambda: "ready"), list[str](), threading.Event()

    def speaking() -> Iterator[str]:
        try:
            yield from words()
        finally:
            stopped.set()

    begin()
    answer = floors.answers(speaking)()
    assert next(answer) == "found"
    told = threading.Thread(target=lambda: left.append(end()))
    told.start()
    while rest() == SKIP:
        pass
    assert left == []  # it waits until the screen that is on its way has gone
    assert list(answer) == [SKIP]
    told.join()
    assert left == ["ended"] and stopped.wait(60)


@pytest.mark.parametrize("gone", ["stops", "leaves"])
def test_who_stops_or_leaves_does_not_wait_for_a_model_that_says_nothing(
    floors: Floors, begin: Any, end: Any, gone: str
) -> None:
    asked, says, stopped = threading.Event(), threading.Event(), threading.Event()

    def speaking() -> Iterator[str]:
        try:
            yield "found"
            asked.set()
            says.wait(60)
            yield "advice"
        finally:
            stopped.set()

    begin()
    answer, heard = floors.answers(speaking)(), list[str]()
    listening = threading.Thread(target=lambda: heard.extend(answer))
    listening.start()
    assert asked.wait(60)
    floors.left(SimpleNamespace(session_hash="")) if gone == "leaves" else end()  # type: ignore[arg-type]
    listening.join(60)
    assert heard == ["found", SKIP] and not stopped.is_set()
    says.set()
    assert stopped.wait(60)


def test_what_an_answer_raises_is_raised(floors: Floors, begin: Any) -> None:
    def speaking() -> Iterator[str]:
        yield "found"
        raise ValueError("too many")

    begin()
    answer = floors.answers(speaking)()
    assert next(answer) == "found"
    with pytest.raises(ValueError, match="too many"):
        next(answer)


def test_there_is_room_for_so_many_answers_and_the_next_one_waits() -> None:
    apart, over, first = Apart(1), Future[None](), threading.Event()

    def speaking(name: str) -> Iterator[str]:
        yield name
        first.wait(60)

    one, two, heard = apart.each(speaking("one"), over), apart.each(speaking("two"), Future()), list[str]()
    assert next(one) == "one"
    second = threading.Thread(target=lambda: heard.append(next(two)))
    second.start()
    second.join(0.05)
    assert heard == []
    first.set()
    assert list(one) == []
    second.join(60)
    assert heard == ["two"]


@pytest.mark.parametrize("elsewhere", ["begin", "end"])
def test_an_answer_that_comes_after_its_turn_is_silent(
    floors: Floors, elsewhere: str, request: pytest.FixtureRequest, begin: Any
) -> None:
    begin()
    request.getfixturevalue(elsewhere)()
    first, second, third = (floors.answers(words)() for _ in range(3))
    assert list(first) == [SKIP]  # it knows the page as it was before
    assert list(second) == ([SKIP] if elsewhere == "end" else SAID)
    assert list(third) == [SKIP]  # nobody answers one turn twice


def test_after_an_answer_that_was_overtaken_the_page_is_drawn_once_more(floors: Floors, begin: Any) -> None:
    mend = floors.mends(lambda: ("the rail",))
    begin()
    answer = floors.answers(words)()
    assert next(answer) == "found" and mend() == SKIP
    floors.ends(lambda: (["the next scene"], "its bar"))()
    assert list(answer) == [SKIP] and mend() == (["the next scene"], "the rail")
    begin()
    assert list(floors.answers(words)()) == SAID and mend() == SKIP


def test_what_is_overtaken_while_it_is_made_is_not_shown(floors: Floors, end: Any) -> None:
    assert floors.ends(lambda: end())() == SKIP


def test_a_turn_that_cannot_be_begun_leaves_the_floor_free(floors: Floors) -> None:
    def refused() -> Any:
        raise ValueError("nothing said")

    with pytest.raises(ValueError, match="nothing said"):
        floors.begins(refused)()
    assert floors.rests(lambda: "ready")() == "ready" and list(floors.answers(words)()) == [SKIP]


def test_each_session_has_a_floor_of_its_own(floors: Floors, begin: Any, end: Any) -> None:
    ana: Any = SimpleNamespace(session_hash="ana")
    begin()
    before = LocalContext.request.set(ana)
    try:
        end()
        assert list(floors.answers(words)()) == [SKIP]
        floors.left(ana)
    finally:
        LocalContext.request.reset(before)
    assert list(floors.answers(words)()) == SAID


def test_before_each_turn_something_is_done_for_its_session() -> None:
    done = list[str]()
    floors = Floors(done.append)
    before = LocalContext.request.set(SimpleNamespace(session_hash="ana"))  # type: ignore[arg-type]
    try:
        floors.begins(lambda: "begun")()
        floors.ends(lambda: "ended")()
        list(floors.turns(words)())
    finally:
        LocalContext.request.reset(before)
    assert done == ["ana", "ana"]
