"""A photo as it is spoken of among others: what it shows, how sure that is, and where it stands.

Knows records of photos and words; does not know what is asked of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.seen import caption, cards, of_kind
from app.plan import PhotoAttributes
from data.catalogue.catalogue import Item

SURE = 0.9  # a chance from which a thing is said plainly
CHANCES = ("garment", "category", "colour", "pattern", "audience")  # by their places in a record


@dataclass(frozen=True, slots=True)
class Seen:
    """A photo, what it shows as if that had a card, and its place among the photos from 0 on."""

    photo: PhotoAttributes
    card: Item
    at: int

    def sure(self, of: str) -> bool:
        """Whether something of it is beyond doubt."""
        chances, at = self.photo.chances, CHANCES.index(of)
        return len(chances) <= at or chances[at] >= SURE

    @property
    def colours(self) -> tuple[str, ...]:
        """Its colours, if they are those of the garment that is spoken of."""
        return self.photo.colours if self.card.colour else ()


Teller = Callable[[Answer, Sequence[Seen]], Iterator[Fact]]


def looks(answer: Answer) -> list[Seen]:
    """The photos of a plan in their order, as many as can be counted out."""
    places = range(len(answer.grammar.words["photo_places"]))
    return [Seen(*one) for one in zip(answer.plan.photos, cards(answer.plan), places, strict=False)]


def place(answer: Answer, one: Seen) -> str:
    """As in "in the second photo"."""
    return str(answer.grammar.words["photo_places"][one.at])


def shows(answer: Answer, one: Seen, whom: bool = False) -> str:
    """What a photo shows, as a phrase; with ``whom``, also for whom that is."""
    card = one.card if whom else replace(one.card, gender="")
    return caption(card, answer.grammar.language) or str(answer.grammar.words["unnamed"])


def pointed_out(answer: Answer, one: Seen) -> str:
    """The same as a thing that is spoken of: "the red skirt in the first photo"."""
    known = caption(one.card, answer.grammar.language)
    thing = answer.grammar.piece(one.card) if known else answer.grammar.words["unnamed"]
    return f"{thing} {answer.grammar.words['of_photo'][one.at]}"


def kind_of(answer: Answer, one: Seen) -> str:
    """Only the kind of thing: "a coat"."""
    return caption(of_kind(one.card.category), answer.grammar.language)


def side_by_side(answer: Answer, known: Sequence[Seen], whom: bool = False) -> Fact:
    """What each of several photos shows."""
    seen = [shows(answer, one, whom) for one in known]
    if len(set(seen)) == 1:
        return answer.fact("photos_same", seen=seen[0])
    parts = [f"{said} {place(answer, one)}" for said, one in zip(seen, known, strict=True)]
    return answer.fact("photos_show", parts=answer.grammar.listed(parts))
