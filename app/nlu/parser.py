"""A customer's message read word by word: the wish that the words alone give, and how sure that is.

Knows words and the order that they stand in; does not know a language model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.nlu.attributes import coloured, described, only
from app.nlu.intent import FEW, beside, buys, intent_of
from app.nlu.language import language_of
from app.nlu.lexicon import OCCASIONS, SUITED, SUITS, WHOM
from app.nlu.needs import again, needed
from app.nlu.prices import asks_price, cheap, cheapest_of_all, dear, limit
from app.nlu.rewording import corrected, drawn, tailored
from app.nlu.roles import Mention, mentions
from app.nlu.shared_out import shared_out
from app.nlu.specifics import specifics
from app.nlu.spelling import sound, spelt, unknown
from app.nlu.tagger import BUSINESS, Part, looks_like, parts, tokens, topics
from app.nlu.tones import tone_in
from app.nlu.wearer import is_sized, speaker, young
from app.nlu.wish import KINDS, MOST, Language, Wanted, Wish, shortened
from app.search.weather import weather_in
from data.catalogue.vocabulary import plain

SOUNDED = 5  # letters from which a word is known by its sound


@dataclass(frozen=True, slots=True)
class Reading:
    """A wish, whether the words leave no doubt of it, and what is named without being wanted.

    ``either``: the categories that one misspelt word may mean. ``named``: whether any garment is.
    ``strange``: words that nobody here knows, and ``near`` the categories that they look a little like.
    ``asks``: whether a thing is asked for at all, known or not. ``about``: what the message is about.
    """

    wish: Wish
    sure: bool
    either: tuple[str, ...] = ()
    named: bool = False
    strange: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    asks: bool = True
    about: frozenset[str] = frozenset()


def read(text: str, language: Language = "en", vocabulary: tuple[str, ...] = ()) -> Reading:
    """What the words say. ``language`` is what is spoken where the words do not tell, ``vocabulary`` all the
    categories there are (by default those of categories.csv)."""
    text = tailored(corrected(shortened(text)))
    pieces, about, words = parts(text, vocabulary), topics(text), tokens(text)
    found = coloured(pieces, mentions(pieces))
    if not found and not about & BUSINESS and drawn(text) != text:
        reading = read(drawn(text), language, vocabulary)
        return replace(reading, wish=replace(reading.wish, language=language_of(text, language)))
    spoken = language_of(text, language)
    wanted = [m for m in found if m.meant == "wanted"]
    if not wanted and again(about, words):
        wanted = _anew([m for m in found if m.meant == "owned"] or found, pieces)
    usage = _usage(pieces, words, found, about)
    usage = usage or ("formal" if _suit(text, wanted) else "")
    wanted = [_dressed_up(m) for m in wanted] if usage == "formal" else wanted
    served = () if wanted else needed(about, [m.garment.category for m in found])
    usage = "" if served else usage  # cold feet at night go to no party
    intent = intent_of(about, pieces, found, wanted, served) or ("search" if cheapest_of_all(text) else None)
    vague = intent in ("chat", None) or (intent == "outfit" and "outfit" not in about and not found)
    if vague and not about & {"hostile", "service"} and _maker(text):  # "anything by Puma?"
        intent = "search"
    gift = intent == "outfit" and "gift" in about and "outfit" not in about
    usage = "" if gift else usage  # a birthday present is for no party
    wish = Wish(intent or "chat", language=spoken, gift=gift)
    if intent in ("search", "outfit", None):
        things = _wanted(wanted) or tuple(Wanted(name, 1) for name in served)
        wish = _detailed(replace(wish, wanted=things, usage=usage), text, about, found)
        wish = described(wish, pieces, wanted, found)
        wish = shared_out(wish, pieces, found)
        wish = replace(wish, goods=tuple(_one(text, name) for name in beside(pieces)) if wanted else ())
        if wish.tone and wish.colour == "multi":  # "de colores claros"
            wish = replace(wish, colour="")
    either = next((_either(m) for m in wanted if m.part.others), ())
    strange = () if found else tuple(p.text for p in pieces if p.kind == "word" and unknown(p.text))
    near = tuple(dict.fromkeys(kind for word in strange for kind in looks_like(word)))
    asks = len(words) <= FEW or any(buys(p) for p in pieces)
    return Reading(wish, intent is not None and not either, either, bool(found), strange, near, asks, about)


def _anew(wanted: Sequence[Mention], pieces: Sequence[Part]) -> list[Mention]:
    """What is there already and is asked for again, in another colour where one is named: "I have a white
    shirt, I want a black one"."""
    own = {colour for m in wanted for colour in m.colours}
    other = {p.colour for p in pieces if p.colour} - own
    return [replace(m, colours=() if other else m.colours) for m in wanted]


