"""A few pictures come out of a video, and whatever is wrong with one is a sentence, soon."""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from data.catalogue import video
from data.catalogue.images import MAX_SIDE, PictureError
from data.catalogue.video import MAX_PICTURES, check_video, is_video, open_video
from tests.films import film, film_of_frames

IMAGES = Path(__file__).resolve().parent.parent / "data" / "sample" / "images"
RED, BLUE, GREEN = (Image.new("RGB", (96, 128), ink) for ink in ("#c02030", "#2040c0", "#108040"))


def item(name: str) -> Image.Image:
    with Image.open(IMAGES / f"{name}.webp") as picture:
        return picture.convert("RGB").resize((256, 320))


def refusal(path: Path) -> PictureError:
    """What is said of a video, by its header or by what is in it."""
    with pytest.raises(PictureError) as caught:
        open_video(path)
    assert path.name in str(caught.value)
    return caught.value


def mean(picture: Image.Image) -> tuple[int, ...]:
    return tuple(round(float(value)) for value in np.asarray(picture).mean((0, 1)))


def near(picture: Image.Image, other: Image.Image) -> bool:
    return bool(np.abs(np.subtract(mean(picture), mean(other))).max() < 12)


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
def test_of_one_garment_comes_one_picture(tmp_path: Path, name: str) -> None:
    (picture,) = open_video(film(tmp_path / name, [(item("ts-001"), 2)]))
    assert (picture.mode, picture.size) == ("RGB", (256, 320)) and near(picture, item("ts-001"))


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
def test_of_two_garments_one_after_the_other_come_two_in_that_order(tmp_path: Path, name: str) -> None:
    first, second = open_video(film(tmp_path / name, [(item("ts-001"), 1), (item("ts-010"), 2)]))
    assert near(first, item("ts-001")) and near(second, item("ts-010"))


def test_a_shot_that_comes_back_is_one(tmp_path: Path) -> None:
    assert len(open_video(film(tmp_path / "a.mp4", [(RED, 1), (BLUE, 1), (RED, 1)]))) == 2


def test_the_longest_shots_are_taken_in_the_order_of_time(tmp_path: Path) -> None:
    inks = ("#c02030", "#2040c0", "#108040", "#d0a020", "#803090", "#303030", "#e0e0e0")
    shots = [(Image.new("RGB", (64, 64), ink), 0.5 if n < 3 else 1.5) for n, ink in enumerate(inks)]
    found = open_video(film(tmp_path / "a.mp4", shots))
    assert len(found) == MAX_PICTURES
    assert all(near(one, shots[3 + n][0]) for n, one in enumerate(found))


def test_a_flash_between_two_shots_and_the_dark_before_them_are_passed_over(tmp_path: Path) -> None:
    black = Image.new("RGB", RED.size)
    found = open_video(film(tmp_path / "a.mp4", [(black, 1), (RED, 1), (GREEN, 0.2), (BLUE, 1)]))
    assert [near(*pair) for pair in zip(found, (RED, BLUE), strict=True)] == [True, True]
    assert len(open_video(film(tmp_path / "dark.mp4", [(black, 1)]))) == 1


def test_a_camera_that_moves_about_one_thing_makes_one_shot(tmp_path: Path) -> None:
    wide = item("ts-001").resize((320, 400))
    steps = ((n % 20, n % 14) for n in range(60))
    moved = (wide.crop((x, y, x + 280, y + 360)) for x, y in steps)
    assert len(open_video(film_of_frames(tmp_path / "a.mp4", moved))) == 1


def test_the_sharpest_frame_of_a_shot_is_taken(tmp_path: Path) -> None:
    blurs = [6, 5, 4, 3, 2, 0, 0, 0, 2, 3, 4, 6] * 2
    frames = (item("ts-001").filter(ImageFilter.GaussianBlur(blur)) for blur in blurs)
    (picture,) = open_video(film_of_frames(tmp_path / "a.mp4", frames))
    edges = [np.asarray(one.convert("L"), np.float32) for one in (picture, item("ts-001"))]
    found, sharp = (float(np.diff(one, axis=1).var()) for one in edges)
    assert found > 0.7 * sharp


def test_a_wide_frame_is_made_smaller(tmp_path: Path) -> None:
    (picture,) = open_video(film(tmp_path / "a.mp4", [(item("ts-001").resize((1600, 900)), 0.5)]))
    assert picture.size == (MAX_SIDE, 576)


