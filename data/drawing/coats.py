"""Coats, cut by cut.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.jackets import flap_at, notched
from data.drawing.outline import both, closed, ellipse, line, symmetric
from data.drawing.part import Fold, Garment, Line, Part


def _coat_body(hem: float, bottom: float, open_at: float, waist: float = 122) -> Part:
    outline = symmetric(
        f"0,{open_at}! 30,150 46,90! 112,112! 110,160 116,214 {waist},320 {hem},{bottom}!"
        f" {hem * 0.5},{bottom + 7} 0,{bottom + 8}"
    )
    long = (
        Fold(line(f"-60,360 -70,480 -64,{bottom}"), -0.4, 12, 8),
        Fold(line(f"64,350 76,470 84,{bottom}"), 0.4, 12, 8),
        Fold(line(f"36,420 40,500 42,{bottom}"), -0.35, 10, 7),
        Fold(line("108,214 70,258 60,330"), -0.4, 9, 7),
        Fold(line("-108,214 -70,258 -60,330"), -0.4, 9, 7),
    )
    return Part(
        outline, round=17, folds=long, lines=(Line(both(f"0,{bottom - 6} {hem},{bottom - 13}"), "stitch", 1),)
    )


def _coat_sleeves(cuff: float = 420, full: float = 0) -> tuple[Part, Part]:
    return tuple(s.moved(0, -22) for s in pieces.long_sleeve(114, cuff + 22, full - 12, -7))  # type: ignore[return-value]


def _inside() -> tuple[Part, ...]:
    """What an open coat shows: its lining under the back of the collar."""
    lining = Part(symmetric("0,92 36,90 46,88! 50,180 0,318!"), "lining", round=10, shade=0.12)
    return lining, *(part.moved(0, -16) for part in pieces.back(46, 60))


def overcoat() -> Garment:
    """A knee-length wool coat with notched lapels, single-breasted."""
    body = _coat_body(132, 588, 270)
    front = Line(line("0,270 -4,430 -3,592"), "seam", 2.4)
    lapels = tuple(p.moved(0, -18) for p in notched(292, 84, 156))
    return Garment(
        (
            *_inside(),
            *_coat_sleeves(424, 6),
            Part(body.outline, round=18, folds=body.folds, lines=(front,)),
            *flap_at(72, 396, 62, 22, 4).pair(),
            *lapels,
            *pieces.buttons(-4, (292, 350, 408), 7),
        )
    )


def trench() -> Garment:
    """A belted, double-breasted trench coat with epaulettes."""
    body = _coat_body(142, 588, 230, 112)
    front = Line(line("34,236 30,330 30,592"), "seam", 2.2)
    belt = symmetric("0,322 60,322 122,316! 122,344! 60,350 0,350")
    buckle = closed("-22,316! 22,316! 22,356! -22,356!")
    hole = closed("-13,324! 13,324! 13,348! -13,348!")
    epaulette = Part(closed("62,100! 112,116! 112,132! 62,114!"), round=3, depth=0.8)
    lapels = tuple(p.moved(0, -18) for p in notched(250, 104, 150))
    flap = Part(closed("-24,140! -106,120! -110,200 -80,226 -30,204!"), turn=-8, round=5, depth=0.7, cast=4)
    return Garment(
        (
            *_inside(),
            *_coat_sleeves(424, 8),
            *Part(closed("142,372! 188,368! 188,386! 142,390!"), turn=-6, round=4).pair(),
            Part(body.outline, round=18, folds=body.folds, lines=(front, *body.lines)),
            flap,
            *lapels,
            *epaulette.pair(),
            *(pieces.button(x, y, 6) for x in (-34, 34) for y in (262, 300, 392, 442)),
            Part(
                belt,
                round=5,
                depth=0.8,
                lines=(Line(both("0,327 60,327 122,321") + both("0,345 60,345 122,339"), "stitch", 1),),
            ),
            Part(buckle, "leather", round=3),
            Part(hole, "collar", round=2, shade=0.2, cast=0),
        )
    )


def parka() -> Garment:
    """A hooded parka with flap pockets and a drawn waist."""
    body = _coat_body(138, 560, 180)
    hood = symmetric("0,50 52,54 92,96 84,142! 40,160 0,164")
    opening = symmetric("0,72 40,76 60,112 38,146 0,158")
    fur = symmetric("0,58 48,62 78,108 58,154 0,174") + symmetric("0,158 38,146 60,112 40,76 0,72")
    fly = Part(
        closed("-14,170! 14,170! 14,566! -14,566!"),
        round=3,
        depth=0.7,
        lines=(Line(line("9,172 9,564"), "stitch", 1),),
    )
    return Garment(
        (
            *_coat_sleeves(430, 18),
            Part(
                body.outline,
                round=18,
                folds=body.folds,
                lines=(Line(both("0,330 60,331 118,327"), "stitch", 3), *body.lines),
            ),
            *pieces.patch_pocket(74, 400, 74, 96).pair(),
            *flap_at(74, 396, 78, 28).pair(),
            fly,
            *pieces.buttons(0, (214, 280, 346, 412, 478, 540), 5),
            Part(hood, round=16),
            Part(opening, "lining", round=12, shade=0.2, cast=0),
            Part(fur, "trim", round=7),
        )
    )


def cape_coat() -> Garment:
    """A wrap coat with a wide shawl collar and a tied belt."""
    body = _coat_body(138, 584, 300, 106)
    shawl = closed("44,84! 62,96 92,170 70,236 2,312! -6,300 20,220 30,150")
    belt = symmetric("0,318 60,318 112,312! 112,342! 60,348 0,348")
    tail = Part(closed("2,336! 24,340! 40,440 44,500! 22,504! 14,430!"), round=5, cast=4)
    return Garment(
        (
            *_inside(),
            *_coat_sleeves(424, 12),
            Part(
                body.outline,
                round=18,
                folds=body.folds,
                lines=(Line(line("4,310 24,440 26,590"), "seam", 2.2),),
            ),
            *Part(shawl, "collar", turn=10, round=8, cast=5).pair(),
            Part(belt, round=6),
            tail,
            tail.mirrored().moved(-4, 0),
            Part(ellipse(2, 332, 17, 15), round=7, cast=4),
        )
    )
