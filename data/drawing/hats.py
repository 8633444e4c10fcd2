"""Hats, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing.outline import both, closed, ellipse, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def cap() -> Garment:
    """A baseball cap with a curved peak."""
    crown = closed("-120,350! -130,270 -96,200 -20,166 70,172 140,220 166,300 164,366! 80,386 -40,380")
    peak = closed("-124,340! -60,362 20,384 60,384! 20,430 -80,452 -190,440 -214,412! -190,372")
    panels = Line(
        line("-20,166 -60,250 -66,374") + line("-10,164 40,250 52,382") + line("40,164 120,250 130,374"),
        "seam",
        1.6,
    )
    rows = Line(
        line("-140,358 -60,384 30,402") + line("-160,376 -70,404 10,416") + line("-178,396 -90,424 -10,428"),
        "stitch",
        1.1,
    )
    eyelets = tuple(
        Part(ellipse(x, y, 4), "lining", round=1, cast=0) for x, y in ((-84, 252), (6, 236), (96, 258))
    )
    badge = Part(
        closed("-50,300! -16,290! 18,300! 18,334! -16,346! -50,334!"), "print", round=3, depth=0.5, cast=1
    )
    return Garment(
        (
            Part(crown, round=22, lines=(panels,)),
            *eyelets,
            Part(ellipse(-12, 165, 9, 6), round=3),
            badge,
            Part(peak, round=12, lines=(rows,), cast=6),
        ),
        drift=3,
    )


def beanie() -> Garment:
    """A ribbed knitted beanie with a turned-up edge."""
    dome = symmetric("0,150 70,164 130,230 150,330 150,390! 0,400")
    fold = symmetric("0,362 90,358 160,346! 166,400 158,446! 80,458 0,460")
    ribs = "".join(line(f"{x * 0.16},156 {x * 0.8},240 {x},400") for x in range(-150, 151, 12))
    more = "".join(line(f"{x},350 {x * 0.98},462") for x in range(-160, 161, 12))
    grooves = Fold(ribs, -0.5, 4, 2)
    return Garment(
        (
            Part(dome, round=24, folds=(grooves,)),
            Part(fold, "trim", round=13, folds=(Fold(more, -0.55, 4, 2),), cast=5),
        )
    )


def pompom() -> Garment:
    """A knitted hat with a pompom."""
    parts = beanie().parts
    fluff = "".join(
        line(f"0,130 {dx},{130 + dy}")
        for dx, dy in (
            (-40, -20),
            (-20, -42),
            (10, -46),
            (36, -28),
            (44, 4),
            (28, 34),
            (-6, 42),
            (-38, 26),
            (-46, 0),
        )
    )
    ball = Part(ellipse(0, 130, 50, 47), "print", round=16, folds=(Fold(fluff, -0.5, 6, 3),), cast=4)
    return Garment((*parts, ball))


def bucket_hat() -> Garment:
    """A bucket hat with a stitched brim."""
    crown = symmetric("0,190 70,192 106,214 128,330! 60,344 0,346")
    brim = symmetric("0,330 70,328 130,318! 178,372 206,424! 110,462 0,470")
    rows = Line(
        "".join(
            both(f"0,{346 + i * 24} {72 + i * 8},{342 + i * 23} {136 + i * 15},{330 + i * 21}")
            for i in range(1, 5)
        ),
        "stitch",
        1.1,
    )
    seam = Line(both("0,214 60,214 108,226"), "seam", 1.4)
    folds = (Fold(line("-120,380 -130,430"), 0.4, 14, 8), Fold(line("60,390 70,460"), -0.4, 14, 8))
    return Garment(
        (Part(crown, round=20, lines=(seam,)), Part(brim, round=13, lines=(rows,), folds=folds, cast=5)),
        drift=4,
    )


def straw_hat() -> Garment:
    """A wide-brimmed hat with a band."""
    brim = closed("-226,380 -150,330 0,316 150,330 226,380 160,430 0,446 -160,430")
    crown = symmetric("0,214 50,196 92,218 116,300 122,374! 60,392 0,396")
    band = symmetric("0,344 60,340 117,326! 122,374! 60,392 0,396")
    rings = Line(line("-190,380 0,420 190,380") + line("-150,360 0,400 150,360"), "seam", 1.2, 0.6)
    dent = (Fold(line("0,212 -8,250 0,290"), -0.6, 16, 8), Fold(line("-60,216 -70,260"), 0.4, 14, 8))
    return Garment(
        (
            Part(brim, round=12, lines=(rings,)),
            Part(crown, round=22, folds=dent, cast=6),
            Part(band, "print", round=7),
        ),
        drift=3,
    )


def beret() -> Garment:
    """A soft felt beret."""
    disc = closed("-170,320 -140,236 -40,190 70,196 166,250 190,330 140,384 20,400 -110,380")
    band = closed("-112,370! 0,398 134,378! 126,408! 0,428 -104,402!")
    stalk = Part(closed("8,196! 14,196! 20,172! 12,172!"), round=2)
    folds = (
        Fold(line("-150,320 -60,360 60,372 160,346"), -0.4, 10, 7),
        Fold(line("60,220 120,260 150,310"), 0.4, 14, 8),
    )
    return Garment((Part(band, "trim", round=6), stalk, Part(disc, round=26, folds=folds, cast=6)), drift=4)
