"""Why an item fits: what was asked for and stands on the cards, and what they say besides.

Descriptions are data that anybody may have written: only plain words about sleeves, collars, stuffs and the
like are taken from one. Knows cards; does not know how colours go together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import combinations, pairwise, product

from app.advice.answer import Answer
from app.advice.content import Fact
from app.nlu.lexicon import LANGUAGES, colour_named, normalize, rows
from app.nlu.parsing.rewriting import card_words
from app.search.card_text import SENTENCE_WORDS, harm, shown_title
from app.search.claims import claims
from app.search.scoring import has_pattern
from data.catalogue.catalogue import Item
from data.catalogue.values.audiences import audiences, meant_for
from data.catalogue.vocabulary import categories, pattern_of, plain

VAGUE = ("printed", "denim")  # patterns that tell nobody how a thing looks
DETAIL = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+|, [^\W\d_]+)*")  # words and nothing else
MAX_DETAIL_CHARS = 80
DETAIL_KINDS = {"detail", "material", "property", "cut", "quality"}  # of claims; a detail has one of these
BESIDE_KINDS = {"count", "colour", "pattern"}  # and may have these


def echoed(answer: Answer) -> str:
    """Colour and pattern that were asked for and that the items' names say already: "red", "las rayas"."""
    return answer.grammar.listed(_met(answer)[0])


def asked_for(answer: Answer) -> Iterator[Fact]:
    """What was asked for and stands on every card, with what the cards add; of what the names say already,
    that it was asked for."""
    grammar, items, (named, unnamed) = answer.grammar, answer.items, _met(answer)
    echo, traits = grammar.listed(named), [*unnamed, *_suits(answer)]
    more = _common(answer) if len(items) == 1 or not answer.one_category else []
    they, told = _they(answer), grammar.listed(traits)
    card = grammar.agreeing("by_card", len(items) > 1)
    if traits and more:
        yield answer.fact("fits_and", items, they=they, traits=told, more=grammar.listed(more), card=card)
    elif traits and echo and len(items) > 1:  # of one thing, the opening has the echo
        yield answer.fact("fits_echo", items, they=they, traits=told, echo=echo)
    elif traits:
        yield answer.fact("fits", items, they=they, traits=told, card=card)
    elif echo and len(items) > 1:
        yield answer.fact("echoed", items, echo=echo)


def besides(answer: Answer, fits: bool = False) -> Iterator[Fact]:
    """What the cards say that nobody asked for: how one thing is made, in what two of a kind differ, what
    holds for all; that not where ``fits`` was said already, and had it in it."""
    items = answer.items
    if len(items) == 1:
        yield from _detail(answer, items[0])
    elif answer.one_category:
        apart = list(_apart(answer))
        yield from apart
        fits = bool(apart)
    told = [] if fits else _common(answer)
    if told:
        said = "more_one" if len(items) == 1 else "more_all"
        yield answer.fact(said, items, they=_they(answer), traits=answer.grammar.listed(told))


def _met(answer: Answer) -> tuple[list[str], list[str]]:
    """Colour and pattern that were asked for in all items and that all have: those that the items' names say
    already, as nouns, and the others, as predicates. The colour of several of a kind is in the opening."""
    grammar, items, first = answer.grammar, answer.items, answer.items[0]
    named, unnamed = list[str](), list[str]()
    opening = len(items) > 1 and answer.one_category
    dyed = all(item.colour == first.colour and item.colour in answer.asked(item).colours for item in items)
    if first.colour and dyed and not opening:
        if all("colour" in dict(claims(grammar.name(item), grammar.language)) for item in items):
            named.append(grammar.the_colour(grammar.colour(first.colour)))
        else:
            agreement = grammar.agreement(first) if len(items) == 1 else ("f", True)
            unnamed.append(grammar.coloured(first.colour, *agreement))
    pattern = answer.asked(first).pattern
    if pattern and all(answer.asked(item).pattern == pattern and _drawn(item, pattern) for item in items):
        motif = grammar.named("motifs", pattern)
        if motif and all(_names_pattern(answer, item) for item in items):
            named.append(motif)
        else:
            unnamed.append(grammar.pattern(pattern, first))
    return named, unnamed


