"""Every kind of picture comes out upright, RGB and bounded; every kind of damage is one clear sentence."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from data.catalogue.images import MAX_SIDE, PictureError, decode_picture, open_picture


def colour(picture: Image.Image, x: int = 0, y: int = 0) -> tuple[int, ...]:
    pixel = picture.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return pixel


def refusal(path: Path) -> PictureError:
    with pytest.raises(PictureError) as caught:
        open_picture(path)
    return caught.value


@pytest.mark.parametrize(
    ("name", "mode", "ink", "seen"),
    [
        ("a.png", "RGB", (10, 20, 30), (10, 20, 30)),
        ("a.png", "L", 77, (77, 77, 77)),
        ("a.png", "1", 1, (255, 255, 255)),
        ("a.png", "P", 0, (0, 0, 0)),
        ("a.jpg", "CMYK", (0, 255, 255, 0), (255, 0, 0)),
        ("a.png", "RGBA", (255, 0, 0, 0), (255, 255, 255)),
        ("a.png", "RGBA", (255, 0, 0, 255), (255, 0, 0)),
        ("a.png", "LA", (0, 128), (127, 127, 127)),
        ("a.png", "I;16", 65535, (255, 255, 255)),
        ("a.png", "I;16", 32768, (127, 127, 127)),
        ("a.tif", "F", 0.5, (127, 127, 127)),
        ("a.tif", "F", 0.0, (0, 0, 0)),
        ("a.tif", "I", 200, (200, 200, 200)),
        ("a.bmp", "RGB", (10, 20, 30), (10, 20, 30)),
        ("a.gif", "RGB", (0, 0, 255), (0, 0, 255)),
    ],
)
def test_every_kind_of_pixel_becomes_rgb(
    tmp_path: Path, name: str, mode: str, ink: object, seen: object
) -> None:
    Image.new(mode, (6, 4), ink).save(tmp_path / name)  # type: ignore[arg-type]
    picture = open_picture(tmp_path / name)
    assert (picture.mode, picture.size) == ("RGB", (6, 4))
    assert np.allclose(colour(picture), seen, atol=1)  # type: ignore[arg-type]


def test_a_transparent_palette_colour_becomes_white(tmp_path: Path) -> None:
    Image.new("P", (4, 4), 0).save(tmp_path / "a.png", transparency=0)
    assert colour(open_picture(tmp_path / "a.png")) == (255, 255, 255)


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_an_animation_is_its_first_frame(tmp_path: Path, suffix: str) -> None:
    frames = [Image.new("RGB", (4, 4), ink) for ink in ("black", "white")]
    frames[0].save(tmp_path / f"a.{suffix}", save_all=True, append_images=frames[1:])
    assert colour(open_picture(tmp_path / f"a.{suffix}")) == (0, 0, 0)


def test_a_picture_is_turned_as_its_camera_was_held(tmp_path: Path) -> None:
    taken = Image.new("RGB", (40, 20), "black")
    taken.paste("white", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: the left of the sensor is the top of the picture
    taken.save(tmp_path / "a.png", exif=exif)
    picture = open_picture(tmp_path / "a.png")
    assert picture.size == (20, 40)
    assert (colour(picture, 10, 2), colour(picture, 10, 38)) == ((255, 255, 255), (0, 0, 0))


@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_a_huge_picture_is_brought_to_1024_pixels(tmp_path: Path, name: str) -> None:
    Image.new("RGB", (4000, 3000), "red").save(tmp_path / name)
    assert open_picture(tmp_path / name).size == (MAX_SIDE, 768)


def test_a_hair_line_is_still_a_picture(tmp_path: Path) -> None:
    Image.new("RGB", (5000, 1)).save(tmp_path / "a.png")
    assert open_picture(tmp_path / "a.png").size == (MAX_SIDE, 1)


def test_a_picture_that_is_not_there_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    assert (refusal(tmp_path / "a.jpg").kind, str(refusal(tmp_path / "a.jpg"))) == (
        "missing",
        "a.jpg: there is no such picture",
    )
    assert refusal(tmp_path).kind == "missing"
    assert refusal(tmp_path / "empty.jpg").kind == "empty"


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.tif", "a.avif"])
def test_a_picture_cut_short_is_refused(tmp_path: Path, name: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2])
    assert refusal(tmp_path / name).kind == "damaged"


def test_a_file_that_is_no_picture_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("a letter")
    assert refusal(tmp_path / "a.jpg").kind == "unreadable"
    assert str(refusal(tmp_path / "a.jpg")).startswith("a.jpg: not a picture in any of JPEG, ")


def test_postscript_is_not_handed_to_an_interpreter(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "a.eps")
    assert refusal(tmp_path / "a.eps").kind == "unreadable"


@pytest.mark.parametrize("side", [9000, 20000])
def test_a_decompression_bomb_is_refused_by_what_its_header_says(tmp_path: Path, side: int) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "a.bmp")
    whole = (tmp_path / "a.bmp").read_bytes()
    (tmp_path / "a.bmp").write_bytes(whole[:18] + struct.pack("<ii", side, side) + whole[26:])
    assert refusal(tmp_path / "a.bmp").kind == "too_big"


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.bmp", "a.tif"])
def test_random_damage_never_raises_anything_else(tmp_path: Path, name: str) -> None:
    dice = np.random.default_rng(0)
    Image.new("RGB", (16, 16), "red").save(tmp_path / name)
    whole = np.frombuffer((tmp_path / name).read_bytes(), np.uint8)
    for _ in range(60):
        damaged = whole.copy()
        damaged[dice.integers(0, len(whole), 6)] = dice.integers(0, 256, 6)
        (tmp_path / name).write_bytes(damaged.tobytes())
        try:
            assert open_picture(tmp_path / name).mode == "RGB"
        except PictureError as error:
            assert error.kind in ("damaged", "unreadable", "too_big")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "heic"),
        (b'<?xml version="1.0"?><!-- drawn --><SVG xmlns="http://www.w3.org/2000/svg"><script>', "svg"),
        (b"<!doctype html><script>alert(1)</script>", "unreadable"),
        (b"\x89PNG\r\n\x1a\n and no more", "damaged"),
        (b"PK\x03\x04", "unreadable"),
    ],
)
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.heic"])
def test_what_is_no_photo_says_what_it_is_whatever_it_is_called(
    tmp_path: Path, start: bytes, kind: str, name: str
) -> None:
    (tmp_path / name).write_bytes(start + bytes(64))
    assert refusal(tmp_path / name).kind == kind


@pytest.mark.parametrize("tail", [b"<html><script>alert(1)</script>", b"PK\x05\x06" + bytes(18)])
def test_a_photo_that_is_something_else_as_well_is_its_pixels_alone(tmp_path: Path, tail: bytes) -> None:
    Image.new("RGB", (8, 8), "red").save(tmp_path / "a.jpg")
    with (tmp_path / "a.jpg").open("ab") as file:
        file.write(tail)
    assert colour(open_picture(tmp_path / "a.jpg"))[0] > 250


def test_a_picture_with_anothers_name_is_read_by_what_is_in_it(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), "blue").save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert colour(open_picture(tmp_path / "a.jpg")) == (0, 0, 255)


def test_a_picture_that_did_not_come_as_a_file_is_read_and_refused_alike() -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "PNG")
    assert colour(decode_picture(file.getvalue())) == (255, 0, 0)
    with pytest.raises(PictureError) as caught:
        decode_picture(b"")
    assert caught.value.kind == "empty"
