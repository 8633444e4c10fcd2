"""What supports one claim: the cards shown, what was asked for, the caption of the customer's photo.

Knows what single words claim; does not know sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.factcheck.tagger import Mention
from app.nlu.lexicon import called, generic, normalize, rows, words_of, written
from app.plan import Plan
from app.search.claims import claims
from app.search.scoring import meant_for
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import colours, family, pattern_of, plain


class Unsupported(Exception):
    """A claim that nothing bears out; says which, and why."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a sentence of one answer can be held against: the plan, the items shown, the wanted
    categories that the shop does not carry and those that it does, the caption of the customer's photo, and
    the items that the conversation has shown before."""

    plan: Plan
    items: Sequence[Item]
    missing: Sequence[str] = ()
    stocked: Sequence[str] = ()
    caption: str = ""
    earlier: Sequence[Item] = ()

    @property
    def everything(self) -> frozenset[int]:
        """The numbers of all items shown."""
        return frozenset(range(len(self.items)))

    def having(self, claim: Mention) -> frozenset[int]:
        """The items whose cards bear a claim out."""
        return frozenset(i for i, item in enumerate(self.items) if _has(item, claim))

    def all_having(self, claims: Sequence[Mention], among: frozenset[int]) -> frozenset[int]:
        """Those with at least one of the values claimed of each kind: "black and white" is either."""
        for kind in {claim.kind for claim in claims}:
            among &= frozenset().union(*(self.having(claim) for claim in claims if claim.kind == kind))
        return among

    def exactly(self, claim: Mention) -> frozenset[int]:
        """The items whose cards say just this: navy blue is blue, and still not what was asked for as blue; a
        stripe down each side does not make striped shorts."""
        if claim.kind not in ("pattern", "colour"):
            return self.having(claim)
        coloured = claim.kind == "colour"
        held = (item.colour == claim.value if coloured else _patterned(item, claim) for item in self.items)
        return frozenset(i for i, holds in enumerate(held) if holds)

    def asked(self, claim: Mention) -> bool:
        """Whether the customer asked for this."""
        plan, counts = self.plan, self.plan.counts()
        filters = [plan.filters, *(plan.filters_of(item) for item in plan.wanted)]
        if claim.kind == "garment":
            return claim.value in counts or claim.value in self.missing
        if claim.kind == "colour":
            return any(_same_colour(colour, claim) for asked in filters for colour in asked.colours)
        if claim.kind == "count":
            return int(claim.value) in {item.count for item in plan.wanted} | {sum(counts.values())}
        if claim.kind == "pattern":
            return any(_names_pattern(asked.pattern, claim) for asked in filters if asked.pattern)
        if claim.kind == "audience":
            return any(claim.value == asked.audience for asked in filters)
        return claim.kind == "usage" and claim.value == plan.filters.usage

    def in_photo(self, claim: Mention) -> bool:
        """Whether the photo's caption says this."""
        if claim.kind == "title":
            return normalize(self.items[int(claim.value)].title) in normalize(self.caption)
        if claim.kind in ("garment", "colour", "audience", "usage"):
            return (claim.kind, claim.value) in claims(self.caption, self.plan.language)
        return _written_in(normalize(self.caption), claim)

    def carried(self, claim: Mention) -> bool:
        """Whether the shop has garments of this name at all."""
        stocked = claim.value in self.stocked and claim.value not in self.missing
        return stocked and claim.phrase in generic(claim.value)


def _has(item: Item, claim: Mention) -> bool:
    own = {
        "any": lambda: True,
        "garment": lambda: item.category == claim.value and called(item, claim.phrase),
        "colour": lambda: bool(item.colour) and _same_colour(item.colour, claim),
        "pattern": lambda: _patterned(item, claim),
        "audience": lambda: meant_for(item, claim.value) or f" {claim.value} " in written(item),
        "usage": lambda: item.usage == claim.value,
        "season": lambda: item.season == claim.value,
    }.get(claim.kind)  # fmt: skip
    if own and own():
        return True
    return claim.kind not in ("garment", "offer") and _written_in(written(item), claim)


def _patterned(item: Item, claim: Mention) -> bool:
    """Whether an item's pattern is the one that is claimed."""
    pattern = pattern_of(item)
    return bool(pattern) and _names_pattern(pattern, claim)


def _names_pattern(pattern: str, claim: Mention) -> bool:
    return plain(pattern) in rows()[int(claim.value)][1]


def _same_colour(colour: str, claim: Mention) -> bool:
    """A colour by its own name or by that of its family; a finer name must be written on the card."""
    said = colours()[claim.value]
    forms = (said.name, said.es, said.es_feminine, said.es_plural, said.es_feminine_plural)
    if claim.phrase not in {plain(form) for form in forms} | words_of("shade"):
        return False
    return claim.value in (colour, family(colour))


def _written_in(text: str, claim: Mention) -> bool:
    if f" {claim.phrase} " in text:
        return True
    if claim.kind in ("name", "brand") or not claim.value.isdigit():
        return False
    _, english, spanish = rows()[int(claim.value)]
    return any(f" {word} " in text for word in english | spanish)
