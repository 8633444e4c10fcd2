# ruff: noqa: E501 — tables of cases
"""What is asked of the customer's photos is answered from what one look at each of them gave."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.advice.compose import grammar_of
from app.nlu.dialogue import plan_message
from app.plan import DialogueState, PhotoAttributes, Plan
from data.catalogue.catalogue import Item, read_catalogue
from data.store.store import Match
from tests.fakes import compose

STOCKED = ["bag", "coat", "dress", "hat", "pants", "shirt", "shoes", "skirt", "t-shirt"]
SURE, UNSURE = (1.0, 0.97, 0.97, 0.97, 0.97), (1.0, 0.6, 0.6, 0.6, 0.6)
COAT = PhotoAttributes(
    category="coat", colours=("navy blue",), pattern="plain", audience="women", chances=SURE
)
MAYBE = replace(COAT, audience="", chances=UNSURE)
DRESS = PhotoAttributes(category="dress", colours=("red", "white"), pattern="polka-dot", chances=SURE)
TEE = PhotoAttributes(
    category="t-shirt", colours=("navy blue",), pattern="striped", audience="men", chances=SURE
)
SKIRT = PhotoAttributes(category="skirt", colours=("red",), pattern="checked", audience="women", chances=SURE)
SHIRT = PhotoAttributes(category="shirt", colours=("white",), audience="men", chances=SURE)
NOTHING, UNKNOWN = PhotoAttributes(garment=False), PhotoAttributes()
HEDGES = (
    "I think",
    "I would",
    "not think",
    "could be",
    "Creo",
    "Yo diría",
    "Si no me equivoco",
    "Más bien",
    "more like",
    "rather say",
)
ITEMS = {item.id: item for item in read_catalogue(Path(__file__).parents[1] / "data" / "sample").items}


def answer(message: str, *photos: PhotoAttributes, shown: tuple[Item, ...] = ()) -> str:
    """The answer to a question about photos that show this."""
    plan = replace(plan_message(message, DialogueState(), (), len(photos)), photos=photos)
    assert (plan.act, plan.topic) == ("discuss", "photo")
    sentences = list(compose(plan, [Match(item, 0.0) for item in shown], (), STOCKED))
    assert len(sentences) <= 4
    assert all(set(one.item_ids) <= {item.id for item in shown} for one in sentences)
    return " ".join(one.text for one in sentences)


@pytest.mark.parametrize(
    ("message", "photo", "said"),
    [
        ("what is this?", COAT, "a navy blue coat"), ("¿qué es esto?", COAT, "un abrigo azul marino"),
        ("tell me about it", DRESS, "a red polka-dot dress"), ("¿qué es esto?", DRESS, "un vestido rojo de lunares"),
        ("is it a skirt or a dress?", DRESS, "a dress."), ("¿es una falda o un vestido?", DRESS, "n vestido."),
        ("is it a skirt or a dress?", TEE, "Neither"), ("¿es una falda o un vestido?", TEE, "una camiseta azul marino a rayas"),
        ("is this a jacket?", COAT, "No"), ("¿es una chaqueta?", COAT, "No"),
        ("is it a coat?", COAT, "Yes"), ("¿es un abrigo?", COAT, "Sí"),
        ("is it an overcoat?", COAT, "“overcoat”"), ("¿es una gabardina?", COAT, "«gabardina»"),
        ("what colour is it?", DRESS, "red and white"), ("¿de qué color es?", DRESS, "rojo y blanco"),
        ("is it blue?", COAT, "Yes"), ("is it red?", COAT, "No"), ("¿es rojo?", COAT, "No"),
        ("is it black or navy?", COAT, "navy"), ("¿es negro o azul marino?", COAT, "azul marino"),
        ("is it striped?", TEE, "Yes"), ("is it striped?", DRESS, "polka dots"), ("¿es de rayas?", DRESS, "lunares"),
        ("is it striped?", COAT, "plain"), ("¿qué estampado tiene?", TEE, "rayas"), ("¿es liso?", COAT, "Sí"),
        ("is it for men?", TEE, "for men"), ("is it for men?", COAT, "for women"), ("¿es de hombre?", COAT, "para mujer"),
        ("who is this for?", MAYBE, "hoto"), ("¿para quién es?", DRESS, "foto"),
    ],
)  # fmt: skip
def test_a_photo_is_asked_what_it_shows(message: str, photo: PhotoAttributes, said: str) -> None:
    assert said in answer(message, photo)


@pytest.mark.parametrize(
    "message",
    ["what is this?", "¿qué es esto?", "is it a skirt or a coat?", "is it a coat?", "is it a dress?", "¿es un abrigo?",
     "¿es una falda?", "what colour is it?", "¿es azul?", "is it red?", "¿es una falda o un abrigo?"],
)  # fmt: skip
def test_what_is_not_sure_is_said_so(message: str) -> None:
    assert any(hedge in answer(message, MAYBE) for hedge in HEDGES)
    assert not any(hedge in answer(message, COAT) for hedge in HEDGES)


@pytest.mark.parametrize(
    "message", ["what is it?", "¿qué es?", "what colour is it?", "¿de qué color es?", "is it striped?"]
)
def test_what_cannot_be_made_out_is_not_guessed(message: str) -> None:
    text = answer(message, UNKNOWN)
    assert "hoto" in text or "foto" in text
    assert not any(name in text for name in ("coat", "abrigo", "red", "rojo", "stripes", "Shall", "¿Te"))


@pytest.mark.parametrize(
    "message",
    ["how much is it?", "¿cuánto cuesta?", "what is it made of?", "¿de qué está hecho?", "what size?", "¿qué talla es?",
     "what brand is it?", "¿de qué marca es?", "can I wash it?", "¿se puede lavar?", "does it have pockets?", "is it long?"],
)  # fmt: skip
def test_what_no_photo_tells_is_said_kindly_with_what_could_be_done(message: str) -> None:
    text = answer(message, COAT)
    assert ("photo" in text or "foto" in text) and ("cards say" in text or "fichas" in text)


@pytest.mark.parametrize(
    ("message", "photo", "said"),
    [
        ("is it ok for a wedding?", DRESS, "dress is right for that"), ("¿sirve para una boda?", DRESS, "con un vestido rojo de lunares vas bien"),
        ("is it formal enough for a wedding?", TEE, "t-shirt"), ("can I wear it to an interview?", SHIRT, "shirt is right"),
        ("is it formal?", COAT, "depends"), ("¿es formal?", COAT, "epende"),
        ("is it warm?", COAT, "yes"), ("¿abriga?", COAT, "sí"), ("is it warm?", TEE, "fabric"),
        ("can I wear it in summer?", COAT, "no"), ("what if it rains?", COAT, "coat is right"),
        ("does it go with black jeans?", COAT, "navy blue and black"), ("¿pega con unos vaqueros negros?", COAT, "azul marino"),
    ],
)  # fmt: skip
def test_whether_it_will_do_is_judged_by_kind_colour_and_pattern(
    message: str, photo: PhotoAttributes, said: str
) -> None:
    assert said in answer(message, photo)


@pytest.mark.parametrize(
    ("message", "photos", "said"),
    [
        ("which is more formal?", (TEE, SHIRT), "the white shirt in the second photo"),
        ("¿cuál es más formal?", (TEE, SHIRT), "la camisa blanca de la segunda foto"),
        ("which is less formal?", (TEE, SHIRT), "the navy blue t-shirt in the first photo"),
        ("which is warmer?", (TEE, COAT), "the navy blue coat in the second photo"),
        ("¿cuál abriga más?", (TEE, COAT), "el abrigo azul marino de la segunda foto"),
        ("which is for summer?", (TEE, COAT), "the navy blue t-shirt in the first photo"),
        ("which is warmer?", (SKIRT, SHIRT), "fabric"), ("¿cuál abriga más?", (SKIRT, SHIRT), "tejido"),
        ("which one should I wear to an interview?", (SKIRT, SHIRT), "the white shirt"),
        ("which is more formal?", (SKIRT, replace(SKIRT, colours=("blue",))), "in the second photo"),
        ("which is the red one?", (SKIRT, SHIRT), "the red skirt in the first photo"),
        ("¿cuál es la roja?", (SKIRT, SHIRT), "la falda roja de la primera foto"),
        ("which is the red one?", (TEE, SHIRT), "None of them"),
        ("which one is the skirt?", (SKIRT, SHIRT), "the red skirt"), ("which one is striped?", (TEE, SHIRT), "t-shirt"),
        ("which is for women?", (TEE, SKIRT), "second photo"), ("which one is cheaper?", (TEE, SKIRT), "photo"),
        ("what is the difference?", (SKIRT, SHIRT), "They"), ("what is the difference?", (SKIRT, SKIRT), "a red checked skirt"),
        ("¿qué diferencia hay?", (SKIRT, SHIRT), "el color"), ("do they go together?", (SKIRT, SHIRT), "red skirt"),
        ("which do you like more?", (SKIRT, SHIRT), "a white shirt in the second photo"),
    ],
)  # fmt: skip
def test_several_photos_are_compared(message: str, photos: tuple[PhotoAttributes, ...], said: str) -> None:
    text = answer(message, *photos)
    assert said in text or (message == "what is the difference?" and "differ" in text)


@pytest.mark.parametrize("message", ["what is this?", "¿qué es esto?"])
def test_after_an_answer_something_like_it_is_offered_where_there_is_any(message: str) -> None:
    assert answer(message, COAT).endswith("?")
    assert not answer(message, replace(COAT, category="umbrella")).endswith("?")


def test_the_customer_knows_what_is_on_the_photo() -> None:
    assert "jacket" in answer("what kind of jacket is this?", COAT)
    worn = replace(SHIRT, also=("pants",))  # whose colour is not that of the shirt
    assert "white" not in answer("what colour are these trousers?", worn)


def test_a_photo_of_the_shops_own_item_is_spoken_of_by_its_card() -> None:
    trench = ITEMS["co-004"]
    own = PhotoAttributes(category="coat", colours=("beige",), item_id=trench.id)
    assert "€" in answer("how much is it?", own, shown=(trench,))
    assert answer("what is this?", own, shown=(trench,)) and answer("is it striped?", own, shown=(trench,))


@pytest.mark.parametrize(("language", "second"), [("en", "in the second photo"), ("es", "n la segunda foto")])
def test_a_photo_without_a_garment_is_said_to_be_one(language: str, second: str) -> None:
    none = Plan("ask", language=language, topic="no_garment", photos=(NOTHING,))
    (asked,) = compose(none, [], (), STOCKED)
    assert asked.text.count("?") <= 1 and (
        "garment" in asked.text or "wear" in asked.text or "pon" in asked.text or "prenda" in asked.text
    )
    (partly,) = compose(replace(none, photos=(COAT, NOTHING)), [], (), STOCKED)
    assert second in partly.text and partly.text.endswith("?")
    (both,) = compose(replace(none, photos=(NOTHING, NOTHING)), [], (), STOCKED)
    assert "second" not in both.text and "segunda" not in both.text
    assert "second photo" in answer("which is warmer?", COAT, NOTHING)
    assert "photo" in answer("what is this?", NOTHING) and "foto" in answer("¿qué es esto?", NOTHING)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "a shirt and a pair of pants"), ("es", "una camisa y unos pantalones")]
)
def test_of_several_garments_on_a_photo_one_is_asked_for(language: str, said: str) -> None:
    plan = Plan("ask", language=language, topic="which_seen", choices=("shirt", "pants"), photos=(SHIRT,))
    (asked,) = compose(plan, [], (), STOCKED)
    assert said in asked.text and ("tap" in asked.text or "toca" in asked.text or "tóca" in asked.text)


def test_every_wording_about_photos_has_its_like_in_spanish() -> None:
    own, theirs = (grammar_of(language).words["templates"] for language in ("en", "es"))
    about = {name for name in (*own, *theirs) if "photo" in name or "garment" in name}
    assert about <= own.keys() & theirs.keys()
