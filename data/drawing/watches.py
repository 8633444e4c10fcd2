"""Watches from the front.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from math import cos, pi, sin

from data.drawing.outline import closed, ellipse, line, symmetric
from data.drawing.part import Garment, Line, Part


def _watch(
    case: str, strap: str, dial: tuple[Part, ...], bracelet: tuple[Line, ...] = (), cloth: str = "main"
) -> Garment:
    upper = Part(strap, cloth, round=7, lines=bracelet)
    crown = Part(closed("104,310! 122,312! 122,334! 104,336!"), "metal", round=3)
    return Garment((upper, crown, Part(case, "metal", round=8), *dial), drift=0.6)


def _dial(radius: float, marks: int = 12) -> tuple[Part, ...]:
    ticks = "".join(
        line(
            f"{radius * 0.82 * cos(a)},{322 + radius * 0.82 * sin(a)}"
            f" {radius * 0.92 * cos(a)},{322 + radius * 0.92 * sin(a)}"
        )
        for a in (2 * pi * i / marks for i in range(marks))
    )
    hands = (
        Line(line("0,322 -34,290"), "ink", 5),
        Line(line("0,330 40,262"), "ink", 3.4),
        Line(line("-6,334 18,388"), "print", 1.6),
    )
    face = Part(
        ellipse(0, 322, radius), "dial", round=6, depth=0.5, lines=(Line(ticks, "ink", 3), *hands), cast=0
    )
    return face, Part(ellipse(0, 322, 4.5), "metal", round=2, cast=1)


def leather_watch() -> Garment:
    """A round watch on a stitched strap."""
    strap = symmetric("0,66 44,66 50,84! 62,250 62,400 48,560! 40,584 0,590")
    stitches = (
        Line(
            line("-42,90 -52,240") + line("42,90 52,240") + line("-52,404 -40,560") + line("52,404 40,560"),
            "stitch",
            1.6,
        ),
    )
    holes = tuple(Part(ellipse(0, y, 4), "dark", round=1, cast=0) for y in (470, 500, 530))
    watch = _watch(ellipse(0, 322, 108), strap, _dial(90), stitches)
    keeper = Part(closed("-54,130! 54,130! 56,150! -56,150!"), round=4)
    return Garment((watch.parts[0], *holes, keeper, *watch.parts[1:]), drift=0.6)


def steel_watch() -> Garment:
    """A round watch on a linked bracelet."""
    strap = symmetric("0,60 48,62! 66,250 66,400 48,582! 0,584")
    rows = range(78, 580, 17)
    links = Line(
        "".join(line(f"-70,{y} 70,{y}") for y in rows)
        + line("-20,60 -28,322 -20,584")
        + line("20,60 28,322 20,584"),
        "seam",
        2,
        0.8,
    )
    bezel = Part(ellipse(0, 322, 112), "metal", round=7)
    inner = Line(
        "".join(
            line(f"{104 * cos(a)},{322 + 104 * sin(a)} {111 * cos(a)},{322 + 111 * sin(a)}")
            for a in (pi * i / 30 for i in range(60))
        ),
        "seam",
        1.2,
    )
    watch = _watch(Part(bezel.outline).outline, strap, _dial(88), (links,), "metal")
    case = Part(watch.parts[2].outline, "metal", round=7, lines=(inner,))
    return Garment((*watch.parts[:2], case, *watch.parts[3:]), drift=0.4)


def square_watch() -> Garment:
    """A rectangular watch on a slim strap."""
    strap = symmetric("0,66 34,66 40,84! 48,250 48,400 38,560! 30,584 0,590")
    case = symmetric("0,216 74,216! 84,226! 84,418! 74,428! 0,428")
    face = symmetric("0,232 68,232! 68,412! 0,412")
    ticks = line("0,242 0,256") + line("0,388 0,402") + line("-60,322 -46,322") + line("60,322 46,322")
    hands = (Line(line("0,322 -26,290"), "ink", 4.5), Line(line("0,328 30,258"), "ink", 3))
    dial = Part(face, "dial", round=5, depth=0.5, lines=(Line(ticks, "ink", 3), *hands), cast=0)
    crown = Part(closed("82,310! 98,312! 98,334! 82,336!"), "metal", round=3)
    stitches = Line(
        line("-32,90 -40,210") + line("32,90 40,210") + line("-40,432 -31,560") + line("40,432 31,560"),
        "stitch",
        1.4,
    )
    return Garment(
        (
            Part(strap, round=6, lines=(stitches,)),
            crown,
            Part(case, "metal", round=7),
            dial,
            Part(ellipse(0, 322, 3.6), "metal", round=2, cast=1),
        ),
        drift=0.6,
    )
