"""Shoes, boots, sandals and socks, each drawn by a function that cuts.csv names."""

from __future__ import annotations

from data.synthetic.geometry import Garment, Line, Part, closed, ellipse, fold, garment, line, stitch, stroke
from data.synthetic.parts import fixed_parts, ribbed

LUGGED_SOLE = (
    "-206,440! 0,446 166,440! 170,488! 148,488! 144,480! 74,480! 70,466! 44,466! 36,482! 14,482!"
    " 8,474! -14,474! -20,484! -46,484! -52,476! -74,476! -80,486! -108,486! -114,478! -136,478!"
    " -142,487! -190,487! -214,464"
)
SANDAL_SOLE = (
    "-14,92 40,100 72,146 76,220 62,300 58,400 66,460 50,520 8,540 -34,524 -48,460 -48,380 -62,290"
    " -70,200 -58,124"
)
FOOTBED = (
    "-12,104 34,112 62,152 65,220 52,300 47,400 54,458 42,508 7,526 -25,512 -37,460 -37,380 -51,290"
    " -59,200 -48,132"
)


def _pair_of_shoes(*shoe: Part, dx: float = 34, dy: float = -44) -> Garment:
    """Return a shoe seen from the side and the other one behind it."""
    behind = tuple(part.moved(dx, dy, 0.1) for part in shoe)
    return garment(*behind, *(part.moved(-14, 0) for part in shoe), floor=488, drift=2)


def _laces(*rows: str, fabric: str = "lace") -> tuple[Part, ...]:
    return tuple(Part(closed(row), fabric, bevel=2.5, shadow=2) for row in rows)


def sneaker() -> Garment:
    """Draw a low court sneaker with a thick rubber sole."""
    return _pair_of_shoes(*fixed_parts("sneaker"))


def runner() -> Garment:
    """Draw a running shoe with a mesh upper and a sculpted sole."""
    return _pair_of_shoes(*fixed_parts("runner"))


def high_top() -> Garment:
    """Draw a canvas high-top with a rubber toe cap."""
    upper_outline = closed(
        "-196,452! -190,430 -150,404 -104,384 -66,346 -46,270 -40,196! 20,186 70,188 118,200! 124,280"
        " 136,360 160,400 166,452!"
    )
    inside_outline = closed("-40,198! 20,186 70,188 118,201! 60,206 0,208!")
    inside = Part(inside_outline, "lining", bevel=4, shade=0.3, shadow=0)
    cap = Part(closed("-202,456! -200,426 -168,404 -122,394! -108,420 -112,456!"), "sole", bevel=10)
    stay_outline = closed("-100,384! -62,346! -44,270! -40,198! -18,198! -24,290! -40,360! -70,404!")
    stay = Part(stay_outline, "trim", bevel=4, depth=0.6)
    sole_outline = closed(
        "-208,450! -60,454 60,454 170,446! 182,456 180,476 166,487 60,488 -100,488 -194,487 -214,472"
    )
    band = stroke("-206,460 -60,464 60,464 172,458", "print", 2.4)
    sole = Part(sole_outline, "sole", bevel=8, lines=(band,))
    laces = _laces(
        *(
            f"{-84 + i * 10},{384 - i * 27}! {-72 + i * 9},{376 - i * 27}! {-38 + i * 5},{394 - i * 27}!"
            f" {-46 + i * 5},{403 - i * 27}!"
            for i in range(7)
        )
    )
    seams = stitch("40,200 48,330 60,450; -70,404 0,420 60,440", 1.2)
    folds = (fold("-60,330 0,346 40,336", -0.4, 6, 5), fold("-60,360 0,376 60,366", 0.3, 6, 5))
    upper = Part(upper_outline, bevel=16, lines=(seams,), folds=folds)
    return _pair_of_shoes(upper, inside, stay, cap, *laces, sole, dx=40, dy=-40)


def loafer() -> Garment:
    """Draw a slip-on loafer with a bar across the vamp."""
    return _pair_of_shoes(*fixed_parts("loafer"), dx=38, dy=-44)


def ballet_flat() -> Garment:
    """Draw a flat with a round toe and a small bow."""
    return _pair_of_shoes(*fixed_parts("ballet_flat"), dx=38, dy=-48)


def oxford_shoe() -> Garment:
    """Draw a laced leather shoe with a toe cap and punched edges."""
    return _pair_of_shoes(*fixed_parts("oxford_shoe"), dx=38, dy=-44)


