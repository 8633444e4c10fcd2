"""The plan of a turn: what a customer wants, as one record, and its JSON form.

It passes between planner, search, advice, fact check and page. Knows nothing of who makes or reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

Act = Literal["search", "outfit", "discuss", "chat", "ask", "not_carried"]
Role = Literal["wanted", "owned", "refused", "unavailable"]  # unavailable: wanted, and not carried
Order = Literal["", "price_asc", "price_desc"]
# What is asked of items shown before, by an act "discuss"; "choice": which of them, by the other aspects;
# "descriptor": whether they have those of the plan; "other": what no card says
Aspect = Literal[
    "difference", "choice", "warmth", "total", "price", "colour", "length", "material", "size", "care",
    "pattern", "category", "audience", "occasion", "season", "match", "reason", "descriptor", "details",
    "brand", "other",
]  # fmt: skip
Language = str  # "en", "es" and every further file of app/nlu/data

AUDIENCES = ("men", "women", "boys", "girls", "kids", "unisex")  # kids: boys or girls
USAGES = ("casual", "formal", "sports", "party")
WEATHERS = ("snow", "rain", "cold", "hot")
# Of small talk
TOPICS = ("greeting", "thanks", "insult", "robot", "service", "stock", "language", "sympathy", "joy")
RULES, TEMPLATES = "rules", "templates"  # who made a plan, and wrote a sentence, that no model did
SMALL = "SmolLM2-135M + armario-writer"  # the small writer, of the sentences that it words
OFFERS = (("discuss", "photo"), ("ask", "which_seen"))  # acts, topics: more is offered or asked
SIMILAR = 4  # items shown for photos without words
MAX_COUNT = 12  # items of one category; also the last value of the enum in the schema
MAX_CATEGORIES = 4  # categories in one message


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A description beyond category, colour and audience: a brand, a material, a cut, a print.

    ``word`` is the customer's, ``forms`` are all words in which a card may say the same. ``certain``: it
    describes a garment beyond doubt, so it is worth saying where no card has it. ``is_name``: of a brand, a
    team or a hero. ``category``: of the garment that it stands beside, "" where it stands beside none.
    """

    word: str
    forms: tuple[str, ...]
    certain: bool = True
    is_name: bool = False
    category: str = ""
    refused: bool = False

    def said_by(self, card: str) -> bool:
        """Whether a card says it; the card's words stand between blanks."""
        return any(f" {form} " in card for form in self.forms)

    def of(self, category: str) -> bool:
        """Whether it may describe things of this category."""
        return self.category in ("", category)


@dataclass(frozen=True, slots=True)
class PhotoAttributes:
    """What one look at a photo gave; "" and () where it is not sure."""

    garment: bool = True
    category: str = ""  # one that is in stock
    colours: tuple[str, ...] = ()  # two at most, the main one first
    pattern: str = ""  # a name of data/catalogue/patterns.csv
    audience: str = ""
    also: tuple[str, ...] = ()  # categories of other garments in the same picture
    item_id: str = ""  # of the shop's own item, whose card then speaks
    chances: tuple[float, ...] = ()  # 0…1, of garment, category, first colour, pattern and audience