def _drawn(item: Item, pattern: str) -> bool:
    return bool(pattern_of(item)) and has_pattern(item, pattern)


def _names_pattern(answer: Answer, item: Item) -> bool:
    """Whether it tells its pattern; that may be part of a garment's name, as in "check shirt"."""
    name, own = normalize(answer.grammar.name(item)), plain(pattern_of(item))
    rows_of_own = [row for row in rows() if row[0] == "pattern" and own in row[1]]
    spoken = 1 if answer.grammar.language == "en" else 2
    return any(f" {word} " in name for row in rows_of_own for word in row[spoken])


def _suits(answer: Answer) -> Iterator[str]:
    """For whom and for what, as it was asked; what is for anyone is not for those alone."""
    audience, usage, grammar = answer.audience(answer.items), answer.plan.filters.usage, answer.grammar
    anyone = any("unisex" in audiences(item) for item in answer.items)
    if audience and anyone and all(meant_for(item, audience) for item in answer.items):
        whom = grammar.named("audiences", audience)  # what is for those alone needs no word
        every = all("unisex" in audiences(item) for item in answer.items)
        either = [whom, grammar.named("audiences", "unisex")]
        yield grammar.words["anyone_too"].format(whom=whom) if every else grammar.listed(either, "or")
    yield from _makers(answer)
    own = usage != "casual" or not answer.plan.filters.occasion  # a beach is no word for every day
    named = grammar.named("usages", usage)
    if named and own and all(item.usage == usage for item in answer.items):
        yield named


def _makers(answer: Answer) -> Iterator[str]:
    """The maker that was asked for, where all cards name it and not all titles do."""
    for one in (one for one in answer.plan.filters.descriptors if one.is_name and not one.refused):
        brands = {shown_title(item.brand) for item in answer.items if one.said_by(_card(item.brand))}
        made = all(one.said_by(_card(item.brand)) for item in answer.items)
        titled = all(one.said_by(_card(item.title)) for item in answer.items)
        if made and len(brands) == 1 and not titled:
            yield answer.grammar.words["made_by"].format(brand=brands.pop())


def _card(text: str) -> str:
    return f" {' '.join(card_words(text))} "


def _told(answer: Answer, item: Item) -> tuple[str, ...]:
    """Pattern, audience, occasion and season of a card as predicates, the most telling first; "" for what is
    not worth telling, was asked for, or is in the name."""
    grammar, own, known = answer.grammar, pattern_of(item), categories().get(item.category)
    vague = own in (*VAGUE, "plain", "")
    drawn = not (answer.asked(item).pattern or vague or _names_pattern(answer, item))
    alone = audiences(item) == (item.gender,) != ("unisex",)
    whom = alone and not any(answer.asked(other).audience for other in answer.items)
    whom = whom and answer.plan.act != "outfit"  # for whom that is, is said with an offer
    return (
        grammar.pattern(own, item) if drawn else "",
        grammar.named("audiences", item.gender) if whom else "",
        "" if answer.plan.filters.usage else grammar.named("usages", item.usage),
        grammar.named("seasons", item.season) if known and known.seasonal else "",
    )


def _common(answer: Answer) -> list[str]:
    """Up to two things that every card says; that it is for every day is not worth a word, nor whom it is for
    where nobody asked."""
    every = zip(*(_told(answer, item) for item in answer.items), strict=True)
    dull = {"", _everyday(answer), *answer.grammar.words["audiences"].values()}
    return [values[0] for values in every if values[0] not in dull and len(set(values)) == 1][:2]


def _everyday(answer: Answer) -> str:
    return answer.grammar.named("usages", "casual")


