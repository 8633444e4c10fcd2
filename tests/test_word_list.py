"""The lists of frequent words: as the command writes them, and as they ship."""

from __future__ import annotations

from pathlib import Path

from app.__main__ import main
from app.nlu.dialogue import plan_message
from app.nlu.lexicon import DATA, LANGUAGES
from app.plan import DialogueState


def test_the_command_writes_the_lists_that_ship(tmp_path: Path) -> None:
    assert main(["word-list", "--out", str(tmp_path)]) == 0
    for language in LANGUAGES:
        name = f"frequent_{language}.txt"
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_a_frequent_word_is_not_taken_for_a_misspelt_garment() -> None:
    assert plan_message("what a short season this was", DialogueState(), (), 0).act != "ask"
