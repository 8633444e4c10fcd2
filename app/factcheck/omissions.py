"""A language model's own answer beside the composed one: what it left unsaid is added, and nothing is lost.

Knows both as sentences; does not know who judged them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.factcheck.check import IDIOMS
from app.factcheck.clauses import senses
from app.factcheck.stream import sentences
from app.plan import Language
from app.search.mentions import mentions, tokens


def vouched(
    written: Iterator[str], composed: Iterator[str], lacking: Sequence[str], language: Language
) -> Iterator[str]:
    """What a model wrote and the cards bear out, and what is missing where it does not say so; where nothing
    of it was left, the composed answer."""
    said = ""
    for sentence in written:
        said += sentence
        yield sentence
    if not said:
        yield from composed
        return
    told = _denied(said, language)
    yield from (f"{sentence} " for sentence in lacking if not _denied(sentence, language) & told)


def _denied(text: str, language: Language) -> set[tuple[str, str]]:
    """What a text says that there is not: attributes of items, or garments where it names no attribute."""
    denied: set[tuple[str, str]] = set()
    for sentence in sentences([text]):
        words = tokens(IDIOMS.sub(" ", sentence))
        found = mentions(words, language)
        meant = senses(words, found)
        claims = {(m.kind, m.value) for m in found if meant[m.first] == "not" and m.kind != "count"}
        denied |= {claim for claim in claims if claim[0] != "garment"} or claims
    return denied
