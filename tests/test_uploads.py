"""Catalogues that visitors bring: read, reported, kept apart, taken back, and gone when they leave."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.agent.moderation import NsfwModerator
from app.ingest import upload_files, upload_sessions, upload_sync
from app.ingest.labelling import PictureLabeller
from app.ingest.upload_files import RejectedFile, UploadError
from app.ingest.upload_sessions import UploadSessions
from app.ingest.upload_sync import UploadedCatalogue, UploadReport
from data.catalogue.vocabulary import colours
from tests.fakes import ColourEncoder, ColourReader

ENCODER = ColourEncoder()
LABELLER = PictureLabeller(ColourReader(ENCODER))


def photo(ink: str = "red", form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (24, 32), colours()[ink].hex).save(file, form)
    return file.getvalue()


def packed(folder: Path, **members: bytes) -> Path:
    """A zip; two underscores in a name stand for a slash, one for the dot before the ending."""
    parcel = folder / "mine.zip"
    with zipfile.ZipFile(parcel, "w") as box:
        for name, content in members.items():
            box.writestr(".".join(name.replace("__", "/").rsplit("_", 1)), content)
    return parcel


@pytest.fixture
def shops(tmp_path: Path) -> Iterator[UploadSessions]:
    own = UploadSessions(ENCODER, LABELLER, tmp_path / "visitors")
    yield own
    for visitor in ("ana", "ben"):
        own.close(visitor)


def brought(
    shops: UploadSessions, *files: Path, visitor: str = "ana"
) -> tuple[UploadReport, UploadedCatalogue]:
    reports = list(shops.upload(visitor, files))
    if shops.draft(visitor):
        assert reports == []  # nothing is decoded before the visitor has seen how the table is read
        reports = list(shops.index(visitor))
    report, shop = reports[-1], shops.get(visitor)
    assert report.done and shop is not None
    return report, shop


def kept(shops: UploadSessions) -> list[Path]:
    return [path for path in shops.pictures.parent.rglob("*") if path.is_file()]


def test_folders_name_the_categories_and_for_whom(shops: UploadSessions, tmp_path: Path) -> None:
    parcel = packed(tmp_path, mine__women__camisetas__a_png=photo(), mine__chainmail__b_png=photo())
    report, shop = brought(shops, parcel)
    assert {(i.id, i.category, i.gender) for i in shop.items} == {
        ("mine/women/camisetas/a.png", "t-shirt", "women"),
        ("mine/chainmail/b.png", "chainmail", ""),
    }
    assert (report.read, report.guessed, shop.guessed) == (2, 0, frozenset())


def test_a_table_in_the_zip_is_believed(shops: UploadSessions, tmp_path: Path) -> None:
    table = b"id,title,category,image,price\n7,Red tee,t-shirt,p/a.png,12\n8,Lost,t-shirt,p/none.png,\n"
    report, shop = brought(shops, packed(tmp_path, shop__items_csv=table, shop__p__a_png=photo()))
    assert [(i.id, i.title, i.category, i.price) for i in shop.items] == [("7", "Red tee", "t-shirt", 12)]
    assert report.left_out == (RejectedFile("items.csv:3", "row", "image 'p/none.png' is missing"),)


def test_what_nobody_named_is_guessed_and_counted_as_guessed(shops: UploadSessions, tmp_path: Path) -> None:
    (tmp_path / "IMG_1.png").write_bytes(photo("burgundy"))
    (tmp_path / "blue-linen-trousers.png").write_bytes(photo("olive"))
    report, shop = brought(shops, tmp_path / "IMG_1.png", tmp_path / "blue-linen-trousers.png")
    first, second = shop.items
    assert report.guessed == 1 and shop.guessed == {"IMG_1.png"}
    assert (first.category, first.colour, first.colour_source) == ("skirt", "burgundy", "picture")
    assert (first.title, first.title_es) == ("Burgundy skirt", "Falda burdeos")
    assert (second.title, second.category, second.colour) == ("Blue linen trousers", "pants", "blue")


def test_without_a_head_a_picture_that_nobody_names_is_left_out_with_its_reason(tmp_path: Path) -> None:
    shops = UploadSessions(ENCODER, PictureLabeller(None), tmp_path / "visitors")
    (tmp_path / "IMG_1.png").write_bytes(photo())
    report, shop = brought(shops, tmp_path / "IMG_1.png", packed(tmp_path, shirts__a_png=photo()))
    shops.close("ana")
    assert [(item.category, item.title) for item in shop.items] == [("shirt", "shirt")]
    assert report.left_out == (RejectedFile("IMG_1.png", "unnamed"),) and report.guessed == 0


def test_two_photos_of_one_name_are_two_items(shops: UploadSessions, tmp_path: Path) -> None:
    for folder in "ab":
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "image.png").write_bytes(photo())
    _, shop = brought(shops, tmp_path / "a" / "image.png", tmp_path / "b" / "image.png")
    assert len({item.id for item in shop.items}) == 2 == len(shop.store.items())


def test_each_file_that_is_left_out_has_its_own_reason(shops: UploadSessions, tmp_path: Path) -> None:
    whole = photo(form="JPEG")
    parcel = packed(
        tmp_path, good_png=photo(), cut_jpg=whole[: len(whole) // 2], letter_jpg=b"a letter", none_png=b"",
        drawn_svg=b"<svg><script>", phone_heic=b"\0\0\0\x18ftypheic" + bytes(20), in_zip=b"PK", run_sh=b"x",
    )  # fmt: skip
    report, _ = brought(shops, parcel)
    assert report.read == 1
    assert {out.name: out.kind for out in report.left_out} == {
        "cut.jpg": "damaged", "letter.jpg": "unreadable", "none.png": "empty", "drawn.svg": "svg",
        "phone.heic": "heic", "in.zip": "nested", "run.sh": "other",
    }  # fmt: skip


def test_a_picture_that_the_gate_refuses_is_left_out(tmp_path: Path) -> None:
    guarded = UploadSessions(
        ENCODER, LABELLER, tmp_path / "guarded", NsfwModerator(lambda image: float(image.width > 24), 0.5)
    )
    Image.new("RGB", (30, 40), "red").save(tmp_path / "wide.png")
    (tmp_path / "small.png").write_bytes(photo())
    report, shop = brought(guarded, tmp_path / "wide.png", tmp_path / "small.png")
    guarded.close("ana")
    assert report.left_out == (RejectedFile("wide.png", "explicit"),) and [i.id for i in shop.items] == [
        "small.png"
    ]


def test_pictures_are_drawn_anew_and_nothing_that_was_sent_is_kept(
    shops: UploadSessions, tmp_path: Path
) -> None:
    polyglot = photo(form="JPEG") + b"<script>alert(1)</script>"
    _, shop = brought(shops, packed(tmp_path, shirt__a_jpg=polyglot))
    assert shop.items[0].image.is_relative_to(shops.pictures)
    assert not [path for path in kept(shops) if b"<script>" in path.read_bytes()]
    assert [path for path in kept(shops) if path.suffix == ".zip"] == []


def test_progress_is_told_before_and_after_each_batch(
    shops: UploadSessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_sync, "BATCH_SIZE", 2)
    parcel = packed(tmp_path, **{f"shirt__{n}_png": photo() for n in "abcde"})
    assert [(r.read, r.total) for r in shops.upload("ana", [parcel])] == [
        (0, 5),
        (2, 5),
        (4, 5),
        (5, 5),
        (5, 5),
    ]


@pytest.mark.parametrize("seen", [1, 3])  # while it is read, and when all is done
def test_whoever_stops_takes_all_back(shops: UploadSessions, tmp_path: Path, seen: int) -> None:
    run = shops.upload("ana", [packed(tmp_path, shirt__a_png=photo())])
    assert [next(run).done for _ in range(seen)][-1] == (seen == 3)
    run.close()  # type: ignore[attr-defined]
    assert shops.get("ana") is None and kept(shops) == []


def test_when_the_time_is_over_the_rest_is_left_out(
    shops: UploadSessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_sync, "TIME_LIMIT", -1)
    *_, report = shops.upload("ana", [packed(tmp_path, shirt__a_png=photo())])
    assert report.left_out == (RejectedFile("shirt/a.png", "late"),) and shops.get("ana") is None
    assert kept(shops) == []


def test_more_pictures_than_the_limit_are_left_out(
    shops: UploadSessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_files, "MAX_PICTURES", 2)
    report, shop = brought(shops, packed(tmp_path, **{f"shirt__{n}_png": photo() for n in "abc"}))
    assert len(shop.items) == 2 and report.left_out == (RejectedFile("shirt/c.png", "over"),)


@pytest.mark.parametrize(
    ("members", "kind"),
    [({"run_sh": b"x"}, "nothing"), ({"readme_txt": b"hello"}, "nothing"), ({}, "nothing")],
)
def test_a_zip_without_anything_to_read_is_refused_as_a_whole(
    shops: UploadSessions, tmp_path: Path, members: dict[str, bytes], kind: str
) -> None:
    with pytest.raises(UploadError) as caught:
        list(shops.upload("ana", [packed(tmp_path, **members)]))
    assert caught.value.kind == kind and kept(shops) == []


def test_a_bomb_is_refused_as_a_whole(
    shops: UploadSessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_files, "ARCHIVE_LIMITS", upload_files.ArchiveLimits(10, 1000, 1500))
    parcel = packed(tmp_path, a_png=bytes(1000), b_png=bytes(1000))
    with pytest.raises(UploadError) as caught:
        list(shops.upload("ana", [parcel]))
    assert caught.value.kind == "bomb" and kept(shops) == []


def test_a_house_full_of_guests_says_so(
    shops: UploadSessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_sessions, "MAX_SESSIONS", 1)
    parcel = packed(tmp_path, shirt__a_png=photo())
    brought(shops, parcel)
    brought(shops, parcel)  # the same visitor again takes nobody's place
    with pytest.raises(UploadError) as caught:
        list(shops.upload("ben", [parcel]))
    assert caught.value.kind == "full"


def test_visitors_have_their_own(shops: UploadSessions, tmp_path: Path) -> None:
    _, hers = brought(shops, packed(tmp_path, shirt__a_png=photo("red")), visitor="ana")
    _, his = brought(shops, packed(tmp_path, shoes__b_png=photo("blue")), visitor="ben")
    assert [i.id for i in hers.store.items()] == ["shirt/a.png"]
    assert [i.id for i in his.store.items()] == ["shoes/b.png"]
    assert hers.items[0].image.parent != his.items[0].image.parent
    assert len(hers.items[0].image.parent.name) > 20  # nobody guesses it


def test_who_leaves_leaves_nothing_behind(shops: UploadSessions, tmp_path: Path) -> None:
    brought(shops, packed(tmp_path, shirt__a_png=photo()))
    shops.close("ana")
    shops.close("ana")
    assert shops.get("ana") is None and kept(shops) == []


def test_after_the_hour_it_is_gone(
    shops: UploadSessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[tuple[float, object]] = []

    class Clock:
        daemon = False

        def __init__(self, seconds: float, call: object, args: list[str]) -> None:
            waiting.append((seconds, lambda: call(*args)))  # type: ignore[operator]

        def start(self) -> None: ...

        def cancel(self) -> None: ...

    monkeypatch.setattr(upload_sessions.threading, "Timer", Clock)
    brought(shops, packed(tmp_path, shirt__a_png=photo()))
    seconds, ring = waiting[0]
    assert seconds == 3600
    ring()  # type: ignore[operator]
    assert shops.get("ana") is None and kept(shops) == []


def test_words_of_a_table_are_cut_to_a_length(shops: UploadSessions, tmp_path: Path) -> None:
    table = f"id,title,category,image\n{'7' * 999},{'x' * 9999},t-shirt,a.png\n".encode()
    _, shop = brought(shops, packed(tmp_path, items_csv=table, a_png=photo()))
    assert len(shop.items[0].id) == len(shop.items[0].title) == 200
