"""Advice composed from the cards: what was found, why it fits, how to wear it, and what is missing.

Says nothing that is not on a card or in the plan, and says the same again for the same items. Does not know
the customer's words or any language model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.advice import shortfalls as lacking
from app.advice.reasons import asked_for, besides, echoed
from app.advice.requested import Request
from app.advice.styling import price, style
from app.advice.voice import Voice, grammar_of
from app.plan import Plan, Sentence
from app.search.card_text import shown_title
from app.search.mentions import mentions, tokens
from data.catalogue.catalogue import Item
from data.store.store import Match

MAX_SENTENCES = 4
MAX_SHORTFALLS = 2  # of them
CAPTION = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")  # words and nothing else
OFFERS = {"offer", "brand", "low", "high"}  # kinds of mentions that make a caption more than a caption


def compose(
    plan: Plan, matches: Sequence[Match], missing: Sequence[str], stocked: Sequence[str], photo: bool = False,
    caption: str = "",
) -> Iterator[Sentence]:  # fmt: skip
    """Advice about exactly these matches in 2 to 4 sentences, or the question that the plan asks back.

    ``missing`` are the wanted categories that the shop does not carry, ``stocked`` those that it does,
    ``photo`` whether the customer sent one, ``caption`` what it looks like.
    """
    request, voice = _begun(plan, matches, missing)
    if plan.act == "ask":
        yield _question(voice, plan)
        return
    said: list[Sentence] = []
    if request.items:
        said = [*_about_photo(voice, request, caption if photo else None), _opening(voice, request)]
    short = _shortfalls(voice, request, missing, stocked)
    more = _more(voice, request, MAX_SENTENCES - len(said) - len(short)) if said else []
    at = len(short) - bool(missing)  # what the shop does not carry comes last
    yield from (*said, *short[:at], *more, *short[at:])


def shortfalls(
    plan: Plan, matches: Sequence[Match], missing: Sequence[str], stocked: Sequence[str]
) -> list[Sentence]:
    """Only what is missing, in the same words: two sentences at most."""
    request, voice = _begun(plan, matches, missing)
    return _shortfalls(voice, request, missing, stocked)


def _begun(plan: Plan, matches: Sequence[Match], missing: Sequence[str]) -> tuple[Request, Voice]:
    """The items that are spoken of, and the voice that speaks of them."""
    act = plan.act if plan.act in ("search", "outfit", "not_carried") else "chat"
    items = [match.item for match in matches]
    key = "|".join([plan.query, *([item.id for item in items] or [act, *missing])])
    return Request.of(plan, () if act == "chat" else items), Voice(grammar_of(plan.language), key)


def _question(voice: Voice, plan: Plan) -> Sentence:
    """What is asked back: which garment is meant, or what the customer points at."""
    if plan.topic == "photo" and not plan.choices:
        return voice.say("like_which")
    if not plan.choices:
        return voice.say("which_garment")
    grammar = voice.grammar
    return voice.say("which_category", list=grammar.words["or_a"].join(map(grammar.one_of, plan.choices)))


def _about_photo(voice: Voice, request: Request, caption: str | None) -> Iterator[Sentence]:
    """That there is a photo (``caption`` is None where there is none), and what it looks like if its caption
    speaks of what was looked for, or of what that is to go with."""
    if caption is None:
        return
    caption, kinds = " ".join(caption.split()), {item.category for item in request.items}
    things, garments = voice.plurals(item.category for item in request.items), _garments(caption, voice)
    if request.plan.act == "outfit":
        yield voice.say("photo_outfit_like", seen=caption) if garments else voice.say("photo_outfit")
    elif garments & kinds:
        yield voice.say("photo_like", seen=caption, things=things)
    elif garments and kinds <= {item.category for item in request.plan.items if not item.from_photo}:
        yield voice.say("photo_beside", seen=caption, things=things)
    else:
        our = voice.grammar.agreeing("our", voice.grammar.feminine(request.items[0].category))
        yield voice.say("photo", things=things, our=our)


def _garments(caption: str, voice: Voice) -> set[str]:
    """The categories that a caption names; none of what is more than a caption."""
    said = mentions(tokens(caption), voice.grammar.language)
    told = CAPTION.fullmatch(caption) and shown_title(caption) == caption
    offers = OFFERS & {m.kind for m in said}
    return {m.value for m in said if m.kind == "garment"} if told and not offers else set()


def _opening(voice: Voice, request: Request) -> Sentence:
    """The items by name."""
    grammar, items, alike = voice.grammar, request.items, request.one_category
    names = [grammar.name(item, noun=not alike or len(items) == 1) for item in items]
    titles = grammar.listed(_counted(names))
    if len(items) == 1:
        echo, are = echoed(voice, request), grammar.verb("it_is", items[0])
        return voice.say("one_echoed" if echo else "one", items, title=titles, are=are, echo=echo)
    if not alike:
        return voice.say("outfit" if request.plan.act == "outfit" else "together", items, titles=titles)
    first = items[0]
    dyed = len({item.colour for item in items}) == 1 and first.colour in request.asked(first).colours
    these = grammar.several(len(items), first.colour if dyed else "", first.category)  # "two black t-shirts"
    if len(set(names)) == 1:  # a catalogue without titles
        return voice.say("several_alike", items, these=these)
    return voice.say("several", items, these=these, titles=titles)


def _counted(names: Sequence[str]) -> list[str]:
    """Each name once, with how often it stands there: "the white sneakers (×2)"."""
    return [f"{name} (×{count})" if count > 1 else name for name, count in Counter(names).items()]


def _more(voice: Voice, request: Request, room: int) -> list[Sentence]:
    """Of all else that there is to say, as many sentences as there is room for."""
    if room < 1:
        return []
    plan = request.plan
    fits = list(asked_for(voice, request))
    told = list(besides(voice, request, bool(fits)))
    gift = plan.gift and plan.act == "search"
    worn = [voice.say("gift", request.items)] if gift else list(style(voice, request))
    costs = list(price(voice, request))
    asked = costs if request.priced or plan.filters.order == "price_asc" or plan.asks_price else []
    best = [*fits, *asked, *worn, *told, *costs][:room]  # in this order of weight …
    return [part for part in (*fits, *told, *worn, *costs) if part in best]  # … and told in this one


def _shortfalls(
    voice: Voice, request: Request, missing: Sequence[str], stocked: Sequence[str]
) -> list[Sentence]:
    found = list(lacking.shortfalls(voice, request, missing)) if request.items else []
    rest = list(lacking.absent(voice, request, missing, stocked))
    honestly = voice.grammar.words["honestly"]  # said once is enough
    return _once(honestly, [*_joined(found, MAX_SHORTFALLS - len(rest), honestly, request.items), *rest])


def _joined(said: Sequence[Sentence], most: int, honestly: str, items: Sequence[Item]) -> list[Sentence]:
    """So many sentences: those that are too many stand behind the last of them, each after a semicolon and
    without the word ``honestly``."""
    if len(said) <= most:
        return list(said)
    own, first = said[: most - 1], said[most - 1]
    more = [sentence.text.removeprefix(honestly) for sentence in said[most:]]
    rest = [part if part.startswith("I ") else part[0].lower() + part[1:] for part in more]
    about = {item_id for sentence in said[most - 1 :] for item_id in sentence.item_ids}
    text = "; ".join(part.rstrip(".") for part in (first.text, *rest)) + "."
    return [*own, Sentence(text, tuple(item.id for item in items if item.id in about))]


def _once(beginning: str, said: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, of which only the first that begins so does."""
    again = [sentence for sentence in said if sentence.text.startswith(beginning)][1:]
    bare = {sentence: sentence.text.removeprefix(beginning) for sentence in again}
    return [
        replace(sentence, text=bare[sentence][:1].upper() + bare[sentence][1:])
        if sentence in bare
        else sentence
        for sentence in said
    ]
