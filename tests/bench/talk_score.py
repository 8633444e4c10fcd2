"""`python -m tests.bench.talk_score`: conversations of two turns through the whole assistant.

Each is asked of the sample shop; the second message leans on the first. Right is intent, categories, numbers
and what else the row says: colour, audience, items not shown before ("new"), and only cheaper ones. The
pieces of an outfit are the shop's choice.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.config import Settings
from app.factory import encoder_from, local_chat
from app.nlu.wish import parse
from data.store.store import Store
from models.llm.chat_model import Message

TALKS = Path(__file__).parent / "talks.jsonl"


def last(assistant: Assistant, said: list[Message]) -> Reply:
    """The finished answer to a conversation."""
    *_, reply = assistant.reply(said)
    return reply


def right(row: Mapping[str, Any], first: Reply, then: Reply) -> bool:
    """Whether the second answer is what the row says."""
    meant, wish = parse(json.dumps(row["wish"])), then.wish
    if wish is None or wish.intent != meant.intent or not first.matches:
        return False
    same = meant.intent == "outfit" or {(w.category, w.count) for w in wish.wanted} == {
        (w.category, w.count) for w in meant.wanted
    }
    details = all(
        getattr(wish, name) == want for name in ("colour", "gender") if (want := getattr(meant, name))
    )
    before, now = [m.item for m in first.matches], [m.item for m in then.matches]
    fresh = not {i.id for i in before} & {i.id for i in now} if "new" in row["items"] else True
    prices = [i.price for i in before if i.price]
    cheaper = all(i.price and i.price < max(prices) for i in now) if "cheaper" in row["items"] else True
    return same and details and fresh and cheaper


def main() -> int:
    settings = Settings.from_env(os.environ)
    encoder = encoder_from(settings)
    assistant = Assistant(encoder, Store.open(Path(str(settings.store)), encoder.name), local_chat(settings))
    rows = [json.loads(line) for line in TALKS.read_text(encoding="utf-8").splitlines()]
    hits: dict[str, list[bool]] = {}
    for row in rows:
        asked = Message("user", row["first"])
        first = last(assistant, [asked])
        answer = Message("assistant", first.text, shown=tuple(m.item.id for m in first.matches))
        then = last(assistant, [asked, answer, Message("user", row["then"])])
        hits.setdefault(row["half"], []).append(right(row, first, then))
        if not hits[row["half"]][-1] and row["half"] == "dev":
            sys.stdout.write(f"- {row['first']} | {row['then']} → {then.wish}\n")
    for half, of_half in hits.items():
        sys.stdout.write(f"{half}: {sum(of_half)} of {len(of_half)} right\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
