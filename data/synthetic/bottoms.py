"""Trousers, shorts and skirts, each drawn by a function that cuts.csv names."""

from __future__ import annotations

from data.synthetic.geometry import (
    Fold,
    Garment,
    Line,
    Part,
    closed,
    fold,
    garment,
    line,
    seam,
    stitch,
    stroke,
    symmetric,
)
from data.synthetic.parts import button, buttons, patch_pocket, placket, ribbed

FLY = stitch("20,98 20,160 4,200", 1.2)
JEANS_FLY = stroke("18,98 18,170 3,206", "thread", 1.2, 0.9)


def _legs(
    waist: float,
    hip: float,
    knee: float,
    hem: float,
    inner: float,
    bottom: float,
    folds: tuple[Fold, ...] = (),
    lines: tuple[Line, ...] = (),
    fly: tuple[Line, ...] = (),
) -> tuple[Part, Part]:
    """Return both legs; waist, hip, knee, hem and inner hem are distances from the middle."""
    middle = (250 + bottom) / 2
    outline = closed(
        f"-2,84! {waist},78! {hip},170 {knee},{middle} {hem},{bottom}! {(hem + inner) / 2},{bottom + 6}"
        f" {inner},{bottom + 2}! {inner * 0.55},{middle} 3,256! -2,250!"
    )
    drape = (
        fold(f"4,246 34,262 {hip * 0.66},258", -0.5, 7, 5),
        fold(f"6,262 36,286 {hip * 0.6},290", 0.4, 8, 5),
        fold(f"{hip - 4},200 {hip * 0.7},240 {hip * 0.5},300", -0.3, 9, 7),
        fold(f"{knee * 0.45},{middle - 30} {knee * 0.7},{middle - 20} {knee},{middle - 34}", -0.35, 8, 6),
        fold(f"{knee * 0.4},{middle + 6} {knee * 0.7},{middle + 18} {knee},{middle + 4}", 0.35, 9, 6),
        fold(
            f"{inner + 6},{bottom - 26} {(hem + inner) / 2},{bottom - 18} {hem - 4},{bottom - 30}",
            -0.45,
            7,
            5,
        ),
    )
    left, right = Part(outline, turn=-4, bevel=15, folds=drape + folds, lines=lines, shadow=4).pair()
    return left, right.with_lines(*fly)


def _hem_line(hem: float, inner: float, bottom: float) -> Line:
    return stitch(f"{inner},{bottom - 9} {(hem + inner) / 2},{bottom - 5} {hem},{bottom - 11}", 1)


def _waistband(half: float, loops: bool = True, buttoned: bool = True) -> tuple[Part, ...]:
    inside = symmetric(f"0,58 {half * 0.6},58 {half - 2},64! {half * 0.6},76 0,78")
    band = symmetric(f"0,72 {half * 0.6},69 {half},60! {half + 3},86! {half * 0.6},95 0,98")
    edges = stitch(f"0,94 {half * 0.6},91 {half + 3},82; 0,76 {half * 0.6},73 {half},65", 1, both=True)
    parts = [Part(inside, "lining", bevel=4, shade=0.2), Part(band, bevel=4, depth=0.7, lines=(edges,))]
    if loops:
        loop = Part(closed("46,64! 54,63! 55,98! 47,99!"), bevel=2, depth=0.7, shadow=2)
        parts += loop.pair()
    if buttoned:
        parts.append(button(0, 84, 5.4, "stud"))
    return tuple(parts)


def _slant_pocket(half: float) -> Line:
    return seam(f"{half * 0.62},96 {half + 8},170", 1.8)


def jeans() -> Garment:
    """Draw straight five-pocket jeans with contrast stitching."""
    seams = (
        seam("46,98 58,128 102,134", 1.8),
        stroke("42,98 55,133 103,139", "thread", 1.1, 0.9),
        stroke("70,112 70,132", "thread", 1, 0.8),
        seam("104,150 112,340 113,560", 1.2, 0.6),
        _hem_line(114, 24, 586),
    )
    fade = (fold("60,200 62,320 66,440", 0.25, 34, 14),)
    return garment(*_legs(96, 108, 110, 114, 24, 586, fade, seams, (JEANS_FLY,)), *_waistband(94))


