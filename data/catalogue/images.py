"""Pictures from anywhere, opened safely: upright, RGB, bounded in size.

Does not know what is on them.
"""

from __future__ import annotations

import io
import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 80_000_000  # 240 MB as RGB; phones reach 50 million
LONGEST_SIDE = 1024  # nothing here looks at more
# What shops and phones make. Pillow's other readers, one of which starts Ghostscript, are kept away
# from what strangers upload.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif"}
# ISO media brands of what iPhones call HEIC. Pillow does not read it; one more decoder of strangers' bytes
# would be needed for what the phone itself sends as JPEG when asked
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")  # of FORMATS
LARGE = 20_000_000  # pixels; of pictures beyond, one is opened at a time, whoever sends them

Kind = Literal["missing", "empty", "too_big", "heic", "svg", "unreadable", "damaged", "explicit"]

_one_large = threading.Lock()


class PictureError(ValueError):
    """A picture that cannot be used; ``kind`` says why in one word, the message in a sentence."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: Kind = kind


def open_picture(path: Path | str) -> Image.Image:
    """The picture as RGB, upright, on white where transparent, 1024 pixels at most. Raises PictureError.

    Of an animation the first frame. What the file is called does not matter, only what is in it.
    """
    path = Path(path)
    if not path.is_file():
        raise PictureError("missing", f"{path.name}: there is no such picture")
    with path.open("rb") as file:
        return _opened(file, path.stat().st_size, path.name)


def picture_in(data: bytes) -> Image.Image:
    """The same for a picture that did not come as a file. Raises PictureError."""
    return _opened(io.BytesIO(data), len(data), "the picture")


def _opened(file: BinaryIO, size: int, name: str) -> Image.Image:
    if size == 0:
        raise PictureError("empty", f"{name}: the file is empty")
    try:
        with Image.open(file, formats=FORMATS) as picture:
            pixels = picture.width * picture.height
            if pixels > MOST_PIXELS:
                raise PictureError(
                    "too_big", f"{name}: the picture has {pixels:,} pixels, over {MOST_PIXELS:,}"
                )
            with _turn(pixels):
                return _upright(picture)
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError("too_big", f"{name}: the picture has over {MOST_PIXELS:,} pixels") from error
    except UnidentifiedImageError as error:
        raise _unknown(file, name) from error
    except Exception as error:  # Pillow's readers have no common class for what damaged files do to them
        raise _damaged(name) from error


def _damaged(name: str) -> PictureError:
    return PictureError("damaged", f"{name}: the picture is damaged or cut short")


def _turn(pixels: int) -> AbstractContextManager[object]:
    return _one_large if pixels > LARGE else nullcontext()


def _unknown(file: BinaryIO, name: str) -> PictureError:
    """What a file is that Pillow cannot name: damaged, one of two that people take for pictures, or none."""
    file.seek(0)
    start = file.read(1024)
    if start[4:8] == b"ftyp" and start[8:12] in HEIC:
        return PictureError("heic", f"{name}: HEIC is not read here; send it as JPEG")
    if start.startswith(BEGINNINGS) or start[4:11] == b"ftypavi":
        return _damaged(name)
    if b"<svg" in start.lower():
        return PictureError("svg", f"{name}: SVG is a drawing, not a photo, and is not opened")
    return PictureError("unreadable", f"{name}: not a picture in any of {', '.join(FORMATS)}")


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
