"""Decodes untrusted images safely: upright, RGB, bounded in size.

Does not know what they show.
"""

from __future__ import annotations

import io
import threading
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 80_000_000  # 240 MB as RGB; phones reach 50 million
MAX_SIDE = 1024  # pixels; no model or page needs more
# What shops and phones make. Pillow's other decoders, one of which starts Ghostscript, never see an upload
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000")
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".jp2"}
# ISO media brands of what iPhones call HEIC. Pillow has no decoder for it, and phones send JPEG when asked
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# Of FORMATS
MAGIC_BYTES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP")
LARGE_PIXELS = 20_000_000  # images above are decoded one at a time in the whole process

PictureErrorKind = Literal["missing", "empty", "too_big", "heic", "svg", "unreadable", "damaged", "explicit"]
# Of what belongs to one message: too many photos, photos beside a video, and what is wrong with the video
AttachmentErrorKind = Literal["many", "mixed", "video_long", "video_big", "video_damaged", "video_other"]

_large_lock = threading.Lock()


class PictureError(ValueError):
    """An image that cannot be used; ``kind`` is the reason in one word, the message a sentence."""

    def __init__(self, kind: PictureErrorKind | AttachmentErrorKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: PictureErrorKind | AttachmentErrorKind = kind


class ImageModerator(Protocol):
    """Decides which images may be used at all."""

    def check(self, image: Image.Image) -> None:
        """Raises PictureError of the kind "explicit"."""
        ...


def open_picture(path: Path | str) -> Image.Image:
    """Decode an image file: RGB, upright, on white where transparent, MAX_SIDE pixels at most.

    Of an animation, the first frame. The format is told by content, not by name. Raises PictureError.
    """
    path = Path(path)
    if not path.is_file():
        raise PictureError("missing", f"{path.name}: there is no such picture")
    with path.open("rb") as file:
        return _decode(file, path.stat().st_size, path.name)


def decode_picture(data: bytes) -> Image.Image:
    """The same as open_picture, for the bytes of an image. Raises PictureError."""
    return _decode(io.BytesIO(data), len(data), "the picture")


def _decode(file: BinaryIO, size: int, name: str) -> Image.Image:
    if size == 0:
        raise PictureError("empty", f"{name}: the file is empty")
    try:
        with Image.open(file, formats=FORMATS) as picture:
            pixels = picture.width * picture.height
            if pixels > MAX_PIXELS:
                raise PictureError(
                    "too_big", f"{name}: the picture has {pixels:,} pixels, over {MAX_PIXELS:,}"
                )
            with _memory_guard(pixels):
                return _upright(picture)
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError("too_big", f"{name}: the picture has over {MAX_PIXELS:,} pixels") from error
    except UnidentifiedImageError as error:
        raise _unidentified(file, name) from error
    except Exception as error:  # Pillow's decoders have no common class for damage
        raise _damaged(name) from error


def _damaged(name: str) -> PictureError:
    return PictureError("damaged", f"{name}: the picture is damaged or cut short")


def _memory_guard(pixels: int) -> AbstractContextManager[object]:
    return _large_lock if pixels > LARGE_PIXELS else nullcontext()


def _unidentified(file: BinaryIO, name: str) -> PictureError:
    """The error for a file that Pillow cannot identify: damaged, HEIC, SVG or no image at all."""
    file.seek(0)
    start = file.read(1024)
    if start[4:8] == b"ftyp" and start[8:12] in HEIC_BRANDS:
        return PictureError("heic", f"{name}: HEIC is not read here; send it as JPEG")
    if start.startswith(MAGIC_BYTES) or start[4:11] == b"ftypavi":
        return _damaged(name)
    if b"<svg" in start.lower():
        return PictureError("svg", f"{name}: SVG is a drawing, not a photo, and is not opened")
    return PictureError("unreadable", f"{name}: not a picture in any of {', '.join(FORMATS)}")


def _upright(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is decoded at a fraction of its size
    picture.load()
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _to_rgb(ImageOps.exif_transpose(picture))


def _to_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        return _to_8_bit(picture)
    if picture.mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    return picture.convert("RGB")


def _to_8_bit(picture: Image.Image) -> Image.Image:
    """Scale greys of 16 bits and more, which convert() would clip at 255."""
    high = float(picture.convert("F").getextrema()[1])  # type: ignore[arg-type]
    white = next((top for top in (1.0, 255.0, 65535.0) if high <= top), high)
    return picture.convert("F").point(lambda v: v * (255 / white) + 0).convert("RGB")
