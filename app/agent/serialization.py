"""Conversations and replies as the JSON that other programs send and read: `ask`, the HTTP API, MCP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.agent.reply import Reply
from data.catalogue.images import open_picture
from models.llm.chat_model import Message


def reply_as_json(reply: Reply, encoder: str, notice: str = "") -> dict[str, Any]:
    """A finished reply. ``encoder`` is the encoder's name, ``notice`` the sentence for the key that the reply
    brings where another language model had to take over."""
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
        "models": {"encoder": encoder, "chat": reply.chat},
        **({"seen": reply.seen} if reply.seen else {}),
        **({"notice": notice} if notice else {}),
    }  # fmt: skip


def conversation_from_json(row: Any) -> list[Message]:
    """``history`` and ``message`` of one input; its ``image``, a file, belongs to the message.

    Raises PictureError, and ValueError where the keys are others.
    """
    if not isinstance(row, dict) or not isinstance(row.get("message", ""), str):
        raise ValueError('expected an object with the keys "message" and optionally "image" and "history"')
    image, text = row.get("image"), row.get("message", "")
    photos = (open_picture(Path(image)),) if image else ()
    if not text.strip() and not photos:
        raise ValueError("expected a message or an image, found neither")
    return [*map(_turn, row.get("history", [])), Message("user", text, photos)]


def _turn(row: dict[str, Any]) -> Message:
    """An earlier message; the ids of the items that came with it stand in ``shown``, or in its ``items``."""
    shown = row.get("shown") or [item["id"] for item in row.get("items", ())]
    return Message(row["role"], row["content"], shown=tuple(shown))
