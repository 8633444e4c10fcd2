"""A photo in words, with a captioner that says what it was told to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from app import describe
from app.describe import Describer

PHOTO = Image.new("RGB", (8, 8), "red")


class Parrot:
    """Knows one answer to each prompt."""

    name = "parrot"
    answers = {
        "a photo of": "a red shirt",
        "una foto de": "una camisa roja",
        "question: what colour is it? answer:": "red",
    }

    def continued(self, images: Sequence[Image.Image], prompt: str) -> list[str]:
        """For each picture the same."""
        return [self.answers.get(prompt, "?") for _ in images]


@pytest.mark.parametrize(("language", "said"), [("en", "a red shirt"), ("es", "una camisa roja")])
def test_a_photo_is_described_in_the_customers_language(language: describe.Language, said: str) -> None:
    assert Describer(Parrot()).describe(PHOTO, language) == said


def test_a_question_is_asked_as_the_captioner_learned_it() -> None:
    assert Describer(Parrot()).answer(PHOTO, " What colour is it? ", "en") == "red"
    assert Describer(Parrot()).facts(PHOTO, "en")["colour"] == "red"


def test_a_photo_that_does_not_open_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.jpg").write_bytes(b"not a picture")
    assert describe.main([str(tmp_path / "x.jpg")]) == 2
    assert "x.jpg" in capsys.readouterr().err


def test_a_captioner_that_is_not_there_is_a_sentence_with_its_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    PHOTO.save(tmp_path / "x.png")
    (tmp_path / "empty").mkdir()
    for folder in ("", str(tmp_path / "empty")):
        monkeypatch.setenv("ARMARIO_CAPTIONER", folder)
        assert describe.main([str(tmp_path / "x.png")]) == 2
        assert "ARMARIO_CAPTIONER" in capsys.readouterr().err
