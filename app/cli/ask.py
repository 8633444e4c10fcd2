"""`python -m app.cli.ask`: one turn from the shell, or a file of them with the models loaded once."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.agent.assistant import Assistant
from app.agent.fallback import Ladder
from app.agent.reply import Reply
from app.config import Settings, SettingsError
from app.factory import assistant_from
from app.ui.strings import say
from data.catalogue.images import PictureError, open_picture
from data.store.store import StoreError
from models.llm.chat_model import Message, ModelError


def as_json(reply: Reply, assistant: Assistant | Ladder) -> dict[str, Any]:
    """A finished reply in the shape that other programs read (README, "From the shell")."""
    wish = reply.wish
    if wish is None:
        raise ValueError("only a finished reply has a wish")
    return {
        "language": wish.language,
        "intent": wish.intent,
        "categories": [{"category": name, "count": n} for name, n in wish.counts().items() if name],
        "items": [
            {
                "id": m.item.id, "title": m.item.title, "category": m.item.category, "colour": m.item.colour,
                "score": round(m.score, 4), "image": str(m.item.image),
            }
            for m in reply.matches
        ],
        "answer": reply.text,
        "seconds": dict(reply.seconds),
        "models": {"encoder": assistant.encoder.name, "chat": reply.chat},
        **({"seen": reply.seen} if reply.seen else {}),
        **({"notice": say(reply.notice, wish.language)} if reply.notice else {}),
    }  # fmt: skip


def messages_of(row: dict[str, Any]) -> list[Message]:
    """History and message of one input; a photo belongs to the message. Raises PictureError, ValueError."""
    if not isinstance(row, dict) or not isinstance(row.get("message", ""), str):
        raise ValueError('expected an object with the keys "message" and optionally "image" and "history"')
    image = row.get("image")
    photos = (open_picture(Path(image)),) if image else ()
    text = row.get("message", "")
    if not text.strip() and not photos:
        raise ValueError("expected a message or an image, found neither")
    history = [
        Message(m["role"], m["content"], shown=tuple(item["id"] for item in m.get("items", ())))
        for m in row.get("history", [])
    ]
    return [*history, Message("user", text, photos)]


def answers(assistant: Assistant | Ladder, lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """One JSON object for each input line; a bad line gives {"error": …} and the next goes on."""
    for line in lines:
        if not line.strip():
            continue
        try:
            yield as_json(_last(assistant, messages_of(json.loads(line))), assistant)
        except (PictureError, ModelError, ValueError, KeyError) as error:
            yield {"error": str(error)}


def _last(assistant: Assistant | Ladder, messages: list[Message]) -> Reply:
    *_, reply = assistant.reply(messages)
    return reply


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.cli.ask", description=__doc__)
    parser.add_argument(
        "message", nargs="?", default="", help="what the customer writes, in English or Spanish"
    )
    parser.add_argument("--image", help="a photo that belongs to the message")
    parser.add_argument(
        "--batch", type=Path, help='JSON lines with "message", optional "image" and "history"'
    )
    parser.add_argument("--json", action="store_true", help="print one JSON line instead of text")
    parser.add_argument(
        "--store", help="folder or address of the index (default: that of the sample catalogue)"
    )
    args = parser.parse_args()
    if not (args.message or args.image or args.batch):
        parser.error("give a message, --image or --batch")
    return args


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    args = _arguments()
    out = sys.stdout
    try:
        assistant = assistant_from(Settings.from_env(os.environ, store=args.store))
        if args.batch:
            with args.batch.open(encoding="utf-8") as lines:
                for answer in answers(assistant, lines):
                    out.write(json.dumps(answer, ensure_ascii=False) + "\n")
                    out.flush()
            return 0
        reply = _last(assistant, messages_of({"message": args.message, "image": args.image}))
    except (SettingsError, StoreError, ModelError, PictureError, ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    shown = json.dumps(as_json(reply, assistant), ensure_ascii=False) if args.json else _readable(reply)
    out.write(shown + "\n")
    return 0


def _readable(reply: Reply) -> str:
    cards = [f"  {m.item.id:12} {m.item.title}  ({m.item.category}, {m.score:.2f})" for m in reply.matches]
    return "\n".join([reply.text, *cards])


if __name__ == "__main__":
    sys.exit(main())
