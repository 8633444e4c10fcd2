"""The page /bring: its handlers as plain functions. In a browser: test_doors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.fallback import Ladder
from app.ingest.upload_sessions import UploadSessions
from app.ui.uploads import Bring
from data.catalogue.vocabulary import colours
from data.store.store import Store
from tests.fakes import ColourEncoder, ReadingChat

ANA: Any = SimpleNamespace(session_hash="ana")
BEN: Any = SimpleNamespace(session_hash="ben")


@pytest.fixture
def bring(store: Store, encoder: ColourEncoder, tmp_path: Path) -> Iterator[Bring]:
    handlers = Bring(
        Ladder(Assistant(encoder, store, ReadingChat())), UploadSessions(encoder, tmp_path / "own")
    )
    yield handlers
    handlers.left(ANA)


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    for ink in ("red", "blue"):
        Image.new("RGB", (24, 32), colours()[ink].hex).save(tmp_path / f"my-{ink}-shirt.png")
    return [str(tmp_path / f"my-{ink}-shirt.png") for ink in ("red", "blue")]


def asked(bring: Bring, text: str, who: Any = ANA) -> list[tuple[Any, Any, Any]]:
    return list(bring.ask({"text": text, "files": []}, [], "en", who))


def test_what_was_brought_is_shown_with_a_receipt(bring: Bring, photos: list[str]) -> None:
    rows = list(bring.bring(photos, "en", ANA))
    assert "2 of 2 pictures read" in rows[-2][0] and "2 categories were guessed" in rows[-2][0]
    assert "My red shirt" in rows[-1][1] and "≈" in rows[-1][1]


def test_questions_are_answered_from_the_visitors_own_pieces(bring: Bring, photos: list[str]) -> None:
    list(bring.bring(photos, "en", ANA))
    shown = [row[2] for row in asked(bring, "something red") if row[2] != gr.skip()][-1]
    assert "My red shirt" in shown and "Red T-shirt" not in shown  # which is the shop's


def test_in_the_other_language_the_pieces_are_named_anew(bring: Bring, photos: list[str]) -> None:
    list(bring.bring(photos, "en", ANA))
    assert "Camiseta · Azul" in bring.spoken("es", ANA)[-1]
    assert "Aquí vendrán tus prendas" in bring.spoken("es", BEN)[-1]


def test_without_pictures_nothing_is_answered_from_the_shop(bring: Bring, photos: list[str]) -> None:
    list(bring.bring(photos, "en", ANA))
    with pytest.raises(gr.Error, match="Send some pictures first"):
        asked(bring, "a red shirt", BEN)


@pytest.mark.parametrize("leave", [lambda bring: bring.left(ANA), lambda bring: bring.remove("es", ANA)])
def test_who_left_or_removed_them_is_told_that_they_are_gone(
    bring: Bring, photos: list[str], leave: Any
) -> None:
    list(bring.bring(photos, "en", ANA))
    leave(bring)
    with pytest.raises(gr.Error, match="ya no están"):
        list(bring.ask({"text": "algo rojo"}, [{"role": "user", "content": "x"}], "es", ANA))


def test_what_is_refused_as_a_whole_is_a_sentence(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with pytest.raises(gr.Error, match="That zip does not open"):
        list(bring.bring([str(tmp_path / "a.zip")], "en", ANA))
    with pytest.raises(gr.Error, match="Envía primero"):
        list(bring.bring(None, "es", ANA))
