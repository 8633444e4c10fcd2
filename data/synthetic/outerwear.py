"""Jackets and coats, each drawn by a function that cuts.csv names."""

from __future__ import annotations

from dataclasses import replace

from data.synthetic.geometry import (
    Fold,
    Garment,
    Part,
    closed,
    ellipse,
    fold,
    garment,
    seam,
    stitch,
    stroke,
    symmetric,
)
from data.synthetic.parts import (
    button,
    buttons,
    hanging_folds,
    long_sleeves,
    neck_back,
    patch_pocket,
    placket,
    ribbed,
    shirt_collar,
    sleeve_cuffs,
    torso,
)


def _body(chest: float, waist: float, hem: float, bottom: float, shoulder: float = 126) -> Part:
    return torso("0,150! 30,132 50,104!", chest, waist, hem, bottom, shoulder)


def _zip(top: float, bottom: float) -> tuple[Part, Part]:
    tape = closed(f"-5,{top}! 5,{top}! 5,{bottom}! -5,{bottom}!")
    teeth = stitch(f"0,{top} 0,{bottom}", 3)
    pull = closed(f"-4,{top + 6}! 4,{top + 6}! 5,{top + 30}! -5,{top + 30}!")
    return Part(tape, "metal", bevel=2, depth=0.5, lines=(teeth,)), Part(pull, "metal", bevel=2, shadow=2)


def _pocket_flap(x: float, y: float, width: float, height: float, tilt: float = 0) -> Part:
    left, right = x - width / 2, x + width / 2
    outline = closed(
        f"{left},{y + tilt}! {right},{y - tilt}! {right},{y + height - tilt}! {left},{y + height + tilt}!"
    )
    return Part(
        outline,
        bevel=3,
        depth=0.6,
        lines=(stitch(f"{left + 3},{y + height - 4 + tilt} {right - 3},{y + height - 4 - tilt}", 1),),
    )


def denim_jacket() -> Garment:
    """Draw a short jacket with chest pockets, panel seams and metal buttons."""
    band_outline = symmetric("0,470 70,468 137,462! 135,500! 70,506 0,507")
    edges = stitch("0,474 70,472 134,466; 0,500 70,499 132,494", 1.2, both=True)
    band = Part(band_outline, "collar", bevel=4, depth=0.7, lines=(edges,))
    flap_outline = closed("42,206! 98,202! 98,224! 70,238! 42,226!")
    flap = Part(flap_outline, bevel=3, depth=0.7, lines=(stitch("45,222! 70,233! 95,220!", 1.2),))
    return garment(
        *neck_back(50, 40),
        *long_sleeves(126, 478, 4),
        *sleeve_cuffs(476, 32, "collar"),
        *_denim_front(),
        *flap.pair(),
        band,
        *buttons(0, (186, 236, 290, 344, 398, 450, 488), 5.2, "metal"),
        *(button(x, 228, 4, "metal") for x in (70, -70)),
        *shirt_collar(50, 66, 176),
    )


def _denim_front() -> tuple[Part, Part]:
    """Return the panelled body and its placket."""
    seams = seam("0,198 70,206 130,200; 40,232 34,340 28,462; 96,232 84,340 66,462", 1.6, both=True)
    twin = stitch("0,202 70,210 130,204; 45,236 39,340 33,462; 91,236 79,340 61,462", 1.2, both=True)
    edges = stitch("-10,160 -10,468; 10,160 10,468", 1.2)
    return _body(140, 138, 134, 470).with_lines(seams, twin), placket(14, 158, 470, edges)


def bomber() -> Garment:
    """Draw a zipped bomber with ribbed collar, cuffs and hem."""
    body = _body(146, 148, 140, 468)
    collar = Part(symmetric("0,86 30,88 52,104! 40,138 8,166! 0,160"), "trim", bevel=7)
    hem = Part(symmetric("0,468 70,468 140,460! 130,508! 60,514 0,514"), "trim", bevel=7)
    welt = Part(closed("66,350! 78,346! 106,420! 94,424!"), bevel=3, depth=0.8)
    return garment(
        *long_sleeves(126, 484, 14),
        *(ribbed(cuff, 5, 470, 530) for cuff in sleeve_cuffs(480, 34)),
        replace(body, bevel=22, lines=(seam("0,150 0,470"),)),
        *welt.pair(),
        ribbed(hem, 5, 456, 520),
        ribbed(collar, 5, 84, 168),
        *_zip(162, 512),
    )


def _notched_lapels(depth: float, width: float, notch: float) -> tuple[Part, ...]:
    leaf = (
        f"46,98! 56,104 {width},{notch}! {width - 16},{notch + 12}! {width + 4},{notch + 10}!"
        f" {width * 0.6},{notch + 74} 0,{depth}! 14,{depth - 70} 30,140"
    )
    return Part(
        closed(leaf),
        "collar",
        turn=12,
        bevel=4,
        depth=0.8,
        shadow=5,
        lines=(seam(f"{width - 16},{notch + 12} 38,128", 1.6),),
    ).pair()


