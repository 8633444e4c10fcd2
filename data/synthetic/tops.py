"""T-shirts, shirts and sweaters, each drawn by a function that cuts.csv names."""

from __future__ import annotations

from dataclasses import replace

from data.synthetic.geometry import (
    Fold,
    Garment,
    Part,
    closed,
    ellipse,
    fold,
    garment,
    line,
    seam,
    stitch,
    symmetric,
)
from data.synthetic.parts import (
    button,
    buttons,
    hanging_folds,
    long_sleeves,
    neck_back,
    patch_pocket,
    placket,
    ribbed,
    shirt_collar,
    short_sleeves,
    sleeve_cuffs,
    torso,
)

# Necklines from the middle to the right collar.
CREW_NECK = "0,152 28,143 50,104!"
V_NECK = "0,206! 24,158 50,104!"
COLLARED_NECK = "0,170! 30,132 50,104!"
KNIT_CREW_NECK = "0,148 28,140 50,104!"
KNIT_V_NECK = "0,222! 22,160 48,104!"


def crew_tee() -> Garment:
    """Draw a T-shirt with a round, ribbed neck."""
    return garment(*neck_back(50, 36), *short_sleeves(), torso(CREW_NECK), _crew_band())


def boxy_tee() -> Garment:
    """Draw a wide, cropped T-shirt with dropped shoulders."""
    body = torso(CREW_NECK, 146, 148, 148, 470, 134)
    return garment(*neck_back(50, 36), *short_sleeves(134, 212, 296), body, _crew_band())


def graphic_tee() -> Garment:
    """Draw a crew-neck T-shirt with a sun over hills on its chest."""
    sun = Part(ellipse(0, 262, 42), "print", depth=0, shadow=0)
    hills = Part(closed("-62,330! -30,276! -6,308! 22,262! 64,330!"), "ink", depth=0, shadow=0)
    front = Part(closed("-62,330! -20,304 20,318 64,330!"), "print", depth=0, shadow=0)
    ground = Part(closed("-62,340! 64,340! 64,347! -62,347!"), "ink", depth=0, shadow=0)
    *shirt, neck_band = crew_tee().parts
    return garment(*shirt, sun, hills, front, ground, neck_band)


def pocket_tee() -> Garment:
    """Draw a crew-neck T-shirt with a pocket on the chest."""
    return garment(*crew_tee().parts, patch_pocket(66, 216, 56, 62))


def vneck_tee() -> Garment:
    """Draw a T-shirt with a V-neck."""
    band = Part(symmetric("0,192! 19,154 41,101! 52,105! 27,160 0,210!"), "trim", bevel=3, depth=0.7)
    return garment(*neck_back(50, 70), *short_sleeves(), torso(V_NECK), band)


def tank() -> Garment:
    """Draw a sleeveless top with a scooped neck."""
    outline = symmetric("0,196 36,182 58,106! 88,108! 86,180 120,252! 122,330 118,420 128,520! 60,526 0,527")
    inside = Part(symmetric("0,150 40,140 62,104! 86,106! 80,180 60,230 0,236"), "lining", shade=0.1)
    lines = (stitch("0,200 40,186 62,108", both=True), stitch("84,110 82,182 115,254", both=True))
    body = Part(
        outline, bevel=16, folds=hanging_folds(122, 520), lines=(*lines, stitch("0,518 127,511", both=True))
    )
    return garment(inside, body)


def polo() -> Garment:
    """Draw a polo shirt: soft collar, three buttons, ribbed sleeves."""
    return garment(
        *neck_back(50, 40),
        *short_sleeves(),
        torso(COLLARED_NECK),
        placket(13, 150, 262, stitch("-9,152 -9,256! 9,256! 9,152", 1)),
        *buttons(0, (182, 212, 242), 4),
        *shirt_collar(50, 56, 172),
    )


def _crew_band() -> Part:
    """The ribbed band of a round neck."""
    band = Part(symmetric("0,139 23,131 40,102! 52,104! 29,145 0,155"), "trim", bevel=3, depth=0.7)
    return ribbed(band, 4, 100, 160)


def _shirt_front() -> tuple[Part, ...]:
    body = symmetric(f"{COLLARED_NECK} 118,130! 116,190 134,250 130,380 136,484! 110,514 60,534 0,536")
    hem = stitch("0,530 60,528 110,508 134,478", 1, both=True)
    strip = closed("-15,160! 15,160! 14,535! -14,535!")
    edges = stitch("-10,165 -10,532; 10,165 10,532", 1)
    yoke = seam("50,120 84,140 117,146", 1, both=True)
    return (
        Part(body, bevel=18, folds=hanging_folds(132, 524), lines=(hem, yoke)),
        Part(strip, bevel=3, depth=0.55, lines=(edges,), shadow=2),
    )


