"""The page: what stands where, and what happens when it is touched. The only file that imports gradio.

Knows nothing of models or of how pieces are found; the words are in words.py, the HTML in cards.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio at import

import gradio as gr

from app import cards
from app.cards import Board, Choice, Example
from app.conversation import Answers, History, Screen, answered, safe, said, take, written
from app.wish import Language
from app.words import LANGUAGES, say
from data.catalogue import Item
from data.pictures import PictureError, open_picture
from data.store import Store

ASSETS = Path(__file__).parent / "assets"
FACES = (
    ("Inter Armario", "normal", "inter-latin-wght-normal.woff2"),
    ("Fraunces Armario", "normal", "fraunces-latin-opsz-normal.woff2"),
    ("Fraunces Armario", "italic", "fraunces-latin-wght-italic.woff2"),
)
FEATURED = 8  # two full rows of four
UPLOAD = (
    "20mb"  # a phone's photo is 3 to 12; what is bigger than a picture may be, open_picture says in words
)
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

PICK = """element.addEventListener('click', (e) => {
  const one = e.target.closest('[data-index]'); if (!one) return;
  element.querySelectorAll('[aria-pressed]').forEach((o) => o.setAttribute('aria-pressed', o === one));
  trigger('select', {index: Number(one.dataset.index)}); });"""
SWITCH = "element.addEventListener('change', (e) => trigger('select', {key: e.target.value}));"
CLOSE = """element.addEventListener('click', (e) => {
  if (e.target.closest('.close')) element.querySelector('.detail').classList.remove('picked'); });"""
THEME = """element.addEventListener('click', () => { const dark = document.body.classList.toggle('dark');
  try { localStorage.setItem('armario-theme', dark ? 'dark' : 'light'); } catch (e) {} });"""
BOOT = """() => { try { const kept = localStorage.getItem('armario-theme');
  if (kept) document.body.classList.toggle('dark', kept === 'dark'); } catch (e) {} }"""
SPOKEN = """async () => { const l = document.querySelector('#language input:checked')?.value ?? 'en';
  document.documentElement.lang = l; }"""


@dataclass(frozen=True, slots=True)
class Answerer:
    """One position of the switch; without an assistant it is off, and ``reason`` is the key in words.py that says why."""

    key: str
    label: str
    assistant: Answers | None
    reason: str = ""


class Page:
    """The handlers: plain functions and generators from what the browser sent to what it shows."""

    def __init__(
        self, answerers: Sequence[Answerer], store: Store, examples: Sequence[Example], models: str
    ) -> None:
        self.answerers = {a.key: a for a in answerers}
        self.examples, self.models = tuple(examples), models
        self.stock: Mapping[str, int] = store.categories()
        self.featured = Board(featured(store.items()))

    def first(self) -> str:
        """The first answerer that can answer."""
        return next(key for key, a in self.answerers.items() if a.assistant)

    def receive(self, box: dict[str, Any], history: History, language: Language) -> tuple[Any, ...]:
        """A sent message: into the conversation, or back into the box with a sentence."""
        text, photos = (box.get("text") or "").strip(), list(box.get("files") or [])
        problem = "" if text or photos else "nothing_said"
        try:
            for photo in photos:
                open_picture(Path(photo))
        except PictureError as error:
            problem = f"photo.{error.kind}"
        if problem:
            kept = gr.MultimodalTextbox(value={"text": text, "files": []})
            return kept, gr.skip(), cards.notice(problem, language)
        sent = gr.MultimodalTextbox(value=None, submit_btn=False, stop_btn=True)
        return sent, [*history, written(safe(text), photos)], cards.steps("understanding", {}, language)

    def respond(
        self, history: History, board: Board, language: Language, key: str
    ) -> Iterator[tuple[Any, ...]]:
        """The turn: conversation, board, gallery, detail, steps; what has not changed is skipped."""
        assistant = self.answerers[key].assistant
        if assistant is None or not history or history[-1]["role"] != "user":
            yield (gr.skip(),) * 5
            return
        before = Screen(history, board, "", {})
        for screen in take(assistant, history, board, language):
            yield screen.history, *self._changes(before, screen, language)
            before = screen

    def example(self, history: History, language: Language, event: gr.EventData) -> History:
        """A clicked example, as if the customer had written it."""
        chosen = self.examples[event.index]
        return [*history, written(chosen.text(language), [str(chosen.image)] if chosen.image else [])]

    def pick(self, board: Board, language: Language, event: gr.EventData) -> str:
        """The piece that was clicked, closer."""
        return cards.detail(board.items[event.index], language, picked=True)

    def halt(self, history: History, board: Board, language: Language) -> tuple[Any, ...]:
        """After Stop: what was written stays, and an empty answer becomes a sentence."""
        if not history or history[-1]["role"] == "user":
            history = [*history, answered("")]
        if not said(history[-1]).strip():
            history = [*history[:-1], answered(say("stopped", language))]
        return history, cards.gallery(board, self.stock, language), "", sendable()

    def restart(self, language: Language) -> tuple[Any, ...]:
        """A new conversation over the featured pieces."""
        return [], *self._right(self.featured, language), "", sendable()

    def speak(self, board: Board, key: str, language: Language) -> tuple[Any, ...]:
        """Everything on the page that is written in a language."""
        return (
            language,
            self.brand(language),
            self.status(language),
            self.answerer_switch(key, language),
            self.language_switch(language),
            cards.theme(language),
            cards.welcome(self.examples, language),
            gr.MultimodalTextbox(placeholder=say("write", language), label=say("message", language)),
            gr.Button(say("new_chat", language)),
            *self._right(board, language)[1:],
            "",
        )

    def brand(self, language: Language) -> str:
        """Logo, name, tagline."""
        return cards.brand((ASSETS / "logo.svg").read_text(encoding="utf-8"), language)

    def status(self, language: Language) -> str:
        """Number of pieces, names of the models."""
        return cards.status(sum(self.stock.values()), self.models, language)

    def answerer_switch(self, key: str, language: Language) -> str:
        """Who answers; who cannot says why."""
        choices = [self._choice(a, language) for a in self.answerers.values()]
        return cards.switch("answerer", choices, key, language)

    def language_switch(self, language: Language) -> str:
        """English or Spanish."""
        return cards.switch(
            "language", [Choice(name, name.upper()) for name in LANGUAGES], language, language
        )

    def _choice(self, answerer: Answerer, language: Language) -> Choice:
        if answerer.assistant:
            return Choice(answerer.key, answerer.label)
        why = say(f"{answerer.reason}.why", language)
        return Choice(answerer.key, answerer.label, off=True, note=say(answerer.reason, language), why=why)

    def _right(self, board: Board, language: Language) -> tuple[Any, ...]:
        best = board.items[0] if board.items else None
        return board, cards.gallery(board, self.stock, language), cards.detail(best, language)

    def _changes(self, before: Screen, now: Screen, language: Language) -> tuple[Any, ...]:
        right = (gr.skip(),) * 3 if now.board == before.board else self._right(now.board, language)
        same = (now.stage, now.seconds) == (before.stage, before.seconds)
        return *right, gr.skip() if same else cards.steps(now.stage, now.seconds, language)


def featured(items: Sequence[Item]) -> tuple[Item, ...]:
    """A few pieces to open with: one of each category in turn, each category from another place in its list."""
    kinds: dict[str, list[Item]] = {}
    for item in items:
        kinds.setdefault(item.category, []).append(item)
    return tuple(pieces[7 * n % len(pieces)] for n, pieces in enumerate(kinds.values()))[:FEATURED]


def sendable() -> Any:
    """The box, ready for the next message."""
    return gr.MultimodalTextbox(submit_btn=True, stop_btn=False)