def slim_jeans() -> Garment:
    """Draw slim five-pocket jeans, narrow at the ankle."""
    seams = (
        seam("46,98 58,128 100,134", 1.8),
        stroke("42,98 55,133 101,139", "thread", 1.1, 0.9),
        _hem_line(92, 36, 588),
    )
    return garment(*_legs(92, 104, 92, 90, 38, 588, (), seams, (JEANS_FLY,)), *_waistband(90))


def chinos() -> Garment:
    """Draw straight chinos with slanted pockets."""
    lines = (_slant_pocket(94), _hem_line(102, 28, 586))
    return garment(*_legs(94, 108, 104, 102, 28, 586, (), lines, (FLY,)), *_waistband(92))


def trousers() -> Garment:
    """Draw tailored trousers with a pressed crease."""
    crease = (fold("52,120 60,300 66,590", 0.9, 3, 1.5), fold("46,110 48,140", -0.5, 5, 3))
    legs = _legs(92, 106, 104, 100, 32, 590, crease, (_slant_pocket(92),), (FLY,))
    tab = Part(closed("-4,74! 30,72! 36,84! 30,95! -4,97!"), bevel=3, depth=0.6, shadow=2)
    return garment(*legs, *_waistband(90, buttoned=False), tab, button(22, 84, 3.6))


def wide_leg() -> Garment:
    """Draw high-waisted, wide-legged trousers with pleats."""
    folds = (
        fold("40,100 46,200 52,330", -0.6, 6, 4),
        fold("66,100 76,220 84,360", -0.5, 7, 5),
        fold("60,330 84,460 92,590", 0.5, 16, 8),
        fold("30,330 48,470 52,592", -0.4, 12, 7),
        fold("104,340 126,460 132,590", -0.4, 12, 7),
    )
    legs = _legs(86, 108, 132, 160, 16, 590, folds, (_slant_pocket(86), _hem_line(160, 16, 590)))
    return garment(*legs, *_waistband(86, loops=False, buttoned=False))


def joggers() -> Garment:
    """Draw joggers with a drawstring and ribbed ankles."""
    folds = (fold("40,520 62,536 92,524", -0.5, 8, 5), fold("44,490 66,500 98,488", -0.35, 9, 6))
    legs = _legs(94, 110, 104, 92, 36, 550, folds, (_slant_pocket(94),))
    ankle = Part(closed("38,546! 64,552 90,544! 84,590! 62,596 42,592!"), "trim", bevel=7)
    return garment(*legs, *ribbed(ankle, 5, 540, 600).pair(), *_drawstring_waist(96, 170))


def _drawstring_waist(half: float, length: float) -> tuple[Part, ...]:
    band = Part(symmetric(f"0,68 58,64 94,56! {half},92! 58,100 0,102"), "trim", bevel=6)
    cords = (f"-12,96! -7,96! -12,{length}! -18,{length}!", f"8,96! 13,96! 20,{length + 8}! 14,{length + 9}!")
    return ribbed(band, 6, 50, 104), *(Part(closed(cord), "lace", bevel=2, shadow=2) for cord in cords)


def cargo() -> Garment:
    """Draw loose trousers with flapped pockets on the legs."""
    lines = (_slant_pocket(94), _hem_line(112, 26, 586))
    legs = _legs(94, 112, 118, 112, 26, 586, (), lines, (FLY,))
    pocket = patch_pocket(88, 300, 62, 84)
    flap_outline = closed("54,296! 122,294! 122,320! 88,328! 54,322!")
    flap = Part(flap_outline, bevel=3, depth=0.8, lines=(stitch("57,318! 88,323! 119,316!", 1),))
    return garment(*legs, *pocket.pair(), *flap.pair(), *_waistband(92))


