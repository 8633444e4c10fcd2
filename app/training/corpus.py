"""The corpus that the small writer is trained on: notes with the lines that a person wrote to them.

Reads and writes rows; knows how a content plan becomes a prompt. Does not know how rows are told again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.advice.content import Fact
from app.factcheck.paraphrase import Brief, unfaithful
from app.plan import Language


@dataclass(frozen=True, slots=True)
class Row:
    """An answer: who wrote it, to which facts, in which lines (none while it is still to be written).

    ``things`` are the items that it is about, each by its category, gender and number: "dress m s"."""

    id: str
    author: str
    language: Language
    facts: tuple[Fact, ...]
    things: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        facts = [
            {"kind": one.kind, "note": one.note, "values": dict(one.values), "names": list(one.names)}
            for one in self.facts
        ]
        return {"id": self.id, "author": self.author, "language": self.language, "facts": facts,
                "things": list(self.things), "lines": list(self.lines)}  # fmt: skip

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Row:
        """The row that ``to_json`` wrote."""
        facts = tuple(
            Fact(one["kind"], one["note"], "", (), one["values"], tuple(one["names"])) for one in row["facts"]
        )
        things, lines = tuple(row["things"]), tuple(row["lines"])
        return cls(row["id"], row["author"], row["language"], facts, things, lines)


def briefs(facts: Sequence[Fact], language: Language) -> list[Brief]:
    """What each line is to say."""
    notes = [fact.note for fact in facts]
    return [Brief(fact.note, notes, language, fact.names, fact.loose, fact.firm) for fact in facts]


def faults(row: Row) -> Iterator[str]:
    """What is wrong with the lines of a row."""
    if len(row.lines) != len(row.facts):
        yield f"{len(row.lines)} lines to {len(row.facts)} notes"
        return
    for at, (line, brief) in enumerate(zip(row.lines, briefs(row.facts, row.language), strict=True)):
        why = unfaithful(line, brief)
        if why:
            yield f"line {at + 1} {why}"
