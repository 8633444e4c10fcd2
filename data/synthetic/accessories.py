"""Hats, bags, belts, scarves, sunglasses and watches, each drawn by a function that cuts.csv names."""

from __future__ import annotations

from math import cos, pi, sin

from data.synthetic.geometry import (
    Fold,
    Garment,
    Line,
    Part,
    closed,
    ellipse,
    fold,
    garment,
    line,
    line_pair,
    seam,
    stitch,
    stroke,
    symmetric,
)
from data.synthetic.parts import button, fixed_parts


def cap() -> Garment:
    """Draw a baseball cap with a curved peak."""
    return garment(*fixed_parts("cap"), drift=3)


def beanie() -> Garment:
    """Draw a ribbed knitted beanie with a turned-up edge."""
    edge_outline = symmetric("0,362 90,358 160,346! 166,400 158,446! 80,458 0,460")
    ribs = "".join(line(f"{x * 0.16},156 {x * 0.8},240 {x},400") for x in range(-150, 151, 12))
    more = "".join(line(f"{x},350 {x * 0.98},462") for x in range(-160, 161, 12))
    edge = Part(edge_outline, "trim", bevel=13, folds=(Fold(more, -0.55, 4, 2),), shadow=5)
    grooves = Fold(ribs, -0.5, 4, 2)
    dome = Part(symmetric("0,150 70,164 130,230 150,330 150,390! 0,400"), bevel=24, folds=(grooves,))
    return garment(dome, edge)


def pompom() -> Garment:
    """Draw a knitted hat with a pompom."""
    tips = ("-40,110", "-20,88", "10,84", "36,102", "44,134", "28,164", "-6,172", "-38,156", "-46,130")
    fluff = "".join(line(f"0,130 {tip}") for tip in tips)
    ball = Part(ellipse(0, 130, 50, 47), "print", bevel=16, folds=(Fold(fluff, -0.5, 6, 3),), shadow=4)
    return garment(*beanie().parts, ball)


def bucket_hat() -> Garment:
    """Draw a bucket hat with a stitched brim."""
    brim_outline = symmetric("0,330 70,328 130,318! 178,372 206,424! 110,462 0,470")
    rows = Line(
        "".join(
            line_pair(f"0,{346 + i * 24} {72 + i * 8},{342 + i * 23} {136 + i * 15},{330 + i * 21}")
            for i in range(1, 5)
        ),
        "stitch",
        1.1,
    )
    seams = seam("0,214 60,214 108,226", 1.4, both=True)
    crown = Part(symmetric("0,190 70,192 106,214 128,330! 60,344 0,346"), bevel=20, lines=(seams,))
    folds = (fold("-120,380 -130,430", 0.4, 14, 8), fold("60,390 70,460", -0.4, 14, 8))
    brim = Part(brim_outline, bevel=13, lines=(rows,), folds=folds, shadow=5)
    return garment(crown, brim, drift=4)


def straw_hat() -> Garment:
    """Draw a wide-brimmed hat with a band."""
    return garment(*fixed_parts("straw_hat"), drift=3)


def beret() -> Garment:
    """Draw a soft felt beret."""
    return garment(*fixed_parts("beret"), drift=4)


def tote() -> Garment:
    """Draw a tall open bag with two handles."""
    return garment(*fixed_parts("tote"), floor=566, drift=3)


def handbag() -> Garment:
    """Draw a structured handbag with a flap and one handle."""
    return garment(*fixed_parts("handbag"), floor=548, drift=1)


def shoulder_bag() -> Garment:
    """Draw a half-moon shoulder bag on a long strap."""
    return garment(*fixed_parts("shoulder_bag"), drift=2)


def backpack() -> Garment:
    """Draw a backpack with a front pocket and a lid."""
    return garment(*fixed_parts("backpack"), floor=556, drift=3)


def clutch() -> Garment:
    """Draw a flat evening bag with an envelope flap."""
    return garment(*fixed_parts("clutch"), button(0, 366, 11, "metal"), drift=1)


def crossbody() -> Garment:
    """Draw a small camera bag with a zip and a wide strap."""
    return garment(*fixed_parts("crossbody"), drift=1)


def belt() -> Garment:
    """Draw a belt rolled up, its buckle in front."""
    return garment(*fixed_parts("belt"), drift=2)


