"""What is asked of the customer's photos, answered from what one look at each of them gave: what it shows, as
sure as that is; whether it will do; which of several; and kindly what no photo tells.

Knows the records of photos; does not know the customer's words, or how a photo is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.comparison import match
from app.advice.discuss.discussion import discuss
from app.advice.discuss.looks import Seen, Teller, kind_of, looks, place, shows, side_by_side
from app.advice.discuss.photo_choice import CHOICES, difference
from app.advice.discuss.suitability import fit_for_occasion, fit_for_weather
from app.advice.seen import caption, listed, of_kind
from app.search.scoring import has_pattern
from data.catalogue.values.audiences import meant_for
from data.catalogue.vocabulary import family

UNTOLD = ("price", "material", "size", "care")  # each with words of its own
UNFIT = ("photo_unfit", "photo_serves_not")  # kinds after which nothing like it is offered
MAX_TOLD = 4  # sentences, with the offer


def discuss_photos(answer: Answer) -> Iterator[Fact]:
    """What was asked of the photos, and an offer to look for things like them; a photo of the shop's own item
    is spoken of by its card."""
    every = looks(answer)
    ids = [one.photo.item_id for one in every]
    if ids and all(any(item.id == name for item in answer.items) for name in ids):
        yield from _own(answer, every)
        return
    known = [one for one in every if one.photo.garment]
    if not every:  # nobody has looked
        yield answer.fact("photo_unsure")
        return
    if not known:
        yield next(unclear(answer, "_ask"))
        return
    said = [*unclear(answer), *_told(replace(answer, items=()), known)][: MAX_TOLD - 1]
    yield from (*said, *_offer(answer, known, said))


def _own(answer: Answer, every: Sequence[Seen]) -> Iterator[Fact]:
    """That photos are of the shop's own items, and what their cards say to the question."""
    ids = tuple(dict.fromkeys(one.photo.item_id for one in every))
    items = [item for item in answer.items if item.id in ids]
    yield answer.fact("photo_ours", items, title=answer.grammar.listed([*map(answer.grammar.name, items)]))
    if any(one.card.category in answer.plan.choices for one in every):
        yield from _category(replace(answer, items=()), every)
    if answer.plan.aspects != ("category",):
        yield from discuss(replace(answer, plan=replace(answer.plan, references=ids)))


def unclear(answer: Answer, ask: str = "") -> Iterator[Fact]:
    """Which photos show no garment; with ``ask``, a question for another."""
    photos, places = answer.plan.photos, answer.grammar.words["photo_places"]
    dark = [place for place, photo in zip(places, photos, strict=False) if not photo.garment]
    if 0 < len(dark) < len(photos):
        yield answer.fact(f"no_garment_in{ask}", place=answer.grammar.listed(dark))
    elif ask or dark:
        yield answer.fact("no_garments" if len(photos) > 1 else "no_garment")


def which_seen(answer: Answer) -> Fact:
    """Which of the garments that a photo shows is meant."""
    grammar = answer.grammar
    said = [caption(of_kind(name), grammar.language) or grammar.one_of(name) for name in answer.plan.choices]
    return answer.fact("which_seen", list=grammar.listed(said))


def _told(answer: Answer, known: Sequence[Seen]) -> list[Fact]:
    """One or two sentences on each thing that is asked."""
    aspects = answer.plan.aspects
    chooses, said = "choice" in aspects and len(known) > 1, list[Fact]()
    asked: list[str] = [name for name in aspects if name != "choice"]
    for aspect in asked or ["preference" if chooses else "details"]:
        one_by_one = TELLERS.get(aspect, _untold(aspect))
        tell = CHOICES.get(aspect, one_by_one) if chooses else one_by_one
        said += [fact for fact in tell(answer, known) if fact not in said]
    named = any(fact.kind.startswith("photo_shows") for fact in said) and not answer.plan.filters.colours
    return [fact for fact in said if not (named and fact.kind in ("photo_colour", "photo_colour_maybe"))]


def _offer(answer: Answer, known: Sequence[Seen], said: Sequence[Fact]) -> Iterator[Fact]:
    """To show things like it, where there are any: with what their cards say, if the photo could not tell;
    or rather what would do, or goes with it."""
    kinds = {one.card.category for one in known}
    if "" in kinds or (answer.stocked and kinds.isdisjoint(answer.stocked)):
        return
    if any(fact.kind in UNFIT for fact in said) or "match" in answer.plan.aspects:
        yield answer.fact("ask_photo_match" if "match" in answer.plan.aspects else "ask_photo_rather")
        return
    untold = any(fact.kind.startswith("photo_untold") for fact in said)
    yield answer.fact(f"ask_like_photo{'s' if len(known) > 1 else ''}{'_cards' if untold else ''}")


