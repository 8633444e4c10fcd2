"""Which of two is asked for: "a backpack or a crossbody bag?", "with grey trousers, the black or the tan?".

Both are looked for, one of each, and the plan says that one is to be recommended. Knows pieces of messages
and plans; does not know what speaks for one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.nlu.lexicon import words
from app.nlu.parser import Parsed
from app.nlu.tagger import Piece, Utterance
from app.plan import DialogueState, Plan, RequestedItem
from data.catalogue.item import Item
from data.catalogue.vocabulary import family

CHILDREN = ("boys", "girls")
NEAR = 2  # pieces on either side of "or" in which what it joins stands


def between_kinds(plan: Plan, said: Utterance) -> Plan:
    """The plan for one of each of two garments that "or" joins, if it is for nothing else; and of two that
    are to be held against each other."""
    if said.says("about_difference") and (pair := _joined(said, "and")):
        items = (RequestedItem(one.garment.category, term=_term(said, one)) for one in pair if one.garment)
        compared = Plan("search", tuple(items), plan.filters, plan.language, plan.query)
        return replace(compared, aspects=("difference",))
    pair = _joined(said, "or")
    kinds = {garment.category for one in pair if (garment := one.garment)}
    own = tuple(replace(item, role="owned") for item in plan.wanted if item.category not in kinds)
    beside = any("with" in piece.cues for piece in said.pieces)  # "with navy trousers"
    several = plan.gift or any(item.count > 1 for item in plan.wanted)
    if plan.act != "search" or not pair or several or (own and not beside):
        return plan
    both = plan.wanting(_one_of(plan, one, len(kinds) == 1) for one in _dyed(said, pair))
    filters = replace(plan.filters, colours=()) if any(i.colours for i in both.wanted) else plan.filters
    return replace(both, items=(*both.items, *own), filters=filters, aspects=("choice",))


def _one_of(plan: Plan, one: RequestedItem, alike: bool) -> RequestedItem:
    """What is asked of one of two garments; of two of a category, by its own name."""
    like = next((item for item in plan.wanted if item.category == one.category), RequestedItem(one.category))
    return replace(like, term=one.term if alike else like.term, colours=one.colours)


def _term(said: Utterance, one: Piece) -> str:
    """A garment with the word before it that tells of which kind it is: a wrap coat."""
    before = next((piece for piece in said.pieces if piece.last + 1 == one.first), None)
    articles = words("definite") | words("indefinite")
    tells = before and before.kind == "word" and not before.cues and before.text not in articles
    return f"{before.text} {one.text}" if before and tells else one.text


def _joined(said: Utterance, cue: str) -> tuple[Piece, ...]:
    """The two garments of different names on the two sides of the only "or" or "and"."""
    pieces = said.pieces
    places = [at for at, piece in enumerate(pieces) if cue in piece.cues and not piece.garment]
    if len(places) != 1:
        return ()
    at = places[0]
    before = [piece for piece in pieces[max(0, at - NEAR) : at] if piece.garment]
    behind = [piece for piece in pieces[at + 1 : at + 2 + NEAR] if piece.garment]
    pair = (*before[-1:], *behind[:1])
    return pair if len(pair) == 2 and pair[0].text != pair[1].text else ()


def _dyed(said: Utterance, pair: Sequence[Piece]) -> Iterator[RequestedItem]:
    """Each of two garments with the colour beside it."""
    dyed = [piece for piece in said.pieces if piece.colour and not piece.garment]
    for one in pair:
        assert one.garment
        near = (p.colour for p in dyed if p.last + 1 == one.first or p.first == one.last + 1)
        yield RequestedItem(one.garment.category, term=one.text, colours=tuple(near)[:1])


def for_others(asked: Plan, stands: Plan | None, shown: Sequence[Item]) -> Plan:
    """A question whether any of several things is for somebody, as a search for those people where none is;
    else the question as it is."""
    whom, those = asked.filters.audience, [item for item in shown if item.id in asked.references]
    theirs = (whom, "unisex", "", *(CHILDREN if whom == "kids" else ()))
    several = len(shown) == len(those)
    if not (stands and stands.wanted and whom and several) or asked.aspects != ("audience",):
        return asked
    if any(item.gender in theirs for item in those):
        return asked
    filters = replace(stands.filters, audience=whom)
    items = (replace(item, audience="") for item in stands.wanted)
    plan = replace(stands.wanting(items), act="search", filters=filters, language=asked.language)
    return replace(plan, topic="none_of_those", references=asked.references, exclude=(), aspects=())


def between_colours(parsed: Parsed, state: DialogueState, shown: Sequence[Item]) -> Plan | None:
    """The plan to look for what was shown in two colours, and recommend one of them; None where both are on
    the screen, or none is asked about."""
    said, stands = parsed.said, state.plan
    if not (stands and shown and len(stands.counts()) == 1 and said.says("asks_which")):
        return None
    asked = _two_colours(said)
    there = {name for item in shown for name in (item.colour, family(item.colour))}
    if len(asked) < 2 or there.issuperset(asked):
        return None
    wanted, own = stands.wanted[0], _own(said, asked, stands)
    items = tuple(replace(wanted, count=1, colours=(colour,)) for colour in asked)
    filters = replace(stands.filters, colours=(), excluded_colours=())
    plan = replace(stands.wanting(items), language=parsed.plan.language, query=said.text, filters=filters)
    return replace(
        plan, act="search", items=(*plan.wanted, *own), exclude=(), references=(), aspects=("choice",)
    )


def _two_colours(said: Utterance) -> tuple[str, ...]:
    """The colours on the two sides of "or"."""
    pieces = said.pieces
    for at, piece in enumerate(pieces):
        if "or" in piece.cues:
            before = [p for p in pieces[max(0, at - NEAR) : at] if p.colour and not p.garment]
            behind = [p for p in pieces[at + 1 : at + 2 + NEAR] if p.colour and not p.garment]
            if before and behind and before[-1].colour != behind[0].colour:
                return before[-1].colour, behind[0].colour
    return ()


def _own(said: Utterance, asked: Sequence[str], stands: Plan) -> tuple[RequestedItem, ...]:
    """What of the customer's own, in its colour, the thing is to go with."""
    things = [p for p in said.pieces if p.garment and p.garment.category not in stands.counts()]
    colours = [p for p in said.pieces if p.colour and not p.garment and p.colour not in asked]
    return tuple(
        RequestedItem(
            one.garment.category, role="owned", term=one.text,
            colours=tuple(p.colour for p in colours if abs(p.first - one.first) <= NEAR)[:1],
        )
        for one in things if one.garment
    )  # fmt: skip