def woven_belt() -> Garment:
    """Draw a braided belt, laid in a loop."""
    outside = [_around(i, 208, 124) for i in range(16)]
    inside = [_around(-i, 172, 92) for i in range(16)]
    marks = ""
    for i in range(110):
        for lean in (-0.6, 0.6):
            marks += line(f"{_around(i * 16 / 110, 208, 124)} {_around(i * 16 / 110 + lean, 172, 92)}")
    buckle_outline = closed("-46,364! 46,364! 46,432! -46,432!") + closed("-32,378! -32,418! 32,418! 32,378!")
    buckle = Part(buckle_outline, "metal", bevel=5)
    prong = Part(closed("-40,394! 38,394! 38,402! -40,402!"), "metal", bevel=3, shadow=2)
    band = Part(
        closed(" ".join(outside)) + closed(" ".join(inside)), bevel=8, lines=(Line(marks, "seam", 1.8, 0.8),)
    )
    return garment(band, buckle, prong, drift=3)


def _around(step: float, rx: float, ry: float) -> str:
    """Return a point of the belt's loop, which has sixteen steps."""
    angle = step * pi / 8
    return f"{rx * cos(angle):.1f},{300 + ry * sin(angle):.1f}"


def sash() -> Garment:
    """Draw a narrow waist belt with a round buckle."""
    return garment(*fixed_parts("sash"), drift=2)


def fringed_scarf() -> Garment:
    """Draw a long scarf folded once, with fringes."""
    behind_outline = closed("-70,90! 10,70 96,96! 120,240 110,420 126,520! 60,528 16,522! 20,400 0,240")
    front_outline = closed(
        "-96,110! -40,66 70,70 96,100! 40,150 -10,190! -6,320 -20,440 -12,548! -70,556 -116,546!"
        " -110,420 -120,250"
    )
    tassels = "".join(line(f"{x},524 {x + (i % 3 - 1) * 3},568") for i, x in enumerate(range(20, 126, 7)))
    more = "".join(line(f"{x},550 {x + (i % 3 - 1) * 3},596") for i, x in enumerate(range(-114, -12, 7)))
    folds = (
        fold("-40,84 -70,160 -84,300 -80,544", -0.5, 12, 6),
        fold("60,90 0,150 -40,240 -44,540", 0.5, 14, 7),
        fold("80,100 10,160 -20,220", -0.45, 8, 5),
        fold("-104,200 -100,360 -100,540", 0.4, 10, 6),
    )
    front = Part(front_outline, turn=4, bevel=13, folds=folds, shadow=6)
    back_folds = (fold("60,120 74,300 70,520", -0.5, 12, 7), fold("96,140 98,320 104,520", 0.45, 10, 6))
    behind = Part(behind_outline, turn=-4, bevel=13, folds=back_folds, shade=0.06)
    return garment(_fringe(tassels), behind, _fringe(more), front)


def _fringe(path: str) -> Part:
    """Return all threads of a fringe as one part."""
    threads = [piece for piece in path.split("M") if piece]
    return Part("".join(_thread(piece) for piece in threads), "main", bevel=2, depth=0.6, shadow=1.5)


def _thread(piece: str) -> str:
    start, end = piece.split("C")[0].split(), piece.split()[-2:]
    x, y, u, v = float(start[0]), float(start[1]), float(end[0]), float(end[1])
    return f"M{x - 1.8:.1f} {y:.1f}L{x + 1.8:.1f} {y:.1f}L{u + 1.3:.1f} {v:.1f}L{u - 1.3:.1f} {v:.1f}Z"


def silk_square() -> Garment:
    """Draw a square silk scarf with a border, knotted."""
    return garment(*fixed_parts("silk_square"))


def snood() -> Garment:
    """Draw a knitted loop scarf."""
    outer_outline = closed("-150,180 -90,120 20,110 130,150 168,250 160,380 90,480 -30,500 -130,450 -176,330")
    folds = tuple(
        fold(
            f"{-150 + i * 9},{230 + i * 26} {-10},{280 + i * 34} {150 - i * 8},{224 + i * 30}",
            (-0.75, 0.6)[i % 2],
            14,
            6,
        )
        for i in range(7)
    )
    hollow_outline = closed("-104,186 -40,152 40,152 108,190 70,236 0,250 -70,234")
    hollow = Part(hollow_outline, "lining", bevel=14, shade=0.3, shadow=0)
    ribs = Line("".join(line(f"{x},110 {x * 1.12},500") for x in range(-170, 171, 9)), "seam", 1.6, 0.3)
    outer = Part(outer_outline, bevel=22, folds=folds, lines=(ribs,))
    return garment(outer, hollow)


def _temples(y: float, x: float) -> tuple[Part, ...]:
    arm = closed(
        f"{x - 10},{y}! {x + 6},{y - 4}! {x + 14},{y + 10} {x - 26},{y + 84} {x - 62},{y + 118}!"
        f" {x - 70},{y + 108} {x - 40},{y + 76}"
    )
    return Part(arm, bevel=4, shade=0.1, shadow=5).pair()


