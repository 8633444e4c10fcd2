"""The page's strings: every one in each language, and every one that the code says."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from app.ingest.upload_files import UploadErrorKind
from app.plan import Language
from app.ui.html.uploads.receipt import say_upload
from app.ui.strings import LANGUAGES, say, say_in_all, strings
from data.catalogue.archive import MemberKind
from data.catalogue.images import PictureErrorKind

APP = Path(__file__).resolve().parent.parent / "app"
SAYS = {"say": "", "hint": "", "text": "", "say_in_all": "", "_hint": "upload.", "say_upload": "upload."}


def kinds(of: object) -> set[str]:
    """The words of a Literal, also of one made of others."""
    return {word for part in get_args(of) for word in (kinds(part) or {str(part)})}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_and_placeholders(language: str) -> None:
    own, english = strings(language), strings("en")
    assert own.keys() == english.keys() and all(own.values())
    for key in english:
        assert set(re.findall(r"{(\w+)}", own[key])) == set(re.findall(r"{(\w+)}", english[key])), key


def test_a_language_is_here_when_its_file_is() -> None:
    files = {file.stem for file in (APP / "ui" / "strings").glob("*.json")}
    assert set(LANGUAGES) == files and LANGUAGES[0] == "en"


def test_every_key_that_the_page_says_is_there() -> None:
    said = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYS:
                prefix = SAYS[getattr(node.func, "id", "")]
                said |= {prefix + str(a.value) for a in node.args[:1] if isinstance(a, ast.Constant)}
    assert said and said <= strings("en").keys()


def test_a_string_is_filled_in_the_language_asked_for() -> None:
    assert [say("pieces", language, count=3) for language in LANGUAGES] == ["3 pieces", "3 prendas"]


def test_a_string_for_somebody_unknown_is_in_every_language() -> None:
    assert say_in_all("theme") == "Light or dark / Claro u oscuro"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_why_a_file_is_refused_has_its_own_sentence(language: Language) -> None:
    left = kinds(MemberKind) | kinds(PictureErrorKind) | {"row", "late", "over", "unnamed"}
    keys = [f"left.{kind}" for kind in left] + [f"refused.{kind}" for kind in kinds(UploadErrorKind)]
    sentences = [say_upload(key, language) for key in keys] + [
        say(f"photo.{kind}", language) for kind in kinds(PictureErrorKind)
    ]
    assert len(set(sentences)) == len(sentences)
