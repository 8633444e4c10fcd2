"""The rule-based parser: a customer's message, read once, as a plan, and how certain the words are.

Knows words and the order that they stand in; does not know a language model, the store or the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.nlu import attributes, constraints, intent
from app.nlu.lexicon import groups, words
from app.nlu.parsing import items, kinds, people, prices
from app.nlu.parsing.rewriting import Purchase, corrected, marked, rewritten, taken_out
from app.nlu.roles import Mention, mentions
from app.nlu.spelling import in_english, shortened, spelt_out, unknown, with_emoji_named
from app.nlu.tagger import BUSINESS, Utterance, near_misses
from app.plan import Act, Descriptor, Filters, Language, Plan, RequestedItem, Role
from data.catalogue.vocabulary import categories

OTHER_BUSINESS = frozenset(("hostile", "service", "chat", "place", "goods"))


@dataclass(frozen=True, slots=True)
class Parsed:
    """A plan by the words alone, ``certain`` where they leave no doubt of it.

    ``written``: the message as the customer corrected it, with the names of ``brands`` marked; ``bare`` the
    same without what says how things are to be had, the ``purchase``; ``said`` as that was rewritten.
    ``either``: the categories that one misspelt word may mean. ``named``: whether any garment is.
    ``unknown``: words that nobody here knows. ``asks``: whether a thing is asked for at all, known or not.
    """

    plan: Plan
    said: Utterance
    written: str
    certain: bool
    either: tuple[str, ...] = ()
    named: bool = False
    unknown: tuple[str, ...] = ()
    asks: bool = True
    purchase: Purchase = Purchase()
    bare: str = ""
    brands: tuple[str, ...] = ()

    def resolved(self) -> Plan:
        """The plan to follow where no model is asked: in doubt, a question back."""
        plan, said = self.plan, self.said
        if self.certain:
            return plan
        if self.either:
            return replace(plan, act="ask", items=(), choices=self.either[:2])
        if plan.topic and not any(map(intent.buys, said.pieces)):
            return plan
        occasion = plan.filters.weather or plan.filters.occasion or plan.filters.usage not in ("", "casual")
        occasion = occasion and any(map(intent.buys, said.pieces)) and not said.topics & OTHER_BUSINESS
        if occasion or ("outfit" in said.topics and not said.topics & {"hostile", "service", "goods"}):
            return replace(plan, act="outfit", filters=prices.limited(plan.filters, said, False, True))
        if not (self.unknown and self.asks):
            return plan
        near = [kind for word in self.unknown for kind in near_misses(word)]
        kin = [known.confused_with for name in near if (known := categories().get(name))]
        choices = tuple(dict.fromkeys(filter(None, [*near, *kin])))
        return replace(plan, act="ask" if near else "not_carried", items=(), choices=choices[:2])


def parse_message(
    text: str, language: Language = "en", vocabulary: tuple[str, ...] = (), brands: tuple[str, ...] = ()
) -> Parsed:  # fmt: skip
    """What the words say. ``language`` is what is spoken where the words do not tell, ``vocabulary`` all the
    categories there are (by default those of categories.csv), ``brands`` those that the shop has."""
    written = corrected(spelt_out(marked(shortened(text), brands)))
    if (english := in_english(written)) is not None:
        return _foreign(text, english, language, vocabulary)
    purchase, bare = taken_out(written)
    parsed = _parsed(text, bare, language, vocabulary, brands, purchase.is_asked)
    plan, sized = parsed.plan, bool(purchase.sizes)
    spoken = Utterance(written).language(language) if purchase else plan.language
    filters, sized = purchase.added_to(plan.filters), sized or plan.asks_size
    plan = replace(plan, filters=filters, language=spoken, asks_size=sized)
    if plan.act == "chat" and purchase.on_sale and purchase.of_all:
        plan = replace(plan, act="search", topic="")  # "show me everything on sale"
    return replace(parsed, plan=plan, written=written, bare=bare, purchase=purchase, brands=brands)


def _parsed(
    text: str, written: str, language: Language, vocabulary: tuple[str, ...], brands: tuple[str, ...],
    bought: bool,
) -> Parsed:  # fmt: skip
    """What the words say beside how things are to be had, which is ``bought``: whether that is asked."""
    asked = rewritten(written)
    said = Utterance(asked, vocabulary)
    found = kinds.replaced(said, attributes.with_attributes(said.pieces, mentions(said.pieces)))
    if not found and not said.topics & BUSINESS and (drawn := with_emoji_named(asked)) != asked:
        parsed = _parsed(text, drawn, language, vocabulary, brands, bought)
        return replace(parsed, plan=replace(parsed.plan, language=said.language(language)))
    told, wanted = constraints.descriptors(written, brands), _wanted_mentions(said, found)
    usage = _usage(said, found) or ("formal" if _is_suit(said, wanted) else "")
    wanted = [_dressed_up(m) for m in wanted] if usage == "formal" else wanted
    served = intent.needed_categories(said, [m.garment.category for m in found], bool(wanted))
    wanted = [m for m in wanted if not served or m.piece.text not in words("vague_pronouns")]
    act = _act(said, found, wanted, served, told, bought)
    only = items.only_accessories(said, found) if not wanted and act != "chat" else ()
    act = "search" if (between := kinds.is_between(said, wanted)) or only else act
    topic = intent.topic_of(said) if act in ("chat", None) else ""
    topic = "stock" if act == "search" and said.says("asks_number") else topic
    plan = Plan(
        act or "chat", language=said.language(language), query=text, topic=topic,
        another_colour=said.says("another_colour"), photo_category=intent.pointed_category(said),
    )  # fmt: skip
    wanted = [] if act == "outfit" and (_is_one(wanted) or said.says("or_anything")) else wanted
    if act in ("search", "outfit", None):
        usage = usage if wanted or not served else ""
        plan = _priced(plan, said, usage, told, len(wanted) + len(served) > 1)
        plan = _with_items(plan, said, found, wanted, served)
        plan = kinds.compared(plan, said, wanted) if between else items.for_both(plan, said)
        plan = replace(plan, items=(*only, *plan.items), gift=plan.gift and not only)
        plan = _without_contradiction(_with_terms(plan, written, found))
    else:
        whom = people.speaker(said) if topic in intent.FEELINGS else people.audience(said)
        plan = replace(plan, filters=Filters(audience=whom))
    return _judged(plan, act, said, written, found, wanted)


def _priced(
    plan: Plan, said: Utterance, usage: str, told: tuple[Descriptor, ...], several: bool
) -> Plan:  # fmt: skip
    """The plan with what is said beside things; cold feet at night go to no party, a present neither."""
    gift = plan.act == "outfit" and "gift" in said.topics and not said.says("asks_outfit")
    return _detailed(replace(plan, gift=gift), said, "" if gift else usage, told, several)


def _act(
    said: Utterance, found: Sequence[Mention], wanted: Sequence[Mention], served: Sequence[str],
    told: Sequence[Descriptor], bought: bool,
) -> Act | None:  # fmt: skip
    """The act by the things, or by a price, a colour, a brand, a sale or a goodbye where these say more."""
    event = intent.event_of(said, constraints.weather(said))
    act = intent.act_of(said, found, wanted, served, event)
    buys = any(map(intent.buys, said.pieces))
    only = prices.is_all_that_is_asked(said) or (bought and not said.says("asks_outfit"))
    if act == "chat" and intent.is_small_talk(said) and only:
        act = "search" if buys or "something" in said.topics else None  # "nah. something under 30"
    extreme = not wanted and prices.is_extreme(said)
    unnamed = act == "outfit" or (act is None and not found and buys)
    event = "" if "gift" in said.topics and not said.says("asks_outfit") else event
    if extreme or (unnamed and not event and only):
        act = "search"
    if _is_vague(act, said, found) and any(one.is_name and one.certain and not one.refused for one in told):
        act = "search"  # "anything by Puma?"
    return "chat" if not wanted and act != "outfit" and intent.takes_leave(said) else act


def _is_one(wanted: Sequence[Mention]) -> bool:
    return len({m.garment.category for m in wanted}) < 2


def _foreign(text: str, english: str, language: Language, vocabulary: tuple[str, ...]) -> Parsed:
    """What the few words say that are known of a message in a language that is not spoken here."""
    if english:
        parsed = parse_message(english, "en", vocabulary)
        return replace(parsed, plan=replace(parsed.plan, query=text, language=language, topic="language"))
    plan = Plan("chat", language=language, query=text, topic="language")
    return Parsed(plan, Utterance(""), "", True)


def _judged(
    plan: Plan, act: Act | None, said: Utterance, written: str, found: Sequence[Mention],
    wanted: Sequence[Mention],
) -> Parsed:  # fmt: skip
    """The plan with all that says how far it may be trusted."""
    doubtful = next((m for m in wanted if m.piece.others), None)
    either = (doubtful.garment.category, *doubtful.piece.others) if doubtful else ()
    strange = () if found else tuple(p.text for p in said.pieces if p.kind == "word" and unknown(p.text))
    asks = len(said.tokens) <= intent.MAX_GOODS_PLACE or any(map(intent.buys, said.pieces))
    certain = act is not None and not either
    return Parsed(plan, said, written, certain, either, bool(found), strange, asks)


def _is_vague(act: Act | None, said: Utterance, found: Sequence[Mention]) -> bool:
    vague = act in ("chat", None) or (act == "outfit" and "outfit" not in said.topics and not found)
    return vague and not said.topics & {"hostile", "service"}


def _wanted_mentions(said: Utterance, found: Sequence[Mention]) -> list[Mention]:
    """The garments asked for; what is there already where it is asked for again, in another colour where one
    is named: "I have a white shirt, I want a black one"."""
    wanted = [m for m in found if m.role == "wanted"]
    if wanted or not intent.asks_again(said) or said.says("asks_outfit"):
        return wanted
    again = [m for m in found if m.role == "owned"]
    other = {p.colour for p in said.pieces if p.colour} - {colour for m in again for colour in m.colours}
    return [replace(m, colours=() if other else m.colours) for m in again]


def _detailed(plan: Plan, said: Utterance, usage: str, told: tuple[Descriptor, ...], several: bool) -> Plan:
    """The plan with all that the words say besides things, their colours and patterns."""
    weather = constraints.weather(said)
    if not weather and intent.event_of(said, "") and said.says("season_hot"):
        weather = "hot"  # a summer wedding
    if weather == "hot" and usage in ("formal", "party") and not said.says("season_hot"):
        weather = ""  # a wedding at the beach is dressed for as a wedding
    filters = Filters(
        colour_group=constraints.tone(said), audience=people.audience(said), usage=usage, weather=weather,
        order=prices.order(said), descriptors=told, sizes=people.sizes_of_age(said.unmarked),
    )  # fmt: skip
    filters = prices.limited(filters, said, several, plan.act == "outfit")
    formality = "casual" if "casual" in said.topics else "formal" if said.says("dressy") else ""
    event = "" if plan.gift else intent.event_of(said, weather)
    filters = intent.dressed_for(filters, event, formality)
    return replace(plan, filters=filters, asks_size=said.says("size"), asks_price=said.says("asks_price"))


def _with_items(
    plan: Plan, said: Utterance, found: Sequence[Mention], wanted: Sequence[Mention], served: Sequence[str]
) -> Plan:
    """The plan with its items of every role, and their attributes."""
    requested = (*items.requested(wanted), *(RequestedItem(name) for name in served))
    if not requested and plan.act == "search" and prices.is_extreme(said):
        requested = (RequestedItem("", prices.extreme_count(said)),)
    plan = attributes.with_colours_and_patterns(replace(plan, items=requested), said.pieces, wanted, found)
    apart = items.each_its_own(said, wanted)
    if apart:
        plan = items.hoisted(plan, apart)
    else:
        plan = attributes.with_audiences(attributes.split_counts(plan, said.pieces, found), said, wanted)
    if plan.filters.colour_group and plan.filters.colours == ("multi",):  # "de colores claros"
        plan = replace(plan, filters=replace(plan.filters, colours=()))
    plan = replace(plan, items=(*plan.items, *_others(found, "owned"), *_others(found, "refused")))
    goods = intent.goods_beside(said.pieces) if wanted else ()
    return replace(plan, unsold=tuple(intent.singular(said.text, name) for name in goods))


def _others(found: Sequence[Mention], role: Role) -> list[RequestedItem]:
    names = dict.fromkeys(m.garment.category for m in found if m.role == role)
    return [RequestedItem(name, role=role) for name in names]


def _with_terms(plan: Plan, written: str, found: Sequence[Mention]) -> Plan:
    """The plan with the customer's own word for each item, and not the one for what is meant otherwise."""
    told = Utterance(written)  # where nobody has called a suit a jacket
    with_terms = []
    repeated = len(plan.wanted) > len(plan.counts())  # each of which has its own word already
    for item in plan.items:
        # What is owned and asked for again is wanted: "my boots ripped, show me others"
        own = {m.piece.text for m in found if m.role == item.role} or {m.piece.text for m in found}
        others = {m.piece.text for m in found if m.role != item.role} - own
        named = repeated and item.role == "wanted"
        off = next((m.piece.text for m in found if m.role == item.role == "refused"), "")
        finer = "" if named else attributes.finer_term(told, item.category, others)
        with_terms.append(replace(item, term=item.term or finer or attributes.own_word(off, item.category)))
    return replace(plan, items=tuple(with_terms))