def _apart(answer: Answer) -> Iterator[Fact]:
    """In what two of a kind differ: "the navy one is formal, the white one casual"; of one colour, "the first
    is for boys, the second for women"."""
    grammar, items = answer.grammar, answer.items
    colours = [item.colour for item in items]
    unlike = [at for at, colour in enumerate(colours) if colour and colours.count(colour) == 1]
    pairs = [*combinations(unlike, 2)] or ([(0, 1)] if len(items) == 2 else [])
    every = zip(*(_told(answer, item) for item in items), strict=True)
    for values, pair in product(every, pairs):
        one, other = (values[at] for at in pair)
        if one and other and one != other:
            first, second = (grammar.one(items[i]) if unlike else grammar.nth(i, items[i]) for i in pair)
            both, are = [items[at] for at in pair], grammar.one_is(items[pair[0]])
            yield answer.fact("apart", both, first=first, second=second, one=one, other=other, are=are)
            return


def has_colour(item: Item, colours: Collection[str]) -> bool:
    """Whether an item has or comes in one of these, by its card or its title."""
    said = f"{item.title} {item.title_es} {item.colour_label}".split()
    named = {shade for pair in pairwise(said) if (shade := colour_named(" ".join(pair)))}  # "light brown"
    named |= colours_in(item.title, item.title_es)
    named |= frozenset() if tells_colour(item) else described_colours(item)
    return not {*item.colours, *named}.isdisjoint(colours)


def described_colours(item: Item) -> frozenset[str]:
    """The colours that a description names: maybe of a trim."""
    return colours_in(item.description, item.description_es)


def colours_in(*texts: str) -> frozenset[str]:
    """The colours that texts of a card name in any language."""
    told = (claims(text, language) for text in texts for language in LANGUAGES)
    return frozenset(value for found in told for kind, value in found if kind == "colour")


def is_two_toned(item: Item, colour: str) -> bool:
    """Whether a colour beside the main one is of the same thing, "Red/White", and not of another of its
    kind."""
    return colour in colours_in(item.title, item.title_es, item.colour_label.replace("/", " , "))


def garments(item: Item) -> Iterator[str]:
    """The categories that a card names in its title or in the catalogue's own finer noun."""
    for text, language in product((item.title, item.title_es, item.kind), LANGUAGES):
        yield from (value for kind, value in claims(text, language) if kind == "garment")


def tells_colour(item: Item) -> bool:
    """Whether a card names a colour in words; what was only seen in a picture denies none."""
    return bool(item.colour) and item.colour_source != "picture"


def _they(answer: Answer) -> str:
    """The subject and its verb: "it is", "both are", "all three are"; "es", "son", "las dos piezas son"."""
    items = answer.items
    if len(items) == 1:
        return answer.grammar.verb("it_is", items[0])
    return answer.grammar.all_are(items)


def _detail(answer: Answer, item: Item) -> Iterator[Fact]:
    """How a thing is made, where its name does not say that: a V-neck T-shirt has a V-neck."""
    detail, name = detail_of(answer, item), normalize(answer.grammar.name(item))
    if detail and normalize(" ".join(detail.split()[:2])) not in name:
        yield answer.fact("detail", [item], detail=detail, comes=answer.grammar.verb("it_comes_with", item))


def detail_of(answer: Answer, item: Item) -> str:
    """What stands behind "with" in an item's description, or "" where that is nothing for a customer: it may
    name neither people, prices nor other garments."""
    grammar = answer.grammar
    found = re.match(rf"^[^.]*? {grammar.words['joining_with']} ([^.]+)\.", grammar.description(item))
    said = found[1].strip() if found else ""
    if len(said) > MAX_DETAIL_CHARS or not DETAIL.fullmatch(said) or harm(said):
        return ""
    kinds = set(dict(claims(said, grammar.language)))
    named = any(word[0].isupper() and len(word) > 1 for word in re.findall(r"\w+", said))
    if named or SENTENCE_WORDS & set(normalize(said).split()):
        return ""
    return said if kinds & DETAIL_KINDS and kinds <= DETAIL_KINDS | BESIDE_KINDS else ""
