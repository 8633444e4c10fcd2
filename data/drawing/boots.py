"""Boots and heels, seen from the side.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing.outline import closed, ellipse, line
from data.drawing.part import Fold, Garment, Line, Part
from data.drawing.sneakers import lacing, two

LUGS = (
    "-206,440! 0,446 166,440! 170,488! 148,488! 144,480! 74,480! 70,466! 44,466! 36,482! 14,482!"
    " 8,474! -14,474! -20,484! -46,484! -52,476! -74,476! -80,486! -108,486! -114,478! -136,478!"
    " -142,487! -190,487! -214,464"
)


def chelsea() -> Garment:
    """An ankle boot with elastic sides and a low heel."""
    upper = closed(
        "-196,450! -192,424 -160,398 -108,378 -66,344 -48,280 -44,182! 20,174 70,174 118,184! 120,270"
        " 130,340 150,400 154,450!"
    )
    inside = closed("-44,184! 20,174 70,174 118,185! 60,192 0,193!")
    gore = closed("4,190! 74,190! 66,290 46,336! 30,336! 12,290")
    ribs = Line(
        "".join(line(f"{x},192 {30 + (x - 36) * 0.5},334") for x in range(10, 74, 7)), "seam", 1.2, 0.6
    )
    tab = closed("88,150! 104,150! 108,196! 92,196!")
    welt = closed("-204,446! 0,452 160,446! 162,464! 60,466 -100,474 -198,474! -210,460")
    heel = closed("66,462! 161,460! 160,488! 70,488!")
    under = closed("-198,470! -60,472 50,464! 48,470! -60,484 -190,488! -206,480")
    folds = (
        Fold(line("-76,356 -40,366 -6,358"), -0.5, 6, 4),
        Fold(line("-90,376 -50,388 -10,380"), 0.4, 6, 4),
        Fold(line("90,300 110,330 140,340"), -0.3, 7, 5),
    )
    return two(
        (
            Part(tab, "trim", round=4),
            Part(upper, round=17, folds=folds),
            Part(inside, "lining", round=4, shade=0.35, cast=0),
            Part(gore, "gusset", round=4, depth=0.6, lines=(ribs,), cast=1),
            Part(under, "dark", round=3),
            Part(heel, "dark", round=5),
            Part(welt, "dark", round=4),
        ),
        44,
        -36,
    )


def lace_boot() -> Garment:
    """A laced ankle boot with a lugged sole."""
    upper = closed(
        "-198,444! -194,414 -160,390 -112,374 -72,340 -52,270 -50,170! 20,162 70,162 118,172! 122,260"
        " 136,340 158,396 160,444!"
    )
    inside = closed("-50,172! 20,162 70,162 118,173! 60,182 -6,184!")
    cuff = closed("-18,172! 50,162 118,172! 119,196! 50,188 -18,198!")
    stay = closed("-96,372! -68,340! -50,262! -50,172! -26,172! -28,270! -42,346! -62,396!")
    cap = Line(line("-140,384 -126,410 -132,442"), "stitch", 1.4)
    sole = closed(LUGS)
    welt = Line(line("-206,450 0,455 167,449"), "thread", 2, 0.9)
    laces = lacing(
        *(
            f"{-88 + i * 8},{370 - i * 29}! {-78 + i * 8},{360 - i * 29}! {-34 + i * 3},{380 - i * 29}!"
            f" {-42 + i * 3},{390 - i * 29}!"
            for i in range(7)
        ),
        cloth="dark",
    )
    seam = Line(line("54,190 50,330 100,442") + line("60,190 56,330 106,442"), "stitch", 1)
    folds = (
        Fold(line("-76,352 -30,366 20,352"), -0.45, 6, 4),
        Fold(line("20,300 60,314 110,300"), -0.3, 7, 5),
    )
    return two(
        (
            Part(upper, round=17, folds=folds, lines=(cap, seam)),
            Part(inside, "lining", round=4, shade=0.35, cast=0),
            Part(cuff, "trim", round=6),
            Part(stay, round=4, depth=0.7),
            *laces,
            Part(sole, "dark", round=6, lines=(welt,)),
        ),
        44,
        -36,
    )


def pump() -> Garment:
    """A pointed court shoe on a high, slim heel."""
    upper = closed(
        "-214,470! -196,448 -150,428 -96,412! -60,430 -10,424 40,392 92,336 132,262! 158,254 176,290"
        " 178,344 160,390! 110,390 60,424 0,462 -80,480 -180,482!"
    )
    inside = closed("-96,412! -60,424 -10,414 40,380 94,318 132,262! 134,284 96,348 40,404 -14,434 -60,436!")
    heel = closed("120,388! 178,330! 176,380 162,430 158,487! 145,487! 146,430 140,404")
    sole = closed(
        "-216,472! -180,481 -80,478 0,460 60,422 112,386 130,392! 108,400 62,434 2,472 -80,487 -190,488!"
    )
    return two(
        (
            Part(inside, "insole", round=6, shade=0.15),
            Part(heel, round=5),
            Part(upper, round=13),
            Part(sole, "dark", round=2, cast=0),
        ),
        40,
        -40,
    )


def block_heel() -> Garment:
    """A round-toed shoe with an ankle strap on a block heel."""
    upper = closed("-196,478! -200,446 -166,424 -112,414! -86,440 -30,450 10,440! 0,462 -60,482 -170,486!")
    back_ = closed("40,420! 90,380 128,300! 152,294 168,330 166,400! 110,404 60,436!")
    inside = closed("-112,414! -60,440 10,430 80,384 128,302! 150,300 120,370 60,420 0,452 -80,460!")
    heel = closed("100,398! 168,380! 164,440 160,488! 106,488! 104,440")
    sole = closed("-200,478! -100,482 -10,464 60,424 106,396 120,402! 60,440 0,478 -80,488 -188,488!")
    hole = closed("138,312 122,304 84,301 46,304 30,312 46,320 84,323 122,320")
    strap = ellipse(84, 312, 66, 21) + hole
    post = closed("132,302! 150,298! 156,340! 138,344!")
    return two(
        (
            Part(inside, "insole", round=6, shade=0.1),
            Part(heel, "wood", round=8),
            Part(back_, round=8),
            Part(upper, round=13),
            Part(post, round=4),
            Part(strap, round=4),
            Part(closed("52,318! 72,320! 72,344! 52,342!"), "metal", round=3),
            Part(sole, "dark", round=2, cast=0),
        ),
        40,
        -40,
    )
