"""Why an item fits: what was asked for and stands on the cards, and what they say besides.

Descriptions are data that anybody may have written: only plain words about sleeves, collars, stuffs and the
like are taken from one. Knows cards; does not know how colours go together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from app.advice.requested import Request
from app.advice.voice import Voice
from app.nlu.lexicon import normalize, rows
from app.plan import Sentence
from app.search.card_text import SENTENCE_WORDS, harm
from app.search.mentions import mentions, tokens
from app.search.scoring import audiences, has_pattern, meant_for
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories, pattern_of, plain

Trait = Callable[[Item], str]  # what a card says of one thing, as a predicate; "" for nothing
VAGUE = ("printed", "denim")  # patterns that tell nobody how a thing looks
DETAIL = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+|, [^\W\d_]+)*")  # words and nothing else
MAX_DETAIL_CHARS = 80
DETAIL_KINDS = {"detail", "material", "cut", "quality"}  # of mentions; a detail has one of these
BESIDE_KINDS = {"count", "colour", "pattern"}  # and may have these


def echoed(voice: Voice, request: Request) -> str:
    """Colour and pattern that were asked for and that the items' names say already: "red", "las rayas"."""
    grammar, (colour, pattern) = voice.grammar, _met(request)
    told = []
    if colour and all(_names_colour(voice, item) for item in request.items):
        told.append(grammar.the_colour(grammar.colour(colour)))
    if pattern and grammar.named("motifs", pattern) and _all_name_pattern(voice, request.items):
        told.append(grammar.named("motifs", pattern))
    return grammar.listed(told)


def asked_for(voice: Voice, request: Request) -> Iterator[Sentence]:
    """What was asked for and stands on every card, with what the cards add; of what the names say already,
    that it was asked for."""
    grammar, items, echo = voice.grammar, request.items, echoed(voice, request)
    traits = [*_unnamed(voice, request), *_suits(voice, request)]
    single = len(items) == 1 or not request.one_category
    more = _common(voice, items, list(_traits(voice, request))) if single else []
    they, told = _they(voice, request), grammar.listed(traits)
    card = grammar.agreeing("by_card", len(items) > 1)
    if traits and more:
        yield voice.say("fits_and", items, they=they, traits=told, more=grammar.listed(more), card=card)
    elif traits and echo:
        yield voice.say("fits_echo", items, they=they, traits=told, echo=echo)
    elif traits:
        yield voice.say("fits", items, they=they, traits=told, card=card)
    elif echo and len(items) > 1:  # of one thing, the opening has it
        yield voice.say("echoed", items, echo=echo)


def besides(voice: Voice, request: Request, fits: bool = False) -> Iterator[Sentence]:
    """What the cards say that nobody asked for: how one thing is made, in what two of a kind differ, what
    holds for all; that not where ``fits`` was said already, and had it in it."""
    items, traits = request.items, list(_traits(voice, request))
    if len(items) == 1:
        yield from _detail(voice, items[0])
    elif request.one_category:
        apart = list(_apart(voice, items, traits))
        yield from apart
        fits = bool(apart)
    told = [] if fits else _common(voice, items, traits)
    if told:
        said = "more_one" if len(items) == 1 else "more_all"
        yield voice.say(said, items, they=_they(voice, request), traits=voice.grammar.listed(told))


def _met(request: Request) -> tuple[str, str]:
    """The colour and the pattern that were asked for in all items and that all have, "" for none; the colour
    of several of a kind is in the opening."""
    items, first = request.items, request.items[0]
    whole = len(items) > 1 and request.one_category
    dyed = all(item.colour == first.colour and item.colour in request.asked(item).colours for item in items)
    pattern = request.asked(first).pattern
    drawn = all(
        request.asked(item).pattern == pattern and pattern_of(item) and has_pattern(item, pattern)
        for item in items
    )
    return first.colour if dyed and not whole else "", pattern if drawn else ""


def _unnamed(voice: Voice, request: Request) -> Iterator[str]:
    """Of colour and pattern that were asked for and are there, what the items' names do not say, as
    predicates."""
    grammar, items, (colour, pattern) = voice.grammar, request.items, _met(request)
    if colour and not all(_names_colour(voice, item) for item in items):
        agreement = grammar.agreement(items[0]) if len(items) == 1 else ("f", True)
        yield grammar.coloured(colour, *agreement)
    if pattern and not (grammar.named("motifs", pattern) and _all_name_pattern(voice, items)):
        yield grammar.pattern(pattern, items[0])


def _names_colour(voice: Voice, item: Item) -> bool:
    """Whether what an item is called tells its colour in the customer's language."""
    said = mentions(tokens(voice.grammar.name(item)), voice.grammar.language)
    return any(m.kind == "colour" for m in said)


