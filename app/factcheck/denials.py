"""Whether what a sentence says is not so, or is not there, is borne out by the cards or the shop's shelves.

Knows mentions and cards; which of them are denied is for app/senses.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.factcheck.clauses import ALL
from app.factcheck.evidence import Evidence, patterned
from app.search.mentions import ATTRIBUTES, Mention, Token

DESCRIBING = ("audience", "pattern", "brand", "material", "detail", "cut", "name")
PARTING = {"or", "nor", "and", "o", "u", "ni", "y", "e", ",", ";"}  # of two things that are denied
SAYS = re.compile(
    r"\b(?:say|says|mention|mentions|tell|tells|name|names|call|calls|dice|dicen|menciona|mencionan|indica"
    r"|indican|pone|by the card|segun la ficha)\b"
)


@dataclass(frozen=True, slots=True)
class Denials:
    """Those of one sentence: its words, what they mention, and its text without accents."""

    said: Sequence[Token]
    found: Sequence[Mention]
    evidence: Evidence
    text: str

    def hold(self, claim: Mention) -> bool:
        """Whether it is true that this is not so."""
        return self._absent(claim) or self._of_what_is_absent(claim)

    def _of_what_is_absent(self, claim: Mention) -> bool:
        """Whether a description stands in one breath with a colour that nothing has: "no striped scarves in
        brown" are those shown, which are striped."""
        if claim.kind not in DESCRIBING:
            return False
        colours = (m for m in self.found if m.kind == "colour" and self._absent(m))
        return any(self._in_one_breath(claim, colour) for colour in colours)

    def _in_one_breath(self, one: Mention, other: Mention) -> bool:
        first, last = sorted((one.first, other.first))
        return not any(token.word in PARTING for token in self.said[first:last])

    def _absent(self, claim: Mention) -> bool:
        """Whether the cards, or the shop's shelves, bear out that something is not so or not there."""
        evidence, having = self.evidence, self.evidence.having(claim)
        if claim.kind == "garment":
            shown = sum(item.category == claim.value for item in evidence.items)
            wanted = sum(w.count for w in evidence.wish.wanted if w.category == claim.value)
            unlike = any(m.kind in ATTRIBUTES and self._exactly(m) != evidence.everything for m in self.found)
            if SAYS.search(self.text) and not having:  # "no card says earrings"
                return True
            return (
                claim.value in evidence.missing
                or claim.value not in evidence.stocked
                or shown < wanted
                or unlike
            )
        if claim.kind not in ATTRIBUTES:
            return True
        if claim.kind in ("colour", "audience", "usage", "season", "pattern"):
            having = self._exactly(claim)
        absent = having != evidence.everything if self._says_all() and having else not having
        return absent and (
            claim.kind in ("colour", "audience", "usage", "season") or bool(SAYS.search(self.text))
        )

    def _exactly(self, claim: Mention) -> frozenset[int]:
        """The cards that say just this: navy blue is blue, and still not what was asked for as blue; a stripe
        down each side does not make striped shorts."""
        if claim.kind == "pattern":
            return frozenset(i for i, item in enumerate(self.evidence.items) if patterned(item, claim))
        if claim.kind != "colour":
            return self.evidence.having(claim)
        return frozenset(i for i, item in enumerate(self.evidence.items) if item.colour == claim.value)

    def _says_all(self) -> bool:
        return any(token.word in ALL for token in self.said)
