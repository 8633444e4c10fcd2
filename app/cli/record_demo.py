"""`python -m app.cli.record_demo`: answers the tour's six scenes now and keeps the answers."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from app.config import Settings, SettingsError
from app.factory import assistant_from
from app.ui.demo import FILE, SAMPLE, SCENES, recorded
from app.ui.strings import LANGUAGES
from data.catalogue.catalogue import Item, read_catalogue
from data.catalogue.images import open_picture
from data.store.store import StoreError
from models.llm.chat_model import Message, ModelError


def record(assistant: Any, items: Sequence[Item], models: Sequence[str]) -> dict[str, Any]:
    """All scenes in all languages, answered now."""
    photos = {item.id: item.image for item in items}
    recordings: dict[str, Any] = {"made": date.today().isoformat(), "models": list(models)}
    for language in LANGUAGES:
        recordings[language] = []
        for scene in SCENES:
            images = (open_picture(photos[scene.photo]),) if scene.photo else ()
            *_, reply = assistant.reply([Message("user", scene.text(language), images)], language)
            recordings[language].append(recorded(reply))
    return recordings


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        assistant = assistant_from(Settings.from_env(os.environ, catalogue=SAMPLE))
        models = [assistant.encoder.name, assistant.chat.name]
        recordings = record(assistant, read_catalogue(SAMPLE).items, models)
    except (SettingsError, StoreError, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    FILE.write_text(json.dumps(recordings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
