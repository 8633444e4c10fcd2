"""Hostile files against the program itself, each in a process whose memory and folders are watched."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
MOST = 2_000_000_000  # bytes of memory

# Opens each file as the page does, says what came of it, and then how much memory that took at most.
OPEN = """
import sys
from data.catalogue.images import PictureError, open_picture
from tests.servers import peak_memory
for name in sys.argv[1:]:
    try:
        print(open_picture(name).mode)
    except PictureError as error:
        print(error.kind)
print(peak_memory())
"""
# Brings each parcel as a visitor; the encoder is the tests' own, so that the memory is that of the files.
BRING = """
import sys
from pathlib import Path
from app.ingest.labelling import PictureLabeller
from app.ingest.upload_sessions import UploadSessions
from app.ingest.upload_files import UploadError
from tests.fakes import ColourEncoder, ColourReader
from tests.servers import peak_memory
encoder = ColourEncoder()
shops = UploadSessions(encoder, PictureLabeller(ColourReader(encoder)), Path(sys.argv[1]))
for name in sys.argv[2:]:
    try:
        *_, report = shops.upload("ana", [Path(name)])
        print(report.read, *sorted({out.kind for out in report.left_out}))
    except UploadError as error:
        print(error.kind)
    shops.close("ana")
print(peak_memory())
"""


def run(script: str, *words: Path) -> list[str]:
    """What a script printed, its last line the most memory that it held; never over MOST, never a trace."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, words)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    *said, memory = done.stdout.splitlines()
    assert int(memory) < MOST
    return said


def huge_png(path: Path, wide: int, high: int) -> Path:
    """A true picture of so many grey pixels, one row at a time."""
    packer, rows = zlib.compressobj(1), bytearray()
    for _ in range(high):
        rows += packer.compress(bytes(wide + 1))
    rows += packer.flush()
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
        for kind, body in ((b"IHDR", head), (b"IDAT", bytes(rows)), (b"IEND", b"")):
            file.write(
                struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            )
    return path


@pytest.mark.slow
def test_a_picture_of_200_million_pixels_is_refused_and_one_below_the_limit_is_opened(tmp_path: Path) -> None:
    over = huge_png(tmp_path / "over.png", 20_000, 10_000)
    below = huge_png(tmp_path / "below.png", 10_000, 7_900)
    Image.new("RGB", (8900, 8900), "red").save(tmp_path / "wide.jpg")
    Image.new("RGBA", (8900, 8900), (9, 9, 9, 9)).save(tmp_path / "clear.png", compress_level=1)
    said = run(OPEN, over, below, tmp_path / "wide.jpg", tmp_path / "clear.png")
    assert said == ["too_big", "RGB", "RGB", "RGB"]


@pytest.mark.slow
def test_bombs_and_traps_are_refused_or_named_and_write_nothing_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()
    bomb, inner, traps = (tmp_path / "sent" / name for name in ("bomb.zip", "inner.zip", "traps.zip"))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as box:
        for number in range(40):
            box.writestr(f"{number}.png", bytes(19_000_000))
    with zipfile.ZipFile(inner, "w") as box:
        box.write(bomb, "again.zip")
    huge = huge_png(tmp_path / "sent" / "huge.png", 20_000, 10_000)
    with zipfile.ZipFile(traps, "w") as box:
        box.write(ROOT / "data" / "sample" / "images" / "ts-001.webp", "good.webp")
        box.write(huge, "huge.png")
        for name in ("../up.png", "/tmp/armario-hostile-abs.png", "c/../../../up.png"):
            box.writestr(name, b"x")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    said = run(BRING, tmp_path / "visitors", bomb, inner, traps)
    assert said == ["bomb", "nothing", "1 outside too_big"]
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not Path("/tmp/armario-hostile-abs.png").exists()