def turned(path: Path) -> Path:
    """The same video, told in its header to be shown a quarter turn clockwise, as phones do."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # of the matrix, in a box of version 0
    quarter = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    data[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in quarter)
    path.write_bytes(data)
    return path


def test_a_video_that_was_filmed_upright_is_upright(tmp_path: Path) -> None:
    lying = Image.new("RGB", (128, 96), "#2040c0")
    lying.paste((192, 32, 48), (0, 0, 64, 96))  # red on the left
    (picture,) = open_video(turned(film(tmp_path / "a.mp4", [(lying, 1)])))
    assert picture.size == (96, 128)
    above, below = picture.crop((0, 0, 96, 50)), picture.crop((0, 78, 96, 128))
    assert near(above, RED) and near(below, BLUE)  # what was on the left is above


def test_the_format_is_told_by_content(tmp_path: Path) -> None:
    named = film(tmp_path / "a.mp4", [(RED, 1)]).rename(tmp_path / "holiday.png")
    assert is_video(named) and len(open_video(named)) == 1
    Image.new("RGB", (8, 8)).save(tmp_path / "b.png")
    still = (tmp_path / "b.png").rename(tmp_path / "b.mp4")
    assert not is_video(still) and refusal(still).kind == "video_other"
    Image.new("RGB", (8, 8)).save(tmp_path / "c.avif")
    assert not is_video(tmp_path / "c.avif") and not is_video(tmp_path / "none.mp4")


@pytest.mark.parametrize(
    "text",
    [
        b"", b"x", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<svg/>", b"RIFF\0\0\0\0AVI LIST", b"\0\0\0\x18ftypheic\0\0\0\0",
    ],
)  # fmt: skip
def test_what_is_no_video_of_ours_is_never_given_to_a_decoder(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(text)
    assert refusal(tmp_path / "a.mp4").kind == "video_other"


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
@pytest.mark.parametrize("rest", [0, 40, 400])
def test_a_header_with_rubbish_behind_it_is_damaged(tmp_path: Path, name: str, rest: int) -> None:
    whole = film(tmp_path / name, [(RED, 1)]).read_bytes()
    (tmp_path / name).write_bytes(whole[:32] + bytes(range(256))[:rest])
    assert refusal(tmp_path / name).kind in ("video_damaged", "video_other")


def test_of_a_video_that_is_cut_short_comes_what_is_there(tmp_path: Path) -> None:
    path = film(tmp_path / "a.webm", [(item("ts-001"), 2), (item("ts-010"), 2)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert near(open_video(path)[0], item("ts-001"))
    end = film(tmp_path / "b.mp4", [(item("ts-001"), 2)])  # whose index stands at its end
    end.write_bytes(end.read_bytes()[: end.stat().st_size // 2])
    assert refusal(end).kind == "video_damaged"


def test_a_codec_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", [(RED, 1)])
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))
    assert refusal(path).kind == "video_other"


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
def test_whatever_is_broken_in_it_ends_in_pictures_or_a_sentence(tmp_path: Path, name: str) -> None:
    whole, chance = film(tmp_path / name, [(item("ts-001"), 0.5)]).read_bytes(), np.random.default_rng(1)
    for _ in range(60):
        data = bytearray(whole[: chance.integers(40, len(whole))] if chance.random() < 0.2 else whole)
        for at in chance.integers(0, len(data), chance.choice((1, 5, 50))):
            data[at] = chance.integers(0, 256)
        (tmp_path / name).write_bytes(data)
        with suppress(PictureError):
            assert 1 <= len(open_video(tmp_path / name)) <= MAX_PICTURES


def test_noise_in_the_middle_is_no_trace(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", [(item("ts-001"), 2)])
    data, noise = bytearray(path.read_bytes()), np.random.default_rng(0)
    start = data.index(b"mdat") + 4
    data[start : start + 4000] = noise.integers(0, 256, 4000, np.uint8).tobytes()
    path.write_bytes(data)
    try:
        assert open_video(path)
    except PictureError as error:
        assert error.kind == "video_damaged"


@pytest.mark.parametrize("name", ["a.mp4", "a.webm"])
def test_more_than_twenty_seconds_are_refused_by_the_header(tmp_path: Path, name: str) -> None:
    path = film(tmp_path / name, [(RED, 22)], rate=4)
    with pytest.raises(PictureError, match="20 seconds") as caught:
        check_video(path)
    assert caught.value.kind == "video_long"
    check_video(film(tmp_path / f"short-{name}", [(RED, 20)], rate=4))


def test_a_header_that_lies_about_the_length_is_found_out(tmp_path: Path) -> None:
    path = film(tmp_path / "a.webm", [(RED, 60)], rate=4)
    data = path.read_bytes()
    at = data.index(b"\x44\x89\x88") + 3  # Duration, a double of milliseconds
    for told in (2000.0, 0.0):
        path.write_bytes(data[:at] + struct.pack(">d", told) + data[at + 8 :])
        check_video(path)
        begun = time.monotonic()
        assert refusal(path).kind == "video_long" and time.monotonic() - begun < 5


def test_frames_without_a_time_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video, "MAX_FRAMES", 10)
    assert refusal(film(tmp_path / "a.mp4", [(RED, 1)])).kind == "video_long"


def test_a_file_or_a_frame_that_is_too_big_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path / "a.mp4", [(RED, 1)])
    monkeypatch.setattr(video, "MAX_PIXELS", 96 * 128 - 1)
    with pytest.raises(PictureError, match="pixels") as caught:
        check_video(path)
    assert caught.value.kind == "video_big"
    monkeypatch.setattr(video, "MAX_BYTES", 100)
    with pytest.raises(PictureError, match="MB"):
        check_video(path)


def test_what_was_seen_when_the_time_is_over_has_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path / "a.mp4", [(RED, 1), (BLUE, 1)])
    monkeypatch.setattr(video, "DEADLINE", 0.0)
    (picture,) = open_video(path)
    assert near(picture, RED)


def test_a_hurried_look_takes_key_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "a.mp4", [(RED, 1), (BLUE, 1)])
    monkeypatch.setattr(video, "HURRY", 0.0)
    assert len(open_video(path)) >= 1


def test_an_odd_size_and_a_single_frame_are_read(tmp_path: Path) -> None:
    def one() -> Iterator[Image.Image]:
        yield Image.new("RGB", (2, 2), "#c02030")

    assert [one.size for one in open_video(film_of_frames(tmp_path / "a.mp4", one()))] == [(2, 2)]
