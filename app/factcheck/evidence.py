"""What supports one claim: the cards shown, what was asked for, the caption of the customer's photo.

Knows what single words claim; does not know sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.factcheck.tagger import Mention, stem
from app.nlu.lexicon import called, normalize, rows, words_of, written
from app.plan import Plan
from app.search.claims import claims
from data.catalogue.catalogue import Item
from data.catalogue.values.audiences import audiences, meant_for
from data.catalogue.vocabulary import colours, family, pattern_of, plain

# Of which a card that bears out one contradicts the others; kinds and the English words of concepts
EXCLUSIVE = (
    ("short sleeve", "long sleeve", "sleeveless"), ("crew neck", "v neck", "turtleneck"),
    ("slim", "loose", "straight", "flared"), ("maxi", "midi", "mini", "knee length"), ("round", "square"),
)  # fmt: skip
SEASONS = frozenset(
    ["summer", "winter", "spring", "autumn", "verano", "invierno", "primavera", "otono"]
)  # by their names
OPPOSITE = {"winter": ("summer",), "summer": ("winter",)}  # where only weather is spoken of


NOBODY = frozenset[int]()  # of the items


def never(word: str, category: str) -> bool:
    """No card has it."""
    return False


class Unsupported(Exception):
    """A claim that contradicts the cards, or that only a card could bear out and none does; says which, and
    why."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a sentence of one answer can be held against: the plan, the items shown, the wanted
    categories that the shop does not carry and those that it does, the caption of the customer's photos, and
    the items that the conversation has shown before."""

    plan: Plan
    items: Sequence[Item]
    missing: Sequence[str] = ()
    stocked: Sequence[str] = ()
    caption: str = ""
    earlier: Sequence[Item] = ()
    is_on_a_card: Callable[[str, str], bool] = never  # whether any card of a category has a word
    told: frozenset[str] = frozenset()  # the plain words of the customer
    counts: frozenset[int] = frozenset()  # how many items there are of each category and in all
    span: tuple[float, float] | None = None  # the shop's lowest and highest price

    @property
    def everything(self) -> frozenset[int]:
        """The numbers of all items shown."""
        return frozenset(range(len(self.items)))

    def having(self, claim: Mention) -> frozenset[int]:
        """The items whose cards bear a claim out."""
        return frozenset(i for i, item in enumerate(self.items) if self._has(item, claim))

    def exactly(self, claim: Mention) -> frozenset[int]:
        """The items whose cards say just this: teal is green and still not what is denied as green, and one
        for everybody is no boys'."""
        if claim.kind == "colour":
            return frozenset(i for i, item in enumerate(self.items) if item.colour == claim.value)
        if claim.kind == "audience":
            return frozenset(i for i, item in enumerate(self.items) if item.gender == claim.value)
        return self.having(claim)

    def all_having(self, found: Sequence[Mention], among: frozenset[int]) -> frozenset[int]:
        """Those with at least one of the values claimed of each kind: "black and white" is either."""
        for kind in {claim.kind for claim in found}:
            among &= frozenset().union(*(self.having(claim) for claim in found if claim.kind == kind))
        return among

    def of_category(self, claim: Mention) -> frozenset[int]:
        """The items of the category that a garment's name is of, whatever finer thing it says."""
        return frozenset(i for i, item in enumerate(self.items) if item.category == claim.value)

    def shown_before(self, claim: Mention) -> bool:
        """Whether an earlier item bears a claim out."""
        return any(self._has(item, claim) for item in self.earlier)

    def stems(self) -> list[frozenset[str]]:
        """The words of each card, without their endings."""
        return [stems(" ".join(item.texts)) for item in self.items]

    def asked(self, claim: Mention) -> bool:
        """Whether a garment or a colour was asked for, as far as is known."""
        plan = self.plan
        named = {item.category for item in plan.items} | {*self.missing}
        if claim.kind == "colour":
            of_items = (name for item in plan.items for name in (*item.colours, *item.excluded_colours))
            named = {*plan.filters.colours, *of_items}
            named |= {*plan.filters.excluded_colours, *map(family, named)} if named else set()
        said = f" {claim.phrase} " in normalize(plan.query) or (claim.kind, claim.value) in claims(
            plan.query, plan.language
        )
        return claim.value in named or not named or said

    def in_photo(self, claim: Mention) -> bool:
        """Whether the photos show this, by their records and their caption; anything may be seen where nobody
        has looked."""
        photos = self.plan.photos
        if claim.kind == "title" or not (self.caption or photos):
            return True
        if claim.kind in ("garment", "colour", "audience", "usage", "pattern"):
            kinds = [("garment", name) for one in photos for name in (one.category, *one.also) if name]
            shades = [("colour", name) for one in photos for name in one.colours]
            named = (*claims(self.caption, self.plan.language), *kinds, *shades)
            return (claim.kind, claim.value) in named or claim.kind not in {kind for kind, _ in named}
        return True

    def _has(self, item: Item, claim: Mention) -> bool:
        own = {
            "any": lambda: True,
            "garment": lambda: item.category == claim.value and called(item, claim.phrase),
            "colour": lambda: _coloured(item, claim),
            "pattern": lambda: _patterned(item, claim),
            "audience": lambda: self._for(item, claim.value) or f" {claim.value} " in written(item),
            "usage": lambda: item.usage == claim.value,
            "season": lambda: item.season == claim.value,
        }.get(claim.kind)  # fmt: skip
        if own and own():
            return True
        if claim.kind == "offer":
            return False
        return _written_in(written(item), claim)

    def _for(self, item: Item, audience: str) -> bool:
        """Whether a card is for these people; one for everybody is said to be theirs where they were asked
        for."""
        named = {self.plan.filters.audience, *(asked.audience for asked in self.plan.wanted)} - {""}
        if "unisex" in audiences(item) and audience != "unisex":
            return audience in named
        return meant_for(item, audience)


