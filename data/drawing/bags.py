"""Bags, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import closed, ellipse, line
from data.drawing.part import Fold, Garment, Line, Part


def tote() -> Garment:
    """A tall open bag with two handles."""
    body = closed("-140,250! 140,250! 156,420 150,560! 0,570 -150,560! -156,420")
    handle = closed(
        "-86,262! -78,150 -40,86 40,86 78,150 86,262! 66,262! 60,160 32,106 -32,106 -60,160 -66,262!"
    )
    back_ = Part(handle, "strap", round=6, shade=0.2).moved(0, -10)
    anchor = Part(
        closed("60,254! 92,254! 92,308! 60,308!"),
        "strap",
        round=4,
        lines=(Line(line("64,258 88,304") + line("88,258 64,304"), "stitch", 1.1),),
    )
    hem = Line(line("-140,274 140,274"), "stitch", 1.2)
    folds = (
        Fold(line("-110,300 -90,420 -110,540"), -0.4, 14, 9),
        Fold(line("40,290 60,420 40,550"), 0.4, 18, 9),
        Fold(line("-120,520 0,500 120,526"), -0.3, 14, 8),
    )
    return Garment(
        (
            back_,
            Part(body, round=16, folds=folds, lines=(hem,)),
            Part(handle, "strap", round=6, cast=5),
            *anchor.pair(),
        ),
        floor=566,
        drift=3,
    )


def handbag() -> Garment:
    """A structured handbag with a flap and one handle."""
    body = closed("-150,300! 150,300! 178,530! 168,546! -168,546! -178,530!")
    handle = closed(
        "-84,306! -76,200 -40,156 40,156 76,200 84,306! 66,306! 58,210 30,176 -30,176 -58,210 -66,306!"
    )
    flap = closed("-154,296! 154,296! 160,400! 60,440 0,446 -60,440 -160,400!")
    edge = Line(line("-152,392 -60,430 0,436 60,430 152,392"), "stitch", 1.3)
    clasp = Part(closed("-20,414! 20,414! 22,462! -22,462!"), "metal", round=5)
    ring = Part(ellipse(-75, 306, 13), "metal", round=4).pair()
    return Garment(
        (
            Part(handle, "strap", round=7),
            Part(body, round=14),
            Part(flap, round=14, lines=(edge,), cast=6),
            *ring,
            clasp,
        ),
        floor=548,
        drift=1,
    )


def shoulder_bag() -> Garment:
    """A half-moon shoulder bag on a long strap."""
    body = closed("-170,330! -90,318 0,322 90,318 170,330! 186,420 140,510 0,544 -140,510 -186,420")
    strap = closed(
        "-160,344! -150,200 -90,86 0,62 90,86 150,200 160,344! 146,344! 136,206 80,100 0,78 -80,100"
        " -136,206 -146,344!"
    )
    zipper = Line(line("-150,352 0,342 150,352"), "metal", 4)
    seam = Line(line("-172,420 -110,490 0,518 110,490 172,420"), "seam", 1.6)
    folds = (
        Fold(line("-100,360 -90,420"), -0.4, 12, 7),
        Fold(line("70,360 90,430"), -0.4, 12, 7),
        Fold(line("0,370 10,470"), 0.35, 26, 12),
    )
    return Garment(
        (
            Part(strap, "strap", round=5),
            Part(body, round=24, folds=folds, lines=(zipper, seam)),
            Part(closed("144,344! 156,346! 160,384! 150,384!"), "metal", round=3),
            *Part(ellipse(153, 344, 12), "metal", round=4).pair(),
        ),
        floor=None,
        drift=2,
    )


def backpack() -> Garment:
    """A backpack with a front pocket and a lid."""
    body = closed("-130,540! -146,400 -140,230 -96,150 0,132 96,150 140,230 146,400 130,540! 0,556")
    loop = Part(closed("-30,142! -26,96 26,96 30,142! 16,142! 14,112 -14,112 -16,142!"), "strap", round=4)
    straps = Part(
        closed("118,200! 150,220 172,360 150,520! 134,516! 150,360 130,240"), "strap", round=6, shade=0.1
    ).pair()
    pocket = closed("-104,360! 104,360! 112,520! 0,536 -112,520!")
    flap = closed("-134,170! 0,132 134,170! 128,290 100,326! 0,340 -100,326! -128,290")
    belts = Part(closed("44,300! 62,300! 62,420! 44,420!"), "strap", round=3).pair()
    buckles = Part(closed("40,372! 66,372! 66,398! 40,398!"), "metal", round=3).pair()
    stitch = Line(line("-94,320 0,332 94,320"), "stitch", 1.2)
    return Garment(
        (
            loop,
            *straps,
            Part(body, round=24),
            Part(pocket, round=12, lines=(Line(line("-98,368! 98,368!"), "stitch", 1.2),)),
            Part(flap, round=16, lines=(stitch,), cast=6),
            *belts,
            *buckles,
        ),
        floor=556,
        drift=3,
    )


def clutch() -> Garment:
    """A flat evening bag with an envelope flap."""
    body = closed("-200,260! 200,260! 206,440! -206,440!")
    flap = closed("-202,256! 202,256! 204,290! 20,380! 0,386 -20,380! -204,290!")
    links = Part(
        closed("-198,270! -150,192 0,144 150,192 198,270! 190,270! 146,204 0,156 -146,204 -190,270!"),
        "metal",
        round=3,
        lines=(Line(line("-194,268 -148,198 0,150 148,198 194,268"), "stitch", 8),),
    )
    return Garment(
        (
            links,
            Part(body, round=10),
            Part(
                flap,
                round=9,
                cast=6,
                lines=(Line(line("-198,288 -18,372 0,377 18,372 198,288"), "stitch", 1.2),),
            ),
            pieces.button(0, 366, 11, "metal"),
        ),
        drift=1,
    )


def crossbody() -> Garment:
    """A small camera bag with a zip and a wide strap."""
    strap = closed(
        "-136,330! -150,180 -110,40 0,-20 110,40 150,180 136,330! 120,330! 132,184 96,54 0,0 -96,54"
        " -132,184 -120,330!"
    )
    body = closed("-152,320! -140,306! 140,306! 152,320! 158,500! 144,514! -144,514! -158,500!")
    pocket = closed("-126,390! 126,390! 132,494! -132,494!")
    zipper = Line(line("-140,340 140,340"), "metal", 5)
    pull = Part(closed("96,338! 106,338! 110,376! 96,376!"), "strap", round=3, cast=2)
    return Garment(
        (
            Part(strap, "strap", round=7),
            Part(body, round=18, lines=(zipper,)),
            Part(pocket, round=10, lines=(Line(line("-120,397 120,397"), "stitch", 1.2),)),
            pull,
            *Part(ellipse(128, 326, 13), "metal", round=4).pair(),
        ),
        drift=1,
    )
