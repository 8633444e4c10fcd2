"""Fabrics: their colours, the patterns on them, their weaves and how they take the light.

Stripes are lines, so that they can drift with the cloth; prints and weaves are tiles of SVG text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, hypot, radians, sin

from data.synthetic.geometry import MIDDLE, Box, Point, line

Tile = tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class Fabric:
    """A material. ``colour`` and ``second`` are hex; ``pattern`` and ``weave`` are keys of tables below."""

    colour: str
    pattern: str = "plain"
    second: str = "#ffffff"
    weave: str = "jersey"


@dataclass(frozen=True, slots=True)
class Surface:
    """How a weave takes light: relief and shine are 0..1, grain is in pixels, creases are 1 for cotton."""

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


def paint(fabric: Fabric, name: str, turn: float) -> str:
    """Return the SVG pattern of a fabric's ground and print, rotated by ``turn`` degrees."""
    width, height, art = _pattern_of(fabric).tile
    ground = f'<rect width="{width:g}" height="{height:g}" fill="{fabric.colour}"/>'
    return _svg_pattern(name, turn, (width, height, ground + art))


def stripes(fabric: Fabric, box: Box, turn: float) -> list[tuple[str, Bar]]:
    """Return the path data of the stripes that cross a box, per kind of stripe."""
    pattern = _pattern_of(fabric)
    across = [(_stripe_path(bar.at, pattern.pitch, box, turn), bar) for bar in pattern.across]
    return across + [(_stripe_path(bar.at, pattern.pitch, box, turn + 90), bar) for bar in pattern.down]


def weave_pattern(fabric: Fabric, name: str, turn: float) -> str:
    """Return the SVG pattern of the weave over the fabric, or "" for a smooth one."""
    tile = WEAVES.get(fabric.weave)
    return _svg_pattern(name, turn, tile) if tile else ""


def _pattern_of(fabric: Fabric) -> Pattern:
    return PATTERNS[fabric.pattern](fabric.colour, fabric.second)


def _stripe_path(offset: float, pitch: float, box: Box, turn: float) -> str:
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


def _svg_pattern(name: str, turn: float, tile: Tile) -> str:
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


@dataclass(frozen=True, slots=True)
class Bar:
    """A stripe, by its place within the pitch and its thickness in pixels."""

    at: float
    thick: float
    colour: str
    opacity: float = 0.95


@dataclass(frozen=True, slots=True)
class Pattern:
    """Stripes that repeat every ``pitch`` pixels, across and down, over a printed tile."""

    pitch: float = 0
    across: tuple[Bar, ...] = ()
    down: tuple[Bar, ...] = ()
    tile: Tile = (32, 32, "")


def shaded(colour: str, amount: float) -> str:
    """Return the colour mixed with black (amount < 0) or white (amount > 0), -1..1."""
    target = 255 if amount > 0 else 0
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (target - c) * abs(amount)):02x}" for c in parts)