@dataclass(frozen=True, slots=True)
class RequestedItem:
    """So many items of one category. ``colours`` are alternatives: an item in any of them is right.

    Colours, pattern, audience and prices that are empty are those of the plan's filters. ``term`` is the
    customer's own, finer word ("boots"), ``query`` a free text in the place of one made of the other fields,
    ``like`` the id of an item shown before that it should look like.
    """

    category: str  # "" for any, or for what the photo shows
    count: int = 1
    colours: tuple[str, ...] = ()
    excluded_colours: tuple[str, ...] = ()
    pattern: str = ""
    audience: str = ""
    role: Role = "wanted"
    term: str = ""
    query: str = ""
    from_photo: bool = False  # the photo names the category, the customer does not
    min_price: float = 0.0
    max_price: float = 0.0
    like: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What holds for all items of a plan; empty strings and 0 mean that nobody said."""

    colours: tuple[str, ...] = ()
    excluded_colours: tuple[str, ...] = ()
    colour_group: str = ""  # "light", "dark", "bright", "neutral", "earthy", where no colour is named
    pattern: str = ""  # a name of data/catalogue/patterns.csv
    audience: str = ""
    usage: str = ""
    weather: str = ""  # one of WEATHERS
    min_price: float = 0.0  # the lowest price allowed
    max_price: float = 0.0  # the highest price allowed, of each item
    order: Order = ""
    descriptors: tuple[Descriptor, ...] = ()
    max_total: float = 0.0  # the highest that all items together may cost
    occasion: str = ""  # a name of data/catalogue/occasions.json
    currency: str = ""  # ISO code that the prices were named in
    in_stock: bool = False  # only what is in stock
    on_sale: bool = False  # only what is reduced
    sizes: tuple[str, ...] = ()  # alternatives, as the customer wrote them: "M", "42"


@dataclass(frozen=True, slots=True)
class Plan:
    """One customer's message, understood in its conversation."""

    act: Act
    items: tuple[RequestedItem, ...] = ()  # of every role
    filters: Filters = Filters()
    language: Language = "en"
    query: str = ""  # what is looked for, in the customer's words or a model's; "" for a photo alone
    references: tuple[str, ...] = ()  # ids of items shown before that it is about
    exclude: tuple[str, ...] = ()  # ids of items that are not to be shown again
    unsold: tuple[str, ...] = ()  # goods asked for that no clothes shop has, one of each
    choices: tuple[str, ...] = ()  # of an act "ask": categories between which the customer may choose
    # Of an act "chat": one of TOPICS; of a search "stock" where the true number is asked for, "language"
    # where the message is in none that is spoken, "none_of_those" where nothing that was shown is for whom it
    # is asked; of "ask": "photo" where nothing is pointed at, "wish", "no_garment" where a photo shows none,
    # "which_seen" where it shows several, those of ``choices``; of "discuss": "photo" where photos are meant
    topic: str = ""
    gift: bool = False  # something for somebody is asked for and no thing is named
    asks_size: bool = False
    asks_price: bool = False
    photo_category: str = ""  # what the customer calls the garment on the photo: "this skirt"
    another_colour: bool = False  # than that of the photo or of what was shown
    question: str = ""  # of an act "ask": what a model asks back, in its own words
    aspects: tuple[Aspect, ...] = ()  # of an act "discuss", where the rules know what is asked
    photos: tuple[PhotoAttributes, ...] = ()  # of the message, in its order

    @property
    def wanted(self) -> tuple[RequestedItem, ...]:
        """The items that are to be found."""
        return tuple(item for item in self.items if item.role == "wanted")

    def categories(self, role: Role) -> tuple[str, ...]:
        """The categories of the items of one role, each once."""
        return tuple(dict.fromkeys(item.category for item in self.items if item.role == role))

    @property
    def barred(self) -> tuple[str, ...]:
        """The categories of which nothing is wanted; where a finer garment is refused, the rest may do."""
        whole = (item.category for item in self.items if item.role == "refused" and not item.term)
        return tuple(dict.fromkeys(whole))

    def counts(self) -> dict[str, int]:
        """How many items of each category are wanted, of all colours."""
        counts: dict[str, int] = {}
        for item in self.wanted:
            counts[item.category] = counts.get(item.category, 0) + item.count
        return counts

    def term(self, category: str) -> str:
        """The customer's own word for the things of a category; "" where they used its plain name, or several
        words."""
        own = {item.term for item in self.wanted if item.category == category}
        every = own or {item.term for item in self.items if item.category == category}
        return every.pop() if len(every) == 1 else ""

    def descriptors(self, category: str) -> tuple[Descriptor, ...]:
        """What describes things of a category."""
        return tuple(one for one in self.filters.descriptors if one.of(category))

    def filters_of(self, item: RequestedItem) -> Filters:
        """The filters as they hold for one requested item: its own colours, pattern and audience first."""
        every = self.filters
        return replace(
            every,
            colours=item.colours or every.colours,
            excluded_colours=tuple(dict.fromkeys((*item.excluded_colours, *every.excluded_colours))),
            pattern=item.pattern or every.pattern,
            audience=item.audience or every.audience,
            min_price=item.min_price or every.min_price,
            max_price=item.max_price or every.max_price,
        )

    def of(self, item: RequestedItem) -> Plan:
        """The plan as it concerns one requested item."""
        return replace(self, filters=self.filters_of(item))

    def wanting(self, wanted: Iterable[RequestedItem]) -> Plan:
        """The same plan for other wanted items; what is owned and refused stays."""
        rest = (item for item in self.items if item.role != "wanted")
        return replace(self, items=(*wanted, *rest))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, the ids of the items shown that it is about (all, some or none), and who
    wrote it: a model's name, or TEMPLATES."""

    text: str
    item_ids: tuple[str, ...] = ()
    by: str = TEMPLATES


