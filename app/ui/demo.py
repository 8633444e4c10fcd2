"""The tour: six recorded scenes shown in an instant, each of which can also be answered live.

A recording is what the assistant said, word for word, with the seconds that it took then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from app.agent.reply import Reply
from app.factcheck.stream import Told
from app.nlu.wish import Language, Wish, as_json, parse
from app.ui import conversation
from app.ui.chat import busy_box
from app.ui.context import Shop
from app.ui.html.elements import button
from app.ui.state import Outfit, Results
from app.ui.strings import LANGUAGES, say
from data.catalogue.catalogue import Item, read_catalogue
from data.store.store import Match

FILE = Path(__file__).parent / "static" / "tour.json"
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


@dataclass(frozen=True, slots=True)
class Scene:
    """The key of the strings that name it and are said, and the id of the sample item whose photo is sent."""

    key: str
    photo: str = ""

    def text(self, language: Language) -> str:
        """The customer's message."""
        return say(f"{self.key}.message", language)


SCENES = (
    Scene("tour.words"), Scene("tour.photo", "ts-001"), Scene("tour.both", "ts-001"), Scene("tour.counted"),
    Scene("tour.occasion"), Scene("tour.missing"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recording:
    """One scene in one language as it was answered."""

    scene: Scene
    reply: Reply
    photo: Path | None


class Recordings:
    """All scenes, and the day when they were recorded; their items are those of the sample catalogue."""

    def __init__(self, file: Path = FILE, sample: Path = SAMPLE) -> None:
        recorded = json.loads(file.read_text("utf-8"))
        items = {item.id: item for item in read_catalogue(sample).items}
        self.made, self.folder = recorded["made"], (sample / "images").resolve()
        self._by_language = {
            language: [_recording(*row, items) for row in zip(SCENES, recorded[language], strict=True)]
            for language in LANGUAGES
            if language in recorded
        }

    def recording(self, number: int, language: Language) -> Recording:
        """A scene by its number, from 0; the first follows the last. In English where it was not recorded in
        the language."""
        return self._by_language.get(language, self._by_language["en"])[number % len(SCENES)]


def _recording(scene: Scene, row: Mapping[str, Any], items: Mapping[str, Item]) -> Recording:
    told = tuple(Told(one["sentence"], tuple(one["ids"])) for one in row["told"])
    matches = tuple(Match(items[name], score) for name, score in row["items"])
    reply = Reply(
        "done", parse(row["wish"]), matches, tuple(row["missing"]), row["seen"],
        " ".join(one.sentence for one in told), told, row["seconds"], chat=row["chat"],
    )  # fmt: skip
    return Recording(scene, reply, items[scene.photo].image if scene.photo else None)


def recorded(reply: Reply) -> dict[str, Any]:
    """A finished reply as the file keeps it."""
    return {
        "wish": as_json(reply.wish or Wish("chat")),
        "items": [[match.item.id, round(match.score, 4)] for match in reply.matches],
        "missing": list(reply.missing),
        "seen": reply.seen,
        "told": [{"sentence": one.sentence, "ids": list(one.ids)} for one in reply.told],
        "seconds": dict(reply.seconds),
        "chat": reply.chat,
    }


class DemoHandlers:
    """Handlers of the tour, as plain functions of what the components hold."""

    def __init__(self, shop: Shop, recordings: Recordings) -> None:
        self.shop, self.recordings = shop, recordings

    def show_scene(self, outfit: Outfit, language: Language, event: gr.EventData) -> tuple[Any, ...]:
        """(chat, rail, refine, bar) for a recorded scene."""
        number, recording, turn = self._scene(event, language)
        reply, photo = recording.reply, str(recording.photo or "")
        items = tuple(match.item for match in reply.matches)
        results = Results(items, reply, recording.scene.text(language), photo)
        history = [turn, *conversation.assistant_turns(reply, language, say("recorded", language))]
        rail, refine = self.shop.rail(results, outfit, language), self.shop.refine(results, language)
        return history, *rail, refine, self.bar(language, number)

    def run_live(self, language: Language, event: gr.EventData) -> tuple[Any, list[Any], str]:
        """(box, chat, bar) with the scene's message, to be answered now."""
        number, _, turn = self._scene(event, language)
        return busy_box(), [turn], self.bar(language, number, live=True)

    def _scene(self, event: gr.EventData, language: Language) -> tuple[int, Recording, Any]:
        number = int(event._data["id"] or 0) % len(SCENES)
        recording = self.recordings.recording(number, language)
        photos = [str(recording.photo)] if recording.photo else []
        return number, recording, conversation.user_turn(recording.scene.text(language), photos)

    def bar(self, language: Language, number: int | None = None, live: bool = False) -> str:
        """An invitation, or where in the tour the visitor is."""
        if number is None:
            return f'<div class="tour">{button("scene", say("tour", language), "0")}</div>'
        name, of = say(SCENES[number].key, language), len(SCENES)
        where = say("tour.scene", language, number=number + 1, of=of, name=name)
        made = say("tour.live" if live else "tour.recorded", language, day=self.recordings.made)
        steps = (
            ("scene", "←", (number - 1) % of, "tour.back"), ("scene", "→", (number + 1) % of, "tour.on"),
            ("end", "×", number, "tour.end"),
        )  # fmt: skip
        buttons = button("live", say("tour.run", language), str(number))
        for action, words, target, key in steps:
            label = f' aria-label="{escape(say(key, language))}"'
            buttons += button(action, words, str(target), more=label)
        return (
            f'<div class="tour on"><p aria-live="polite"><b>{escape(where)}</b> '
            f"<span>{escape(made)}</span></p>{buttons}</div>"
        )
