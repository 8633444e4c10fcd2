"""Sandals seen from above, in pairs.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing.outline import closed, ellipse, line
from data.drawing.part import Fold, Garment, Line, Part

SOLE = (
    "-14,92 40,100 72,146 76,220 62,300 58,400 66,460 50,520 8,540 -34,524 -48,460 -48,380 -62,290"
    " -70,200 -58,124"
)


BED = (
    "-12,104 34,112 62,152 65,220 52,300 47,400 54,458 42,508 7,526 -25,512 -37,460 -37,380 -51,290"
    " -59,200 -48,132"
)


def _pair_of(*parts: Part, sole: str = "sole") -> Garment:
    """A right sandal of these parts on its sole, and the left one."""
    edge = Line(closed(BED), "stitch", 1.2)
    dent = (Fold(line("8,190 6,240"), -0.5, 50, 18), Fold(line("6,440 6,470"), -0.5, 40, 16))
    right = (
        Part(closed(SOLE), sole, round=8, cast=5),
        Part(closed(BED), "insole", round=5, depth=0.7, cast=0, folds=dent, lines=(edge,)),
        *parts,
    )
    placed = tuple(part.moved(104, 0) for part in right)
    return Garment((*(part.mirrored() for part in placed), *placed), drift=1.5)


def _band(text: str, *edges: str, cast: float = 5) -> Part:
    lines = tuple(Line(line(edge), "stitch", 1.2) for edge in edges)
    return Part(closed(text), round=11, cast=cast, lines=lines)


def _buckle(x: float, y: float) -> tuple[Part, Part]:
    frame = closed(f"{x - 15},{y - 17}! {x + 15},{y - 17}! {x + 15},{y + 17}! {x - 15},{y + 17}!")
    hole = closed(f"{x - 9},{y - 11}! {x - 9},{y + 11}! {x + 9},{y + 11}! {x + 9},{y - 11}!")
    prong = closed(f"{x - 13},{y - 2}! {x + 11},{y - 2}! {x + 11},{y + 2}! {x - 13},{y + 2}!")
    return Part(frame + hole, "metal", round=4), Part(prong, "metal", round=2, cast=1)


def slide() -> Garment:
    """A slide with one wide strap."""
    strap = _band(
        "-84,176! -40,150 40,152 88,186! 84,246 74,296! 30,270 -30,268 -74,286! -84,230",
        "-80,184 -38,158 40,160 84,194",
        "-74,278 -30,260 30,262 76,288",
    )
    return _pair_of(strap)


def two_strap() -> Garment:
    """A footbed sandal with two buckled straps."""
    front = _band(
        "-80,160! -40,140 40,142 86,170! 84,220! 40,196 -40,194 -82,212!",
        "-76,168 -40,148 40,150 82,178",
        "-76,204 -40,186 40,188 80,212",
    )
    rear = _band(
        "-74,256! -30,236 30,238 78,264! 72,316! 30,292 -30,290 -70,308!",
        "-70,264 -30,244 30,246 74,272",
        "-66,300 -30,282 30,284 68,308",
    )
    return _pair_of(front, rear, *_buckle(46, 172), *_buckle(42, 268))


def ankle_strap() -> Garment:
    """A flat sandal with a toe strap and an ankle strap."""
    toe = _band("-78,172! -36,156 36,158 82,182! 82,212! 36,188 -36,186 -78,200!")
    bar = _band("-8,176! 14,176! 16,300 15,400! -7,400! -8,300")
    ankle = closed("-62,400! -30,376 36,376 74,402! 76,470 56,534 8,556 -40,540 -62,470!") + closed(
        "-46,466 -28,524 8,538 44,520 60,466 58,412! 30,394 -24,394 -46,412!"
    )
    return _pair_of(toe, bar, Part(ankle, round=7, cast=5), *_buckle(66, 420))


def espadrille() -> Garment:
    """A closed-toe sandal on a jute sole with ribbons round the heel."""
    toe = Part(
        closed("-72,250! -74,190 -58,126 -14,96 40,104 72,148 78,214 70,258! 30,232 -30,228"),
        round=16,
        cast=5,
        lines=(Line(line("-66,244 -30,220 30,224 66,250"), "stitch", 1.4),),
    )
    heel = closed("-46,410! -50,460 -34,522 8,540 50,518 66,460 58,410! 44,470 30,504 8,512 -14,506 -32,470")
    strap = _band("-54,330! 0,312 60,334! 60,356! 0,336 -52,352!")
    return _pair_of(Part(heel, round=9), strap, toe, *_buckle(46, 336), sole="jute")


def flip_flop() -> Garment:
    """A thong sandal with a rubber sole."""
    left = _band("2,176! 14,176! -10,214 -46,280 -58,330! -72,318! -60,262 -24,208")
    right = _band("2,176! 14,176! 40,214 66,280 70,334! 56,340! 44,284 22,222")
    return _pair_of(left, right, Part(ellipse(8, 178, 9), round=4))
