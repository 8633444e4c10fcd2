# ruff: noqa: E501 — tables of cases
"""Questions about items shown before are planned as such, and what asks for something new is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.nlu.dialogue import plan_message
from app.plan import DialogueState, Plan
from data.catalogue.catalogue import read_catalogue

ITEMS = {item.id: item for item in read_catalogue(Path(__file__).parents[1] / "data" / "sample").items}
SKIRTS = ("sk-005", "sk-001")  # red tartan, black
TRENCH, CABLE, HOODIE = "co-004", "je-009", "je-014"  # beige, cream, grey
SHOWN = (TRENCH, CABLE, HOODIE)
SWEATERS = ("je-001", "je-003", "je-002")  # grey, red, navy blue striped
BLAZER, TUBE, LOAFERS = "ja-006", "sk-007", "fo-017"


def asked(
    message: str, *shown: str, first: str = "something warm", state: DialogueState | None = None
) -> Plan:
    """The plan of a question, where skirts and then these items were shown."""
    before = state or DialogueState()
    if state is None:
        for text, ids in (("skirts", SKIRTS), (first, shown or SHOWN)):
            seen = [ITEMS[name] for name in before.seen]
            before = before.after(plan_message(text, before, seen, 0), ids)
    return plan_message(message, before, [ITEMS[name] for name in before.seen], 0)


@pytest.mark.parametrize(
    ("message", "aspect"),
    [
        ("¿la primera se puede llevar a la oficina?", "occasion"), ("can the first be worn to the office?", "occasion"),
        ("which is warmer?", "warmth"), ("wich one is the warmest", "warmth"), ("¿cuál abriga más?", "warmth"),
        ("is the trench warm", "warmth"), ("la gabardina abriga?", "warmth"),
        ("which is better for work?", "occasion"), ("¿me sirven para una boda?", "occasion"),
        ("which is the most expensive?", "price"), ("cual es la mas cara", "price"),
        ("what is the difference?", "difference"), ("compare them", "difference"),
        ("que diferencia hay", "difference"), ("¿en qué se diferencian?", "difference"),
        ("how much all together?", "total"), ("cuanto es todo junto", "total"),
        ("how much is the second?", "price"), ("¿cuánto cuesta la última?", "price"),
        ("is it long?", "length"), ("¿es de manga corta?", "length"),
        ("what is it made of?", "material"), ("de que esta hecho", "material"),
        ("is it waterproof?", "descriptor"), ("has the trench got pockets?", "descriptor"),
        ("¿son de lana?", "descriptor"), ("tiene bolsillos la sudadera", "descriptor"),
        ("do you have it in size M?", "size"), ("what sizes are there?", "size"), ("¿qué tallas hay?", "size"),
        ("how do I wash it?", "care"), ("¿se puede lavar a máquina?", "care"),
        ("what colour is the second?", "colour"), ("is the trench really beige?", "colour"),
        ("is it for men?", "audience"), ("¿la última es de hombre?", "audience"),
        ("would it do for winter?", "season"), ("what if it rains?", "season"), ("¿y si llueve?", "season"),
        ("do they go together?", "match"), ("¿pegan con unos vaqueros negros?", "match"),
        ("why that one?", "reason"), ("¿por qué esas?", "reason"), ("porque esa", "reason"),
        ("tell me more about the first", "details"), ("cuentame mas del primero", "details"),
        ("which of these would fit a laptop better?", "other"), ("is it itchy?", "other"),
        ("¿pesa mucho?", "other"),
    ],
)  # fmt: skip
def test_a_question_about_what_is_shown_is_discussed(message: str, aspect: str) -> None:
    plan = asked(message)
    assert plan.act == "discuss" and aspect in plan.aspects
    assert plan.references and set(plan.references) <= {*SHOWN, *SKIRTS} and not plan.wanted


@pytest.mark.parametrize(
    "message",
    [
        "the second one but cheaper", "and in blue?", "do you have it in red?", "does it come in green?",
        "something warmer", "is there anything cheaper?", "another one", "are there any others?", "more",
        "a warmer one", "do you have a longer one?", "show me shoes that go with it",
        "what shoes go with it?", "can it be less formal?", "too expensive", "in XL",
        "the cheapest one", "show me the first in black", "I need a skirt as well", "is there one in brown?",
        "¿y en azul?", "la segunda pero más barata", "¿lo tienes en rojo?", "algo más formal", "otra",
        "¿hay otras?", "enséñame zapatos que le vayan", "quiero una falda que le vaya", "más barato",
        "demasiado caro", "es para mi hijo de 12", "it's for my son", "que sean de manga larga", "these are too baggy for me, anything slimmer?",
    ],
)  # fmt: skip
def test_what_asks_for_something_new_is_still_a_search(message: str) -> None:
    assert asked(message).act in ("search", "outfit")


def test_an_objection_is_no_question() -> None:
    assert asked("they are too warm").act != "discuss"


@pytest.mark.parametrize(
    "message",
    [
        "can I return it?",
        "do you deliver to Spain?",
        "thanks!",
        "hello",
        "¿puedo devolverlo?",
        "tell me a joke",
        "what's the weather like in Paris?",
    ],
)
def test_other_business_is_no_question_about_the_items(message: str) -> None:
    assert asked(message).act == "chat"


@pytest.mark.parametrize("message", ["which is warmer?", "is it waterproof?", "how much is the second?"])
def test_nothing_is_discussed_before_anything_is_shown(message: str) -> None:
    assert plan_message(message, DialogueState(), (), 0).act != "discuss"


@pytest.mark.parametrize(
    ("message", "ids"),
    [
        ("is the second one warm?", [CABLE]), ("¿la última es de hombre?", [HOODIE]),
        ("compare the first two", [TRENCH, CABLE]), ("compara los dos últimos", [CABLE, HOODIE]),
        ("what is number 2 made of?", [CABLE]), ("is the 1st waterproof", [TRENCH]),
        ("is the grey one warm?", [HOODIE]), ("¿la gris es de lana?", [HOODIE]),
        ("is the trench coat waterproof?", [TRENCH]), ("la gabardina es impermeable?", [TRENCH]),
        ("is the hoodie warmer than the trench?", [TRENCH, HOODIE]), ("tiene bolsillos la sudadera?", [HOODIE]),
        ("what are they made of?", [*SHOWN]), ("how much is all of it together?", [*SHOWN]),
        ("which is dearer, the beige or the cream one?", [TRENCH, CABLE]),
        ("is the cable-knit one wool?", [CABLE]), ("trench or hoodie, which is warmer?", [TRENCH, HOODIE]),
        ("is the red tartan skirt from before lined?", ["sk-005"]),
        ("how much was the skirt you showed me before?", ["sk-001"]), ("¿es larga la falda de antes?", ["sk-001"]),
    ],
)  # fmt: skip
def test_words_point_at_items(message: str, ids: list[str]) -> None:
    plan = asked(message)
    assert plan.act == "discuss" and sorted(plan.references) == sorted(ids)


@pytest.mark.parametrize(
    "message", ["does it go with the skirt from before?", "¿va bien con la falda de antes?"]
)
def test_what_is_shown_may_be_held_against_what_was_shown_before(message: str) -> None:
    plan = asked(message, BLAZER)
    assert (plan.aspects, plan.references) == (("match",), (BLAZER, "sk-001"))


@pytest.mark.parametrize(
    ("message", "colour"),
    [("would the blazer go with my black jeans?", "black"), ("¿pega la americana con mis vaqueros negros?", "black"),
     ("does the blazer go with jeans?", "")],
)  # fmt: skip
def test_a_garment_of_ones_own_is_named_as_such(message: str, colour: str) -> None:
    plan = asked(message, BLAZER, TUBE)
    (own,) = plan.items
    assert (plan.act, plan.references, own.role, own.category) == ("discuss", (BLAZER,), "owned", "pants")
    assert own.colours == ((colour,) if colour else ())


def test_a_question_has_its_direction() -> None:
    assert asked("which is warmer?").filters.weather == "cold"
    assert asked("which is cooler?").filters.weather == asked("¿cuál es más fresca?").filters.weather == "hot"
    assert asked("which is cheaper?").filters.order == "price_asc"
    assert asked("¿cuál es más cara?").filters.order == "price_desc"
    assert asked("which is more formal?").filters.usage == "formal"
    assert asked("which is less formal?").filters.usage == "casual"
    assert [one.word for one in asked("is it wool?").filters.descriptors] == ["wool"]


def test_why_knows_what_was_asked_for() -> None:
    assert asked("why these?", *SWEATERS, first="a red jumper for my wife").filters.colours == ("red",)


def test_it_is_what_the_last_question_was_about() -> None:
    state = DialogueState().after(plan_message("something warm", DialogueState(), (), 0), SHOWN)
    state = state.after(asked("tell me about the second", state=state), SHOWN)
    assert asked("is it wool?", state=state).references == (CABLE,)
    assert asked("what are they made of?", state=state).references == SHOWN
    state = state.after(asked("is it wool?", state=state), SHOWN)
    assert asked("¿es largo?", state=state).references == (CABLE,)


def test_a_discussion_leaves_the_request_standing() -> None:
    state = DialogueState().after(plan_message("two black t-shirts", DialogueState(), (), 0), ("ts-002",))
    state = state.after(asked("is it for men?", state=state), ("ts-002",))
    plan = asked("and in red?", state=state)
    assert (plan.counts(), plan.filters.colours) == ({"t-shirt": 2}, ("red",))


@pytest.mark.parametrize(
    "message", ["does the green one have a belt?", "¿el verde tiene cinturón?", "has the second got a belt"]
)
def test_what_a_thing_may_have_on_it_is_no_other_thing(message: str) -> None:
    plan = asked(message, "dr-013", "dr-010")
    assert (plan.act, plan.aspects, plan.references) == ("discuss", ("descriptor",), ("dr-010",))
    assert "cinturon" in plan.filters.descriptors[0].forms and not plan.wanted


@pytest.mark.parametrize(
    "message",
    ["whats the diffrence", "what about the price?", "and the price of each?", "im not sure, which should i get?",
     "me puedes decir las diferencias", "I prefer the second. Is it machine washable?", "¿cabe un portátil?",
     "el blanco transparenta?", "por que me enseñas el blanco", "¿y el precio?"],
)  # fmt: skip
def test_people_ask_in_their_own_ways(message: str) -> None:
    assert asked(message, "dr-013", "dr-010").act == "discuss"


def test_a_colour_is_that_of_the_card_before_its_family() -> None:
    assert asked("is the red one warm?", "dr-001", "dr-012").references == (
        "dr-001",
    )  # the other is burgundy
    assert asked("is the green one warm?", "dr-001", "dr-010").references == ("dr-010",)  # which is olive


@pytest.mark.parametrize("message", ["how much without the hoodie?", "¿y sin la sudadera cuánto sería?"])
def test_what_is_left_out_is_not_counted(message: str) -> None:
    plan = asked(message)
    assert (plan.aspects, plan.references) == (("total",), (TRENCH, CABLE))


def test_of_several_those_with_a_part_are_asked_for() -> None:
    plan = asked("Which of them has a belt?", "co-008", "co-006")
    assert plan.aspects == ("choice", "descriptor") and "belt" in plan.filters.descriptors[0].forms


@pytest.mark.parametrize(
    ("message", "aspect"),
    [("is the last one more expensive than the first?", "price"), ("is the parka any warmer than the trench?", "warmth"),
     ("I can't decide between the parka and the trench", "choice"), ("no me decido entre la parka y la gabardina", "choice"),
     ("¿las dos son de mujer?", "audience")],
)  # fmt: skip
def test_two_are_held_against_each_other(message: str, aspect: str) -> None:
    plan = asked(message, "co-006", TRENCH)
    assert plan.act == "discuss" and aspect in plan.aspects and set(plan.references) == {"co-006", TRENCH}


@pytest.mark.parametrize(
    ("message", "aspects"),
    [
        ("which is the cheapest and which would you pick for rain?", {"choice", "price", "season"}),
        ("¿de qué tela es la última? ¿se plancha?", {"material", "care"}),
        ("is the trench warm and how much is it?", {"warmth", "price"}),
    ],
)
def test_each_of_several_questions_is_one(message: str, aspects: set[str]) -> None:
    assert set(asked(message).aspects) == aspects


def test_less_of_the_price_is_no_less_warmth() -> None:
    plan = asked("which is cheaper and which is warmer?")
    assert (plan.filters.order, plan.filters.weather) == ("price_asc", "cold")


@pytest.mark.parametrize("message", ["waterproof?", "leather?", "¿impermeable?"])
def test_a_bare_word_with_a_mark_is_a_question(message: str) -> None:
    assert asked(message).act == "discuss"


@pytest.mark.parametrize(
    "message", ["the mustard one, how much is it?", "el mostaza, ¿cuánto cuesta?", "the red one?"]
)
def test_one_of_a_colour_that_nobody_saw_is_looked_for(message: str) -> None:
    plan = asked(message, "ha-009", "ha-008", first="hats")
    assert plan.act == "search" and plan.categories("wanted") == ("hat",)


def test_the_other_one_is_what_was_not_spoken_of() -> None:
    before = DialogueState()
    for text, ids in (("sweaters", SWEATERS[:2]), ("how much is the first one?", ())):
        seen = [ITEMS[name] for name in before.seen]
        before = before.after(plan_message(text, before, seen, 0), ids)
    assert asked("and the other one?", state=before).references == (SWEATERS[1],)


def test_a_plural_names_what_a_title_has_in_the_singular() -> None:
    shown = ("su-001", "su-004")
    assert asked("how much are the aviators?", *shown, first="sunglasses").references == ("su-004",)


def test_all_that_was_chosen_so_far_is_added_up() -> None:
    assert set(asked("how much is that in total?", BLAZER).references) == {*SKIRTS, BLAZER}


@pytest.mark.parametrize(
    "message", ["what goes with the first one?", "what would go with it?", "¿con qué la combino?"]
)
def test_what_goes_with_a_thing_is_an_outfit_around_it(message: str) -> None:
    plan = asked(message, BLAZER, first="a blazer for men")
    assert (plan.act, plan.references, plan.filters.audience) == ("outfit", (BLAZER,), "men")
    assert plan.categories("owned") == ("jacket",) and plan.filters.usage == "formal"


@pytest.mark.parametrize(
    ("message", "terms"),
    [
        ("a backpack or a crossbody for him, which would you take?", ["backpack", "crossbody"]),
        ("¿mochila o bandolera para mi chico?", ["mochila", "bandolera"]),
        ("black boots or red heels for a party?", ["boots", "heels"]),
    ],
)
def test_of_two_kinds_one_of_each_is_looked_for_and_one_recommended(message: str, terms: list[str]) -> None:
    plan = plan_message(message, DialogueState(), [], 0)
    assert plan.act == "search" and plan.aspects == ("choice",)
    assert [item.term for item in plan.wanted] == terms and not plan.filters.colours


def test_two_kinds_are_held_against_each_other_before_anything_is_shown() -> None:
    plan = plan_message("what's the difference between the wrap coat and the trench?", DialogueState(), [], 0)
    assert plan.aspects == ("difference",) and [item.term for item in plan.wanted] == ["wrap coat", "trench"]


def test_of_a_thing_shown_in_one_colour_two_are_looked_for_to_go_with_a_garment_of_ones_own() -> None:
    plan = asked(
        "which would look better with grey trousers, the black or the tan?", "fo-022", first="oxford shoes"
    )
    assert plan.act == "search" and [item.colours for item in plan.wanted] == [("black",), ("tan",)]
    own = [item for item in plan.items if item.role == "owned"]
    assert [(item.category, item.colours) for item in own] == [("pants", ("grey",))]


def test_whether_any_is_for_somebody_is_a_search_only_where_none_is() -> None:
    women, men = ("je-011", "je-012"), ("je-011", "je-013")
    plan = asked("are any of those for men?", *women, first="cardigans")
    assert (plan.act, plan.topic, plan.filters.audience) == ("search", "none_of_those", "men")
    assert asked("are any of those for men?", *men, first="cardigans").act == "discuss"


def test_about_so_much_is_a_range_and_of_a_sum_only_its_top() -> None:
    one = plan_message("a bag around 50 euros", DialogueState(), [], 0).filters
    assert (one.min_price, one.max_price) == (37.5, 62.5)
    every = plan_message("an outfit for around 150 euros in total", DialogueState(), [], 0).filters
    assert (every.min_price, every.max_price) == (0.0, 0.0) and every.max_total > 150
