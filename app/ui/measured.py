"""How well each way of ranking does, as measured on the encoder itself; never a figure from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = "metrics.json"  # beside the weights, as `python -m app evaluate retrieval --json` prints it


@dataclass(frozen=True, slots=True)
class Scores:
    """Title → picture R@10 by strategy, 0…1, and what it was measured on; empty if unmeasured."""

    on: str = ""
    by: Mapping[str, float] = field(default_factory=dict)


def scores(encoder: Path) -> Scores:
    """The figures beside an encoder's weights; none where there is no such file, or another one."""
    try:
        found = json.loads((encoder / FILE).read_text("utf-8"))
        strategies = found["strategies"].items()
        return Scores(
            found["catalogue"], {name: float(by["text_to_image"]["R@10"]) for name, by in strategies}
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Scores()
