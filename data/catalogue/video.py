"""Takes a few pictures out of an untrusted video: the sharpest of each shot. Bounded in bytes, pixels,
seconds and memory.

Does not know what the pictures show.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

from data.catalogue.images import HEIC_BRANDS, MAX_SIDE, AttachmentErrorKind, PictureError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

SUFFIXES = {".mp4", ".webm"}
MAX_SECONDS = 20
GRACE = 0.5  # seconds: a phone's "20" is a little more
MAX_BYTES = 100_000_000
MAX_PIXELS = 4096 * 2304  # of a frame: 4K, upright or lying
MAX_FRAMES = 5000  # 240 a second, where no time stands on them
MAX_PICTURES = 4
DEADLINE = 8.0  # seconds of decoding, after which what was seen has to do
HURRY = 4.0  # seconds of decoding, after which only key frames are decoded
SAMPLES = 4  # looked at in a second
# What browsers play and phones film. FFmpeg's other decoders never see an upload
CODECS = ("h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4")
STILL_BRANDS = HEIC_BRANDS | {b"avif", b"avis"}  # pictures in the same container
# Mean difference of two thumbnails' colours, 0…1, from which they are two shots. Of 400 pairs of pictures of
# the sample catalogue 0.87 differ by more; the same picture shifted by a tenth never did in 100 (most: 0.044)
CUT = 0.065
THUMBNAIL, SHARP_SIDE = 32, 480  # pixels: of what shots are compared by, and of what sharpness is measured on
MIN_SHOT = 0.4  # seconds; a shorter one is a blur between two others
HELD_SHOTS = 8  # whose pictures are in memory at a time
DARK = 16  # of 255: mean of a frame that shows nothing

_one_at_a_time = threading.Lock()


def is_video(path: Path | str) -> bool:
    """Whether a file begins as an MP4 or a WebM does, whatever its name; False where there is none."""
    try:
        with Path(path).open("rb") as file:
            return _demuxer(file) != ""
    except OSError:
        return False


def check_video(path: Path | str) -> None:
    """Raises PictureError for a video that its size and its header say to be too much, or that has none."""
    with _opened(Path(path)):
        pass


def open_video(path: Path | str) -> tuple[Image.Image, ...]:
    """One to four RGB pictures of a video, upright, MAX_SIDE pixels at most: the sharpest of each shot, of
    the longest shots, in the order of time. Of a video that is cut short, what is there.

    The format is told by content, not by name. Raises PictureError.
    """
    path = Path(path)
    with _one_at_a_time, _opened(path) as (container, stream):
        shots = _Shots()
        try:
            for at, frame in _sampled(container, stream, path.name):
                shots.add(at, frame)
        except PictureError:
            raise
        except Exception as error:  # FFmpeg's decoders have no common class for damage
            if not shots.found:
                raise _damaged(path.name) from error
    if not shots.found:
        raise _damaged(path.name)
    return shots.pictures()


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The video and its stream of pictures, held to what its header says. Raises PictureError."""
    import av

    if not path.is_file():
        raise PictureError("missing", f"{path.name}: there is no such file")
    if path.stat().st_size > MAX_BYTES:
        raise _refused(path.name, "video_big", f"over {MAX_BYTES // 10**6} MB; send a smaller copy")
    with path.open("rb") as file:
        demuxer = _demuxer(file)
        if not demuxer:
            raise _refused(path.name, "video_other", "not a video in MP4 or WebM")
        try:
            # As a file, by one demuxer: a playlist that names other files or addresses is never followed
            container = av.open(file, "r", format=demuxer, options={"max_pixels": str(MAX_PIXELS)})
        except Exception as error:
            raise _damaged(path.name) from error
        with container:
            yield container, _stream(container, path.name)


def _demuxer(file: BinaryIO) -> str:
    """FFmpeg's name of the container that a file begins with; "" for any other."""
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    return "mp4" if start[4:8] == b"ftyp" and start[8:12] not in STILL_BRANDS else ""


def _stream(container: InputContainer, name: str) -> VideoStream:
    """The stream of pictures, where it is within the limits as far as the header tells."""
    stream = next(iter(container.streams.video), None)
    # of what it does not know, PyAV has a stream without a codec
    if stream is None or getattr(stream.codec_context, "name", "") not in CODECS:
        raise _refused(name, "video_other", "no pictures in a format that is read here (H.264, VP9, AV1)")
    if stream.width * stream.height > MAX_PIXELS:
        raise _too_many_pixels(name)
    lengths = [container.duration / 1_000_000] if container.duration else []
    if stream.duration and stream.time_base:
        lengths.append(float(stream.duration * stream.time_base))
    if max(lengths, default=0) > MAX_SECONDS + GRACE:
        raise _too_long(name)
    return stream


