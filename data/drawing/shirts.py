"""Shirts and blouses, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, ellipse, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part

OPEN = "0,170! 30,132 50,104!"


def _shirt_front(bottom: float = 524) -> tuple[Part, ...]:
    body = symmetric(
        f"{OPEN} 118,130! 116,190 134,250 130,380 136,{bottom - 40}! 110,{bottom - 10} 60,{bottom + 10}"
        f" 0,{bottom + 12}"
    )
    hem = Line(both(f"0,{bottom + 6} 60,{bottom + 4} 110,{bottom - 16} 134,{bottom - 46}"), "stitch", 1)
    placket = closed(f"-15,160! 15,160! 14,{bottom + 11}! -14,{bottom + 11}!")
    edges = Line(line(f"-10,165 -10,{bottom + 8}") + line(f"10,165 10,{bottom + 8}"), "stitch", 1)
    yoke = Line(both("50,120 84,140 117,146"), "seam", 1)
    return (
        Part(body, round=18, folds=pieces.drape(132, bottom), lines=(hem, yoke)),
        Part(placket, round=3, depth=0.55, lines=(edges,), cast=2),
    )


def _shirt_cuffs() -> tuple[Part, ...]:
    left, right = pieces.cuffs(488, 32, "collar")
    return left, right, *(pieces.button(x, 506, 3.6) for x in (-160, 160))


def oxford() -> Garment:
    """A long-sleeved shirt with a button-down collar and a chest pocket."""
    return Garment(
        (
            *pieces.back(48, 40),
            *pieces.long_sleeve(118, 490),
            *_shirt_cuffs(),
            *_shirt_front(),
            pieces.patch_pocket(66, 226, 56, 64),
            *pieces.buttons(0, (196, 252, 308, 364, 420, 476)),
            *pieces.collar(50, 58, 182),
            *pieces.buttons(52, (164,), 3),
            *pieces.buttons(-52, (164,), 3),
        )
    )


def dress_shirt() -> Garment:
    """A slim long-sleeved shirt with a spread collar."""
    return Garment(
        (
            *pieces.back(48, 40),
            *pieces.long_sleeve(118, 490, -4),
            *_shirt_cuffs(),
            *_shirt_front(),
            *pieces.buttons(0, (196, 252, 308, 364, 420, 476)),
            *pieces.collar(50, 72, 168, 4),
        )
    )


def band_collar() -> Garment:
    """A loose linen shirt with a band collar and a half placket."""
    body = pieces.torso("0,152! 30,136 46,104!", 140, 142, 144, 524, 122)
    placket = Part(
        closed("-12,150! 12,150! 12,330! 0,338! -12,330!"),
        round=3,
        depth=0.6,
        lines=(Line(line("-8,152 -8,326! 8,326! 8,152"), "stitch", 1),),
    )
    band = Part(
        symmetric("0,134! 26,122 42,88! 52,98! 34,136 3,152! 0,152"),
        "collar",
        round=4,
        depth=0.8,
        lines=(Line(both("4,148 32,130 48,98"), "stitch", 1),),
    )
    return Garment(
        (
            *pieces.back(46, 40),
            *pieces.long_sleeve(122, 490, 4),
            *pieces.cuffs(488, 26, "collar"),
            body,
            placket,
            *pieces.buttons(0, (176, 216, 256, 296), 4),
            band,
        )
    )


def camp_shirt() -> Garment:
    """A short-sleeved shirt with an open, flat collar."""
    leaf = closed("40,98! 62,104 76,140 84,190! 44,196! 0,214! 20,160")
    lapel = Part(
        leaf,
        "collar",
        turn=20,
        round=4,
        depth=0.8,
        lines=(Line(line("80,188! 44,192! 2,210"), "stitch", 1),),
        cast=4,
    )
    body = pieces.torso("0,214! 24,150 50,104!", 144, 144, 146, 508, 126)
    seam = Line(line("0,214 0,512"), "seam", 1.4)
    front = Part(
        body.outline,
        round=18,
        folds=body.folds,
        lines=(*body.lines, seam, Line(line("-16,220 -16,510"), "stitch", 1)),
    )
    return Garment(
        (
            *pieces.back(50, 80),
            *pieces.short_sleeve(126, 208, 300),
            front,
            pieces.patch_pocket(70, 236, 58, 62),
            *pieces.buttons(-8, (240, 300, 360, 420, 476)),
            *lapel.pair(),
        )
    )


def blouse() -> Garment:
    """A softly gathered blouse with full sleeves and a bow at the neck."""
    body = pieces.torso("0,146! 30,136 46,104!", 128, 120, 132, 506, 112)
    gathers = tuple(
        Fold(line(f"{x * 0.55},160 {x},230 {x * 1.05},300"), -0.4, 6, 4) for x in (-78, -52, -28, 26, 50, 80)
    )
    front = Part(body.outline, round=16, folds=body.folds + gathers, lines=body.lines)
    loop = closed("4,152! 34,128 66,138 62,168 30,170!")
    tail = closed("2,158! 16,170 30,240 46,300! 22,306! 12,240 -4,170!")
    band = Part(symmetric("0,132 26,122 42,92! 52,100! 34,138 0,152"), "collar", round=4)
    knot = Part(ellipse(0, 152, 10, 11), "collar", round=5)
    return Garment(
        (
            *pieces.back(46, 34),
            *pieces.long_sleeve(112, 470, 16),
            *pieces.cuffs(468, 30, "collar"),
            front,
            band,
            *Part(
                tail, "collar", turn=-12, round=7, cast=4, folds=(Fold(line("8,170 24,290"), -0.5, 4, 3),)
            ).pair(),
            *Part(
                loop, "collar", turn=15, round=8, cast=4, folds=(Fold(line("8,154 40,150"), -0.6, 5, 3),)
            ).pair(),
            knot,
        )
    )