def _untold(aspect: str) -> Teller:
    """That no photo tells this."""

    def tell(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
        yield answer.fact(f"photo_untold_{aspect if aspect in UNTOLD else 'other'}")

    return tell


def _category(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """What it is; of several kinds asked about, which."""
    asked, one = answer.plan.choices, known[0]
    if len(known) > 1:
        yield side_by_side(answer, known)
        return
    own, maybe = one.card.category, "" if one.sure("category") else "_maybe"
    thing, seen = kind_of(answer, one), shows(answer, one)
    finer = [word.word for word in answer.plan.filters.descriptors if word.category == own]
    if not thing:
        yield answer.fact("photo_unsure")
    elif not asked:
        yield answer.fact(f"photo_shows{maybe}", seen=seen)
        yield from _beside(answer, one)
    elif own not in asked:
        yield answer.fact(f"photo_{'neither' if len(asked) == 2 else 'not'}{maybe}", seen=seen)
        yield from _beside(answer, one)
    elif finer:
        quoted = answer.grammar.words["quoted"]
        word = answer.grammar.listed([*map(quoted.format, finer)], "or")
        yield answer.fact("photo_no_finer", thing=thing, word=word)
    else:
        yield answer.fact(f"photo_{'either' if len(asked) > 1 else 'yes'}{maybe}", thing=thing)


def _beside(answer: Answer, one: Seen) -> Iterator[Fact]:
    """What else is in the picture."""
    others = [of_kind(name) for name in one.photo.also if name != one.card.category]
    if said := listed(others, answer.grammar):
        yield answer.fact("photo_also", list=said)


def _colour(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """The colours; whether they are those asked about."""
    asked, grammar, one = answer.plan.filters.colours, answer.grammar, known[0]
    if len(known) > 1:
        yield side_by_side(answer, known)
        return
    told, maybe = grammar.listed([*map(grammar.colour, one.colours)]), "" if one.sure("colour") else "_maybe"
    right = {name for name in asked if name in one.colours or name in map(family, one.colours)}
    if not told:
        yield answer.fact("photo_unsure_colour")
    elif not asked or len(asked) > 1:
        yield answer.fact(f"photo_colour{maybe}", told=told)
    else:
        yield answer.fact(f"photo_colour_{'yes' if right else 'no'}{maybe}", told=told)


def _pattern(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """The pattern; whether it is the one asked about."""
    asked, one = answer.plan.filters.pattern, known[0]
    if len(known) > 1:
        yield side_by_side(answer, known)
        return
    told, maybe = answer.grammar.named("drawn", one.photo.pattern), "" if one.sure("pattern") else "_maybe"
    if one.photo.pattern == "plain":
        yield answer.fact(f"photo_plain{'_yes' if asked == 'plain' else ''}")
    elif not told or not one.card.title:
        yield answer.fact("photo_unsure_pattern")
    elif not asked:
        yield answer.fact(f"photo_pattern{maybe}", told=told)
    else:
        said = "yes" if has_pattern(one.card, asked) else "no"
        yield answer.fact(f"photo_pattern_{said}{maybe}", told=told)


def _audience(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """For whom, as far as that can be seen at all."""
    asked, one = answer.plan.filters.audience, known[0]
    told = answer.grammar.named("audiences", one.card.gender)
    if len(known) > 1 and any(other.card.gender for other in known):
        yield side_by_side(answer, known, whom=True)
    elif not told:
        yield answer.fact("photo_no_audience")
    elif not asked:
        yield answer.fact("photo_audience", told=told)
    else:
        said = "yes" if meant_for(one.card, asked) else "no"
        yield answer.fact(f"photo_audience_{said}", told=told)


def _occasion(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """Whether it will do for the occasion, by what is worn there."""
    filters = answer.plan.filters
    for one in known:
        sure = one.card if one.sure("colour") else replace(one.card, colour="")
        fit = fit_for_occasion(sure, filters.occasion, filters.usage, filters.audience)
        seen = shows(answer, one)
        said = "photo_fit" if fit > 0 else "photo_unfit" if fit < 0 else "photo_depends"
        if len(known) == 1:
            yield answer.fact(said, seen=seen)
        else:
            yield answer.fact(f"{said}_in", seen=seen, place=place(answer, one))


def _weather(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """Whether it is for that weather, by its kind."""
    fit = fit_for_weather(known[0].card, answer.plan.filters.weather) if len(known) == 1 else 0
    yield answer.fact("photo_serves" if fit > 0 else "photo_serves_not" if fit < 0 else "photo_untold_warmth")


def _details(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """All that can be seen."""
    yield from _category(replace(answer, plan=replace(answer.plan, choices=())), known)


def _match(answer: Answer, known: Sequence[Seen]) -> Iterator[Fact]:
    """Whether they go together, or with something of the customer's own, by their colours."""
    items = [one.card for one in known]
    own = replace(answer, items=items, filters={item.id: answer.plan.filters for item in items})
    yield from (replace(fact, item_ids=()) for fact in match(own, items))


TELLERS: dict[str, Teller] = {
    "category": _category, "colour": _colour, "pattern": _pattern, "audience": _audience,
    "occasion": _occasion, "warmth": _weather, "season": _weather, "details": _details, "match": _match,
    "difference": difference,
}  # fmt: skip
