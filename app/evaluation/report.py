"""Every retrieval figure that a catalogue's columns allow, as one record, and that record as a table."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from threading import Timer
from typing import Any

from app.agent.describer import Describer
from app.evaluation import baselines, end_to_end, metrics
from app.evaluation.dataset import EncodedDataset
from app.evaluation.rankers import MaxSimRanker, rankers
from app.evaluation.retrieval import RetrievalBenchmark
from models.vision.encoder import ImageTextEncoder

log = logging.getLogger("evaluate")

NAMED = ("category_to_product", "colour_category_to_product", "colour_pattern_category_to_product")
WORDS = ("text_to_image", *NAMED)
PICTURES = ("image_to_image", "photo_to_product")
ASKED_OF = {
    "mean": (*WORDS, *PICTURES, "zero_shot"),
    "max": (*WORDS, *PICTURES, "zero_shot"),
    "max+itm": WORDS,
    "colour_histogram": ("image_to_image",),
    "imagenet": ("image_to_image",),
    "bm25": NAMED,
}
STEPS = (("max", "mean"), ("max+itm", "max"), ("max+itm", "mean"))
SEARCHED = ("modified_photo", "photo_category_accuracy", "caption", "latency")
PATIENCE = 2.0  # seconds after which a part says what it is doing

Cells = dict[str, str]  # by the heading of the column


def evaluate(
    encoder: ImageTextEncoder, shown: EncodedDataset, photos: EncodedDataset | None = None,
    describer: Describer | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Every figure that the catalogue's columns allow; about photos and captions where there are some."""
    items = shown.items
    by_strategy = {
        name: RetrievalBenchmark(items, ranker, photos) for name, ranker in rankers(encoder, shown).items()
    }
    by_baseline = {name: RetrievalBenchmark(items, ranker) for name, ranker in baselines.baselines(items)}
    result = {
        "strategies": {name: _report(name, benchmark) for name, benchmark in by_strategy.items()},
        "steps": _steps(by_strategy),
        "baselines": {name: _report(name, benchmark) for name, benchmark in by_baseline.items()},
        **_searched(encoder, shown, photos),
    }
    if describer:
        result["caption"] = end_to_end.caption(items, lambda photo: describer.describe(photo, "en"))
    return {part: figures for part, figures in result.items() if figures}


def _report(name: str, benchmark: RetrievalBenchmark) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for part in ASKED_OF[name]:
        with progress(f"{part} by {name}"):
            figures |= {part: getattr(benchmark, part)()}
    return {part: found for part, found in figures.items() if found}


def _steps(benchmarks: Mapping[str, RetrievalBenchmark]) -> dict[str, Any]:
    """How much more of the titles a strategy finds than a simpler one, over those that both were asked."""
    gains = {
        f"{one} over {other}": metrics.gain(benchmarks[one].titles, benchmarks[other].titles)
        for one, other in STEPS
        if benchmarks.keys() >= {one, other}
    }
    return {step: figures for step, figures in gains.items() if figures}


def _searched(
    encoder: ImageTextEncoder, shown: EncodedDataset, photos: EncodedDataset | None
) -> dict[str, Any]:
    """What the shop's own search does with the same items."""
    with ExitStack() as last:
        with progress("indexing"):
            search = last.enter_context(end_to_end.indexed(shown, encoder))
        find = end_to_end.finder(search)
        with progress("modified_photo"):
            figures = {"modified_photo": end_to_end.modified_photo(shown.items, find)}
        if photos:
            with progress("photo_category_accuracy"):
                prompted = RetrievalBenchmark(photos.items, MaxSimRanker(encoder, photos))
                figures["photo_category_accuracy"] = end_to_end.photo_categories(prompted, search)
        with progress("latency"):
            return figures | {"latency": end_to_end.latency(shown.items, find)}


@contextmanager
def progress(part: str) -> Iterator[None]:
    """Says what is being done once it takes longer than PATIENCE."""
    timer = Timer(PATIENCE, log.info, (f"{part} …",))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def table(result: Mapping[str, Any]) -> str:
    """What was evaluated, then blocks of lines; "0.812 [0.790, 0.834]" is a mean and its 95 % interval."""
    lines = [
        f"{result['encoder']} on {result['n_items']} items of {result['catalogue']} ({result['seconds']} s)"
    ]
    for block in ("strategies", "baselines"):
        lines += _block(block, _turned(result.get(block, {})))
    lines += _block("steps", _turned({"gain": result.get("steps", {})}))
    searched = {part: figures for part, figures in result.items() if part in SEARCHED}
    return "\n".join(lines + _block("the search itself", _turned({"search": searched})))


def _turned(columns: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], Cells]:
    """{column: {part: figures}} → the cells of each line (part, figure)."""
    lines: dict[tuple[str, str], Cells] = {}
    for column, parts in columns.items():
        for part, figures in parts.items():
            for name, cell in _cells(figures):
                lines.setdefault((part, name), {})[column] = cell
    return lines


def _cells(figures: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    intervals = figures.get("interval", {})
    for name, value in figures.items():
        if name in intervals:
            low, high = intervals[name]
            yield name, f"{value:.3f} [{low:.3f}, {high:.3f}]"
        elif name != "interval":
            yield name, " ".join(f"{key} {number:g} ms" for key, number in value.items())


def _block(title: str, lines: Mapping[tuple[str, str], Cells]) -> list[str]:
    """Title and headings, then the lines; a part's name stands at its first line."""
    if not lines:
        return []
    heads = list(dict.fromkeys(head for cells in lines.values() for head in cells))
    rows, last = [[title, "", *heads]], ""
    for (part, name), cells in lines.items():
        rows.append([part if part != last else "", name, *(cells.get(head, "") for head in heads)])
        last = part
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "",
        *(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ),
    ]
