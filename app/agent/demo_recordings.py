"""The demo's scenes: messages, some with a photo, each answered once in every language and kept as JSON.

A recording is what the assistant said, word for word, with the seconds that it took then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.agent.reply import Reply
from app.nlu.lexicon import LANGUAGES
from app.plan import Language, Plan, Sentence, from_json, to_json
from data.catalogue.catalogue import Item, read_catalogue
from data.catalogue.images import open_picture
from data.store.store import Match
from models.llm.chat_model import Message

FILE = Path(__file__).with_suffix(".json")
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


@dataclass(frozen=True, slots=True)
class Recording:
    """One scene in one language as it was answered."""

    key: str  # of the words that name the scene
    message: str
    photo: Path | None
    reply: Reply


class Recordings:
    """All scenes, and the day when they were recorded; their items are those of the sample catalogue."""

    def __init__(self, file: Path = FILE, sample: Path = SAMPLE) -> None:
        kept = json.loads(file.read_text("utf-8"))
        items = {item.id: item for item in read_catalogue(sample).items}
        self.made, self.folder, self.count = kept["made"], (sample / "images").resolve(), len(kept["scenes"])
        self._by_language = {
            language: [_recording(*row, items) for row in zip(kept["scenes"], kept[language], strict=True)]
            for language in LANGUAGES
            if language in kept
        }

    def recording(self, number: int, language: Language) -> Recording:
        """A scene by its number, from 0; the first follows the last. In English where there is none in the
        language."""
        return self._by_language.get(language, self._by_language["en"])[number % self.count]


def _recording(scene: Mapping[str, str], row: Mapping[str, Any], items: Mapping[str, Item]) -> Recording:
    sentences = tuple(Sentence(text, tuple(ids), by) for text, ids, by in row["sentences"])
    matches = tuple(Match(items[name], score) for name, score in row["items"])
    plan = from_json(row["plan"])
    reply = Reply(
        "done", plan, plan, matches, tuple(row["missing"]), row["caption"], sentences, row["seconds"],
        chat=row["chat"], planned_by=row["planned_by"],
    )  # fmt: skip
    return Recording(
        scene["key"], row["message"], items[scene["photo"]].image if scene["photo"] else None, reply
    )


def recorded(message: str, reply: Reply) -> dict[str, Any]:
    """A message and its finished reply as the file keeps them."""
    return {
        "message": message,
        "plan": to_json(reply.plan or Plan("chat")),
        "items": [[match.item.id, round(match.score, 4)] for match in reply.matches],
        "missing": list(reply.missing),
        "caption": reply.caption,
        "sentences": [[one.text, list(one.item_ids), one.by] for one in reply.sentences],
        "seconds": dict(reply.seconds),
        "chat": reply.chat,
        "planned_by": reply.planned_by,
    }


def record(assistant: Any, models: Sequence[str], file: Path = FILE) -> None:
    """Answers all scenes of the file anew, over the sample shop, and keeps the answers in it."""
    kept, photos = json.loads(file.read_text("utf-8")), {i.id: i.image for i in read_catalogue(SAMPLE).items}
    kept |= {"made": date.today().isoformat(), "models": list(models)}
    for language in (name for name in LANGUAGES if name in kept):
        messages = [row["message"] for row in kept[language]]
        kept[language] = []
        for scene, text in zip(kept["scenes"], messages, strict=True):
            images = (open_picture(photos[scene["photo"]]),) if scene["photo"] else ()
            *_, reply = assistant.reply([Message("user", text, images)], language)
            kept[language].append(recorded(text, reply))
    file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
