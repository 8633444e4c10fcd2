"""`python -m app ask`: one turn from the shell, or a file of them with the models loaded once."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.arguments import add_json, add_store, settings_from
from app.cli.output import write_json

if TYPE_CHECKING:
    from app.agent.reply import Answering, Reply
    from models.llm.chat_model import Message

log = logging.getLogger("ask")

ABOUT = "ask the assistant from the shell: one message, or a file of them"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(log_level=logging.WARNING)
    parser.add_argument(
        "message", nargs="?", default="", help="what the customer writes, in English or Spanish"
    )
    parser.add_argument(
        "--image", action="append", help="a photo that belongs to the message, up to four; or one short video"
    )
    for name, sides in (("tap", "X,Y"), ("box", "X,Y,W,H")):
        parser.add_argument(
            f"--{name}", type=fractions, metavar=sides,
            help="what is meant in the image, in fractions of it: only that is looked at",
        )  # fmt: skip
    parser.add_argument(
        "--batch", type=Path,
        help='JSON lines with "message", optional "image" (a file or a list), "tap" or "box", and "history"',
    )  # fmt: skip
    add_json(parser)
    add_store(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the answers; a bad line of a file costs only itself.

    Raises SettingsError, StoreError, ModelError, PictureError, OSError.
    """
    from app.factory import assistant_from

    if args.batch:
        with args.batch.open(encoding="utf-8") as lines:
            for answer in answers(assistant_from(settings_from(args)), lines):
                write_json(answer)
        return 0
    from app.agent.serialization import conversation_from_json

    row = {"message": args.message, "image": args.image, "tap": args.tap, "box": args.box}
    try:
        messages = conversation_from_json(row)
    except ValueError as error:
        log.error("%s", error)
        return 2
    assistant = assistant_from(settings_from(args))
    reply = _last(assistant, _pointed(assistant, messages, row))
    if args.json:
        write_json(_as_json(reply, assistant))
    else:
        sys.stdout.write(_readable(reply) + "\n")
    return 0


def answers(assistant: Answering, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One JSON object for each input line; a bad line gives {"error": …} and the next goes on."""
    from app.agent.serialization import conversation_from_json
    from models.llm.chat_model import ModelError

    for line in lines:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            messages = _pointed(assistant, conversation_from_json(row), row)
            yield _as_json(_last(assistant, messages), assistant)
        except (ModelError, ValueError, KeyError) as error:
            yield {"error": str(error)}


def _pointed(assistant: Answering, messages: list[Message], row: Mapping[str, Any]) -> list[Message]:
    """The conversation with only that part of its last image which is pointed at."""
    from app.agent.serialization import place_from_json

    at, (*before, asked) = place_from_json(row), messages
    if at is None:
        return messages
    return [*before, replace(asked, images=(assistant.search.region(asked.images[0], at),))]


def fractions(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def _last(assistant: Answering, messages: Sequence[Message]) -> Reply:
    *_, reply = assistant.reply(messages)
    return reply


def _as_json(reply: Reply, assistant: Answering) -> dict[str, Any]:
    from app.agent.serialization import reply_to_json
    from app.ui.strings import say

    notice = say(reply.notice, reply.plan.language) if reply.plan and reply.notice else ""
    return reply_to_json(reply, assistant.encoder.name, notice)


def _readable(reply: Reply) -> str:
    scores = [f", {match.score:.2f}" if match.score else "" for match in reply.matches]  # none: shown before
    cards = [
        f"  {m.item.id:12} {m.item.title}  ({m.item.category}{score})"
        for m, score in zip(reply.matches, scores, strict=True)
    ]
    return "\n".join([reply.text, *cards])
