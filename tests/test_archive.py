"""Hostile zips: each is unpacked as far as it may be, or refused with a reason of its own."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from data.catalogue.archive import ArchiveError, ArchiveLimits, RejectedMember, image_files, is_zip, unpack

LIMITS = ArchiveLimits(files=10, file_bytes=1000, total_bytes=3000)


def packed(folder: Path, *members: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    parcel = folder / "a.zip"
    with zipfile.ZipFile(parcel, "w", how) as box:
        for name, content in members:
            box.writestr(zipfile.ZipInfo(name), content, how)
    return parcel


def everything(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def refusal(parcel: Path, folder: Path, limits: ArchiveLimits = LIMITS) -> ArchiveError:
    with pytest.raises(ArchiveError) as caught:
        unpack(parcel, folder, limits)
    return caught.value


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder to unpack into, inside one that must stay as it is."""
    (tmp_path / "around" / "place").mkdir(parents=True)
    return tmp_path / "around" / "place"


def test_pictures_and_tables_are_written_in_their_folders(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, ("shop/items.csv", b"id"), ("shop/red/a.JPG", b"one"), ("b.png", b"two"))
    assert is_zip(parcel) and unpack(parcel, place, LIMITS) == []
    assert everything(place) == ["b.png", "shop/items.csv", "shop/red/a.JPG"]
    assert [path.name for path in image_files(place)] == ["b.png", "a.JPG"]


def test_tables_of_every_kind_come_out_and_programs_do_not(tmp_path: Path, place: Path) -> None:
    names = ("a.csv", "b/feed.XML", "c.jsonl", "d.tsv", "e.xlsx", "f.txt")
    parcel = packed(tmp_path, *((name, b"x") for name in (*names, "g.sh", "h.html")))
    refused = [RejectedMember(name, "other") for name in ("g.sh", "h.html")]
    assert unpack(parcel, place, LIMITS) == refused
    assert everything(place) == sorted(names)


@pytest.mark.parametrize(
    "name",
    [
        "../up.png",
        "a/../../up.png",
        "/abs.png",
        "..\\up.png",
        "C:\\up.png",
        "C:up.png",
        "\\\\host\\up.png",
        "./../x.png",
    ],
)
def test_a_path_that_leads_elsewhere_writes_nothing(tmp_path: Path, place: Path, name: str) -> None:
    parcel = packed(tmp_path, (name, b"x"), ("good.png", b"y"))
    assert unpack(parcel, place, LIMITS) == [RejectedMember(name, "outside")]
    assert everything(place.parent) == ["place/good.png"] and not (tmp_path / "up.png").exists()


def test_a_link_is_not_made_nor_followed(tmp_path: Path, place: Path) -> None:
    link = zipfile.ZipInfo("way.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as box:
        box.writestr(link, "../..")
        box.writestr("way.png/out.png", b"x")
    assert unpack(tmp_path / "a.zip", place, LIMITS) == [RejectedMember("way.png", "link")]
    assert everything(place.parent) == ["place/way.png/out.png"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("in.zip", "nested"), ("in.tar.gz", "nested"), ("in.7z", "nested"), ("run.sh", "other"), ("a", "other")],
)
def test_what_is_no_picture_is_named_and_not_written(
    tmp_path: Path, place: Path, name: str, kind: str
) -> None:
    assert unpack(packed(tmp_path, (name, b"x")), place, LIMITS) == [RejectedMember(name, kind)]  # type: ignore[arg-type]
    assert everything(place) == []


def test_what_systems_add_is_passed_over_in_silence(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, ("__MACOSX/._a.png", b"x"), (".DS_Store", b"x"), ("folder/", b""))
    assert unpack(parcel, place, LIMITS) == [] and everything(place) == []


def test_one_file_may_not_be_too_heavy(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, ("a.png", bytes(1001)), ("b.png", bytes(1000)))
    assert unpack(parcel, place, LIMITS) == [RejectedMember("a.png", "heavy")] and everything(place) == [
        "b.png"
    ]


def test_a_bomb_is_stopped_at_the_limit_for_all(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, *((f"{n}.png", bytes(1000)) for n in range(5)))
    assert refusal(parcel, place).kind == "bomb"
    assert sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) <= LIMITS.total_bytes


def test_a_bomb_that_lies_about_its_size_is_cut_off(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, ("a.png", bytes(100_000)))
    whole = parcel.read_bytes().replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    parcel.write_bytes(whole)
    assert unpack(parcel, place, LIMITS) == [RejectedMember("a.png", "broken")] and everything(place) == []


