"""What the stylebook says of the items shown, and what is asked back."""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.advice.compose import content
from app.advice.content import Fact
from app.advice.stylebook import rules, sentences
from app.nlu.lexicon import table
from app.plan import AUDIENCES, USAGES, WEATHERS, Language, PhotoAttributes, Plan, RequestedItem
from data.catalogue.occasions import occasions
from data.catalogue.vocabulary import categories, colours, patterns
from data.store.store import Match
from tests.fakes import compose
from tests.test_advice import EN_ES, item, plan

KEYS = 24  # answers to as many ways to ask: what takes turns comes up
ALL = list(categories())


def facts(asked: Plan, *matches: Match, stocked: Collection[str] = ALL) -> list[Fact]:
    return list(content(asked, matches, (), stocked))


def every(asked: Plan, *matches: Match, stocked: Collection[str] = ALL) -> list[Fact]:
    """The facts of answers to many ways to ask for the same."""
    asking = (replace(asked, query=str(number)) for number in range(KEYS))
    return [fact for one in asking for fact in facts(one, *matches, stocked=stocked)]


def styles(told: Collection[Fact]) -> set[str]:
    return {fact.kind for fact in told if fact.is_advice}


@pytest.mark.parametrize(
    ("language", "title"), [("en", "white shirt number 1"), ("es", "camisa blanca")]
)  # fmt: skip
def test_a_fact_has_a_note_a_text_and_the_items_and_names_that_it_is_about(
    language: Language, title: str
) -> None:
    white = item(1, "shirt", "white", gender="men", title_es="Camisa blanca", price=9.9, price_note="sample")
    opening, *rest = facts(plan("shirt", language=language), white)
    assert opening.names == (title,) and title in opening.note and title in opening.text
    assert {fact.item_ids for fact in (opening, *rest)} == {("id-1",)}
    assert all(fact.note and fact.text and "{" not in fact.note + fact.text for fact in rest)
    assert opening.values["title"].endswith(title) and all(fact.names == () for fact in rest[:-1])


def test_the_templates_say_the_texts_of_the_facts() -> None:
    asked, shown = plan("shirt"), [item(1, "shirt", "white", gender="men")]
    said = list(compose(asked, shown, (), ALL))
    assert [(one.text, one.item_ids) for one in said] == [(f.text, f.item_ids) for f in facts(asked, *shown)]


def test_a_note_is_always_in_the_same_words_while_texts_differ() -> None:
    advised = [f for f in every(plan("shirt"), item(1, "shirt", "white")) if f.is_advice]
    notes, texts = ({getattr(fact, name) for fact in advised} for name in ("note", "text"))
    assert len(notes) == len(styles(advised)) < len(texts)


def test_that_a_price_is_a_sample_no_writer_may_drop() -> None:
    costs = {"price": 9.9, "price_note": "sample"}
    told = every(plan("hat", max_price=20.0), item(1, "hat", "red", **costs))
    assert {fact.names for fact in told if "€9.90" in fact.note} == {("sample",)}


@pytest.mark.parametrize("language", EN_ES)
def test_however_much_there_is_to_say_four_facts_are_all(language: Language) -> None:
    card: dict[str, Any] = {
        "gender": "men", "usage": "casual", "season": "winter", "price": 30.0,
        "description": "A shirt with a chest pocket, a V-neck and long sleeves.",
    }  # fmt: skip
    asked = plan(
        RequestedItem("shirt", 3), language=language, occasion="office", weather="cold", max_price=50.0
    )
    shown = [item(1, "shirt", "white", **card), item(2, "shirt", "red", **(card | {"usage": "formal"}))]
    for number in range(KEYS):
        assert 2 <= len(facts(replace(asked, query=str(number)), *shown)) <= 4


@pytest.mark.parametrize("language", EN_ES)
def test_the_more_special_advice_wins(language: Language) -> None:
    def of(category: str, gender: str = "", occasion: str = "") -> set[str]:
        asked = plan(category, language=language, occasion=occasion)
        return styles(every(asked, item(1, category, "white", gender=gender)))

    assert "style.wear.t-shirt" in of("t-shirt") and "style.wear.t-shirt" not in of("t-shirt", "men")
    assert any(name.startswith("style.wear.t-shirt.men") for name in of("t-shirt", "men"))
    assert "style.occasion.funeral" in of("shirt", occasion="funeral")
    assert "style.occasion.funeral.shirt" in of("shirt", "men", "funeral")
    assert "style.occasion.funeral" not in of("shirt", "men", "funeral")


