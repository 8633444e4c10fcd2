"""Answers to questions about items on the screen: says what their cards say of what was asked, and is honest
where they are silent. Does not know the customer's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from app.advice.answer import Answer
from app.advice.content import Fact
from app.advice.discuss.buying import asked_reduced, in_stock, makers, sizes
from app.advice.discuss.comparison import cheapest, difference, match, occasion, preference, total, warmest
from app.advice.discuss.telling import Items, being, blanks, details, of_cards, prices, silent, words_of
from app.advice.phrases import (
    LENGTHS,
    SLEEVES,
    STUFFS,
    WASHING,
    season,
    spelled,
    usage,
    whom,
    why_warm,
    wording,
    words_on_card,
)  # fmt: skip
from app.advice.reasons import asked_for, besides, detail_of, has_colour, tells_colour
from app.advice.styling import style
from app.nlu.lexicon import says
from app.plan import Plan
from app.search.scoring import made_for, weather_fit
from data.catalogue.values.audiences import meant_for
from data.catalogue.vocabulary import family, pattern_of

MAX_SENTENCES = 4
MAX_ASKED = 2  # things that items should have
Teller = Callable[[Answer, Items], Iterator[Fact]]


def discuss(answer: Answer) -> Iterator[Fact]:
    """What was asked of the items that the plan refers to, of all on the screen where it names none."""
    plan = answer.plan
    items = [item for item in answer.items if item.id in plan.references] or answer.items
    chooses = "choice" in plan.aspects and len(items) > 1
    asked = _asked(plan)
    said: list[Fact] = []
    for aspect in asked or ["preference" if chooses else "details"]:
        tell = CHOICES.get(aspect, TELLERS[aspect]) if chooses else TELLERS[aspect]
        told = [one for one in tell(answer, items) if one not in said]
        said += told[: MAX_SENTENCES // max(1, len(asked))]  # each of several questions is answered
    yield from said or [answer.fact("taste", items)]


def _asked(plan: Plan) -> list[str]:
    """What is asked, also by what the items should have."""
    filters = plan.filters
    stock = filters.in_stock and not filters.sizes  # of which it is told with the size
    told = {"stock": stock, "sale": filters.on_sale, "size": bool(filters.sizes) or plan.asks_size}
    vague = ("choice", "descriptor", "details", "other") if any(told.values()) else ("choice",)
    vague = (*vague, "price") if filters.on_sale else vague
    named: list[str] = [name for name in plan.aspects if name not in vague]
    return [*(name for name, is_asked in told.items() if is_asked and name not in named), *named]


def _warmth(answer: Answer, items: Items) -> Iterator[Fact]:
    fit = weather_fit(items[0], answer.plan.filters.weather) if len(items) == 1 else 0
    if fit:
        yield answer.fact("serves" if fit > 0 else "serves_not", items, **blanks(answer, items))
    words = {item.id: why_warm(item, answer) for item in items}
    yield from words_of(answer, items, words)
    yield from silent(answer, "unsaid_warmth", items, words)


def _season(answer: Answer, items: Items) -> Iterator[Fact]:
    """Whether they serve in the weather asked about, and for which season they are."""
    weather, words = answer.plan.filters.weather, {item.id: season(item, answer) for item in items}
    fits = {item.id: weather_fit(item, weather) for item in items}
    if weather in ("rain", "snow"):
        fits = {item.id: int(made_for(item, weather)) for item in items}
        unsaid = [item for item in items if not fits[item.id]]
        yield from (of_cards(answer, f"unsaid_{weather}", unsaid) for _ in unsaid[:1])
    for template, those in (
        ("serves", [item for item in items if fits[item.id] > 0]),
        ("serves_not", [item for item in items if fits[item.id] < 0]),
    ):
        if those:
            yield answer.fact(template, those, **blanks(answer, those))
    yield from being(answer, items, words)
    yield from silent(answer, "unsaid_season", items, words)


def _for_weather(answer: Answer, items: Items) -> Iterator[Fact]:
    """Which of several for the weather; rain and snow are for the cards to name."""
    weighed = answer.plan.filters.weather in ("cold", "hot")
    yield from (warmest if weighed else _season)(answer, items)


def _colour(answer: Answer, items: Items) -> Iterator[Fact]:
    asked, grammar = answer.plan.filters.colours, answer.grammar
    words = {item.id: grammar.coloured(item.colour, *grammar.agreement(item)) for item in items}
    if not asked and len(items) == 1 and items[0].colour:
        told = grammar.colour(items[0].colour)
        yield answer.fact("its_colour", items, told=told, **blanks(answer, items))
        return
    if not asked and all(words.values()) and len(set(words.values())) > 1:  # by which they are called
        yield answer.fact("in_order", items, told=grammar.listed([grammar.colour(i.colour) for i in items]))
        return
    right = [item for item in items if has_colour(item, asked) or family(item.colour) in asked]
    unsure = {item.id: "" for item in items if asked and item not in right and not tells_colour(item)}
    yield from _judged(answer, items, words | unsure, "unsaid_colour", bool(asked), bool(right))


def _audience(answer: Answer, items: Items) -> Iterator[Fact]:
    asked, words = answer.plan.filters.audience, {item.id: whom(item, answer) for item in items}
    right = [item for item in items if asked and meant_for(item, asked)]
    if len(items) > len(right) > 0 and "choice" in answer.plan.aspects:
        own = dict.fromkeys(words[item.id] for item in right)
        yield answer.fact("take", right, told=answer.grammar.listed([*own]), **blanks(answer, right))
        yield from being(answer, [item for item in items if item not in right], words)
        return
    yield from _judged(answer, items, words, "unsaid_audience", bool(asked), bool(right))


def _judged(
    answer: Answer, items: Items, words: dict[str, str], unsaid: str, asked: bool, right: bool
) -> Iterator[Fact]:
    """What items are, after a yes or no where one of them was asked about."""
    if asked and len(items) == 1 and words[items[0].id]:
        yield answer.fact("yes" if right else "no", items, told=words[items[0].id], **blanks(answer, items))
        return
    yield from being(answer, items, words)
    yield from silent(answer, unsaid, items, words)


def _pattern(answer: Answer, items: Items) -> Iterator[Fact]:
    """Which patterns they have; a card that names none is looked at."""
    drawn = {item.id: pattern_of(item) for item in items}
    words = {name: found and answer.grammar.named("drawn", found) for name, found in drawn.items()}
    yield from words_of(answer, items, words)
    yield from silent(answer, "unsaid_pattern", items, words)


def _length(answer: Answer, items: Items) -> Iterator[Fact]:
    words = {item.id: words_on_card(item, answer, LENGTHS) for item in items}
    if answer.plan.filters.descriptors or not any(words.values()):
        words = {item.id: words_on_card(item, answer, SLEEVES) for item in items}
    yield from words_of(answer, items, words)
    yield from silent(answer, "unsaid_length", items, words)
    yield from details(answer, items) if not any(words.values()) else ()


def _material(answer: Answer, items: Items) -> Iterator[Fact]:
    words = {item.id: words_on_card(item, answer, STUFFS) for item in items}
    if answer.plan.filters.descriptors:
        yield from _having(answer, items)
    elif any(words.values()):
        yield from words_of(answer, items, words)
        yield answer.fact("unsaid_stuff", items)
    else:
        yield of_cards(answer, "unsaid_material", items)
        yield from details(answer, items)


def _having(answer: Answer, items: Items) -> Iterator[Fact]:
    """Whether they have or are what is asked, one sentence for each such thing."""
    lacking = False
    for asked in answer.plan.filters.descriptors[:MAX_ASKED]:
        word = spelled(asked.word, answer.grammar.language)
        having = [item for item in items if says(asked, item)]
        rest = [item for item in items if item not in having]
        own = dict.fromkeys(wording(item, answer, asked) for item in having)
        yield from (
            of_cards(answer, "has", having, word=one if len(own) == 1 else word) for one in [*own][:1]
        )
        yield from (of_cards(answer, "has_not", rest, word=word) for _ in rest[:1])
        lacking = lacking or not having
    if lacking:
        yield answer.fact("ask_people")
    yield from details(answer, items)


def _size(answer: Answer, items: Items) -> Iterator[Fact]:
    told = list(sizes(answer, items))
    silent_too = answer.plan.filters.in_stock and [fact.kind for fact in told] == ["no_sizes"]
    if silent_too:  # whether there are any was asked, and is told
        return
    yield from told
    yield from details(answer, items) if [fact.kind for fact in told] == ["no_sizes"] else ()


def _care(answer: Answer, items: Items) -> Iterator[Fact]:
    washing = {item.id: words_on_card(item, answer, WASHING) for item in items}
    yield from words_of(answer, items, washing)
    yield from silent(answer, "unsaid_care", items, washing)
    yield from words_of(answer, items, {item.id: words_on_card(item, answer, STUFFS) for item in items})


def _reason(answer: Answer, items: Items) -> Iterator[Fact]:
    """What was asked for and stands on the cards."""
    own = replace(answer, items=items)
    fits = list(asked_for(own))
    yield from fits or [answer.fact("nearest", items)]
    yield from besides(own, bool(fits))
    yield from style(own)


def _difference(answer: Answer, items: Items) -> Iterator[Fact]:
    """In what several differ; of one, that there is no other, and what its card says."""
    yield from (answer.fact("only_one", items, **blanks(answer, items)) for _ in items[:1] if len(items) == 1)
    yield from _details(answer, items)


def _details(answer: Answer, items: Items) -> Iterator[Fact]:
    """All that a card says, or in what several differ."""
    if len(items) > 1:
        yield from difference(answer, items)
        return
    told = [*filter(None, (tell(items[0], answer) for tell in (whom, usage, season)))]
    yield from being(answer, items, {items[0].id: answer.grammar.listed(told)})
    if detail := detail_of(answer, items[0]):
        comes = answer.grammar.verb("it_comes_with", items[0])
        yield answer.fact("detail", items, detail=detail, comes=comes)
    yield from prices(answer, items)


def _other(answer: Answer, items: Items) -> Iterator[Fact]:
    """What no card says, and what they do say."""
    told = list(details(answer, items))
    yield from told
    yield answer.fact("beyond_cards", items) if told else of_cards(answer, "unsaid_other", items)
    if "choice" in answer.plan.aspects and len(items) > 1:
        yield from preference(answer, items)


TELLERS: dict[str, Teller] = {
    "difference": _difference, "warmth": _warmth, "total": total, "price": prices, "colour": _colour,
    "length": _length, "material": _material, "size": _size, "care": _care, "audience": _audience,
    "occasion": occasion, "season": _season, "match": match, "reason": _reason, "descriptor": _having,
    "details": _details, "other": _other, "preference": preference, "pattern": _pattern,
    "category": _details, "stock": in_stock, "sale": asked_reduced, "brand": makers,
}  # fmt: skip
CHOICES: dict[str, Teller] = {"warmth": warmest, "season": _for_weather, "price": cheapest}