@dataclass(frozen=True, slots=True)
class DialogueState:
    """What a conversation has come to: the request that stands, and the ids last shown and ever shown."""

    plan: Plan | None = None
    shown: tuple[str, ...] = ()
    ever_shown: tuple[str, ...] = ()
    discussed: tuple[str, ...] = ()  # of those shown, what the last question was about
    offered: Plan | None = None  # of the last answer, where that was about photos and asks or offers more

    @property
    def seen(self) -> tuple[str, ...]:
        """The ids of all items of the conversation, those shown last at the end."""
        return tuple(name for name in self.ever_shown if name not in self.shown) + self.shown

    def after(self, plan: Plan, shown: Sequence[str]) -> DialogueState:
        """The state once a turn is over."""
        stands = plan if plan.act in ("search", "outfit") else self.plan
        whom = plan.filters.audience
        if whom and stands is not plan:  # "I'm a woman": said in talk, and true of what is asked for next
            stands = stands or plan
            stands = replace(stands, filters=replace(stands.filters, audience=whom))
        ever = tuple(dict.fromkeys((*self.ever_shown, *shown)))
        discussed = plan.references if plan.act == "discuss" else ()
        offered = plan if plan.photos and (plan.act, plan.topic) in OFFERS else None
        return DialogueState(stands, tuple(shown) or self.shown, ever, discussed, offered)


def state_to_json(state: DialogueState) -> dict[str, Any]:
    """A state as plain values; fields with their defaults are left out."""
    return _changed(state)


def state_from_json(value: Mapping[str, Any]) -> DialogueState:
    """The state that ``state_to_json`` wrote. Raises ValueError where it is another value."""
    state: DialogueState = _read(DialogueState, value, "a state")
    return state


def to_json(plan: Plan) -> dict[str, Any]:
    """A plan as plain values; fields with their defaults are left out."""
    return _changed(plan)


def from_json(value: Mapping[str, Any]) -> Plan:
    """The plan that ``to_json`` wrote. Raises ValueError where a field is unknown or of another type."""
    plan: Plan = _read(Plan, value, "a plan")
    return plan


def _read(kind: type, value: Any, name: str) -> Any:
    try:
        return _meant(value, kind)
    except (TypeError, AttributeError, KeyError) as error:
        raise ValueError(f"expected {name}, found {str(value)[:80]!r}: {error}") from error


def _meant(value: Any, hint: Any) -> Any:
    """What plain values say of a type. Raises TypeError, AttributeError or KeyError where they are of
    another."""
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        return hint(**{key: _meant(one, hints[key]) for key, one in value.items()})
    kinds = get_args(hint)
    if get_origin(hint) is UnionType:  # of a record or None, which is not written
        return _meant(value, kinds[0])
    if get_origin(hint) is tuple and isinstance(value, list | tuple):
        return tuple(_meant(one, kinds[0]) for one in value)
    fits = value in kinds if get_origin(hint) is Literal else type(value) is hint
    if not (fits or (hint is float and type(value) is int)):
        raise TypeError(f"{str(value)[:40]!r} is of another type")
    return value


def _changed(record: Any) -> dict[str, Any]:
    """The fields of a record that differ from their defaults."""
    values = {f.name: getattr(record, f.name) for f in fields(record)}
    return {f.name: _plain(values[f.name]) for f in fields(record) if values[f.name] != f.default}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _changed(value) if is_dataclass(value) else value