def blazer() -> Garment:
    """Draw a single-breasted blazer with notched lapels and two buttons."""
    body_outline = symmetric(
        "0,318! 30,170 50,104! 128,128! 126,190 134,250 122,350 142,480 138,520! 96,532 40,526 2,492!"
    )
    front = seam("0,318 -4,400 -2,496", 2.4)
    darts = seam("76,280 70,400; 112,250 104,400", 1.1, both=True)
    body = Part(body_outline, bevel=18, folds=hanging_folds(130, 520), lines=(front, darts))
    welt = Part(closed("56,232! 98,224! 99,236! 57,244!"), bevel=2, depth=0.7)
    shirt = Part(symmetric("0,120 30,110 50,104! 36,200 0,330!"), "lining", bevel=10, shade=0.1)
    return garment(
        *neck_back(50, 60),
        shirt,
        *long_sleeves(128, 500, 2),
        body,
        *_pocket_flap(84, 402, 72, 24, 4).pair(),
        welt,
        *_notched_lapels(322, 92, 166),
        *buttons(-4, (338, 394), 6.4),
        *(button(x, y, 3.6) for x in (178, -178) for y in (470, 484)),
    )


def biker() -> Garment:
    """Draw a short jacket with wide lapels and a slanting zip."""
    body = _body(138, 130, 132, 472)
    slant_outline = closed("20,196! 32,202! -44,474! -56,470!")
    slant = Part(slant_outline, "metal", bevel=2, depth=0.5, lines=(stitch("26,198 -50,472", 3),))
    lapel_outline = closed("46,98! 60,106 96,168! 84,196 28,206! 10,180 26,140")
    lapel = Part(lapel_outline, "collar", turn=10, bevel=5, shadow=5)
    other_outline = closed("-46,98! -60,106 -112,176! -98,214 -2,256! 20,220 -6,170 -26,140")
    other = Part(other_outline, "collar", turn=-10, bevel=5, shadow=5)
    pockets = stroke("66,360 112,330; -104,330 -84,384", "metal", 4)
    band = Part(symmetric("0,470 70,468 134,462! 134,496! 70,502 0,503"), bevel=4, depth=0.7)
    return garment(
        *neck_back(50, 60),
        *long_sleeves(126, 486, 2),
        replace(body, lines=(seam("126,200 90,290 84,466", 1.6, both=True), pockets)),
        band,
        slant,
        other,
        lapel,
        *buttons(82, (172,), 4, "metal"),
        *buttons(-98, (180, 204), 4, "metal"),
        Part(closed("-30,474! -6,474! -6,500! -30,500!"), "metal", bevel=3),
        *Part(closed("150,470! 190,466! 190,474! 150,478!"), "metal", bevel=2).pair(),
    )


def puffer() -> Garment:
    """Draw a quilted jacket with a stand collar and a zip."""
    body = _body(150, 152, 146, 516, 130)
    rows = (166, 222, 278, 334, 390, 446)
    quilts = tuple(fold(f"-170,{y} -60,{y + 8} 60,{y + 8} 170,{y}", -0.95, 5, 3) for y in rows)
    puffs = tuple(fold(f"-140,{y + 28} 0,{y + 36} 140,{y + 28}", 0.5, 16, 8) for y in rows)
    sleeves = tuple(
        replace(sleeve, bevel=14, folds=_sleeve_quilts(side))
        for side, sleeve in zip((-1, 1), long_sleeves(130, 488, 20), strict=True)
    )
    collar_outline = symmetric("0,70 34,74 54,96! 56,140 46,162! 20,170 0,172")
    collar = Part(collar_outline, bevel=12, folds=(fold("-56,122 0,132 56,122", -0.9, 4, 3),))
    return garment(
        *sleeves,
        *sleeve_cuffs(486, 18),
        replace(body, bevel=24, folds=quilts + puffs, lines=()),
        collar,
        *_zip(84, 516),
    )


def _sleeve_quilts(side: int) -> tuple[Fold, ...]:
    rows = range(200, 480, 48)
    return tuple(
        fold(f"{side * 110},{y} {side * 160},{y - 6} {side * 215},{y + 4}", -0.9, 5, 3) for y in rows
    )


def _coat_body(hem: float, bottom: float, open_at: float, waist: float = 122) -> Part:
    outline = symmetric(
        f"0,{open_at}! 30,150 46,90! 112,112! 110,160 116,214 {waist},320 {hem},{bottom}!"
        f" {hem * 0.5},{bottom + 7} 0,{bottom + 8}"
    )
    long = (
        fold(f"-60,360 -70,480 -64,{bottom}", -0.4, 12, 8),
        fold(f"64,350 76,470 84,{bottom}", 0.4, 12, 8),
        fold(f"36,420 40,500 42,{bottom}", -0.35, 10, 7),
        fold("108,214 70,258 60,330", -0.4, 9, 7),
        fold("-108,214 -70,258 -60,330", -0.4, 9, 7),
    )
    edge = stitch(f"0,{bottom - 6} {hem},{bottom - 13}", 1, both=True)
    return Part(outline, bevel=18, folds=long, lines=(edge,))


