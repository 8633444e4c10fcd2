"""`python -m tests.bench.not_carried`: what is answered to those who ask for what the shop does not carry.

Sixty messages in two languages, ten of them with a pattern, to the real assistant, over the sample catalogue
and over a small shop that has four of its categories. Right is an answer that says so, and shows nothing in
place of it; where something carried is asked for besides, that alone is shown.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.config import Settings
from app.factory import encoder_from
from app.nlu.lexicon import normalize
from models.llm.chat_model import Message, NullModel
from tests.bench.advice import shop

CASES = Path(__file__).parent / "not_carried.csv"
SMALL = ("t-shirt", "shoes", "hat", "bag")
SAYS_SO = re.compile(
    r"\bdo not carry\b|\bhas no\b|\bnot something we sell\b|\bdo not have (?:that|it)\b"
    r"|\bno vendemos\b|\bno hay\b|\beso no lo (?:vendemos|tenemos)\b|\bno tenemos\b"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A message to one of the two shops.

    ``names`` is how the refused thing may be called in the answer, nothing where the shop has no word for it;
    ``carried`` the category that is asked for besides, or "".
    """

    shop: str  # "sample", "small"
    language: str
    message: str
    names: tuple[str, ...]
    carried: str


@dataclass(frozen=True, slots=True)
class Result:
    """A case and its answer."""

    case: Case
    reply: Reply

    @property
    def disguised(self) -> bool:
        """Whether something is shown that was not asked for."""
        return any(match.item.category != self.case.carried for match in self.reply.matches)

    @property
    def says_so(self) -> bool:
        """Whether the answer says that the shop does not have it, by its name where the shop knows one."""
        said = normalize(self.reply.text)
        named = not self.case.names or any(f" {normalize(name).strip()}" in said for name in self.case.names)
        return bool(SAYS_SO.search(said)) and named


def cases() -> list[Case]:
    """Every case of the file."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Case(r["shop"], r["language"], r["message"], tuple(filter(None, r["names"].split("|"))), r["carried"])
        for r in rows
    ]


def results(assistants: dict[str, Assistant], asked: Sequence[Case]) -> list[Result]:
    """The last reply to each message, by the assistant of its shop."""
    found = []
    for case in asked:
        *_, reply = assistants[case.shop].reply([Message("user", case.message)])
        found.append(Result(case, reply))
    return found


def table(found: Sequence[Result]) -> str:
    """Markdown: by shop and language, and what went wrong."""
    lines = ["| shop | language | messages | says so | shows something else |", "|---|---|---|---|---|"]
    groups = list(dict.fromkeys((r.case.shop, r.case.language) for r in found))
    for name, language in [*groups, ("all", "both")]:
        rows = [r for r in found if name == "all" or (r.case.shop, r.case.language) == (name, language)]
        said, disguised = sum(r.says_so for r in rows), sum(r.disguised for r in rows)
        lines.append(f"| {name} | {language} | {len(rows)} | {said} | {disguised} |")
    wrong = [r for r in found if r.disguised or not r.says_so]
    shown = [
        f"- {r.case.shop}: {r.case.message} → {[m.item.title for m in r.reply.matches]} {r.reply.text}"
        for r in wrong
    ]
    return "\n".join([*lines, *shown])


def main() -> int:
    settings = Settings.from_env(os.environ)
    encoder = encoder_from(settings)
    with tempfile.TemporaryDirectory() as folder:
        stores = {
            "sample": shop(encoder, Path(folder) / "sample"),
            "small": shop(encoder, Path(folder) / "small", SMALL),
        }
        assistants = {name: Assistant(encoder, store, NullModel()) for name, store in stores.items()}
        found = results(assistants, cases())
    sys.stdout.write(table(found) + "\n")
    right = sum(r.says_so for r in found) >= len(found) - 2
    return 0 if right and not any(r.disguised for r in found) else 1


if __name__ == "__main__":
    sys.exit(main())
