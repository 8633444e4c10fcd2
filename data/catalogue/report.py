"""What was read of a catalogue and what was not, as an owner can act on it.

Knows counts and words; does not know files or how values are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from data.catalogue.mapping import HEADER, mapping_line
from data.catalogue.tables.table import Problem

Kind = Literal["category", "colour", "audience", "availability"]
MAX_WORDS = 20  # that a report names of a kind; of more, how many
MAX_PROBLEMS = 20  # that it lists; of more, how many
# What becomes of a word that is not understood
UNKNOWN: Mapping[Kind, str] = {
    "category": "kept as it is written", "colour": "looked for on the picture", "audience": "left open",
    "availability": "left open",
}  # fmt: skip
EXAMPLES: Mapping[Kind, str] = {"category": "dress", "colour": "purple"}  # of what mapping.csv can explain


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
    """How one catalogue was read. ``used``: the rows that its items were made of. ``columns``: the owner's
    columns by name with what each was taken for, "" where it was not read; empty for a format whose columns
    are known beforehand."""

    format: str
    files: tuple[str, ...]
    rows: int
    used: int
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
        """The report as lines of text: what was read, what is to be done, what is skipped."""
        yield f"{_few(self.files)}: read as {self.format}, {self._count()}"
        for kind in dict.fromkeys(word.kind for word in self.mapped):
            said = [f"{w.theirs} → {w.ours} ({w.count})" for w in self.mapped if w.kind == kind]
            yield f"  {kind} taken as: {_few(said)}"
        to_do = list(self._to_do())
        if to_do:
            yield "worth a look:"
            yield from (f"  {line}" for line in to_do)
        yield from self._listed(True, "used, but with something that could not be read")
        yield from self._listed(False, "skipped")

    def _count(self) -> str:
        if self.items:
            grouped = f" from {self.used} rows" if self.used > self.items else ""
            return f"{self.items} product{'s' * (self.items > 1)}{grouped}"
        if self.rows:
            return f"no products: of {self.rows} row{'s' * (self.rows > 1)} none can be used"
        return "no products: there is no row below the names of the columns"

    def _to_do(self) -> Iterator[str]:
        for kind in dict.fromkeys(word.kind for word in self.unknown):
            said = [f"{w.theirs} ({w.count})" for w in self.unknown if w.kind == kind]
            yield f"{kind} not understood, {UNKNOWN[kind]}: {_few(said)}"
        cured = next((word for word in self.unknown if word.kind in EXAMPLES), None)
        if cured:
            line = mapping_line(cured.kind, cured.theirs, EXAMPLES[cured.kind])
            yield f"a file mapping.csv beside the table can say what a word is: {','.join(HEADER)}; {line}"
        unread = [theirs for theirs, ours in self.columns.items() if not ours]
        if unread:
            yield f"columns not read: {_few(unread)}"
        yield from self.notes
        if self.addresses:
            yield (
                f"pictures that are addresses and do not lie beside the table: {len(self.addresses)}; "
                "--download-images fetches them"
            )

    def _listed(self, kept: bool, title: str) -> Iterator[str]:
        own = [problem for problem in self.problems if problem.kept == kept]
        if own:
            yield f"{title}: {len(own)}"
            yield from (f"  {problem}" for problem in own[:MAX_PROBLEMS])
        if len(own) > MAX_PROBLEMS:
            yield f"  and {len(own) - MAX_PROBLEMS} more, which --json lists"

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "format": self.format, "files": list(self.files), "rows": self.rows, "used": self.used,
            "items": self.items,
            "columns": dict(self.columns),
            "mapped": [[w.kind, w.theirs, w.ours, w.count] for w in self.mapped],
            "unknown": [[w.kind, w.theirs, w.count] for w in self.unknown],
            "notes": list(self.notes), "addresses": len(self.addresses),
            "kept": [str(problem) for problem in self.problems if problem.kept],
            "problems": [str(problem) for problem in self.problems if not problem.kept],
        }  # fmt: skip


class Tally:
    """Counts words and collects problems while a catalogue is read."""

    def __init__(self) -> None:
        self._words: Counter[tuple[Kind, str, str]] = Counter()
        self.problems: list[Problem] = []
        self.used = 0  # rows
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


def _few(said: Sequence[str]) -> str:
    more = f" and {len(said) - MAX_WORDS} more" if len(said) > MAX_WORDS else ""
    return ", ".join(said[:MAX_WORDS]) + more
