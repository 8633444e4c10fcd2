"""A capable model's stand-in that speaks OpenAI's format: its plans are followed, its sentences shown.

The plans and answers of stand_in.jsonl are those of somebody who was given nothing but the prompts of these
conversations, which are labelled in app/evaluation/conversations.jsonl.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.config import Settings
from app.evaluation.agent import labels
from app.evaluation.agent.rightness import right
from app.factcheck.stream import sentences
from app.factory import encoder_from
from app.ingest.sync import index_catalogue
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from models.llm.openai_compatible import OpenAICompatible
from tests.wire import Wire, wire

pytestmark = pytest.mark.slow
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
RIGHT = 0.9  # of the conversations, with a right plan
SHOWN = 0.95  # of true sentences, as written


def told() -> list[dict[str, Any]]:
    lines = Path(__file__).with_name("stand_in.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[dict[str, Any], Reply, int]]]:
    """Each conversation's plan and answer, its last reply, and how often the model was asked."""
    encoder = encoder_from(Settings())
    store = Store.create(tmp_path_factory.mktemp("shop") / "index", encoder.name)
    index_catalogue(read_catalogue(SAMPLE), store, encoder)
    with wire() as line, httpx.Client(base_url=f"{line.url}/v1") as client:
        assistant = Assistant(encoder, store, OpenAICompatible(client, "stand-in"))
        talks = {talk.id: talk for talk in labels.conversations()}
        yield [(row, *_played(assistant, line, row, talks[row["id"]])) for row in told()]
    store.close()


def _played(
    assistant: Assistant, line: Wire, row: dict[str, Any], talk: labels.Conversation
) -> tuple[Reply, int]:
    before = len(line.asked)
    line.script.extend(([json.dumps(row["plan"])], [row.get("answer", "-")], ["-"], ["-"]))
    *_, reply = assistant.reply(list(talk.messages))
    line.script.clear()
    return reply, len(line.asked) - before


def test_a_right_plan_brings_the_right_items_and_is_never_overruled(played: Any) -> None:
    talks = {talk.id: talk for talk in labels.conversations()}
    ends = [
        right(talks[row["id"]], reply.plan.act, reply.plan.references, [m.item for m in reply.matches])
        for row, reply, _ in played
    ]  # fmt: skip
    assert len(ends) >= 60 and sum(ends) >= RIGHT * len(ends)
    assert all(reply.planned_by == "stand-in" and asked for _, reply, asked in played)
    assert all(reply.plan.act == row["plan"]["act"] for row, reply, _ in played)


def test_true_sentences_are_shown_as_they_were_written(played: Any) -> None:
    """Of the answers to what is shown today: another search would make other sentences true."""
    answers = [(row, reply) for row, reply, _ in played if row.get("about") == _titles(reply)]
    written = sum(
        len([*sentences([row["answer"]], [m.item for m in reply.matches])]) for row, reply in answers
    )
    shown = sum(one.by == "stand-in" for _, reply in answers for one in reply.sentences)
    assert written >= 100 and shown >= SHOWN * written


def _titles(reply: Reply) -> list[str]:
    spanish = reply.plan is not None and reply.plan.language == "es"
    return [(spanish and match.item.title_es) or match.item.title for match in reply.matches]
