"""Pants, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def _leg(
    waist: float,
    hip: float,
    knee: float,
    hem: float,
    inner: float,
    bottom: float,
    folds: tuple[Fold, ...] = (),
    lines: tuple[Line, ...] = (),
) -> tuple[Part, Part]:
    """Both legs; the numbers are distances from the middle: outer waist, hip, knee and hem, inner hem."""
    middle = (250 + bottom) / 2
    outline = closed(
        f"-2,84! {waist},78! {hip},170 {knee},{middle} {hem},{bottom}! {(hem + inner) / 2},{bottom + 6}"
        f" {inner},{bottom + 2}!"
        f" {inner * 0.55},{middle} 3,256! -2,250!"
    )
    drape = (
        Fold(line(f"4,246 34,262 {hip * 0.66},258"), -0.5, 7, 5),
        Fold(line(f"6,262 36,286 {hip * 0.6},290"), 0.4, 8, 5),
        Fold(line(f"{hip - 4},200 {hip * 0.7},240 {hip * 0.5},300"), -0.3, 9, 7),
        Fold(
            line(f"{knee * 0.45},{middle - 30} {knee * 0.7},{middle - 20} {knee},{middle - 34}"), -0.35, 8, 6
        ),
        Fold(line(f"{knee * 0.4},{middle + 6} {knee * 0.7},{middle + 18} {knee},{middle + 4}"), 0.35, 9, 6),
        Fold(
            line(f"{inner + 6},{bottom - 26} {(hem + inner) / 2},{bottom - 18} {hem - 4},{bottom - 30}"),
            -0.45,
            7,
            5,
        ),
    )
    part = Part(outline, turn=-4, round=15, folds=drape + folds, lines=lines, cast=4)
    return part.pair()


def hem_line(hem: float, inner: float, bottom: float) -> Line:
    return Line(
        line(f"{inner},{bottom - 9} {(hem + inner) / 2},{bottom - 5} {hem},{bottom - 11}"), "stitch", 1
    )


def waistband(
    half: float, cloth: str = "main", loops: bool = True, buttoned: bool = True
) -> tuple[Part, ...]:
    inside = symmetric(f"0,58 {half * 0.6},58 {half - 2},64! {half * 0.6},76 0,78")
    band = symmetric(f"0,72 {half * 0.6},69 {half},60! {half + 3},86! {half * 0.6},95 0,98")
    edges = Line(
        both(f"0,94 {half * 0.6},91 {half + 3},82") + both(f"0,76 {half * 0.6},73 {half},65"), "stitch", 1
    )
    parts = [
        Part(inside, "lining", round=4, shade=0.2),
        Part(band, cloth, round=4, depth=0.7, lines=(edges,)),
    ]
    if loops:
        loop = Part(closed("46,64! 54,63! 55,98! 47,99!"), cloth, round=2, depth=0.7, cast=2)
        parts += loop.pair()
    if buttoned:
        parts.append(pieces.button(0, 84, 5.4, "stud"))
    return tuple(parts)


def fly_line(bottom: float = 200) -> Line:
    return Line(line(f"20,98 20,{bottom - 40} 4,{bottom}"), "stitch", 1.2)


def slant_line(half: float) -> Line:
    return Line(line(f"{half * 0.62},96 {half + 8},170"), "seam", 1.8)


def jeans() -> Garment:
    """Straight five-pocket jeans with contrast stitching."""
    scoop = line("46,98 58,128 102,134")
    twin = line("42,98 55,133 103,139")
    coin = line("70,112 70,132")
    seams = (
        Line(scoop, "seam", 1.8),
        Line(twin, "thread", 1.1, 0.9),
        Line(coin, "thread", 1, 0.8),
        Line(line("104,150 112,340 113,560"), "seam", 1.2, 0.6),
        hem_line(114, 24, 586),
    )
    fade = (Fold(line("60,200 62,320 66,440"), 0.25, 34, 14),)
    fly = Line(line("18,98 18,170 3,206"), "thread", 1.2, 0.9)
    left, right = _leg(96, 108, 110, 114, 24, 586, fade, seams)
    right = right.with_lines(fly)
    return Garment((left, right, *waistband(94)))


def slim_jeans() -> Garment:
    """Slim five-pocket jeans, narrow at the ankle."""
    seams = (
        Line(line("46,98 58,128 100,134"), "seam", 1.8),
        Line(line("42,98 55,133 101,139"), "thread", 1.1, 0.9),
        hem_line(92, 36, 588),
    )
    left, right = _leg(92, 104, 92, 90, 38, 588, (), seams)
    fly = Line(line("18,98 18,170 3,206"), "thread", 1.2, 0.9)
    return Garment(
        (
            left,
            right.with_lines(fly),
            *waistband(90),
        )
    )


def chinos() -> Garment:
    """Straight chinos with slanted pockets."""
    left, right = _leg(94, 108, 104, 102, 28, 586, (), (slant_line(94), hem_line(102, 28, 586)))
    right = right.with_lines(fly_line())
    return Garment((left, right, *waistband(92)))


def trousers() -> Garment:
    """Tailored trousers with a pressed crease."""
    crease = (Fold(line("52,120 60,300 66,590"), 0.9, 3, 1.5), Fold(line("46,110 48,140"), -0.5, 5, 3))
    left, right = _leg(92, 106, 104, 100, 32, 590, crease, (slant_line(92),))
    right = right.with_lines(fly_line())
    tab = Part(closed("-4,74! 30,72! 36,84! 30,95! -4,97!"), round=3, depth=0.6, cast=2)
    return Garment((left, right, *waistband(90, buttoned=False), tab, pieces.button(22, 84, 3.6)))


def wide_leg() -> Garment:
    """High-waisted, wide-legged trousers with pleats."""
    folds = (
        Fold(line("40,100 46,200 52,330"), -0.6, 6, 4),
        Fold(line("66,100 76,220 84,360"), -0.5, 7, 5),
        Fold(line("60,330 84,460 92,590"), 0.5, 16, 8),
        Fold(line("30,330 48,470 52,592"), -0.4, 12, 7),
        Fold(line("104,340 126,460 132,590"), -0.4, 12, 7),
    )
    left, right = _leg(86, 108, 132, 160, 16, 590, folds, (slant_line(86), hem_line(160, 16, 590)))
    return Garment((left, right, *waistband(86, loops=False, buttoned=False)))


def joggers() -> Garment:
    """Joggers with a drawstring and ribbed ankles."""
    folds = (Fold(line("40,520 62,536 92,524"), -0.5, 8, 5), Fold(line("44,490 66,500 98,488"), -0.35, 9, 6))
    left, right = _leg(94, 110, 104, 92, 36, 550, folds, (slant_line(94),))
    ankle = pieces.ribbed(
        Part(closed("38,546! 64,552 90,544! 84,590! 62,596 42,592!"), "trim", round=7), 5, 540, 600
    )
    band = symmetric("0,68 58,64 94,56! 96,92! 58,100 0,102")
    cords = (
        Part(closed("-12,96! -7,96! -12,170! -18,170!"), "lace", round=2, cast=2),
        Part(closed("8,96! 13,96! 20,178! 14,179!"), "lace", round=2, cast=2),
    )
    return Garment(
        (left, right, *ankle.pair(), pieces.ribbed(Part(band, "trim", round=6), 6, 50, 104), *cords)
    )


def cargo() -> Garment:
    """Loose trousers with flapped pockets on the legs."""
    left, right = _leg(94, 112, 118, 112, 26, 586, (), (slant_line(94), hem_line(112, 26, 586)))
    right = right.with_lines(fly_line())
    pocket = pieces.patch_pocket(88, 300, 62, 84)
    flap = Part(
        closed("54,296! 122,294! 122,320! 88,328! 54,322!"),
        round=3,
        depth=0.8,
        lines=(Line(line("57,318! 88,323! 119,316!"), "stitch", 1),),
    )
    return Garment((left, right, *pocket.pair(), *flap.pair(), *waistband(92)))
