"""Settings become the things that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.parts import encoder_from
from app.settings import Settings
from models.chat import ModelError
from tests import tiny


def test_an_encoder_is_what_its_folder_holds(tmp_path: Path) -> None:
    clip = encoder_from(Settings(encoder=str(tiny.dual(tmp_path / "clip", "clip"))))
    assert (clip.name, clip.matches) == ("clip", False)
    blip2 = encoder_from(Settings(encoder=str(tiny.blip2(tmp_path / "blip2")), strategy="max+itm"))
    assert (blip2.name, blip2.matches) == ("blip2", True)


def test_a_strategy_that_the_encoder_cannot_follow_is_refused_with_its_cure(tmp_path: Path) -> None:
    settings = Settings(encoder=str(tiny.dual(tmp_path / "clip", "clip")), strategy="max+itm")
    with pytest.raises(ModelError, match="found clip; set ARMARIO_STRATEGY to max"):
        encoder_from(settings)
