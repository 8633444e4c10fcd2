"""One line of the benches: two figures of one kind, measured side by side. Knows no shop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: both figures in the same unit, and how many times the first is of the second."""

    what: str
    ours: float
    other: float
    unit: str

    @property
    def ratio(self) -> float:
        return self.ours / self.other if self.other else float("nan")

    def __str__(self) -> str:
        ours, other = (
            f"{figure:,.0f}" if figure >= 1000 else f"{figure:.4g}" for figure in (self.ours, self.other)
        )
        return f"{self.what:66} {ours:>8} {other:>8} {self.unit:8} ratio {self.ratio:.2f}"


def seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