def _names_pattern(voice: Voice, item: Item) -> bool:
    """Whether it tells its pattern; that may be part of a garment's name, as in "check shirt"."""
    name, own = normalize(voice.grammar.name(item)), plain(pattern_of(item))
    forms = [{"en": en, "es": es} for kind, en, es in rows() if kind == "pattern" and own in en]
    return any(f" {word} " in name for said in forms for word in said[voice.grammar.language])


def _all_name_pattern(voice: Voice, items: Sequence[Item]) -> bool:
    return all(_names_pattern(voice, item) for item in items)


def _suits(voice: Voice, request: Request) -> Iterator[str]:
    """For whom and for what, as it was asked."""
    audience, usage = request.audience(request.items), request.plan.filters.usage
    if audience and all(meant_for(item, audience) for item in request.items):
        yield voice.grammar.named("audiences", audience)
    if usage and all(item.usage == usage for item in request.items):
        yield voice.grammar.named("usages", usage)


def _traits(voice: Voice, request: Request) -> Iterator[Trait]:
    """What may be told of a card, the most telling first; no pattern that was asked for or is in the name."""
    grammar = voice.grammar

    def drawn(item: Item) -> str:
        own = pattern_of(item)
        vague = own in (*VAGUE, "plain", "")
        known = request.asked(item).pattern or vague or _names_pattern(voice, item)
        return "" if known else grammar.pattern(own, item)

    def worn_by(item: Item) -> str:
        alone = audiences(item) == (item.gender,) != ("unisex",)
        return grammar.named("audiences", item.gender) if alone else ""

    yield drawn
    if not any(request.asked(item).audience for item in request.items):
        yield worn_by
    if not request.plan.filters.usage:
        yield lambda item: grammar.named("usages", item.usage)
    yield lambda item: grammar.named("seasons", item.season) if _seasonal(item) else ""


def _seasonal(item: Item) -> bool:
    known = categories().get(item.category)
    return bool(known and known.seasonal)


def _common(voice: Voice, items: Sequence[Item], traits: Sequence[Trait]) -> list[str]:
    """Up to two things that every card says; that it is for every day is not worth a word of its own."""
    common = [values.pop() for trait in traits if len(values := {trait(item) for item in items}) == 1]
    told = [value for value in common if value][:2]
    return [] if told == [voice.grammar.named("usages", "casual")] else told


def _apart(voice: Voice, items: Sequence[Item], traits: Sequence[Trait]) -> Iterator[Sentence]:
    """In what two of a kind differ: "the navy one is formal, the white one casual"; of one colour, "the first
    is for boys, the second for women"."""
    grammar, colours = voice.grammar, [item.colour for item in items]
    unlike = [at for at, colour in enumerate(colours) if colour and colours.count(colour) == 1]
    pairs = [*combinations(unlike, 2)] or ([(0, 1)] if len(items) == 2 else [])
    for trait, pair in ((trait, pair) for trait in traits for pair in pairs):
        one, other = (trait(items[at]) for at in pair)
        if one and other and one != other:
            first, second = (grammar.one(items[i]) if unlike else grammar.nth(i, items[i]) for i in pair)
            both, are = [items[at] for at in pair], grammar.one_is(items[pair[0]])
            yield voice.say("apart", both, first=first, second=second, one=one, other=other, are=are)
            return


def _they(voice: Voice, request: Request) -> str:
    """The subject and its verb: "it is", "both are", "all three are"; "es", "son", "las dos piezas son"."""
    items = request.items
    if len(items) == 1:
        return voice.grammar.verb("it_is", items[0])
    return voice.grammar.they_are(len(items), items[0].category if request.one_category else "")


def _detail(voice: Voice, item: Item) -> Iterator[Sentence]:
    """How a thing is made, where its name does not say that: a V-neck T-shirt has a V-neck."""
    detail, name = _described(voice, item), normalize(voice.grammar.name(item))
    if detail and normalize(" ".join(detail.split()[:2])) not in name:
        yield voice.say("detail", [item], detail=detail, comes=voice.grammar.verb("it_comes_with", item))


def _described(voice: Voice, item: Item) -> str:
    """What stands behind "with" in an item's description, or "" where that is nothing for a customer: it may
    name neither people, prices nor other garments."""
    grammar = voice.grammar
    found = re.match(rf"^[^.]*? {grammar.words['joining_with']} ([^.]+)\.", grammar.description(item))
    said = found[1].strip() if found else ""
    if len(said) > MAX_DETAIL_CHARS or not DETAIL.fullmatch(said) or harm(said):
        return ""
    words = tokens(said)
    kinds = {m.kind for m in mentions(words, grammar.language)}
    small = not any(token.raw[0].isupper() and len(token.raw) > 1 for token in words)
    plain_words = not SENTENCE_WORDS & {token.word for token in words}
    return (
        said
        if small and plain_words and kinds & DETAIL_KINDS and kinds <= DETAIL_KINDS | BESIDE_KINDS
        else ""
    )
