"""The page /bring: its handlers as plain functions. In a browser: test_endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.fallback import FallbackChain
from app.ingest.labelling import PictureLabeller
from app.ingest.upload_sessions import UploadSessions
from app.ui.uploads import UploadHandlers
from data.catalogue.vocabulary import colours
from data.store.store import Store
from tests.fakes import ColourEncoder, ColourReader, ReadingChat

ANA: Any = SimpleNamespace(session_hash="ana")
BEN: Any = SimpleNamespace(session_hash="ben")


@pytest.fixture
def uploads(store: Store, encoder: ColourEncoder, tmp_path: Path) -> Iterator[UploadHandlers]:
    handlers = UploadHandlers(
        FallbackChain(Assistant(encoder, store, ReadingChat())),
        UploadSessions(encoder, PictureLabeller(ColourReader(encoder)), tmp_path / "own"),
    )
    yield handlers
    handlers.on_unload(ANA)


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    paths = {"burgundy": tmp_path / "my-red-thing.png", "navy blue": tmp_path / "my-blue-thing.png"}
    for ink, path in paths.items():
        Image.new("RGB", (24, 32), colours()[ink].hex).save(path)
    return [str(path) for path in paths.values()]


def asked(uploads: UploadHandlers, text: str, who: Any = ANA) -> list[tuple[Any, Any, Any]]:
    return list(uploads.answer({"text": text, "files": []}, [], "en", who))


def test_what_was_brought_is_shown_with_a_receipt(uploads: UploadHandlers, photos: list[str]) -> None:
    rows = list(uploads.read(photos, "en", ANA))
    assert "2 of 2 pictures read" in rows[-2][0] and "2 categories were guessed" in rows[-2][0]
    assert "My red thing" in rows[-1][1] and "≈" in rows[-1][1]


def test_questions_are_answered_from_the_visitors_own_pieces(
    uploads: UploadHandlers, photos: list[str]
) -> None:
    list(uploads.read(photos, "en", ANA))
    shown = [row[2] for row in asked(uploads, "something red") if row[2] != gr.skip()][-1]
    assert "My red thing" in shown and "Red skirt" not in shown  # which is the shop's


def test_in_the_other_language_the_pieces_are_named_anew(uploads: UploadHandlers, photos: list[str]) -> None:
    list(uploads.read(photos, "en", ANA))
    assert "Pantalones · Azules" in uploads.pieces("es", ANA)
    assert "Aquí vendrán tus prendas" in uploads.pieces("es", BEN)


def test_without_pictures_nothing_is_answered_from_the_shop(
    uploads: UploadHandlers, photos: list[str]
) -> None:
    list(uploads.read(photos, "en", ANA))
    with pytest.raises(gr.Error, match="Send a table or some pictures first"):
        asked(uploads, "a red shirt", BEN)


@pytest.mark.parametrize(
    "leave", [lambda uploads: uploads.on_unload(ANA), lambda uploads: uploads.remove("es", ANA)]
)
def test_who_left_or_removed_them_is_told_that_they_are_gone(
    uploads: UploadHandlers, photos: list[str], leave: Any
) -> None:
    list(uploads.read(photos, "en", ANA))
    leave(uploads)
    with pytest.raises(gr.Error, match="ya no están"):
        list(uploads.answer({"text": "algo rojo"}, [{"role": "user", "content": "x"}], "es", ANA))


def test_what_is_refused_as_a_whole_is_a_sentence(uploads: UploadHandlers, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with pytest.raises(gr.Error, match="That zip does not open"):
        list(uploads.read([str(tmp_path / "a.zip")], "en", ANA))
    with pytest.raises(gr.Error, match="Envía primero"):
        list(uploads.read(None, "es", ANA))


def did(action: str, target: str = "", value: str = "") -> Any:
    """An event of our own HTML."""
    return SimpleNamespace(_data={"action": action, "id": target, "value": value})


@pytest.fixture
def table(photos: list[str], tmp_path: Path) -> list[str]:
    (tmp_path / "t.csv").write_text(
        "sku,name,category,price,image\n1,My tee,Wonders,9,my-red-thing.png\n"
        "2,My hat,hat,9,my-blue-thing.png\n3,Gone,hat,9,gone.png\n",
        "utf-8",
    )
    return [str(tmp_path / "t.csv"), *photos]


def test_a_table_is_shown_as_it_is_read_and_corrected_before_it_is_indexed(
    uploads: UploadHandlers, table: list[str]
) -> None:
    [(said, reading, chat)] = uploads.read(table, "en", ANA)
    assert "Correct what is wrong" in said and chat == []
    assert "2 products of 3 rows." in reading and "Read these 2 products" in reading
    assert "t.csv, line 4: image &#x27;gone.png&#x27; is missing" in reading
    _, corrected = uploads.correct("en", did("as_category", "Wonders", "skirt"), ANA)
    assert '<option value="skirt" selected>' in corrected and 'download="mapping.csv"' in corrected
    rows = list(uploads.index("en", did("index"), ANA))
    assert "2 of 2 pictures read" in rows[-2][0] and "gone.png" in rows[-2][0]
    assert "Skirt" in rows[-1][1] and "≈" not in rows[-1][1]
    shown = [row[2] for row in asked(uploads, "a skirt") if row[2] != gr.skip()][-1]
    assert "My tee" in shown and "My hat" not in shown


def test_a_question_before_the_table_is_indexed_points_to_the_button(
    uploads: UploadHandlers, table: list[str]
) -> None:
    list(uploads.read(table, "en", ANA))
    with pytest.raises(gr.Error, match="press the button below"):
        asked(uploads, "a skirt")


def test_in_the_other_language_the_reading_is_written_anew(uploads: UploadHandlers, table: list[str]) -> None:
    list(uploads.read(table, "en", ANA))
    said = uploads.pieces("es", ANA)
    assert "Leer estos 2 productos" in said and "línea 4: falta la foto &#x27;gone.png&#x27;" in said
    assert "una tabla corriente" in said


def test_nobody_corrects_or_reads_the_table_of_another(uploads: UploadHandlers, table: list[str]) -> None:
    list(uploads.read(table, "en", ANA))
    assert uploads.correct("en", did("as_category", "Wonders", "skirt"), BEN) == (gr.skip(), gr.skip())
    with pytest.raises(gr.Error, match="not here any more"):
        list(uploads.index("en", did("index"), BEN))


def test_without_the_table_the_pictures_are_read_alone(uploads: UploadHandlers, table: list[str]) -> None:
    list(uploads.read(table, "en", ANA))
    rows = list(uploads.index("en", did("index", "pictures"), ANA))
    assert "My red thing" in rows[-1][1] and "My tee" not in rows[-1][1]


def test_a_table_of_which_nothing_can_be_read_says_what_is_missing(
    uploads: UploadHandlers, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text("Aaa,Bbb\n1,2\n", "utf-8")
    [(said, reading, _)] = uploads.read([str(tmp_path / "t.csv")], "en", ANA)
    assert "Nothing of your table can be read yet" in said
    assert "No column is known for the pictures" in reading and reading.count("<select") == 2
    assert "Read these" not in reading and "<button" not in reading
    said, _ = uploads.correct("en", did("as_column", "Aaa", "title"), ANA)
    said, reading = uploads.correct("en", did("as_column", "Bbb", "image"), ANA)
    assert "Nothing of your table" in said and "Its only row cannot be used" in reading  # no picture came
    assert "No picture came with it" in reading
