"""A few damaged exports of every kind, the same at every run."""

from __future__ import annotations

import pytest

from tests.bench.mangled import KINDS, run

TABLES = range(60)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_export_is_read_or_refused_in_words_and_leads_nowhere_else(kind: str) -> None:
    found: list[str] = []
    made = sum(
        items
        for _, items in run([kind], TABLES, lambda _, number, error: found.append(f"{number}: {error!r}"))
    )
    assert not found
    assert made > len(TABLES) // 3  # most are read in spite of it