def test_what_a_card_says_of_its_cut_brings_advice_about_that_cut() -> None:
    pointed = item(1, "jersey", "red", title="Red V-neck jumper", gender="women")
    assert any(name.startswith("style.cut.v-neck") for name in styles(every(plan("jersey"), pointed)))
    plain = item(1, "jersey", "red", title="Red jumper", gender="women")
    assert not any(name.startswith("style.cut") for name in styles(every(plan("jersey"), plain)))


def test_advice_is_for_what_was_named_and_for_nothing_else() -> None:
    coat = item(1, "coat", "black")
    assert not any(".occasion." in name or ".weather." in name for name in styles(every(plan("coat"), coat)))
    assert "style.weather.rain.coat" in styles(every(plan("coat", weather="rain"), coat))
    assert "style.weather.rain.coat" not in styles(every(plan("coat", weather="cold"), coat))


def named(told: Collection[Fact]) -> set[str]:
    """The garments that advice names by its rules."""
    beside = {f"style.{rule.id}": rule.beside for rule in rules()}
    return {name for kind in styles(told) for name in beside[kind]}


def test_advice_names_only_what_the_shop_has() -> None:
    for category in ("shirt", "dress", "shoes", "jersey", "bag"):
        shown = item(1, category, "red", gender="women")
        for stocked in ([category], [category, "pants", "shoes"]):
            assert named(every(plan(category), shown, stocked=stocked)) <= set(stocked)
    assert "pants" in named(every(plan("shirt"), item(1, "shirt", "red", gender="women")))


@pytest.mark.parametrize(
    ("worn", "never"),
    [("skirt", "pants"), ("skirt", "dress"), ("dress", "pants"), ("dress", "skirt"), ("pants", "skirt")],
)
def test_no_garment_is_named_whose_place_is_taken(worn: str, never: str) -> None:
    asked = plan(worn, "jacket", "shoes", act="outfit")
    hues = {worn: "red", "jacket": "white", "shoes": "black"}
    pieces = [item(n, name, hue, gender="women") for n, (name, hue) in enumerate(hues.items())]
    told = every(asked, *pieces)
    assert not {worn, "jacket", "shoes", never} & named(told)
    alone = item(2, "jacket", "white", gender="women", title="Leather jacket")
    assert named(every(plan("jacket"), alone)) & {"pants", "dress", "skirt", "jersey", "shirt", "t-shirt"}


@pytest.mark.parametrize(
    ("language", "piece", "pronoun"),
    [("en", "tuck the white", "tuck it"), ("es", "lleva la camisa blanca", "llévala")],
)
def test_advice_about_one_piece_among_several_names_it_in_the_place_of_the_pronoun(
    language: Language, piece: str, pronoun: str
) -> None:
    titles = {"title": "White dress shirt", "title_es": "Camisa blanca de vestir"}
    bag = item(2, "bag", "red", gender="men")
    told, alone = set[str](), set[str]()
    for number in range(3, 43):
        shirt = item(number, "shirt", "white", gender="men", usage="formal", **titles)
        asked = plan("shirt", "bag", act="outfit", language=language, occasion="wedding")
        told |= {fact.text.lower() for fact in every(asked, shirt, bag) if fact.is_advice}
        single = plan("shirt", language=language, occasion="wedding")
        alone |= {fact.text.lower() for fact in every(single, shirt) if fact.is_advice}
    assert any(piece in text for text in told) and not any(pronoun in text for text in told)
    assert any(pronoun in text for text in alone) and not any(piece in text for text in alone)


@pytest.mark.parametrize(
    ("category", "title", "count", "pronoun"),
    [
        ("shirt", "Camisa blanca", 1, "la"), ("dress", "Vestido blanco", 1, "lo"),
        ("shirt", "Camisa blanca", 2, "las"), ("dress", "Vestido blanco", 2, "los"),
        ("shoes", "Botas blancas", 1, "las"), ("shoes", "Zapatos blancos", 1, "los"),
    ],
)  # fmt: skip
def test_pronouns_agree_in_spanish(category: str, title: str, count: int, pronoun: str) -> None:
    cards = [item(n, category, "white", gender="men", title_es=title) for n in range(count)]
    asked = plan(RequestedItem(category, count), language="es")
    told = " ".join(fact.text for fact in every(asked, *cards) if fact.is_advice).lower()
    others = {"lo", "la", "los", "las"} - {pronoun}
    verbs = ("lléva", "pónte", "combína", "méte", "póns")
    said = {word.strip(",.;:") for word in told.split() if word.startswith(verbs)}
    clitics = {next((p for p in ("los", "las", "lo", "la") if word.endswith(p)), "") for word in said} - {""}
    assert not clitics & others
    if category == "shirt":
        assert clitics == {pronoun}


def questions(asked: Plan, *matches: Match) -> set[str]:
    return {fact.kind for fact in every(asked, *matches) if fact.kind.startswith("ask_")}