def _without_contradiction(plan: Plan) -> Plan:
    """The plan with finer garments that are refused as descriptors: of shoes only the heels; and without the
    refusal of a category that is wanted."""
    off = [i for i in plan.items if i.role == "refused"]
    told = [replace(constraints.refusal(i.term), category=i.category) for i in off if i.term]
    off_forms = {one.forms for one in told}
    stands = (d for d in plan.filters.descriptors if d.refused or d.forms not in off_forms)
    filters = replace(plan.filters, descriptors=(*stands, *told))
    both = [i for i in off if i.category in plan.categories("wanted")]
    return replace(plan, items=tuple(i for i in plan.items if i not in both), filters=filters)


def _dressed_up(mention: Mention) -> Mention:
    """A bare "top" for the office as a shirt, as it is in an outfit."""
    if mention.piece.text not in ("top", "tops"):
        return mention
    garment = replace(mention.garment, category="shirt")
    return replace(mention, piece=replace(mention.piece, garment=garment))


def _usage(said: Utterance, found: Sequence[Mention]) -> str:
    """The occasion; a suit is one, unless it is owned or a verb, and "weekend" is none beside another."""
    tokens, occasions = said.tokens, groups("occasions")
    owned = any(m.role != "wanted" for m in found) or any(
        p.cues & {"with", "mine", "own"} for p in said.pieces
    )
    negative = [at for at, w in enumerate(tokens) if w in words("negative_before_occasion")]
    refused = {at + step for at in negative for step in (1, 2)}
    after = [*tokens[1:], ""]
    verbs = words("behind_suit_verb")
    suits = {at for at, w in enumerate(tokens) if w in words("suit") and (owned or after[at] in verbs)}
    told = [w for at, w in enumerate(tokens) if at not in refused | suits]
    usage = people.labels("occasions", told) | said.topics & set(occasions)
    return people.only(usage - {"casual"}) or people.only(usage)


def _is_suit(said: Utterance, wanted: Sequence[Mention]) -> bool:
    """Whether a suit is asked for, whose two pieces then suit the occasion."""
    pieces = {m.garment.category for m in wanted}
    return {"jacket", "pants"} <= pieces and any(name in said.text for name in words("suit_piece"))
