"""Attributes that a message gives its garments: colours, patterns, for whom, and the customer's finer word.

English names a colour before the garment and Spanish behind it; knows nothing of counts or intents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from app.nlu.constraints import refused_pattern
from app.nlu.lexicon import pattern_names, table, words, words_of
from app.nlu.parsing.people import for_each, only
from app.nlu.roles import ENDS, Mention, is_turned_down, is_unloved
from app.nlu.tagger import Piece, Utterance
from app.plan import MAX_COUNT, Plan, RequestedItem
from data.catalogue.vocabulary import categories, category_named, colours, plain

MAX_DISTANCE = 5  # pieces between a garment and its colour
JOINING = frozenset(("and", "or"))
MAX_LISTED = 6  # pieces behind a comma among which an "or" makes a list of it
UNSPLIT = frozenset(("refuse", "or", "turn"))  # of a message with one of these, no count is split by colour
Values = tuple[str, ...]


def with_attributes(pieces: Sequence[Piece], found: Sequence[Mention]) -> list[Mention]:
    """The mentions with the colours and patterns that stand beside each garment."""
    places: dict[int, list[Piece]] = {m.at: [] for m in found}
    for at, piece in enumerate(pieces):
        said = piece.kind != "garment" and (piece.colour or piece.pattern)
        if said and (owner := _owner(pieces, at, list(places))) is not None:
            places[owner].append(piece)
    return [
        replace(
            m, colours=_unique(p.colour for p in places[m.at]),
            patterns=_unique((m.piece.pattern, *(p.pattern for p in places[m.at]))),
        )
        for m in found
    ]  # fmt: skip


def _unique(names: Iterable[str]) -> Values:
    return tuple(dict.fromkeys(filter(None, names)))


def _owner(pieces: Sequence[Piece], at: int, garments: Sequence[int]) -> int | None:
    """Which garment a colour or a pattern is of: English names it before, Spanish after, both behind "in"."""
    first = next(i for i in range(at, -1, -1) if not i or not _in_list(pieces, i - 1))  # of "black and white"
    before = pieces[first - 1].text if first else ""
    if len(garments) > 1 and before in words("of_all") and at > garments[-1]:
        return None  # "a shirt and shoes in black": of all of them
    left = next((g for g in reversed(garments) if g < at and _joined(pieces, g + 1, at, ("comma",))), None)
    right = next((g for g in garments if g > at and _joined(pieces, at + 1, g, ())), None)
    piece = pieces[at]
    behind = before in words("colour_follows") or (
        piece.text not in _english_patterns() if piece.pattern else piece.text in _spanish_colours()
    )
    nearest, other = (left, right) if behind else (right, left)
    return other if nearest is None else nearest


@lru_cache
def _english_patterns() -> frozenset[str]:
    return frozenset().union(*table("en")["patterns"].values())


@lru_cache
def _spanish_colours() -> frozenset[str]:
    """Spanish colour words that English has not."""
    known = colours().values()
    spanish = {plain(f) for c in known for f in (c.es, c.es_feminine, c.es_plural, c.es_feminine_plural)}
    return frozenset(spanish - {plain(name) for c in known for name in (c.name, *c.synonyms)})


def _joined(pieces: Sequence[Piece], first: int, last: int, also: Sequence[str]) -> bool:
    """Whether nothing from ``first`` up to ``last`` parts a colour from a garment."""
    apart = [at for at in range(first, last) if not _in_list(pieces, at)]
    if any(pieces[at].kind == "comma" and pieces[at + 1].text in words("definite") for at in apart):
        return False  # "with grey trousers, the black or the tan?"
    kinds = ("word", *also)
    return len(apart) <= MAX_DISTANCE and all(
        pieces[at].kind in kinds or pieces[at].cues & {"or", "mine"} for at in apart
    )


def _in_list(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece is a colour, or joins two: "red, white and blue"."""
    piece, around = pieces[at], (*pieces[at - 1 : at], *pieces[at + 1 : at + 2])
    joins = piece.kind == "comma" or bool(piece.cues & {"and", "or"})
    return piece.kind == "colour" or (
        joins and len(around) == 2 and all(p.kind == "colour" or p.cues & {"and", "or"} for p in around)
    )


def _in_one_list(pieces: Sequence[Piece], names: Collection[str]) -> bool:
    """Whether nothing parts these colours: "a belt and a bag in brown and black"."""
    places = [at for at, piece in enumerate(pieces) if piece.colour in names]
    return bool(places) and all(_in_list(pieces, at) for at in range(places[0], places[-1]))


