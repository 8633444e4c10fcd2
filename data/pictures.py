"""Pictures from anywhere, opened safely: upright, RGB, bounded in size.

Does not know what is on them.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Literal

from PIL import Image, ImageOps

MOST_PIXELS = 80_000_000  # a 200-megapixel picture would need 600 MB as RGB; phones reach 50
LONGEST_SIDE = 1024  # nothing here looks at more

Kind = Literal["missing", "empty", "too_big", "unreadable"]


class PictureError(ValueError):
    """A picture that cannot be used; ``kind`` says why in one word, the message in a sentence."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: Kind = kind


def open_picture(path: Path | str) -> Image.Image:
    """The picture as RGB, turned as its camera was held, on white where transparent. Raises PictureError."""
    path = Path(path)
    if not path.is_file():
        raise PictureError("missing", f"{path.name}: no such picture")
    if path.stat().st_size == 0:
        raise PictureError("empty", f"{path.name}: the file is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is below
            with Image.open(path) as picture:
                return _upright(picture, path.name)
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureError("too_big", f"{path.name}: more than {MOST_PIXELS:,} pixels") from error
    except (OSError, ValueError, SyntaxError, TypeError, OverflowError, MemoryError, EOFError) as error:
        # the whole family that Pillow's plugins raise on damaged files
        raise PictureError("unreadable", f"{path.name}: not a picture that can be read") from error


def _upright(picture: Image.Image, name: str) -> Image.Image:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureError("too_big", f"{name}: {picture.width} x {picture.height} pixels, at most {MOST_PIXELS:,}")
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size
    picture.load()
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _rgb(ImageOps.exif_transpose(picture))


def _rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":  # 16-bit greys: scaled, not cut off
        low, high = picture.getextrema()
        spread = float(high - low) or 1.0  # type: ignore[operator]
        return picture.convert("F").point(lambda v: (v - low) * (255 / spread)).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return picture.convert("RGB")
