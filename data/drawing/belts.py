"""Belts, laid down.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from math import cos, pi, sin

from data.drawing.outline import closed, ellipse, line
from data.drawing.part import Garment, Line, Part


def belt() -> Garment:
    """A belt rolled up, its buckle in front."""
    coil = Part(
        closed("-150,250 -110,206 0,190 110,206 152,250! 152,330 110,374 0,390 -110,374 -150,330"), round=10
    )
    hollow = Part(
        closed("-126,262 -90,232 0,220 90,232 128,262! 110,290 0,304 -110,290"),
        "lining",
        round=10,
        shade=0.35,
        cast=0,
    )
    turns = Line(
        line("-138,252 -100,216 0,203 100,216 140,252") + line("-132,256 -94,224 0,211 94,224 134,256"),
        "seam",
        2,
    )
    front = Part(
        closed("-152,258! -110,300 0,316 110,300 152,258! 152,334! 110,376 0,392 -110,376 -152,334!"),
        round=10,
        lines=(
            Line(
                line("-148,272 -108,312 0,328 108,312 148,272")
                + line("-148,322 -108,364 0,380 108,364 148,322"),
                "stitch",
                1.4,
            ),
        ),
    )
    frame = Part(closed("-62,300! 34,306! 36,398! -62,392!"), "metal", round=5)
    window = Part(closed("-46,316! 20,320! 20,384! -46,380!"), "main", round=3, cast=0, shade=0.12)
    prong = Part(closed("-54,346! 30,350! 30,358! -54,354!"), "metal", round=3, cast=2)
    loop = Part(closed("60,306! 82,300! 84,384! 60,392!"), round=5)
    return Garment(
        (Part(coil.outline, round=10, lines=(turns,)), hollow, front, loop, frame, window, prong), drift=2
    )


def woven_belt() -> Garment:
    """A braided belt, laid in a loop."""
    outside = [_around(i, 208, 124) for i in range(16)]
    inside = [_around(-i, 172, 92) for i in range(16)]
    marks = ""
    for i in range(110):
        for lean in (-0.6, 0.6):
            marks += line(f"{_around(i * 16 / 110, 208, 124)} {_around(i * 16 / 110 + lean, 172, 92)}")
    buckle = closed("-46,364! 46,364! 46,432! -46,432!") + closed("-32,378! -32,418! 32,418! 32,378!")
    prong = Part(closed("-40,394! 38,394! 38,402! -40,402!"), "metal", round=3, cast=2)
    band = Part(
        closed(" ".join(outside)) + closed(" ".join(inside)), round=8, lines=(Line(marks, "seam", 1.8, 0.8),)
    )
    return Garment((band, Part(buckle, "metal", round=5), prong), drift=3)


def _around(step: float, rx: float, ry: float) -> str:
    """A point of the belt's loop, one of sixteen steps."""
    angle = step * pi / 8
    return f"{rx * cos(angle):.1f},{300 + ry * sin(angle):.1f}"


def sash() -> Garment:
    """A narrow waist belt with a round buckle."""
    strap = Part(
        closed("-224,290! -120,276 0,282 120,274 222,286! 222,330! 120,320 0,328 -120,320 -224,334!"),
        round=7,
        lines=(
            Line(
                line("-220,297 -120,283 0,289 120,281 218,293")
                + line("-220,327 -120,314 0,321 120,313 218,323"),
                "stitch",
                1.2,
            ),
        ),
    )
    outer = Part(ellipse(0, 304, 58), "metal", round=6)
    inner = Part(ellipse(0, 304, 40), "main", round=5, shade=0.06, cast=0)
    prong = Part(closed("-52,299! 46,299! 46,308! -52,308!"), "metal", round=3)
    loop = Part(closed("84,270! 102,269! 103,328! 85,329!"), round=4)
    holes = tuple(Part(ellipse(x, 300, 3.4), "dark", round=1, cast=0) for x in (140, 164, 188))
    return Garment((strap, outer, inner, prong, loop, *holes), drift=2)
