"""Sandals from the side and socks laid flat.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import closed, line
from data.drawing.part import Fold, Garment, Line, Part

FLOOR = 480


def _two(shoe: tuple[Part, ...], dx: float = 36, dy: float = -58) -> Garment:
    behind = tuple(part.moved(dx, dy, 0.1) for part in shoe)
    return Garment(behind + tuple(part.moved(-14, 0) for part in shoe), floor=FLOOR, drift=2)


def _bed(thick: float = 34) -> tuple[Part, Part]:
    foot = closed(f"-206,{470 - thick}! -196,{452 - thick} -100,{446 - thick} 60,{444 - thick} 160,{436 - thick} 200,{446 - thick}! 204,{462 - thick}! 60,{466 - thick} -100,{468 - thick}")
    sole = closed(f"-208,{466 - thick}! -100,{466 - thick} 60,{464 - thick} 206,{458 - thick}! 206,474! 100,480 -100,480 -196,478! -214,{474 - thick / 2}")
    return Part(sole, "sole", round=7), Part(foot, "insole", round=6, depth=0.7, cast=0)


def slide() -> Garment:
    """A slide with one wide strap."""
    strap = closed("-150,446! -132,392 -80,362 -20,368 16,402 22,446! -20,450 -90,452")
    edge = Line(line("-138,440 -122,396 -76,370 -22,376 8,406 14,440"), "stitch", 1.2)
    sole, foot = _bed(40)
    return _two((foot.moved(0, -4), sole, Part(strap, round=14, lines=(edge,))))


def two_strap() -> Garment:
    """A footbed sandal with two buckled straps."""
    straps = (
        Part(closed("-156,448! -146,404 -112,378 -78,382! -74,420 -80,450!"), round=10), Part(closed("-54,450! -52,400 -30,366 14,366! 26,410 24,450!"), round=10),
    )
    buckles = tuple(Part(closed(f"{x},398! {x + 28},396! {x + 28},424! {x},426!"), "metal", round=4) for x in (-128, -26))
    sole, foot = _bed(40)
    return _two((foot.moved(0, -4), sole, *straps, *buckles))


def ankle_strap() -> Garment:
    """A flat sandal with a toe strap and an ankle strap."""
    toe = Part(closed("-150,462! -140,420 -100,400 -70,404! -60,430 -64,464!"), round=8)
    thong = Part(closed("-100,412! -84,404! 10,352 90,322! 94,336! 16,370 -78,424!"), round=5)
    strap = Part(closed("40,328! 90,308 160,312! 176,322! 174,340! 100,334 44,346!"), round=5)
    back_ = Part(closed("150,320! 176,318! 186,400 188,452! 160,456! 160,400"), round=8)
    sole, foot = _bed(18)
    return _two((foot.moved(0, -2), sole, toe, back_, thong, strap, Part(closed("54,314! 76,310! 78,342! 56,346!"), "metal", round=4)))


def espadrille() -> Garment:
    """A wedge sandal with a jute sole and a closed toe."""
    sole = closed("-208,456! -100,452 0,440 90,400 150,350 182,336! 198,350 204,420 206,476! 0,480 -196,480!")
    jute = Line("".join(line(f"-214,{y + 20} -60,{y + 18} 60,{y} 210,{y - 30}") for y in range(350, 500, 12)), "seam", 2.2, 0.55)
    toe = closed("-202,458! -196,424 -150,402 -96,396! -40,414 -10,442! -100,456")
    heel = closed("90,402! 124,352 150,276! 176,276! 188,300 184,344! 150,356 110,396")
    strap = Part(closed("20,300! 90,284 162,280! 176,284! 176,300! 90,304 24,318!"), round=5)
    foot = closed("-96,398! -30,420 60,404 130,350 176,330! 150,362 80,412 -10,444!")
    return _two((Part(foot, "insole", round=5, shade=0.1), Part(sole, "jute", round=10, lines=(jute,)), Part(heel, round=8), Part(toe, round=12), strap, Part(closed("36,294! 58,288! 60,316! 38,322!"), "metal", round=4)), 38, -50)


def flip_flop() -> Garment:
    """A thong sandal with a rubber sole."""
    strap = Part(closed("-120,440! -112,420! -60,390 20,386 84,430! 92,446! 70,448! 10,404 -50,408 -100,436! -112,452!"), round=6)
    sole, foot = _bed(24)
    return _two((foot.moved(0, -2), sole, strap))


def _sock(top: float, cloth: str = "main") -> tuple[Part, ...]:
    body = closed(f"-34,{top}! 62,{top}! 60,300 58,380 52,430 20,474 -60,520 -120,530! -164,516 -158,470 -110,440 -60,400 -40,350 -36,280")
    heel = closed("58,376! 54,430 22,474! -10,450 2,400 30,376")
    toe = closed("-96,432! -158,468 -164,516 -120,530! -84,526! -76,480")
    cuff = closed(f"-38,{top - 8}! 14,{top - 12} 66,{top - 8}! 64,{top + 44}! 14,{top + 48} -37,{top + 44}!")
    folds = (Fold(line("-40,350 0,366 30,360"), -0.4, 7, 5), Fold(line("-50,384 -10,400 20,396"), 0.35, 7, 5), Fold(line(f"-20,{top + 60} -14,300 -18,340"), -0.25, 10, 7))
    return (
        Part(body, cloth, round=13, folds=folds), Part(heel, "trim", round=9, depth=0.6, cast=0), Part(toe, "trim", round=10, depth=0.6, cast=0),
        pieces.ribbed(Part(cuff, "trim", round=7), 6, top - 14, top + 50),
    )


def crew_socks() -> Garment:
    """A pair of socks to the middle of the calf."""
    sock = _sock(120)
    return Garment((*(p.moved(76, -16) for p in sock), *(p.moved(-18, 8) for p in sock)))


def knee_socks() -> Garment:
    """A pair of long socks."""
    sock = _sock(50)
    return Garment((*(p.moved(76, -6) for p in sock), *(p.moved(-18, 14) for p in sock)))


def ankle_socks() -> Garment:
    """A pair of short socks."""
    sock = _sock(250)
    return Garment((*(p.moved(82, -70) for p in sock), *(p.moved(-24, 10) for p in sock)))
