"""The one command line: what it knows, what it refuses, and how fast it says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.__main__ import COMMANDS, main
from app.config import ROOT

HEAVY = {"numpy", "PIL", "torch", "transformers", "gradio", "chromadb", "onnxruntime", "app.config"}


def test_help_lists_every_command_with_a_line_and_imports_nothing_heavy() -> None:
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('MODULES', *sys.modules))\n"
        "from app.__main__ import main\n"
        "main(['--help'])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    told, modules = run.stdout.split("MODULES")
    assert all(f"\n    {name}" in told for name in COMMANDS)
    assert not HEAVY & set(modules.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0 and f"usage: python -m app {name}" in capsys.readouterr().out


@pytest.mark.parametrize("argv", [["evaluate"], ["embeddings"], ["sell"], ["ask", "--loud"]])
def test_what_is_no_command_is_said_with_what_there_is(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2 and "usage: python -m app" in capsys.readouterr().err


def test_without_a_command_it_serves(caplog: pytest.LogCaptureFixture) -> None:
    assert main(["--profile", "big"]) == main(["serve", "--profile", "big"]) == 2
    assert caplog.messages == ["ARMARIO_PROFILE is 'big'; expected one of: embedded, full"] * 2


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["ask"], "expected a message or an image, found neither"),
        (["ask", "shirts", "--image", "none.jpg"], "none.jpg"),
        (["ask", "--batch", "none.jsonl"], "none.jsonl"),
        (["ask", "shirts", "--store", "nowhere"], "make it with: python -m app index"),
        (["describe", "none.jpg"], "none.jpg"),
        (["index", "--catalogue", "nowhere"], "expected a catalogue (a table or a folder), found"),
        (["evaluate", "retrieval", "--catalogue", "nowhere"], "expected a catalogue (a table or a folder)"),
        (
            ["caption-dataset", "--catalogue", "nowhere", "--out", "x"],
            "expected a catalogue (a table or a folder)",
        ),
    ],
)
def test_what_a_person_can_cure_is_a_sentence(
    argv: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(argv) == 2
    assert said in caplog.text


@pytest.mark.parametrize("folder", ["", "empty"])
def test_a_captioner_that_is_not_there_is_a_sentence_with_its_cure(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    Image.new("RGB", (8, 8), "red").save(tmp_path / "x.png")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("ARMARIO_CAPTIONER", folder and str(tmp_path / folder))
    assert main(["describe", str(tmp_path / "x.png"), "--question", "what is it?"]) == 2
    assert "ARMARIO_CAPTIONER" in caplog.text
