"""Settings become the things that they name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app import parts
from app.parts import answerers, encoder_from
from app.settings import Settings
from data.store import Store
from models.chat import ModelError
from tests import tiny
from tests.fakes import ColourEncoder, ScriptedChat


def test_an_encoder_is_what_its_folder_holds(tmp_path: Path) -> None:
    clip = encoder_from(Settings(encoder=str(tiny.dual(tmp_path / "clip", "clip")), runtime="torch"))
    assert (clip.name, clip.matches) == ("clip", False)
    blip2 = encoder_from(
        Settings(encoder=str(tiny.blip2(tmp_path / "blip2")), strategy="max+itm", runtime="torch")
    )
    assert (blip2.name, blip2.matches) == ("blip2", True)


def test_a_strategy_that_the_encoder_cannot_follow_is_refused_with_its_cure(tmp_path: Path) -> None:
    settings = Settings(encoder=str(tiny.dual(tmp_path / "clip", "clip")), strategy="max+itm")
    with pytest.raises(ModelError, match="found clip; set ARMARIO_STRATEGY to max"):
        encoder_from(settings)


def test_a_server_may_be_chosen_where_its_address_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "local_chat", lambda settings: ScriptedChat())
    encoder: Any = ColourEncoder()
    url = "http://127.0.0.1:8000/v1"
    store = Store.open(tmp_path, encoder.name)
    without = answerers(Settings(captioner=""), encoder, store)
    assert [a.key for a in without] == ["local", "gemini"]
    served = answerers(Settings(captioner="", server_url=url, server_model="mistral"), encoder, store)[1]
    assert served.label == "Server" and served.assistant and served.assistant.chat.name == "mistral"
