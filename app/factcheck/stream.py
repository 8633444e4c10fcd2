"""An answer sentence by sentence: what a model writes waits until a sentence is whole, then is shown or not.

Knows where sentences end; does not know what is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.factcheck.check import Verdict
from data.catalogue.catalogue import Item

MOST = 5  # sentences that are shown of what a model writes
LONGEST = 4000  # letters that are read of it
END = re.compile(r"[.!?…]+[\"”»')\]]*(?=\s)|\n+")
SHORT = re.compile(
    r"(?:\b(?:[A-Za-z]|No|no|Nr|Mr|Mrs|Ms|Dr|Dra|Sr|Sra|St|vs|etc|approx|aprox|EE|UU|p\.ej|e\.g|i\.e))\.$"
)
NUMBERED = re.compile(r"(?:^|\n)\s*\d+\.$")
DRESSING = re.compile(r"^\s*(?:[-*•#>]+|\d+[.)])\s+|\*+|(?<!\w)_+|_+(?!\w)|`+")

Judge = Callable[[str], Verdict]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that was shown, and the ids of the cards that bear it out."""

    sentence: str
    ids: tuple[str, ...] = ()


def vetted(pieces: Iterable[str], items: Sequence[Item], judge: Judge) -> Iterator[str]:
    """The sentences of a stream that may be shown, in order, as soon as each is whole."""
    shown = 0
    for sentence in sentences(pieces, items):
        bare = " ".join(DRESSING.sub("", sentence).split())
        if re.search(r"\w", bare) and judge(bare).ok:
            shown += 1
            yield f"{bare} "
        if shown == MOST:
            return


def told(text: str, items: Sequence[Item], judge: Judge) -> tuple[Told, ...]:
    """A finished answer as its sentences, each with the cards that bear it out."""
    return tuple(Told(sentence, judge(sentence).ids) for sentence in sentences([text], items))


def sentences(pieces: Iterable[str], items: Sequence[Item] = ()) -> Iterator[str]:
    """Whole sentences of a stream; a full stop inside the title of an item ends none."""
    inner = [title[: at + 1].casefold() for item in items for title in (item.title, item.title_es)
             for at, letter in enumerate(title[:-1]) if letter in ".!?…"]  # fmt: skip
    waiting, read = "", 0
    for piece in pieces:
        waiting, read = waiting + piece, read + len(piece)
        while (end := _end(waiting, inner)) is not None:
            if waiting[:end].strip():
                yield waiting[:end].strip()
            waiting = waiting[end:]
        if read > LONGEST:
            return
    if waiting.strip():
        yield waiting.strip()


def _end(text: str, inner: Sequence[str]) -> int | None:
    """Where the first sentence of a text ends, once that is sure."""
    for found in END.finditer(text):
        so_far = text[: found.end()]
        if "\n" in found.group():
            if text[: found.start()].strip():
                return found.end()
        elif not (
            SHORT.search(so_far) or NUMBERED.search(so_far) or so_far.casefold().endswith(tuple(inner))
        ):
            return found.end()
    return None