def chelsea() -> Garment:
    """Draw an ankle boot with elastic sides and a low heel."""
    upper_outline = closed(
        "-196,450! -192,424 -160,398 -108,378 -66,344 -48,280 -44,182! 20,174 70,174 118,184! 120,270"
        " 130,340 150,400 154,450!"
    )
    inside_outline = closed("-44,184! 20,174 70,174 118,185! 60,192 0,193!")
    inside = Part(inside_outline, "lining", bevel=4, shade=0.35, shadow=0)
    gore_outline = closed("4,190! 74,190! 66,290 46,336! 30,336! 12,290")
    ribs = Line(
        "".join(line(f"{x},192 {30 + (x - 36) * 0.5},334") for x in range(10, 74, 7)), "seam", 1.2, 0.6
    )
    gore = Part(gore_outline, "gusset", bevel=4, depth=0.6, lines=(ribs,), shadow=1)
    tab = Part(closed("88,150! 104,150! 108,196! 92,196!"), "trim", bevel=4)
    welt_outline = closed("-204,446! 0,452 160,446! 162,464! 60,466 -100,474 -198,474! -210,460")
    welt = Part(welt_outline, "dark", bevel=4)
    heel = Part(closed("66,462! 161,460! 160,488! 70,488!"), "dark", bevel=5)
    under = Part(closed("-198,470! -60,472 50,464! 48,470! -60,484 -190,488! -206,480"), "dark", bevel=3)
    folds = (
        fold("-76,356 -40,366 -6,358", -0.5, 6, 4),
        fold("-90,376 -50,388 -10,380", 0.4, 6, 4),
        fold("90,300 110,330 140,340", -0.3, 7, 5),
    )
    upper = Part(upper_outline, bevel=17, folds=folds)
    return _pair_of_shoes(tab, upper, inside, gore, under, heel, welt, dx=44, dy=-36)


def lace_boot() -> Garment:
    """Draw a laced ankle boot with a lugged sole."""
    upper_outline = closed(
        "-198,444! -194,414 -160,390 -112,374 -72,340 -52,270 -50,170! 20,162 70,162 118,172! 122,260"
        " 136,340 158,396 160,444!"
    )
    inside_outline = closed("-50,172! 20,162 70,162 118,173! 60,182 -6,184!")
    inside = Part(inside_outline, "lining", bevel=4, shade=0.35, shadow=0)
    cuff = Part(closed("-18,172! 50,162 118,172! 119,196! 50,188 -18,198!"), "trim", bevel=6)
    stay_outline = closed("-96,372! -68,340! -50,262! -50,172! -26,172! -28,270! -42,346! -62,396!")
    stay = Part(stay_outline, bevel=4, depth=0.7)
    cap = stitch("-140,384 -126,410 -132,442", 1.4)
    welt = stroke("-206,450 0,455 167,449", "thread", 2, 0.9)
    sole = Part(closed(LUGGED_SOLE), "dark", bevel=6, lines=(welt,))
    laces = _laces(
        *(
            f"{-88 + i * 8},{370 - i * 29}! {-78 + i * 8},{360 - i * 29}! {-34 + i * 3},{380 - i * 29}!"
            f" {-42 + i * 3},{390 - i * 29}!"
            for i in range(7)
        ),
        fabric="dark",
    )
    seams = stitch("54,190 50,330 100,442; 60,190 56,330 106,442", 1)
    folds = (fold("-76,352 -30,366 20,352", -0.45, 6, 4), fold("20,300 60,314 110,300", -0.3, 7, 5))
    upper = Part(upper_outline, bevel=17, folds=folds, lines=(cap, seams))
    return _pair_of_shoes(upper, inside, cuff, stay, *laces, sole, dx=44, dy=-36)


def pump() -> Garment:
    """Draw a pointed court shoe on a high, slim heel."""
    return _pair_of_shoes(*fixed_parts("pump"), dx=40, dy=-40)


def block_heel() -> Garment:
    """Draw a round-toed shoe with an ankle strap on a block heel."""
    return _pair_of_shoes(*fixed_parts("block_heel"), dx=40, dy=-40)


def _pair_of_sandals(*parts: Part, sole: str = "sole") -> Garment:
    """Return a left and a right sandal, seen from above, of these parts on a sole."""
    edge = Line(closed(FOOTBED), "stitch", 1.2)
    dent = (fold("8,190 6,240", -0.5, 50, 18), fold("6,440 6,470", -0.5, 40, 16))
    right = (
        Part(closed(SANDAL_SOLE), sole, bevel=8, shadow=5),
        Part(closed(FOOTBED), "insole", bevel=5, depth=0.7, shadow=0, folds=dent, lines=(edge,)),
        *parts,
    )
    placed = tuple(part.moved(104, 0) for part in right)
    return garment(*(part.mirrored() for part in placed), *placed, drift=1.5)


def _strap(outline: str, *edges: str) -> Part:
    return Part(closed(outline), bevel=11, shadow=5, lines=tuple(stitch(edge, 1.2) for edge in edges))


def _buckle(x: float, y: float) -> tuple[Part, Part]:
    frame = closed(f"{x - 15},{y - 17}! {x + 15},{y - 17}! {x + 15},{y + 17}! {x - 15},{y + 17}!")
    hole = closed(f"{x - 9},{y - 11}! {x - 9},{y + 11}! {x + 9},{y + 11}! {x + 9},{y - 11}!")
    prong = closed(f"{x - 13},{y - 2}! {x + 11},{y - 2}! {x + 11},{y + 2}! {x - 13},{y + 2}!")
    return Part(frame + hole, "metal", bevel=4), Part(prong, "metal", bevel=2, shadow=1)


