"""Pictures from anywhere, opened safely: upright, RGB, bounded in size.

Does not know what is on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 80_000_000  # 240 MB as RGB; phones reach 50 million
LONGEST_SIDE = 1024  # nothing here looks at more
# What shops and phones make. Pillow's other readers, one of which starts Ghostscript, are kept away
# from what strangers upload.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")

Kind = Literal["missing", "empty", "too_big", "unreadable"]


class PictureError(ValueError):
    """A picture that cannot be used; ``kind`` says why in one word, the message in a sentence."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: Kind = kind


def open_picture(path: Path | str) -> Image.Image:
    """The picture as RGB, upright, on white where transparent, 1024 pixels at most. Raises PictureError.

    Of an animation the first frame.
    """
    path = Path(path)
    if not path.is_file():
        raise PictureError("missing", f"{path.name}: there is no such picture")
    if path.stat().st_size == 0:
        raise PictureError("empty", f"{path.name}: the file is empty")
    try:
        with Image.open(path, formats=FORMATS) as picture:
            _allow(picture.width * picture.height, path.name)
            return _upright(picture)
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError("too_big", f"{path.name}: the picture has over {MOST_PIXELS:,} pixels") from error
    except UnidentifiedImageError as error:
        raise PictureError(
            "unreadable", f"{path.name}: not a picture in any of {', '.join(FORMATS)}"
        ) from error
    except Exception as error:  # Pillow's readers have no common class for what damaged files do to them
        raise PictureError("unreadable", f"{path.name}: the picture is damaged or cut short") from error


def _allow(pixels: int, name: str) -> None:
    if pixels > MOST_PIXELS:
        raise PictureError("too_big", f"{name}: the picture has {pixels:,} pixels, over {MOST_PIXELS:,}")


def _upright(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size
    picture.load()
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _rgb(ImageOps.exif_transpose(picture))


def _rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        return _eight_bits(picture)
    if picture.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Greys of 16 bits and more, which convert() would cut off at 255 instead of scaling them."""
    high = float(picture.convert("F").getextrema()[1])  # type: ignore[arg-type]
    white = next((top for top in (1.0, 255.0, 65535.0) if high <= top), high)
    return picture.convert("F").point(lambda v: v * (255 / white) + 0).convert("RGB")