def with_colours_and_patterns(
    plan: Plan, pieces: Sequence[Piece], wanted: Sequence[Mention], found: Sequence[Mention]
) -> Plan:
    """The plan with its colours and patterns: of all items where they agree, else of each item."""
    refused = _refused(pieces)
    known = [name for name in refused if name in colours()]
    free = [c for c in _free_colours(pieces) if c not in {*known, *(c for m in found for c in m.colours)}]
    each = _of_each(wanted, lambda m: m.colours, known)
    if any(word in words("matching") for p in pieces for word in p.text.split()):
        # "a brown belt and a matching wallet"
        shared = _unique(name for own in each.values() for name in own)
        each = {name: own or shared for name, own in each.items()}
    off = (refused_pattern(name) for name in refused if name not in colours())
    told = (*plan.filters.descriptors, *off)
    plan = replace(plan, filters=replace(plan.filters, excluded_colours=tuple(known), descriptors=told))
    of_all = len(free) == 1 or not wanted or (len(each) > 1 and _in_one_list(pieces, free))
    plan = _coloured(plan, each, free if of_all else ())
    free = [p.pattern for p in pieces if p.pattern and p.pattern not in refused]
    free = [name for name in _unique(free) if name not in {name for m in found for name in m.patterns}]
    return _patterned(plan, _of_each(wanted, lambda m: m.patterns, refused), free)


def _of_each(
    wanted: Sequence[Mention], said: Callable[[Mention], Values], refused: Sequence[str]
) -> dict[str, Values]:
    """What is said of each category, by whichever of its garments: "gold earrings and a necklace"."""
    each: dict[str, Values] = {}
    for m in wanted:
        own = [name for name in said(m) if name not in refused]
        each[m.garment.category] = _unique((*each.get(m.garment.category, ()), *own))
    return each


def _coloured(plan: Plan, each: Mapping[str, Values], free: Sequence[str]) -> Plan:
    if len(set(each.values())) < 2:
        own = next(iter(each.values()), ()) or tuple(free)
        return replace(plan, filters=replace(plan.filters, colours=own))
    return replace(plan, items=tuple(replace(i, colours=each.get(i.category, ())) for i in plan.items))


def _patterned(plan: Plan, each: Mapping[str, Values], free: Sequence[str]) -> Plan:
    names = {category: only(own) for category, own in each.items()}
    if len(set(names.values())) < 2:
        own = next(iter(names.values()), "") or ("" if any(each.values()) else only(free))
        return replace(plan, filters=replace(plan.filters, pattern=own))
    return replace(plan, items=tuple(replace(i, pattern=names.get(i.category, "")) for i in plan.items))


def _free_colours(pieces: Sequence[Piece]) -> Values:
    """The colours that are not a suit's: "a shirt for my blue suit"."""
    around = zip(["", *(p.text for p in pieces)], pieces, [*(p.text for p in pieces[1:]), ""], strict=False)
    return _unique(p.colour for before, p, after in around if not {before, after} & words("suit"))


def _refused(pieces: Sequence[Piece]) -> Values:
    """The colours and patterns behind a "not" that refuses no garment, "a bag that isn't black", or close
    behind a "nothing"."""
    refused: list[str] = []
    off = False
    for at, piece in enumerate(pieces):
        near = pieces[max(0, at - 2) : at]
        nothing = any(p.text in words("nothing") for p in near)
        nothing = nothing or any(p.text in words("too") for p in near[-1:])  # "too plain"
        drawn = piece.pattern or _motif(piece.text)
        named = bool(piece.colour or drawn)
        off = (
            "refuse" in piece.cues
            or (named and (nothing or _refused_behind(pieces, at)))
            or (off and (piece.kind in ("word", "colour") or named or _goes_on(pieces, at)))
        )
        stuff = piece.text in words_of("material")  # "cuero" is a colour too
        refused += [piece.colour or drawn] if off and not stuff else []
    return _unique(refused)


def _refused_behind(pieces: Sequence[Piece], at: int) -> bool:
    """Whether what is said behind a colour refuses it: "red neither", "el rojo no", "brown and grey make me
    look ill"."""
    neither = any(p.text in words("refused_behind") for p in pieces[at + 1 : at + 2])
    if neither or is_turned_down(pieces, pieces[at].last):
        return True
    for place, piece in enumerate(pieces[at + 1 :], at + 1):
        if is_unloved(pieces, place):
            return True
        if piece.kind not in ("word", "colour") and not JOINING & piece.cues:
            return False
    return False


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a list of what is refused goes on: by "or", an article, an "and" before its last colour, or a
    comma in a list with an "or"."""
    piece, after = pieces[at], [p for p in pieces[at + 1 : at + 4] if p.text not in words("definite")][:2]
    if "or" in piece.cues or (piece.number == 1 and not piece.text.isdigit()):
        return True
    last = bool(after) and bool(after[0].colour or after[0].pattern)
    if piece.kind == "comma":
        return last and any("or" in p.cues for p in pieces[at + 1 : at + MAX_LISTED])
    return "and" in piece.cues and last and all(p.kind in ENDS or JOINING & p.cues for p in after[1:])


def _motif(word: str) -> str:
    """The pattern that things make which are drawn on a garment: flowers; "" for others."""
    named = (pattern_names().get(f"{lead} {word}", "") for lead in ("with", "de"))
    return next(filter(None, named), "")


def split_counts(plan: Plan, pieces: Sequence[Piece], found: Sequence[Mention]) -> Plan:
    """The plan with an item for each colour, where every colour comes with a number and they add up: "two
    ties, one red and one blue"."""
    unsplit = UNSPLIT if plan.filters.excluded_colours else UNSPLIT - {"refuse"}
    if any(piece.cues & unsplit for piece in pieces) or any(m.role != "wanted" for m in found):
        return plan
    items: list[RequestedItem] = []
    for item in plan.items:
        own = [m for m in found if m.garment.category == item.category]
        shares = _shares(pieces, own, found)
        counted, total = max((m.count for m in own), default=0), sum(shares.values())
        split = len(shares) > 1 and total <= MAX_COUNT and counted <= max(total, 1)
        items += [replace(item, colours=(c,), count=n) for c, n in shares.items()] if split else [item]
    if len(items) == len(plan.items):
        return plan
    shared = plan.filters.colours if len({i.category for i in items}) > 1 else ()
    items = [replace(i, colours=i.colours or shared) for i in items]
    return replace(plan, items=tuple(items), filters=replace(plan.filters, colours=()))


