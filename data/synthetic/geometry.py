"""Outlines as SVG path data, and the garment parts that they bound.

A point is written "x,y"; "x,y!" is a corner, and the curve passes every other point smoothly. Points
measure x from the middle of the canvas, which is 512 by 640; path data measures it from the left edge.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin
from re import Match
from typing import NamedTuple

WIDTH, HEIGHT, MIDDLE = 512, 640, 256
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PAIR = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)")
Box = tuple[float, float, float, float]  # x, y, width, height


class Point(NamedTuple):
    """A place on the canvas; a corner breaks the curve's tangent."""

    x: float
    y: float
    corner: bool = False


def points(text: str) -> list[Point]:
    """Read points from text such as "0,152 28,143 50,104!"."""
    return [_point(word) for word in text.split()]


def mirrored(half: list[Point]) -> list[Point]:
    """Return the points on the other side of the middle, in the opposite order."""
    return [Point(2 * MIDDLE - p.x, p.y, p.corner) for p in reversed(half)]


def symmetric(text: str) -> str:
    """Return a closed outline from its right half, which runs down from the top of the middle line."""
    half = points(text)
    return closed(half + [p for p in mirrored(half) if abs(p.x - MIDDLE) > 0.01])


def closed(text: str | list[Point]) -> str:
    """Return the SVG path data of a closed outline."""
    places = points(text) if isinstance(text, str) else text
    return _path(places, ring=True) + "Z"


def line(text: str | list[Point]) -> str:
    """Return the SVG path data of an open line, or of several that ";" separates."""
    strokes = [points(each) for each in text.split(";")] if isinstance(text, str) else [text]
    return "".join(_path(places, ring=False) for places in strokes)


def line_pair(text: str) -> str:
    """Return the path data of open lines, each followed by its mirror image."""
    paths = [line(each) for each in text.split(";")]
    return "".join(path + reflected(path) for path in paths)


def reflected(path: str) -> str:
    """Return the path data on the other side of the middle."""
    return PAIR.sub(lambda m: f"{2 * MIDDLE - float(m[1]):.1f} {m[2]}", path)


def transformed(path: str, scale: float, dx: float, dy: float) -> str:
    """Return the path data scaled about the corner of the canvas, then moved."""
    return PAIR.sub(lambda m: f"{scale * float(m[1]) + dx:.1f} {scale * float(m[2]) + dy:.1f}", path)


def ellipse(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """Return the path data of an ellipse around a point."""
    ry = rx if ry is None else ry
    steps = (i * pi / 4 for i in range(8))
    return closed([Point(MIDDLE + x + rx * cos(a), y + ry * sin(a)) for a in steps])


def bounds(path: str, margin: float = 0) -> Box:
    """Return x, y, width and height of the box around path data."""
    numbers = [float(n) for n in NUMBER.findall(path)]
    xs, ys = numbers[::2], numbers[1::2]
    left, top = min(xs) - margin, min(ys) - margin
    return left, top, max(xs) + margin - left, max(ys) + margin - top


def drifted(path: str, amount: float, seed: int) -> str:
    """Return the path data moved by about ``amount`` pixels, smoothly, so that neighbours move alike."""

    def move(pair: Match[str]) -> str:
        x, y = float(pair[1]), float(pair[2])
        u = sin(x / 61 + seed) + sin(y / 83 + 1.7 * seed) + 0.5 * sin((x + y) / 37 + 2.3 * seed)
        v = sin(x / 71 + 2.1 * seed) + sin(y / 97 + 0.6 * seed) + 0.5 * sin((x - y) / 41 + 1.1 * seed)
        return f"{x + amount * u / 2.5:.1f} {y + amount * v / 2.5:.1f}"

    return PAIR.sub(move, path)


@dataclass(frozen=True, slots=True)
class Fold:
    """A ridge (height > 0) or a valley (height < 0) along path data; heights are -1..1."""

    path: str
    height: float
    width: float = 10
    blur: float = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line; its kind is "seam" (dark), "stitch" (dashed) or the name of a fabric."""

    path: str
    kind: str = "seam"
    width: float = 1.4
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A closed outline, cut from a fabric whose pattern is rotated by ``turn`` degrees.

    The surface curves over ``bevel`` pixels from the edge; ``shade`` (0..1) darkens an inside.
    """

    outline: str
    fabric: str = "main"
    turn: float = 0
    bevel: float = 12
    depth: float = 1.0
    shade: float = 0
    folds: tuple[Fold, ...] = ()
    lines: tuple[Line, ...] = ()
    shadow: float = 3  # blur of the shadow on the parts below, 0 for none

    def mirrored(self) -> Part:
        """Return this part on the other side of the middle."""
        return replace(self._with_paths(reflected), turn=-self.turn)

    def transformed(self, scale: float, dx: float, dy: float) -> Part:
        """Return this part scaled about the corner of the canvas, then moved."""
        return self._with_paths(lambda path: transformed(path, scale, dx, dy))

    def moved(self, dx: float, dy: float, shade: float = 0) -> Part:
        """Return this part somewhere else, at least as dark as ``shade``."""
        return replace(self.transformed(1, dx, dy), shade=max(self.shade, shade))

    def drifted(self, amount: float, seed: int) -> Part:
        """Return this part with its edges moved by about ``amount`` pixels, because cloth is never exact."""
        return self._with_paths(lambda path: drifted(path, amount, seed))

    def _with_paths(self, change: Callable[[str], str]) -> Part:
        return replace(
            self,
            outline=change(self.outline),
            folds=tuple(replace(f, path=change(f.path)) for f in self.folds),
            lines=tuple(replace(m, path=change(m.path)) for m in self.lines),
        )

    def with_lines(self, *lines: Line) -> Part:
        """Return this part with more lines on it."""
        return replace(self, lines=self.lines + lines)

    def pair(self) -> tuple[Part, Part]:
        """Return the mirror image and this part."""
        return self.mirrored(), self


@dataclass(frozen=True, slots=True)
class Garment:
    """Parts from back to front. ``floor`` is the height of the ground it stands on; None lies flat."""

    parts: tuple[Part, ...]
    floor: float | None = None
    drift: float = 5  # pixels that the edges may move: stiff things have less


def garment(*parts: Part, floor: float | None = None, drift: float = 5) -> Garment:
    """Return the garment of these parts, from back to front."""
    return Garment(parts, floor, drift)


def fold(points: str, height: float, width: float = 10, blur: float = 4) -> Fold:
    """Return the fold along these points."""
    return Fold(line(points), height, width, blur)


def stroke(points: str, kind: str, width: float = 1.4, opacity: float = 1, both: bool = False) -> Line:
    """Return the drawn line along these points; ``both`` adds its mirror image."""
    return Line(line_pair(points) if both else line(points), kind, width, opacity)


def seam(points: str, width: float = 1.4, opacity: float = 1, both: bool = False) -> Line:
    """Return a dark line, where two panels meet."""
    return stroke(points, "seam", width, opacity, both)


def stitch(points: str, width: float = 1.4, opacity: float = 1, both: bool = False) -> Line:
    """Return a dashed line of thread."""
    return stroke(points, "stitch", width, opacity, both)


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
