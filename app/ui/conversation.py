"""Between what the page keeps of a conversation and what the assistant is told: messages, pictures, one turn.

Reads the page's history (dicts of role and content parts); knows nothing of components, models or the store.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any, Protocol

from app.agent.reply import Reply
from app.factcheck.stream import Told
from app.plan import Language
from app.ui.html.cards import unbroken
from app.ui.html.header import progress
from app.ui.strings import say
from data.catalogue.images import PictureError, open_picture
from models.llm.chat_model import Message, ModelError

log = logging.getLogger(__name__)
Turn = dict[str, Any]
History = list[Turn]


class Answers(Protocol):
    """Whoever can answer a conversation; the assistant is one."""

    def reply(
        self, messages: Sequence[Message], language: Language = "en", begun: Reply | None = None
    ) -> Iterator[Reply]:
        """Ever more complete replies to the last message, from what was ``begun`` on."""
        ...


@dataclass(frozen=True, slots=True)
class Screen:
    """The conversation at one moment of a turn, and the reply so far (None when the turn failed)."""

    history: History
    reply: Reply | None


def said(turn: Turn) -> str:
    """The words of one turn, as they were written."""
    text = "\n".join(part["text"] for part in _parts(turn) if part.get("type") == "text")
    return unescape(re.sub(r"</?span[^>]*>", "", text))  # a customer's own "<" is escaped


def photos(turn: Turn) -> list[str]:
    """The paths of the photos in one turn."""
    return [str(part.get("file", part)["path"]) for part in _parts(turn) if "path" in part or "file" in part]


def written(text: str, shown: Sequence[str] = ()) -> Turn:
    """A customer's turn, photos first. The words are escaped: the page's chat renders Markdown."""
    words: list[Any] = [safe(text)] if text else []
    content: list[Any] = [{"path": path} for path in shown]
    return {"role": "user", "content": content + words}


def proven(told: Sequence[Told]) -> str:
    """An answer by sentence, each marked with the cards that bear it out; the page's script lights them."""
    return " ".join(f'<span class="{_claim(one.ids)}">{unbroken(safe(one.sentence))}</span>' for one in told)


def _claim(ids: Sequence[str]) -> str:
    """Names of classes: the page's Markdown lets no other attribute through that could hold an id."""
    return " ".join(["claim", *(f"of-{name.encode().hex()}" for name in ids)])


def safe(text: str) -> str:
    """Text in which neither HTML nor a picture from another host survives the page's Markdown."""
    quiet = re.sub(r"!+\s*\[", "[", text)
    return escape(re.sub(r"\]\s*\(", "] (", quiet), quote=False)


def asked(history: History) -> Turn:
    """The customer's last turn."""
    return next(turn for turn in reversed(history) if turn["role"] == "user")


def upto(history: History) -> History:
    """The conversation up to the customer's last turn; empty where nothing was said."""
    last = max((n for n, turn in enumerate(history) if turn["role"] == "user"), default=-1)
    return history[: last + 1]


def messages(history: History) -> list[Message]:
    """The conversation for the assistant. Only the last message brings its photo.

    Raises PictureError for a photo that does not open.
    """
    turns, shown = list[Message](), tuple[str, ...]()
    for turn in history:
        if turn["role"] == "user":
            shown = ()
        if turn.get("metadata"):
            shown = _shown(turn) or shown
        else:
            turns.append(Message(turn["role"], said(turn), shown=shown))
    images = tuple(open_picture(path) for path in photos(asked(history)))
    return [*turns[:-1], replace(turns[-1], images=images)]


def _shown(steps: Turn) -> tuple[str, ...]:
    """The ids of the items that came with an answer, as its steps keep them."""
    return tuple(filter(None, str(steps["metadata"].get("id") or "").split("\n")))


def take(
    assistant: Answers, history: History, language: Language, begun: Reply | None = None
) -> Iterator[Screen]:
    """One turn, screen by screen, from what was ``begun`` on. Ends with a sentence whatever happens."""
    reply: Reply | None = None
    try:
        for reply in assistant.reply(messages(history), language, begun):
            yield Screen([*history, *answer(reply, language)], reply)
    except PictureError as error:
        yield _ended(history, say(f"photo.{error.kind}", language))
    except ModelError as error:
        log.error("the answering model failed: %s", error)
        yield _ended(history, say("model_failed", language))
    except Exception as error:  # the last door before the customer: a sentence, never a trace
        # Frames only: a message of the error may quote the customer or hold a key.
        log.error(
            "turn failed: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
        )
        yield _ended(history, say("failed", language))


def halted(history: History, language: Language) -> History:
    """The conversation after Stop: an answer that had begun stays, otherwise a sentence takes its place."""
    kept = [turn for turn in history if (turn.get("metadata") or {}).get("status") != "pending"]
    if kept and kept[-1]["role"] == "user":
        kept.append({"role": "assistant", "content": say("stopped", language)})
    return kept


def answer(reply: Reply, language: Language, mark: str = "") -> History:
    """The turns that answer a customer: ``mark`` and how far it has come, what was seen, what is said."""
    working = reply.stage != "done"
    steps: Turn = {
        "title": " · ".join(filter(None, (mark, progress(reply.seconds, reply.stage, language)))),
        "status": "pending" if working else "done",
        "id": "\n".join(match.item.id for match in reply.matches),
    }
    turns: History = [{"role": "assistant", "content": "", "metadata": steps}]
    spoken = reply.wish.language if reply.wish else language  # as the answer is
    if reply.notice:  # aside, so that no model is told it as something that it said
        aside = {"title": say(reply.notice, spoken), "status": "done"}
        turns.append({"role": "assistant", "content": "", "metadata": aside})
    if reply.seen:
        seen = {"title": safe(say("seen", spoken, caption=reply.seen)), "status": "done"}
        turns.append({"role": "assistant", "content": "", "metadata": seen})
    if reply.text:
        turns.append({"role": "assistant", "content": proven(reply.told) or unbroken(safe(reply.text))})
    return turns


def _ended(history: History, sentence: str) -> Screen:
    return Screen([*history, {"role": "assistant", "content": sentence}], None)


def _parts(turn: Turn) -> list[dict[str, Any]]:
    content = turn["content"]
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [part if isinstance(part, dict) else {"type": "text", "text": part} for part in content]
