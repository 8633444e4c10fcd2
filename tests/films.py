"""Videos for tests, made by PyAV itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import av
from PIL import Image

CODECS = {".mp4": "libx264", ".webm": "libvpx"}
QUICK = {"preset": "ultrafast", "deadline": "realtime", "cpu-used": "8"}  # of the encoders


def film(
    path: Path, shots: Sequence[tuple[Image.Image, float]], rate: int = 12, codec: str = ""
) -> Path:  # fmt: skip
    """A video of still shots, each a picture and its seconds, all of the first picture's size."""
    frames = (picture for picture, seconds in shots for _ in range(round(seconds * rate)))
    return film_of_frames(path, frames, rate, codec)


def film_of_frames(path: Path, frames: Iterable[Image.Image], rate: int = 12, codec: str = "") -> Path:
    """A video of these frames, so many a second."""
    stream = None
    with av.open(str(path), "w") as container:
        for picture in frames:
            if stream is None:
                stream = container.add_stream(codec or CODECS[path.suffix], rate=rate)
                stream.width, stream.height = picture.width, picture.height
                stream.pix_fmt = "yuv420p"
                stream.options = QUICK
            frame = av.VideoFrame.from_image(picture.resize((stream.width, stream.height)))
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode(None))
    return path
