"""One picture: a garment in its cloths, lit, on the studio wall, as SVG text.

Knows parts, cloths and light; does not know categories, prices or how SVG becomes pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from data.drawing import cloth as fabric
from data.drawing import light
from data.drawing.cloth import Cloth
from data.drawing.outline import HEIGHT, WIDTH, bounds, drifted
from data.drawing.part import Fold, Garment, Line, Part
from data.drawing.patterns import lightness, shaded

FRAME = (440, 560)  # pixels that a garment may fill
LARGEST = 1.3  # a small thing stays smaller than a coat
STRAY = 6  # pixels that stripes wander, more than the edges: cloth sags inside its seams


@dataclass(slots=True)
class Sheet:
    """The SVG under construction: definitions by what they hold, so that each is written once."""

    cloths: Mapping[str, Cloth]
    seed: int
    names: dict[str, str] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)

    def define(self, key: str, write: Callable[[str], str]) -> str:
        """The name of a definition; ``write(name)`` makes its text the first time."""
        if key not in self.names:
            self.names[key] = f"d{len(self.names)}"
            self.definitions.append(write(self.names[key]))
        return self.names[key]

    def blur(self, amount: float, box: light.Box = light.SHEET) -> str:
        """The name of a blur."""
        return self.define(f"blur {amount} {box}", lambda name: light.blur(name, box, amount))


def draw(garment: Garment, cloths: Mapping[str, Cloth], seed: int) -> str:
    """The garment as SVG text, 512 x 640; the same arguments give the same text."""
    sheet = Sheet(cloths, seed)
    parts = [part.drifted(garment.drift, seed) for part in fitted(garment.parts)]
    body = "".join(_part(sheet, part) for part in parts)
    shapes = "".join(f'<path d="{part.outline}"/>' for part in parts)
    low = bounds("".join(part.outline for part in parts))
    ground = _ground(sheet, shapes, None if garment.floor is None else low[1] + low[3] - 4)
    worn = _worn(sheet, shapes, bounds("".join(p.outline for p in parts), 2))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}">'
        f"<defs>{light.wall(seed % 5 / 4)}{''.join(sheet.definitions)}</defs>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#wall)"/>{ground}'
        f'<g style="isolation:isolate">{body}{worn}</g></svg>'
    )


def fitted(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts, enlarged or reduced and centred so that they fill the sheet alike."""
    x, y, width, height = bounds("".join(part.outline for part in parts))
    scale = min(FRAME[0] / width, FRAME[1] / height, LARGEST)
    dx = WIDTH / 2 - scale * (x + width / 2)
    dy = HEIGHT / 2 - scale * (y + height / 2)
    return tuple(part.placed(scale, dx, dy) for part in parts)


def _ground(sheet: Sheet, shapes: str, floor: float | None) -> str:
    if floor is None:
        return (
            f'<g filter="url(#{sheet.blur(16)})" opacity=".2" transform="translate(12 18)">{shapes}</g>'
            f'<g filter="url(#{sheet.blur(4)})" opacity=".25" transform="translate(3 5)">{shapes}</g>'
        )
    flat = f'transform="translate(10 {floor:g}) scale(1 .13) translate(0 {-floor:g})"'
    return (
        f'<rect y="{floor - 90:g}" width="{WIDTH}" height="{HEIGHT}" fill="url(#floor)" opacity=".55"/>'
        f'<g filter="url(#{sheet.blur(14)})" opacity=".4"><g {flat}>{shapes}</g></g>'
        f'<g filter="url(#{sheet.blur(4)})" opacity=".4"><g {flat}>{shapes}</g></g>'
    )


def _worn(sheet: Sheet, shapes: str, box: light.Box) -> str:
    """Creases and grain over the whole garment: one noise each, because noise is what rendering waits for."""
    main = sheet.cloths["main"]
    surface = fabric.SURFACES[main.weave]
    layers = ""
    if surface.creases:
        name = sheet.define("creases", lambda n: light.creases(n, box, surface.creases, sheet.seed))
        strength = _strength(main) * 0.6
        blend = f'opacity="{strength:.2f}" style="mix-blend-mode:hard-light"'
        layers = f'<g filter="url(#{name})" {blend}>{shapes}</g>'
    name = sheet.define("grain", lambda n: light.grain(n, box, surface.grain, 0.5, sheet.seed))
    return f'{layers}<g filter="url(#{name})" opacity=".45" style="mix-blend-mode:soft-light">{shapes}</g>'