def _short_legs(
    hem: float, inner: float, bottom: float, lines: tuple[Line, ...], folds: tuple[Fold, ...] = ()
) -> tuple[Part, Part]:
    outline = closed(
        f"-2,84! 96,78! 116,160 {hem - 8},260 {hem},{bottom}! {(hem + inner) / 2},{bottom + 10}"
        f" {inner},{bottom + 8}! 8,250! -2,244!"
    )
    drape = (
        fold("6,240 40,262 84,258", -0.5, 7, 5),
        fold("8,256 44,284 92,286", 0.4, 8, 6),
        fold(f"70,{bottom - 80} 78,{bottom - 30} 76,{bottom}", -0.35, 12, 8),
        fold("112,180 84,220 66,280", -0.3, 9, 7),
    )
    return Part(outline, turn=-5, bevel=15, folds=drape + folds, lines=lines, shadow=4).pair()


def chino_shorts() -> Garment:
    """Draw knee-length shorts with slanted pockets."""
    left, right = _short_legs(146, 20, 370, (_slant_pocket(96), _hem_line(146, 20, 374)))
    right = right.with_lines(FLY)
    return garment(left, right, *_waistband(94))


def denim_shorts() -> Garment:
    """Draw short five-pocket shorts with rolled hems."""
    seams = (seam("46,98 58,128 106,134", 1.8), stroke("42,98 55,133 107,139", "thread", 1.1, 0.9))
    left, right = _short_legs(140, 14, 318, seams)
    right = right.with_lines(JEANS_FLY)
    cuff = Part(closed("10,306! 76,316 143,300! 146,328! 78,342 10,334!"), "collar", turn=-5, bevel=5)
    return garment(left, right, *cuff.pair(), *_waistband(94))


def sport_shorts() -> Garment:
    """Draw running shorts with side stripes and a drawstring."""
    stripe = stroke("108,120 124,220 138,340", "print", 9)
    folds = (fold("50,110 60,200 56,320", 0.35, 14, 8),)
    left, right = _short_legs(150, 18, 344, (stripe, _hem_line(150, 18, 348)), folds)
    return garment(left, right, *_drawstring_waist(97, 160))


def pleated_shorts() -> Garment:
    """Draw high-waisted shorts with pleats and a tied belt."""
    folds = (fold("36,100 42,180 44,260", -0.55, 6, 4), fold("64,100 74,190 80,280", -0.5, 6, 4))
    left, right = _short_legs(156, 14, 330, (_slant_pocket(92), _hem_line(156, 14, 334)), folds)
    knot = Part(closed("-10,76! 12,74! 14,104! -8,106!"), "collar", bevel=5, shadow=4)
    tail = Part(closed("4,98! 18,98! 34,180 40,226! 20,230! 10,170!"), "collar", bevel=5, shadow=4)
    return garment(left, right, *_waistband(92, loops=False, buttoned=False), tail, tail.mirrored(), knot)


def _flare(top: float, bottom: float, narrow: float, wide: float, count: int = 7) -> tuple[Fold, ...]:
    """Return folds that fan out from a waist to a hem of these half-widths."""
    folds = []
    for i in range(count):
        share = (i + 0.5) / count * 2 - 1
        height = (0.5, -0.55)[i % 2] * (1 - 0.25 * abs(share))
        start = top + (0.05 + 0.12 * (i * 7 % 5) / 5) * (bottom - top)
        path = line(
            f"{share * narrow},{start} {share * (narrow * 0.45 + wide * 0.55)},{(top + bottom) / 2}"
            f" {share * wide},{bottom}"
        )
        folds.append(Fold(path, height, 14, 7))
    return tuple(folds)


def flared(top: float, bottom: float, waist: float, hem: float, hip: float, count: int = 7) -> Part:
    """Return a flared skirt; waist, hem and hip are half-widths and ``count`` is how many folds it has."""
    third = top + (bottom - top) * 0.35
    outline = symmetric(
        f"0,{top} {waist},{top - 3}! {hip},{third} {hem},{bottom - 8}! {hem * 0.55},{bottom + 4}"
        f" 0,{bottom + 6}"
    )
    edge = stitch(f"0,{bottom - 1} {hem * 0.55},{bottom - 4} {hem - 1},{bottom - 15}", 1, 0.8, both=True)
    return Part(outline, bevel=16, folds=_flare(top, bottom, waist, hem, count), lines=(edge,))


