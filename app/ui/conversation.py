"""Between the conversation as the page keeps it and the assistant: messages, pictures, one turn.

Reads the page's history (dicts of role and content parts); knows nothing of components, models or the store.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

from app.agent.reply import Answering, Reply
from app.plan import DialogueState, Language, state_from_json, state_to_json
from app.ui.html.elements import unbroken
from app.ui.html.header import progress
from app.ui.strings import say
from data.catalogue.images import PictureError, open_picture
from models.llm.chat_model import Message, ModelError

log = logging.getLogger(__name__)
Turn = dict[str, Any]
History = list[Turn]


@dataclass(frozen=True, slots=True)
class Screen:
    """The conversation at one moment of a turn, and the reply so far (None where the turn failed)."""

    history: History
    reply: Reply | None


def user_turn(text: str, photos: Sequence[str] = ()) -> Turn:
    """A customer's turn, photos first. The text is escaped: the page's chat renders Markdown."""
    words: list[Any] = [safe_markdown(text)] if text else []
    content: list[Any] = [{"path": path} for path in photos]
    return {"role": "user", "content": content + words}


def text_of(turn: Turn) -> str:
    """The text of one turn, as it was written."""
    text = "\n".join(part["text"] for part in _parts(turn) if part.get("type") == "text")
    return unescape(re.sub(r"</?span[^>]*>", "", text))  # a customer's own "<" is escaped


def photos_of(turn: Turn) -> list[str]:
    """The paths of the photos in one turn."""
    return [str(part.get("file", part)["path"]) for part in _parts(turn) if "path" in part or "file" in part]


def _parts(turn: Turn) -> list[dict[str, Any]]:
    content = turn["content"]
    parts = [content] if isinstance(content, str) else content
    return [part if isinstance(part, dict) else {"type": "text", "text": part} for part in parts]


def safe_markdown(text: str) -> str:
    """Text in which neither HTML nor a picture from another host survives the page's Markdown."""
    no_pictures = re.sub(r"!+\s*\[", "[", text)
    return escape(re.sub(r"\]\s*\(", "] (", no_pictures), quote=False)


def last_user_turn(history: History) -> Turn:
    """The customer's last turn."""
    return next(turn for turn in reversed(history) if turn["role"] == "user")


def up_to_last_user_turn(history: History) -> History:
    """The conversation up to the customer's last turn; empty where nothing was said."""
    last = max((n for n, turn in enumerate(history) if turn["role"] == "user"), default=-1)
    return history[: last + 1]


def messages(history: History) -> list[Message]:
    """The conversation for the assistant. Only the last message brings its photo.

    Raises PictureError for a photo that does not open.
    """
    turns = [Message(turn["role"], text_of(turn)) for turn in history if not turn.get("metadata")]
    images = tuple(open_picture(path) for path in photos_of(last_user_turn(history)))
    return [*turns[:-1], replace(turns[-1], images=images)]


def state(history: History) -> DialogueState:
    """What the conversation has come to, as the steps of its last answer keep it; that of an empty one where
    they keep none that can be read."""
    for turn in reversed(history):
        kept = (turn.get("metadata") or {}).get("id")
        if kept:
            try:
                return state_from_json(json.loads(kept))
            except (ValueError, TypeError, RecursionError):  # it comes back from the visitor's browser
                log.warning("a turn keeps no state that can be read")
    return DialogueState()


def run_turn(
    assistant: Answering, history: History, language: Language, begun: Reply | None = None
) -> Iterator[Screen]:
    """One turn, screen by screen, from what was ``begun`` on. Ends with a sentence whatever happens."""
    reply, before = None, state(history)
    try:
        begun = replace(begun, before=before) if begun else None
        for reply in assistant.reply(messages(history), language, begun, before):
            yield Screen([*history, *assistant_turns(reply, language)], reply)
        return
    except PictureError as error:
        key = f"photo.{error.kind}"
    except ModelError as error:
        log.error("the answering model failed: %s", error)
        key = "model_failed"
    except Exception as error:  # the last catch before the customer: a sentence, never a trace
        # Frames only: the error's message may quote the customer or hold a key.
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("turn failed: %s\n%s", type(error).__name__, frames)
        key = "failed"
    yield Screen([*history, {"role": "assistant", "content": say(key, language)}], None)


def stopped(history: History, language: Language) -> History:
    """The conversation after Stop: an answer that had begun stays, otherwise a sentence takes its place."""
    kept = [turn for turn in history if (turn.get("metadata") or {}).get("status") != "pending"]
    if kept and kept[-1]["role"] == "user":
        kept.append({"role": "assistant", "content": say("stopped", language)})
    return kept


def assistant_turns(reply: Reply, language: Language, mark: str = "") -> History:
    """The turns that answer a customer: ``mark`` and how far it has come, what was seen, what is said."""
    title = " · ".join(filter(None, (mark, progress(reply.seconds, reply.stage, language))))
    kept = json.dumps(state_to_json(reply.state), ensure_ascii=False)
    turns = [_aside(title, status="done" if reply.stage == "done" else "pending", id=kept)]
    spoken = reply.plan.language if reply.plan else language  # the answer's, not the page's
    if reply.notice:  # aside, so that no model takes it for something that it said
        turns.append(_aside(say(reply.notice, spoken)))
    if reply.caption:
        turns.append(_aside(safe_markdown(say("seen", spoken, caption=reply.caption))))
    if reply.sentences:
        turns.append({"role": "assistant", "content": _sentences(reply)})
    return turns


def _aside(title: str, status: str = "done", **metadata: str) -> Turn:
    return {"role": "assistant", "content": "", "metadata": {"title": title, "status": status, **metadata}}


def _sentences(reply: Reply) -> str:
    """An answer's sentences, each marked with the cards that it is about; the page's script lights them."""
    return " ".join(
        f'<span class="{_classes(one.item_ids)}">{unbroken(safe_markdown(one.text))}</span>'
        for one in reply.sentences
    )


def _classes(ids: Sequence[str]) -> str:
    """Ids as names of classes: the page's Markdown lets no other attribute through that could hold one."""
    return " ".join(["claim", *(f"of-{name.encode().hex()}" for name in ids)])
