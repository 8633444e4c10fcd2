"""A model's answer sentence by sentence: each waits until it is whole, and is then shown or not.

Knows where sentences end and what they deny; does not know what is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from app.factcheck.check import Verdict
from app.factcheck.clauses import senses
from app.factcheck.tagger import mentions, tokens
from app.factcheck.words import phrases
from app.plan import Language, Sentence
from data.catalogue.catalogue import Item

MAX_SENTENCES = 5  # that are shown of what a model writes
MAX_CHARS = 4000  # that are read of it
END = re.compile(r"[.!?…]+[\"”»')\]]*(?=\s)|\n+")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|No|no|Nr|Mr|Mrs|Ms|Dr|Dra|Sr|Sra|St|vs|etc|approx|aprox|EE|UU|p\.ej|e\.g|i\.e))\.$"
)
NUMBERED = re.compile(r"(?:^|\n)\s*\d+\.$")
MARKDOWN = re.compile(r"^\s*(?:[-*•#>]+|\d+[.)])\s+|\*+|(?<!\w)_+|_+(?!\w)|`+")

Check = Callable[[str], Verdict]


def vetted(pieces: Iterable[str], items: Sequence[Item], check: Check) -> Iterator[Sentence]:
    """The sentences of a stream that may be shown, in order, as soon as each is whole."""
    shown = 0
    for sentence in sentences(pieces, items):
        bare = " ".join(MARKDOWN.sub("", sentence).split())
        verdict = check(bare) if re.search(r"\w", bare) else Verdict(False)
        if verdict.ok:
            shown += 1
            yield Sentence(bare, verdict.item_ids)
        if shown == MAX_SENTENCES:
            return


def with_omissions(
    written: Iterator[Sentence], composed: Iterator[Sentence], lacking: Sequence[Sentence], language: Language
) -> Iterator[Sentence]:
    """What a model wrote, and of what is ``lacking`` that which it does not say; where nothing of it was
    left, the composed answer."""
    said: list[str] = []
    for sentence in written:
        said.append(sentence.text)
        yield sentence
    if not said:
        yield from composed
        return
    denied = _denied(said, language)
    yield from (sentence for sentence in lacking if not _denied([sentence.text], language) & denied)


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


def _denied(texts: Iterable[str], language: Language) -> set[tuple[str, str]]:
    """What texts say that there is not: attributes of items, or garments where they name no attribute."""
    denied: set[tuple[str, str]] = set()
    for sentence in (one for text in texts for one in sentences([text])):
        words = tokens(phrases("idiom").sub(" ", sentence))
        found = mentions(words, language)
        meant = senses(words, found)
        claims = {(m.kind, m.value) for m in found if meant[m.first] == "not" and m.kind != "count"}
        denied |= {claim for claim in claims if claim[0] != "garment"} or claims
    return denied


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