def aline_skirt() -> Garment:
    """Draw a flared skirt with a waistband."""
    return garment(flared(150, 520, 92, 196, 130, 8), *_skirt_waistband(92, 116, 156))


def pleated_skirt() -> Garment:
    """Draw a midi skirt in sharp pleats."""
    outline = symmetric("0,150 94,146! 118,240 176,556! 90,568 0,570")
    folds, pleats = [], ""
    for share in (i / 15 * 2 - 1 for i in range(16)):
        pleat = line(f"{share * 94},148 {share * 122},250 {share * 176},574")
        pleats += pleat
        bulge = f"{share * 94 + 5},150 {share * 122 + 7},250 {share * 176 + 10},572"
        folds += [Fold(pleat, -0.8, 4, 2), fold(bulge, 0.55, 6, 3)]
    skirt = Part(outline, bevel=16, folds=tuple(folds), lines=(Line(pleats, "seam", 1, 0.5),))
    return garment(skirt, *_skirt_waistband(94, 116, 152))


def pencil_skirt() -> Garment:
    """Draw a narrow skirt to the knee with a waistband."""
    outline = symmetric("0,140 88,136! 124,230 122,400 104,560! 50,566 0,567")
    folds = (
        fold("-116,240 -60,262 0,258", -0.3, 9, 7),
        fold("118,260 70,280 20,276", -0.3, 9, 7),
        fold("-40,430 -44,500 -40,564", -0.35, 12, 8),
        fold("50,400 54,480 46,562", 0.4, 14, 8),
        fold("90,440 84,500 80,560", -0.3, 9, 6),
    )
    darts = seam("46,140 52,210", 1.2, both=True)
    vent = seam("0,470 0,566; 6,470 6,566", 1.2)
    skirt = Part(outline, bevel=18, folds=folds, lines=(darts, vent))
    return garment(skirt, *_skirt_waistband(88, 106, 142))


def mini_skirt() -> Garment:
    """Draw a short skirt with buttons down the front and two pockets."""
    outline = symmetric("0,180 106,174! 132,260 168,470! 84,486 0,488")
    seams = stitch("40,186 66,230 122,236; 0,480 84,478 166,461", 1.3, both=True)
    return garment(
        Part(outline, bevel=16, folds=_flare(200, 480, 90, 150, 5), lines=(seams,)),
        placket(16, 180, 488, stitch("-11,182 -11,486; 11,182 11,486", 1.2)),
        *_skirt_waistband(106, 138, 184),
        *buttons(0, (160, 214, 268, 322, 376, 430), 6, "metal"),
    )


def wrap_skirt() -> Garment:
    """Draw a wrap skirt with a ruffled slanting edge."""
    skirt = flared(146, 540, 90, 160, 122, 7)
    ruffle_outline = closed("40,148! 62,148! 36,280 -30,420 -66,548! -96,546! -60,430 0,300")
    folds = tuple(
        fold(f"{46 - i * 13},{180 + i * 44} {20 - i * 13},{190 + i * 46}", (-0.6, 0.5)[i % 2], 7, 3)
        for i in range(8)
    )
    ruffle = Part(ruffle_outline, turn=14, bevel=7, folds=folds, shadow=5)
    return garment(skirt, ruffle, *_skirt_waistband(90, 112, 150))


def _skirt_waistband(half: float, top: float, bottom: float) -> tuple[Part, ...]:
    inside = symmetric(
        f"0,{top - 8} {half * 0.6},{top - 6} {half - 2},{top}! {half * 0.6},{top + 8} 0,{top + 10}"
    )
    band = symmetric(
        f"0,{top + 6} {half * 0.6},{top + 4} {half},{top - 2}! {half + 2},{bottom - 4}!"
        f" {half * 0.6},{bottom + 2} 0,{bottom + 4}"
    )
    edge = stitch(f"0,{bottom} {half * 0.6},{bottom - 2} {half + 1},{bottom - 8}", 1, both=True)
    return Part(inside, "lining", bevel=4, shade=0.2), Part(band, "collar", bevel=5, depth=0.8, lines=(edge,))
