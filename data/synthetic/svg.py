"""Garments as SVG text, lit on a studio backdrop, and that text as pixels.

All light comes from the upper left.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from data.synthetic.fabrics import SURFACES, WEAVES, Fabric, lightness, paint, shaded, stripes, weave_pattern
from data.synthetic.geometry import HEIGHT, WIDTH, Box, Fold, Garment, Line, Part, bounds, drifted

FRAME = (440, 560)  # pixels that a garment may fill
MAX_SCALE = 1.3  # a small thing stays smaller than a coat
STRIPE_DRIFT = 6  # pixels that stripes move, more than the edges: cloth sags inside its seams
RENDER_HEIGHT = 640  # pixels; lighting filters measure slopes per pixel, so all are lit at one height
QUALITY = 85

# A flat surface must become the grey 0.5, which hard-light leaves unchanged: 0.5 = DIFFUSE x sin(ELEVATION).
ELEVATION = 40
DIFFUSE = 0.5 / 0.6428
CANVAS: Box = (0, 0, 512, 640)
RED_TO_ALPHA = "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"
SUN = f'<feDistantLight azimuth="232" elevation="{ELEVATION}"/>'


class RenderError(RuntimeError):
    """The pictures cannot be drawn here; the message says how to cure it."""


def render(svg: str, height: int = 640) -> Image.Image:
    """Return the drawing as an RGB picture of this height."""
    try:
        import resvg_py
    except ModuleNotFoundError as missing:
        cure = "pip install resvg-py==0.5.0"
        raise RenderError(f"Drawing the catalogue needs the SVG rasteriser resvg-py: {cure}") from missing
    png = resvg_py.svg_to_bytes(svg_string=svg, height=RENDER_HEIGHT, skip_system_fonts=True)
    drawn = Image.open(io.BytesIO(bytes(png))).convert("RGB")
    return drawn.resize((round(drawn.width * height / RENDER_HEIGHT), height), Image.Resampling.LANCZOS)


def save(svg: str, path: Path, height: int = 640) -> None:
    """Save the drawing as a WebP file; the same text gives the same bytes."""
    render(svg, height).save(path, "WEBP", quality=QUALITY, method=6)


@dataclass(slots=True)
class Canvas:
    """An SVG under construction. Its definitions are kept by what they hold, so that each is written once."""

    fabrics: Mapping[str, Fabric]
    seed: int
    names: dict[str, str] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)

    def define(self, key: str, write: Callable[[str], str]) -> str:
        """Return the name of a definition, whose text ``write(name)`` makes the first time."""
        if key not in self.names:
            self.names[key] = f"d{len(self.names)}"
            self.definitions.append(write(self.names[key]))
        return self.names[key]

    def blur(self, amount: float, box: Box = CANVAS) -> str:
        """Return the name of a blur."""
        return self.define(f"blur {amount} {box}", lambda name: _blur_filter(name, box, amount))


def draw(garment: Garment, fabrics: Mapping[str, Fabric], seed: int) -> str:
    """Return the garment as SVG text, 512 x 640; the same arguments give the same text."""
    canvas = Canvas(fabrics, seed)
    parts = [part.drifted(garment.drift, seed) for part in fitted(garment.parts)]
    body = "".join(_part(canvas, part) for part in parts)
    shapes = "".join(f'<path d="{part.outline}"/>' for part in parts)
    low = bounds("".join(part.outline for part in parts))
    ground = _ground(canvas, shapes, None if garment.floor is None else low[1] + low[3] - 4)
    wear = _wear(canvas, shapes, bounds("".join(p.outline for p in parts), 2))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}">'
        f"<defs>{_backdrop(seed % 5 / 4)}{''.join(canvas.definitions)}</defs>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#wall)"/>{ground}'
        f'<g style="isolation:isolate">{body}{wear}</g></svg>'
    )


def fitted(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts, scaled and centred so that every garment fills the canvas alike."""
    x, y, width, height = bounds("".join(part.outline for part in parts))
    scale = min(FRAME[0] / width, FRAME[1] / height, MAX_SCALE)
    dx = WIDTH / 2 - scale * (x + width / 2)
    dy = HEIGHT / 2 - scale * (y + height / 2)
    return tuple(part.transformed(scale, dx, dy) for part in parts)


def _ground(canvas: Canvas, shapes: str, floor: float | None) -> str:
    if floor is None:
        return (
            f'<g filter="url(#{canvas.blur(16)})" opacity=".2" transform="translate(12 18)">{shapes}</g>'
            f'<g filter="url(#{canvas.blur(4)})" opacity=".25" transform="translate(3 5)">{shapes}</g>'
        )
    flat = f'transform="translate(10 {floor:g}) scale(1 .13) translate(0 {-floor:g})"'
    return (
        f'<rect y="{floor - 90:g}" width="{WIDTH}" height="{HEIGHT}" fill="url(#floor)" opacity=".55"/>'
        f'<g filter="url(#{canvas.blur(14)})" opacity=".4"><g {flat}>{shapes}</g></g>'
        f'<g filter="url(#{canvas.blur(4)})" opacity=".4"><g {flat}>{shapes}</g></g>'
    )


