"""Shoes, seen from the side, one behind the other.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing.outline import closed, ellipse, line
from data.drawing.part import Fold, Garment, Line, Part

FLOOR = 488


def _two(shoe: tuple[Part, ...], dx: float = 34, dy: float = -44) -> Garment:
    """The shoe and its fellow behind it."""
    behind = tuple(part.moved(dx, dy, 0.1) for part in shoe)
    return Garment(behind + tuple(part.moved(-14, 0) for part in shoe), floor=FLOOR, drift=2)


def _laces(*rows: str, cloth: str = "lace") -> tuple[Part, ...]:
    return tuple(Part(closed(row), cloth, round=2.5, cast=2) for row in rows)


def sneaker() -> Garment:
    """A low court sneaker with a thick rubber sole."""
    upper = closed("-202,452! -202,424 -178,398 -126,378 -74,348 -22,296! 20,284 40,300 84,318 130,306 158,272! 178,274 184,330 194,452!")
    lining = closed("-22,298! 18,282 40,298 84,316 130,304 157,273! 130,286 70,296 20,276!")
    tongue = closed("-40,308! -12,262 18,256! 30,276 20,300! -28,318!")
    toe = Line(line("-128,380 -118,410 -140,446"), "stitch", 1.2)
    quarter = closed("-84,356! -28,306! -2,312! -20,352 -8,400 20,450! -96,450! -104,400")
    heel = closed("146,290! 160,272! 179,275! 184,330 194,450! 154,450! 150,360")
    stripe = closed("32,400! 96,342! 116,346! 60,420 40,452! 14,452!")
    sole = closed("-208,446! -100,450 40,450 200,444! 202,482! 100,488 -100,488 -198,484! -212,470")
    groove = Line(line("-206,464 -100,468 60,468 201,462"), "seam", 1.6, 0.5)
    holes = _laces(
        "-82,352! -70,344! -40,366! -50,374!", "-62,338! -50,330! -20,352! -30,360!", "-46,322! -34,314! -8,338! -18,346!", "-32,308! -20,300! 4,322! -6,330!"
    )
    folds = (Fold(line("-160,404 -130,398 -104,404"), -0.4, 5, 4), Fold(line("-150,424 -120,416 -96,424"), -0.3, 5, 4))
    return _two(
        (
            Part(lining, "lining", round=5, shade=0.25), Part(tongue, "trim", round=6), Part(upper, round=15, folds=folds, lines=(toe,)),
            Part(quarter, "trim", round=5, depth=0.7), Part(stripe, "print", round=3, depth=0.5, cast=1), Part(heel, "print", round=6, depth=0.7), *holes,
            Part(sole, "sole", round=8, lines=(groove,)),
        )
    )


def runner() -> Garment:
    """A running shoe with a mesh upper and a sculpted sole."""
    upper = closed("-206,436! -204,408 -170,384 -116,366 -66,336 -20,286! 14,274 40,292 86,310 130,296 162,256! 182,262 182,330 200,430!")
    lining = closed("-20,288! 14,272 40,290 86,308 130,294 161,257! 126,280 60,286 16,266!")
    tongue = closed("-38,298! -12,250 20,242! 32,266 18,292! -26,308!")
    toe = closed("-206,436! -204,408 -176,386! -150,400 -140,436!")
    saddle = closed("-76,344! -24,292! 0,302! -10,350 14,430! -70,430! -90,380")
    heel = closed("122,304! 162,256! 182,262! 182,330 200,430! 130,430! 134,360")
    swoosh = closed("-60,424! 20,380 110,320! 116,334! 40,404 0,430!")
    sole = closed("-210,428! -190,438 -80,430 60,432 140,420 206,418! 216,452 206,480! 120,486 40,476 -60,486 -180,486! -216,466")
    cut = Line(line("-206,452 -80,456 40,448 120,456 208,446"), "print", 4, 0.8)
    laces = _laces("-74,342! -62,332! -32,352! -44,362!", "-58,326! -46,316! -16,338! -28,346!", "-42,310! -30,300! -4,322! -14,332!")
    return _two(
        (
            Part(lining, "lining", round=5, shade=0.25), Part(tongue, "trim", round=6), Part(upper, round=15, lines=()), Part(toe, "trim", round=8, depth=0.7),
            Part(saddle, "trim", round=5, depth=0.7), Part(heel, "trim", round=7, depth=0.7), Part(swoosh, "print", round=3, depth=0.5, cast=1), *laces,
            Part(sole, "sole", round=10, lines=(cut,)),
        )
    )


def high_top() -> Garment:
    """A canvas high-top with a rubber toe cap."""
    upper = closed("-196,452! -190,430 -150,404 -104,384 -66,346 -46,270 -40,196! 20,186 70,188 118,200! 124,280 136,360 160,400 166,452!")
    inside = closed("-40,198! 20,186 70,188 118,201! 60,206 0,208!")
    cap = closed("-202,456! -200,426 -168,404 -122,394! -108,420 -112,456!")
    stay = closed("-100,384! -62,346! -44,270! -40,198! -18,198! -24,290! -40,360! -70,404!")
    patch = Part(ellipse(70, 268, 27), "sole", round=4, depth=0.6)
    mark = Part(closed("70,250! 84,286! 56,286!"), "print", depth=0, cast=0)
    sole = closed("-208,450! -60,454 60,454 170,448! 174,484! 60,488 -100,488 -200,486! -212,470")
    band = Line(line("-206,460 -60,464 60,464 172,458"), "print", 2.4)
    laces = _laces(*(f"{-84 + i * 10},{384 - i * 27}! {-72 + i * 9},{376 - i * 27}! {-38 + i * 5},{394 - i * 27}! {-46 + i * 5},{403 - i * 27}!" for i in range(7)))
    seam = Line(line("40,200 48,330 60,450") + line("-70,404 0,420 60,440"), "stitch", 1.2)
    return _two(
        (Part(upper, round=16, lines=(seam,), folds=(Fold(line("-60,330 0,346 40,336"), -0.4, 6, 5), Fold(line("-60,360 0,376 60,366"), 0.3, 6, 5))), Part(inside, "lining", round=4, shade=0.3, cast=0), Part(stay, "trim", round=4, depth=0.6), Part(cap, "sole", round=10), patch, mark, *laces, Part(sole, "sole", round=8, lines=(band,))), 40, -40
    )


def chelsea() -> Garment:
    """An ankle boot with elastic sides and a low heel."""
    upper = closed("-196,450! -192,424 -160,398 -108,378 -66,344 -48,280 -44,182! 20,174 70,174 118,184! 120,270 130,340 150,400 154,450!")
    inside = closed("-44,184! 20,174 70,174 118,185! 60,192 0,193!")
    gore = closed("4,190! 74,190! 66,290 46,336! 30,336! 12,290")
    ribs = Line("".join(line(f"{x},192 {30 + (x - 36) * 0.5},334") for x in range(10, 74, 7)), "seam", 1.2, 0.6)
    tab = closed("88,150! 104,150! 108,196! 92,196!")
    welt = closed("-204,446! 0,452 160,446! 162,464! 60,466 -100,474 -198,474! -210,460")
    heel = closed("66,462! 161,460! 160,488! 70,488!")
    under = closed("-198,470! -60,472 50,464! 48,470! -60,484 -190,488! -206,480")
    folds = (Fold(line("-76,356 -40,366 -6,358"), -0.5, 6, 4), Fold(line("-90,376 -50,388 -10,380"), 0.4, 6, 4), Fold(line("90,300 110,330 140,340"), -0.3, 7, 5))
    return _two(
        (
            Part(tab, "trim", round=4), Part(upper, round=17, folds=folds), Part(inside, "lining", round=4, shade=0.35, cast=0), Part(gore, "gusset", round=4, depth=0.6, lines=(ribs,), cast=1),
            Part(under, "dark", round=3), Part(heel, "dark", round=5), Part(welt, "dark", round=4),
        ), 44, -36,
    )


def lace_boot() -> Garment:
    """A laced ankle boot with a lugged sole."""
    upper = closed("-198,444! -194,414 -160,390 -112,374 -72,340 -52,270 -50,170! 20,162 70,162 118,172! 122,260 136,340 158,396 160,444!")
    inside = closed("-50,172! 20,162 70,162 118,173! 60,182 -6,184!")
    cuff = closed("-18,172! 50,162 118,172! 119,196! 50,188 -18,198!")
    stay = closed("-96,372! -68,340! -50,262! -50,172! -26,172! -28,270! -42,346! -62,396!")
    cap = Line(line("-140,384 -126,410 -132,442"), "stitch", 1.4)
    sole = closed("-206,440! 0,446 166,440! 170,488! 148,488! 144,480! 74,480! 70,466! 44,466! 36,482! 14,482! 8,474! -14,474! -20,484! -46,484! -52,476! -74,476! -80,486! -108,486! -114,478! -136,478! -142,487! -190,487! -214,464")
    welt = Line(line("-206,450 0,455 167,449"), "thread", 2, 0.9)
    laces = _laces(*(f"{-88 + i * 8},{370 - i * 29}! {-78 + i * 8},{360 - i * 29}! {-34 + i * 3},{380 - i * 29}! {-42 + i * 3},{390 - i * 29}!" for i in range(7)), cloth="dark")
    seam = Line(line("54,190 50,330 100,442") + line("60,190 56,330 106,442"), "stitch", 1)
    folds = (Fold(line("-76,352 -30,366 20,352"), -0.45, 6, 4), Fold(line("20,300 60,314 110,300"), -0.3, 7, 5))
    return _two((Part(upper, round=17, folds=folds, lines=(cap, seam)), Part(inside, "lining", round=4, shade=0.35, cast=0), Part(cuff, "trim", round=6), Part(stay, round=4, depth=0.7), *laces, Part(sole, "dark", round=6, lines=(welt,))), 44, -36)


def pump() -> Garment:
    """A pointed court shoe on a high, slim heel."""
    upper = closed("-214,470! -196,448 -150,428 -96,412! -60,430 -10,424 40,392 92,336 132,262! 158,254 176,290 178,344 160,390! 110,390 60,424 0,462 -80,480 -180,482!")
    inside = closed("-96,412! -60,424 -10,414 40,380 94,318 132,262! 134,284 96,348 40,404 -14,434 -60,436!")
    heel = closed("120,388! 178,330! 176,380 162,430 158,487! 145,487! 146,430 140,404")
    sole = closed("-216,472! -180,481 -80,478 0,460 60,422 112,386 130,392! 108,400 62,434 2,472 -80,487 -190,488!")
    return _two((Part(inside, "insole", round=6, shade=0.15), Part(heel, round=5), Part(upper, round=13), Part(sole, "dark", round=2, cast=0)), 40, -40)


def block_heel() -> Garment:
    """A round-toed shoe with an ankle strap on a block heel."""
    upper = closed("-196,478! -200,446 -166,424 -112,414! -86,440 -30,450 10,440! 0,462 -60,482 -170,486!")
    back_ = closed("40,420! 90,380 128,300! 152,294 168,330 166,400! 110,404 60,436!")
    inside = closed("-112,414! -60,440 10,430 80,384 128,302! 150,300 120,370 60,420 0,452 -80,460!")
    heel = closed("100,398! 168,380! 164,440 160,488! 106,488! 104,440")
    sole = closed("-200,478! -100,482 -10,464 60,424 106,396 120,402! 60,440 0,478 -80,488 -188,488!")
    strap = closed("20,320! 80,306 140,300! 148,304! 148,318! 80,322 22,336!")
    post = closed("132,302! 150,298! 156,340! 138,344!")
    return _two((Part(inside, "insole", round=6, shade=0.1), Part(heel, "wood", round=8), Part(back_, round=8), Part(upper, round=13), Part(post, round=4), Part(strap, round=4), Part(closed("16,316! 34,313! 35,338! 18,341!"), "metal", round=3), Part(sole, "dark", round=2, cast=0)), 40, -40)


def loafer() -> Garment:
    """A slip-on loafer with a bar across the vamp."""
    upper = closed("-204,456! -204,430 -170,402 -116,384 -66,368 -28,336! 20,344 80,352 140,336 172,312! 186,330 192,400 196,456!")
    inside = closed("-28,338! 20,344 80,352 140,336 172,314! 130,322 60,328 0,322!")
    apron = Line(line("-176,412 -140,420 -80,406 -24,372 -10,350"), "stitch", 2.2)
    saddle = closed("-86,378! -48,356! -22,372 10,454! -50,456! -62,410")
    bar = closed("-86,388! -40,362! -34,376! -80,404!")
    sole = closed("-210,450! 0,456 202,450! 204,468! 60,470 -100,480 -196,482! -216,468")
    heel = closed("110,466! 203,464! 200,488! 114,488!")
    return _two((Part(inside, "insole", round=5, shade=0.2), Part(upper, round=15, lines=(apron,), folds=(Fold(line("-160,404 -110,398 -70,384"), 0.4, 12, 6),)), Part(saddle, round=5, depth=0.7), Part(bar, "metal", round=4), Part(heel, "dark", round=4), Part(sole, "dark", round=4)), 38, -44)


def ballet_flat() -> Garment:
    """A flat with a round toe and a small bow."""
    upper = closed("-204,466! -206,440 -176,420 -128,412! -100,432 -20,440 70,424 130,390 168,360! 184,372 190,420 190,466!")
    inside = closed("-128,412! -90,422 -10,422 80,404 136,374 168,360! 150,394 80,432 -20,450 -100,442!")
    sole = closed("-208,464! 0,470 194,462! 196,478! 120,486 -180,486! -214,478")
    bow = closed("-132,408! -158,386 -166,402 -134,418! -112,436 -100,422 -124,410!")
    return _two((Part(inside, "insole", round=6, shade=0.05), Part(upper, round=12, lines=(Line(line("-130,418 -100,438 -20,446 70,430 132,396 170,366"), "seam", 1.6),)), Part(bow, "collar", round=4), Part(ellipse(-129, 412, 6), "collar", round=3), Part(sole, "dark", round=3)), 38, -48)


def oxford_shoe() -> Garment:
    """A laced leather shoe with a toe cap and punched edges."""
    upper = closed("-206,456! -206,430 -172,404 -118,386 -70,360 -30,320! 20,330 80,336 136,320 166,292! 182,310 190,390 194,456!")
    inside = closed("-30,322! 20,330 80,336 136,320 166,294! 130,306 60,312 0,306!")
    cap = line("-148,396 -128,420 -132,454")
    quarter = line("-84,368 -70,400 -20,430 20,454")
    punched = Line(line("-142,394 -122,420 -126,454") + line("-78,366 -64,396 -16,424 26,450") + line("100,334 96,380 130,452"), "stitch", 2.4)
    laces = _laces("-74,358! -62,350! -40,370! -50,378!", "-58,344! -46,336! -24,356! -34,364!", "-42,330! -30,322! -8,342! -18,350!", cloth="dark")
    sole = closed("-212,450! 0,456 200,450! 202,466! 60,468 -100,478 -198,480! -218,466")
    heel = closed("108,464! 201,462! 198,488! 112,488!")
    return _two((Part(inside, "insole", round=5, shade=0.25), Part(upper, round=15, lines=(Line(cap, "seam", 2), Line(quarter, "seam", 2), punched), folds=(Fold(line("-110,396 -90,410 -84,430"), -0.35, 6, 4),)), *laces, Part(heel, "dark", round=4), Part(sole, "dark", round=4)), 38, -44)