def lightness(colour: str) -> float:
    """Return the perceived lightness of a hex colour, 0..1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _breton(_: str, second: str) -> Pattern:
    return Pattern(21, across=(Bar(10, 6.5, second),))


def _bold(_: str, second: str) -> Pattern:
    return Pattern(72, across=(Bar(30, 36, second),))


def _pinstripe(_: str, second: str) -> Pattern:
    return Pattern(15, down=(Bar(7, 1.2, second, 0.75),))


def _bengal(_: str, second: str) -> Pattern:
    return Pattern(12, down=(Bar(6, 5, second, 0.85),))


def _gingham(_: str, second: str) -> Pattern:
    return Pattern(22, (Bar(11, 11, second, 0.55),), (Bar(11, 11, second, 0.55),))


def _tartan(colour: str, second: str) -> Pattern:
    dark, light = shaded(colour, -0.45), shaded(second, 0.5)
    bars = (Bar(12, 24, second, 0.5), Bar(7, 3, dark, 0.5), Bar(17, 3, dark, 0.5), Bar(42, 2, light, 0.8))
    return Pattern(60, bars, bars)


def _windowpane(_: str, second: str) -> Pattern:
    return Pattern(46, (Bar(20, 1.8, second, 0.8),), (Bar(0, 1.8, second, 0.8),))


def _dots(_: str, second: str) -> Pattern:
    spots = ((7, 7), (21, 21))
    art = "".join(f'<circle cx="{x}" cy="{y}" r="3.6" fill="{second}"/>' for x, y in spots)
    return Pattern(tile=(28, 28, art))


def _floral(colour: str, second: str) -> Pattern:
    leaf = "#5d7a56" if lightness(colour) > 0.4 else "#8ba77d"
    places = ((16, 18, 8.5, 0), (58, 34, 10.5, 25), (30, 64, 9.5, 50), (76, 78, 7.5, 10), (70, 5, 5.5, 40))
    leaves = "".join(_leaf(x + r * 1.1, y + r, r * 0.9, turn + 30, leaf) for x, y, r, turn in places)
    flowers = "".join(_flower(x, y, r, turn, second) for x, y, r, turn in places)
    return Pattern(tile=(88, 88, leaves + flowers))


def _flower(x: float, y: float, radius: float, turn: float, colour: str) -> str:
    petals = ((turn + 72 * i, shaded(colour, 0.12 * (i % 2))) for i in range(5))
    art = "".join(_petal(x, y, radius, angle, shade) for angle, shade in petals)
    return art + f'<circle cx="{x}" cy="{y}" r="{radius * 0.24:.1f}" fill="#e2b04a"/>'


def _petal(x: float, y: float, radius: float, angle: float, colour: str) -> str:
    cx = f"{x + radius * 0.55 * cos(radians(angle)):.1f}"
    cy = f"{y + radius * 0.55 * sin(radians(angle)):.1f}"
    return (
        f'<ellipse cx="{cx}" cy="{cy}" rx="{radius * 0.5:.1f}" ry="{radius * 0.36:.1f}" fill="{colour}"'
        f' transform="rotate({angle:g} {cx} {cy})"/>'
    )


def _leaf(x: float, y: float, size: float, turn: float, colour: str) -> str:
    path = f"M0 0Q{size * 0.5:.1f} {-size * 0.45:.1f} {size:.1f} 0Q{size * 0.5:.1f} {size * 0.45:.1f} 0 0Z"
    return f'<path d="{path}" fill="{colour}" transform="translate({x:.1f} {y:.1f}) rotate({turn:g})"/>'


def _leaves(_: str, second: str) -> Pattern:
    places = ((10, 14, 30, -35), (52, 20, 34, 40), (28, 58, 34, -80), (78, 66, 30, 10), (62, 88, 24, -50))
    pale = shaded(second, 0.25)
    art = "".join(
        _leaf(x, y, size, turn, second if i % 2 else pale) for i, (x, y, size, turn) in enumerate(places)
    )
    return Pattern(tile=(96, 96, art))


def _herringbone(_: str, second: str) -> Pattern:
    path = "".join(f"M0 {y}l6 -5M12 {y}l-6 -5" for y in (3, 7, 11))
    art = f'<path d="{path}" stroke="{second}" stroke-width="1.4" opacity=".55" fill="none"/>'
    return Pattern(tile=(12, 8, art))


def _plain(_: str, __: str) -> Pattern:
    return Pattern()


PATTERNS: dict[str, Callable[[str, str], Pattern]] = {
    "plain": _plain,
    "breton": _breton,
    "bold": _bold,
    "pinstripe": _pinstripe,
    "bengal": _bengal,
    "gingham": _gingham,
    "tartan": _tartan,
    "windowpane": _windowpane,
    "herringbone": _herringbone,
    "dots": _dots,
    "floral": _floral,
    "leaves": _leaves,
}
