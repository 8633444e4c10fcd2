"""Words beside photos: what is asked of the photos themselves (what they show, in which colour, for whom, for
which occasion, which of several), and what is wished by them.

Knows of the photos only how many there are. What may be asked is what is asked of items (`questions.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.nlu.intent import event_of, points
from app.nlu.lexicon import generic, mapping, pattern, words
from app.nlu.parser import Parsed
from app.nlu.parsing.people import audience
from app.nlu.questions import (
    MAX_TOKENS,
    asks_something_new,
    aspects_of,
    beside_it,
    filters_of,
    is_question,
    unknown,
    whom_asked,
)
from app.nlu.references import References, phrases
from app.nlu.tagger import Piece, Utterance
from app.plan import MAX_CATEGORIES, Aspect, Descriptor, DialogueState, Filters, Plan, RequestedItem

NOTHING = References()
OF_SEVERAL: set[Aspect] = {"choice", "difference"}
COMPARED = {"altered", "warmer", "more"}  # "something brighter", "algo más elegante"


@dataclass(frozen=True, slots=True)
class _Named:
    """The garments of a question: those that the photo is asked to show, those that it does show by the
    customer's words, their own beside it, and any other; and words that only describe what is shown."""

    asked: tuple[Piece, ...] = ()
    shown: tuple[Piece, ...] = ()
    own: tuple[Piece, ...] = ()
    other: tuple[Piece, ...] = ()
    told: tuple[Piece, ...] = ()


def photo_question(parsed: Parsed, photos: int) -> Plan | None:
    """The plan to discuss what is asked of the photos themselves; None where anything is wished for."""
    said = Utterance(parsed.written)
    if len(said.tokens) > MAX_TOKENS or "hostile" in said.topics:
        return None
    named = _named(said, photos)
    aspects = _aspects(said, photos, named)
    marked = "?" in said.text and (named.asked or "choice" in aspects)
    asks = aspects and (is_question(said, NOTHING, aspects) or marked)
    if not asks or named.other or _wishes(said, aspects):
        return None
    finer = [piece for piece in named.asked if piece.text not in generic(_category(piece))]
    kinds = tuple(map(_category, named.asked[:MAX_CATEGORIES])) if "category" in aspects else ()
    filters = _filters(said, aspects, named)
    told = (Descriptor(piece.text, (piece.text,), category=_category(piece)) for piece in finer if kinds)
    shown = dict.fromkeys(map(_category, named.shown))
    return Plan(
        "discuss", tuple(beside_it(said, piece) for piece in named.own if "match" in aspects),
        replace(filters, descriptors=(*filters.descriptors, *told)), parsed.plan.language, said.text,
        choices=kinds, topic="photo", photo_category=next(iter(shown)) if len(shown) == 1 else "",
        aspects=aspects,
    )  # fmt: skip


def _wishes(said: Utterance, aspects: Sequence[Aspect]) -> bool:
    """Whether something is asked for to have, or to wear with it."""
    line = " ".join(said.tokens)
    if pattern("asks_with_what").search(line) and pattern("about_match").search(line):
        return True
    sold = any("want" in piece.cues and piece.text in words("selling") for piece in said.pieces)
    agrees = pattern("yes_or_no").match(line)  # "does it go with the jeans?"
    sold = sold and "difference" not in aspects  # "¿qué diferencia hay?"
    if sold or asks_something_new(said, NOTHING, aspects):
        return True
    return said.says("asks_outfit") or bool(said.says("goes_with_it") and not agrees)


def _named(said: Utterance, photos: int) -> _Named:
    """The garments of a message by how they are spoken of."""
    found: dict[str, list[Piece]] = {"asked": [], "shown": [], "own": [], "other": [], "told": []}
    asks, kind_of = _asks_what_it_is(said), pattern("about_category").search(" ".join(said.tokens))
    for lead, phrase in phrases(said.pieces):
        garments = [piece for piece in phrase if piece.garment]
        beside = bool("with" in lead or lead & words("owners") or any("with" in p.cues for p in phrase))
        which = photos > 1 and pattern("asks_which").search(" ".join(lead)) and not _points_on(said, phrase)
        pointed = lead & words("definite") and not lead & words("indefinite")
        kind = "own" if beside else "shown" if pointed or which or (kind_of and not asks) else "other"
        one_of = photos > 1 and lead & words("being") and _chooses(said)  # "which one is the skirt?"
        kind = "asked" if (kind == "other" and asks) or (kind == "shown" and one_of) else kind
        found[kind] += garments
        if garments and kind in ("shown", "own"):
            found["told"] += _describing(said, phrase, garments[0])
    found["shown"] += [] if pattern("about_match").search(" ".join(said.tokens)) else found["own"]
    return _Named(**{name: tuple(pieces) for name, pieces in found.items()})


def _points_on(said: Utterance, phrase: Sequence[Piece]) -> bool:
    """Whether words behind a phrase point at something else: "which bag would suit this?"."""
    return bool(pattern("pointing_words").search(" ".join(said.tokens[phrase[-1].last + 1 :])))


def _describing(said: Utterance, phrase: Sequence[Piece], garment: Piece) -> list[Piece]:
    """The words that only describe what is pointed at: "this red dress"; behind it they are asked about in
    English: "is the dress red?"."""
    spanish = said.language("en") == "es"
    return [piece for piece in phrase if spanish or piece.first <= garment.first]


