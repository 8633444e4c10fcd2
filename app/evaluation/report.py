"""Every retrieval figure that a catalogue's columns allow, as one record, and that record as a table."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from app.agent.captions import Describer
from app.evaluation import end_to_end, groups, metrics
from app.evaluation.baselines import baselines
from app.evaluation.dataset import EncodedDataset
from app.evaluation.rankers import MaxSimRanker, rankers
from app.evaluation.retrieval import RetrievalBenchmark
from models.vision.encoder import ImageTextEncoder
from models.vision.photo_head import PhotoReader

log = logging.getLogger("evaluate")

NAMED = ("category_to_product", "colour_category_to_product", "colour_pattern_category_to_product")
WORDS = ("text_to_image", *NAMED)
PICTURES = ("image_to_image", "photo_to_product")
ASKED_OF = {
    "mean": (*WORDS, *PICTURES, "zero_shot"), "max": (*WORDS, *PICTURES, "zero_shot"), "max+itm": WORDS,
    "colour_histogram": ("image_to_image",), "imagenet": ("image_to_image",), "bm25": NAMED,
}  # fmt: skip
STEPS = (("max", "mean"), ("max+itm", "max"), ("max+itm", "mean"))
GROUPED = ("audience", "category")
SEARCHED = ("modified_photo", "photo_category_accuracy", "caption", "latency")

Figures = dict[str, Any]
Cells = dict[str, str]  # by the heading of the column


def evaluate(
    encoder: ImageTextEncoder, shown: EncodedDataset, photos: EncodedDataset | None = None,
    describer: Describer | None = None, head: PhotoReader | None = None,
) -> Figures:  # fmt: skip
    """Every figure that the catalogue's columns allow; about photos and captions where there are some."""
    strategies = {
        name: RetrievalBenchmark(shown.items, ranker, photos)
        for name, ranker in rankers(encoder, shown).items()
    }
    simple = {name: RetrievalBenchmark(shown.items, ranker) for name, ranker in baselines(shown.items)}
    result = {
        "strategies": {name: _asked(name, benchmark) for name, benchmark in strategies.items()},
        "steps": _steps(strategies),
        "baselines": {name: _asked(name, benchmark) for name, benchmark in simple.items()},
        **groups.by_group(strategies.get("max", strategies["mean"])),  # the shop's own
        **_searched(encoder, shown, photos, head),
    }
    if describer:
        result["caption"] = end_to_end.caption(shown.items, lambda photo: describer.describe(photo, "en"))
    return _without_empty(result)


def _asked(name: str, benchmark: RetrievalBenchmark) -> Figures:
    log.info("figures of %s", name)
    return _without_empty({part: getattr(benchmark, part)() for part in ASKED_OF[name]})


def _steps(benchmarks: Mapping[str, RetrievalBenchmark]) -> Figures:
    """How much more of the titles a strategy finds than a simpler one, title by title."""
    gains = {}
    for one, other in STEPS:
        if benchmarks.keys() >= {one, other}:
            better, than = benchmarks[one].titles, benchmarks[other].titles
            gains[f"{one} over {other}"] = metrics.summary({name: better[name] - than[name] for name in than})
    return _without_empty(gains)


def _searched(
    encoder: ImageTextEncoder, shown: EncodedDataset, photos: EncodedDataset | None, head: PhotoReader | None
) -> Figures:  # fmt: skip
    log.info("figures of the search itself")
    with end_to_end.indexed(shown, encoder, head) as search:
        find = end_to_end.finder(search)
        figures = {"modified_photo": end_to_end.modified_photo(shown.items, find)}
        if photos:
            prompted = RetrievalBenchmark(photos.items, MaxSimRanker(encoder, photos))
            figures["photo_category_accuracy"] = end_to_end.photo_categories(prompted, search)
        return figures | {"latency": end_to_end.latency(shown.items, find)}


def _without_empty(figures: Figures) -> Figures:
    return {part: found for part, found in figures.items() if found}


def table(result: Mapping[str, Any]) -> str:
    """What was evaluated, then blocks of lines; "0.812 [0.790, 0.834]" is a mean and its 95 % interval."""
    blocks = {
        "strategies": result.get("strategies", {}),
        "baselines": result.get("baselines", {}),
        "steps": {"gain": result.get("steps", {})},
        "the search itself": {"search": {part: result[part] for part in SEARCHED if part in result}},
        **{f"by {by}": _columns(result.get(f"by_{by}", {})) for by in GROUPED},
    }
    lines = [
        f"{result['encoder']} on {result['n_items']} items of {result['catalogue']} ({result['seconds']} s)"
    ]
    for title, columns in blocks.items():
        lines += _block(title, _without_empty(columns))
    if "gaps" in result:
        said = [groups.sentence(gap, result[f"by_{gap['by']}"]) for gap in result["gaps"]]
        lines += ["", "widest gaps", *said]
    return "\n".join(lines)


def _columns(grouped: Mapping[str, Figures]) -> dict[str, dict[str, Figures]]:
    """Figures of groups as columns of figures, each with a part for every group that has it."""
    return {
        figure: {
            group: {"": own[figure], "interval": {"": own["interval"][figure]}, "n": {"": own["n"][figure]}}
            for group, own in grouped.items()
            if figure in own
        }
        for figure in groups.FIGURES
    }


def _block(title: str, columns: Mapping[str, Mapping[str, Figures]]) -> list[str]:
    """Title and headings, then a line for each figure; a part's name stands at its first line."""
    cells: dict[tuple[str, str], Cells] = {}
    for column, parts in columns.items():
        for part, figures in parts.items():
            for name, cell in _cells(figures):
                cells.setdefault((part, name), {})[column] = cell
    if not cells:
        return []
    rows, last = [[title, "", *columns]], ""
    for (part, name), line in cells.items():
        rows.append([part if part != last else "", name, *(line.get(column, "") for column in columns)])
        last = part
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["", *("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)]


def _cells(figures: Figures) -> Iterator[tuple[str, str]]:
    intervals, asked = figures.get("interval", {}), figures.get("n", {})
    for name, value in figures.items():
        if name in intervals:
            low, high = intervals[name]
            count = f" (n {asked[name]})" if name in asked else ""
            yield name, f"{value:.3f} [{low:.3f}, {high:.3f}]{count}"
        elif name not in ("interval", "n"):
            yield name, " ".join(f"{key} {number:g} ms" for key, number in value.items())
