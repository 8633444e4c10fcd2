"""Jackets and coats, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, ellipse, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def _body(chest: float, waist: float, hem: float, bottom: float, shoulder: float = 126) -> Part:
    return pieces.torso("0,150! 30,132 50,104!", chest, waist, hem, bottom, shoulder)


def _zip(top: float, bottom: float) -> tuple[Part, Part]:
    tape = closed(f"-5,{top}! 5,{top}! 5,{bottom}! -5,{bottom}!")
    teeth = Line(line(f"0,{top} 0,{bottom}"), "stitch", 3)
    pull = closed(f"-4,{top + 6}! 4,{top + 6}! 5,{top + 30}! -5,{top + 30}!")
    return Part(tape, "metal", round=2, depth=0.5, lines=(teeth,)), Part(pull, "metal", round=2, cast=2)


def _flap(x: float, y: float, width: float, height: float, tilt: float = 0) -> Part:
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
    body = _body(140, 138, 134, 470)
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
    band = symmetric("0,470 70,468 137,462! 135,500! 70,506 0,507")
    placket = Part(
        closed("-14,158! 14,158! 14,470! -14,470!"),
        round=3,
        depth=0.6,
        lines=(Line(line("-10,160 -10,468") + line("10,160 10,468"), "stitch", 1.2),),
    )
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
            Part(body.outline, round=18, folds=body.folds, lines=(seams, twin)),
            placket,
            *flap.pair(),
            Part(
                band,
                "collar",
                round=4,
                depth=0.7,
                lines=(Line(both("0,474 70,472 134,466") + both("0,500 70,499 132,494"), "stitch", 1.2),),
            ),
            *pieces.buttons(0, (186, 236, 290, 344, 398, 450, 488), 5.2, "metal"),
            *pieces.buttons(70, (228,), 4, "metal"),
            *pieces.buttons(-70, (228,), 4, "metal"),
            *pieces.collar(50, 66, 176),
        )
    )


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


def _lapel(depth: float, width: float, notch: float) -> tuple[Part, ...]:
    leaf = f"46,98! 56,104 {width},{notch}! {width - 16},{notch + 12}! {width + 4},{notch + 10}! {width * 0.6},{notch + 74} 0,{depth}! 14,{depth - 70} 30,140"
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
        "0,318! 30,170 50,104! 128,128! 122,190 134,250 122,350 142,480 138,520! 96,532 40,526 2,492!"
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
            *_flap(84, 402, 72, 24, 4).pair(),
            welt,
            *_lapel(322, 92, 166),
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


def _coat_body(hem: float, bottom: float, open_at: float, waist: float = 122) -> Part:
    outline = symmetric(
        f"0,{open_at}! 30,150 46,90! 112,112! 106,160 116,210 {waist},320 {hem},{bottom}! {hem * 0.5},{bottom + 7} 0,{bottom + 8}"
    )
    long = (
        Fold(line(f"-60,360 -70,480 -64,{bottom}"), -0.4, 12, 8),
        Fold(line(f"64,350 76,470 84,{bottom}"), 0.4, 12, 8),
        Fold(line(f"36,420 40,500 42,{bottom}"), -0.35, 10, 7),
        Fold(line("108,214 70,258 60,330"), -0.4, 9, 7),
        Fold(line("-108,214 -70,258 -60,330"), -0.4, 9, 7),
    )
    return Part(
        outline, round=17, folds=long, lines=(Line(both(f"0,{bottom - 6} {hem},{bottom - 13}"), "stitch", 1),)
    )


def _coat_sleeves(cuff: float = 420, full: float = 0) -> tuple[Part, Part]:
    return tuple(s.moved(0, -22) for s in pieces.long_sleeve(114, cuff + 22, full - 12, -7))  # type: ignore[return-value]


def overcoat() -> Garment:
    """A knee-length wool coat with notched lapels, single-breasted."""
    body = _coat_body(132, 588, 270)
    front = Line(line("0,270 -4,430 -3,592"), "seam", 2.4)
    lapels = tuple(p.moved(0, -18) for p in _lapel(292, 84, 156))
    return Garment(
        (
            *(p.moved(0, -16) for p in pieces.back(46, 60)),
            *_coat_sleeves(424, 6),
            Part(body.outline, round=18, folds=body.folds, lines=(front,)),
            *_flap(72, 396, 62, 22, 4).pair(),
            *lapels,
            *pieces.buttons(-4, (292, 350, 408), 7),
        )
    )


def trench() -> Garment:
    """A belted, double-breasted trench coat with epaulettes."""
    body = _coat_body(142, 588, 230, 112)
    front = Line(line("34,236 30,330 30,592"), "seam", 2.2)
    belt = symmetric("0,322 60,322 122,316! 122,344! 60,350 0,350")
    buckle = closed("-22,316! 22,316! 22,356! -22,356!")
    hole = closed("-13,324! 13,324! 13,348! -13,348!")
    epaulette = Part(closed("62,100! 112,116! 112,132! 62,114!"), round=3, depth=0.8)
    lapels = tuple(p.moved(0, -18) for p in _lapel(250, 104, 150))
    flap = Part(closed("-24,140! -106,120! -110,200 -80,226 -30,204!"), turn=-8, round=5, depth=0.7, cast=4)
    return Garment(
        (
            *(p.moved(0, -16) for p in pieces.back(46, 60)),
            *_coat_sleeves(424, 8),
            *Part(closed("142,372! 188,368! 188,386! 142,390!"), turn=-6, round=4).pair(),
            Part(body.outline, round=18, folds=body.folds, lines=(front, *body.lines)),
            flap,
            *lapels,
            *epaulette.pair(),
            *(pieces.button(x, y, 6) for x in (-34, 34) for y in (262, 300, 392, 442)),
            Part(
                belt,
                round=5,
                depth=0.8,
                lines=(Line(both("0,327 60,327 122,321") + both("0,345 60,345 122,339"), "stitch", 1),),
            ),
            Part(buckle, "leather", round=3),
            Part(hole, "collar", round=2, shade=0.2, cast=0),
        )
    )


def parka() -> Garment:
    """A hooded parka with flap pockets and a drawn waist."""
    body = _coat_body(138, 560, 180)
    hood = symmetric("0,50 52,54 92,96 84,142! 40,160 0,164")
    opening = symmetric("0,72 40,76 60,112 38,146 0,158")
    fur = symmetric("0,58 48,62 78,108 58,154 0,176! 0,160! 38,146 60,112 40,76 0,72")
    fly = Part(
        closed("-14,170! 14,170! 14,566! -14,566!"),
        round=3,
        depth=0.7,
        lines=(Line(line("9,172 9,564"), "stitch", 1),),
    )
    return Garment(
        (
            *_coat_sleeves(430, 18),
            Part(
                body.outline,
                round=18,
                folds=body.folds,
                lines=(Line(both("0,330 60,331 118,327"), "stitch", 3), *body.lines),
            ),
            *pieces.patch_pocket(74, 400, 74, 96).pair(),
            *_flap(74, 396, 78, 28).pair(),
            fly,
            *pieces.buttons(0, (214, 280, 346, 412, 478, 540), 5),
            Part(hood, round=16),
            Part(opening, "lining", round=12, shade=0.2, cast=0),
            Part(fur, "trim", round=7),
        )
    )


def cape_coat() -> Garment:
    """A wrap coat with a wide shawl collar and a tied belt."""
    body = _coat_body(138, 584, 300, 106)
    shawl = closed("44,84! 62,96 92,170 70,236 2,312! -6,300 20,220 30,150")
    belt = symmetric("0,318 60,318 112,312! 112,342! 60,348 0,348")
    tail = Part(closed("2,336! 24,340! 40,440 44,500! 22,504! 14,430!"), round=5, cast=4)
    return Garment(
        (
            *(p.moved(0, -16) for p in pieces.back(46, 60)),
            *_coat_sleeves(424, 12),
            Part(
                body.outline,
                round=18,
                folds=body.folds,
                lines=(Line(line("4,310 24,440 26,590"), "seam", 2.2),),
            ),
            *Part(shawl, "collar", turn=10, round=8, cast=5).pair(),
            Part(belt, round=6),
            tail,
            tail.mirrored().moved(-4, 0),
            Part(ellipse(2, 332, 17, 15), round=7, cast=4),
        )
    )
