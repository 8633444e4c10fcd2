"""The line in front of a model that has one turn at a time; what is in a lease, test_backends says."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from models.llm.chat_model import Message, ModelError
from models.llm.lease import OneAtATime

ASKED = [Message("user", "hats")]


class Slow(OneAtATime):
    """Says who asked, in two pieces."""

    name, is_generative, sees = "slow", True, False

    def _answer(self, messages: Sequence[Message], schema: Mapping[str, Any] | None) -> Iterator[str]:
        yield "you said "
        yield messages[-1].text


def test_who_comes_first_is_served_first() -> None:
    chat, served = Slow(), list[int]()

    def turn(number: int) -> None:
        with chat.lease():
            served.append(number)

    waiting = [threading.Thread(target=turn, args=(number,)) for number in range(5)]
    with chat.lease():
        for thread in waiting:
            thread.start()
            time.sleep(0.02)
        assert served == []
    for thread in waiting:
        thread.join(5)
    assert served == [0, 1, 2, 3, 4]


def test_a_turn_may_begin_in_one_thread_and_end_in_another() -> None:
    chat = Slow()

    def turn() -> Iterator[str]:
        with chat.lease() as leased:
            yield from leased.stream(ASKED)
            yield from leased.stream(ASKED)

    reading, heard = turn(), list[str]()
    for _ in range(5):
        step = threading.Thread(target=lambda: heard.append(next(reading, "")))
        step.start()
        step.join(5)
    assert "".join(heard) == "you said hatsyou said hats"
    assert "".join(chat.stream(ASKED)) == "you said hats"


@pytest.mark.parametrize("end", ["close", "forget"])
def test_a_turn_that_nobody_reads_on_makes_way(end: str) -> None:
    chat = Slow()
    reading: Any = chat.stream(ASKED)
    next(reading)
    if end == "close":
        reading.close()
    del reading
    assert "".join(chat.stream(ASKED)) == "you said hats"


def test_a_model_is_not_asked_after_its_turn_nor_twice_at_once() -> None:
    with Slow().lease() as leased:
        first = leased.stream(ASKED)
        next(first)
        with leased.lease() as same:
            assert "".join(same.stream(ASKED)) == "you said hats" and list(first) == []
    with pytest.raises(ModelError, match="ask again"):
        leased.stream(ASKED)
