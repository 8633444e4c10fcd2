"""Pieces that several garments share: torsos, sleeves, collars, buttons, pockets.

Knows how they are shaped, not which garment wears them or in what colour.
"""

from __future__ import annotations

from data.drawing.outline import both, closed, ellipse, line, symmetric
from data.drawing.part import Fold, Line, Part

TOP = 106  # where a collar begins


def torso(
    neck: str,
    chest: float = 136,
    waist: float = 134,
    hem: float = 136,
    bottom: float = 520,
    shoulder: float = 120,
) -> Part:
    """The front of a top; ``neck`` is the neckline's points from the middle to the right collar."""
    side = f"{shoulder},132! {shoulder - 3},190 {chest},250 {waist},{(250 + bottom) / 2 + 10} {hem},{bottom}!"
    outline = symmetric(f"{neck} {side} {hem * 0.5},{bottom + 5} 0,{bottom + 6}")
    return Part(
        outline,
        round=18,
        folds=drape(chest, bottom),
        lines=(Line(both(f"0,{bottom - 8} {hem},{bottom - 14}"), "stitch"),),
    )


def drape(chest: float, bottom: float) -> tuple[Fold, ...]:
    """Folds of a body that hangs from its shoulders."""
    low = bottom - 60
    return (
        Fold(line(f"{chest - 6},252 {chest - 44},300 {chest - 60},380"), -0.42, 9, 7),
        Fold(line(f"{8 - chest},250 {40 - chest},292 {52 - chest},372"), -0.42, 9, 7),
        Fold(line(f"{-chest * 0.5},{low - 90} {-chest * 0.42},{low} {-chest * 0.5},{bottom}"), -0.35, 12, 8),
        Fold(line(f"{chest * 0.3},{low - 120} {chest * 0.36},{low - 20} {chest * 0.3},{bottom}"), 0.4, 14, 8),
        Fold(
            line(f"{-chest * 0.1},{low - 40} {chest * 0.1},{low + 20} {chest * 0.05},{bottom}"), -0.28, 12, 8
        ),
        Fold(line("-70,190 0,214 70,186"), 0.25, 16, 9),
    )


def back(neck: float, drop: float) -> tuple[Part, Part, Part]:
    """The inside of the back that shows through the neckline, its band and the label."""
    inside = symmetric(
        f"0,{TOP - 10} {neck},{TOP - 4}! {neck + 6},{TOP + 8} {neck * 0.7},{TOP + drop} 0,{TOP + drop + 14}"
    )
    band = symmetric(
        f"0,{TOP - 12} {neck - 6},{TOP - 8} {neck + 2},{TOP - 3}! {neck - 10},{TOP + 4} 0,{TOP + 4}"
    )
    label = closed(f"-15,{TOP + 3}! 15,{TOP + 3}! 15,{TOP + 13}! -15,{TOP + 13}!")
    return (
        Part(inside, "lining", round=8, shade=0.12),
        Part(band, "trim", round=3, depth=0.7, shade=0.12, cast=2),
        Part(label, "label", round=1, depth=0.3, cast=1),
    )


def short_sleeve(
    shoulder: float = 120, out: float = 196, low: float = 282, full: float = 0
) -> tuple[Part, Part]:
    """A pair of short sleeves that hang a little away from the body."""
    outline = closed(
        f"{shoulder - 34},119! {shoulder + 2},132 {shoulder + 34 + full},158"
        f" {out - 14 + full},{low - 58} {out},{low}!"
        f" {out - 26},{low + 16} {out - 52},{low + 22}! {shoulder + 14},262! {shoulder - 36},236!"
        f" {shoulder - 40},180"
    )
    hem = line(f"{out - 3},{low - 9} {out - 28},{low + 6} {out - 55},{low + 12}")
    folds = (
        Fold(line(f"{shoulder + 18},246 {shoulder + 30},210 {shoulder + 30},180"), -0.5, 8, 6),
        Fold(line(f"{out - 44},{low + 10} {out - 42},{low - 40} {shoulder + 32},180"), 0.35, 10, 6),
    )
    return Part(outline, turn=-24, round=12, folds=folds, lines=(Line(hem, "stitch"),)).pair()


