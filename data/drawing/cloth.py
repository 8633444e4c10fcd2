"""Fabrics: a colour, a pattern on it, the weave that is seen from near and how it takes the light.

Knows nothing of the garments that are cut from the cloth.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians, sin

from data.drawing.outline import MIDDLE, Point, line
from data.drawing.patterns import PATTERNS, Bar, Pattern, Tile


@dataclass(frozen=True, slots=True)
class Cloth:
    """``colour`` and ``second`` are hex; ``pattern`` and ``weave`` are names of this module."""

    colour: str
    pattern: str = "plain"
    second: str = "#ffffff"
    weave: str = "jersey"


@dataclass(frozen=True, slots=True)
class Surface:
    """How a weave takes light: relief 0..1, grain in pixels, creases about 1 for cotton, shine 0..1."""

    relief: float
    grain: float
    creases: float
    shine: float = 0


SURFACES = {
    "jersey": Surface(0.8, 1.6, 0.9),
    "poplin": Surface(0.8, 1.4, 1.0),
    "linen": Surface(0.8, 1.8, 1.3),
    "denim": Surface(0.8, 1.7, 0.9),
    "twill": Surface(0.8, 1.5, 0.8),
    "knit": Surface(0.75, 2.2, 0.6),
    "wool": Surface(0.75, 2.4, 0.5),
    "cord": Surface(0.75, 1.8, 0.7),
    "mesh": Surface(0.7, 1.6, 0.5),
    "straw": Surface(0.7, 2.0, 0.2),
    "satin": Surface(0.95, 1.2, 1.0, 0.35),
    "nylon": Surface(0.9, 1.3, 1.2, 0.25),
    "leather": Surface(0.8, 1.9, 0.5, 0.4),
    "patent": Surface(0.9, 1.2, 0.2, 0.9),
    "rubber": Surface(0.7, 1.6, 0, 0.1),
    "metal": Surface(1.0, 1.2, 0, 0.9),
    "glass": Surface(0.6, 1.2, 0, 0.8),
}


def paint(cloth: Cloth, name: str, turn: float) -> str:
    """The SVG pattern, called ``name`` and turned by ``turn`` degrees, of a cloth's ground and print."""
    width, height, art = _pattern_of(cloth).tile
    ground = f'<rect width="{width:g}" height="{height:g}" fill="{cloth.colour}"/>'
    return _pattern(name, turn, (width, height, ground + art))


def woven(cloth: Cloth, box: tuple[float, float, float, float], turn: float) -> list[tuple[str, Bar]]:
    """Path data of the stripes that cross a box, per kind of stripe."""
    pattern = _pattern_of(cloth)
    levels = [(_stripes(bar.at, pattern.pitch, box, turn), bar) for bar in pattern.levels]
    return levels + [(_stripes(bar.at, pattern.pitch, box, turn + 90), bar) for bar in pattern.posts]


def weave(cloth: Cloth, name: str, turn: float) -> str:
    """The SVG pattern of the weave that lies over the cloth, or "" for a smooth one."""
    tile = WEAVES.get(cloth.weave)
    return _pattern(name, turn, tile) if tile else ""


def _pattern_of(cloth: Cloth) -> Pattern:
    return PATTERNS[cloth.pattern](cloth.colour, cloth.second)


def _stripes(offset: float, pitch: float, box: tuple[float, float, float, float], turn: float) -> str:
    x, y, width, height = box
    middle_x, middle_y, reach = x + width / 2, y + height / 2, hypot(width, height) / 2
    along, across = cos(radians(turn)), sin(radians(turn))
    start = (offset - (middle_y * along - (middle_x - MIDDLE) * across)) % pitch - pitch
    lines = []
    while start < reach:
        for v in (start, start - pitch * (1 + reach // pitch)):
            steps = [(-reach + reach * i / 4, v) for i in range(9)]
            lines.append(
                [
                    Point(middle_x + u * along - v * across, middle_y + u * across + v * along)
                    for u, v in steps
                ]
            )
        start += pitch
    return "".join(line(each) for each in lines)


def _pattern(name: str, turn: float, tile: Tile) -> str:
    width, height, art = tile
    return (
        f'<pattern id="{name}" width="{width:g}" height="{height:g}" patternUnits="userSpaceOnUse"'
        f' patternTransform="translate(256 0) rotate({turn:g})">{art}</pattern>'
    )


def _strokes(path: str, colour: str, width: float, opacity: float) -> str:
    return f'<path d="{path}" stroke="{colour}" stroke-width="{width:g}" opacity="{opacity:g}" fill="none"/>'


WEAVES: dict[str, Tile] = {
    "denim": (5, 5, _strokes("M-1 6L6 -1M-1 1L1 -1M4 6L6 4", "#fff", 0.9, 0.16)),
    "twill": (4, 4, _strokes("M-1 5L5 -1M-1 1L1 -1M3 5L5 3", "#000", 0.7, 0.1)),
    "knit": (
        7,
        7,
        _strokes("M0.4 0.5L3.5 4.2L6.6 0.5", "#000", 1.1, 0.2)
        + _strokes("M0.4 2.4L3.5 6.1L6.6 2.4", "#fff", 1, 0.13),
    ),
    "linen": (
        6,
        6,
        _strokes("M0 1.5H6M0 4.4H4", "#fff", 0.6, 0.2) + _strokes("M1.5 0V6M4.6 1V6", "#000", 0.6, 0.07),
    ),
    "cord": (7, 8, _strokes("M1 0V8", "#000", 1.8, 0.2) + _strokes("M4 0V8", "#fff", 1.8, 0.13)),
    "straw": (
        12,
        8,
        _strokes("M0 2H6M6 6H12", "#5a3d16", 1.5, 0.4) + _strokes("M6 2H12M0 6H6", "#fff", 1.6, 0.35),
    ),
    "mesh": (
        6,
        6,
        '<circle cx="1.5" cy="1.5" r=".9" opacity=".16"/><circle cx="4.5" cy="4.5" r=".9" opacity=".16"/>',
    ),
}
