"""The sentences of the catalogue's readers, which are English, in the page's language.

A string of the page that begins with "reason." is the pattern of such a sentence in English and what it says
in the other languages; a sentence that fits none stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from app.plan import Language
from app.ui.strings import say, strings

PREFIX = "reason."


def reason_in(language: Language, english: str) -> str:
    """The sentence in a language; a part of it called {why} is one itself."""
    if language == "en":
        return english
    for key, pattern in _patterns().items():
        if found := pattern.fullmatch(english):
            parts = found.groupdict()
            if "why" in parts:
                parts["why"] = reason_in(language, parts["why"])
            return say(key, language, **parts)
    return english


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    known = {key: text for key, text in strings("en").items() if key.startswith(PREFIX)}
    return {
        key: re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)), re.DOTALL)
        for key, text in known.items()
    }
