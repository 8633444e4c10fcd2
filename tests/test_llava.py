"""LLaVA through transformers: how it is loaded. What it answers is in test_backends."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from models.llm.chat_model import ChatModel, ModelError
from models.llm.llava import Llava
from tests import tiny


def test_a_folder_without_a_checkpoint_is_an_error_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ARMARIO_LLAVA"):
        Llava.load(str(tmp_path))


def test_a_machine_without_a_gpu_is_said_aloud_in_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with caplog.at_level(logging.WARNING, logger="models.llm.llava"):
        chat = Llava.load(str(tiny.llava_next(tmp_path)), "cuda")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "models.llm.llava"]
    assert "without a GPU" in line and isinstance(chat, ChatModel)
