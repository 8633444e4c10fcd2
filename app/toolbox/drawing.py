"""A map as SVG: a point an item in its category's colour, a circle's own tooltip, and what a click tells.

Knows points and words; does not know what happens when one is clicked.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.cards import title
from app.toolbox.chart import Point
from app.wish import Language
from data.vocabulary import categories

SIDE, EDGE = 1000, 20  # of the plane and around it, in the drawing's own units
RADII = ((300, 8), (2000, 5), (1 << 30, 3))  # up to so many points, a circle's radius
TURN = 137.508  # degrees between two categories' hues: the golden angle never comes back to the same


def plane(points: Sequence[Point], language: Language, name: str) -> str:
    """The drawing, called ``name`` for those who cannot see it; ``data-id`` is what a click tells."""
    kinds = sorted({point.item.category for point in points})
    radius = next(size for most, size in RADII if len(points) <= most)
    circles = "".join(_circle(point, kinds.index(point.item.category), radius, language) for point in points)
    wide = SIDE + 2 * EDGE
    legend = "".join(_entry(kind, at, language) for at, kind in enumerate(kinds))
    return (
        f'<svg class="plane" viewBox="0 0 {wide} {wide}" role="img" aria-label="{escape(name)}">{circles}'
        f'</svg><ul class="legend">{legend}</ul>'
    )


def _circle(point: Point, kind: int, radius: int, language: Language) -> str:
    x, y = (EDGE + SIDE * place for place in (point.x, 1 - point.y))
    name = escape(title(point.item, language))
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}" fill="{_hue(kind)}" '
        f'data-id="{escape(point.item.id)}"><title>{name}</title></circle>'
    )


def _entry(kind: str, at: int, language: Language) -> str:
    known = categories().get(kind)
    shown = known.es if known and language == "es" else kind
    return f'<li><span style="background:{_hue(at)}"></span>{escape(shown)}</li>'


def _hue(at: int) -> str:
    return f"hsl({at * TURN % 360:.0f} 60% 50%)"
