"""Losses and validation scores as a picture: an SVG that a browser shows without any library.

Knows numbers only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WIDE, HIGH, EDGE = 860, 300, 46
INKS = ("#2f62b5", "#c2313a", "#2f7d4f", "#c8962e", "#6f4a8e", "#1f7a7a", "#6b4630", "#8b8d91")
POINTS = 400  # of a curve; more would not be seen


def loss_plot(
    losses: Sequence[Mapping[str, float]], scores: Sequence[Mapping[str, float]], per_epoch: int
) -> str:
    """Two charts above each other: losses by step (running mean), scores by epoch."""
    names = sorted({name for row in losses for name in row})
    curves = {n: _smooth([(i, row[n]) for i, row in enumerate(losses) if n in row]) for n in names}
    marks = sorted({name for row in scores for name in row})
    dots = {n: [(i + 1.0, row[n]) for i, row in enumerate(scores) if n in row] for n in marks}
    body = _chart(curves, f"loss by step ({per_epoch} an epoch)", 0)
    body += _chart(dots, "validation by epoch", HIGH + EDGE)
    size = f'width="{WIDE}" height="{2 * (HIGH + EDGE)}"'
    font = 'font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>{body}</svg>\n'


def _smooth(points: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    block = max(1, len(points) // POINTS)
    parts = [points[i : i + block] for i in range(0, len(points), block)]
    return [(part[-1][0], sum(y for _, y in part) / len(part)) for part in parts]


def _chart(curves: Mapping[str, Sequence[tuple[float, float]]], title: str, top: int) -> str:
    points = [point for curve in curves.values() for point in curve] or [(0.0, 0.0)]
    right, upper = max(x for x, _ in points) or 1, max(y for _, y in points) or 1
    box = f'width="{WIDE - 200}" height="{HIGH - 24}"'
    frame = f'<rect x="{EDGE}" y="{top + 24}" {box} fill="none" stroke="#bbb"/>'
    labels = f'<text x="{EDGE}" y="{top + 16}">{title}</text><text x="4" y="{top + 36}">{upper:.2f}</text>'
    labels += f'<text x="4" y="{top + HIGH}">0</text>'
    for i, (name, curve) in enumerate(curves.items()):
        ink = INKS[i % len(INKS)]
        path = " ".join(
            f"{EDGE + x / right * (WIDE - 200):.1f},{top + HIGH - y / upper * (HIGH - 24):.1f}"
            for x, y in curve
        )
        labels += f'<polyline points="{path}" fill="none" stroke="{ink}"/>'
        last = f"{name} {curve[-1][1]:.3f}" if curve else name
        labels += f'<text x="{WIDE - 148}" y="{top + 36 + 16 * i}" fill="{ink}">{last}</text>'
    return frame + labels
