"""Scarves, laid down.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing.outline import closed, line
from data.drawing.part import Fold, Garment, Line, Part


def fringed_scarf() -> Garment:
    """A long scarf folded once, with fringes."""
    behind = closed("-70,90! 10,70 96,96! 120,240 110,420 126,520! 60,528 16,522! 20,400 0,240")
    front = closed(
        "-96,110! -40,66 70,70 96,100! 40,150 -10,190! -6,320 -20,440 -12,548! -70,556 -116,546!"
        " -110,420 -120,250"
    )
    tassels = "".join(line(f"{x},524 {x + (i % 3 - 1) * 3},568") for i, x in enumerate(range(20, 126, 7)))
    more = "".join(line(f"{x},550 {x + (i % 3 - 1) * 3},596") for i, x in enumerate(range(-114, -12, 7)))
    folds = (
        Fold(line("-40,84 -70,160 -84,300 -80,544"), -0.5, 12, 6),
        Fold(line("60,90 0,150 -40,240 -44,540"), 0.5, 14, 7),
        Fold(line("80,100 10,160 -20,220"), -0.45, 8, 5),
        Fold(line("-104,200 -100,360 -100,540"), 0.4, 10, 6),
    )
    back_folds = (
        Fold(line("60,120 74,300 70,520"), -0.5, 12, 7),
        Fold(line("96,140 98,320 104,520"), 0.45, 10, 6),
    )
    return Garment(
        (
            _fringe(tassels),
            Part(behind, turn=-4, round=13, folds=back_folds, shade=0.06),
            _fringe(more),
            Part(front, turn=4, round=13, folds=folds, cast=6),
        )
    )


def _fringe(path: str) -> Part:
    """All threads of a fringe as one part."""
    threads = [piece for piece in path.split("M") if piece]
    return Part("".join(_thread(piece) for piece in threads), "main", round=2, depth=0.6, cast=1.5)


def _thread(piece: str) -> str:
    start, end = piece.split("C")[0].split(), piece.split()[-2:]
    x, y, u, v = float(start[0]), float(start[1]), float(end[0]), float(end[1])
    return f"M{x - 1.8:.1f} {y:.1f}L{x + 1.8:.1f} {y:.1f}L{u + 1.3:.1f} {v:.1f}L{u - 1.3:.1f} {v:.1f}Z"


def silk_square() -> Garment:
    """A square silk scarf with a border, knotted."""
    fan = closed("-14,250! -150,330 -196,440! -120,470 -60,540! -20,440 0,262")
    other = closed("14,250! 150,320 204,420! 130,470 84,556! 30,440 0,262")
    ring = closed(
        "-20,254! -150,210 -160,110 -60,64 40,60 150,100 160,200 30,256! 24,230 110,190 108,124 30,94"
        " -50,98 -112,130 -104,190 -18,228!"
    )
    folds = (
        Fold(line("-20,270 -100,380 -140,450"), -0.6, 8, 5),
        Fold(line("-14,280 -60,400 -80,500"), 0.5, 10, 6),
        Fold(line("-30,262 -130,350 -170,420"), 0.4, 8, 5),
    )
    edge = Line(line("-192,432 -118,460 -60,528"), "print", 7)
    edge2 = Line(line("200,412 128,460 82,544"), "print", 7)
    twist = tuple(
        Fold(line(f"{x},{y} {x * 0.86},{y + 18}"), -0.5, 6, 4)
        for x, y in ((-140, 130), (-120, 90), (-60, 70), (0, 64), (60, 70), (120, 96), (144, 150))
    )
    knot = closed("-30,226! 0,216 32,228! 36,262 0,282 -32,264")
    return Garment(
        (
            Part(ring, round=12, folds=twist),
            Part(fan, turn=30, round=11, folds=folds, lines=(edge,)),
            Part(
                other,
                turn=-30,
                round=11,
                folds=(
                    Fold(line("20,280 110,380 150,440"), -0.6, 8, 5),
                    Fold(line("12,280 60,400 90,520"), 0.5, 10, 6),
                ),
                lines=(edge2,),
            ),
            Part(knot, round=10, folds=(Fold(line("-20,234 0,262 24,270"), -0.5, 5, 3),), cast=5),
        )
    )


def snood() -> Garment:
    """A knitted loop scarf."""
    outer = closed("-150,180 -90,120 20,110 130,150 168,250 160,380 90,480 -30,500 -130,450 -176,330")
    folds = tuple(
        Fold(
            line(f"{-150 + i * 9},{230 + i * 26} {-10},{280 + i * 34} {150 - i * 8},{224 + i * 30}"),
            (-0.75, 0.6)[i % 2],
            14,
            6,
        )
        for i in range(7)
    )
    hollow = closed("-104,186 -40,152 40,152 108,190 70,236 0,250 -70,234")
    ribs = Line("".join(line(f"{x},110 {x * 1.12},500") for x in range(-170, 171, 9)), "seam", 1.6, 0.3)
    return Garment(
        (
            Part(outer, round=22, folds=folds, lines=(ribs,)),
            Part(hollow, "lining", round=14, shade=0.3, cast=0),
        )
    )
