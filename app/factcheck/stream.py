"""A model's answer sentence by sentence: each waits until it is whole, and is then shown or not.

Knows where sentences end and what they deny; does not know what is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from app.factcheck.check import Verdict
from app.factcheck.words import phrases
from app.plan import Sentence
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import plain

MAX_SENTENCES = 10  # that are shown of what a model writes
MAX_BETTER = 2  # times that a better sentence is asked for in one answer
MAX_CHARS = 4000  # that are read of it
END = re.compile(r"[.!?…]+[\"”»')\]]*(?=\s)|\n+")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|No|no|Nr|Mr|Mrs|Ms|Dr|Dra|Sr|Sra|St|vs|etc|approx|aprox|EE|UU|p\.ej|e\.g|i\.e))\.$"
)
NUMBERED = re.compile(r"(?:^|\n)\s*\d+\.$")
MARKDOWN = re.compile(r"^\s*(?:[-*•#>]+|\d+[.)])\s+|\*+|(?<!\w)_+|_+(?!\w)|`+")

Check = Callable[[str, Sequence[str]], Verdict]  # a sentence, and the items of the one before it
Better = Callable[[str, str, str], Iterable[str]]  # what was said so far, the sentence, what is wrong with it


def vetted(
    pieces: Iterable[str], items: Sequence[Item], check: Check, better: Better | None = None
) -> Iterator[Sentence]:
    """The sentences of a stream that may be shown, in order, as soon as each is whole.

    In the place of one that may not, ``better`` is asked for another, once for each of MAX_BETTER; where that
    may not be shown either, those that lean on it go with it.
    """
    shown, last = list[str](), tuple[str, ...]()
    asked, gap, dropped = 0, False, False
    waiting = sentences(pieces, items)
    while (sentence := next(waiting, None)) is not None:
        bare = _bare(sentence)
        leans, follows = (bool(phrases(name).match(plain(bare))) for name in ("leaning", "follows"))
        if not bare or (gap and leans) or (dropped and follows):
            continue
        verdict = check(bare, last)
        if not verdict.ok and better and asked < MAX_BETTER:
            asked, rest = asked + 1, list(waiting)  # a model that answers one question at a time is free then
            bare = _bare(next(sentences(better(" ".join(shown), bare, verdict.why), items), ""))
            verdict = check(bare, last) if bare and bare not in shown else Verdict(False)
            waiting = iter(rest)
        dropped = not verdict.ok
        gap = dropped and not leans  # "it" still means what was spoken of before
        if verdict.ok:
            shown.append(bare)
            last = verdict.item_ids or last
            yield Sentence(bare, verdict.item_ids)
        if len(shown) == MAX_SENTENCES:
            return


def _bare(sentence: str) -> str:
    """A sentence on one line without marks of a layout; "" where no word is left."""
    bare = " ".join(MARKDOWN.sub("", sentence).split())
    return bare if re.search(r"\w", bare) else ""


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
        if read > MAX_CHARS:
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
            ABBREVIATION.search(so_far) or NUMBERED.search(so_far) or so_far.casefold().endswith(tuple(inner))
        ):
            return found.end()
    return None
