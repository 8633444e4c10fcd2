"""Conversations and replies as the JSON that other programs send and read: `ask`, the HTTP API, MCP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.agent.attachments import open_attachments, place
from app.agent.reply import Reply
from app.plan import PhotoAttributes, to_json
from data.catalogue.values.prices import NO_CURRENCY
from data.catalogue.vocabulary import broad_pattern
from data.store.store import Match
from models.llm.chat_model import Message


def reply_to_json(reply: Reply, encoder: str, notice: str = "") -> dict[str, Any]:
    """A finished reply. ``encoder`` is the encoder's name, ``notice`` the sentence for the key that the reply
    brings where another language model had to take over."""
    plan = reply.plan
    if plan is None:
        raise ValueError("expected a reply that has been planned, found none")
    counts = plan.counts().items()
    optional = {"seen": reply.caption, "photos": [*map(photo_to_json, plan.photos)], "notice": notice}
    return {
        "language": plan.language,
        "intent": plan.act,
        "categories": [{"category": name, "count": count} for name, count in counts if name],
        "items": [_item(match) for match in reply.matches],
        "answer": reply.text,
        "plan": to_json(plan),
        "planned_by": reply.planned_by,
        "written_by": list(reply.written_by),
        "seconds": dict(reply.seconds),
        "models": {"encoder": encoder, "chat": reply.chat},
        **{key: said for key, said in optional.items() if said},
    }


def photo_to_json(seen: PhotoAttributes) -> dict[str, Any]:
    """What one look at a photo gave, without what it is unsure of."""
    return {
        "garment": seen.garment, "category": seen.category, "colours": list(seen.colours),
        "pattern": broad_pattern(seen.pattern), "audience": seen.audience,
    }  # fmt: skip


def _item(match: Match) -> dict[str, Any]:
    item = match.item
    return {
        "id": item.id, "title": item.title, "category": item.category, "colour": item.colour,
        "gender": item.gender, "price": item.price, "currency": item.currency.replace(NO_CURRENCY, ""),
        "sale_price": item.sale_price, "available": item.available, "brand": item.brand,
        "sizes": list(item.sizes), "link": item.link,
        "description": item.description, "score": round(match.score, 4), "image": str(item.image),
    }  # fmt: skip


def conversation_from_json(row: Any) -> list[Message]:
    """``history`` and ``message`` of one input; its ``image``, a file or several, belongs to the message.

    Raises PictureError, and ValueError where the keys or their values are others.
    """
    if not isinstance(row, dict) or not isinstance(row.get("message", ""), str):
        raise ValueError('expected an object with the keys "message" and optionally "image" and "history"')
    image, text = row.get("image") or [], row.get("message", "")
    photos = open_attachments([str(one) for one in (image if isinstance(image, list) else [image])])
    if place_from_json(row) and len(photos) != 1:
        raise ValueError(f'expected a single image for "tap" or "box", found {len(photos)}')
    if not text.strip() and not photos:
        raise ValueError("expected a message or an image, found neither")
    try:
        history = [*map(_turn, row.get("history") or ())]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            'expected a history of {"role": …, "content": …}, an assistant message also with "shown": ids'
        ) from error
    return [*history, Message("user", text, photos)]


def place_from_json(row: Mapping[str, Any]) -> tuple[float, ...] | None:
    """Where in the image of an input somebody points: its ``tap`` or ``box``; None where it has neither.
    Raises ValueError."""
    for key, sides in (("tap", 2), ("box", 4)):
        told = row.get(key)
        if told is not None:
            at = place(told)
            if at is None or len(at) != sides:
                raise ValueError(f'expected "{key}" as {sides} fractions of the image from 0 to 1')
            return at
    return None


def _turn(row: dict[str, Any]) -> Message:
    """An earlier message; the ids of the items that came with it stand in ``shown``, or in its ``items``."""
    shown = row.get("shown") or [item["id"] for item in row.get("items", ())]
    return Message(row["role"], row["content"], shown=tuple(shown))
