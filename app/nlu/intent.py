"""What a message is about: a search, an outfit, goods that no clothes shop has, or talk; and needs without
a name ("something to keep my hands warm").

Works on the pieces of a message and on the garments in it; does not know what they are like.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from app.nlu.lexicon import colour_named, cues, groups, pattern, words
from app.nlu.roles import Mention
from app.nlu.tagger import Piece, Utterance, topics
from app.plan import Act, Filters
from data.catalogue.occasions import occasions
from data.catalogue.vocabulary import categories, plain

COLD = ("snow", "cold")
MAX_GREETING_WORDS = 3  # words of a message in which a greeting is all there is
MAX_GOODS_PLACE = 4  # pieces before goods that are only named: "a bottle of perfume"
MAX_PRONOUN_WORDS = 4  # words of "búscame una"
EVERYDAY = ("office", "home", "travel", "school")  # occasions that are spoken of for their own sake too
LISTED = ("number", "colour", "garment", "comma")  # pieces of a list of things
JOINING = frozenset(("and", "or"))  # what stands between the things of a list
WARM = ("jersey", "jacket", "coat")  # for "something warm, but not a coat"
# In the order of what weighs most; each is a list of expressions "topic_…" of the lexicon
TOPICS = ("insult", "robot", "stock", "service", "thanks", "sympathy", "joy", "greeting")
FEELINGS = ("sympathy", "joy")
ASKING = frozenset(
    ("something", "gift", "like", "cheaper", "cheapest", "warmer", "lighter", "altered", "more")
)  # fmt: skip


def act_of(
    said: Utterance, found: Sequence[Mention], wanted: Sequence[Mention], served: Sequence[str], event: str
) -> Act | None:
    """What the message is about, or None where the words do not tell or tell two things."""
    about, pieces = said.topics, said.pieces
    service = "service" in about or ("?" in said.text and said.says("topic_service"))
    if "hostile" in about or (service and not _asked_for(pieces, wanted)):
        return "chat"
    if not served and _dresses(said, wanted, event):
        return "outfit"
    if wanted or (served and not about & {"place", "service"}):
        return "search"
    if _buys_goods(pieces):
        return "not_carried"
    acts: list[Act] = []
    acts += _of_goods(pieces) if "goods" in about else []
    acts += ["outfit"] if "outfit" in about or found else []
    acts += ["chat"] if "chat" in about or ("place" in about and not acts) else []
    acts += ["search"] if "like" in about and not acts else []
    if not acts and {"something", "gift"} & about:
        return "outfit"
    if not acts and event and event not in EVERYDAY:
        return "outfit"
    if not acts and any(p.colour or p.pattern for p in pieces):
        return "search"
    if not acts and "greeting" in about:
        return "chat" if sum(p.kind == "word" for p in pieces) <= MAX_GREETING_WORDS else None
    return acts[0] if len(acts) == 1 else None


def _dresses(said: Utterance, wanted: Sequence[Mention], event: str) -> bool:
    """Whether somebody asks to be dressed: in so many words, or for an occasion by saying whom, how or with
    what they want to be seen there."""
    about = said.topics
    if _buys_goods(said.pieces):
        return False
    if event and said.says("whole_outfit"):
        return True
    if wanted:
        return False
    asked = about & {"something", "outfit", "warm"} or any(map(buys, said.pieces)) or said.says("how_dressed")
    return said.says("asks_outfit") or said.says("in_need") or bool(event and asked)


def _of_goods(pieces: Sequence[Piece]) -> list[Act]:
    """Goods that no shop of clothes has: asked for, or only spoken of, which may be small talk."""
    places = (at for at, p in enumerate(pieces) if not p.pattern and "goods" in p.cues | topics(p.text))
    at = next(places, -1)
    if at < 0:  # "a dress with flowers on it": a pattern
        return []
    before = pieces[:at]
    asked = any(p.cues & {"want", "lacking"} and p.text not in words("wondering") for p in before)
    named = at <= MAX_GOODS_PLACE and not any(p.cues for p in before)
    mine = bool(before) and "mine" in before[-1].cues
    return ["not_carried"] if (asked or named) and not mine else ["not_carried", "chat"]


def goods_beside(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Goods that are asked for in one list with garments: the snorkel of "a snorkel and a kilt"."""
    found = []
    listed = counted = False  # nothing but things, numbers and colours since the list began; "a" came last
    for at, piece in enumerate(pieces):
        before, after = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
        number = piece.kind == "number" or piece.text in words("some")
        if (number or piece.kind in LISTED) and not listed:
            listed = before is None or buys(before) or before.kind == "stop"
        elif "goods" in piece.cues:
            closes = after is None or after.kind in ("stop", "comma") or bool(JOINING & after.cues)
            if listed and counted and closes:
                found.append(piece.text)
        elif counted and after is not None and "goods" in after.cues:
            continue  # "a ski helmet"
        elif not (number or piece.kind in LISTED or JOINING & piece.cues):
            listed = False
        counted = number
    return tuple(found)


def singular(text: str, phrase: str) -> str:
    """One of the things that these plain words name, with the customer's own accents."""
    told, length = re.findall(r"\w+", text), phrase.count(" ") + 1
    spans = (" ".join(told[at : at + length]).lower() for at in range(len(told)))
    said = next((span for span in spans if plain(span) == phrase), phrase)
    return said if said.endswith("ss") else said.removesuffix("s")


def _buys_goods(pieces: Sequence[Piece]) -> bool:
    """Whether goods follow a word of buying: "necesito una silla de oficina", "do you sell pans"."""
    asked = False
    for piece in pieces:
        if asked and "goods" in piece.cues:
            return True
        few = piece.text in words("some") | words("a_few")
        asked = buys(piece) or (asked and (piece.kind in ("number", "colour") or few))
    return False


