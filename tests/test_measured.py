"""Figures beside the strategies: those that were measured on the encoder, or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.ui.measured import Scores, scores

WEIGHTS = Path(__file__).resolve().parent.parent / "models" / "weights" / "blip2-mini"


def test_the_figures_are_those_that_an_evaluation_printed(tmp_path: Path) -> None:
    strategies = {
        name: {"text_to_image": {"R@10": r, "MRR": 0.1}} for name, r in (("mean", 0.5), ("max", 0.6))
    }
    printed = {"catalogue": "12 hats", "strategies": strategies, "seconds": 3}
    (tmp_path / "metrics.json").write_text(json.dumps(printed), encoding="utf-8")
    assert scores(tmp_path) == Scores("12 hats", {"mean": 0.5, "max": 0.6})


def test_the_weights_that_ship_have_figures_for_every_strategy() -> None:
    assert {*scores(WEIGHTS).by} == {"mean", "max", "max+itm"}


@pytest.mark.parametrize("text", [None, "{", "[]", "{}", '{"catalogue": "x", "strategies": 1}'])
def test_without_such_a_file_there_are_no_figures(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "metrics.json").write_text(text, encoding="utf-8")
    assert scores(tmp_path) == Scores()
