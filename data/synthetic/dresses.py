"""Dresses, each drawn by a function that cuts.csv names."""

from __future__ import annotations

from data.synthetic.bottoms import flared
from data.synthetic.geometry import Garment, Part, closed, ellipse, fold, garment, seam, stitch, symmetric
from data.synthetic.parts import buttons, long_sleeves, neck_back, placket, shirt_collar, short_sleeves


def _bodice(neck: str, armhole: str, waist: float = 84, at: float = 268) -> Part:
    outline = symmetric(
        f"{neck} {armhole} {waist + 8},{at - 40} {waist},{at}! {waist * 0.5},{at + 3} 0,{at + 4}"
    )
    folds = (
        fold("-86,190 -56,206 -44,250", -0.4, 7, 5),
        fold("86,190 56,206 46,250", -0.4, 7, 5),
        fold("-50,170 0,182 52,168", 0.3, 16, 9),
    )
    return Part(outline, bevel=14, folds=folds, lines=(seam(f"44,{at} 50,{at - 50}", 1, both=True),))


def aline_dress() -> Garment:
    """Draw a sleeveless dress with a round neck and a flared skirt."""
    inside = Part(symmetric("0,66 30,70 48,62! 52,84 30,116 0,124"), "lining", shade=0.12)
    body = _bodice("0,118 34,104 50,62!", "82,72! 74,120 94,166!")
    edge = stitch("0,122 36,107 53,63; 79,72 71,122 92,170", 1, both=True)
    return garment(inside, flared(268, 560, 84, 178, 116, 9), body.with_lines(edge))


def wrap_dress() -> Garment:
    """Draw a wrap dress with long sleeves and a tied waist."""
    sleeves = tuple(s.moved(0, -44) for s in long_sleeves(98, 440, -4, -8))
    inside = Part(symmetric("0,62 40,64 46,80 26,160 0,216"), "lining", shade=0.12)
    under_outline = closed("-46,66! -88,86! -84,130 -98,186! -82,290! 30,290! 30,240 -20,150")
    under = Part(under_outline, turn=-6)
    over = closed("46,66! 90,86! 86,130 98,186! 82,290! -60,290! -20,236 26,150")
    folds = (fold("92,190 30,230 -40,280", -0.4, 7, 5), fold("88,230 40,262 -20,284", 0.4, 7, 5))
    skirt = flared(288, 566, 82, 156, 112, 8)
    wrap = seam("-40,290 -10,420 -44,568", 2)
    tie = Part(symmetric("0,280 40,280 86,276! 86,298! 40,302 0,302"), "collar", bevel=6)
    tail = Part(closed("-44,296! -28,298! -30,380 -40,430! -58,426! -48,360!"), bevel=5, shadow=4)
    return garment(
        inside,
        *sleeves,
        skirt.with_lines(wrap),
        under,
        Part(over, turn=6, folds=folds, shadow=4),
        tie,
        tail,
        tail.moved(14, 12),
        Part(ellipse(-42, 292, 13, 12), "collar", bevel=5),
    )


def slip_dress() -> Garment:
    """Draw a long, narrow dress with thin straps and a soft neckline."""
    body_outline = symmetric("0,152 30,138 60,118! 84,160! 74,230 96,320 118,480 124,590! 60,598 0,599")
    back = Part(symmetric("0,176 40,160 66,150! 82,160! 60,190 0,196"), "lining", shade=0.15)
    folds = (
        fold("-30,146 0,178 34,144", -0.5, 7, 4),
        fold("-44,140 0,200 48,138", 0.35, 9, 6),
        fold("-74,250 -40,300 -56,440", -0.45, 10, 7),
        fold("76,246 50,330 70,560", -0.4, 12, 8),
        fold("-20,330 -14,460 -24,596", 0.45, 14, 8),
        fold("22,380 30,480 24,596", -0.35, 10, 7),
        fold("-80,420 -86,500 -90,592", 0.4, 12, 7),
    )
    body = Part(body_outline, bevel=15, folds=folds)
    straps = Part(closed("57,120! 42,52! 46,51! 63,119!"), bevel=1.5, depth=0.8).pair()
    return garment(back, *straps, body)


def shirt_dress() -> Garment:
    """Draw a belted shirt dress with a collar and buttons down the front."""
    behind = tuple(p.moved(0, -44) for p in (*neck_back(46, 40), *short_sleeves(104, 170, 268)))
    body = _bodice("0,124! 30,90 46,60!", "104,86! 98,140 112,200!", 92, 290)
    skirt = flared(288, 560, 92, 146, 116, 6)
    edges = stitch("-9,122 -9,562; 9,122 9,562", 1)
    belt = Part(symmetric("0,278 50,278 96,274! 96,302! 50,306 0,306"), "collar", bevel=5)
    buckle = Part(closed("-19,272! 19,272! 19,311! -19,311!"), "metal", bevel=3)
    collar = tuple(p.moved(0, -46) for p in shirt_collar(46, 56, 172))
    return garment(
        *behind,
        skirt,
        body,
        placket(13, 120, 565, edges, 0.55),
        *buttons(0, (158, 204, 248, 340, 392, 444, 496), 4.4),
        belt,
        buckle,
        Part(closed("-12,279! 12,279! 12,304! -12,304!"), "collar", bevel=2, shadow=0, shade=0.15),
        *collar,
    )


def sheath() -> Garment:
    """Draw a fitted, knee-length dress with cap sleeves."""
    body = symmetric(
        "0,112 36,102 54,62! 100,82! 118,112 112,134! 88,140 90,190 78,274 108,360 104,470 96,560!"
        " 50,566 0,567"
    )
    inside = Part(symmetric("0,64 40,66 54,60! 56,80 30,112 0,120"), "lining", shade=0.12)
    darts = seam("44,150 42,270 50,360", 1.1, both=True)
    waist = (
        fold("-80,262 -44,274 0,272", -0.35, 7, 5),
        fold("80,268 40,282 6,280", -0.3, 7, 5),
        fold("-100,380 -50,392 10,386", -0.25, 9, 7),
        fold("40,430 44,500 40,564", -0.35, 11, 8),
        fold("-30,440 -34,510 -32,564", 0.35, 12, 8),
        fold("-50,170 0,184 50,170", 0.3, 16, 9),
    )
    return garment(
        inside, Part(body, bevel=16, folds=waist, lines=(darts, stitch("0,117 38,106 57,64", 1, both=True)))
    )


def maxi_dress() -> Garment:
    """Draw a tiered maxi dress with puffed short sleeves."""
    inside = Part(symmetric("0,70 40,72 58,66! 60,90 40,112 0,116"), "lining", shade=0.12)
    body = _bodice("0,112! 56,100! 60,62!", "88,74! 82,120 94,160!", 82, 216)
    puff = Part(
        closed("84,70! 126,70 150,116 138,156! 112,164 92,156! 84,110"),
        turn=-20,
        bevel=12,
        folds=tuple(fold(f"96,{84 + d} {128},{90 + 2 * d}", -0.4, 5, 4) for d in (0, 14, 28)),
    ).pair()
    tiers = (
        flared(440, 594, 138, 186, 160, 13),
        flared(320, 446, 106, 144, 124, 11),
        flared(214, 326, 82, 112, 96, 9),
    )
    return garment(inside, *puff, *tiers, body)
