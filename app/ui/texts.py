"""Words on components: written once, for the first screen in English and for every language after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

import gradio as gr

from app.plan import Language
from app.ui.html import assets
from app.ui.strings import LANGUAGES, say

Component = TypeVar("Component", bound=gr.components.Component)


# Property: a string's key, or what makes its value
Words: TypeAlias = "Mapping[str, str | Callable[[Language], Any]]"


class Texts:
    """Makes components with words on them, in English, and gives the words in another language."""

    def __init__(self) -> None:
        self._words: dict[Any, Words] = {}

    def add(self, kind: Callable[..., Component], words: Words, **fixed: Any) -> Component:
        """A component with properties that depend on the language, ``words``, and ``fixed`` ones."""
        component = kind(**_said(words, "en"), **fixed)
        self._words[component] = words
        return component

    @property
    def components(self) -> list[Any]:
        """Every component with words, in the order of ``in_language``."""
        return list(self._words)

    def in_language(self, language: Language) -> tuple[Any, ...]:
        """The words of all components, as Gradio's updates."""
        return tuple(gr.update(**_said(words, language)) for words in self._words.values())


def _said(words: Words, language: Language) -> dict[str, Any]:
    return {key: say(of, language) if isinstance(of, str) else of(language) for key, of in words.items()}


def add_language_and_theme(texts: Texts, label: str) -> gr.Radio:
    """The choice of the page's language, called by the string ``label``, and the button for light or dark."""
    language = texts.add(
        gr.Radio, {"label": label}, choices=[(name.upper(), name) for name in LANGUAGES], value="en",
        elem_id="language", container=False, elem_classes="segments",
    )  # fmt: skip
    language.change(None, language, None, js=assets.LANGUAGE)
    theme = texts.add(gr.Button, {"value": "theme"}, elem_id="theme", min_width=40)
    theme.click(None, None, None, js=assets.THEME)
    return language