def _coat_sleeves(cuff: float = 420, full: float = 0) -> tuple[Part, ...]:
    return tuple(s.moved(0, -22) for s in long_sleeves(114, cuff + 22, full - 12, -7))


def _inside() -> tuple[Part, ...]:
    """Return what an open coat shows, its lining under the back of the collar."""
    lining = Part(symmetric("0,92 36,90 46,88! 50,180 0,318!"), "lining", bevel=10, shade=0.12)
    return lining, *(part.moved(0, -16) for part in neck_back(46, 60))


def overcoat() -> Garment:
    """Draw a knee-length wool coat with notched lapels, single-breasted."""
    body = _coat_body(132, 588, 270)
    front = seam("0,270 -4,430 -3,592", 2.4)
    return garment(
        *_inside(),
        *_coat_sleeves(424, 6),
        replace(body, lines=(front,)),
        *_pocket_flap(72, 396, 62, 22, 4).pair(),
        *(lapel.moved(0, -18) for lapel in _notched_lapels(292, 84, 156)),
        *buttons(-4, (292, 350, 408), 7),
    )


def trench() -> Garment:
    """Draw a belted, double-breasted trench coat with epaulettes."""
    body = _coat_body(142, 588, 230, 112)
    front = seam("34,236 30,330 30,592", 2.2)
    belt = symmetric("0,322 60,322 122,316! 122,344! 60,350 0,350")
    belt_edges = stitch("0,327 60,327 122,321; 0,345 60,345 122,339", 1, both=True)
    buckle = Part(closed("-22,316! 22,316! 22,356! -22,356!"), "leather", bevel=3)
    hole = Part(closed("-13,324! 13,324! 13,348! -13,348!"), "collar", bevel=2, shade=0.2, shadow=0)
    epaulette = Part(closed("62,100! 112,116! 112,132! 62,114!"), bevel=3, depth=0.8)
    flap = Part(closed("-24,140! -106,120! -110,200 -80,226 -30,204!"), turn=-8, bevel=5, depth=0.7, shadow=4)
    return garment(
        *_inside(),
        *_coat_sleeves(424, 8),
        *Part(closed("142,372! 188,368! 188,386! 142,390!"), turn=-6, bevel=4).pair(),
        replace(body, lines=(front, *body.lines)),
        flap,
        *(lapel.moved(0, -18) for lapel in _notched_lapels(250, 104, 150)),
        *epaulette.pair(),
        *(button(x, y, 6) for x in (-34, 34) for y in (262, 300, 392, 442)),
        Part(belt, bevel=5, depth=0.8, lines=(belt_edges,)),
        buckle,
        hole,
    )


def parka() -> Garment:
    """Draw a hooded parka with flap pockets and a drawn waist."""
    body = _coat_body(138, 560, 180)
    hood = Part(symmetric("0,50 52,54 92,96 84,142! 40,160 0,164"), bevel=16)
    opening = Part(symmetric("0,72 40,76 60,112 38,146 0,158"), "lining", bevel=12, shade=0.2, shadow=0)
    fur_outline = symmetric("0,58 48,62 78,108 58,154 0,174") + symmetric("0,158 38,146 60,112 40,76 0,72")
    fur = Part(fur_outline, "trim", bevel=7)
    drawn_waist = stitch("0,330 60,331 118,327", 3, both=True)
    return garment(
        *_coat_sleeves(430, 18),
        replace(body, lines=(drawn_waist, *body.lines)),
        *patch_pocket(74, 400, 74, 96).pair(),
        *_pocket_flap(74, 396, 78, 28).pair(),
        placket(14, 170, 566, stitch("9,172 9,564", 1), 0.7),
        *buttons(0, (214, 280, 346, 412, 478, 540), 5),
        hood,
        opening,
        fur,
    )


def cape_coat() -> Garment:
    """Draw a wrap coat with a wide shawl collar and a tied belt."""
    body = _coat_body(138, 584, 300, 106)
    shawl_outline = closed("44,84! 62,96 92,170 70,236 2,312! -6,300 20,220 30,150")
    shawl = Part(shawl_outline, "collar", turn=10, bevel=8, shadow=5)
    belt = Part(symmetric("0,318 60,318 112,312! 112,342! 60,348 0,348"), bevel=6)
    tail = Part(closed("2,336! 24,340! 40,440 44,500! 22,504! 14,430!"), bevel=5, shadow=4)
    return garment(
        *_inside(),
        *_coat_sleeves(424, 12),
        replace(body, lines=(seam("4,310 24,440 26,590", 2.2),)),
        *shawl.pair(),
        belt,
        tail,
        tail.mirrored().moved(-4, 0),
        Part(ellipse(2, 332, 17, 15), bevel=7, shadow=4),
    )
