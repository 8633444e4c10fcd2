"""Six scenes answered once and kept as JSON, so that a page can show them in an instant.

What is kept is what the assistant said, word for word, with the seconds that it took then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from app.agent.reply import Reply
from app.plan import Language, Plan, Sentence, from_json, to_json
from data.catalogue.catalogue import Item, read_catalogue
from data.catalogue.images import open_picture
from data.store.store import Match
from models.llm.chat_model import Message

RECORDINGS = Path(__file__).with_suffix(".json")
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is said in each language, and the id of the sample item whose picture is shown with it."""

    name: str  # key of the words that name it
    en: str
    es: str
    photo: str = ""

    def text(self, language: Language) -> str:
        """The message in a language."""
        return self.es if language == "es" else self.en


SCENES = (
    Scene("tour.words", "Show me two black t-shirts", "Enséñame dos camisetas negras"),
    Scene("tour.photo", "Complete the outfit", "Completa el conjunto", "ts-001"),
    Scene("tour.both", "The same in blue", "La misma en azul", "ts-001"),
    Scene("tour.counted", "Two white shirts and a pair of shoes", "Dos camisas blancas y unos zapatos"),
    Scene("tour.occasion", "What should I wear to a job interview?", "¿Qué me pongo para una entrevista?"),
    Scene("tour.missing", "Do you have a kurta?", "¿Tienes una kurta?"),
)


@dataclass(frozen=True, slots=True)
class Recording:
    """One scene in one language as it was answered."""

    scene: Scene
    reply: Reply
    photo: Path | None


class Tour:
    """The recordings, and the day when they were made; its items are those of the sample catalogue."""

    def __init__(self, kept: Path = RECORDINGS, sample: Path = SAMPLE) -> None:
        said = json.loads(kept.read_text("utf-8"))
        items = {item.id: item for item in read_catalogue(sample).items}
        self.made, self.models = said["made"], list(said["models"])
        self.folder = (sample / "images").resolve()
        self._by: dict[str, list[Recording]] = {
            language: [
                _recording(scene, row, items) for scene, row in zip(SCENES, said[language], strict=True)
            ]
            for language in LANGUAGES
        }

    def recording(self, number: int, language: Language) -> Recording:
        """A scene by its number, from 0; beyond the last one comes the first again."""
        return self._by[language][number % len(SCENES)]


def _recording(scene: Scene, row: Mapping[str, Any], items: Mapping[str, Item]) -> Recording:
    sentences = [Sentence(one["text"], tuple(one["ids"]), one["by"]) for one in row["sentences"]]
    plan = from_json(row["plan"])
    reply = Reply(
        "done", plan, plan, tuple(Match(items[name], score) for name, score in row["items"]),
        tuple(row["missing"]), row["seen"], tuple(sentences), row["seconds"], chat=row["chat"],
        planned_by=row["planned_by"],
    )  # fmt: skip
    return Recording(scene, reply, items[scene.photo].image if scene.photo else None)


def recorded(reply: Reply) -> dict[str, Any]:
    """A finished reply as it is kept."""
    return {
        "plan": to_json(reply.plan or Plan("chat")),
        "items": [[match.item.id, round(match.score, 4)] for match in reply.matches],
        "missing": list(reply.missing),
        "seen": reply.caption,
        "sentences": [{"text": s.text, "ids": list(s.item_ids), "by": s.by} for s in reply.sentences],
        "seconds": dict(reply.seconds),
        "chat": reply.chat,
        "planned_by": reply.planned_by,
    }


def record(assistant: Any, models: Sequence[str]) -> None:
    """Answers all scenes in every language now, over the sample shop, and keeps the answers."""
    photos = {item.id: item.image for item in read_catalogue(SAMPLE).items}
    said: dict[str, Any] = {"made": date.today().isoformat(), "models": list(models)}
    for language in LANGUAGES:
        said[language] = []
        for scene in SCENES:
            shown = (open_picture(photos[scene.photo]),) if scene.photo else ()
            *_, reply = assistant.reply([Message("user", scene.text(language), shown)], language)
            said[language].append(recorded(reply))
    RECORDINGS.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
