"""Dresses and skirts, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, ellipse, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def flare(top: float, bottom: float, narrow: float, wide: float, count: int = 7) -> tuple[Fold, ...]:
    """Folds that fan out from a waist ``narrow`` to a hem ``wide``, half-widths."""
    folds = []
    for i in range(count):
        share = (i + 0.5) / count * 2 - 1
        height = (0.5, -0.55)[i % 2] * (1 - 0.25 * abs(share))
        start = top + (0.05 + 0.12 * (i * 7 % 5) / 5) * (bottom - top)
        path = line(
            f"{share * narrow},{start} {share * (narrow * 0.45 + wide * 0.55)},{(top + bottom) / 2} {share * wide},{bottom}"
        )
        folds.append(Fold(path, height, 14, 7))
    return tuple(folds)


def _skirt(
    top: float, bottom: float, waist: float, hem: float, hip: float, count: int = 7, cloth: str = "main"
) -> Part:
    third = top + (bottom - top) * 0.35
    outline = symmetric(
        f"0,{top} {waist},{top - 3}! {hip},{third} {hem},{bottom - 8}! {hem * 0.55},{bottom + 4} 0,{bottom + 6}"
    )
    hem_line = Line(
        both(f"0,{bottom - 1} {hem * 0.55},{bottom - 4} {hem - 1},{bottom - 15}"), "stitch", 1, 0.8
    )
    return Part(outline, cloth, round=16, folds=flare(top, bottom, waist, hem, count), lines=(hem_line,))


def _bodice(neck: str, armhole: str, waist: float = 84, at: float = 268) -> Part:
    outline = symmetric(
        f"{neck} {armhole} {waist + 8},{at - 40} {waist},{at}! {waist * 0.5},{at + 3} 0,{at + 4}"
    )
    folds = (
        Fold(line("-86,190 -56,206 -44,250"), -0.4, 7, 5),
        Fold(line("86,190 56,206 46,250"), -0.4, 7, 5),
        Fold(line("-50,170 0,182 52,168"), 0.3, 16, 9),
    )
    return Part(outline, round=14, folds=folds, lines=(Line(both(f"44,{at} 50,{at - 50}"), "seam", 1),))


def aline_dress() -> Garment:
    """A sleeveless dress with a round neck and a flared skirt."""
    inside = symmetric("0,66 30,70 48,62! 52,84 30,116 0,124")
    body = _bodice("0,118 34,104 50,62!", "82,72! 74,120 94,166!")
    edge = Line(both("0,122 36,107 53,63") + both("79,72 71,122 92,170"), "stitch", 1)
    return Garment(
        (
            Part(inside, "lining", shade=0.12),
            _skirt(268, 560, 84, 178, 116, 9),
            Part(body.outline, round=14, folds=body.folds, lines=(*body.lines, edge)),
        )
    )


def wrap_dress() -> Garment:
    """A wrap dress with long sleeves and a tied waist."""
    sleeves = tuple(s.moved(0, -44) for s in pieces.long_sleeve(94, 420, -16, -8))
    inside = symmetric("0,62 40,64 46,80 26,160 0,216")
    under = closed("-46,66! -88,86! -84,130 -98,186! -82,290! 30,290! 30,240 -20,150")
    over = closed("46,66! 90,86! 86,130 98,186! 82,290! -60,290! -20,236 26,150")
    skirt = _skirt(288, 566, 82, 156, 112, 8)
    wrap = Line(line("-40,290 -10,420 -44,568"), "seam", 2)
    tie = symmetric("0,280 40,280 86,276! 86,298! 40,302 0,302")
    tail = Part(closed("-44,296! -28,298! -30,380 -40,430! -58,426! -48,360!"), round=5, cast=4)
    return Garment(
        (
            Part(inside, "lining", shade=0.12),
            *sleeves,
            Part(skirt.outline, round=16, folds=skirt.folds, lines=(*skirt.lines, wrap)),
            Part(under, turn=-6, round=12),
            Part(
                over,
                turn=6,
                round=12,
                folds=(
                    Fold(line("92,190 30,230 -40,280"), -0.4, 7, 5),
                    Fold(line("88,230 40,262 -20,284"), 0.4, 7, 5),
                ),
                cast=4,
            ),
            Part(tie, "collar", round=6),
            tail,
            tail.moved(14, 12),
            Part(ellipse(-42, 292, 13, 12), "collar", round=5),
        )
    )


def slip_dress() -> Garment:
    """A long, narrow dress with thin straps and a soft neckline."""
    body = symmetric("0,152 30,138 60,118! 84,160! 74,230 96,320 118,480 124,590! 60,598 0,599")
    back = symmetric("0,176 40,160 66,150! 82,160! 60,190 0,196")
    folds = (
        Fold(line("-30,146 0,178 34,144"), -0.5, 7, 4),
        Fold(line("-44,140 0,200 48,138"), 0.35, 9, 6),
        Fold(line("-74,250 -40,300 -56,440"), -0.45, 10, 7),
        Fold(line("76,246 50,330 70,560"), -0.4, 12, 8),
        Fold(line("-20,330 -14,460 -24,596"), 0.45, 14, 8),
        Fold(line("22,380 30,480 24,596"), -0.35, 10, 7),
        Fold(line("-80,420 -86,500 -90,592"), 0.4, 12, 7),
    )
    straps = Part(closed("57,120! 42,52! 46,51! 63,119!"), round=1.5, depth=0.8).pair()
    return Garment((Part(back, "lining", shade=0.15), *straps, Part(body, round=15, folds=folds)))


def shirt_dress() -> Garment:
    """A belted shirt dress with a collar and buttons down the front."""
    parts = tuple(p.moved(0, -44) for p in (*pieces.back(46, 40), *pieces.short_sleeve(104, 170, 268)))
    body = _bodice("0,124! 30,90 46,60!", "104,86! 98,140 112,200!", 92, 290)
    skirt = _skirt(288, 560, 92, 146, 116, 6)
    placket = Part(
        closed("-13,120! 13,120! 13,565! -13,565!"),
        round=3,
        depth=0.55,
        lines=(Line(line("-9,122 -9,562") + line("9,122 9,562"), "stitch", 1),),
    )
    belt = symmetric("0,278 50,278 96,274! 96,302! 50,306 0,306")
    buckle = Part(closed("-19,272! 19,272! 19,311! -19,311!"), "metal", round=3)
    collar = tuple(p.moved(0, -46) for p in pieces.collar(46, 56, 172))
    return Garment(
        (
            *parts,
            skirt,
            body,
            placket,
            *pieces.buttons(0, (158, 204, 248, 340, 392, 444, 496), 4.4),
            Part(belt, "collar", round=5),
            buckle,
            Part(closed("-12,279! 12,279! 12,304! -12,304!"), "collar", round=2, cast=0, shade=0.15),
            *collar,
        )
    )


def sheath() -> Garment:
    """A fitted, knee-length dress with cap sleeves."""
    body = symmetric(
        "0,112 36,102 54,62! 100,82! 118,112 112,134! 88,140 90,190 78,274 108,360 104,470 96,560! 50,566 0,567"
    )
    inside = symmetric("0,64 40,66 54,60! 56,80 30,112 0,120")
    darts = Line(both("44,150 42,270 50,360"), "seam", 1.1)
    waist = (
        Fold(line("-80,262 -44,274 0,272"), -0.35, 7, 5),
        Fold(line("80,268 40,282 6,280"), -0.3, 7, 5),
        Fold(line("-100,380 -50,392 10,386"), -0.25, 9, 7),
        Fold(line("40,430 44,500 40,564"), -0.35, 11, 8),
        Fold(line("-30,440 -34,510 -32,564"), 0.35, 12, 8),
        Fold(line("-50,170 0,184 50,170"), 0.3, 16, 9),
    )
    return Garment(
        (
            Part(inside, "lining", shade=0.12),
            Part(body, round=16, folds=waist, lines=(darts, Line(both("0,117 38,106 57,64"), "stitch", 1))),
        )
    )


def maxi_dress() -> Garment:
    """A tiered maxi dress with puffed short sleeves."""
    inside = symmetric("0,70 40,72 58,66! 60,90 40,112 0,116")
    body = _bodice("0,112! 56,100! 60,62!", "88,74! 82,120 94,160!", 82, 216)
    puff = Part(
        closed("84,70! 126,70 150,116 138,156! 112,164 92,156! 84,110"),
        turn=-20,
        round=12,
        folds=tuple(Fold(line(f"96,{84 + d} {128},{90 + 2 * d}"), -0.4, 5, 4) for d in (0, 14, 28)),
    ).pair()
    tiers = (
        _skirt(440, 594, 138, 186, 160, 13),
        _skirt(320, 446, 106, 144, 124, 11),
        _skirt(214, 326, 82, 112, 96, 9),
    )
    return Garment((Part(inside, "lining", shade=0.12), *puff, *tiers, body))


def aline_skirt() -> Garment:
    """A flared skirt with a waistband."""
    return Garment((_skirt(150, 520, 92, 196, 130, 8), *_waistband(92, 116, 156)))


def pleated_skirt() -> Garment:
    """A midi skirt in sharp pleats."""
    outline = symmetric("0,150 94,146! 118,240 176,556! 90,568 0,570")
    count = 15
    folds, lines = [], ""
    for i in range(count + 1):
        share = i / count * 2 - 1
        path = line(f"{share * 94},148 {share * 122},250 {share * 176},574")
        lines += path
        folds += [
            Fold(path, -0.8, 4, 2),
            Fold(line(f"{share * 94 + 5},150 {share * 122 + 7},250 {share * 176 + 10},572"), 0.55, 6, 3),
        ]
    return Garment(
        (
            Part(outline, round=16, folds=tuple(folds), lines=(Line(lines, "seam", 1, 0.5),)),
            *_waistband(94, 116, 152),
        )
    )


def pencil_skirt() -> Garment:
    """A narrow skirt to the knee with a waistband."""
    outline = symmetric("0,140 88,136! 124,230 122,400 104,560! 50,566 0,567")
    folds = (
        Fold(line("-116,240 -60,262 0,258"), -0.3, 9, 7),
        Fold(line("118,260 70,280 20,276"), -0.3, 9, 7),
        Fold(line("-40,430 -44,500 -40,564"), -0.35, 12, 8),
        Fold(line("50,400 54,480 46,562"), 0.4, 14, 8),
        Fold(line("90,440 84,500 80,560"), -0.3, 9, 6),
    )
    darts = Line(both("46,140 52,210"), "seam", 1.2)
    vent = Line(line("0,470 0,566") + line("6,470 6,566"), "seam", 1.2)
    return Garment((Part(outline, round=18, folds=folds, lines=(darts, vent)), *_waistband(88, 106, 142)))


def mini_skirt() -> Garment:
    """A short skirt with buttons down the front and two pockets."""
    outline = symmetric("0,180 106,174! 132,260 168,470! 84,486 0,488")
    seams = Line(both("40,186 66,230 122,236") + both("0,480 84,478 166,461"), "stitch", 1.3)
    placket = Part(
        closed("-16,180! 16,180! 16,488! -16,488!"),
        round=3,
        depth=0.6,
        lines=(Line(line("-11,182 -11,486") + line("11,182 11,486"), "stitch", 1.2),),
    )
    folds = flare(200, 480, 90, 150, 5)
    return Garment(
        (
            Part(outline, round=16, folds=folds, lines=(seams,)),
            placket,
            *_waistband(106, 138, 184),
            *pieces.buttons(0, (160, 214, 268, 322, 376, 430), 6, "metal"),
        )
    )


def wrap_skirt() -> Garment:
    """A wrap skirt with a ruffled slanting edge."""
    skirt = _skirt(146, 540, 90, 160, 122, 7)
    ruffle = closed("40,148! 62,148! 36,280 -30,420 -66,548! -96,546! -60,430 0,300")
    folds = tuple(
        Fold(line(f"{46 - i * 13},{180 + i * 44} {20 - i * 13},{190 + i * 46}"), (-0.6, 0.5)[i % 2], 7, 3)
        for i in range(8)
    )
    return Garment((skirt, Part(ruffle, turn=14, round=7, folds=folds, cast=5), *_waistband(90, 112, 150)))


def _waistband(half: float, top: float, bottom: float) -> tuple[Part, ...]:
    inside = symmetric(
        f"0,{top - 8} {half * 0.6},{top - 6} {half - 2},{top}! {half * 0.6},{top + 8} 0,{top + 10}"
    )
    band = symmetric(
        f"0,{top + 6} {half * 0.6},{top + 4} {half},{top - 2}! {half + 2},{bottom - 4}! {half * 0.6},{bottom + 2} 0,{bottom + 4}"
    )
    edge = Line(both(f"0,{bottom} {half * 0.6},{bottom - 2} {half + 1},{bottom - 8}"), "stitch", 1)
    return Part(inside, "lining", round=4, shade=0.2), Part(band, "collar", round=5, depth=0.8, lines=(edge,))
