"""Hats and bags, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, ellipse, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def cap() -> Garment:
    """A baseball cap with a curved peak."""
    crown = closed("-120,350! -130,270 -96,200 -20,166 70,172 140,220 166,300 164,366! 80,386 -40,380")
    peak = closed("-124,340! -60,362 20,384 60,384! 20,430 -80,452 -190,440 -214,412! -190,372")
    panels = Line(line("-20,166 -60,250 -66,374") + line("-10,164 40,250 52,382") + line("40,164 120,250 130,374"), "seam", 1.6)
    rows = Line(line("-140,358 -60,384 30,402") + line("-160,376 -70,404 10,416") + line("-178,396 -90,424 -10,428"), "stitch", 1.1)
    eyelets = tuple(Part(ellipse(x, y, 4), "lining", round=1, cast=0) for x, y in ((-84, 252), (6, 236), (96, 258)))
    badge = Part(closed("-50,300! -16,290! 18,300! 18,334! -16,346! -50,334!"), "print", round=3, depth=0.5, cast=1)
    return Garment((Part(crown, round=22, lines=(panels,)), *eyelets, Part(ellipse(-12, 165, 9, 6), round=3), badge, Part(peak, round=12, lines=(rows,), cast=6)), drift=3)


def beanie() -> Garment:
    """A ribbed knitted beanie with a turned-up edge."""
    dome = symmetric("0,150 70,164 130,230 150,330 150,390! 0,400")
    fold = symmetric("0,362 90,358 160,346! 166,400 158,446! 80,458 0,460")
    ribs = "".join(line(f"{x * 0.16},156 {x * 0.8},240 {x},400") for x in range(-150, 151, 12))
    more = "".join(line(f"{x},350 {x * 0.98},462") for x in range(-160, 161, 12))
    grooves = Fold(ribs, -0.5, 4, 2)
    return Garment((Part(dome, round=24, folds=(grooves,)), Part(fold, "trim", round=13, folds=(Fold(more, -0.55, 4, 2),), cast=5)))


def pompom() -> Garment:
    """A knitted hat with a pompom."""
    parts = beanie().parts
    fluff = "".join(line(f"0,130 {dx},{130 + dy}") for dx, dy in ((-40, -20), (-20, -42), (10, -46), (36, -28), (44, 4), (28, 34), (-6, 42), (-38, 26), (-46, 0)))
    ball = Part(ellipse(0, 130, 50, 47), "print", round=16, folds=(Fold(fluff, -0.5, 6, 3),), cast=4)
    return Garment((*parts, ball))


def bucket_hat() -> Garment:
    """A bucket hat with a stitched brim."""
    crown = symmetric("0,190 70,192 106,214 128,330! 60,344 0,346")
    brim = symmetric("0,330 70,328 130,318! 178,372 206,424! 110,462 0,470")
    rows = Line("".join(both(f"0,{346 + i * 24} {72 + i * 8},{342 + i * 23} {136 + i * 15},{330 + i * 21}") for i in range(1, 5)), "stitch", 1.1)
    seam = Line(both("0,214 60,214 108,226"), "seam", 1.4)
    folds = (Fold(line("-120,380 -130,430"), 0.4, 14, 8), Fold(line("60,390 70,460"), -0.4, 14, 8))
    return Garment((Part(crown, round=20, lines=(seam,)), Part(brim, round=13, lines=(rows,), folds=folds, cast=5)), drift=4)


def straw_hat() -> Garment:
    """A wide-brimmed hat with a band."""
    brim = closed("-226,380 -150,330 0,316 150,330 226,380 160,430 0,446 -160,430")
    crown = symmetric("0,214 50,196 92,218 116,300 122,374! 60,392 0,396")
    band = symmetric("0,344 60,340 117,326! 122,374! 60,392 0,396")
    rings = Line(line("-190,380 0,420 190,380") + line("-150,360 0,400 150,360"), "seam", 1.2, 0.6)
    dent = (Fold(line("0,212 -8,250 0,290"), -0.6, 16, 8), Fold(line("-60,216 -70,260"), 0.4, 14, 8))
    return Garment((Part(brim, round=12, lines=(rings,)), Part(crown, round=22, folds=dent, cast=6), Part(band, "print", round=7)), drift=3)


def beret() -> Garment:
    """A soft felt beret."""
    disc = closed("-170,320 -140,236 -40,190 70,196 166,250 190,330 140,384 20,400 -110,380")
    band = closed("-112,370! 0,398 134,378! 126,408! 0,428 -104,402!")
    stalk = Part(closed("8,196! 14,196! 20,172! 12,172!"), round=2)
    folds = (Fold(line("-150,320 -60,360 60,372 160,346"), -0.4, 10, 7), Fold(line("60,220 120,260 150,310"), 0.4, 14, 8))
    return Garment((Part(band, "trim", round=6), stalk, Part(disc, round=26, folds=folds, cast=6)), drift=4)


def tote() -> Garment:
    """A tall open bag with two handles."""
    body = closed("-140,250! 140,250! 156,420 150,560! 0,570 -150,560! -156,420")
    handle = closed("-86,262! -78,150 -40,86 40,86 78,150 86,262! 66,262! 60,160 32,106 -32,106 -60,160 -66,262!")
    back_ = Part(handle, "strap", round=6, shade=0.2).moved(0, -10)
    anchor = Part(closed("60,254! 92,254! 92,308! 60,308!"), "strap", round=4, lines=(Line(line("64,258 88,304") + line("88,258 64,304"), "stitch", 1.1),))
    hem = Line(line("-140,274 140,274"), "stitch", 1.2)
    folds = (Fold(line("-110,300 -90,420 -110,540"), -0.4, 14, 9), Fold(line("40,290 60,420 40,550"), 0.4, 18, 9), Fold(line("-120,520 0,500 120,526"), -0.3, 14, 8))
    return Garment((back_, Part(body, round=16, folds=folds, lines=(hem,)), Part(handle, "strap", round=6, cast=5), *anchor.pair()), floor=566, drift=3)


def handbag() -> Garment:
    """A structured handbag with a flap and one handle."""
    body = closed("-150,300! 150,300! 178,530! 168,546! -168,546! -178,530!")
    handle = closed("-84,306! -76,200 -40,156 40,156 76,200 84,306! 66,306! 58,210 30,176 -30,176 -58,210 -66,306!")
    flap = closed("-154,296! 154,296! 160,400! 60,440 0,446 -60,440 -160,400!")
    edge = Line(line("-152,392 -60,430 0,436 60,430 152,392"), "stitch", 1.3)
    clasp = Part(closed("-20,414! 20,414! 22,462! -22,462!"), "metal", round=5)
    ring = Part(ellipse(-75, 306, 13), "metal", round=4).pair()
    return Garment((Part(handle, "strap", round=7), Part(body, round=14), Part(flap, round=14, lines=(edge,), cast=6), *ring, clasp), floor=548, drift=1)


def shoulder_bag() -> Garment:
    """A half-moon shoulder bag on a long strap."""
    body = closed("-170,330! -90,318 0,322 90,318 170,330! 186,420 140,510 0,544 -140,510 -186,420")
    strap = closed("-160,344! -150,200 -90,86 0,62 90,86 150,200 160,344! 146,344! 136,206 80,100 0,78 -80,100 -136,206 -146,344!")
    zipper = Line(line("-150,352 0,342 150,352"), "metal", 4)
    seam = Line(line("-172,420 -110,490 0,518 110,490 172,420"), "seam", 1.6)
    folds = (Fold(line("-100,360 -90,420"), -0.4, 12, 7), Fold(line("70,360 90,430"), -0.4, 12, 7), Fold(line("0,370 10,470"), 0.35, 26, 12))
    return Garment((Part(strap, "strap", round=5), Part(body, round=24, folds=folds, lines=(zipper, seam)), Part(closed("144,344! 156,346! 160,384! 150,384!"), "metal", round=3), *Part(ellipse(153, 344, 12), "metal", round=4).pair()), floor=None, drift=2)


def backpack() -> Garment:
    """A backpack with a front pocket and a lid."""
    body = closed("-130,540! -146,400 -140,230 -96,150 0,132 96,150 140,230 146,400 130,540! 0,556")
    loop = Part(closed("-30,142! -26,96 26,96 30,142! 16,142! 14,112 -14,112 -16,142!"), "strap", round=4)
    straps = Part(closed("118,200! 150,220 172,360 150,520! 134,516! 150,360 130,240"), "strap", round=6, shade=0.1).pair()
    pocket = closed("-104,360! 104,360! 112,520! 0,536 -112,520!")
    flap = closed("-134,170! 0,132 134,170! 128,290 100,326! 0,340 -100,326! -128,290")
    belts = Part(closed("44,300! 62,300! 62,420! 44,420!"), "strap", round=3).pair()
    buckles = Part(closed("40,372! 66,372! 66,398! 40,398!"), "metal", round=3).pair()
    stitch = Line(line("-94,320 0,332 94,320"), "stitch", 1.2)
    return Garment((loop, *straps, Part(body, round=24), Part(pocket, round=12, lines=(Line(line("-98,368! 98,368!"), "stitch", 1.2),)), Part(flap, round=16, lines=(stitch,), cast=6), *belts, *buckles), floor=556, drift=3)


def clutch() -> Garment:
    """A flat evening bag with an envelope flap."""
    body = closed("-200,260! 200,260! 206,440! -206,440!")
    flap = closed("-202,256! 202,256! 204,290! 20,380! 0,386 -20,380! -204,290!")
    links = Part(closed("-198,270! -150,192 0,144 150,192 198,270! 190,270! 146,204 0,156 -146,204 -190,270!"), "metal", round=3, lines=(Line(line("-194,268 -148,198 0,150 148,198 194,268"), "stitch", 8),))
    return Garment((links, Part(body, round=10), Part(flap, round=9, cast=6, lines=(Line(line("-198,288 -18,372 0,377 18,372 198,288"), "stitch", 1.2),)), pieces.button(0, 366, 11, "metal")), drift=1)


def crossbody() -> Garment:
    """A small camera bag with a zip and a wide strap."""
    strap = closed("-140,330! -150,160 -60,80 60,80 150,160 140,330! 116,330! 124,176 50,106 -50,106 -124,176 -116,330!")
    body = closed("-152,320! -140,306! 140,306! 152,320! 158,500! 144,514! -144,514! -158,500!")
    pocket = closed("-126,390! 126,390! 132,494! -132,494!")
    zipper = Line(line("-140,340 140,340"), "metal", 5)
    pull = Part(closed("96,338! 106,338! 110,376! 96,376!"), "strap", round=3, cast=2)
    return Garment((Part(strap, "strap", round=7), Part(body, round=18, lines=(zipper,)), Part(pocket, round=10, lines=(Line(line("-120,397 120,397"), "stitch", 1.2),)), pull, *Part(ellipse(128, 326, 13), "metal", round=4).pair()), drift=1)
