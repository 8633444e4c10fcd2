"""Every string of the page, one JSON file a language; a language is here when its file is.

Does not know where on the page a string stands, nor what the assistant answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from app.plan import Language

FOLDER = Path(__file__).parent
_FILES = sorted(FOLDER.glob("*.json"), key=lambda file: (file.stem != "en", file.stem))  # English first
LANGUAGES = cast("tuple[Language, ...]", tuple(file.stem for file in _FILES))


@cache
def strings(language: str) -> Mapping[str, str]:
    """All strings of a language by key; English for one that messages may be in and the page is not."""
    language = language if language in LANGUAGES else "en"
    return cast("dict[str, str]", json.loads((FOLDER / f"{language}.json").read_text("utf-8")))


def say(key: str, language: Language, **values: object) -> str:
    """The string called ``key``, with its placeholders filled. Raises KeyError for an unknown key."""
    return strings(language)[key].format(**values)


def say_in_all(key: str) -> str:
    """The string in every language, for somebody whose language is not known."""
    return " / ".join(strings(language)[key] for language in LANGUAGES)
