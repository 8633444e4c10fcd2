"""What a garment is made of: parts cut from a cloth, with seams on them and folds in them.

Knows neither colours nor light; the sheet puts those on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.drawing.outline import drifted, placed, reflected


@dataclass(frozen=True, slots=True)
class Fold:
    """A ridge (height > 0) or a valley (height < 0) along path data, -1..1; ``soft`` is its blur."""

    path: str
    height: float
    width: float = 10
    soft: float = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn line: "seam" (dark), "stitch" (dashes), "light", or a cloth's name."""

    path: str
    kind: str = "seam"
    width: float = 1.4
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """One piece: closed path data in a cloth. ``turn`` rotates the pattern with the piece, in degrees.

    ``round`` is how many pixels from the edge the surface curves; ``shade`` darkens (0..1) what lies inside.
    """

    outline: str
    cloth: str = "main"
    turn: float = 0
    round: float = 12
    depth: float = 1.0
    shade: float = 0
    folds: tuple[Fold, ...] = ()
    lines: tuple[Line, ...] = ()
    cast: float = 3  # blur of the shadow on the parts below, 0 for none

    def mirrored(self) -> Part:
        """The same part on the other side of the middle."""
        return replace(self._redrawn(reflected), turn=-self.turn)

    def placed(self, scale: float, dx: float, dy: float) -> Part:
        """The same part enlarged about the corner of the sheet, then moved."""
        return self._redrawn(lambda path: placed(path, scale, dx, dy))

    def moved(self, dx: float, dy: float, shade: float = 0) -> Part:
        """The same part somewhere else, darker by ``shade``."""
        return replace(self.placed(1, dx, dy), shade=max(self.shade, shade))

    def drifted(self, amount: float, seed: int) -> Part:
        """The same part strayed by about ``amount`` pixels."""
        return self._redrawn(lambda path: drifted(path, amount, seed))

    def _redrawn(self, change: Callable[[str], str]) -> Part:
        return replace(
            self,
            outline=change(self.outline),
            folds=tuple(replace(f, path=change(f.path)) for f in self.folds),
            lines=tuple(replace(m, path=change(m.path)) for m in self.lines),
        )

    def with_lines(self, *lines: Line) -> Part:
        """The same part with more lines on it."""
        return replace(self, lines=self.lines + lines)

    def pair(self) -> tuple[Part, Part]:
        """This part and its mirror image."""
        return self.mirrored(), self


@dataclass(frozen=True, slots=True)
class Garment:
    """Parts from back to front. ``floor`` is the height of the ground it stands on; None lies flat."""

    parts: tuple[Part, ...]
    floor: float | None = None
    drift: float = 5  # pixels that the cloth may stray from the pattern: stiff things have less