def _strength(cloth: Cloth) -> float:
    """How strongly relief shows; under hard-light a black cloth gains as much light as a white one."""
    return fabric.SURFACES[cloth.weave].relief * (0.8 if lightness(cloth.colour) < 0.2 else 1)


def _part(sheet: Sheet, part: Part) -> str:
    cloth = sheet.cloths[part.cloth]
    edge = sheet.define(
        f"edge {part.outline}", lambda n: f'<clipPath id="{n}"><path d="{part.outline}"/></clipPath>'
    )
    layers = [_fill(sheet, part, cloth)]
    layers += [_line(sheet, cloth, mark) for mark in part.lines]
    layers += _surface(sheet, part, cloth)
    if part.shade:
        layers.append(f'<path d="{part.outline}" opacity="{part.shade:g}"/>')
    return f'{_cast(sheet, part)}<g clip-path="url(#{edge})">{"".join(layers)}</g>'


def _fill(sheet: Sheet, part: Part, cloth: Cloth) -> str:
    key = f"{part.cloth} {part.turn}"
    paint = sheet.define(f"paint {key}", lambda n: fabric.paint(cloth, n, part.turn))
    fill = f'<path d="{part.outline}" fill="url(#{paint})"/>'
    for path, bar in fabric.woven(cloth, bounds(part.outline), part.turn):
        fill += (
            f'<path d="{drifted(path, STRAY, sheet.seed)}" fill="none" stroke="{bar.colour}"'
            f' stroke-width="{bar.thick:g}" opacity="{bar.opacity:g}"/>'
        )
    if cloth.weave in fabric.WEAVES:
        weave = sheet.define(f"weave {key}", lambda n: fabric.weave(cloth, n, part.turn))
        fill += f'<path d="{part.outline}" fill="url(#{weave})"/>'
    return fill


def _cast(sheet: Sheet, part: Part) -> str:
    if not part.cast:
        return ""
    name = sheet.blur(part.cast, bounds(part.outline, 3 * part.cast))
    return f'<path d="{part.outline}" filter="url(#{name})" opacity=".35" transform="translate(1.2 2.2)"/>'


def _surface(sheet: Sheet, part: Part, cloth: Cloth) -> list[str]:
    if not part.depth:
        return []
    box = bounds(part.outline, 8)
    key = f"{part.round} {part.depth} {box}"
    lit = sheet.define(f"relief {key}", lambda n: light.relief(n, box, part.round, part.depth))
    # The height map reaches over the edge, or every seam would get the thick rim of a clay figure.
    ground = (
        f'<path d="{part.outline}" fill="#999" stroke="#999" stroke-width="{min(part.round * 0.6, 7):g}"/>'
    )
    heights = ground + "".join(_fold(sheet, f) for f in part.folds)
    strength = _strength(cloth)
    layers = [
        f'<g filter="url(#{lit})" opacity="{strength:.2f}" style="mix-blend-mode:hard-light">{heights}</g>'
    ]
    shine = fabric.SURFACES[cloth.weave].shine
    if shine:
        glint = sheet.define(f"gloss {key} {shine}", lambda n: light.gloss(n, box, part.round * 0.6, shine))
        layers.append(f'<g filter="url(#{glint})" style="mix-blend-mode:screen">{heights}</g>')
    return layers


def _fold(sheet: Sheet, fold: Fold) -> str:
    soft = sheet.blur(fold.soft, bounds(fold.path, fold.width + 3 * fold.soft))
    colour = "#fff" if fold.height > 0 else "#000"
    return (
        f'<path d="{fold.path}" fill="none" stroke="{colour}" stroke-width="{fold.width:g}"'
        f' stroke-linecap="round" opacity="{abs(fold.height):g}" filter="url(#{soft})"/>'
    )


def _line(sheet: Sheet, cloth: Cloth, mark: Line) -> str:
    dark = lightness(cloth.colour) < 0.25
    tones = {"seam": 0.13 if dark else -0.4, "stitch": 0.35 if dark else -0.28, "light": 0.5}
    colour = shaded(cloth.colour, tones[mark.kind]) if mark.kind in tones else sheet.cloths[mark.kind].colour
    dash = ' stroke-dasharray="3.4 2.2"' if mark.kind == "stitch" else ""
    return (
        f'<path d="{mark.path}" fill="none" stroke="{colour}" stroke-width="{mark.width:g}"'
        f' opacity="{mark.opacity:g}" stroke-linecap="round" stroke-linejoin="round"{dash}/>'
    )
