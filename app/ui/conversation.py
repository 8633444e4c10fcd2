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

from app.agent.attachments import open_attachments
from app.agent.reply import Answering, Reply
from app.plan import DialogueState, Language, state_from_json, state_to_json
from app.ui.html.credits import NO_PLAN, answer_credit
from app.ui.html.elements import unbroken
from app.ui.html.header import progress
from app.ui.media.saved import save_frames
from app.ui.strings import say
from data.catalogue.images import PictureError
from data.catalogue.video import is_video
from models.llm.chat_model import Message, ModelError

log = logging.getLogger(__name__)
Turn = dict[str, Any]
WITH_ITEMS = ("answering", "done")  # stages of a reply that has its items


@dataclass(frozen=True, slots=True)
class Screen:
    """The conversation at one moment of a turn, and the reply so far (None where the turn failed)."""

    history: list[Turn]
    reply: Reply | None


def user_turn(text: str, photos: Sequence[str] = ()) -> Turn:
    """A customer's turn, photos first. The text is escaped: the page's chat renders Markdown."""
    content: list[Any] = [{"path": path} for path in photos]
    return {"role": "user", "content": content + [_safe_markdown(text)] * bool(text)}


def message_of(turn: Turn) -> dict[str, Any]:
    """A turn as the page's box holds it: its text as it was written, and the paths of what came with it."""
    files = _files(turn)
    return {"text": _text(turn), "files": [file for file in files if is_video(file)] or files}


def photos_of(history: list[Turn]) -> list[str]:
    """The paths of the pictures of the customer's last message; of a video, of those that stand for it."""
    asked = up_to_last_user_turn(history)[-1:]
    return [file for turn in asked for file in _files(turn) if not is_video(file)]


def photos_in(history: list[Turn]) -> list[str]:
    """The paths of all pictures that stand in the customer's messages."""
    own = [file for turn in history if turn["role"] == "user" for file in _files(turn)]
    return [file for file in own if not is_video(file)]


def _text(turn: Turn) -> str:
    text = "\n".join(part["text"] for part in _parts(turn) if part.get("type") == "text")
    return unescape(re.sub(r"</?span[^>]*>", "", text))  # a customer's own "<" is escaped


def _files(turn: Turn) -> list[str]:
    return [str(part.get("file", part)["path"]) for part in _parts(turn) if "path" in part or "file" in part]


def _parts(turn: Turn) -> list[dict[str, Any]]:
    content = turn["content"]
    parts = [content] if isinstance(content, str) else content
    return [part if isinstance(part, dict) else {"type": "text", "text": part} for part in parts]


def _safe_markdown(text: str) -> str:
    """Text in which neither HTML nor a picture from another host survives the page's Markdown."""
    no_pictures = re.sub(r"!+\s*\[", "[", text)
    return escape(re.sub(r"\]\s*\(", "] (", no_pictures), quote=False)


def up_to_last_user_turn(history: list[Turn]) -> list[Turn]:
    """The conversation up to the customer's last turn; empty where nothing was said."""
    last = max((n for n, turn in enumerate(history) if turn["role"] == "user"), default=-1)
    return history[: last + 1]


def _messages(history: list[Turn]) -> list[Message]:
    """The conversation for the assistant, each answer with the ids of the items that stood beside it. Only
    the last message brings its photos.

    Raises PictureError for a photo that does not open.
    """
    turns, shown = list[Message](), tuple[str, ...]()
    for turn in history:
        kept = _kept_state(turn)
        shown = () if turn["role"] == "user" else kept.shown if kept else shown
        if turn["role"] == "user" or not turn.get("metadata"):
            turns.append(Message(turn["role"], _text(turn), shown=shown))
    asked = up_to_last_user_turn(history)[-1]
    images = open_attachments(photos_of(history))
    return [*turns[:-1], replace(turns[-1], images=images, again=_again(asked))]


def _unseen_video(history: list[Turn]) -> str:
    """The path of the video in the customer's last message, if nobody has looked at it; "" for none."""
    files = _files(up_to_last_user_turn(history)[-1])
    return files[0] if len(files) == 1 and is_video(files[0]) else ""


def _with_frames(history: list[Turn]) -> list[Turn]:
    """The conversation with pictures of that video, which stand for it, behind it. Raises PictureError."""
    *before, asked = up_to_last_user_turn(history)
    video = _unseen_video(history)
    content = user_turn(_text(asked), [video, *save_frames(video)])["content"]
    return [*before, {**asked, "content": content}, *history[len(before) + 1 :]]


def asked_again(history: list[Turn]) -> list[Turn]:
    """A conversation that ends with a message whose answer is wanted once more, in other words."""
    *before, asked = history
    return [*before, {**asked, "metadata": {**(asked.get("metadata") or {}), "log": str(_again(asked) + 1)}}]


