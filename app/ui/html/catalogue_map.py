"""The catalogue map as SVG: a point for each item in its category's colour, and a legend.

The script static/map.js shows what a point carries. Does not know what happens when one is chosen.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from urllib.parse import quote

from app.plan import Language
from app.search.catalogue_map import CatalogueMap, Point
from app.ui.html.elements import HANGER, address, button, nothing, text
from app.ui.html.labels import category_label, title, whole
from app.ui.strings import say

SIDE, EDGE = 1000, 24  # of the plane and around it, in SVG units
RADII = ((300, 11), (2000, 7), (12_000, 4), (1 << 30, 3))  # up to so many points, a circle's radius
HUE_STEP = 137.508  # degrees between two categories: the golden angle never comes back to the same hue


def catalogue_map(drawn: CatalogueMap, language: Language) -> str:
    """The drawing with its legend, and that it is a sample where it is one. A point's ``data-id`` is the
    item, ``data-name`` its title, ``data-file`` its picture below the drawing's ``data-folder``."""
    points = drawn.points
    kinds = sorted({point.item.category for point in points})
    radius = next(size for most, size in RADII if len(points) <= most)
    folder = Path(os.path.commonpath([point.item.image.parent for point in points]))
    groups = legend = ""
    for at, kind in enumerate(kinds):
        circles = (_circle(p, radius, folder, language) for p in points if p.item.category == kind)
        groups += f'<g data-kind="{at}" fill="{_hue(at)}">{"".join(circles)}</g>'
        legend += f'<li><button type="button" data-kind="{at}" aria-pressed="false">'
        legend += (
            f'<i style="background:{_hue(at)}"></i>{escape(category_label(kind, language))}</button></li>'
        )
    size, name = SIDE + 2 * EDGE, text("map.name", language, count=whole(len(points), language))
    return (
        f'<div class="map"><svg class="plane" viewBox="0 0 {size} {size}" tabindex="0" role="application" '
        f'aria-label="{name}" data-folder="{address(folder)}" data-more="{text("more.long", language)}">'
        f'{groups}</svg><ul class="legend">{legend}</ul>{_share(drawn, language)}'
        '<div class="picked" aria-live="polite"></div></div>'
    )


def _share(drawn: CatalogueMap, language: Language) -> str:
    if len(drawn.points) == drawn.count:
        return ""
    shown, count = whole(len(drawn.points), language), whole(drawn.count, language)
    return f'<p class="note">{text("map.sample", language, shown=shown, count=count)}</p>'


def map_invitation(language: Language) -> str:
    """In place of the map: a button that asks for it."""
    return f'<div class="none">{HANGER}<p>{button("map", say("map.show", language))}</p></div>'


def map_notice(key: str, language: Language) -> str:
    """In place of the map: what is being done about it."""
    return nothing(say(key, language)).replace("<p>", '<p role="status">')


def _circle(point: Point, radius: int, folder: Path, language: Language) -> str:
    x, y = (EDGE + SIDE * place for place in (point.x, 1 - point.y))
    file = quote(str(point.item.image.relative_to(folder)))
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}" data-id="{escape(point.item.id)}" '
        f'data-name="{escape(title(point.item, language))}" data-file="{escape(file)}"/>'
    )


def _hue(at: int) -> str:
    return f"hsl({at * HUE_STEP % 360:.0f} 58% 48%)"
