"""Several photos held against each other: in what they differ, which is what was asked, which to take.

Goes by kind, colour and pattern, and says so; does not know the customer's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.looks import Seen, Teller, pointed_out, side_by_side
from app.advice.discuss.suitability import fit_for_occasion, formality, warmer
from app.search.scoring import has_pattern, is_quiet
from data.catalogue.values.audiences import meant_for
from data.catalogue.vocabulary import family

MARGIN = 1  # occasions more, by which nothing is more formal yet


def difference(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """What each shows, and in what they differ."""
    values: dict[str, set[str]] = {
        "category": {one.card.category for one in known},
        "colour": {one.card.colour for one in known},
        "pattern": {one.photo.pattern for one in known},
        "audience": {one.card.gender for one in known},
    }
    names = answer.grammar.words["differing"]
    apart = [str(names[name]) for name, found in values.items() if len(found - {""}) > 1]
    yield side_by_side(answer, known, whom=True)
    if apart:
        yield answer.fact("photos_differ", told=answer.grammar.listed(apart))
    else:
        yield answer.fact("photos_alike")


def _picked(right: Callable[[Answer, Seen], bool]) -> Teller:
    """Which of several are what was asked."""

    def tell(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
        those = [one for one in known if right(answer, one)]
        if not those or len(those) == len(known):
            yield answer.fact("photos_all" if those else "photos_none")
            yield side_by_side(answer, known)
            return
        parts = [pointed_out(answer, one) for one in those]
        yield answer.fact("photos_pick", parts=answer.grammar.listed(parts))

    return tell


def _is_coloured(answer: Answer, one: Seen) -> bool:
    asked = answer.plan.filters.colours
    return not {*one.colours, *map(family, one.colours)}.isdisjoint(asked)


def _take(answer: Answer, known: Sequence[Seen], best: Sequence[Seen], otherwise: str) -> Iterator[Fact]:
    """The one to take, and by what that is judged; ``otherwise`` where there is not one."""
    if len(best) != 1:
        yield answer.fact(otherwise)
        yield side_by_side(answer, known)
        return
    yield answer.fact("photos_take", thing=pointed_out(answer, best[0]))
    yield answer.fact("photo_by_looks" if otherwise == "photos_undecided" else "photo_by_kind")


def _warmest(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """The one for the cold, or for the heat, by their kinds."""
    hot = answer.plan.filters.weather == "hot"

    def better(one: Seen, other: Seen) -> bool:
        return warmer(other.card, one.card) if hot else warmer(one.card, other.card)

    best = [one for one in known if all(one is other or better(one, other) for other in known)]
    yield from _take(answer, known, best, "photos_undecided_warmth")


def _most_formal(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """The one that the occasion asks for; the more formal, or the less."""
    filters = answer.plan.filters
    if filters.occasion:
        whom = filters.audience
        points = [fit_for_occasion(one.card, filters.occasion, filters.usage, whom) for one in known]
    else:
        sign = -1 if filters.usage == "casual" else 1
        points = [sign * formality(one.card) for one in known]
    margin = 0 if filters.occasion else MARGIN
    top = max(points)
    best = [one for one, point in zip(known, points, strict=True) if point >= top - margin]
    yield from _take(answer, known, best, "photos_undecided")


def _matching(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """The one that goes with most other colours, and so with the customer's own; a pattern counts as loud."""
    loud = [(not is_quiet(one.card)) + (one.photo.pattern not in ("", "plain")) for one in known]
    best = [one for one, points in zip(known, loud, strict=True) if points == min(loud)]
    yield from _take(answer, known, best, "photos_undecided")


def _preference(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    yield answer.fact("photos_taste")
    yield side_by_side(answer, known)


CHOICES: dict[str, Teller] = {
    "difference": difference, "preference": _preference,
    "colour": _picked(_is_coloured),
    "pattern": _picked(lambda answer, one: has_pattern(one.card, answer.plan.filters.pattern)),
    "audience": _picked(lambda answer, one: meant_for(one.card, answer.plan.filters.audience)),
    "category": _picked(lambda answer, one: one.card.category in answer.plan.choices),
    "warmth": _warmest, "season": _warmest, "occasion": _most_formal,
    "match": _matching,
}  # fmt: skip
