"""Whose turn it is: an answer whose turn is over says nothing more, however the events fall."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from gradio.context import Context, LocalContext

from app.ui.turns import RECENT_COMPONENTS, SessionTurns, prune_session_components, stream_in_thread

SKIP = gr.skip()
SAID = ["found", "advice", "more advice", SKIP]


def words() -> Iterator[str]:
    yield from ("found", "advice", "more advice")


@pytest.fixture
def turns() -> SessionTurns:
    return SessionTurns(lambda session: None)


@pytest.fixture
def begin(turns: SessionTurns) -> Callable[[], Any]:
    return turns.start(lambda: "begun")


@pytest.fixture
def end(turns: SessionTurns) -> Callable[[], Any]:
    return turns.cancel(lambda: "ended")


def test_a_turn_is_begun_answered_and_over(turns: SessionTurns, begin: Any) -> None:
    rest = turns.if_idle(lambda: "ready")
    assert begin() == "begun" and rest() == SKIP
    assert list(turns.stream(words)()) == SAID
    assert rest() == "ready"


def test_an_answer_that_is_overtaken_says_nothing_more_and_stops_its_model(
    turns: SessionTurns, begin: Any, end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.turns.MAX_SEND_SECONDS", 60)
    rest, left, stopped = turns.if_idle(lambda: "ready"), list[str](), threading.Event()

    def speaking() -> Iterator[str]:
        try:
            yield from words()
        finally:
            stopped.set()

    begin()
    answer = turns.stream(speaking)()
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
    turns: SessionTurns, begin: Any, end: Any, gone: str
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
    answer, heard = turns.stream(speaking)(), list[str]()
    listening = threading.Thread(target=lambda: heard.extend(answer))
    listening.start()
    assert asked.wait(60)
    turns.on_unload(SimpleNamespace(session_hash="")) if gone == "leaves" else end()  # type: ignore[arg-type]
    listening.join(60)
    assert heard == ["found", SKIP] and not stopped.is_set()
    says.set()
    assert stopped.wait(60)


def test_what_an_answer_raises_is_raised(turns: SessionTurns, begin: Any) -> None:
    def speaking() -> Iterator[str]:
        yield "found"
        raise ValueError("too many")

    begin()
    answer = turns.stream(speaking)()
    assert next(answer) == "found"
    with pytest.raises(ValueError, match="too many"):
        next(answer)


def test_there_is_room_for_so_many_answers_and_the_next_one_waits() -> None:
    threads, cancelled, first = threading.Semaphore(1), Future[None](), threading.Event()

    def speaking(name: str) -> Iterator[str]:
        yield name
        first.wait(60)

    one = stream_in_thread(speaking("one"), cancelled, threads)
    two, heard = stream_in_thread(speaking("two"), Future(), threads), list[str]()
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
    turns: SessionTurns, elsewhere: str, request: pytest.FixtureRequest, begin: Any
) -> None:
    begin()
    request.getfixturevalue(elsewhere)()
    first, second, third = (turns.stream(words)() for _ in range(3))
    assert list(first) == [SKIP]  # it knows the page as it was before
    assert list(second) == ([SKIP] if elsewhere == "end" else SAID)
    assert list(third) == [SKIP]  # nobody answers one turn twice


def test_after_an_answer_that_was_overtaken_the_page_is_drawn_once_more(
    turns: SessionTurns, begin: Any
) -> None:
    mend = turns.resync(lambda: ("the rail",))
    begin()
    answer = turns.stream(words)()
    assert next(answer) == "found" and mend() == SKIP
    turns.cancel(lambda: (["the next scene"], "its bar"))()
    assert list(answer) == [SKIP] and mend() == (["the next scene"], "the rail")
    begin()
    assert list(turns.stream(words)()) == SAID and mend() == SKIP


def test_what_is_overtaken_while_it_is_made_is_not_shown(turns: SessionTurns, end: Any) -> None:
    assert turns.cancel(lambda: end())() == SKIP


def test_a_turn_that_cannot_be_begun_leaves_the_floor_free(turns: SessionTurns) -> None:
    def refused() -> Any:
        raise ValueError("nothing said")

    with pytest.raises(ValueError, match="nothing said"):
        turns.start(refused)()
    assert turns.if_idle(lambda: "ready")() == "ready" and list(turns.stream(words)()) == [SKIP]


def test_each_session_has_a_floor_of_its_own(turns: SessionTurns, begin: Any, end: Any) -> None:
    ana: Any = SimpleNamespace(session_hash="ana")
    begin()
    before = LocalContext.request.set(ana)
    try:
        end()
        assert list(turns.stream(words)()) == [SKIP]
        turns.on_unload(ana)
    finally:
        LocalContext.request.reset(before)
    assert list(turns.stream(words)()) == SAID


def test_before_each_turn_something_is_done_for_its_session() -> None:
    done = list[str]()
    turns = SessionTurns(done.append)
    before = LocalContext.request.set(SimpleNamespace(session_hash="ana"))  # type: ignore[arg-type]
    try:
        turns.start(lambda: "begun")()
        turns.cancel(lambda: "ended")()
        list(turns.start_and_stream(words)())
    finally:
        LocalContext.request.reset(before)
    assert done == ["ana", "ana"]


PLACE = 1  # number of the only component on the page


def page(newest: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """A page, and what is kept of Ana after three changes of its component; ``newest`` was made last."""
    monkeypatch.setattr(Context, "id", newest)
    components = {PLACE: "third", 7: "first", 8: "second", 9: "third"}
    kept = SimpleNamespace(blocks_config=SimpleNamespace(blocks=components), config_values=dict(components))
    shop: Any = SimpleNamespace(
        blocks={PLACE: "drawn"}, state_holder=SimpleNamespace(session_data={"ana": kept})
    )
    return shop, kept


@pytest.mark.parametrize(
    ("session", "newest", "left"),
    [
        ("ana", RECENT_COMPONENTS + 10, {PLACE, 9}),
        ("ana", RECENT_COMPONENTS, {PLACE, 7, 8, 9}),  # made a moment ago
        ("nobody", RECENT_COMPONENTS + 10, {PLACE, 7, 8, 9}),
    ],
)
def test_components_that_stand_in_no_place_of_the_page_go(
    session: str, newest: int, left: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, kept = page(newest, monkeypatch)
    prune_session_components(shop, session)
    assert set(kept.blocks_config.blocks) == set(kept.config_values) == left


@pytest.mark.slow
def test_gradio_still_keeps_sessions_where_they_are_pruned() -> None:
    kept = """
import gradio as gr
from app.ui.turns import prune_session_components
with gr.Blocks(analytics_enabled=False) as blocks:
    gr.HTML("")
session = blocks.state_holder["ana"]
assert session.blocks_config.blocks.keys() == blocks.blocks.keys() and session.config_values is not None
prune_session_components(blocks, "ana")
assert session.blocks_config.blocks.keys() == blocks.blocks.keys()
"""
    # In a process of its own: gr.Blocks leaves an event loop open.
    subprocess.run([sys.executable, "-c", kept], check=True, timeout=120)
