# ruff: noqa: E501 — tables of cases
"""What an answer about photos offers or asks is taken up by the next message, and by no later one; what was
found by a photo alone is asked about further."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from app.agent.assistant import Assistant
from app.agent.reply import Reply
from app.nlu.dialogue import plan_message
from app.plan import (
    DialogueState,
    PhotoAttributes,
    Plan,
    RequestedItem,
    state_from_json,
    state_to_json,
)
from data.store.store import Store
from models.llm.chat_model import Message, NullModel
from models.vision.encoder import ImageTextEncoder
from models.vision.photo_head import Reading
from tests.fakes import ColourEncoder

SURE = (1.0, 0.97, 0.97, 0.97, 0.97)
COAT = PhotoAttributes(
    category="coat", colours=("navy blue",), pattern="plain", audience="women", chances=SURE
)
DRESS = PhotoAttributes(category="dress", colours=("red", "white"), pattern="polka-dot", chances=SURE)
SHIRT = PhotoAttributes(category="shirt", colours=("white",), audience="men", also=("pants",), chances=SURE)
LIKE_COAT = [RequestedItem("coat", 4, ("navy blue",), audience="women", from_photo=True)]
LIKE_SHIRT = RequestedItem("shirt", 4, ("white",), audience="men", from_photo=True)
PANTS = RequestedItem("pants", 4, from_photo=True)


def asked(message: str, *photos: PhotoAttributes, language: str = "en") -> DialogueState:
    """The state after a question about photos that show this."""
    plan = plan_message(message, DialogueState(), (), len(photos), language)
    assert (plan.act, plan.topic) == ("discuss", "photo")
    return DialogueState().after(replace(plan, photos=photos), ())


def which(language: str = "en") -> DialogueState:
    """The state after the question which of two garments on a photo is meant."""
    plan = Plan("ask", language=language, topic="which_seen", choices=("shirt", "pants"), photos=(SHIRT,))
    return DialogueState().after(plan, ())


def then(state: DialogueState, message: str) -> Plan:
    """The plan of the next message, without a photo."""
    return plan_message(message, state, (), 0)


@pytest.mark.parametrize(
    "message",
    ["yes", "Yes!", "yes please", "sure, show me", "ok", "okay, thanks", "go on", "why not?", "please do", "yes, something like that",
     "sí", "claro, enséñame", "vale", "por favor", "sí, gracias", "de acuerdo", "venga, a ver", "¡claro que sí!"],
)  # fmt: skip
def test_who_agrees_is_shown_things_like_that_of_the_photo(message: str) -> None:
    plan = then(asked("what is this?", COAT), message)
    assert (plan.act, list(plan.items), plan.photos) == ("search", LIKE_COAT, (COAT,))


def test_a_pattern_is_kept_and_an_item_of_the_shop_is_what_they_should_be_like() -> None:
    (item,) = then(asked("¿qué es esto?", DRESS, language="es"), "sí").items
    assert (item.category, item.colours, item.pattern) == ("dress", ("red",), "polka-dot")
    (item,) = then(asked("what is this?", replace(COAT, item_id="co-1")), "yes").items
    assert (item.category, item.count, item.like, item.colours) == ("coat", 4, "co-1", ())


@pytest.mark.parametrize(
    ("message", "colours", "audience", "limit"),
    [
        ("yes, but in blue", ("blue",), "women", 0), ("sí, pero en azul", ("blue",), "women", 0),
        ("yes, for men, under 50 euros", ("navy blue",), "men", 49.99), ("sí, para hombre, por menos de 50 euros", ("navy blue",), "men", 49.99),
        ("and in red?", ("red",), "women", 0), ("¿y en rojo?", ("red",), "women", 0), ("ok, in another colour", (), "women", 0),
    ],
)  # fmt: skip
def test_what_is_said_with_it_goes_before_what_the_photo_shows(
    message: str, colours: tuple[str, ...], audience: str, limit: float
) -> None:
    plan = then(asked("what is this?", COAT), message)
    assert (plan.act, plan.counts()) == ("search", {"coat": 4})
    told = plan.filters_of(plan.wanted[0])
    assert (told.colours, told.audience, told.max_price) == (colours, audience, pytest.approx(limit))
    assert told.excluded_colours == (("navy blue",) if "another" in message else ())


def test_a_number_that_is_said_is_kept() -> None:
    assert then(asked("what is this?", COAT), "yes, show me two").counts() == {"coat": 2}


@pytest.mark.parametrize(
    "message",
    ["no", "no thanks", "no, gracias", "thanks", "bye", "ok bye", "vale, adiós", "that's all", "i love it", "yes, it is my favourite",
     "how much is it?", "ok, how much is it?", "tell me a joke", "no, la verdad"],
)  # fmt: skip
def test_who_does_not_agree_is_shown_nothing(message: str) -> None:
    assert then(asked("what is this?", COAT), message).act == "chat"
    assert then(which(), message).act == "chat"


@pytest.mark.parametrize(
    "message", ["show me red dresses", "yes, show me red dresses", "enséñame vestidos rojos"]
)
def test_a_new_wish_is_a_new_wish(message: str) -> None:
    for state in (asked("what is this?", DRESS), which()):
        assert then(state, message) == then(DialogueState(), message)


def test_an_offer_that_was_not_made_is_not_taken_up() -> None:
    assert then(asked("what is this?", PhotoAttributes()), "yes").act == "chat"
    nothing = Plan("ask", topic="no_garment", photos=(PhotoAttributes(garment=False),))
    assert then(DialogueState().after(nothing, ()), "yes").act == "chat"
    assert then(DialogueState(), "yes").act == "chat"


@pytest.mark.parametrize(
    ("message", "items"),
    [
        ("yes", {"coat": 2, "dress": 2}), ("sí, las dos", {"coat": 2, "dress": 2}), ("the first one", {"coat": 4}), ("la segunda", {"dress": 4}),
        ("the red one", {"dress": 4}), ("photo 2", {"dress": 4}), ("the dress, please", {"dress": 4}),
    ],
)  # fmt: skip
def test_of_several_photos_all_or_one_may_be_meant(message: str, items: dict[str, int]) -> None:
    assert then(asked("what is the difference?", COAT, DRESS), message).counts() == items


@pytest.mark.parametrize(
    ("message", "items"),
    [
        ("the shirt", [LIKE_SHIRT]), ("la camisa", [LIKE_SHIRT]), ("the first one", [LIKE_SHIRT]), ("el primero", [LIKE_SHIRT]),
        ("the trousers please", [replace(PANTS, term="trousers")]), ("los pantalones, por favor", [PANTS]), ("the second", [PANTS]),
        ("la última", [PANTS]), ("not the shirt", [PANTS]), ("show me the second one", [PANTS]),
        ("both", [replace(LIKE_SHIRT, count=2), replace(PANTS, count=2)]), ("los dos", [replace(LIKE_SHIRT, count=2), replace(PANTS, count=2)]),
        ("quiero las dos cosas", [replace(LIKE_SHIRT, count=2), replace(PANTS, count=2)]),
    ],
)  # fmt: skip
def test_which_garment_of_a_photo_is_meant_may_be_answered(message: str, items: list[RequestedItem]) -> None:
    plan = then(which(), message)
    assert (plan.act, list(plan.wanted), bool(plan.photos)) == ("search", items, True)


def test_the_garment_that_is_meant_may_be_wanted_otherwise() -> None:
    plan = then(which(), "the shirt, but in blue and for my wife")
    told = plan.filters_of(plan.wanted[0])
    assert (plan.counts(), told.colours, told.audience) == ({"shirt": 4}, ("blue",), "women")
    assert then(which("es"), "los pantalones, por menos de 40 euros").filters.max_price == pytest.approx(
        39.99
    )


@pytest.mark.parametrize("message", ["yes", "sí"])
def test_yes_to_which_one_asks_again(message: str) -> None:
    plan = then(which(), message)
    assert (plan.act, plan.topic, plan.choices) == ("ask", "which_seen", ("shirt", "pants"))


@pytest.mark.parametrize("message", ["that's all", "the second is ugly", "todo bien, gracias", "neither"])
def test_who_chooses_nothing_is_shown_nothing(message: str) -> None:
    assert then(which(), message).act == "chat"


def test_what_goes_with_it_is_offered_and_shown() -> None:
    plan = then(asked("does it go with black jeans?", COAT), "yes")
    assert (plan.act, plan.wanted, plan.filters.audience) == ("outfit", (), "women")
    assert plan.categories("owned") == ("coat", "pants")


def test_a_state_with_an_offer_comes_back_from_its_json_and_is_forgotten_after_one_message() -> None:
    for state in (asked("what is this?", COAT, DRESS), which("es")):
        again = state_from_json(json.loads(json.dumps(state_to_json(state))))
        assert again == state and again.offered is not None and again.offered.photos
        assert state.after(Plan("chat"), ()).offered is None
    with pytest.raises(ValueError, match="expected a state"):
        state_from_json({"offered": {"act": "ask", "photos": [{"garment": "yes"}]}})


class Eyes:
    """Reads three pictures, known by their colours: a black T-shirt; one with trousers; a coat."""

    def __init__(self, encoder: ImageTextEncoder) -> None:
        self.encoder = encoder

    def read(self, image: Image.Image) -> Reading:
        """What it shows."""
        kind, colour, also = SEEN[image.getpixel((0, 0))]
        return Reading(
            1.0, {kind: 1.0}, {name: 0.9 for name in (kind, *also)}, {colour: 1.0}, {"pink": 0.1}, {"plain": 1.0},
            {"men": 1.0}, 0, self.encoder.encode_patches([image]),
        )  # fmt: skip

    def read_each(
        self, images: Sequence[Image.Image], patches: np.ndarray | None = None
    ) -> list[Reading]:  # fmt: skip
        """What each shows."""
        return [self.read(image) for image in images]


# Of no colour in which an item is shown, whose card would then speak
SEEN: dict[object, tuple[str, str, tuple[str, ...]]] = {
    (200, 200, 40): ("t-shirt", "black", ()), (200, 120, 240): ("t-shirt", "black", ("pants",)),
    (40, 200, 40): ("shoes", "white", ()),
}  # fmt: skip
TEE, TEE_AND_TROUSERS, SHOES = (Image.new("RGB", (20, 20), rgb) for rgb in SEEN)  # type: ignore[arg-type]


class Shop:
    """A conversation with the small shop."""

    def __init__(self, store: Store) -> None:
        encoder = ColourEncoder()
        self.assistant = Assistant(encoder, store, NullModel(), Eyes(encoder))
        self.state, self.messages = DialogueState(), list[Message]()

    def ask(self, text: str, *photos: Image.Image) -> Reply:
        """The reply to the next message; the state goes through its JSON."""
        self.messages.append(Message("user", text, photos))
        *_, reply = self.assistant.reply(self.messages, state=self.state)
        self.messages.append(Message("assistant", reply.text, shown=tuple(m.item.id for m in reply.matches)))
        self.state = state_from_json(json.loads(json.dumps(state_to_json(reply.state))))
        return reply


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def kinds(reply: Reply) -> set[str]:
    return {match.item.category for match in reply.matches}


@pytest.mark.parametrize(
    ("question", "yes", "said"), [("what is this?", "yes", "photo"), ("¿qué es esto?", "vale", "foto")]
)
def test_yes_is_answered_with_what_was_looked_for(shop: Shop, question: str, yes: str, said: str) -> None:
    assert shop.ask(question, TEE).text.endswith("?")
    reply = shop.ask(yes)
    assert kinds(reply) == {"t-shirt"} and reply.matches[0].item.colour == "black"
    assert said in reply.text and reply.plan is not None and reply.plan.photos
    assert {match.item.colour for match in shop.ask("and in red?").matches} == {"red"}


def test_an_offer_is_forgotten_after_the_next_message(shop: Shop) -> None:
    shop.ask("what is this?", TEE)
    assert not shop.ask("no thanks").matches
    assert not shop.ask("yes").matches


@pytest.mark.parametrize(
    ("message", "found"),
    [("the trousers", {"pants"}), ("la primera", {"t-shirt"}), ("both, please", {"t-shirt", "pants"}), ("los dos", {"t-shirt", "pants"})],
)  # fmt: skip
def test_the_garment_that_is_chosen_is_shown(shop: Shop, message: str, found: set[str]) -> None:
    reply = shop.ask("", TEE_AND_TROUSERS)
    assert reply.requested is not None and reply.requested.topic == "which_seen"
    reply = shop.ask(message)
    assert kinds(reply) == found and reply.plan is not None and reply.plan.photos
    assert kinds(shop.ask("cheaper ones")) <= found


@pytest.mark.parametrize(
    ("question", "language"),
    [("can I wear it in winter?", "en"), ("¿puedo llevarlas cuando hace frío?", "es")],
)
def test_instead_of_what_would_not_do_an_outfit_is_shown(store: Store, question: str, language: str) -> None:
    shop = Shop(store)
    plan = plan_message(question, DialogueState(), (), 1, language)
    assert plan.filters.weather == "cold"
    shorts = replace(plan, photos=(PhotoAttributes(category="shorts", audience="men", chances=SURE),))
    shop.state = DialogueState().after(shorts, ())
    reply = shop.ask("yes" if language == "en" else "sí")
    assert reply.plan is not None and (reply.plan.act, reply.plan.filters.weather) == ("outfit", "cold")
    assert "shorts" not in reply.plan.counts() and len(kinds(reply)) > 1


@pytest.mark.parametrize(("photo", "colour"), [(TEE, "black"), (SHOES, "white")], ids=["tee", "shoes"])
@pytest.mark.parametrize(
    ("message", "field", "value"),
    [
        ("and in red?", "colours", ("red",)), ("¿y en rojo?", "colours", ("red",)), ("cheaper ones", "order", "price_asc"),
        ("algo más barato", "order", "price_asc"), ("for women", "audience", "women"), ("para mujer", "audience", "women"),
    ],
)  # fmt: skip
def test_what_a_photo_alone_has_found_is_asked_about_further(
    shop: Shop, photo: Image.Image, colour: str, message: str, field: str, value: object
) -> None:
    found = kinds(shop.ask("", photo))
    assert len(found) == 1
    plan = shop.ask(message).requested
    assert plan is not None and (plan.act, {*plan.categories("wanted")}) == ("search", found)
    (item,) = plan.wanted
    assert getattr(plan.filters_of(item), field) == value and not plan.photos
    own = ("red",) if field == "colours" else (colour,)
    assert plan.filters_of(item).colours == own  # what it showed stands, unless other words are said