def wayfarer() -> Garment:
    """Draw sunglasses with a thick, square frame."""
    return garment(*_temples(256, 208), *fixed_parts("wayfarer"), drift=1)


def aviator() -> Garment:
    """Draw sunglasses with drop-shaped lenses in a thin metal frame."""
    return garment(*_temples(256, 204), *fixed_parts("aviator"), drift=1)


def round_glasses() -> Garment:
    """Draw sunglasses with round lenses."""
    return garment(*_temples(282, 194), *fixed_parts("round_glasses"), drift=1)


def cat_eye() -> Garment:
    """Draw sunglasses with a frame that sweeps upwards."""
    return garment(*_temples(254, 208), *fixed_parts("cat_eye"), drift=1)


def _crown() -> Part:
    return Part(closed("104,310! 122,312! 122,334! 104,336!"), "metal", bevel=3)


def _ticks(inner: float, outer: float, count: int) -> str:
    """Return the path data of ticks around a dial, between two radii."""
    turns = ((cos(a), sin(a)) for a in (2 * pi * i / count for i in range(count)))
    return "".join(line(f"{inner * x},{322 + inner * y} {outer * x},{322 + outer * y}") for x, y in turns)


def _dial(radius: float) -> tuple[Part, ...]:
    ticks = Line(_ticks(radius * 0.82, radius * 0.92, 12), "ink", 3)
    hands = (
        stroke("0,322 -34,290", "ink", 5),
        stroke("0,330 40,262", "ink", 3.4),
        stroke("-6,334 18,388", "print", 1.6),
    )
    face = Part(ellipse(0, 322, radius), "dial", bevel=6, depth=0.5, lines=(ticks, *hands), shadow=0)
    return face, Part(ellipse(0, 322, 4.5), "metal", bevel=2, shadow=1)


def leather_watch() -> Garment:
    """Draw a round watch on a stitched strap."""
    strap_outline = symmetric("0,66 44,66 50,84! 62,250 62,400 48,560! 40,584 0,590")
    stitches = stitch("-42,90 -52,240; 42,90 52,240; -52,404 -40,560; 52,404 40,560", 1.6)
    strap = Part(strap_outline, bevel=7, lines=(stitches,))
    holes = tuple(Part(ellipse(0, y, 4), "dark", bevel=1, shadow=0) for y in (470, 500, 530))
    keeper = Part(closed("-54,130! 54,130! 56,150! -56,150!"), bevel=4)
    case = Part(ellipse(0, 322, 108), "metal", bevel=8)
    return garment(strap, *holes, keeper, _crown(), case, *_dial(90), drift=0.6)


def steel_watch() -> Garment:
    """Draw a round watch on a linked bracelet."""
    strap = symmetric("0,60 48,62! 66,250 66,400 48,582! 0,584")
    rows = "".join(line(f"-70,{y} 70,{y}") for y in range(78, 580, 17))
    links = Line(rows + line("-20,60 -28,322 -20,584; 20,60 28,322 20,584"), "seam", 2, 0.8)
    bracelet = Part(strap, "metal", bevel=7, lines=(links,))
    bezel = Part(ellipse(0, 322, 112), "metal", bevel=7, lines=(Line(_ticks(104, 111, 60), "seam", 1.2),))
    return garment(bracelet, _crown(), bezel, *_dial(88), drift=0.4)


def square_watch() -> Garment:
    """Draw a rectangular watch on a slim strap."""
    strap_outline = symmetric("0,66 34,66 40,84! 48,250 48,400 38,560! 30,584 0,590")
    case = Part(symmetric("0,216 74,216! 84,226! 84,418! 74,428! 0,428"), "metal", bevel=7)
    face = symmetric("0,232 68,232! 68,412! 0,412")
    ticks = line("0,242 0,256; 0,388 0,402; -60,322 -46,322; 60,322 46,322")
    hands = (stroke("0,322 -26,290", "ink", 4.5), stroke("0,328 30,258", "ink", 3))
    dial = Part(face, "dial", bevel=5, depth=0.5, lines=(Line(ticks, "ink", 3), *hands), shadow=0)
    crown = Part(closed("82,310! 98,312! 98,334! 82,336!"), "metal", bevel=3)
    stitches = stitch("-32,90 -40,210; 32,90 40,210; -40,432 -31,560; 40,432 31,560", 1.4)
    strap = Part(strap_outline, bevel=6, lines=(stitches,))
    return garment(
        strap, crown, case, dial, Part(ellipse(0, 322, 3.6), "metal", bevel=2, shadow=1), drift=0.6
    )