def _sampled(container: InputContainer, stream: VideoStream, name: str) -> Iterator[tuple[float, VideoFrame]]:
    """Frames to look at, each with its second; times and frames are counted, whatever the header says."""
    stream.thread_type, stream.codec_context.thread_count = "AUTO", 2
    begun, first, due = time.monotonic(), None, 0.0
    rate = float(stream.average_rate or 30)
    for number, frame in enumerate(container.decode(stream)):
        if frame.width * frame.height > MAX_PIXELS:
            raise _too_many_pixels(name)
        at = number / rate if frame.pts is None else float(frame.time)
        first = at if first is None else first
        if at - first > MAX_SECONDS + GRACE or number >= MAX_FRAMES:
            raise _too_long(name)
        if at - first >= due:
            due = at - first + 1 / SAMPLES
            yield at - first, frame
        spent = time.monotonic() - begun
        if spent > DEADLINE:
            return
        if spent > HURRY:
            stream.codec_context.skip_frame = "NONKEY"


@dataclass
class _Shot:
    """What stays the same for a while: how it looks, its sharpest picture, and for how long it was seen."""

    look: np.ndarray
    first: float
    sharpness: float = -1.0
    dark: bool = False
    seconds: float = 0.0
    picture: Image.Image | None = None


@dataclass
class _Shots:
    """The shots of a video, as its frames come in."""

    found: list[_Shot] = field(default_factory=list)
    _last: float = 0.0
    _shot: _Shot | None = None

    def add(self, at: float, frame: VideoFrame) -> None:
        """A frame at a second: it goes on with a shot that looks like it, an earlier one too, so that a
        camera that moves about one thing makes no new ones without end."""
        if self._shot:  # a keyframe's gap is no proof that nothing else was seen
            self._shot.seconds += min(at - self._last, 1.0)
        look = _colours(frame)
        alike = [shot for shot in (self._shot, *self.found) if shot and _differ(shot.look, look) < CUT]
        shot = next(iter(alike), None) or self._new(look, at)
        self._last, self._shot = at, shot
        sharpness = _sharpness(frame)
        if sharpness > shot.sharpness:
            shot.sharpness, shot.picture = sharpness, _picture(frame)
            shot.dark = float(look.mean()) * 255 < DARK

    def _new(self, look: np.ndarray, at: float) -> _Shot:
        if len(self.found) == HELD_SHOTS:
            self.found.remove(min(self.found, key=lambda shot: shot.seconds))
        self.found.append(_Shot(look, at))
        return self.found[-1]

    def pictures(self) -> tuple[Image.Image, ...]:
        """The pictures of the longest shots, in the order of time."""
        if self._shot:
            self._shot.seconds += 1 / SAMPLES
        seen = [shot for shot in self.found if not shot.dark] or self.found
        seen = [shot for shot in seen if shot.seconds >= MIN_SHOT] or seen
        best = sorted(seen, key=lambda shot: -shot.seconds)[:MAX_PICTURES]
        ordered = sorted(best, key=lambda shot: shot.first)
        return tuple(shot.picture for shot in ordered if shot.picture)


def _colours(frame: VideoFrame) -> np.ndarray:
    """(1024, 3) float32, 0…1: a thumbnail's reds, greens and blues, each in order. Where on the picture they
    are does not count, so that a camera that moves sees the same."""
    small = frame.reformat(THUMBNAIL, THUMBNAIL, "rgb24", interpolation="AREA").to_ndarray()
    return np.sort(small.reshape(-1, 3), axis=0).astype(np.float32) / 255


def _differ(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).mean())


def _sharpness(frame: VideoFrame) -> float:
    """The variance of the Laplacian, at a size that is the same for all frames of a video."""
    width, height = _fitted(frame, SHARP_SIDE)
    grey = frame.reformat(width, height, "gray", interpolation="AREA").to_ndarray().astype(np.float32)
    if min(grey.shape) < 3:
        return 0.0
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float((around - 4 * grey[1:-1, 1:-1]).var())


def _picture(frame: VideoFrame) -> Image.Image:
    width, height = _fitted(frame, MAX_SIDE)
    picture: Image.Image = frame.reformat(width, height, "rgb24", interpolation="AREA").to_image()
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture


def _fitted(frame: VideoFrame, side: int) -> tuple[int, int]:
    """The frame's size where its longer side is at most so many pixels."""
    scale = min(1.0, side / max(frame.width, frame.height))
    return max(1, round(frame.width * scale)), max(1, round(frame.height * scale))


def _refused(name: str, kind: AttachmentErrorKind, why: str) -> PictureError:
    return PictureError(kind, f"{name}: {why}")


def _damaged(name: str) -> PictureError:
    return _refused(name, "video_damaged", "the video is damaged or cut short")


def _too_long(name: str) -> PictureError:
    return _refused(name, "video_long", f"the video is longer than {MAX_SECONDS} seconds; send a shorter cut")


def _too_many_pixels(name: str) -> PictureError:
    return _refused(name, "video_big", f"a frame has over {MAX_PIXELS:,} pixels; send a smaller copy")
