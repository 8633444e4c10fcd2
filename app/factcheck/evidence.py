"""What supports one claim: the cards shown, what was asked for, the caption of the customer's photo.

Knows what single words claim; does not know sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.nlu.lexicon import generic, normalize, rows, synonyms, words_of, written
from app.nlu.wish import Language, Wish
from app.search.mentions import Mention, mentions, tokens
from app.search.scoring import meant_for
from data.catalogue.catalogue import Item
from data.catalogue.patterns import pattern_of
from data.catalogue.vocabulary import colours, plain


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a sentence of one answer can be held against."""

    wish: Wish
    items: Sequence[Item]
    missing: Sequence[str]
    stocked: Sequence[str]
    seen: str
    language: Language

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

    def asked(self, claim: Mention) -> bool:
        """Whether the customer asked for this."""
        wish = self.wish
        if claim.kind == "garment":
            return claim.value in {w.category for w in wish.wanted} | set(self.missing)
        if claim.kind == "colour":
            named = {wish.colour, *(wanted.colour for wanted in wish.wanted)} - {""}
            return any(_same_colour(colour, claim) for colour in named)
        if claim.kind == "count":
            return int(claim.value) in {w.count for w in wish.wanted} | {sum(w.count for w in wish.wanted)}
        if claim.kind == "pattern":
            patterns = {wish.pattern, *(wanted.pattern for wanted in wish.wanted)} - {""}
            return any(_names_pattern(pattern, claim) for pattern in patterns)
        return claim.value == {"audience": wish.gender, "usage": wish.usage}.get(claim.kind)

    def in_photo(self, claim: Mention) -> bool:
        """Whether the photo's caption says this."""
        if claim.kind == "title":
            return normalize(self.items[int(claim.value)].title) in normalize(self.seen)
        if claim.kind in ("garment", "colour", "audience", "usage"):
            said = mentions(tokens(self.seen), self.language)
            return (claim.kind, claim.value) in {(m.kind, m.value) for m in said}
        return _written_in(normalize(self.seen), claim)

    def carried(self, claim: Mention) -> bool:
        """Whether the shop has garments of this name at all."""
        return (
            claim.value in self.stocked
            and claim.value not in self.missing
            and claim.phrase in generic(claim.value)
        )


def _has(item: Item, claim: Mention) -> bool:
    own = {
        "any": lambda: True,
        "garment": lambda: item.category == claim.value and called(item, claim.phrase),
        "colour": lambda: bool(item.colour) and _same_colour(item.colour, claim),
        "pattern": lambda: patterned(item, claim),
        "audience": lambda: _meant_for(item, claim.value),
        "usage": lambda: item.usage == claim.value,
        "season": lambda: item.season == claim.value,
    }.get(claim.kind)  # fmt: skip
    if own and own():
        return True
    return claim.kind not in ("garment", "offer") and _written_in(written(item), claim)


def _meant_for(item: Item, whom: str) -> bool:
    return meant_for(item, whom) or f" {whom} " in written(item)


def patterned(item: Item, claim: Mention) -> bool:
    """Whether an item's pattern is the one that is claimed."""
    pattern = pattern_of(item)
    return bool(pattern) and _names_pattern(pattern, claim)


def _names_pattern(pattern: str, claim: Mention) -> bool:
    return plain(pattern) in rows()[int(claim.value)][1]


def called(item: Item, phrase: str) -> bool:
    """Whether a garment may be called so: by its category, or by a finer name that its card uses."""
    return phrase in generic(item.category) or any(f" {name} " in written(item) for name in synonyms(phrase))


def _same_colour(colour: str, claim: Mention) -> bool:
    """A colour by its own name or by that of its family; a finer name must be written on the card."""
    known = colours()
    said = known[claim.value]
    names = {
        plain(n) for n in (said.name, said.es, said.es_feminine, said.es_plural, said.es_feminine_plural)
    }
    if claim.phrase not in names | words_of("shade"):
        return False
    return claim.value in (colour, known[colour].family if colour in known else colour)


def _written_in(text: str, claim: Mention) -> bool:
    if f" {claim.phrase} " in text:
        return True
    if claim.kind in ("name", "brand") or not claim.value.isdigit():
        return False
    _, english, spanish = rows()[int(claim.value)]
    return any(f" {word} " in text for word in english | spanish)