def long_sleeve(
    shoulder: float = 120, cuff: float = 488, full: float = 0, turn: float = -8
) -> tuple[Part, Part]:
    """A pair of long sleeves, hanging; ``full`` widens them, in pixels."""
    outer = (
        f"{shoulder - 34},119! {shoulder + 2},132 {shoulder + 34},164 {169 + full},280 {188 + full},400"
        f" {190 + full * 0.4},{cuff}!"
    )
    inner = (
        f"{172},{cuff + 6} {150 - full * 0.4},{cuff + 2}! {140 - full * 0.3},390 {134},300"
        f" {shoulder + 8},250! {shoulder - 36},236! {shoulder - 40},180"
    )
    folds = (
        Fold(line(f"{176 + full},326 160,340 142,334"), -0.5, 7, 5),
        Fold(line(f"{180 + full},350 164,368 144,366"), 0.45, 8, 5),
        Fold(line(f"144,300 158,308 {172 + full},300"), -0.35, 7, 5),
        Fold(line(f"{152},{cuff - 30} 166,{cuff - 38} {186 + full},{cuff - 28}"), -0.5, 7, 4),
        Fold(line(f"{150},{cuff - 58} 168,{cuff - 66} {184 + full},{cuff - 64}"), -0.35, 7, 5),
        Fold(line(f"{shoulder + 16},242 {shoulder + 24},210 {shoulder + 20},176"), -0.45, 8, 6),
    )
    return Part(closed(f"{outer} {inner}"), turn=turn, round=13, folds=folds).pair()


def cuffs(cuff: float = 488, depth: float = 26, cloth: str = "trim", full: float = 0) -> tuple[Part, Part]:
    """The ends of long sleeves."""
    wide = full * 0.3
    outline = closed(
        f"{190 + wide},{cuff - 4}! {189 + wide},{cuff + depth}! 170,{cuff + depth + 6}"
        f" {151 - wide},{cuff + depth + 2}! {149 - wide},{cuff - 2}! 170,{cuff + 4}"
    )
    return Part(outline, cloth, turn=-6, round=5, depth=0.8).pair()


def ribbed(part: Part, step: float, top: float, bottom: float) -> Part:
    """The part with knitted ribs between two heights, every ``step`` pixels."""
    marks = "".join(line(f"{x},{top} {x * 1.01},{bottom}") for x in _range(-200, 200, step))
    return part.with_lines(Line(marks, "seam", 1.6, 0.4))


def buttons(
    x: float, heights: tuple[float, ...], radius: float = 4.6, cloth: str = "button"
) -> tuple[Part, ...]:
    """A column of buttons."""
    return tuple(button(x, y, radius, cloth) for y in heights)


def button(x: float, y: float, radius: float = 4.6, cloth: str = "button") -> Part:
    """One button with its two holes."""
    holes = ellipse(x - 1.4, y, 0.5) + ellipse(x + 1.4, y, 0.5)
    return Part(ellipse(x, y, radius), cloth, round=2, cast=1.5, lines=(Line(holes, "seam", 0.8),))


def collar(spread: float = 50, point: float = 58, drop: float = 176, stand: float = 0) -> tuple[Part, ...]:
    """A turned-down shirt collar: its stand behind, two leaves in front."""
    stand_ = symmetric(
        f"0,{TOP - 16 - stand} {spread - 8},{TOP - 10 - stand} {spread},{TOP}! {spread - 6},{TOP + 14}"
        f" 0,{TOP + 20}"
    )
    leaf = closed(
        f"{spread - 12},{TOP - 14 - stand}! {spread + 6},{TOP - 2} {spread + 12},{TOP + 22}"
        f" {point},{drop - 18}!"
        f" {point * 0.4},{drop - 8} 1,{TOP + 46}! {spread * 0.52},{TOP + 24}"
    )
    edge = Line(line(f"{point - 4},{drop - 22} {point * 0.42},{drop - 13} 5,{TOP + 46}"), "stitch", 1, 0.8)
    return (
        Part(stand_, "lining", round=5, shade=0.1),
        *Part(leaf, "collar", turn=30, round=4, depth=0.8, lines=(edge,), cast=4).pair(),
    )


def patch_pocket(x: float, y: float, width: float, height: float, cloth: str = "main") -> Part:
    """A stitched-on pocket with a pointed foot; x is its middle."""
    left, right, foot = x - width / 2, x + width / 2, y + height
    outline = closed(f"{left},{y}! {right},{y}! {right},{foot - 8}! {x},{foot}! {left},{foot - 8}!")
    inner = line(
        f"{left + 3},{y + 2}! {left + 3},{foot - 10}! {x},{foot - 3}! {right - 3},{foot - 10}!"
        f" {right - 3},{y + 2}!"
    )
    return Part(outline, cloth, round=2, depth=0.6, cast=1.5, lines=(Line(inner, "stitch", 1),))


def _range(start: float, stop: float, step: float) -> list[float]:
    return [start + i * step for i in range(int((stop - start) / step) + 1)]