def _shares(pieces: Sequence[Piece], own: Sequence[Mention], found: Sequence[Mention]) -> dict[str, int]:
    """How many of each colour are asked for of one category."""
    if len(own) > 1:  # "black shoes and brown shoes"
        told = {m.colours[0]: m.count or m.garment.count for m in own if len(m.colours) == 1}
        return told if len(told) == len(own) else {}
    if len(found) == 1:
        places = range(len(pieces))
    elif own and own[0].count > 1:
        places = range(own[0].at + 1, min((m.at for m in found if m.at > own[0].at), default=len(pieces)))
    else:
        return {}
    others = {m.at for m in found if m not in own}
    free = (at for at in places if pieces[at].kind == "colour" and pieces[at].colour)
    shares = [_share(pieces, at) for at in free if _owner(pieces, at, [m.at for m in found]) not in others]
    told = {colour: number for colour, number in shares if number}
    return told if len(told) == len(shares) else {}


def _share(pieces: Sequence[Piece], at: int) -> tuple[str, int]:
    """A colour and the number that it comes with, 0 where it comes with none."""
    quiet = words("quiet_between_colours")
    last = next((p for p in reversed(pieces[:at]) if p.text not in quiet and not p.garment), None)
    if last is None:
        return pieces[at].colour, 0
    return pieces[at].colour, last.number if last.kind == "number" else int(last.text in words("another"))


def with_audiences(plan: Plan, said: Utterance, wanted: Sequence[Mention]) -> Plan:
    """The plan with an audience for each item, where they differ: "boots for my wife and sandals for me"."""
    every = plan.filters.audience
    told = [every if one is None else one for one in for_each(said, [m.at for m in wanted])]
    if len(wanted) == 1 and every and not said.says("for_me"):
        return plan
    if len(wanted) < 2 or len(set(told)) < 2:
        return replace(plan, filters=replace(plan.filters, audience=only(told) or every))
    whom = dict(zip((m.garment.category for m in wanted), told, strict=True))
    items = (replace(item, audience=whom.get(item.category, every)) for item in plan.items)
    return replace(plan, items=tuple(items), filters=replace(plan.filters, audience=""))


def finer_term(said: Utterance, category: str, others: Collection[str] = ()) -> str:
    """The customer's own, more precise word for a category ("boots"), and none of ``others``; "" if it is
    just its name."""
    known = categories().get(category)
    if known is None:
        return ""
    names = {plain(name) for name in (known.name, known.plural, known.es, known.es_plural)}
    idle = {*names, *others}
    text = said.plain
    for piece in (one for one in said.pieces if one.guessed):  # "bakeros" as "vaqueros"
        text = text.replace(" ".join(said.tokens[piece.first : piece.last + 1]), piece.text)
    told = re.findall(r"\w+", text)
    spans = (" ".join(told[at : at + n]) for n in (3, 2, 1) for at in range(len(told) - n + 1))
    part = f" {'  '.join(others)} "  # of a puffer jacket that is meant otherwise, the puffer
    free = (span for span in spans if span not in idle and f" {span} " not in part)
    return next((span for span in free if category in _categories_named(span)), "")


def own_word(said: str, category: str) -> str:
    """A customer's word for a garment, unless it is just the category's name."""
    known = categories().get(category)
    names = (known.name, known.plural, known.es, known.es_plural) if known else (category,)
    return "" if said in map(plain, names) else said


@lru_cache(maxsize=4096)  # every item of a plan asks for the same spans
def _categories_named(term: str) -> frozenset[str | None]:
    """The categories of a term and of what may be its singular; of a brand, none."""
    forms = (term, term.removesuffix("s"), term.removesuffix("es"))
    return frozenset() if term in words_of("brand") else frozenset(map(category_named, forms))
