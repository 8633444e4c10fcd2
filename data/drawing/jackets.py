"""Jackets, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def _body(chest: float, waist: float, hem: float, bottom: float, shoulder: float = 126) -> Part:
    return pieces.torso("0,150! 30,132 50,104!", chest, waist, hem, bottom, shoulder)


def _zip(top: float, bottom: float) -> tuple[Part, Part]:
    tape = closed(f"-5,{top}! 5,{top}! 5,{bottom}! -5,{bottom}!")
    teeth = Line(line(f"0,{top} 0,{bottom}"), "stitch", 3)
    pull = closed(f"-4,{top + 6}! 4,{top + 6}! 5,{top + 30}! -5,{top + 30}!")
    return Part(tape, "metal", round=2, depth=0.5, lines=(teeth,)), Part(pull, "metal", round=2, cast=2)


def flap_at(x: float, y: float, width: float, height: float, tilt: float = 0) -> Part:
    left, right = x - width / 2, x + width / 2
    outline = closed(
        f"{left},{y + tilt}! {right},{y - tilt}! {right},{y + height - tilt}! {left},{y + height + tilt}!"
    )
    return Part(
        outline,
        round=3,
        depth=0.6,
        lines=(
            Line(
                line(f"{left + 3},{y + height - 4 + tilt} {right - 3},{y + height - 4 - tilt}"), "stitch", 1
            ),
        ),
    )


def denim_jacket() -> Garment:
    """A short jacket with chest pockets, panel seams and metal buttons."""
    band = symmetric("0,470 70,468 137,462! 135,500! 70,506 0,507")
    edges = Line(both("0,474 70,472 134,466") + both("0,500 70,499 132,494"), "stitch", 1.2)
    flap = Part(
        closed("42,206! 98,202! 98,224! 70,238! 42,226!"),
        round=3,
        depth=0.7,
        lines=(Line(line("45,222! 70,233! 95,220!"), "stitch", 1.2),),
    )
    return Garment(
        (
            *pieces.back(50, 40),
            *pieces.long_sleeve(126, 478, 4),
            *pieces.cuffs(476, 32, "collar"),
            *_denim_front(),
            *flap.pair(),
            Part(band, "collar", round=4, depth=0.7, lines=(edges,)),
            *pieces.buttons(0, (186, 236, 290, 344, 398, 450, 488), 5.2, "metal"),
            *pieces.buttons(70, (228,), 4, "metal"),
            *pieces.buttons(-70, (228,), 4, "metal"),
            *pieces.collar(50, 66, 176),
        )
    )


def _denim_front() -> tuple[Part, Part]:
    """The panelled body and its placket."""
    seams = Line(
        both("0,198 70,206 130,200") + both("40,232 34,340 28,462") + both("96,232 84,340 66,462"),
        "seam",
        1.6,
    )
    twin = Line(
        both("0,202 70,210 130,204") + both("45,236 39,340 33,462") + both("91,236 79,340 61,462"),
        "stitch",
        1.2,
    )
    placket = Part(
        closed("-14,158! 14,158! 14,470! -14,470!"),
        round=3,
        depth=0.6,
        lines=(Line(line("-10,160 -10,468") + line("10,160 10,468"), "stitch", 1.2),),
    )
    return _body(140, 138, 134, 470).with_lines(seams, twin), placket


def bomber() -> Garment:
    """A zipped bomber with ribbed collar, cuffs and hem."""
    body = _body(146, 148, 140, 468)
    collar = symmetric("0,86 30,88 52,104! 40,138 8,166! 0,160")
    hem = symmetric("0,468 70,468 140,460! 130,508! 60,514 0,514")
    welt = Part(closed("66,350! 78,346! 106,420! 94,424!"), round=3, depth=0.8)
    cuffs = tuple(pieces.ribbed(c, 5, 470, 530) for c in pieces.cuffs(480, 34, "trim"))
    return Garment(
        (
            *pieces.long_sleeve(126, 484, 14),
            *cuffs,
            Part(body.outline, round=22, folds=body.folds, lines=(Line(line("0,150 0,470"), "seam"),)),
            *welt.pair(),
            pieces.ribbed(Part(hem, "trim", round=7), 5, 456, 520),
            pieces.ribbed(Part(collar, "trim", round=7), 5, 84, 168),
            *_zip(162, 512),
        )
    )


def notched(depth: float, width: float, notch: float) -> tuple[Part, ...]:
    leaf = (
        f"46,98! 56,104 {width},{notch}! {width - 16},{notch + 12}! {width + 4},{notch + 10}!"
        f" {width * 0.6},{notch + 74} 0,{depth}! 14,{depth - 70} 30,140"
    )
    return Part(
        closed(leaf),
        "collar",
        turn=12,
        round=4,
        depth=0.8,
        cast=5,
        lines=(Line(line(f"{width - 16},{notch + 12} 38,128"), "seam", 1.6),),
    ).pair()


def blazer() -> Garment:
    """A single-breasted blazer with notched lapels and two buttons."""
    body = symmetric(
        "0,318! 30,170 50,104! 128,128! 126,190 134,250 122,350 142,480 138,520! 96,532 40,526 2,492!"
    )
    front = Line(line("0,318 -4,400 -2,496"), "seam", 2.4)
    darts = Line(both("76,280 70,400") + both("112,250 104,400"), "seam", 1.1)
    welt = Part(closed("56,232! 98,224! 99,236! 57,244!"), round=2, depth=0.7)
    shirt = symmetric("0,120 30,110 50,104! 36,200 0,330!")
    return Garment(
        (
            *pieces.back(50, 60),
            Part(shirt, "lining", round=10, shade=0.1),
            *pieces.long_sleeve(128, 500, 2),
            Part(body, round=18, folds=pieces.drape(130, 520), lines=(front, darts)),
            *flap_at(84, 402, 72, 24, 4).pair(),
            welt,
            *notched(322, 92, 166),
            *pieces.buttons(-4, (338, 394), 6.4),
            *pieces.buttons(178, (470, 484), 3.6),
            *pieces.buttons(-178, (470, 484), 3.6),
        )
    )


def biker() -> Garment:
    """A short jacket with wide lapels and a slanting zip."""
    body = _body(138, 130, 132, 472)
    slant = closed("20,196! 32,202! -44,474! -56,470!")
    lapel = closed("46,98! 60,106 96,168! 84,196 28,206! 10,180 26,140")
    other = closed("-46,98! -60,106 -112,176! -98,214 -2,256! 20,220 -6,170 -26,140")
    pockets = line("66,360 112,330") + line("-104,330 -84,384")
    band = symmetric("0,470 70,468 134,462! 134,496! 70,502 0,503")
    return Garment(
        (
            *pieces.back(50, 60),
            *pieces.long_sleeve(126, 486, 2),
            Part(
                body.outline,
                round=18,
                folds=body.folds,
                lines=(Line(both("126,200 90,290 84,466"), "seam", 1.6), Line(pockets, "metal", 4)),
            ),
            Part(band, round=4, depth=0.7),
            Part(slant, "metal", round=2, depth=0.5, lines=(Line(line("26,198 -50,472"), "stitch", 3),)),
            Part(other, "collar", turn=-10, round=5, cast=5),
            Part(lapel, "collar", turn=10, round=5, cast=5),
            *pieces.buttons(82, (172,), 4, "metal"),
            *pieces.buttons(-98, (180, 204), 4, "metal"),
            Part(closed("-30,474! -6,474! -6,500! -30,500!"), "metal", round=3),
            *Part(closed("150,470! 190,466! 190,474! 150,478!"), "metal", round=2).pair(),
        )
    )


def puffer() -> Garment:
    """A quilted jacket with a stand collar and a zip."""
    body = _body(150, 152, 146, 516, 130)
    rows = (166, 222, 278, 334, 390, 446)
    quilts = tuple(Fold(line(f"-170,{y} -60,{y + 8} 60,{y + 8} 170,{y}"), -0.95, 5, 3) for y in rows)
    puffs = tuple(Fold(line(f"-140,{y + 28} 0,{y + 36} 140,{y + 28}"), 0.5, 16, 8) for y in rows)
    sleeves = tuple(
        Part(
            s.outline,
            turn=s.turn,
            round=14,
            folds=tuple(
                Fold(line(f"{k * 110},{y} {k * 160},{y - 6} {k * 215},{y + 4}"), -0.9, 5, 3)
                for y in range(200, 480, 48)
            ),
        )
        for k, s in zip((-1, 1), pieces.long_sleeve(130, 488, 20), strict=True)
    )
    collar = symmetric("0,70 34,74 54,96! 56,140 46,162! 20,170 0,172")
    return Garment(
        (
            *sleeves,
            *pieces.cuffs(486, 18, "trim"),
            Part(body.outline, round=24, folds=quilts + puffs),
            Part(collar, round=12, folds=(Fold(line("-56,122 0,132 56,122"), -0.9, 4, 3),)),
            *_zip(84, 516),
        )
    )
