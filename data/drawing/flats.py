"""Flat shoes, seen from the side.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing.outline import closed, ellipse, line
from data.drawing.part import Fold, Garment, Line, Part
from data.drawing.sneakers import lacing, two


def loafer() -> Garment:
    """A slip-on loafer with a bar across the vamp."""
    upper = closed(
        "-206,456! -214,424 -186,398 -126,384 -66,368 -28,336! 20,344 80,352 140,336 172,312! 186,330"
        " 192,400 196,456!"
    )
    inside = closed("-28,338! 20,344 80,352 140,336 172,314! 130,322 60,328 0,322!")
    apron = Line(line("-176,412 -140,420 -80,406 -24,372 -10,350"), "stitch", 2.2)
    saddle = closed("-86,378! -48,356! -22,372 10,454! -50,456! -62,410")
    bar = closed("-86,388! -40,362! -34,376! -80,404!")
    sole = closed("-210,450! 0,456 202,450! 204,468! 60,470 -100,480 -196,482! -216,468")
    heel = closed("110,466! 203,464! 200,488! 114,488!")
    return two(
        (
            Part(inside, "insole", round=5, shade=0.2),
            Part(
                upper, round=15, lines=(apron,), folds=(Fold(line("-160,404 -110,398 -70,384"), 0.4, 12, 6),)
            ),
            Part(saddle, round=5, depth=0.7),
            Part(bar, "metal", round=4),
            Part(heel, "dark", round=4),
            Part(sole, "dark", round=4),
        ),
        38,
        -44,
    )


def ballet_flat() -> Garment:
    """A flat with a round toe and a small bow."""
    upper = closed(
        "-204,466! -206,440 -176,420 -128,412! -100,432 -20,440 70,424 130,390 168,360! 184,372 190,420"
        " 190,466!"
    )
    inside = closed("-128,412! -90,422 -10,422 80,404 136,374 168,360! 150,394 80,432 -20,450 -100,442!")
    sole = closed("-208,464! 0,470 194,462! 196,478! 120,486 -180,486! -214,478")
    bow = closed("-132,408! -158,386 -166,402 -134,418! -112,436 -100,422 -124,410!")
    return two(
        (
            Part(inside, "insole", round=6, shade=0.05),
            Part(
                upper,
                round=12,
                lines=(Line(line("-130,418 -100,438 -20,446 70,430 132,396 170,366"), "seam", 1.6),),
            ),
            Part(bow, "collar", round=4),
            Part(ellipse(-129, 412, 6), "collar", round=3),
            Part(sole, "dark", round=3),
        ),
        38,
        -48,
    )


def oxford_shoe() -> Garment:
    """A laced leather shoe with a toe cap and punched edges."""
    upper = closed(
        "-208,456! -216,424 -186,398 -126,384 -70,360 -30,320! 20,330 80,336 136,320 166,292! 182,310"
        " 190,390 194,456!"
    )
    inside = closed("-30,322! 20,330 80,336 136,320 166,294! 130,306 60,312 0,306!")
    cap = line("-148,396 -128,420 -132,454")
    quarter = line("-84,368 -70,400 -20,430 20,454")
    punched = Line(
        line("-142,394 -122,420 -126,454")
        + line("-78,366 -64,396 -16,424 26,450")
        + line("100,334 96,380 130,452"),
        "stitch",
        2.4,
    )
    laces = lacing(
        "-74,358! -62,350! -40,370! -50,378!",
        "-58,344! -46,336! -24,356! -34,364!",
        "-42,330! -30,322! -8,342! -18,350!",
        cloth="dark",
    )
    sole = closed("-212,450! 0,456 200,450! 202,466! 60,468 -100,478 -198,480! -218,466")
    heel = closed("108,464! 201,462! 198,488! 112,488!")
    return two(
        (
            Part(inside, "insole", round=5, shade=0.25),
            Part(
                upper,
                round=15,
                lines=(Line(cap, "seam", 2), Line(quarter, "seam", 2), punched),
                folds=(Fold(line("-110,396 -90,410 -84,430"), -0.35, 6, 4),),
            ),
            *laces,
            Part(heel, "dark", round=4),
            Part(sole, "dark", round=4),
        ),
        38,
        -44,
    )