def _one(text: str, phrase: str) -> str:
    """One of the things that these plain words name, with the customer's own accents."""
    words, length = re.findall(r"\w+", text), phrase.count(" ") + 1
    spans = (" ".join(words[at : at + length]).lower() for at in range(len(words)))
    said = next((span for span in spans if plain(span) == phrase), phrase)
    return said if said.endswith("ss") else said.removesuffix("s")


def _detailed(wish: Wish, text: str, about: frozenset[str], found: Sequence[Mention]) -> Wish:
    """The wish with all that the words say besides things, their colours and the occasion."""
    return replace(
        wish, gender=_gender(tokens(text), text), tone=tone_in(text), owned=_kinds(found, "owned"),
        refused=_kinds(found, "refused"), sized=is_sized(text), priced=asks_price(text),
        below=limit(text), cheap=cheap(about, text), dear=dear(text),
        weather=_weather(text, wish.usage),
    )  # fmt: skip


def _wanted(wanted: Sequence[Mention]) -> tuple[Wanted, ...]:
    """So many of each category: as counted, or as its singular or plural says where it is the only one."""
    kinds = list(dict.fromkeys(m.garment.category for m in wanted))
    return tuple(Wanted(kind, _count([m for m in wanted if m.garment.category == kind], len(kinds) == 1))
                 for kind in kinds[:KINDS])  # fmt: skip


def _count(of_kind: Sequence[Mention], alone: bool) -> int:
    counts = [_of_one(m, alone) for m in of_kind]
    apart = all(b.at - a.at > 1 for a, b in pairwise(of_kind))  # "Levi's jeans" are one thing
    counted = apart and all(m.count or m.garment.pair for m in of_kind)
    different = len({m.part.text for m in of_kind}) > 1 and counted
    if different and not any(m.joined for m in of_kind[1:]):
        return min(MOST, sum(m.count or 1 for m in of_kind))  # "a jumper and a cardigan"
    return max(counts)


def _of_one(mention: Mention, alone: bool) -> int:
    if mention.count:
        return mention.count
    return (2 if mention.some else mention.garment.count) if alone else 1


def _dressed_up(mention: Mention) -> Mention:
    """A bare "top" for the office as a shirt, as it is in an outfit."""
    if mention.part.text not in ("top", "tops"):
        return mention
    return replace(mention, part=replace(mention.part, garment=replace(mention.garment, category="shirt")))


def _gender(words: Sequence[str], text: str) -> str:
    """For whom; who speaks of themselves before anybody else who is spoken of."""
    own = speaker(text)
    return only(labels(WHOM, [own] if own else words)) or young(text)


def _maker(text: str) -> bool:
    """Whether somebody's things are asked for: "what have you got by Puma?"."""
    return any(one.name and one.sure and not one.refused for one in specifics(text))


def _kinds(found: Sequence[Mention], meant: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.garment.category for m in found if m.meant == meant))


def _usage(
    pieces: Sequence[Part], words: Sequence[str], found: Sequence[Mention], about: frozenset[str]
) -> str:
    """The occasion; a suit is one, unless it is owned or a verb, and "weekend" is none beside another."""
    owned = any(m.meant != "wanted" for m in found) or any(p.cues & {"with", "mine", "own"} for p in pieces)
    refused = {
        at + step
        for at, w in enumerate(words)
        if w in ("not", "nothing", "less", "nada", "no", "sin", "menos")
        for step in (1, 2)
    }
    after = [*words[1:], ""]
    suits = {at for at, w in enumerate(words) if w in SUITS and (owned or after[at] in SUITED)}
    said = [w for at, w in enumerate(words) if at not in refused | suits]
    usage = labels(OCCASIONS, said) | set(about) & set(OCCASIONS)
    return only(usage - {"casual"}) or only(usage)


def _suit(text: str, wanted: Sequence[Mention]) -> bool:
    """Whether a suit is asked for, whose two pieces then suit the occasion."""
    pieces = {m.garment.category for m in wanted}
    return {"jacket", "pants"} <= pieces and ("suit jacket" in text or "saco de traje" in text)


def _weather(text: str, usage: str) -> str:
    """What it speaks of; a wedding at the beach is dressed for as a wedding."""
    weather = weather_in(text)
    return "" if weather == "hot" and usage in ("formal", "party") else weather


def _either(mention: Mention) -> tuple[str, ...]:
    return (mention.garment.category, *mention.part.others)


def labels(lexicon: Mapping[str, frozenset[str]], words: Sequence[str]) -> set[str]:
    """The labels of a lexicon of which a word is there, spelt so or as it sounds."""
    meant = {spelt(word).word for word in words} | set(words) | {w[:-1] for w in words if w.endswith("s")}
    heard = {sound(word) for word in words if len(word) >= SOUNDED}
    sounds = {label: {sound(word) for word in known} for label, known in lexicon.items()}
    return {label for label, known in lexicon.items() if known & meant or sounds[label] & heard}