def slide() -> Garment:
    """Draw a slide with one wide strap."""
    strap = _strap(
        "-84,176! -40,150 40,152 88,186! 84,246 74,296! 30,270 -30,268 -74,286! -84,230",
        "-80,184 -38,158 40,160 84,194",
        "-74,278 -30,260 30,262 76,288",
    )
    return _pair_of_sandals(strap)


def two_strap() -> Garment:
    """Draw a footbed sandal with two buckled straps."""
    front = _strap(
        "-80,160! -40,140 40,142 86,170! 84,220! 40,196 -40,194 -82,212!",
        "-76,168 -40,148 40,150 82,178",
        "-76,204 -40,186 40,188 80,212",
    )
    rear = _strap(
        "-74,256! -30,236 30,238 78,264! 72,316! 30,292 -30,290 -70,308!",
        "-70,264 -30,244 30,246 74,272",
        "-66,300 -30,282 30,284 68,308",
    )
    return _pair_of_sandals(front, rear, *_buckle(46, 172), *_buckle(42, 268))


def ankle_strap() -> Garment:
    """Draw a flat sandal with a toe strap and an ankle strap."""
    toe = _strap("-78,172! -36,156 36,158 82,182! 82,212! 36,188 -36,186 -78,200!")
    bar = _strap("-8,176! 14,176! 16,300 15,400! -7,400! -8,300")
    ankle = closed("-62,400! -30,376 36,376 74,402! 76,470 56,534 8,556 -40,540 -62,470!") + closed(
        "-46,466 -28,524 8,538 44,520 60,466 58,412! 30,394 -24,394 -46,412!"
    )
    return _pair_of_sandals(toe, bar, Part(ankle, bevel=7, shadow=5), *_buckle(66, 420))


def espadrille() -> Garment:
    """Draw a closed-toe sandal on a jute sole with ribbons round the heel."""
    toe = Part(
        closed("-72,250! -74,190 -58,126 -14,96 40,104 72,148 78,214 70,258! 30,232 -30,228"),
        bevel=16,
        shadow=5,
        lines=(stitch("-66,244 -30,220 30,224 66,250", 1.4),),
    )
    heel = closed("-46,410! -50,460 -34,522 8,540 50,518 66,460 58,410! 44,470 30,504 8,512 -14,506 -32,470")
    strap = _strap("-54,330! 0,312 60,334! 60,356! 0,336 -52,352!")
    return _pair_of_sandals(Part(heel, bevel=9), strap, toe, *_buckle(46, 336), sole="jute")


def flip_flop() -> Garment:
    """Draw a thong sandal with a rubber sole."""
    left = _strap("2,176! 14,176! -10,214 -46,280 -58,330! -72,318! -60,262 -24,208")
    right = _strap("2,176! 14,176! 40,214 66,280 70,334! 56,340! 44,284 22,222")
    return _pair_of_sandals(left, right, Part(ellipse(8, 178, 9), bevel=4))


def _sock(top: float) -> tuple[Part, ...]:
    body = closed(
        f"-34,{top}! 62,{top}! 60,300 58,380 52,430 20,474 -60,520 -120,530! -164,516 -158,470 -110,440"
        " -60,400 -40,350 -36,280"
    )
    heel = Part(closed("58,376! 54,430 22,474! -10,450 2,400 30,376"), "trim", bevel=9, depth=0.6, shadow=0)
    toe = closed("-96,432! -158,468 -164,516 -120,530! -84,526! -76,480")
    cuff = closed(f"-38,{top - 8}! 14,{top - 12} 66,{top - 8}! 64,{top + 44}! 14,{top + 48} -37,{top + 44}!")
    folds = (
        fold("-40,350 0,366 30,360", -0.4, 7, 5),
        fold("-50,384 -10,400 20,396", 0.35, 7, 5),
        fold(f"-20,{top + 60} -14,300 -18,340", -0.25, 10, 7),
    )
    return (
        Part(body, bevel=13, folds=folds),
        heel,
        Part(toe, "trim", bevel=10, depth=0.6, shadow=0),
        ribbed(Part(cuff, "trim", bevel=7), 6, top - 14, top + 50),
    )


def _pair_of_socks(sock: tuple[Part, ...], *places: tuple[float, float]) -> Garment:
    return garment(*(part.moved(dx, dy) for dx, dy in places for part in sock))


def crew_socks() -> Garment:
    """Draw a pair of socks to the middle of the calf."""
    return _pair_of_socks(_sock(120), (76, -16), (-18, 8))


def knee_socks() -> Garment:
    """Draw a pair of long socks."""
    return _pair_of_socks(_sock(50), (76, -6), (-18, 14))


def ankle_socks() -> Garment:
    """Draw a pair of short socks."""
    return _pair_of_socks(_sock(250), (82, -70), (-24, 10))
