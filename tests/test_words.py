"""The page's strings: every one in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from app.ui.strings import LANGUAGES, WORDS, say
from data.catalogue.images import PictureErrorKind

APP = Path(__file__).resolve().parent.parent / "app"


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_it_with_the_same_blanks(key: str) -> None:
    english, spanish = (set(re.findall(r"{(\w+)}", text)) for text in WORDS[key])
    assert all(WORDS[key]) and english == spanish


def test_every_key_that_the_page_says_is_there() -> None:
    said = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "hint"):
                said |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    assert said and said <= set(WORDS)


def test_a_string_is_filled_in_the_language_asked_for() -> None:
    assert [say("pieces", language, count=3) for language in LANGUAGES] == ["3 pieces", "3 prendas"]


def test_every_reason_why_a_photo_does_not_open_has_its_own_sentence() -> None:
    keys = [f"photo.{kind}" for kind in get_args(PictureErrorKind)]
    assert len({say(key, language) for key in keys for language in LANGUAGES}) == 2 * len(keys)
