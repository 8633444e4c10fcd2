"""The table of figures."""

from __future__ import annotations

from app.evaluation.report import table


def figure(value: float) -> dict[str, object]:
    return {"P@10": value, "interval": {"P@10": [value - 0.1, value + 0.1]}}


def test_each_ranking_has_its_column_and_each_figure_its_line() -> None:
    result = {
        "catalogue": "shop", "encoder": "mini", "n_items": 7, "seconds": 1.5,
        "strategies": {"mean": {"image_to_image": figure(0.5), "zero_shot": figure(0.4)},
                       "max": {"zero_shot": figure(0.6)}},
        "latency": {"text": {"p50": 2.5, "p95": 31}},
    }  # fmt: skip
    lines = table(result).splitlines()
    assert lines[0] == "mini on 7 items of shop (1.5 s)"
    assert lines[2].split() == ["strategies", "mean", "max"]
    assert lines[3].split() == ["image_to_image", "P@10", "0.500", "[0.400,", "0.600]"]
    assert lines[4].index("0.600 [") == lines[2].index("max") and lines[4].index("0.400") == lines[2].index(
        "mean"
    )
    assert lines[-1].split() == ["latency", "text", "p50", "2.5", "ms", "p95", "31", "ms"]


def test_a_part_is_named_once() -> None:
    figures = {"R@1": 0.1, "R@10": 0.2, "interval": {"R@1": [0, 0.2], "R@10": [0.1, 0.3]}}
    result = {
        "catalogue": "s",
        "encoder": "e",
        "n_items": 1,
        "seconds": 1,
        "steps": {"max over mean": figures},
    }
    assert [line.split("  ")[0] for line in table(result).splitlines()[2:]] == ["steps", "max over mean", ""]


def test_groups_are_lines_and_the_widest_gaps_are_sentences() -> None:
    boys = {"R@10": 0.7, "interval": {"R@10": [0.6, 0.8]}, "n": {"R@10": 45}}
    women = {"R@10": 0.9, "P@10": 0.5, "n": {"R@10": 400, "P@10": 400},
             "interval": {"R@10": [0.85, 0.95], "P@10": [0.4, 0.6]}}  # fmt: skip
    gap = {"figure": "R@10", "by": "audience", "worst": "boys", "best": "women",
           "difference": 0.2, "beyond_chance": True}  # fmt: skip
    result = {
        "catalogue": "s", "encoder": "e", "n_items": 1, "seconds": 1,
        "by_audience": {"boys": boys, "women": women}, "gaps": [gap],
    }  # fmt: skip
    lines = table(result).splitlines()[2:]
    assert lines[0].split() == ["by", "audience", "R@10", "P@10"]
    assert lines[1].split() == ["boys", "0.700", "[0.600,", "0.800]", "(n", "45)"]
    assert lines[2].index("0.500") == lines[0].index("P@10")
    assert lines[-2:] == [
        "widest gaps",
        "R@10 by audience: boys 0.70 [0.60, 0.80] (n 45) against women 0.90 [0.85, 0.95] (n 400)",
    ]