def _shirt_cuffs() -> tuple[Part, ...]:
    left, right = sleeve_cuffs(488, 32, "collar")
    return left, right, *(button(x, 506, 3.6) for x in (-160, 160))


def oxford() -> Garment:
    """Draw a long-sleeved shirt with a button-down collar and a chest pocket."""
    return garment(
        *neck_back(48, 40),
        *long_sleeves(118, 490),
        *_shirt_cuffs(),
        *_shirt_front(),
        patch_pocket(66, 226, 56, 64),
        *buttons(0, (196, 252, 308, 364, 420, 476)),
        *shirt_collar(50, 58, 182),
        *buttons(52, (164,), 3),
        *buttons(-52, (164,), 3),
    )


def dress_shirt() -> Garment:
    """Draw a slim long-sleeved shirt with a spread collar."""
    return garment(
        *neck_back(48, 40),
        *long_sleeves(118, 490, -4),
        *_shirt_cuffs(),
        *_shirt_front(),
        *buttons(0, (196, 252, 308, 364, 420, 476)),
        *shirt_collar(50, 72, 168, 4),
    )


def band_collar() -> Garment:
    """Draw a loose linen shirt with a band collar and a half placket."""
    body = torso("0,152! 30,136 46,104!", 140, 142, 144, 524, 122)
    half_placket = closed("-12,150! 12,150! 12,330! 0,338! -12,330!")
    edges = stitch("-8,152 -8,326! 8,326! 8,152", 1)
    band_outline = symmetric("0,134! 26,122 42,88! 52,98! 34,136 3,152! 0,152")
    band_edge = stitch("4,148 32,130 48,98", 1, both=True)
    return garment(
        *neck_back(46, 40),
        *long_sleeves(122, 490, 4),
        *sleeve_cuffs(488, 26, "collar"),
        body,
        Part(half_placket, bevel=3, depth=0.6, lines=(edges,)),
        *buttons(0, (176, 216, 256, 296), 4),
        Part(band_outline, "collar", bevel=4, depth=0.8, lines=(band_edge,)),
    )


def camp_shirt() -> Garment:
    """Draw a short-sleeved shirt with an open, flat collar."""
    leaf = closed("40,98! 62,104 76,140 84,190! 44,196! 0,214! 20,160")
    edge = stitch("80,188! 44,192! 2,210", 1)
    lapel = Part(leaf, "collar", turn=20, bevel=4, depth=0.8, lines=(edge,), shadow=4)
    body = torso("0,214! 24,150 50,104!", 144, 144, 146, 508, 126)
    front = body.with_lines(seam("0,214 0,512", 1.4), stitch("-16,220 -16,510", 1))
    return garment(
        *neck_back(50, 80),
        *short_sleeves(126, 208, 300),
        front,
        patch_pocket(70, 236, 58, 62),
        *buttons(-8, (240, 300, 360, 420, 476)),
        *lapel.pair(),
    )


def blouse() -> Garment:
    """Draw a softly gathered blouse with full sleeves and a bow at the neck."""
    body = torso("0,146! 30,136 46,104!", 128, 120, 132, 506, 112)
    gathers = tuple(
        fold(f"{x * 0.55},160 {x},230 {x * 1.05},300", -0.4, 6, 4) for x in (-78, -52, -28, 26, 50, 80)
    )
    front = replace(body, bevel=16, folds=body.folds + gathers)
    loop_outline = closed("4,152! 34,128 66,138 62,168 30,170!")
    loop = Part(loop_outline, "collar", turn=15, bevel=8, shadow=4, folds=(fold("8,154 40,150", -0.6, 5, 3),))
    tail = closed("2,158! 16,170 30,240 46,300! 22,306! 12,240 -4,170!")
    band = Part(symmetric("0,132 26,122 42,92! 52,100! 34,138 0,152"), "collar", bevel=4)
    knot = Part(ellipse(0, 152, 10, 11), "collar", bevel=5)
    return garment(
        *neck_back(46, 34),
        *long_sleeves(112, 470, 16),
        *sleeve_cuffs(468, 30, "collar"),
        front,
        band,
        *Part(tail, "collar", turn=-12, bevel=7, shadow=4, folds=(fold("8,170 24,290", -0.5, 4, 3),)).pair(),
        *loop.pair(),
        knot,
    )


def _ribbed_hem() -> Part:
    band = symmetric("0,490 67,489 136,484! 132,522! 67,526 0,527")
    return ribbed(Part(band, "trim", bevel=6, depth=0.8), 6, 482, 530)


def _knit(neck: str, full: float = 8) -> tuple[Part, ...]:
    body = replace(torso(neck, 140, 140, 132, 494, 124), bevel=20, lines=())
    cuffs = (ribbed(cuff, 6, 480, 530) for cuff in sleeve_cuffs(486, 34))
    return *long_sleeves(124, 488, full), *cuffs, body, _ribbed_hem()


