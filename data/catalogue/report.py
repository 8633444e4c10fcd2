"""What was read of a catalogue and what was not, as an owner can act on it.

Knows counts and words; does not know files or how values are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from data.catalogue.tables.table import Problem

Kind = Literal["category", "colour", "audience", "availability", "price"]
MAX_WORDS = 20  # that a report names of a kind; of more, how many


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the owner's, what it was taken for, and on how many products; ``ours`` is "" where it is not
    understood."""

    kind: Kind
    theirs: str
    ours: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """How one catalogue was read. ``columns``: the owner's columns by name with what each was taken for, ""
    where it was not read; empty for a format whose columns are known beforehand."""

    format: str
    files: tuple[str, ...]
    rows: int
    items: int
    columns: Mapping[str, str] = field(default_factory=dict)
    words: tuple[Word, ...] = ()  # those that are not simply ours, most frequent first
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    addresses: tuple[str, ...] = ()  # of pictures that are on the net and not beside the table

    @property
    def mapped(self) -> tuple[Word, ...]:
        return tuple(word for word in self.words if word.ours)

    @property
    def unknown(self) -> tuple[Word, ...]:
        return tuple(word for word in self.words if not word.ours)

    def lines(self) -> Iterator[str]:
        """The report as lines of text."""
        yield f"{', '.join(self.files)}: read as {self.format}, {self.items} products of {self.rows} rows"
        unread = [theirs for theirs, ours in self.columns.items() if not ours]
        if unread:
            yield f"columns not read: {_few(unread)}"
        for kind in dict.fromkeys(word.kind for word in self.mapped):
            said = [f"{w.theirs} → {w.ours} ({w.count})" for w in self.mapped if w.kind == kind]
            yield f"{kind} taken as: {_few(said)}"
        for kind in dict.fromkeys(word.kind for word in self.unknown):
            said = [f"{w.theirs} ({w.count})" for w in self.unknown if w.kind == kind]
            yield f"{kind} not understood: {_few(said)}"
        yield from self.notes

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "format": self.format, "files": list(self.files), "rows": self.rows, "items": self.items,
            "columns": dict(self.columns),
            "mapped": [[w.kind, w.theirs, w.ours, w.count] for w in self.mapped],
            "unknown": [[w.kind, w.theirs, w.count] for w in self.unknown],
            "notes": list(self.notes), "problems": [str(problem) for problem in self.problems],
            "addresses": len(self.addresses),
        }  # fmt: skip


class Tally:
    """Counts words and collects problems while a catalogue is read."""

    def __init__(self) -> None:
        self._words: Counter[tuple[Kind, str, str]] = Counter()
        self.problems: list[Problem] = []
        self.addresses: dict[str, None] = {}

    def word(self, kind: Kind, theirs: str, ours: str) -> None:
        """Count one word, unless it is simply ours."""
        if theirs.casefold() != ours.casefold():
            self._words[kind, theirs, ours] += 1

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, most frequent first."""
        ranked = sorted(self._words.items(), key=lambda one: (-one[1], one[0]))
        return tuple(Word(*key, count) for key, count in ranked)


def _few(said: list[str]) -> str:
    more = f" and {len(said) - MAX_WORDS} more" if len(said) > MAX_WORDS else ""
    return ", ".join(said[:MAX_WORDS]) + more
