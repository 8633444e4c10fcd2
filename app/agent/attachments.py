"""What belongs to a message besides its words: up to MAX_PHOTOS photos, or one short video.

Knows files; does not know where they came from, or what they show.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image

from data.catalogue.images import PictureError, open_picture
from data.catalogue.video import SUFFIXES, check_video, is_video, open_video

MAX_PHOTOS = 4


def open_attachments(paths: Sequence[str | Path]) -> tuple[Image.Image, ...]:
    """The pictures of a message, in order; of a video, those that are looked at. Raises PictureError."""
    check_number(paths)
    return tuple(picture for path in paths for picture in _opened(path))


def check_attachments(paths: Sequence[str | Path]) -> None:
    """Raises PictureError for what cannot be sent, as far as it can be told at once: of a video, only the
    header is read."""
    check_number(paths)
    for path in paths:
        if is_video(path):
            check_video(path)
        else:
            _photo(path)


def check_number(paths: Sequence[str | Path]) -> None:
    """Raises PictureError for too many photos, and for a video that is not alone."""
    if len(paths) > 1 and any(is_video(path) for path in paths):
        raise PictureError("mixed", "expected photos or one video, found both; send the video alone")
    if len(paths) > MAX_PHOTOS:
        raise PictureError("many", f"expected at most {MAX_PHOTOS} photos, found {len(paths)}")


def usable(paths: Sequence[str]) -> list[str]:
    """Those that can be sent together: the photos that open, up to MAX_PHOTOS, or one video where that comes
    first."""
    kept = list[str]()
    for path in paths:
        with suppress(PictureError):
            check_attachments([*kept, path])
            kept.append(path)
    return kept


def place(told: Any) -> tuple[float, ...] | None:
    """Where in a picture somebody points: (x, y) or a box (x, y, width, height), fractions of it, as JSON
    tells it; None for anything else."""
    if not isinstance(told, (list, tuple)) or len(told) not in (2, 4):
        return None
    if not all(isinstance(one, (int, float)) and 0 <= one <= 1 for one in told):
        return None
    return tuple(map(float, told))


def _opened(path: str | Path) -> tuple[Image.Image, ...]:
    return open_video(path) if is_video(path) else (_photo(path),)


def _photo(path: str | Path) -> Image.Image:
    """A photo; what only calls itself a video is told apart. Raises PictureError."""
    try:
        return open_picture(path)
    except PictureError as error:
        if error.kind == "unreadable" and Path(path).suffix.lower() in SUFFIXES:
            raise PictureError("video_other", f"{Path(path).name}: not a video in MP4 or WebM") from error
        raise