def _asks_what_it_is(said: Utterance) -> bool:
    """Whether the first garment is what a thing is asked to be: "is it a skirt or a dress?"."""
    first = next((piece.first for piece in said.pieces if piece.garment), 0)
    before = " ".join(said.tokens[:first])
    return bool(pattern("is_it_a").search(before)) and not pattern("asks_which").search(before)


def _category(piece: Piece) -> str:
    return piece.garment.category if piece.garment else ""


def _aspects(said: Utterance, photos: int, named: _Named) -> tuple[Aspect, ...]:
    """What is asked after: as of items, and what a photo may be asked to show."""
    whole = [piece for piece in said.pieces if piece not in named.told]
    found = [] if len(named.asked) > 1 else list(aspects_of(_unnamed(said, named), photos, ()))
    if not _chooses(said):  # "is it black or navy?"
        found = [name for name in found if name != "choice"]
    found += ["occasion"] if event_of(said, "") and "occasion" not in found else []
    if "occasion" in found:  # "¿me vale para una boda?"
        found = [name for name in found if name not in ("season", "size")]
    found += ["colour"] if any(piece.colour for piece in whole) and "match" not in found else []
    found += ["pattern"] if any(piece.pattern for piece in whole) else []
    found += ["audience"] if named.asked and whom_asked(said) else []
    found += ["category"] if named.asked and (len(named.asked) > 1 or not {*found} - {"choice"}) else []
    if photos == 1:
        found = [name for name in found if name not in OF_SEVERAL and (name != "match" or named.own)]
    if "reason" in found:
        return ()
    kept: tuple[Aspect, ...] = tuple(dict.fromkeys("price" if one == "total" else one for one in found))
    return kept or (() if named.asked else unknown(said, NOTHING))


def _unnamed(said: Utterance, named: _Named) -> Utterance:
    """The message without what the photo is asked to show, whose name says nothing else: "abrigo"."""
    places = {at for p in named.asked for at in range(p.first, p.last + 1)}
    words_left = [token for at, token in enumerate(said.tokens) if at not in places]
    return Utterance(" ".join(words_left) + "?" * ("?" in said.text))


def _chooses(said: Utterance) -> bool:
    """Whether it is asked which of several, and not what one thing is."""
    line = " ".join(piece.text for piece in said.pieces if "or" not in piece.cues)
    places = [word for word in said.tokens if word in mapping("ordinals")]  # "the first or the second?"
    return bool(pattern("asks_which").search(line)) or len(places) > 1


def _filters(said: Utterance, aspects: Sequence[Aspect], named: _Named) -> Filters:
    """What is asked whether it holds: each colour, the pattern, for whom, the occasion."""
    whole = [piece for piece in said.pieces if piece not in named.told]
    colours = tuple(dict.fromkeys(piece.colour for piece in whole if piece.colour))
    pairs = zip(("", *(piece.text for piece in whole)), whole, strict=False)  # "¿qué estampado?" names none
    drawn = next((p.pattern for before, p in pairs if p.pattern and before not in words("wondering")), "")
    return replace(
        filters_of(_unnamed(said, named), aspects, DialogueState()),
        colours=colours if "colour" in aspects else (), pattern=drawn if "pattern" in aspects else "",
        occasion=event_of(said, "") if "occasion" in aspects else "", order="",
    )  # fmt: skip


def by_photo(plan: Plan, said: Utterance) -> Plan:
    """The plan for what a photo shows, where the words name no garment or were taken for small talk.

    A number above one is how many; the category is left to the photo. What they point at behind another
    garment is what that is to go with: "shoes for these trousers".
    """
    kinds = plan.categories("wanted")
    if plan.photo_category in kinds[1:]:
        return plan.wanting(item for item in plan.wanted if item.category != plan.photo_category)
    number = next((p.number for p in said.pieces if p.kind == "number" and p.number > 1), 0)
    items = (RequestedItem("", number),) if number > 1 else ()
    other = said.topics & {"hostile", "service"}
    if plan.act in ("search", "chat") and not plan.wanted and said.says("goes_with_it") and not other:
        return replace(plan, act="outfit")
    alike = bool(pattern("of_that_trait").search(" ".join(said.tokens)))  # "anything with this pattern?"
    if plan.act in ("search", *(("outfit", "chat") if alike and not other else ())) and not plan.wanted:
        return replace(plan.wanting(items), act="search", topic="")
    compares = said.topics & COMPARED and "outfit" not in said.topics
    if plan.act == "outfit" and not plan.wanted and compares:
        return replace(plan.wanting(items), act="search")
    whom = audience(said)
    if plan.act != "chat" or other:
        return plan
    if any("with" in p.cues for p in said.pieces) and "chat" not in said.topics:  # "what goes with it?"
        return replace(plan, act="outfit")
    new = "chat" not in said.topics and (plan.filters.order or asks_something_new(said, NOTHING, ()))
    if not (whom or points(said) or new):
        return plan
    filters = replace(plan.filters, audience=whom)
    return replace(plan.wanting(items), act="search", filters=filters, asks_price=said.says("asks_price"))
