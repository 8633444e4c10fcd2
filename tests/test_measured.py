"""Figures beside the strategies: those of the model card, or none."""

from __future__ import annotations

from pathlib import Path

from app.ui.measured import Scores, scores

WEIGHTS = Path(__file__).resolve().parent.parent / "models" / "weights" / "blip2-mini"


def test_the_figures_are_those_of_the_card(tmp_path: Path) -> None:
    rows = (
        "| 12 hats | mean | max | max+itm |",
        "|---|---|---|---|",
        "| title → picture R@10 | 0.5 [0, 1] | 0.6 | 0.7 |",
    )
    (tmp_path / "README.md").write_text("\n".join(rows), encoding="utf-8")
    assert scores(tmp_path / "README.md") == Scores("12 hats", {"mean": 0.5, "max": 0.6, "max+itm": 0.7})


def test_the_weights_that_ship_have_figures_for_every_strategy() -> None:
    assert {*scores(WEIGHTS / "README.md").by} == {"mean", "max", "max+itm"}


def test_without_a_card_there_are_no_figures(tmp_path: Path) -> None:
    assert scores(tmp_path / "README.md") == Scores()
