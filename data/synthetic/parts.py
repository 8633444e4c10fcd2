"""Parts that several garments share, and the fixed parts of parts.csv."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from data.synthetic.geometry import Fold, Line, Part, closed, ellipse, fold, line, stitch, stroke, symmetric

PARTS = Path(__file__).with_name("parts.csv")
TOP = 106


def torso(
    neck: str,
    chest: float = 136,
    waist: float = 134,
    hem: float = 136,
    bottom: float = 520,
    shoulder: float = 120,
) -> Part:
    """Return the front of a top; ``neck`` is the neckline from the middle to the right collar."""
    side = f"{shoulder},132! {shoulder - 3},190 {chest},250 {waist},{(250 + bottom) / 2 + 10} {hem},{bottom}!"
    outline = symmetric(f"{neck} {side} {hem * 0.5},{bottom + 5} 0,{bottom + 6}")
    return Part(
        outline,
        bevel=18,
        folds=hanging_folds(chest, bottom),
        lines=(stitch(f"0,{bottom - 8} {hem},{bottom - 14}", both=True),),
    )


def hanging_folds(chest: float, bottom: float) -> tuple[Fold, ...]:
    """Return the folds of a body that hangs from its shoulders."""
    low = bottom - 60
    return (
        fold(f"{chest - 6},252 {chest - 44},300 {chest - 60},380", -0.42, 9, 7),
        fold(f"{8 - chest},250 {40 - chest},292 {52 - chest},372", -0.42, 9, 7),
        fold(f"{-chest * 0.5},{low - 90} {-chest * 0.42},{low} {-chest * 0.5},{bottom}", -0.35, 12, 8),
        fold(f"{chest * 0.3},{low - 120} {chest * 0.36},{low - 20} {chest * 0.3},{bottom}", 0.4, 14, 8),
        fold(f"{-chest * 0.1},{low - 40} {chest * 0.1},{low + 20} {chest * 0.05},{bottom}", -0.28, 12, 8),
        fold("-70,190 0,214 70,186", 0.25, 16, 9),
    )


def neck_back(neck: float, drop: float) -> tuple[Part, Part, Part]:
    """Return the inside of the back that shows through the neckline, its band and the label."""
    inside = symmetric(
        f"0,{TOP - 10} {neck},{TOP - 4}! {neck + 6},{TOP + 8} {neck * 0.7},{TOP + drop} 0,{TOP + drop + 14}"
    )
    band = symmetric(
        f"0,{TOP - 12} {neck - 6},{TOP - 8} {neck + 2},{TOP - 3}! {neck - 10},{TOP + 4} 0,{TOP + 4}"
    )
    label = closed(f"-15,{TOP + 3}! 15,{TOP + 3}! 15,{TOP + 13}! -15,{TOP + 13}!")
    return (
        Part(inside, "lining", bevel=8, shade=0.12),
        Part(band, "trim", bevel=3, depth=0.7, shade=0.12, shadow=2),
        Part(label, "label", bevel=1, depth=0.3, shadow=1),
    )


def short_sleeves(
    shoulder: float = 120, out: float = 196, low: float = 282, full: float = 0
) -> tuple[Part, Part]:
    """Return two short sleeves that hang a little away from the body."""
    outline = closed(
        f"{shoulder - 34},119! {shoulder + 2},132 {shoulder + 34 + full},158"
        f" {out - 14 + full},{low - 58} {out},{low}!"
        f" {out - 26},{low + 16} {out - 52},{low + 22}! {shoulder + 14},262! {shoulder - 36},236!"
        f" {shoulder - 40},180"
    )
    hem = line(f"{out - 3},{low - 9} {out - 28},{low + 6} {out - 55},{low + 12}")
    folds = (
        fold(f"{shoulder + 18},246 {shoulder + 30},210 {shoulder + 30},180", -0.5, 8, 6),
        fold(f"{out - 44},{low + 10} {out - 42},{low - 40} {shoulder + 32},180", 0.35, 10, 6),
    )
    return Part(outline, turn=-24, bevel=12, folds=folds, lines=(Line(hem, "stitch"),)).pair()


def long_sleeves(
    shoulder: float = 120, cuff: float = 488, full: float = 0, turn: float = -8
) -> tuple[Part, Part]:
    """Return two hanging long sleeves, ``full`` pixels wider than usual."""
    outer = (
        f"{shoulder - 34},119! {shoulder + 2},132 {shoulder + 34},164 {169 + full},280 {188 + full},400"
        f" {190 + full * 0.4},{cuff}!"
    )
    inner = (
        f"{172},{cuff + 6} {150 - full * 0.4},{cuff + 2}! {140 - full * 0.3},390 {134},300"
        f" {shoulder + 8},250! {shoulder - 36},236! {shoulder - 40},180"
    )
    folds = (
        fold(f"{176 + full},326 160,340 142,334", -0.5, 7, 5),
        fold(f"{180 + full},350 164,368 144,366", 0.45, 8, 5),
        fold(f"144,300 158,308 {172 + full},300", -0.35, 7, 5),
        fold(f"{152},{cuff - 30} 166,{cuff - 38} {186 + full},{cuff - 28}", -0.5, 7, 4),
        fold(f"{150},{cuff - 58} 168,{cuff - 66} {184 + full},{cuff - 64}", -0.35, 7, 5),
        fold(f"{shoulder + 16},242 {shoulder + 24},210 {shoulder + 20},176", -0.45, 8, 6),
    )
    return Part(closed(f"{outer} {inner}"), turn=turn, bevel=13, folds=folds).pair()


def sleeve_cuffs(
    cuff: float = 488, depth: float = 26, fabric: str = "trim", full: float = 0
) -> tuple[Part, Part]:
    """Return the cuffs of two long sleeves."""
    wide = full * 0.3
    outline = closed(
        f"{190 + wide},{cuff - 4}! {189 + wide},{cuff + depth}! 170,{cuff + depth + 6}"
        f" {151 - wide},{cuff + depth + 2}! {149 - wide},{cuff - 2}! 170,{cuff + 4}"
    )
    return Part(outline, fabric, turn=-6, bevel=5, depth=0.8).pair()


def ribbed(part: Part, step: float, top: float, bottom: float) -> Part:
    """Return the part with knitted ribs between two heights, every ``step`` pixels."""
    marks = "".join(line(f"{x},{top} {x * 1.01},{bottom}") for x in _steps(-200, 200, step))
    return part.with_lines(Line(marks, "seam", 1.6, 0.4))


def buttons(
    x: float, heights: tuple[float, ...], radius: float = 4.6, fabric: str = "button"
) -> tuple[Part, ...]:
    """Return a column of buttons."""
    return tuple(button(x, y, radius, fabric) for y in heights)


def button(x: float, y: float, radius: float = 4.6, fabric: str = "button") -> Part:
    """Return one button with its two holes."""
    holes = ellipse(x - 1.4, y, 0.5) + ellipse(x + 1.4, y, 0.5)
    return Part(ellipse(x, y, radius), fabric, bevel=2, shadow=1.5, lines=(Line(holes, "seam", 0.8),))


def shirt_collar(
    spread: float = 50, point: float = 58, drop: float = 176, stand: float = 0
) -> tuple[Part, ...]:
    """Return a turned-down shirt collar: its stand behind, two leaves in front."""
    stand_ = symmetric(
        f"0,{TOP - 16 - stand} {spread - 8},{TOP - 10 - stand} {spread},{TOP}! {spread - 6},{TOP + 14}"
        f" 0,{TOP + 20}"
    )
    leaf = closed(
        f"{spread - 12},{TOP - 14 - stand}! {spread + 6},{TOP - 2} {spread + 12},{TOP + 22}"
        f" {point},{drop - 18}!"
        f" {point * 0.4},{drop - 8} 1,{TOP + 46}! {spread * 0.52},{TOP + 24}"
    )
    edge = stitch(f"{point - 4},{drop - 22} {point * 0.42},{drop - 13} 5,{TOP + 46}", 1, 0.8)
    return (
        Part(stand_, "lining", bevel=5, shade=0.1),
        *Part(leaf, "collar", turn=30, bevel=4, depth=0.8, lines=(edge,), shadow=4).pair(),
    )


def patch_pocket(x: float, y: float, width: float, height: float, fabric: str = "main") -> Part:
    """Return a stitched-on pocket with a pointed foot; x is its middle."""
    left, right, foot = x - width / 2, x + width / 2, y + height
    outline = closed(f"{left},{y}! {right},{y}! {right},{foot - 8}! {x},{foot}! {left},{foot - 8}!")
    inner = line(
        f"{left + 3},{y + 2}! {left + 3},{foot - 10}! {x},{foot - 3}! {right - 3},{foot - 10}!"
        f" {right - 3},{y + 2}!"
    )
    return Part(outline, fabric, bevel=2, depth=0.6, shadow=1.5, lines=(Line(inner, "stitch", 1),))


def placket(half: float, top: float, bottom: float, edges: Line, depth: float = 0.6) -> Part:
    """Return the strip down a front that carries its buttons; ``half`` is half its width."""
    outline = closed(f"{-half},{top}! {half},{top}! {half},{bottom}! {-half},{bottom}!")
    return Part(outline, bevel=3, depth=depth, lines=(edges,))


def fixed_parts(garment: str) -> tuple[Part, ...]:
    """Return the parts of a garment whose shapes are constants, from back to front."""
    return _fixed_parts()[garment]


@lru_cache
def _fixed_parts() -> dict[str, tuple[Part, ...]]:
    found: dict[str, tuple[Part, ...]] = defaultdict(tuple)
    with PARTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            part = _fixed_part(row)
            found[row["garment"]] += part.pair() if row["sides"] == "both" else (part,)
    return dict(found)


def _fixed_part(row: dict[str, str]) -> Part:
    numbers = {key: float(row[key]) for key in ("turn", "bevel", "depth", "shade", "shadow") if row[key]}
    outline = "".join(_fixed_outline(each.strip()) for each in row["outline"].split(";"))
    folds = tuple(_fixed_fold(each) for each in row["folds"].split("|") if each)
    lines = tuple(_fixed_line(each) for each in row["lines"].split("|") if each)
    return Part(outline, row["fabric"] or "main", folds=folds, lines=lines, **numbers)


def _fixed_outline(text: str) -> str:
    """Read points, "half" and the points of a right half, or "ellipse" and its middle and radii."""
    shape, _, rest = text.partition(" ")
    if shape == "ellipse":
        return ellipse(*(float(number) for number in rest.split()))
    return symmetric(rest) if shape == "half" else closed(text)


def _fixed_fold(text: str) -> Fold:
    """Read "height width blur: points"."""
    numbers, points = text.split(":")
    return fold(points, *(float(number) for number in numbers.split()))


def _fixed_line(text: str) -> Line:
    """Read "kind width opacity: points"; the opacity may be missing."""
    style, points = text.split(":")
    kind, width, *opacity = style.split()
    return stroke(points, kind, float(width), float(opacity[0]) if opacity else 1)


def _steps(start: float, stop: float, step: float) -> list[float]:
    return [start + i * step for i in range(int((stop - start) / step) + 1)]
