"""`python -m tests.bench.talk_score`: conversations of two turns through the whole assistant.

Each is asked of the sample shop and planned by the rules; the second message depends on the first. Right is
the act, the numbers of each category and what else the row says: colour, audience, items not shown before
("new"), and only cheaper ones. The pieces of an outfit are the shop's choice.
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
from app.factory import encoder_from
from data.store.store import Store
from models.llm.chat_model import Message, NullModel
from tests.bench.plan_score import meant

TALKS = Path(__file__).parent / "talks.jsonl"


def right(row: Mapping[str, Any], first: Reply, then: Reply) -> bool:
    """Whether the second answer is what the row says."""
    asked, plan = meant(row["wish"]), then.plan
    if plan is None or plan.act != asked.act or not first.matches:
        return False
    same = asked.act == "outfit" or plan.counts() == asked.counts()
    want, filters = asked.filters, plan.filters
    details = (not want.colours or filters.colours == want.colours) and want.audience in (
        "",
        filters.audience,
    )
    before, now = [m.item for m in first.matches], [m.item for m in then.matches]
    fresh = not {i.id for i in before} & {i.id for i in now} if "new" in row["items"] else True
    prices = [i.price for i in before if i.price]
    cheaper = all(i.price and i.price < max(prices) for i in now) if "cheaper" in row["items"] else True
    return same and details and fresh and cheaper


def main() -> int:
    settings = Settings.from_env(os.environ)
    encoder = encoder_from(settings)
    assistant = Assistant(encoder, Store.create(Path(str(settings.store)), encoder.name), NullModel())
    hits: dict[str, list[bool]] = {}
    for line in TALKS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        *_, first = assistant.reply([Message("user", row["first"])])
        *_, then = assistant.reply([Message("user", row["then"])], state=first.state)
        hits.setdefault(row["half"], []).append(right(row, first, then))
        if not hits[row["half"]][-1] and row["half"] == "dev":
            sys.stdout.write(f"- {row['first']} | {row['then']} → {then.plan}\n")
    for half, of_half in hits.items():
        sys.stdout.write(f"{half}: {sum(of_half)} of {len(of_half)} right\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