def buys(piece: Piece) -> bool:
    """Whether a word asks for a thing to have, and for no opinion."""
    advising = piece.text.startswith(tuple(words("advising_stems")))
    return "want" in piece.cues and piece.text not in words("wondering") and not advising


def _asked_for(pieces: Sequence[Piece], wanted: Sequence[Mention]) -> bool:
    """Whether a garment is asked for in a sentence that has no other business."""
    stops = [at for at, p in enumerate(pieces) if p.kind in ("stop", "comma") or "turn" in p.cues]
    for mention in wanted:
        start = max((s for s in stops if s < mention.at), default=-1)
        clause = pieces[start + 1 : mention.at + 1]
        asks = any("want" in p.cues for p in clause)
        if asks and "service" not in topics(" ".join(p.text for p in clause)):
            return True
    return False


def asks_again(said: Utterance) -> bool:
    """Whether a pronoun asks for what is owned, worn out or refused: "my bag ripped", "…, recommend one"."""
    if {"again", "gone"} & said.topics:
        return True
    told = " ".join(w for w in said.tokens if w not in words("polite") and not colour_named(w))
    ends = [clause.split() for clause in told.replace(",", ".").replace(" a one", " one").split(".")]
    lengths = range(1, MAX_PRONOUN_WORDS + 1)
    return any("one" in cues().get(" ".join(end[-n:]), ()) for end in ends for n in lengths)


def needed_categories(said: Utterance, named: Collection[str], beside: bool = False) -> tuple[str, ...]:
    """The categories that serve what is asked for by its use, without those ``named``; () where none is. In
    the heat the lighter ones: sandals for the feet. ``beside`` a garment, only by a clause of its own."""
    about, hot = said.topics, bool(pattern("weather_hot").search(said.plain))
    text = " . ".join(_unnamed(said)) if beside else said.unmarked
    uses = tuple(name for name in groups("needs") if _needs(name).search(text))
    if not uses and {"something", "warm"} <= set(about) and set(WARM) & set(named) and not beside:
        uses = WARM[:2]
    known = categories()
    lighter = (known[name].lighter or name if hot and known[name].pair else name for name in uses)
    return tuple(name for name in lighter if name not in named)


def _unnamed(said: Utterance) -> Iterator[str]:
    """The clauses that ask for something and name no garment: "algo pa la cabeza y una bufanda"."""
    joins = "|".join(sorted(words("joins")))
    for clause in map(Utterance, re.split(rf"[,.;]|\b(?:{joins})\b", said.unmarked)):
        if "something" in clause.topics and not any(piece.garment for piece in clause.pieces):
            yield clause.text


def points(said: Utterance) -> bool:
    """Whether words point at something: "these", "it", "the same"."""
    return said.says("pointing_words") or said.says("another_colour")


def pointed_category(said: Utterance) -> str:
    """The category of the garment that words point at: "this blue skirt" → skirt; "" where they name none."""
    pointed = False
    for piece in said.pieces:
        if piece.garment and pointed:
            return piece.garment.category
        pointed = bool(pattern("pointing").fullmatch(piece.text)) or (
            pointed and bool(piece.colour or piece.pattern)
        )
    return ""


def topic_of(said: Utterance) -> str:
    """The topic of small talk; "" for none of TOPICS."""
    told = (name for name in TOPICS if said.says(f"topic_{name}"))
    return next(told, next((name for name in ("service", "greeting") if name in said.topics), ""))


def is_small_talk(said: Utterance) -> bool:
    """Whether it is talk about nothing in particular, in which a wish may hide."""
    return not said.topics & {"hostile", "service", "place", "goods"} and topic_of(said) in ("", "greeting")


def takes_leave(said: Utterance) -> bool:
    """Whether a message thanks or says goodbye and asks for nothing more."""
    asks = said.topics & ASKING or "?" in said.text or any(piece.garment for piece in said.pieces)
    return said.says("topic_thanks") and not asks


def is_vague(said: Utterance) -> bool:
    """Whether somebody wants something and says nothing of it: "surprise me", "no sé qué ponerme"."""
    return said.says("vague") and "?" not in said.text.rstrip("? ")


def event_of(said: Utterance, weather: str) -> str:
    """The occasion, of several the first of the table: a wedding at the beach is a wedding. At night or in
    the cold it may be another."""
    told = _events()
    name = next((n for n in occasions() if n in told and told[n].search(said.unmarked)), "")
    known = occasions().get(name)
    if known and known.night and said.says("at_night"):
        return known.night
    return known.cold if known and known.cold and weather in COLD else name


def dressed_for(filters: Filters, event: str, formality: str) -> Filters:
    """Filters with what is worn on an occasion. A ``formality`` that was said in so many words stands; a
    wedding at the beach is dressed for as a wedding."""
    known = occasions().get(event)
    if known is None:
        return filters
    usage = formality if formality in ("casual", *known.usages) else ""
    return replace(
        filters, occasion=event, usage=usage or known.usages[0], weather=known.weather or filters.weather
    )


@lru_cache
def _needs(category: str) -> re.Pattern[str]:
    """What people say who need a thing of a category, without its name."""
    return re.compile("|".join(sorted(groups("needs")[category])))


@lru_cache
def _events() -> dict[str, re.Pattern[str]]:
    spoken = groups("events")
    return {
        name: re.compile(rf"\b(?:{'|'.join(sorted(map(plain, told), key=len, reverse=True))})\b")
        for name, told in spoken.items()
        if told
    }
