"""Shorts, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import closed, line, symmetric
from data.drawing.pants import fly_line, hem_line, slant_line, waistband
from data.drawing.part import Fold, Garment, Line, Part


def _short(
    hem: float, inner: float, bottom: float, lines: tuple[Line, ...], folds: tuple[Fold, ...] = ()
) -> tuple[Part, Part]:
    outline = closed(
        f"-2,84! 96,78! 116,160 {hem - 8},260 {hem},{bottom}! {(hem + inner) / 2},{bottom + 10}"
        f" {inner},{bottom + 8}! 8,250! -2,244!"
    )
    drape = (
        Fold(line("6,240 40,262 84,258"), -0.5, 7, 5),
        Fold(line("8,256 44,284 92,286"), 0.4, 8, 6),
        Fold(line(f"70,{bottom - 80} 78,{bottom - 30} 76,{bottom}"), -0.35, 12, 8),
        Fold(line("112,180 84,220 66,280"), -0.3, 9, 7),
    )
    return Part(outline, turn=-5, round=15, folds=drape + folds, lines=lines, cast=4).pair()


def chino_shorts() -> Garment:
    """Knee-length shorts with slanted pockets."""
    left, right = _short(146, 20, 370, (slant_line(96), hem_line(146, 20, 374)))
    right = right.with_lines(fly_line())
    return Garment((left, right, *waistband(94)))


def denim_shorts() -> Garment:
    """Short five-pocket shorts with rolled hems."""
    seams = (
        Line(line("46,98 58,128 106,134"), "seam", 1.8),
        Line(line("42,98 55,133 107,139"), "thread", 1.1, 0.9),
    )
    left, right = _short(140, 14, 318, seams)
    right = right.with_lines(Line(line("18,98 18,170 3,206"), "thread", 1.2, 0.9))
    cuff = Part(closed("10,306! 76,316 143,300! 146,328! 78,342 10,334!"), "collar", turn=-5, round=5)
    return Garment((left, right, *cuff.pair(), *waistband(94)))


def sport_shorts() -> Garment:
    """Running shorts with side stripes and a drawstring."""
    stripe = Line(line("108,120 124,220 138,340"), "print", 9)
    left, right = _short(
        150, 18, 344, (stripe, hem_line(150, 18, 348)), (Fold(line("50,110 60,200 56,320"), 0.35, 14, 8),)
    )
    band = symmetric("0,68 58,64 94,56! 97,92! 58,100 0,102")
    cords = (
        Part(closed("-12,96! -7,96! -12,160! -18,160!"), "lace", round=2, cast=2),
        Part(closed("8,96! 13,96! 20,168! 14,169!"), "lace", round=2, cast=2),
    )
    return Garment((left, right, pieces.ribbed(Part(band, "trim", round=6), 6, 50, 104), *cords))


def pleated_shorts() -> Garment:
    """High-waisted shorts with pleats and a tied belt."""
    folds = (Fold(line("36,100 42,180 44,260"), -0.55, 6, 4), Fold(line("64,100 74,190 80,280"), -0.5, 6, 4))
    left, right = _short(156, 14, 330, (slant_line(92), hem_line(156, 14, 334)), folds)
    knot = Part(closed("-10,76! 12,74! 14,104! -8,106!"), "collar", round=5, cast=4)
    tail = Part(closed("4,98! 18,98! 34,180 40,226! 20,230! 10,170!"), "collar", round=5, cast=4)
    return Garment((left, right, *waistband(92, loops=False, buttoned=False), tail, tail.mirrored(), knot))