def _again(turn: Turn) -> int:
    """How often the answer to a message has been wanted anew; it comes back from the visitor's browser."""
    said = str((turn.get("metadata") or {}).get("log") or "")
    return int(said[:4]) if said.isdecimal() else 0


def state(history: list[Turn]) -> DialogueState:
    """What the conversation has come to, as the steps of its last answer keep it; that of an empty one where
    they keep none that can be read."""
    for turn in reversed(history):
        kept = _kept_state(turn)
        if kept:
            return kept
        if _keeps_state(turn):
            log.warning("a turn keeps no state that can be read")
    return DialogueState()


def _kept_state(turn: Turn) -> DialogueState | None:
    """What the conversation had come to at a turn; None where it keeps none, or none that can be read."""
    if not _keeps_state(turn):
        return None
    try:
        return state_from_json(json.loads(turn["metadata"]["id"]))
    except (ValueError, TypeError, RecursionError):  # it comes back from the visitor's browser
        return None


def run_turn(
    assistant: Answering, history: list[Turn], language: Language, begun: Reply | None = None
) -> Iterator[Screen]:
    """One turn, screen by screen, from what was ``begun`` on. Ends with a sentence whatever happens."""
    before = state(history)
    reply = begun = replace(begun, before=before) if begun else None
    try:
        if _unseen_video(history):  # which takes its time
            yield Screen([*history, *assistant_turns(Reply("planning", before=before), language)], None)
            history = _with_frames(history)
        for reply in assistant.reply(_messages(history), language, begun, before):
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
    steps = [_done(turn) for turn in assistant_turns(reply, language) if _keeps_state(turn)] if reply else []
    yield Screen([*history, *steps, {"role": "assistant", "content": say(key, language)}], None)


def stopped(history: list[Turn], language: Language) -> list[Turn]:
    """The conversation after Stop: an answer that had begun stays, otherwise a sentence takes its place.

    A step at work stays, as done, where it had found its items: it keeps what the conversation has come to.
    """
    kept = [_done(turn) for turn in history if not _pending(turn) or _keeps_state(turn)]
    answer = kept[len(up_to_last_user_turn(kept)) :]
    if kept and not any(map(_text, answer)):
        kept.append({"role": "assistant", "content": say("stopped", language)})
    return kept


def _pending(turn: Turn) -> bool:
    return (turn.get("metadata") or {}).get("status") == "pending"


def _keeps_state(turn: Turn) -> bool:
    return bool((turn.get("metadata") or {}).get("id"))


def _done(turn: Turn) -> Turn:
    if not _pending(turn):
        return turn
    title = str(turn["metadata"].get("title") or "").removesuffix(" …")
    return {**turn, "metadata": {**turn["metadata"], "status": "done", "title": title}}


def assistant_turns(reply: Reply, language: Language, mark: str = "") -> list[Turn]:
    """The turns that answer a customer: ``mark`` and how far it has come, what was seen, what is said, and
    who planned and wrote it. All but what is said are asides, which no model takes for its own words."""
    title = " · ".join(filter(None, (mark, progress(reply.seconds, reply.stage, language))))
    steps = _aside(title, "done" if reply.stage == "done" else "pending")
    if reply.stage in WITH_ITEMS:
        steps["metadata"]["id"] = json.dumps(state_to_json(reply.state), ensure_ascii=False)
    turns = [steps]
    spoken = reply.plan.language if reply.plan else language  # the answer's, not the page's
    if reply.notice not in ("", NO_PLAN):  # that one stands in the last line
        turns.append(_aside(say(reply.notice, spoken)))
    if reply.caption:
        turns.append(_aside(_safe_markdown(say("seen", spoken, caption=reply.caption))))
    if reply.sentences:
        turns.append({"role": "assistant", "content": _sentences(reply)})
        turns.append(_aside(_safe_markdown(answer_credit(reply, spoken))))
    return turns


def _aside(title: str, status: str = "done") -> Turn:
    return {"role": "assistant", "content": "", "metadata": {"title": title, "status": status}}


def _sentences(reply: Reply) -> str:
    """An answer's sentences, each marked with the cards that it is about; the page's script lights them."""
    return " ".join(
        f'<span class="{_classes(one.item_ids)}">{unbroken(_safe_markdown(one.text))}</span>'
        for one in reply.sentences
    )


def _classes(ids: Sequence[str]) -> str:
    """Ids as names of classes: the page's Markdown lets no other attribute through that could hold one."""
    return " ".join(["claim", *(f"of-{name.encode().hex()}" for name in ids)])
