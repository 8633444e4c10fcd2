"""The figures of an evaluation as a table for people: a line a figure, a column for each way to rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TRIED = ("modified_photo", "photo_category_accuracy", "caption", "latency")

Cells = dict[str, str]  # by the heading of the column


def table(result: Mapping[str, Any]) -> str:
    """What was evaluated, then blocks of lines; "0.812 [0.790, 0.834]" is a mean and its 95 % interval."""
    lines = [
        f"{result['encoder']} on {result['n_items']} items of {result['catalogue']} ({result['seconds']} s)"
    ]
    for block in ("strategies", "baselines"):
        lines += _block(block, _turned(result.get(block, {})))
    lines += _block("steps", _turned({"gain": result.get("steps", {})}))
    tried = {part: figures for part, figures in result.items() if part in TRIED}
    return "\n".join(lines + _block("the search itself", _turned({"search": tried})))


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
