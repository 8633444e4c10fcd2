"""Light and air as SVG filters: relief, creases, grain, gloss, shadows, the studio wall.

All light comes from the upper left. Knows heights and blurs in pixels, not what they belong to.
"""

from __future__ import annotations

Box = tuple[float, float, float, float]  # x, y, width, height

# A flat surface must come out as the grey 0.5 that leaves colours as they are under hard-light:
# 0.5 = DIFFUSE x sin(ELEVATION). The low sun leaves room for what faces it to get brighter than flat.
ELEVATION = 40
DIFFUSE = 0.5 / 0.6428
SHEET: Box = (0, 0, 512, 640)
RED_TO_ALPHA = "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0"
SUN = f'<feDistantLight azimuth="232" elevation="{ELEVATION}"/>'


def _filter(name: str, box: Box, body: str) -> str:
    x, y, width, height = box
    room = f'x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" filterUnits="userSpaceOnUse"'
    return f'<filter id="{name}" {room} color-interpolation-filters="sRGB">{body}</filter>'


def _lit(source: str, scale: float) -> str:
    return (
        f'<feDiffuseLighting in="{source}" surfaceScale="{scale:g}" diffuseConstant="{DIFFUSE:.3f}"'
        f' lighting-color="#fff" result="lit">{SUN}</feDiffuseLighting>'
    )


def relief(name: str, box: Box, round_: float, depth: float) -> str:
    """The lit surface of a grey height map whose edge curves over ``round_`` pixels."""
    return _filter(
        name,
        box,
        f'<feColorMatrix values="{RED_TO_ALPHA}" result="map"/>'
        f'<feGaussianBlur in="map" stdDeviation="1.8" result="folds"/>'
        f'<feGaussianBlur in="SourceAlpha" stdDeviation="{round_:g}" result="volume"/>'
        f'<feComposite in="volume" in2="folds" operator="arithmetic" k2=".4" k3=".55" result="height"/>'
        f'{_lit("height", 15 * depth)}<feGaussianBlur in="lit" stdDeviation="1.3"/>',
    )


def creases(name: str, box: Box, amount: float, seed: int) -> str:
    """Lit soft noise: how worn cloth never lies flat; ``amount`` about 1 for cotton."""
    return _filter(
        name,
        box,
        f'<feTurbulence type="fractalNoise" baseFrequency=".014 .0085" numOctaves="2" seed="{seed}"/>'
        f'<feGaussianBlur stdDeviation="2" result="air"/>{_lit("air", 8 * amount)}'
        f'<feGaussianBlur in="lit" stdDeviation="2.2"/><feComposite in2="SourceAlpha" operator="in"/>',
    )


def grain(name: str, box: Box, size: float, strength: float, seed: int) -> str:
    """Grey noise around 0.5 for soft-light: the tooth of a cloth, ``size`` pixels coarse."""
    row = f"0 0 0 {strength:g} {0.5 - strength / 2:g} "
    return _filter(
        name,
        box,
        f'<feTurbulence type="fractalNoise" baseFrequency="{1 / size:.3f}" numOctaves="1" seed="{seed}"/>'
        f'<feColorMatrix values="{row * 3}0 0 0 0 1"/><feComposite in2="SourceAlpha" operator="in"/>',
    )


def gloss(name: str, box: Box, round_: float, strength: float) -> str:
    """White glints of a smooth curved surface, for screen."""
    return _filter(
        name,
        box,
        f'<feColorMatrix values="{RED_TO_ALPHA}"/><feGaussianBlur stdDeviation="{round_:g}" result="height"/>'
        f'<feSpecularLighting in="height" surfaceScale="14" specularConstant="{strength:g}"'
        ' specularExponent="24" lighting-color="#fff" result="lit">'
        '<feDistantLight azimuth="235" elevation="50"/></feSpecularLighting>'
        '<feGaussianBlur in="lit" stdDeviation="1.4"/>',
    )


def blur(name: str, box: Box, amount: float) -> str:
    """A plain blur of ``amount`` pixels."""
    return _filter(name, box, f'<feGaussianBlur stdDeviation="{amount:g}"/>')


def wall(warmth: float) -> str:
    """Gradients of the studio: light from the upper left, 0 a neutral and 1 a warm off-white."""
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
