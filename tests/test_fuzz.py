"""A few invented cases of every target of the fuzz bench, the same at every run."""

from __future__ import annotations

import pytest

from tests.bench.fuzz import run
from tests.bench.invented import Invented
from tests.bench.targets import TARGETS

CASES = 40


@pytest.mark.parametrize("target", TARGETS)
def test_what_strangers_may_send_is_refused_in_words_and_stays_in_its_folder(target: str) -> None:
    run(target, CASES)


def test_a_crash_would_be_found_and_shown_as_small_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def breaks(case: Invented) -> None:
        raw = case.tail(100)
        if b"a" in raw:
            seen.append(raw)
            raise KeyError(raw)

    monkeypatch.setitem(TARGETS, "breaks", breaks)
    with pytest.raises(KeyError):
        run("breaks", 400)
    assert len(seen[-1].strip(b"\0")) == 1
