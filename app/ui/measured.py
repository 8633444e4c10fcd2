"""How well each way of ranking does, as the encoder's own model card says; never a figure from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.search.engine import STRATEGIES

MEASURE = "title → picture R@10"


@dataclass(frozen=True, slots=True)
class Scores:
    """Share of titles whose picture is among the first ten, by strategy, and on what; empty if unmeasured."""

    on: str = ""
    by: Mapping[str, float] = field(default_factory=dict)


def scores(card: Path) -> Scores:
    """The first table of a model card that has a column for each strategy; none where there is no card."""
    try:
        lines = card.read_text("utf-8").splitlines()
    except OSError:
        return Scores()
    on = ""
    for line in lines:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if tuple(cells[1:]) == STRATEGIES:
            on = cells[0]
        elif on and cells[0] == MEASURE and len(cells) == 1 + len(STRATEGIES):
            figures = [re.match(r"[\d.]+", cell) for cell in cells[1:]]
            return Scores(on, {name: float(f[0]) for name, f in zip(STRATEGIES, figures, strict=True) if f})
    return Scores()
