"""The labelled conversations and answers over data/sample, as records.

Whoever wrote them had not seen the rules. What is "seen" may be looked at while rules and fact check are
mended; what is "unseen" may not. Knows the files; does not know assistants.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.agent.serialization import conversation_from_json
from app.plan import Filters, Plan, RequestedItem
from data.catalogue.catalogue import Item
from models.llm.chat_model import Message

FOLDER = Path(__file__).resolve().parent.parent
SPLITS = ("seen", "unseen")
CELLS = ("category", "colour", "gender", "usage", "season")  # of a card, which a group may limit


@dataclass(frozen=True, slots=True)
class Group:
    """Items that may be shown, by what their cards say, and how many of them must be."""

    cells: Mapping[str, Sequence[str]]  # allowed values of CELLS
    price: tuple[float, float]
    words: tuple[str, ...]  # the card has at least one of these; () for any
    not_words: tuple[str, ...]  # and none of these
    count: tuple[int, int]

    def holds(self, item: Item) -> bool:
        """Whether an item falls in it."""
        said = f"{item.title} {item.description}".lower()
        return (
            all(getattr(item, cell) in allowed for cell, allowed in self.cells.items())
            and self.price[0] <= (item.cost or 0.0) <= self.price[1]
            and (not self.words or any(word in said for word in self.words))
            and not any(word in said for word in self.not_words)
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """One right end of a turn. Without ``show``, what is shown is not looked at."""

    act: str
    show: tuple[Group, ...] = ()
    about: frozenset[str] = frozenset()  # ids that a talk about shown items is about
    hide: frozenset[str] = frozenset()  # ids that are not shown again
    total: tuple[float, float] = (0.0, float("inf"))  # of all prices together


@dataclass(frozen=True, slots=True)
class Conversation:
    """A customer's message with what went before it, and every right outcome."""

    id: str
    split: str
    language: str
    kind: str
    messages: tuple[Message, ...]
    right: tuple[Outcome, ...]

    @property
    def later(self) -> bool:
        """Whether the customer has written before."""
        return sum(message.role == "user" for message in self.messages) > 1

    @property
    def on_screen(self) -> frozenset[str]:
        """The ids that the last answer with items showed."""
        shown = [message.shown for message in self.messages if message.shown]
        return frozenset(shown[-1] if shown else ())


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a labelled answer: "true", a plain "invention", or false in a "subtle" way."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """An answer as a language model might write it: the plan behind it, the ids shown, and its sentences."""

    id: str
    split: str
    messages: tuple[Message, ...]
    plan: Plan
    shown: tuple[str, ...]
    sentences: tuple[Said, ...]


def conversations(split: str = "") -> list[Conversation]:
    """The labelled conversations, of one split or of both."""
    return [_conversation(row) for row in _rows("conversations.jsonl", split)]


def answers(split: str = "") -> list[LabelledAnswer]:
    """The labelled answers, of one split or of both."""
    return [_answer(row) for row in _rows("prose.jsonl", split)]


def _rows(name: str, split: str) -> Iterator[dict[str, Any]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if split in ("", row["split"]):
            yield row


def _conversation(row: Mapping[str, Any]) -> Conversation:
    named = {key: row[key] for key in ("id", "split", "language", "kind")}
    right = tuple(map(_outcome, row["right"]))
    return Conversation(**named, messages=tuple(conversation_from_json(row)), right=right)


def _outcome(row: Mapping[str, Any]) -> Outcome:
    total = {"total": tuple(row["total"])} if "total" in row else {}
    about, hide = frozenset(row.get("about", ())), frozenset(row.get("hide", ()))
    return Outcome(row["act"], tuple(map(_group, row.get("show", ()))), about, hide, **total)


def _group(row: Mapping[str, Any]) -> Group:
    low, high = row.get("price", (0.0, float("inf")))
    fewest, most = row["count"]
    cells = {cell: row[cell] for cell in CELLS if cell in row}
    words, not_words = tuple(row.get("words", ())), tuple(row.get("not_words", ()))
    return Group(cells, (low, high), words, not_words, (fewest, most))


def _answer(row: Mapping[str, Any]) -> LabelledAnswer:
    wanted = tuple(
        RequestedItem(
            one["category"], one.get("count", 1), tuple(one.get("colours", ())),
            audience=one.get("audience", ""),
        )
        for one in row["wanted"]
    )  # fmt: skip
    filters = Filters(max_price=float(row.get("max_price", 0)))
    plan = Plan(row["act"], wanted, filters, row["language"], query=row["message"])
    said = tuple(Said(one["text"], one["label"]) for one in row["sentences"])
    messages = tuple(conversation_from_json(row))
    return LabelledAnswer(row["id"], row["split"], messages, plan, tuple(row["shown"]), said)
