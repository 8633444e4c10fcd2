"""What goes into one message: up to four photos, or one video."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.agent.attachments import check_attachments, open_attachments, place, usable
from data.catalogue.images import PictureError
from tests.films import film

INKS = ("red", "lime", "blue", "white", "black")


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    paths = [tmp_path / f"{ink}.png" for ink in INKS]
    for path in paths:
        Image.new("RGB", (8, 8), path.stem).save(path)
    return [str(path) for path in paths]


@pytest.fixture
def clip(tmp_path: Path) -> str:
    shots = [(Image.new("RGB", (64, 64), ink), 1.0) for ink in ("red", "blue")]
    return str(film(tmp_path / "clip.mp4", shots))


def kind(call: Any, *paths: str) -> str:
    with pytest.raises(PictureError) as caught:
        call(paths)
    return str(caught.value.kind)


def test_all_photos_of_a_message_are_opened_in_order(photos: list[str]) -> None:
    found = [picture.getpixel((0, 0)) for picture in open_attachments(photos[:4])]
    assert found == [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    assert open_attachments(()) == ()


def test_a_video_becomes_the_pictures_that_stand_for_it(clip: str) -> None:
    check_attachments([clip])
    assert [picture.size for picture in open_attachments([clip])] == [(64, 64), (64, 64)]


@pytest.mark.parametrize("call", [open_attachments, check_attachments])
def test_too_many_photos_and_a_video_in_company_are_refused(call: Any, photos: list[str], clip: str) -> None:
    assert kind(call, *photos) == "many"
    assert kind(call, clip, photos[0]) == kind(call, photos[0], clip) == kind(call, clip, clip) == "mixed"


def test_what_can_be_sent_together_is_kept(photos: list[str], clip: str, tmp_path: Path) -> None:
    broken, named = tmp_path / "broken.png", tmp_path / "named.mp4"
    broken.write_bytes(b"no")
    named.write_bytes(b"no")
    assert usable([str(broken), *photos]) == photos[:4]
    assert usable([photos[0], clip, photos[1]]) == photos[:2]
    assert usable([clip, photos[0], clip]) == [clip]
    assert usable([str(named), "/nowhere.png"]) == []
    assert kind(check_attachments, str(named)) == "video_other"
    assert kind(check_attachments, str(broken)) == "unreadable"


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ([0, 1], (0.0, 1.0)), ([0.1, 0.2, 0.3, 0.4], (0.1, 0.2, 0.3, 0.4)), (None, None), ([], None),
        ([0.1], None), ([0.1, 1.1], None), ([-0.1, 0], None), (["0", 0], None), ("ab", None),
        ({"x": 1}, None), ([float("nan"), 0], None), ([0, 0, 0], None), ([[0], 0], None),
    ],
)  # fmt: skip
def test_a_place_is_a_point_or_a_box_and_nothing_else(told: Any, at: Any) -> None:
    assert place(told) == at
