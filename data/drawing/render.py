"""SVG text to pixels: the only file that needs the rasteriser, a development dependency.

Knows nothing of what is drawn.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

DRAWN = 640  # pixels: lighting filters measure slopes per pixel, so every picture is lit at this height
QUALITY = 85


class RenderError(RuntimeError):
    """The pictures cannot be drawn here; the message says how to cure it."""


def picture(svg: str, height: int = 640) -> Image.Image:
    """The drawing as an RGB picture of this height."""
    try:
        import resvg_py
    except ModuleNotFoundError as missing:
        cure = "pip install resvg-py==0.5.0"
        raise RenderError(f"Drawing the catalogue needs the SVG rasteriser resvg-py: {cure}") from missing
    png = resvg_py.svg_to_bytes(svg_string=svg, height=DRAWN, skip_system_fonts=True)
    drawn = Image.open(io.BytesIO(bytes(png))).convert("RGB")
    return drawn.resize((round(drawn.width * height / DRAWN), height), Image.Resampling.LANCZOS)


def save(svg: str, path: Path, height: int = 640) -> None:
    """Draw into a WebP file; the same text gives the same bytes."""
    picture(svg, height).save(path, "WEBP", quality=QUALITY, method=6)
