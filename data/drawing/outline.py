"""Curves: points written as text, mirrored and joined into SVG path data.

A point is "x,y"; "x,y!" is a corner, every other point is passed smoothly. x is written as the distance
from the middle of the sheet, which is 512 wide and 640 high; path data counts from its left edge.
Knows nothing of garments or cloth.
"""

from __future__ import annotations

import re
from math import cos, hypot, pi, sin
from re import Match
from typing import NamedTuple

WIDTH, HEIGHT, MIDDLE = 512, 640, 256
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PAIR = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)")


class Point(NamedTuple):
    """A place on the sheet; a corner breaks the curve's tangent."""

    x: float
    y: float
    corner: bool = False


def points(text: str) -> list[Point]:
    """Read "x,y x,y! …"."""
    return [_point(word) for word in text.split()]


def mirrored(half: list[Point]) -> list[Point]:
    """The same points on the other side of the middle, in the opposite order."""
    return [Point(2 * MIDDLE - p.x, p.y, p.corner) for p in reversed(half)]


def symmetric(text: str) -> str:
    """A closed outline whose right half runs from the top to the bottom of the middle line."""
    half = points(text)
    return closed(half + [p for p in mirrored(half) if abs(p.x - MIDDLE) > 0.01])


def closed(text: str | list[Point]) -> str:
    """SVG path data of a closed outline."""
    places = points(text) if isinstance(text, str) else text
    return _path(places, ring=True) + "Z"


def line(text: str | list[Point]) -> str:
    """SVG path data of an open line."""
    places = points(text) if isinstance(text, str) else text
    return _path(places, ring=False)


def both(text: str) -> str:
    """Path data of an open line and its mirror image."""
    path = line(text)
    return path + reflected(path)


def reflected(path: str) -> str:
    """Path data on the other side of the middle."""
    return PAIR.sub(lambda m: f"{2 * MIDDLE - float(m[1]):.1f} {m[2]}", path)


def placed(path: str, scale: float, dx: float, dy: float) -> str:
    """Path data enlarged about the corner of the sheet, then moved."""
    return PAIR.sub(lambda m: f"{scale * float(m[1]) + dx:.1f} {scale * float(m[2]) + dy:.1f}", path)


def ellipse(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """Path data of an ellipse around a point, x from the middle."""
    ry = rx if ry is None else ry
    steps = (i * pi / 4 for i in range(8))
    return closed([Point(MIDDLE + x + rx * cos(a), y + ry * sin(a)) for a in steps])


def bounds(path: str, margin: float = 0) -> tuple[float, float, float, float]:
    """x, y, width and height of the box around path data."""
    numbers = [float(n) for n in NUMBER.findall(path)]
    xs, ys = numbers[::2], numbers[1::2]
    left, top = min(xs) - margin, min(ys) - margin
    return left, top, max(xs) + margin - left, max(ys) + margin - top


def drifted(path: str, amount: float, seed: int) -> str:
    """Path data strayed by about ``amount`` pixels, smoothly, alike for neighbours: cloth is never exact."""

    def move(pair: Match[str]) -> str:
        x, y = float(pair[1]), float(pair[2])
        u = sin(x / 61 + seed) + sin(y / 83 + 1.7 * seed) + 0.5 * sin((x + y) / 37 + 2.3 * seed)
        v = sin(x / 71 + 2.1 * seed) + sin(y / 97 + 0.6 * seed) + 0.5 * sin((x - y) / 41 + 1.1 * seed)
        return f"{x + amount * u / 2.5:.1f} {y + amount * v / 2.5:.1f}"

    return PAIR.sub(move, path)


def _point(word: str) -> Point:
    x, y = word.rstrip("!").split(",")
    return Point(MIDDLE + float(x), float(y), word.endswith("!"))


def _path(places: list[Point], ring: bool) -> str:
    count = len(places)
    pieces = [f"M{places[0].x:.1f} {places[0].y:.1f}"]
    for i in range(count if ring else count - 1):
        before = places[i - 1] if ring or i else places[i]
        a, b = places[i], places[(i + 1) % count]
        after = places[(i + 2) % count] if ring or i + 2 < count else b
        pieces.append(_segment(before, a, b, after))
    return "".join(pieces)


def _segment(before: Point, a: Point, b: Point, after: Point) -> str:
    if a.corner and b.corner:
        return f"L{b.x:.1f} {b.y:.1f}"
    reach = hypot(b.x - a.x, b.y - a.y) / 3
    ax, ay = _tangent(a, b) if a.corner or before == a else _tangent(before, b)
    bx, by = _tangent(a, b) if b.corner or after == b else _tangent(a, after)
    first = f"{a.x + ax * reach:.1f} {a.y + ay * reach:.1f}"
    second = f"{b.x - bx * reach:.1f} {b.y - by * reach:.1f}"
    return f"C{first} {second} {b.x:.1f} {b.y:.1f}"


def _tangent(start: Point, end: Point) -> tuple[float, float]:
    dx, dy = end.x - start.x, end.y - start.y
    length = hypot(dx, dy) or 1.0
    return dx / length, dy / length
