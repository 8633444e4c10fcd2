"""The record of a training run: losses and scores as a line, as history.json and as an SVG plot.

Knows numbers by name; does not know models.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT, MARGIN = 860, 300, 46
COLOURS = ("#2f62b5", "#c2313a", "#2f7d4f", "#c8962e", "#6f4a8e", "#1f7a7a", "#6b4630", "#8b8d91")
MAX_POINTS = 400  # of a curve; more are not visible


@dataclass
class RunLog:
    """Losses by step, validation scores by epoch; ``sizes`` are the pictures behind a source's scores."""

    losses: list[dict[str, float]] = field(default_factory=list)
    scores: list[dict[str, float]] = field(default_factory=list)
    sizes: Mapping[str, int] = field(default_factory=dict)

    def best_epoch(self) -> int:
        """Returns the epoch (0-based) with the best mean score, weighted by the pictures of each source."""
        return max(range(len(self.scores)), key=lambda epoch: self._mean(self.scores[epoch]))

    def should_stop(self, epoch: int, patience: int) -> bool:
        """Whether the last ``patience`` epochs before this one brought no better score."""
        return bool(self.scores) and epoch - 1 - self.best_epoch() >= patience

    def recent_losses(self, steps: int) -> str:
        """Returns the mean of each loss over the last ``steps``: "itc 1.853 itm 0.275"."""
        sums: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        for losses in self.losses[-steps:]:
            sums.update(losses)
            counts.update(losses.keys())
        return " ".join(f"{name} {sums[name] / counts[name]:.3f}" for name in sums)

    def write(self, folder: Path, per_epoch: int) -> None:
        """Writes loss.svg and history.json."""
        (folder / "loss.svg").write_text(loss_plot(self.losses, self.scores, per_epoch))
        (folder / "history.json").write_text(json.dumps(self.scores))

    def _mean(self, scores: Mapping[str, float]) -> float:
        weights = [self.sizes.get(name.split(" ")[0], 1) for name in scores]
        return sum(w * score for w, score in zip(weights, scores.values(), strict=True)) / sum(weights)


def loss_plot(
    losses: Sequence[Mapping[str, float]], scores: Sequence[Mapping[str, float]], per_epoch: int
) -> str:
    """Returns an SVG of two charts: losses by step (running mean) and scores by epoch."""
    names = sorted({name for row in losses for name in row})
    curves = {n: _smooth([(i, row[n]) for i, row in enumerate(losses) if n in row]) for n in names}
    marks = sorted({name for row in scores for name in row})
    dots = {n: [(i + 1.0, row[n]) for i, row in enumerate(scores) if n in row] for n in marks}
    body = _chart(curves, f"loss by step ({per_epoch} an epoch)", 0)
    body += _chart(dots, "validation by epoch", HEIGHT + MARGIN)
    size = f'width="{WIDTH}" height="{2 * (HEIGHT + MARGIN)}"'
    font = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>{body}</svg>\n'


def _smooth(points: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    block = max(1, len(points) // MAX_POINTS)
    parts = [points[i : i + block] for i in range(0, len(points), block)]
    return [(part[-1][0], sum(y for _, y in part) / len(part)) for part in parts]


def _chart(curves: Mapping[str, Sequence[tuple[float, float]]], title: str, top: int) -> str:
    points = [point for curve in curves.values() for point in curve] or [(0.0, 0.0)]
    right, upper = max(x for x, _ in points) or 1, max(y for _, y in points) or 1
    box = f'width="{WIDTH - 200}" height="{HEIGHT - 24}"'
    frame = f'<rect x="{MARGIN}" y="{top + 24}" {box} fill="none" stroke="#bbb"/>'
    labels = f'<text x="{MARGIN}" y="{top + 16}">{title}</text><text x="4" y="{top + 36}">{upper:.2f}</text>'
    labels += f'<text x="4" y="{top + HEIGHT}">0</text>'
    for i, (name, curve) in enumerate(curves.items()):
        ink = COLOURS[i % len(COLOURS)]
        path = " ".join(
            f"{MARGIN + x / right * (WIDTH - 200):.1f},{top + HEIGHT - y / upper * (HEIGHT - 24):.1f}"
            for x, y in curve
        )
        labels += f'<polyline points="{path}" fill="none" stroke="{ink}"/>'
        last = f"{name} {curve[-1][1]:.3f}" if curve else name
        labels += f'<text x="{WIDTH - 148}" y="{top + 36 + 16 * i}" fill="{ink}">{last}</text>'
    return frame + labels
