"""Skirts and the flare that dresses share with them.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def flare(top: float, bottom: float, narrow: float, wide: float, count: int = 7) -> tuple[Fold, ...]:
    """Folds that fan out from a waist ``narrow`` to a hem ``wide``, half-widths."""
    folds = []
    for i in range(count):
        share = (i + 0.5) / count * 2 - 1
        height = (0.5, -0.55)[i % 2] * (1 - 0.25 * abs(share))
        start = top + (0.05 + 0.12 * (i * 7 % 5) / 5) * (bottom - top)
        path = line(
            f"{share * narrow},{start} {share * (narrow * 0.45 + wide * 0.55)},{(top + bottom) / 2}"
            f" {share * wide},{bottom}"
        )
        folds.append(Fold(path, height, 14, 7))
    return tuple(folds)


def flared(
    top: float, bottom: float, waist: float, hem: float, hip: float, count: int = 7, cloth: str = "main"
) -> Part:
    third = top + (bottom - top) * 0.35
    outline = symmetric(
        f"0,{top} {waist},{top - 3}! {hip},{third} {hem},{bottom - 8}! {hem * 0.55},{bottom + 4}"
        f" 0,{bottom + 6}"
    )
    hem_line = Line(
        both(f"0,{bottom - 1} {hem * 0.55},{bottom - 4} {hem - 1},{bottom - 15}"), "stitch", 1, 0.8
    )
    return Part(outline, cloth, round=16, folds=flare(top, bottom, waist, hem, count), lines=(hem_line,))


def aline_skirt() -> Garment:
    """A flared skirt with a waistband."""
    return Garment((flared(150, 520, 92, 196, 130, 8), *_waistband(92, 116, 156)))


def pleated_skirt() -> Garment:
    """A midi skirt in sharp pleats."""
    outline = symmetric("0,150 94,146! 118,240 176,556! 90,568 0,570")
    count = 15
    folds, lines = [], ""
    for i in range(count + 1):
        share = i / count * 2 - 1
        path = line(f"{share * 94},148 {share * 122},250 {share * 176},574")
        lines += path
        folds += [
            Fold(path, -0.8, 4, 2),
            Fold(line(f"{share * 94 + 5},150 {share * 122 + 7},250 {share * 176 + 10},572"), 0.55, 6, 3),
        ]
    return Garment(
        (
            Part(outline, round=16, folds=tuple(folds), lines=(Line(lines, "seam", 1, 0.5),)),
            *_waistband(94, 116, 152),
        )
    )


def pencil_skirt() -> Garment:
    """A narrow skirt to the knee with a waistband."""
    outline = symmetric("0,140 88,136! 124,230 122,400 104,560! 50,566 0,567")
    folds = (
        Fold(line("-116,240 -60,262 0,258"), -0.3, 9, 7),
        Fold(line("118,260 70,280 20,276"), -0.3, 9, 7),
        Fold(line("-40,430 -44,500 -40,564"), -0.35, 12, 8),
        Fold(line("50,400 54,480 46,562"), 0.4, 14, 8),
        Fold(line("90,440 84,500 80,560"), -0.3, 9, 6),
    )
    darts = Line(both("46,140 52,210"), "seam", 1.2)
    vent = Line(line("0,470 0,566") + line("6,470 6,566"), "seam", 1.2)
    return Garment((Part(outline, round=18, folds=folds, lines=(darts, vent)), *_waistband(88, 106, 142)))


def mini_skirt() -> Garment:
    """A short skirt with buttons down the front and two pockets."""
    outline = symmetric("0,180 106,174! 132,260 168,470! 84,486 0,488")
    seams = Line(both("40,186 66,230 122,236") + both("0,480 84,478 166,461"), "stitch", 1.3)
    placket = Part(
        closed("-16,180! 16,180! 16,488! -16,488!"),
        round=3,
        depth=0.6,
        lines=(Line(line("-11,182 -11,486") + line("11,182 11,486"), "stitch", 1.2),),
    )
    folds = flare(200, 480, 90, 150, 5)
    return Garment(
        (
            Part(outline, round=16, folds=folds, lines=(seams,)),
            placket,
            *_waistband(106, 138, 184),
            *pieces.buttons(0, (160, 214, 268, 322, 376, 430), 6, "metal"),
        )
    )


def wrap_skirt() -> Garment:
    """A wrap skirt with a ruffled slanting edge."""
    skirt = flared(146, 540, 90, 160, 122, 7)
    ruffle = closed("40,148! 62,148! 36,280 -30,420 -66,548! -96,546! -60,430 0,300")
    folds = tuple(
        Fold(line(f"{46 - i * 13},{180 + i * 44} {20 - i * 13},{190 + i * 46}"), (-0.6, 0.5)[i % 2], 7, 3)
        for i in range(8)
    )
    return Garment((skirt, Part(ruffle, turn=14, round=7, folds=folds, cast=5), *_waistband(90, 112, 150)))


def _waistband(half: float, top: float, bottom: float) -> tuple[Part, ...]:
    inside = symmetric(
        f"0,{top - 8} {half * 0.6},{top - 6} {half - 2},{top}! {half * 0.6},{top + 8} 0,{top + 10}"
    )
    band = symmetric(
        f"0,{top + 6} {half * 0.6},{top + 4} {half},{top - 2}! {half + 2},{bottom - 4}!"
        f" {half * 0.6},{bottom + 2} 0,{bottom + 4}"
    )
    edge = Line(both(f"0,{bottom} {half * 0.6},{bottom - 2} {half + 1},{bottom - 8}"), "stitch", 1)
    return Part(inside, "lining", round=4, shade=0.2), Part(band, "collar", round=5, depth=0.8, lines=(edge,))
