"""A few invented cases of every target of the fuzz bench, the same at every run."""

from __future__ import annotations

import pytest

from tests.bench.fuzz import TARGETS, run

CASES = 40


@pytest.mark.parametrize("target", TARGETS)
def test_what_strangers_may_send_is_refused_in_words_and_stays_in_its_folder(target: str) -> None:
    run(target, CASES)
