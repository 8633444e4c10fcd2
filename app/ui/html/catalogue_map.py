"""A map as SVG: a point an item in its category's colour, and a legend; what is shown of a point, the page's
script makes of what the point carries.

Knows points and words; does not know what happens when one is chosen.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from app.plan import Language
from app.search.catalogue_map import Point
from app.ui.html.cards import address, category_label, title
from app.ui.html.header import whole
from app.ui.strings import say

SIDE, EDGE = 1000, 24  # of the plane and around it, in the drawing's own units
RADII = ((300, 11), (2000, 7), (12_000, 4), (1 << 30, 3))  # up to so many points, a circle's radius
TURN = 137.508  # degrees between two categories' hues: the golden angle never comes back to the same


def plane(points: Sequence[Point], language: Language) -> str:
    """The drawing with its legend. ``data-id`` is what a click tells, ``data-name`` and ``data-file`` (below
    the drawing's ``data-folder``) what is shown of an item."""
    kinds = sorted({point.item.category for point in points})
    radius = next(size for most, size in RADII if len(points) <= most)
    folder = Path(os.path.commonpath([point.item.image.parent for point in points]))
    groups = "".join(
        f'<g data-kind="{at}" fill="{_hue(at)}">'
        + "".join(_circle(p, radius, folder, language) for p in points if p.item.category == kind)
        + "</g>"
        for at, kind in enumerate(kinds)
    )
    wide, name = SIDE + 2 * EDGE, escape(say("map.name", language, count=whole(len(points), language)))
    legend = "".join(_entry(kind, at, language) for at, kind in enumerate(kinds))
    more = escape(say("more.long", language))
    return (
        f'<div class="map"><svg class="plane" viewBox="0 0 {wide} {wide}" tabindex="0" role="application" '
        f'aria-label="{name}" data-folder="{address(folder)}" data-more="{more}">'
        f'{groups}</svg><ul class="legend">{legend}</ul><div class="picked" aria-live="polite"></div></div>'
    )


def _circle(point: Point, radius: int, folder: Path, language: Language) -> str:
    x, y = (EDGE + SIDE * place for place in (point.x, 1 - point.y))
    file = quote(str(point.item.image.relative_to(folder)))
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}" data-id="{escape(point.item.id)}" '
        f'data-name="{escape(title(point.item, language))}" data-file="{escape(file)}"/>'
    )


def _entry(kind: str, at: int, language: Language) -> str:
    name = escape(category_label(kind, language))
    return (
        f'<li><button type="button" data-kind="{at}" aria-pressed="false">'
        f'<i style="background:{_hue(at)}"></i>{name}</button></li>'
    )


def _hue(at: int) -> str:
    return f"hsl({at * TURN % 360:.0f} 58% 48%)"