def _wear(canvas: Canvas, shapes: str, box: Box) -> str:
    """Return creases and grain over the whole garment, one noise each because noise is slow to render."""
    main = canvas.fabrics["main"]
    surface = SURFACES[main.weave]
    layers = ""
    if surface.creases:
        name = canvas.define("creases", lambda n: _crease_filter(n, box, surface.creases, canvas.seed))
        strength = _strength(main) * 0.6
        blend = f'opacity="{strength:.2f}" style="mix-blend-mode:hard-light"'
        layers = f'<g filter="url(#{name})" {blend}>{shapes}</g>'
    name = canvas.define("grain", lambda n: _grain_filter(n, box, surface.grain, 0.5, canvas.seed))
    return f'{layers}<g filter="url(#{name})" opacity=".45" style="mix-blend-mode:soft-light">{shapes}</g>'


def _strength(fabric: Fabric) -> float:
    """Return how strongly relief shows, weaker on black, which gains as much light as white."""
    return SURFACES[fabric.weave].relief * (0.8 if lightness(fabric.colour) < 0.2 else 1)


def _part(canvas: Canvas, part: Part) -> str:
    fabric = canvas.fabrics[part.fabric]
    edge = canvas.define(
        f"edge {part.outline}", lambda n: f'<clipPath id="{n}"><path d="{part.outline}"/></clipPath>'
    )
    layers = [_fill(canvas, part, fabric)]
    layers += [_line(canvas, fabric, mark) for mark in part.lines]
    layers += _surface(canvas, part, fabric)
    if part.shade:
        layers.append(f'<path d="{part.outline}" opacity="{part.shade:g}"/>')
    return f'{_shadow(canvas, part)}<g clip-path="url(#{edge})">{"".join(layers)}</g>'


def _fill(canvas: Canvas, part: Part, fabric: Fabric) -> str:
    key = f"{part.fabric} {part.turn}"
    ground = canvas.define(f"paint {key}", lambda n: paint(fabric, n, part.turn))
    fill = f'<path d="{part.outline}" fill="url(#{ground})"/>'
    for path, bar in stripes(fabric, bounds(part.outline), part.turn):
        fill += (
            f'<path d="{drifted(path, STRIPE_DRIFT, canvas.seed)}" fill="none" stroke="{bar.colour}"'
            f' stroke-width="{bar.thick:g}" opacity="{bar.opacity:g}"/>'
        )
    if fabric.weave in WEAVES:
        weave = canvas.define(f"weave {key}", lambda n: weave_pattern(fabric, n, part.turn))
        fill += f'<path d="{part.outline}" fill="url(#{weave})"/>'
    return fill


def _shadow(canvas: Canvas, part: Part) -> str:
    if not part.shadow:
        return ""
    name = canvas.blur(part.shadow, bounds(part.outline, 3 * part.shadow))
    return f'<path d="{part.outline}" filter="url(#{name})" opacity=".35" transform="translate(1.2 2.2)"/>'


def _surface(canvas: Canvas, part: Part, fabric: Fabric) -> list[str]:
    if not part.depth:
        return []
    box = bounds(part.outline, 8)
    key = f"{part.bevel} {part.depth} {box}"
    lit = canvas.define(f"relief {key}", lambda n: _relief_filter(n, box, part.bevel, part.depth))
    # The height map reaches over the edge, or every seam would get the thick rim of a clay figure.
    rim = min(part.bevel * 0.6, 7)
    ground = f'<path d="{part.outline}" fill="#999" stroke="#999" stroke-width="{rim:g}"/>'
    heights = ground + "".join(_fold(canvas, f) for f in part.folds)
    blend = f'opacity="{_strength(fabric):.2f}" style="mix-blend-mode:hard-light"'
    layers = [f'<g filter="url(#{lit})" {blend}>{heights}</g>']
    shine = SURFACES[fabric.weave].shine
    if shine:
        glint = canvas.define(
            f"gloss {key} {shine}", lambda n: _gloss_filter(n, box, part.bevel * 0.6, shine)
        )
        layers.append(f'<g filter="url(#{glint})" style="mix-blend-mode:screen">{heights}</g>')
    return layers


def _fold(canvas: Canvas, fold: Fold) -> str:
    soft = canvas.blur(fold.blur, bounds(fold.path, fold.width + 3 * fold.blur))
    colour = "#fff" if fold.height > 0 else "#000"
    return (
        f'<path d="{fold.path}" fill="none" stroke="{colour}" stroke-width="{fold.width:g}"'
        f' stroke-linecap="round" opacity="{abs(fold.height):g}" filter="url(#{soft})"/>'
    )


