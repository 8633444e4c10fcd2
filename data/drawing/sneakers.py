"""Sneakers, seen from the side, one behind the other.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing.outline import closed, ellipse, line
from data.drawing.part import Fold, Garment, Line, Part

FLOOR = 488


def two(shoe: tuple[Part, ...], dx: float = 34, dy: float = -44) -> Garment:
    """The shoe and its fellow behind it."""
    behind = tuple(part.moved(dx, dy, 0.1) for part in shoe)
    return Garment(behind + tuple(part.moved(-14, 0) for part in shoe), floor=FLOOR, drift=2)


def lacing(*rows: str, cloth: str = "lace") -> tuple[Part, ...]:
    return tuple(Part(closed(row), cloth, round=2.5, cast=2) for row in rows)


def sneaker() -> Garment:
    """A low court sneaker with a thick rubber sole."""
    upper = closed(
        "-204,452! -210,420 -190,394 -136,376 -78,346 -22,296! 20,284 40,300 84,318 130,306 158,272!"
        " 180,276 190,320 188,380 198,420 198,452!"
    )
    lining = closed("-22,298! 18,282 40,298 84,316 130,304 157,273! 130,286 70,296 20,276!")
    tongue = closed("-40,308! -12,262 18,256! 30,276 20,300! -28,318!")
    toe = Line(line("-128,380 -118,410 -140,446"), "stitch", 1.2)
    quarter = closed("-84,356! -28,306! -2,312! -20,352 -8,400 20,450! -96,450! -104,400")
    eyes = tuple(
        Part(ellipse(x, y, 3), "lining", round=1, cast=0)
        for x, y in ((60, 366), (78, 362), (96, 358), (114, 354))
    )
    heel = closed("152,280! 158,272! 180,276! 190,318 190,344! 166,348 150,330")
    holes = lacing(
        "-82,352! -70,344! -40,366! -50,374!",
        "-62,338! -50,330! -20,352! -30,360!",
        "-46,322! -34,314! -8,338! -18,346!",
        "-32,308! -20,300! 4,322! -6,330!",
    )
    folds = (
        Fold(line("-160,404 -130,398 -104,404"), -0.4, 5, 4),
        Fold(line("-150,424 -120,416 -96,424"), -0.3, 5, 4),
    )
    return two(
        (
            Part(lining, "lining", round=5, shade=0.25),
            Part(tongue, "trim", round=6),
            Part(upper, round=15, folds=folds, lines=(toe,)),
            Part(quarter, "trim", round=5, depth=0.7),
            *eyes,
            Part(heel, "print", round=6, depth=0.7),
            *holes,
            _court_sole(),
        )
    )


def _court_sole() -> Part:
    sole = closed(
        "-208,446! -100,450 40,450 200,442! 212,452 210,474 196,486 100,488 -100,488 -194,487 -214,474"
        " -216,458"
    )
    groove = Line(line("-206,464 -100,468 60,468 201,462"), "seam", 1.6, 0.5)
    return Part(sole, "sole", round=8, lines=(groove,))


def runner() -> Garment:
    """A running shoe with a mesh upper and a sculpted sole."""
    upper = closed(
        "-208,436! -218,408 -188,382 -128,366 -66,336 -20,286! 14,274 40,292 86,310 130,296 162,256!"
        " 182,262 182,330 200,430!"
    )
    lining = closed("-20,288! 14,272 40,290 86,308 130,294 161,257! 126,280 60,286 16,266!")
    tongue = closed("-38,298! -12,250 20,242! 32,266 18,292! -26,308!")
    toe = closed("-208,436! -218,408 -182,381! -150,400 -140,436!")
    saddle = closed("-76,344! -24,292! 0,302! -10,350 14,430! -70,430! -90,380")
    heel = closed("122,304! 162,256! 182,262! 182,330 200,430! 130,430! 134,360")
    bars = tuple(
        Part(
            closed(f"{x},424! {x + 44},346! {x + 62},346! {x + 22},424!"), "print", round=3, depth=0.5, cast=1
        )
        for x in (22, 54)
    )
    sole = closed(
        "-210,428! -190,438 -80,430 60,432 140,420 206,418! 216,452 206,480! 120,486 40,476 -60,486"
        " -180,486! -216,466"
    )
    cut = Line(line("-206,452 -80,456 40,448 120,456 208,446"), "print", 4, 0.8)
    laces = lacing(
        "-74,342! -62,332! -32,352! -44,362!",
        "-58,326! -46,316! -16,338! -28,346!",
        "-42,310! -30,300! -4,322! -14,332!",
    )
    return two(
        (
            Part(lining, "lining", round=5, shade=0.25),
            Part(tongue, "trim", round=6),
            Part(upper, round=15, lines=()),
            Part(toe, "trim", round=8, depth=0.7),
            Part(saddle, "trim", round=5, depth=0.7),
            Part(heel, "trim", round=7, depth=0.7),
            *bars,
            *laces,
            Part(sole, "sole", round=10, lines=(cut,)),
        )
    )


def high_top() -> Garment:
    """A canvas high-top with a rubber toe cap."""
    upper = closed(
        "-196,452! -190,430 -150,404 -104,384 -66,346 -46,270 -40,196! 20,186 70,188 118,200! 124,280"
        " 136,360 160,400 166,452!"
    )
    inside = closed("-40,198! 20,186 70,188 118,201! 60,206 0,208!")
    cap = closed("-202,456! -200,426 -168,404 -122,394! -108,420 -112,456!")
    stay = closed("-100,384! -62,346! -44,270! -40,198! -18,198! -24,290! -40,360! -70,404!")
    sole = closed(
        "-208,450! -60,454 60,454 170,446! 182,456 180,476 166,487 60,488 -100,488 -194,487 -214,472"
    )
    band = Line(line("-206,460 -60,464 60,464 172,458"), "print", 2.4)
    laces = lacing(
        *(
            f"{-84 + i * 10},{384 - i * 27}! {-72 + i * 9},{376 - i * 27}! {-38 + i * 5},{394 - i * 27}!"
            f" {-46 + i * 5},{403 - i * 27}!"
            for i in range(7)
        )
    )
    seam = Line(line("40,200 48,330 60,450") + line("-70,404 0,420 60,440"), "stitch", 1.2)
    folds = (
        Fold(line("-60,330 0,346 40,336"), -0.4, 6, 5),
        Fold(line("-60,360 0,376 60,366"), 0.3, 6, 5),
    )
    return two(
        (
            Part(upper, round=16, lines=(seam,), folds=folds),
            Part(inside, "lining", round=4, shade=0.3, cast=0),
            Part(stay, "trim", round=4, depth=0.6),
            Part(cap, "sole", round=10),
            *laces,
            Part(sole, "sole", round=8, lines=(band,)),
        ),
        40,
        -40,
    )
