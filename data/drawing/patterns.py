"""Patterns woven into a cloth or printed on it, by name.

Stripes are lines, so that they can stray with the cloth; prints are tiles of SVG text. Knows no garments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians, sin

Tile = tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stripe: its place within the pitch and its thickness in pixels."""

    at: float
    thick: float
    colour: str
    opacity: float = 0.95


@dataclass(frozen=True, slots=True)
class Pattern:
    """Stripes that repeat every ``pitch`` pixels, level and upright, over a printed tile."""

    pitch: float = 0
    levels: tuple[Bar, ...] = ()
    posts: tuple[Bar, ...] = ()
    tile: Tile = (32, 32, "")


def shaded(colour: str, amount: float) -> str:
    """The colour mixed with black (amount < 0) or white (amount > 0), -1..1."""
    target = 255 if amount > 0 else 0
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (target - c) * abs(amount)):02x}" for c in parts)


def lightness(colour: str) -> float:
    """Perceived lightness of a hex colour, 0..1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _breton(_: str, second: str) -> Pattern:
    return Pattern(21, levels=(Bar(10, 6.5, second),))


def _bold(_: str, second: str) -> Pattern:
    return Pattern(72, levels=(Bar(30, 36, second),))


def _pinstripe(_: str, second: str) -> Pattern:
    return Pattern(15, posts=(Bar(7, 1.2, second, 0.75),))


def _bengal(_: str, second: str) -> Pattern:
    return Pattern(12, posts=(Bar(6, 5, second, 0.85),))


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