def crew_jersey() -> Garment:
    """Draw a knitted jersey with a round neck and ribbed ends."""
    band = Part(symmetric("0,132 24,125 40,100! 53,104! 30,143 0,153"), "trim", bevel=4)
    return garment(*neck_back(50, 34), *_knit(KNIT_CREW_NECK), ribbed(band, 5, 96, 156))


def roll_neck() -> Garment:
    """Draw a knitted jersey with a folded roll-neck."""
    inside = Part(symmetric("0,70 28,72 46,88! 44,98 20,104 0,105"), "lining", bevel=4, shadow=0, shade=0.2)
    crease = fold("-50,110 0,122 50,110", -0.35, 4, 3)
    collar = Part(
        symmetric("0,78 30,80 48,92! 54,128 50,148! 26,158 0,160"), "trim", bevel=9, folds=(crease,)
    )
    return garment(*_knit("0,150 30,144 50,104!"), ribbed(collar, 5, 72, 164), inside)


def vneck_jersey() -> Garment:
    """Draw a fine-knit jersey with a V-neck."""
    band = Part(symmetric("0,204! 16,158 40,100! 54,104! 30,164 0,228!"), "trim", bevel=4)
    return garment(*neck_back(50, 90), *_knit(KNIT_V_NECK, 2), ribbed(band, 5, 96, 230))


def cable_jersey() -> Garment:
    """Draw a chunky jersey with cables down the front."""
    *behind, front, hem, neck_band = crew_jersey().parts
    cables = tuple(
        Fold(
            line(" ".join(f"{x + side * (7 if i % 2 else -7)},{160 + 17 * i}" for i in range(21))), 0.8, 7, 2
        )
        for x in (-78, 0, 78)
        for side in (1, -1)
    )
    grooves = tuple(
        fold(f"{x + s * 20},150 {x + s * 20},492", -0.6, 4, 2) for x in (-78, 0, 78) for s in (1, -1)
    )
    cabled = replace(front, folds=front.folds + grooves + cables)
    return garment(*behind, cabled, hem, neck_band)


def cardigan() -> Garment:
    """Draw a buttoned cardigan with a deep V."""
    band_outline = closed("44,98! 56,104! 38,180 17,250! 16,526! -16,526! -16,250! 4,250! 22,190!")
    band = Part(band_outline, "trim", bevel=4, depth=0.8)
    other = Part(closed("-44,98! -56,104! -38,180 -16,256! -2,256! -22,190!"), "trim", bevel=4)
    pockets = Part(closed("44,400! 104,396! 106,408! 45,412!"), "trim", bevel=3, depth=0.7).pair()
    return garment(
        *neck_back(50, 120),
        *_knit("0,250! 24,180 50,104!"),
        *pockets,
        other,
        ribbed(band, 40, 600, 601),
        *buttons(0, (272, 322, 372, 422, 472, 510), 6.5),
    )


def hoodie() -> Garment:
    """Draw a hooded sweatshirt with a kangaroo pocket."""
    opening = Part(symmetric("0,80 34,86 52,118 34,152 0,164"), "lining", bevel=12, shade=0.25, shadow=0)
    leaf_outline = closed("0,172! 44,150 58,112 48,84! 78,100 86,140 66,176! 30,190 0,196!")
    leaf = Part(leaf_outline, turn=18, bevel=10, folds=(fold("14,184 60,160 74,116", 0.3, 6, 4),), shadow=4)
    edges = stitch("66,364! 101,426! 102,474", 1, both=True)
    pocket = Part(symmetric("0,360! 66,360! 104,424! 106,478! 0,480"), bevel=8, lines=(edges,))
    crease = fold("0,80 0,60", -0.5, 3, 2)
    hood = Part(symmetric("0,62 44,66 80,104 78,150! 40,166 0,172"), bevel=14, folds=(crease,))
    return garment(
        *_knit("0,180 40,160 56,112!"),
        pocket,
        hood,
        opening,
        *leaf.pair(),
        Part(closed("-20,180! -16,180! -18,268! -22,268!"), "lace", bevel=1.5, shadow=2),
        Part(closed("17,180! 21,180! 22,274! 18,274!"), "lace", bevel=1.5, shadow=2),
    )


def sweatshirt() -> Garment:
    """Draw a crew-neck sweatshirt with raglan sleeves."""
    *behind, front, hem, neck_band = crew_jersey().parts
    raglan = stitch("48,108 70,170 122,246", 1.2, both=True)
    notch = stitch("-14,150 0,172 14,150", 1)
    return garment(*behind, front.with_lines(raglan, notch), hem, neck_band)
