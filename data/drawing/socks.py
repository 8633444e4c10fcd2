"""Socks laid flat, in pairs.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing import pieces
from data.drawing.outline import closed, line
from data.drawing.part import Fold, Garment, Part


def _sock(top: float, cloth: str = "main") -> tuple[Part, ...]:
    body = closed(
        f"-34,{top}! 62,{top}! 60,300 58,380 52,430 20,474 -60,520 -120,530! -164,516 -158,470 -110,440"
        " -60,400 -40,350 -36,280"
    )
    heel = closed("58,376! 54,430 22,474! -10,450 2,400 30,376")
    toe = closed("-96,432! -158,468 -164,516 -120,530! -84,526! -76,480")
    cuff = closed(f"-38,{top - 8}! 14,{top - 12} 66,{top - 8}! 64,{top + 44}! 14,{top + 48} -37,{top + 44}!")
    folds = (
        Fold(line("-40,350 0,366 30,360"), -0.4, 7, 5),
        Fold(line("-50,384 -10,400 20,396"), 0.35, 7, 5),
        Fold(line(f"-20,{top + 60} -14,300 -18,340"), -0.25, 10, 7),
    )
    return (
        Part(body, cloth, round=13, folds=folds),
        Part(heel, "trim", round=9, depth=0.6, cast=0),
        Part(toe, "trim", round=10, depth=0.6, cast=0),
        pieces.ribbed(Part(cuff, "trim", round=7), 6, top - 14, top + 50),
    )


def crew_socks() -> Garment:
    """A pair of socks to the middle of the calf."""
    sock = _sock(120)
    return Garment((*(p.moved(76, -16) for p in sock), *(p.moved(-18, 8) for p in sock)))


def knee_socks() -> Garment:
    """A pair of long socks."""
    sock = _sock(50)
    return Garment((*(p.moved(76, -6) for p in sock), *(p.moved(-18, 14) for p in sock)))


def ankle_socks() -> Garment:
    """A pair of short socks."""
    sock = _sock(250)
    return Garment((*(p.moved(82, -70) for p in sock), *(p.moved(-24, 10) for p in sock)))