def test_entries_that_share_their_bytes_count_each_time(tmp_path: Path, place: Path) -> None:
    """The bomb without nesting: many names for one place in the file."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = squeezed.compress(bytes(900)) + squeezed.flush()
    sizes = struct.pack("<III", zlib.crc32(bytes(900)), len(body), 900)
    head = b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 1, 0) + b"a"
    central = b"".join(
        b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
        + struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, 0) + f"{n}.png".encode() for n in range(9)
    )  # fmt: skip
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 9, 9, len(central), len(head + body), 0)
    (tmp_path / "a.zip").write_bytes(head + body + central + end)
    refused = unpack(tmp_path / "a.zip", place, LIMITS)
    assert {r.kind for r in refused} == {"broken"} and everything(place) == []


def test_more_files_than_allowed_are_not_begun(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, *((f"{n}.png", b"x") for n in range(11)))
    assert refusal(parcel, place).kind == "too_many" and everything(place) == []


def test_a_list_of_contents_too_long_is_not_read(tmp_path: Path, place: Path) -> None:
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 3_000_000, 0, 0)
    (tmp_path / "a.zip").write_bytes(bytes(3_000_000) + end)
    assert refusal(tmp_path / "a.zip", place).kind == "too_many"


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"no zip at all", b"PK\5\6" + b"\xff" * 18])
def test_what_is_no_zip_is_refused_as_none(tmp_path: Path, place: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert is_zip(tmp_path / "a.zip")
    assert refusal(tmp_path / "a.zip", place).kind in ("not_zip", "too_many")


def test_a_zip_cut_short_is_refused(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, ("a.png", b"x" * 500))
    parcel.write_bytes(parcel.read_bytes()[:60])
    assert refusal(parcel, place).kind == "not_zip"


def test_a_damaged_file_costs_itself_alone(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, ("a.png", b"first"), ("b.png", b"second"), how=zipfile.ZIP_STORED)
    parcel.write_bytes(parcel.read_bytes().replace(b"first", b"worse"))
    assert unpack(parcel, place, LIMITS) == [RejectedMember("a.png", "broken")] and everything(place) == [
        "b.png"
    ]


def test_a_packing_that_lets_the_sender_choose_the_memory_is_not_unpacked(
    tmp_path: Path, place: Path
) -> None:
    parcel = packed(tmp_path, ("a.png", b"x"), how=zipfile.ZIP_LZMA)
    assert unpack(parcel, place, LIMITS) == [RejectedMember("a.png", "broken")]


def test_a_locked_file_is_named(tmp_path: Path, place: Path) -> None:
    parcel = packed(tmp_path, ("a.png", b"x"))
    whole = bytearray(parcel.read_bytes())
    whole[whole.index(b"PK\1\2") + 8] |= 1
    parcel.write_bytes(whole)
    assert unpack(parcel, place, LIMITS) == [RejectedMember("a.png", "locked")]


def test_two_files_of_one_name_and_a_folder_in_a_files_place_are_one_file(
    tmp_path: Path, place: Path
) -> None:
    parcel = tmp_path / "a.zip"
    with zipfile.ZipFile(parcel, "w") as box, pytest.warns(UserWarning, match="Duplicate"):
        for name in ("a.png", "a.png", "a.png/b.png", "./a.png", "n" * 300 + ".png"):
            box.writestr(name, b"x")
    assert {r.kind for r in unpack(parcel, place, LIMITS)} == {"broken"} and everything(place) == ["a.png"]


def test_any_damage_is_a_parcel_error_or_a_named_file(tmp_path: Path, place: Path) -> None:
    import random

    dice = random.Random(0)
    whole = packed(tmp_path, ("a.png", bytes(300)), ("t/b.jpg", b"x" * 300)).read_bytes()
    for turn in range(150):
        damaged = bytearray(whole)
        for _ in range(4):
            damaged[dice.randrange(len(whole))] = dice.randrange(256)
        (tmp_path / "a.zip").write_bytes(damaged)
        inside = place / str(turn)
        try:
            unpack(tmp_path / "a.zip", inside, LIMITS)
        except ArchiveError:
            continue
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and place not in path.parents
                and path.name != "a.zip"]  # fmt: skip


def test_a_picture_is_no_zip(tmp_path: Path) -> None:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "JPEG")
    (tmp_path / "a.jpg").write_bytes(file.getvalue() + b"PK\5\6" + bytes(18))
    assert not is_zip(tmp_path / "a.jpg")