def _line(canvas: Canvas, fabric: Fabric, mark: Line) -> str:
    dark = lightness(fabric.colour) < 0.25
    tones = {"seam": 0.13 if dark else -0.4, "stitch": 0.35 if dark else -0.28}
    colour = (
        shaded(fabric.colour, tones[mark.kind]) if mark.kind in tones else canvas.fabrics[mark.kind].colour
    )
    dash = ' stroke-dasharray="3.4 2.2"' if mark.kind == "stitch" else ""
    return (
        f'<path d="{mark.path}" fill="none" stroke="{colour}" stroke-width="{mark.width:g}"'
        f' opacity="{mark.opacity:g}" stroke-linecap="round" stroke-linejoin="round"{dash}/>'
    )


def _filter(name: str, box: Box, body: str) -> str:
    x, y, width, height = box
    room = f'x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" filterUnits="userSpaceOnUse"'
    return f'<filter id="{name}" {room} color-interpolation-filters="sRGB">{body}</filter>'


def _lit(source: str, scale: float) -> str:
    return (
        f'<feDiffuseLighting in="{source}" surfaceScale="{scale:g}" diffuseConstant="{DIFFUSE:.3f}"'
        f' lighting-color="#fff" result="lit">{SUN}</feDiffuseLighting>'
    )


def _relief_filter(name: str, box: Box, bevel: float, depth: float) -> str:
    """Return the lit surface of a grey height map whose edge curves over ``bevel`` pixels."""
    return _filter(
        name,
        box,
        f'<feColorMatrix values="{RED_TO_ALPHA}" result="map"/>'
        f'<feGaussianBlur in="map" stdDeviation="1.8" result="folds"/>'
        f'<feGaussianBlur in="SourceAlpha" stdDeviation="{bevel:g}" result="volume"/>'
        f'<feComposite in="volume" in2="folds" operator="arithmetic" k2=".4" k3=".55" result="height"/>'
        f'{_lit("height", 15 * depth)}<feGaussianBlur in="lit" stdDeviation="1.3"/>',
    )


def _crease_filter(name: str, box: Box, amount: float, seed: int) -> str:
    """Return lit soft noise: worn cloth never lies flat. Cotton has an ``amount`` of about 1."""
    return _filter(
        name,
        box,
        f'<feTurbulence type="fractalNoise" baseFrequency=".014 .0085" numOctaves="2" seed="{seed}"/>'
        f'<feGaussianBlur stdDeviation="2" result="air"/>{_lit("air", 8 * amount)}'
        f'<feGaussianBlur in="lit" stdDeviation="2.2"/><feComposite in2="SourceAlpha" operator="in"/>',
    )


def _grain_filter(name: str, box: Box, size: float, strength: float, seed: int) -> str:
    """Return grey noise around 0.5 for soft-light, whose grains are ``size`` pixels wide."""
    row = f"0 0 0 {strength:g} {0.5 - strength / 2:g} "
    return _filter(
        name,
        box,
        f'<feTurbulence type="fractalNoise" baseFrequency="{1 / size:.3f}" numOctaves="1" seed="{seed}"/>'
        f'<feColorMatrix values="{row * 3}0 0 0 0 1"/><feComposite in2="SourceAlpha" operator="in"/>',
    )


def _gloss_filter(name: str, box: Box, bevel: float, strength: float) -> str:
    """Return the white glints of a smooth curved surface, for the blend mode screen."""
    return _filter(
        name,
        box,
        f'<feColorMatrix values="{RED_TO_ALPHA}"/><feGaussianBlur stdDeviation="{bevel:g}" result="height"/>'
        f'<feSpecularLighting in="height" surfaceScale="14" specularConstant="{strength:g}"'
        ' specularExponent="24" lighting-color="#fff" result="lit">'
        '<feDistantLight azimuth="235" elevation="50"/></feSpecularLighting>'
        '<feGaussianBlur in="lit" stdDeviation="1.4"/>',
    )


def _blur_filter(name: str, box: Box, amount: float) -> str:
    return _filter(name, box, f'<feGaussianBlur stdDeviation="{amount:g}"/>')


def _backdrop(warmth: float) -> str:
    """Return the gradients of the studio, from a neutral (0) to a warm (1) off-white."""
    pairs = (("f6f6f5", "f8f4ee"), ("ebebea", "efe9e0"), ("d6d6d6", "dcd3c6"))
    tones = [_mix(cool, warm, warmth) for cool, warm in pairs]
    stops = "".join(
        f'<stop offset="{o}" stop-color="#{t}"/>' for o, t in zip((0, 0.55, 1), tones, strict=True)
    )
    floor = (
        f'<stop offset="0" stop-color="#{tones[2]}" stop-opacity="0"/>'
        f'<stop offset=".12" stop-color="#{tones[2]}"/>'
        f'<stop offset=".5" stop-color="#{tones[1]}"/>'
    )
    return (
        f'<radialGradient id="wall" cx=".4" cy=".36" r=".85">{stops}</radialGradient>'
        f'<linearGradient id="floor" x2="0" y2="1">{floor}'
        f'<stop offset="1" stop-color="#{tones[0]}"/></linearGradient>'
    )


def _mix(a: str, b: str, share: float) -> str:
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(x + (y - x) * share):02x}" for x, y in pairs)
