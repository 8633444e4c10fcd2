"""T-shirts, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, ellipse, line, symmetric
from data.drawing.part import Garment, Line, Part

CREW = "0,152 28,143 50,104!"


DEEP = "0,206! 24,158 50,104!"


OPEN = "0,170! 30,132 50,104!"


def crew_tee() -> Garment:
    """A T-shirt with a round, ribbed neck."""
    return Garment((*pieces.back(50, 36), *pieces.short_sleeve(), pieces.torso(CREW), crew_band()))


def boxy_tee() -> Garment:
    """A wide, cropped T-shirt with dropped shoulders."""
    body = pieces.torso(CREW, 146, 148, 148, 470, 134)
    return Garment((*pieces.back(50, 36), *pieces.short_sleeve(134, 212, 296), body, crew_band()))


def graphic_tee() -> Garment:
    """A crew-neck T-shirt with a sun over hills on its chest."""
    sun = Part(ellipse(0, 262, 42), "print", depth=0, cast=0)
    hills = closed("-62,330! -30,276! -6,308! 22,262! 64,330!")
    front = closed("-62,330! -20,304 20,318 64,330!")
    art = (sun, Part(hills, "ink", depth=0, cast=0), Part(front, "print", depth=0, cast=0))
    shirt = crew_tee().parts
    bars = Part(closed("-62,340! 64,340! 64,347! -62,347!"), "ink", depth=0, cast=0)
    return Garment((*shirt[:-1], *art, bars, shirt[-1]))


def pocket_tee() -> Garment:
    """A crew-neck T-shirt with a pocket on the chest."""
    return Garment((*crew_tee().parts, pieces.patch_pocket(66, 216, 56, 62)))


def vneck_tee() -> Garment:
    """A T-shirt with a V-neck."""
    band = Part(symmetric("0,192! 19,154 41,101! 52,105! 27,160 0,210!"), "trim", round=3, depth=0.7)
    return Garment((*pieces.back(50, 70), *pieces.short_sleeve(), pieces.torso(DEEP), band))


def tank() -> Garment:
    """A sleeveless top with a scooped neck."""
    outline = symmetric("0,196 36,182 58,106! 88,108! 86,180 120,252! 122,330 118,420 128,520! 60,526 0,527")
    inside = symmetric("0,150 40,140 62,104! 86,106! 80,180 60,230 0,236")
    lines = (Line(both("0,200 40,186 62,108"), "stitch"), Line(both("84,110 82,182 115,254"), "stitch"))
    body = Part(
        outline, round=16, folds=pieces.drape(122, 520), lines=(*lines, Line(both("0,518 127,511"), "stitch"))
    )
    return Garment((Part(inside, "lining", shade=0.1), body))


def polo() -> Garment:
    """A polo shirt: soft collar, three buttons, ribbed sleeves."""
    placket = Part(
        closed("-13,150! 13,150! 13,262! -13,262!"),
        round=3,
        depth=0.6,
        lines=(Line(line("-9,152 -9,256! 9,256! 9,152"), "stitch", 1),),
    )
    return Garment(
        (
            *pieces.back(50, 40),
            *pieces.short_sleeve(),
            pieces.torso(OPEN),
            placket,
            *pieces.buttons(0, (182, 212, 242), 4),
            *pieces.collar(50, 56, 172),
        )
    )


def crew_band() -> Part:
    """The ribbed band of a round neck."""
    band = symmetric("0,139 23,131 40,102! 52,104! 29,145 0,155")
    return pieces.ribbed(Part(band, "trim", round=3, depth=0.7), 4, 100, 160)