FIRST = item(1, "shirt", "red", usage="casual", price=20.0)
SECOND = item(2, "shirt", "blue", usage="casual")  # whose card says no price
TWO = RequestedItem("shirt", 2)


def test_what_nobody_said_is_asked_back() -> None:
    assert {"ask_occasion", "ask_colour", "ask_price"} <= questions(plan(TWO), FIRST, SECOND)
    hers, his = (item(n, "shirt", "red", gender=whom) for n, whom in ((1, "women"), (2, "men")))
    assert questions(plan(TWO), hers, his) == {"ask_whom"}  # the rest hangs on that


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("ask_occasion", plan(TWO, usage="casual")), ("ask_occasion", plan(TWO, occasion="office")),
        ("ask_occasion", plan(TWO, weather="cold")), ("ask_colour", plan(TWO, colours=("red", "blue"))),
        ("ask_colour", plan(TWO, colour_group="dark")), ("ask_price", plan(TWO, max_price=50.0)),
        ("ask_price", plan(TWO, max_total=90.0)), ("ask_price", plan(TWO, order="price_asc")),
    ],
)  # fmt: skip
def test_nothing_is_asked_that_was_said(kind: str, asked: Plan) -> None:
    assert kind not in questions(asked, FIRST, SECOND)


def test_whom_it_is_for_is_asked_of_nobody_who_said_so() -> None:
    hers, his = (item(n, "shirt", "red", gender=whom) for n, whom in ((1, "women"), (2, "men")))
    assert "ask_whom" not in questions(plan(TWO, audience="women"), hers, his)
    assert "ask_whom" not in questions(replace(plan(TWO), photo_category="shirt"), hers, his)


def test_no_outfit_present_or_mixture_is_asked_about() -> None:
    bag = item(3, "bag", "black")
    assert not questions(plan("shirt", "bag", act="outfit"), FIRST, bag)
    assert not questions(plan("shirt", gift=True), FIRST)
    assert not questions(plan("shirt", "bag"), FIRST, bag)


def test_a_price_that_is_told_is_not_asked_for_too() -> None:
    priced = [item(n, "shirt", hue, price=20.0) for n, hue in ((1, "red"), (2, "blue"))]
    asking = (replace(plan(TWO), query=str(number)) for number in range(KEYS))
    kinds = [[fact.kind for fact in facts(one, *priced)] for one in asking]
    assert not any("ask_price" in one and any(k.startswith("price") for k in one) for one in kinds)


@pytest.mark.parametrize("language", EN_ES)
def test_every_rule_has_sentences_with_no_blank_but_the_pronoun(language: Language) -> None:
    told = sentences(language)
    assert set(told) == {rule.id for rule in rules()}
    for rule, said in told.items():
        blanks = {
            blank for one in said for _, blank, *_ in string.Formatter().parse(one) if blank is not None
        }
        assert said and len(said) == len(set(said)) and blanks <= {"it"}, rule
        assert all(one[0].isupper() or one[0] in "¿¡" for one in said), rule
        assert all(one.endswith((".", "!", "?")) for one in said), rule


def test_rules_speak_of_nothing_that_the_shop_does_not_know() -> None:
    assert len({rule.id for rule in rules()}) == len(rules())
    known: Mapping[str, Collection[str]] = {
        "categories": categories(), "beside": categories(), "colours": colours(), "audiences": AUDIENCES,
        "usages": USAGES, "seasons": ("spring", "summer", "fall", "winter"), "occasions": occasions(),
        "weathers": WEATHERS,
    }  # fmt: skip
    for rule in rules():
        unknown = {name: set(getattr(rule, name)) - set(values) for name, values in known.items()}
        assert not any(unknown.values()), (rule.id, unknown)
        assert not rule.concept or any(rule.concept in table(code)["concepts"] for code in EN_ES), rule.id
        assert rule.pattern in ("", *patterns()), rule.id
        assert rule.aspect in ("cut", "wear", "occasion", "weather", "care"), rule.id
        assert rule.weight, rule.id


def test_a_garment_on_a_photo_takes_its_place() -> None:
    skirt, tops = item(1, "skirt", "red", gender="women"), {"shirt", "t-shirt", "jersey"}
    photo = PhotoAttributes(category="shirt", colours=("white",))

    def named(asked: Plan) -> set[str]:
        """The garments that the advice on the skirt names."""
        said = {kind.removeprefix("style.") for kind in styles(every(asked, skirt))}
        return {name for rule in rules() if rule.id in said for name in rule.beside}

    assert named(plan("skirt")) & tops
    assert not named(replace(plan("skirt"), photos=(photo,))) & tops
    looked_for = replace(
        plan("skirt"), photos=(replace(photo, category="skirt"),)
    )  # which is not worn with it
    assert named(looked_for) & tops
