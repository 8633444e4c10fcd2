"""Jerseys: knitted and sweat tops, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import both, closed, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part

NECK = "0,148 28,140 50,104!"


VEE = "0,222! 22,160 48,104!"


def _hem(width: float = 134, top: float = 486, bottom: float = 526) -> Part:
    band = symmetric(
        f"0,{top + 4} {width * 0.5},{top + 3} {width + 2},{top - 2}! {width - 2},{bottom - 4}!"
        f" {width * 0.5},{bottom} 0,{bottom + 1}"
    )
    return pieces.ribbed(Part(band, "trim", round=6, depth=0.8), 6, top - 4, bottom + 4)


def _ribbed_cuffs() -> tuple[Part, ...]:
    return tuple(pieces.ribbed(cuff, 6, 480, 530) for cuff in pieces.cuffs(486, 34, "trim"))


def _knit(neck: str, full: float = 8) -> tuple[Part, ...]:
    body = pieces.torso(neck, 140, 140, 132, 494, 124)
    body = Part(body.outline, round=20, folds=body.folds)
    return *pieces.long_sleeve(124, 488, full), *_ribbed_cuffs(), body, _hem()


def crew_jersey() -> Garment:
    """A knitted jersey with a round neck and ribbed ends."""
    band = symmetric("0,132 24,125 40,100! 53,104! 30,143 0,153")
    return Garment(
        (*pieces.back(50, 34), *_knit(NECK), pieces.ribbed(Part(band, "trim", round=4), 5, 96, 156))
    )


def roll_neck() -> Garment:
    """A knitted jersey with a folded roll-neck."""
    collar = symmetric("0,78 30,80 48,92! 54,128 50,148! 26,158 0,160")
    inside = symmetric("0,70 28,72 46,88! 44,98 20,104 0,105")
    fold = Fold(line("-50,110 0,122 50,110"), -0.35, 4, 3)
    return Garment(
        (
            *_knit("0,150 30,144 50,104!"),
            pieces.ribbed(Part(collar, "trim", round=9, folds=(fold,)), 5, 72, 164),
            Part(inside, "lining", round=4, cast=0, shade=0.2),
        )
    )


def vneck_jersey() -> Garment:
    """A fine-knit jersey with a V-neck."""
    band = symmetric("0,204! 16,158 40,100! 54,104! 30,164 0,228!")
    return Garment(
        (*pieces.back(50, 90), *_knit(VEE, 2), pieces.ribbed(Part(band, "trim", round=4), 5, 96, 230))
    )


def cable_jersey() -> Garment:
    """A chunky jersey with cables down the front."""
    parts = list(crew_jersey().parts)
    front = parts[-3]
    cables = tuple(
        Fold(
            line(" ".join(f"{x + side * (7 if i % 2 else -7)},{160 + 17 * i}" for i in range(21))), 0.8, 7, 2
        )
        for x in (-78, 0, 78)
        for side in (1, -1)
    )
    grooves = tuple(
        Fold(line(f"{x + s * 20},150 {x + s * 20},492"), -0.6, 4, 2) for x in (-78, 0, 78) for s in (1, -1)
    )
    parts[-3] = Part(front.outline, round=20, folds=front.folds + grooves + cables)
    return Garment(tuple(parts))


def cardigan() -> Garment:
    """A buttoned cardigan with a deep V."""
    band = closed("44,98! 56,104! 38,180 17,250! 16,526! -16,526! -16,250! 4,250! 22,190!")
    other = closed("-44,98! -56,104! -38,180 -16,256! -2,256! -22,190!")
    front = list(_knit("0,250! 24,180 50,104!"))
    pockets = Part(closed("44,400! 104,396! 106,408! 45,412!"), "trim", round=3, depth=0.7).pair()
    return Garment(
        (
            *pieces.back(50, 120),
            *front,
            *pockets,
            Part(other, "trim", round=4),
            pieces.ribbed(Part(band, "trim", round=4, depth=0.8), 40, 600, 601),
            *pieces.buttons(0, (272, 322, 372, 422, 472, 510), 6.5),
        )
    )


def hoodie() -> Garment:
    """A hooded sweatshirt with a kangaroo pocket."""
    hood = symmetric("0,62 44,66 80,104 78,150! 40,166 0,172")
    opening = symmetric("0,80 34,86 52,118 34,152 0,164")
    leaf = closed("0,172! 44,150 58,112 48,84! 78,100 86,140 66,176! 30,190 0,196!")
    pocket = symmetric("0,360! 66,360! 104,424! 106,478! 0,480")
    edges = Line(both("66,364! 101,426! 102,474"), "stitch", 1)
    seam = Fold(line("0,80 0,60"), -0.5, 3, 2)
    return Garment(
        (
            *_knit("0,180 40,160 56,112!"),
            Part(pocket, round=8, lines=(edges,)),
            Part(hood, round=14, folds=(seam,)),
            Part(opening, "lining", round=12, shade=0.25, cast=0),
            *Part(
                leaf, turn=18, round=10, folds=(Fold(line("14,184 60,160 74,116"), 0.3, 6, 4),), cast=4
            ).pair(),
            Part(closed("-20,180! -16,180! -18,268! -22,268!"), "lace", round=1.5, cast=2),
            Part(closed("17,180! 21,180! 22,274! 18,274!"), "lace", round=1.5, cast=2),
        )
    )


def sweatshirt() -> Garment:
    """A crew-neck sweatshirt with raglan sleeves."""
    parts = list(crew_jersey().parts)
    raglan = Line(both("48,108 70,170 122,246"), "stitch", 1.2)
    notch = Line(line("-14,150 0,172 14,150"), "stitch", 1)
    front = parts[-3]
    parts[-3] = Part(front.outline, round=20, folds=front.folds, lines=(raglan, notch))
    return Garment(tuple(parts))
