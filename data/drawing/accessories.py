"""Belts, scarves, sunglasses and watches, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from math import cos, pi, sin

from data.drawing.outline import closed, ellipse, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def belt() -> Garment:
    """A belt rolled up, its buckle in front."""
    coil = Part(closed("-150,250 -110,206 0,190 110,206 152,250! 152,330 110,374 0,390 -110,374 -150,330"), round=10)
    hollow = Part(closed("-126,262 -90,232 0,220 90,232 128,262! 110,290 0,304 -110,290"), "lining", round=10, shade=0.35, cast=0)
    turns = Line(line("-138,252 -100,216 0,203 100,216 140,252") + line("-132,256 -94,224 0,211 94,224 134,256"), "seam", 2)
    front = Part(closed("-152,258! -110,300 0,316 110,300 152,258! 152,334! 110,376 0,392 -110,376 -152,334!"), round=10, lines=(Line(line("-148,272 -108,312 0,328 108,312 148,272") + line("-148,322 -108,364 0,380 108,364 148,322"), "stitch", 1.4),))
    frame = Part(closed("-62,300! 34,306! 36,398! -62,392!"), "metal", round=5)
    window = Part(closed("-46,316! 20,320! 20,384! -46,380!"), "main", round=3, cast=0, shade=0.12)
    prong = Part(closed("-54,346! 30,350! 30,358! -54,354!"), "metal", round=3, cast=2)
    loop = Part(closed("60,306! 82,300! 84,384! 60,392!"), round=5)
    return Garment((Part(coil.outline, round=10, lines=(turns,)), hollow, front, loop, frame, window, prong), drift=2)


def woven_belt() -> Garment:
    """A braided belt, laid in a loop."""
    band = "-180,220! 0,170 180,220! 196,300 180,380! 0,420 -180,380! -196,300"
    outer = closed(band)
    inner = Part(closed("-148,248 0,208 148,248 158,300 148,350 0,382 -148,350 -158,300"), "ground", depth=0, cast=0)
    marks = ""
    for i in range(96):
        a = 2 * pi * i / 96
        x, y, u, v = 190 * cos(a), 296 + 122 * sin(a), 158 * cos(a + 0.09), 296 + 92 * sin(a + 0.09)
        marks += line(f"{x},{y} {u},{v}") + line(f"{190 * cos(a + 0.09)},{296 + 122 * sin(a + 0.09)} {158 * cos(a)},{296 + 92 * sin(a)}")
    buckle = Part(closed("-46,368! 46,368! 46,440! -46,440!"), "metal", round=5)
    window = Part(closed("-32,382! 32,382! 32,426! -32,426!"), round=3, shade=0.1, cast=0, lines=(Line(line("-30,384 30,424") + line("-30,424 30,384"), "seam", 2),))
    prong = Part(closed("-40,401! 38,401! 38,409! -40,409!"), "metal", round=3, cast=2)
    return Garment((Part(outer, round=9, lines=(Line(marks, "seam", 2, 0.8),)), inner, buckle, window, prong), drift=3)


def sash() -> Garment:
    """A narrow waist belt with a round buckle."""
    strap = Part(closed("-224,290! -120,276 0,282 120,274 222,286! 222,330! 120,320 0,328 -120,320 -224,334!"), round=7, lines=(Line(line("-220,297 -120,283 0,289 120,281 218,293") + line("-220,327 -120,314 0,321 120,313 218,323"), "stitch", 1.2),))
    outer = Part(ellipse(0, 304, 58), "metal", round=6)
    inner = Part(ellipse(0, 304, 40), "main", round=5, shade=0.06, cast=0)
    prong = Part(closed("-52,299! 46,299! 46,308! -52,308!"), "metal", round=3)
    loop = Part(closed("84,270! 102,269! 103,328! 85,329!"), round=4)
    holes = tuple(Part(ellipse(x, 300, 3.4), "dark", round=1, cast=0) for x in (140, 164, 188))
    return Garment((strap, outer, inner, prong, loop, *holes), drift=2)


def fringed_scarf() -> Garment:
    """A long scarf folded once, with fringes."""
    behind = closed("-70,90! 10,70 96,96! 120,240 110,420 126,520! 60,528 16,522! 20,400 0,240")
    front = closed("-96,110! -40,66 70,70 96,100! 40,150 -10,190! -6,320 -20,440 -12,548! -70,556 -116,546! -110,420 -120,250")
    tassels = "".join(line(f"{x},524 {x + (i % 3 - 1) * 3},568") for i, x in enumerate(range(20, 126, 7)))
    more = "".join(line(f"{x},550 {x + (i % 3 - 1) * 3},596") for i, x in enumerate(range(-114, -12, 7)))
    folds = (
        Fold(line("-40,84 -70,160 -84,300 -80,544"), -0.5, 12, 6), Fold(line("60,90 0,150 -40,240 -44,540"), 0.5, 14, 7), Fold(line("80,100 10,160 -20,220"), -0.45, 8, 5),
        Fold(line("-104,200 -100,360 -100,540"), 0.4, 10, 6),
    )
    back_folds = (Fold(line("60,120 74,300 70,520"), -0.5, 12, 7), Fold(line("96,140 98,320 104,520"), 0.45, 10, 6))
    return Garment((_fringe(tassels), Part(behind, turn=-4, round=13, folds=back_folds, shade=0.06), _fringe(more), Part(front, turn=4, round=13, folds=folds, cast=6)))


def _fringe(path: str) -> Part:
    """Threads: a thin part around each of the lines would be lost, so they hang in one veil."""
    threads = [piece for piece in path.split("M") if piece]
    return Part("".join(_thread(piece) for piece in threads), "main", round=2, depth=0.6, cast=1.5)


def _thread(piece: str) -> str:
    start, end = piece.split("C")[0].split(), piece.split()[-2:]
    x, y, u, v = float(start[0]), float(start[1]), float(end[0]), float(end[1])
    return f"M{x - 1.8:.1f} {y:.1f}L{x + 1.8:.1f} {y:.1f}L{u + 1.3:.1f} {v:.1f}L{u - 1.3:.1f} {v:.1f}Z"


def silk_square() -> Garment:
    """A square silk scarf with a border, knotted."""
    fan = closed("-14,250! -150,330 -196,440! -120,470 -60,540! -20,440 0,262")
    other = closed("14,250! 150,320 204,420! 130,470 84,556! 30,440 0,262")
    ring = closed("-20,254! -150,210 -160,110 -60,64 40,60 150,100 160,200 30,256! 24,230 110,190 108,124 30,94 -50,98 -112,130 -104,190 -18,228!")
    folds = (Fold(line("-20,270 -100,380 -140,450"), -0.6, 8, 5), Fold(line("-14,280 -60,400 -80,500"), 0.5, 10, 6), Fold(line("-30,262 -130,350 -170,420"), 0.4, 8, 5))
    edge = Line(line("-192,432 -118,460 -60,528"), "print", 7)
    edge2 = Line(line("200,412 128,460 82,544"), "print", 7)
    twist = tuple(Fold(line(f"{x},{y} {x * 0.86},{y + 18}"), -0.5, 6, 4) for x, y in ((-140, 130), (-120, 90), (-60, 70), (0, 64), (60, 70), (120, 96), (144, 150)))
    knot = closed("-30,226! 0,216 32,228! 36,262 0,282 -32,264")
    return Garment((Part(ring, round=12, folds=twist), Part(fan, turn=30, round=11, folds=folds, lines=(edge,)), Part(other, turn=-30, round=11, folds=(Fold(line("20,280 110,380 150,440"), -0.6, 8, 5), Fold(line("12,280 60,400 90,520"), 0.5, 10, 6)), lines=(edge2,)), Part(knot, round=10, folds=(Fold(line("-20,234 0,262 24,270"), -0.5, 5, 3),), cast=5)))


def snood() -> Garment:
    """A knitted loop scarf."""
    outer = closed("-150,180 -90,120 20,110 130,150 168,250 160,380 90,480 -30,500 -130,450 -176,330")
    folds = tuple(Fold(line(f"{-150 + i * 9},{230 + i * 26} {-10},{280 + i * 34} {150 - i * 8},{224 + i * 30}"), (-0.75, 0.6)[i % 2], 14, 6) for i in range(7))
    hollow = closed("-104,186 -40,152 40,152 108,190 70,236 0,250 -70,234")
    ribs = Line("".join(line(f"{x},110 {x * 1.12},500") for x in range(-170, 171, 9)), "seam", 1.6, 0.3)
    return Garment((Part(outer, round=22, folds=folds, lines=(ribs,)), Part(hollow, "lining", round=14, shade=0.3, cast=0)))


def _temples(y: float, x: float) -> tuple[Part, ...]:
    arm = closed(f"{x - 10},{y}! {x + 6},{y - 4}! {x + 14},{y + 10} {x - 26},{y + 84} {x - 62},{y + 118}! {x - 70},{y + 108} {x - 40},{y + 76}")
    return Part(arm, round=4, shade=0.1, cast=5).pair()


def _glasses(frame: str, lens: str, bridge: str, y: float, x: float, metal: bool = False) -> Garment:
    cloth = "metal" if metal else "main"
    glint = Line(line(f"{x * 0.32},{y + 62} {x * 0.5},{y + 20}") + line(f"{x * 0.42},{y + 74} {x * 0.64},{y + 18}"), "glint", 9, 0.16)
    return Garment((*_temples(y + 6, x), Part(closed(bridge), cloth, round=4), *Part(closed(frame), cloth, round=5).pair(), *Part(closed(lens), "lens", round=14, depth=0.5, lines=(glint,), cast=0).pair()), drift=1)


def wayfarer() -> Garment:
    """Sunglasses with a thick, square frame."""
    return _glasses(
        "16,262! 70,246 160,240 214,244! 220,262 204,300 186,350 150,368 80,366 36,346 20,300", "36,276! 90,262 160,258 194,264! 192,300 172,336 146,350 84,348 50,334 38,306",
        "-24,264! 0,258 24,264! 26,288! 0,278 -26,288!", 250, 208,
    )


def aviator() -> Garment:
    """Sunglasses with drop-shaped lenses in a thin metal frame."""
    return _glasses(
        "20,258! 80,244 170,244 206,254! 212,300 180,366 120,384 60,360 24,310", "28,264! 84,252 168,252 198,260! 203,300 174,359 120,375 66,353 32,308",
        "-30,252! 0,246 30,252! 30,260! 0,255 -30,260! -30,274 0,270 30,274 30,280 0,277 -30,280", 250, 204, metal=True,
    )


def round_glasses() -> Garment:
    """Sunglasses with round lenses."""
    frame = "112,232 168,252 192,304 168,356 112,378 56,356 32,304 56,252"
    lens = "112,246 158,262 178,304 158,346 112,364 66,346 46,304 66,262"
    return _glasses(frame, lens, "-40,286! 0,266 40,286! 40,298! 0,280 -40,298!", 276, 194)


def cat_eye() -> Garment:
    """Sunglasses with a frame that sweeps upwards."""
    return _glasses(
        "14,276! 60,256 150,246 226,220! 224,262 198,326 150,360 84,358 34,334", "36,288! 80,270 150,262 202,246! 198,276 178,318 146,342 88,342 50,324",
        "-24,276! 0,266 24,276! 28,296! 0,284 -28,296!", 248, 208,
    )


def _watch(case: str, strap: str, dial: tuple[Part, ...], bracelet: tuple[Line, ...] = (), cloth: str = "main") -> Garment:
    upper = Part(strap, cloth, round=7, lines=bracelet)
    crown = Part(closed("104,310! 122,312! 122,334! 104,336!"), "metal", round=3)
    return Garment((upper, crown, Part(case, "metal", round=8), *dial), drift=0.6)


def _dial(radius: float, marks: int = 12) -> tuple[Part, ...]:
    ticks = "".join(
        line(f"{radius * 0.82 * cos(a)},{322 + radius * 0.82 * sin(a)} {radius * 0.92 * cos(a)},{322 + radius * 0.92 * sin(a)}")
        for a in (2 * pi * i / marks for i in range(marks))
    )
    hands = Line(line("0,322 -34,290"), "ink", 5), Line(line("0,330 40,262"), "ink", 3.4), Line(line("-6,334 18,388"), "print", 1.6)
    face = Part(ellipse(0, 322, radius), "dial", round=6, depth=0.5, lines=(Line(ticks, "ink", 3), *hands), cast=0)
    return face, Part(ellipse(0, 322, 4.5), "metal", round=2, cast=1)


def leather_watch() -> Garment:
    """A round watch on a stitched strap."""
    strap = symmetric("0,66 44,66 50,84! 62,250 62,400 48,560! 40,584 0,590")
    stitches = (Line(line("-42,90 -52,240") + line("42,90 52,240") + line("-52,404 -40,560") + line("52,404 40,560"), "stitch", 1.6),)
    holes = tuple(Part(ellipse(0, y, 4), "dark", round=1, cast=0) for y in (470, 500, 530))
    watch = _watch(ellipse(0, 322, 108), strap, _dial(90), stitches)
    keeper = Part(closed("-54,130! 54,130! 56,150! -56,150!"), round=4)
    return Garment((watch.parts[0], *holes, keeper, *watch.parts[1:]), drift=0.6)


def steel_watch() -> Garment:
    """A round watch on a linked bracelet."""
    strap = symmetric("0,60 48,62! 66,250 66,400 48,582! 0,584")
    rows = range(78, 580, 17)
    links = Line("".join(line(f"-70,{y} 70,{y}") for y in rows) + line("-20,60 -28,322 -20,584") + line("20,60 28,322 20,584"), "seam", 2, 0.8)
    bezel = Part(ellipse(0, 322, 112), "metal", round=7)
    inner = Line("".join(line(f"{104 * cos(a)},{322 + 104 * sin(a)} {111 * cos(a)},{322 + 111 * sin(a)}") for a in (pi * i / 30 for i in range(60))), "seam", 1.2)
    watch = _watch(Part(bezel.outline).outline, strap, _dial(88), (links,), "metal")
    case = Part(watch.parts[2].outline, "metal", round=7, lines=(inner,))
    return Garment((*watch.parts[:2], case, *watch.parts[3:]), drift=0.4)


def square_watch() -> Garment:
    """A rectangular watch on a slim strap."""
    strap = symmetric("0,66 34,66 40,84! 48,250 48,400 38,560! 30,584 0,590")
    case = symmetric("0,216 74,216! 84,226! 84,418! 74,428! 0,428")
    face = symmetric("0,232 68,232! 68,412! 0,412")
    ticks = line("0,242 0,256") + line("0,388 0,402") + line("-60,322 -46,322") + line("60,322 46,322")
    hands = (Line(line("0,322 -26,290"), "ink", 4.5), Line(line("0,328 30,258"), "ink", 3))
    dial = Part(face, "dial", round=5, depth=0.5, lines=(Line(ticks, "ink", 3), *hands), cast=0)
    crown = Part(closed("82,310! 98,312! 98,334! 82,336!"), "metal", round=3)
    stitches = Line(line("-32,90 -40,210") + line("32,90 40,210") + line("-40,432 -31,560") + line("40,432 31,560"), "stitch", 1.4)
    return Garment((Part(strap, round=6, lines=(stitches,)), crown, Part(case, "metal", round=7), dial, Part(ellipse(0, 322, 3.6), "metal", round=2, cast=1)), drift=0.6)
