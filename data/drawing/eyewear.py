"""Sunglasses from the front.

Knows shapes and seams; does not know colours, names or prices.
"""

from __future__ import annotations

from data.drawing.outline import closed, line
from data.drawing.part import Garment, Line, Part


def _temples(y: float, x: float) -> tuple[Part, ...]:
    arm = closed(
        f"{x - 10},{y}! {x + 6},{y - 4}! {x + 14},{y + 10} {x - 26},{y + 84} {x - 62},{y + 118}!"
        f" {x - 70},{y + 108} {x - 40},{y + 76}"
    )
    return Part(arm, round=4, shade=0.1, cast=5).pair()


def _glasses(frame: str, lens: str, bridge: str, y: float, x: float, metal: bool = False) -> Garment:
    cloth = "metal" if metal else "main"
    glint = Line(
        line(f"{x * 0.32},{y + 62} {x * 0.5},{y + 20}") + line(f"{x * 0.42},{y + 74} {x * 0.64},{y + 18}"),
        "glint",
        9,
        0.16,
    )
    return Garment(
        (
            *_temples(y + 6, x),
            Part(closed(bridge), cloth, round=4),
            *Part(closed(frame), cloth, round=5).pair(),
            *Part(closed(lens), "lens", round=14, depth=0.5, lines=(glint,), cast=0).pair(),
        ),
        drift=1,
    )


def wayfarer() -> Garment:
    """Sunglasses with a thick, square frame."""
    return _glasses(
        "16,262! 70,246 160,240 214,244! 220,262 204,300 186,350 150,368 80,366 36,346 20,300",
        "36,276! 90,262 160,258 194,264! 192,300 172,336 146,350 84,348 50,334 38,306",
        "-24,264! 0,258 24,264! 26,288! 0,278 -26,288!",
        250,
        208,
    )


def aviator() -> Garment:
    """Sunglasses with drop-shaped lenses in a thin metal frame."""
    return _glasses(
        "18,262 40,250 110,242 180,246 208,262 206,310 176,368 120,390 66,366 30,316",
        "27,266 46,257 110,250 176,254 199,267 197,308 170,360 120,381 72,359 38,313",
        "-30,252! 0,246 30,252! 30,260! 0,255 -30,260! -30,274 0,270 30,274 30,280 0,277 -30,280",
        250,
        204,
        metal=True,
    )


def round_glasses() -> Garment:
    """Sunglasses with round lenses."""
    frame = "112,232 168,252 192,304 168,356 112,378 56,356 32,304 56,252"
    lens = "112,246 158,262 178,304 158,346 112,364 66,346 46,304 66,262"
    return _glasses(frame, lens, "-40,286! 0,266 40,286! 40,298! 0,280 -40,298!", 276, 194)


def cat_eye() -> Garment:
    """Sunglasses with a frame that sweeps upwards."""
    return _glasses(
        "14,276! 60,256 150,246 226,220! 224,262 198,326 150,360 84,358 34,334",
        "36,288! 80,270 150,262 202,246! 198,276 178,318 146,342 88,342 50,324",
        "-24,276! 0,266 24,276! 28,296! 0,284 -28,296!",
        248,
        208,
    )