def stems(text: str) -> frozenset[str]:
    """The words of a text without their endings."""
    return frozenset(map(stem, re.findall(r"[^\W\d_]+", plain(text))))


def contradicted(item: Item, claim: Mention) -> bool:
    """Whether a card says what excludes a claim."""
    if claim.kind == "season":
        if plain(claim.phrase) in SEASONS:
            return item.season not in ("", claim.value)
        return item.season in OPPOSITE.get(claim.value, ())
    if not claim.value.isdigit():
        return False
    named = rows()[int(claim.value)][1]
    groups = [group for group in EXCLUSIVE if named & set(group)]
    others = (word for group in groups for word in group if word not in named)
    return any(f" {form} " in written(item) for word in others for form in _forms(word))


def _forms(word: str) -> Iterator[str]:
    """All words of the concept that an English word is of."""
    for _, english, spanish in rows():
        if word in english:
            yield from (*english, *spanish)


def _patterned(item: Item, claim: Mention) -> bool:
    """Whether an item's pattern is the one that is claimed; what names none is plain."""
    pattern, said = pattern_of(item), rows()[int(claim.value)][1]
    return plain(pattern) in said if pattern else "plain" in said


def _coloured(item: Item, claim: Mention) -> bool:
    """A colour by its own name or by that of its family; a finer name must be written on the card."""
    said = colours()[claim.value]
    forms = (said.name, said.es, said.es_feminine, said.es_plural, said.es_feminine_plural)
    if not item.colour:
        return True
    if claim.phrase not in {plain(form) for form in forms} | words_of("shade"):
        return False
    return claim.value in (item.colour, family(item.colour)) or family(claim.value) == item.colour


def _written_in(text: str, claim: Mention) -> bool:
    forms = (claim.phrase, claim.phrase.removesuffix("s"), claim.phrase.removesuffix("es"))
    if any(f" {form} " in text for form in forms):
        return True
    if claim.kind == "brand" or not claim.value.isdigit():
        return False
    _, english, spanish = rows()[int(claim.value)]
    return any(f" {word} " in text for word in english | spanish)
