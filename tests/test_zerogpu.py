"""A ZeroGPU Space's GPU is borrowed call by call; without one, everything is as it was.

`spaces` itself is replaced: outside of such a Space there is nothing that it could lend.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from models.zerogpu import is_zerogpu, on_lent_gpu, resident_device


class Talker:
    def stream(self, words: str) -> Iterator[str]:
        yield from words.split()


@pytest.fixture
def loans(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """A Space that writes down what borrows from it."""
    found: list[tuple[str, int]] = []

    def borrow(task: Callable[..., Any], duration: int) -> Callable[..., Any]:
        def borrowed(*args: Any) -> Any:
            found.append((task.__name__, duration))
            return task(*args)

        return borrowed

    spaces, config = ModuleType("spaces"), ModuleType("spaces.config")
    spaces.GPU = borrow  # type: ignore[attr-defined]
    config.Config = SimpleNamespace(zero_gpu=True)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spaces", spaces)
    monkeypatch.setitem(sys.modules, "spaces.config", config)
    return found


def test_where_there_is_no_such_thing_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spaces", None)
    monkeypatch.setitem(sys.modules, "spaces.config", None)
    talker = Talker()
    assert not is_zerogpu() and resident_device("cuda") == "cuda" and on_lent_gpu(talker, "stream") is talker
    assert "stream" not in vars(talker)


def test_on_another_space_nothing_is_borrowed(loans: list[tuple[str, int]]) -> None:
    sys.modules["spaces.config"].Config.zero_gpu = False
    assert list(on_lent_gpu(Talker(), "stream").stream("a b")) == ["a", "b"] and loans == []


def test_where_gpus_are_lent_a_call_borrows_one_and_the_rest_stays_on_the_cpu(
    loans: list[tuple[str, int]],
) -> None:
    assert is_zerogpu() and resident_device("cuda") == "cpu"
    assert list(on_lent_gpu(Talker(), "stream").stream("a b")) == ["a", "b"]
    assert loans == [("stream", 60)]
