"""`make bench`: one comparison that fails costs no other, and what was measured is kept."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.bench import __main__ as bench
from tests.bench import scale
from tests.bench.cloud import FOUND, Cloud, parts, questions
from tests.bench.rows import Row


def test_a_comparison_that_fails_is_said_and_the_others_are_printed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> list[Row]:
        raise OSError("no such place")

    made = [
        ("one", lambda: [Row("steps", 2, 4, "s")]),
        ("two", breaks),
        ("three", lambda: [Row("hops", 3, 2, "s")]),
    ]
    monkeypatch.setattr(bench, "groups", lambda *about: made)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    assert bench.main([]) == 1
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()] == ["steps", "hops"]
    assert "ratio 0.50" in said.out and "two failed: OSError: no such place" in said.err
    assert "1 of 3: one" in said.err and "3 of 3: three" in said.err
    assert [row["ratio"] for row in json.loads((tmp_path / "results.json").read_text())] == [0.5, 1.5]


def test_a_row_is_read_without_powers_of_ten() -> None:
    assert str(Row("memory", 5550, 0.0361, "MB")).split()[1:3] == ["5,550", "0.0361"]


def test_a_million_is_asked_where_it_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "KEPT", tmp_path)
    assert bench.sizes() == [10_000, 44_000]
    (tmp_path / "1000000").mkdir()
    assert bench.sizes() == [10_000, 44_000, 1_000_000]


def test_the_nearest_of_invented_vectors_are_those_that_all_scores_give() -> None:
    asked, (_, vectors, kinds) = questions(700), next(parts(700))
    scores = asked.vectors @ vectors.T
    for row, theirs in enumerate(scores):
        own = np.flatnonzero(kinds == asked.kinds[row])
        assert asked.over[row] == {*np.argsort(-theirs)[:FOUND].tolist()}
        assert asked.inside[row] == {*own[np.argsort(-theirs[own])[:FOUND]].tolist()}


def test_an_invented_vector_is_nearest_to_its_own_kind() -> None:
    vectors, kinds = Cloud().drawn(600, seed=3)
    near = np.argsort(-(vectors @ vectors.T), axis=1)[:, 1]
    assert (kinds[near] == kinds).mean() > 0.9


def test_a_shop_of_invented_items_is_built_once_and_then_only_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a process takes seconds to start, and is there for the sake of the memory that is measured
    monkeypatch.setattr(scale, "ProcessPoolExecutor", lambda count, context: ThreadPoolExecutor(count))
    built = scale.measured(tmp_path, 300)
    assert built.build_per_s > 0 and built.filtered["recall@10"] == built.unfiltered["recall@10"] == 1
    assert scale.measured(tmp_path, 300).build_per_s == 0
    with pytest.raises(SystemExit, match="expected 200 items"):
        scale.measured(tmp_path, 200)
