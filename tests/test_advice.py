# ruff: noqa: E501 — tables of cases
"""Composed advice: exactly the items shown, in the customer's language, and honest about what is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.advice.compose import KIN, closest_category, compose
from app.advice.realize import SPOKEN, listed
from app.factcheck.stream import sentences
from app.nlu.wish import Language, Wanted, Wish
from data.catalogue.catalogue import Item
from data.catalogue.vocabulary import categories
from data.store.store import Match

STOCKED = ["bag", "hat", "pants", "shirt", "shoes", "t-shirt"]
EN_ES: tuple[Language, ...] = ("en", "es")


def item(number: int, category: str, colour: str = "", **card: object) -> Match:
    title = f"{colour.capitalize()} {category} number {number}".strip()
    words = {"title": title, "title_es": f"Prenda {number}", "colour": colour}
    return Match(Item(f"id-{number}", category=category, image=Path("x.png"), **(words | card)), 0.3)  # type: ignore[arg-type]


def advice(wish: Wish, *matches: Match, missing: tuple[str, ...] = (), photo: bool = False) -> str:
    return "".join(compose(wish, matches, missing, STOCKED, photo))


BLACK = Wish("search", (Wanted("t-shirt", 2),), "black")


@pytest.mark.parametrize("language", EN_ES)
def test_every_item_shown_is_named_in_the_customers_language(language: Language) -> None:
    wish = Wish("search", (Wanted("t-shirt", 2),), "black", language=language)
    said = advice(wish, item(1, "t-shirt", "black"), item(2, "t-shirt", "black"))
    names = {"en": ("black t-shirt number 1", "black t-shirt number 2"), "es": ("«Prenda 1»", "«Prenda 2»")}
    assert all(name in said for name in names[language])


def test_a_title_without_a_translation_is_shown_as_it_is() -> None:
    wish = Wish("search", (Wanted("hat", 1),), language="es")
    assert "«Red hat number 1»" in advice(wish, item(1, "hat", "red", title_es=""))


def test_it_comes_in_pieces_of_a_few_words() -> None:
    pieces = list(compose(BLACK, [item(1, "t-shirt", "black")], (), STOCKED))
    assert len(pieces) > 5 and max(len(piece.split()) for piece in pieces) <= 3


def test_the_same_items_get_the_same_advice_and_others_may_get_other() -> None:
    said = [advice(BLACK, item(number, "t-shirt", "black")) for number in range(40)]
    assert advice(BLACK, item(1, "t-shirt", "black")) == said[1]
    assert len({re.sub(r"\d+", "", text) for text in said}) >= 4


@pytest.mark.parametrize("language", EN_ES)
@pytest.mark.parametrize("photo", [True, False])
@pytest.mark.parametrize("missing", [(), ("watch",)])
def test_it_is_two_to_four_sentences_however_much_is_missing(
    language: Language, photo: bool, missing: tuple[str, ...]
) -> None:
    wanted = (Wanted("hat", 3), Wanted("bag", 1))
    wish = Wish("search", wanted, "red", "men", "sports", language, below=5.0, pattern="striped")
    card = {"gender": "women", "usage": "casual"}
    for number in range(6):
        said = advice(
            wish,
            item(number, "hat", "blue", **card),
            item(9, "hat", "green", **card),
            missing=missing,
            photo=photo,
        )
        assert 2 <= len(list(sentences([said]))) <= 4
        assert {"en": "striped", "es": "de rayas"}[language] in said and {"en": "women", "es": "mujer"}[
            language
        ] in said
        plain = advice(
            replace(wish, wanted=(Wanted("hat", 1),), colour="", below=0, pattern=""),
            item(number, "hat"),
            photo=photo,
        )
        assert 2 <= len(list(sentences([plain]))) <= 4


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish("search", (Wanted("t-shirt", 3),)), "three t-shirts"),
        (Wish("search", (Wanted("t-shirt", 3),), language="es"), "solo tengo una"),
        (Wish("search", (Wanted("t-shirt", 1), Wanted("hat", 1))), "I found no hats"),
        (Wish("search", (Wanted("t-shirt", 1), Wanted("hat", 1)), language="es"), "No he encontrado gorros"),
    ],
)
def test_fewer_than_asked_for_is_said(wish: Wish, said: str) -> None:
    assert said in advice(wish, item(1, "t-shirt", "red"))


@pytest.mark.parametrize(
    ("language", "within"), [("en", "within that price"), ("es", "dentro de ese precio")]
)
def test_what_a_limit_leaves_is_not_said_to_be_all_there_is(language: Language, within: str) -> None:
    wish = Wish("search", (Wanted("shirt", 2),), "white", language=language, below=40.0)
    said = advice(wish, item(1, "shirt", "green", price=29.9))
    assert said.lower().count(within) == 2


def test_as_many_as_asked_for_needs_no_excuse() -> None:
    said = advice(BLACK, item(1, "t-shirt", "black"), item(2, "t-shirt", "black"))
    assert "asked for two" not in said and "found no" not in said


def test_another_colour_than_asked_for_is_admitted_with_the_one_shown() -> None:
    said = advice(BLACK, item(1, "t-shirt", "white"), item(2, "t-shirt", "yellow"))
    assert "black" in said and "white and yellow" in said and "two black t-shirts" not in said.lower()


def test_a_garments_own_colour_that_is_lacking_is_admitted_for_it_alone() -> None:
    wish = Wish("search", (Wanted("shirt", 1, "white"), Wanted("skirt", 1, "red")))
    said = advice(wish, item(1, "shirt", "white"), item(2, "skirt", "blue"))
    assert "red" in said and "blue" in said
    kept = advice(wish, item(1, "shirt", "white"), item(2, "skirt", "red"))
    assert "blue" not in kept and "not" not in kept.split()


def test_a_shade_of_the_colour_asked_for_is_called_a_shade() -> None:
    wish = Wish("search", (Wanted("shirt", 1),), "blue", language="es")
    said = advice(wish, item(1, "shirt", "navy blue"))
    assert "azul marino" in said and re.search("más cercano al azul|muy cerca: azul marino", said)


def test_some_in_another_colour_are_told_apart() -> None:
    assert "Not all of them are black" in advice(
        BLACK, item(1, "t-shirt", "black"), item(2, "t-shirt", "red")
    )


def test_blue_is_not_chosen_against_blue_denim() -> None:
    denim = item(1, "skirt", "blue", title="Denim skirt")
    said = advice(
        Wish("search", (Wanted("skirt", 3),)), denim, item(2, "skirt", "blue"), item(3, "skirt", "grey")
    )
    choice = next(line for line in re.split(r"(?<=[.;]) ", said) if "grey" in line and "number" not in line)
    assert choice.count("blue") == 1


def test_a_refused_colour_that_is_shown_all_the_same_is_admitted() -> None:
    wish = Wish("search", (Wanted("t-shirt", 1),), avoid="black")
    assert "t-shirts that come closest are black all the same" in advice(wish, item(1, "t-shirt", "black"))
    assert "all the same" not in advice(wish, item(1, "t-shirt", "red"))


def test_only_what_was_asked_and_stands_on_the_card_is_confirmed() -> None:
    wish = Wish("search", (Wanted("shirt", 1),), "", "women", "formal")
    assert "for women" in advice(wish, item(1, "shirt", "white", gender="women"))
    assert "formal" not in advice(wish, item(1, "shirt", "white", gender="women"))
    assert "for men, not for women" in advice(wish, item(1, "shirt", "white", gender="men", usage="formal"))
    assert "for formal occasions" in advice(wish, item(1, "shirt", "white", usage="formal"))


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [("en", "€19.90 (sample price)", "€19.90 to €24.50 (sample prices)"), ("es", "19,90 € (precio de muestra)", "19,90 € a 24,50 €")],
)  # fmt: skip
def test_a_price_made_for_the_demonstration_says_so(language: Language, one: str, several: str) -> None:
    first, second = (item(n, "hat", price=p, price_note="sample") for n, p in ((1, 19.9), (2, 24.5)))
    wish = Wish("search", (Wanted("hat", 2),), language=language)
    assert one in advice(wish, first)
    assert several in advice(wish, first, second)


def test_a_shops_own_price_is_no_sample_and_no_price_is_no_sentence() -> None:
    assert "€19.90." in advice(Wish("search", (Wanted("hat", 1),)), item(1, "hat", price=19.9))
    assert "€" not in advice(Wish("search", (Wanted("hat", 1),)), item(1, "hat"))


@pytest.mark.parametrize("language", EN_ES)
def test_an_outfit_names_its_pieces_and_styles_only_them(language: Language) -> None:
    wish = Wish("outfit", (Wanted("t-shirt", 1), Wanted("pants", 1), Wanted("shoes", 1)), language=language)
    said = advice(wish, item(1, "t-shirt", "red"), item(2, "pants", "black"), item(3, "shoes", "white"))
    pieces = {"en": ("the red t-shirt", "the black pants", "the white shoes"), "es": ("la camiseta roja", "los pantalones negros", "los zapatos blancos")}  # fmt: skip
    assert all(piece in said for piece in pieces[language])
    others = {SPOKEN[language].plural(name) for name in categories()} - {
        "pants",
        "shoes",
        "pantalones",
        "zapatos",
    }
    assert not {word for word in others if re.search(rf"\b{word}\b", said)}


def test_spanish_contracts_the_article() -> None:
    wish = Wish("outfit", (Wanted("hat", 1), Wanted("shoes", 1)), language="es")
    for number in range(12):
        assert " a el " not in advice(wish, item(number, "hat", "red"), item(50, "shoes", "black"))


def test_a_photo_is_mentioned_with_what_was_looked_for() -> None:
    said = advice(Wish("search", (Wanted("shirt", 4),)), item(1, "shirt"), item(2, "shirt"), photo=True)
    assert "photo" in said and "shirts" in said


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("watches", "jewellery")), ("es", ("relojes", "joyas"))]
)
def test_what_is_not_carried_is_refused_by_name_with_the_nearest_in_its_own_name(
    language: Language, words: tuple[str, str]
) -> None:
    said = "".join(compose(Wish("not_carried", language=language), [], ("watch",), ["jewellery", "shoes"]))
    assert all(word in said for word in words)


def test_without_a_near_category_the_shop_says_what_it_has() -> None:
    said = "".join(compose(Wish("not_carried"), [], ("nightwear",), ["bag", "shoes"]))
    assert "nightwear" in said and "shoes and bags" in said


def test_what_no_shop_of_clothes_carries_gets_what_this_one_has() -> None:
    assert "t-shirts" in advice(Wish("not_carried")) and "camisetas" in advice(
        Wish("not_carried", language="es")
    )


def test_a_missing_category_beside_found_ones_is_said_too() -> None:
    said = advice(Wish("search", (Wanted("hat", 1),)), item(1, "hat"), missing=("watch",))
    assert "We do not carry watches" in said and "hat number 1" in said


@pytest.mark.parametrize("language", EN_ES)
def test_off_topic_gets_a_friendly_sentence_about_what_the_shop_can_do(language: Language) -> None:
    said = advice(Wish("chat", language=language))
    assert {"en": "t-shirts", "es": "camisetas"}[language] in said


@pytest.mark.parametrize("language", EN_ES)
def test_nothing_found_is_said(language: Language) -> None:
    assert advice(Wish("search", (Wanted("hat", 1),), "teal", language=language))


@pytest.mark.parametrize(("language", "coats"), [("en", "no coats"), ("es", "No he encontrado abrigos")])
def test_nothing_within_the_price_names_what_was_looked_for(language: Language, coats: str) -> None:
    wish = Wish("search", (Wanted("coat", 1),), below=120.0, language=language)
    assert coats in advice(wish)


def test_a_shop_with_words_of_its_own_is_spoken_of_too() -> None:
    said = "".join(
        compose(
            Wish("search", (Wanted("clogs", 3),)), [item(1, "clog", "ecru melange")], ("poncho",), ["clog"]
        )
    )
    assert "clog number 1" in said and "ponchos" in said


def test_the_closest_category_is_one_in_stock_or_none() -> None:
    assert closest_category("coat", ["belt", "jacket"]) == "jacket"
    assert closest_category("umbrella", ["coat"]) is None and closest_category("rocket", STOCKED) is None


def test_every_category_has_kin_in_the_vocabulary_and_none_is_its_own() -> None:
    assert set(KIN) == set(categories())
    assert all(set(near) <= set(categories()) - {name} for name, near in KIN.items())


def test_lists_are_joined_as_each_language_does() -> None:
    assert listed(["a", "b", "c"], "and") == "a, b and c"
    assert listed(["camisas", "isleños"], "y") == "camisas e isleños" and listed(["hat"], "or") == "hat"
    assert listed(["agua", "hielo"], "y") == "agua y hielo" and listed(["rojo", "ocre"], "o") == "rojo u ocre"


def test_another_occasion_than_the_one_asked_for_is_admitted() -> None:
    wish = Wish("search", (Wanted("t-shirt", 2),), usage="formal")
    casual, formal = item(1, "t-shirt", "red", usage="casual"), item(2, "t-shirt", "blue", usage="formal")
    assert "none of the cards says for formal occasions" in advice(
        wish, casual, item(3, "t-shirt", usage="sports")
    )
    assert "only the blue t-shirt is for formal occasions" in advice(wish, casual, formal)
    assert "says for formal" not in advice(wish, formal, item(3, "t-shirt"))


@pytest.mark.parametrize(
    ("language", "one", "none", "some"),
    [
        ("en", "checked|does not say striped", "none of the cards says striped|no shirts that a card calls striped", "only the red one is striped"),
        ("es", "de cuadros|no dice de rayas|no pone de rayas", "[Nn]inguna ficha dice de rayas", "solo la roja es de rayas"),
    ],
)  # fmt: skip
def test_a_pattern_that_was_asked_for_and_is_on_no_card_is_admitted(
    language: Language, one: str, none: str, some: str
) -> None:
    wish = Wish("search", (Wanted("shirt", 1),), language=language, pattern="striped")
    checked, bare = item(1, "shirt", "red", title="Red checked shirt"), item(2, "shirt", "blue")
    striped = item(3, "shirt", "red", title="Red striped shirt", title_es="Camisa roja de rayas")
    assert re.search(one, advice(wish, checked)) and re.search(one, advice(wish, bare))
    assert re.search(none, advice(wish, checked, bare)) and re.search(some, advice(wish, striped, bare))
    assert not re.search(f"{one}|{none}", advice(wish, striped))


def test_a_garments_own_pattern_is_held_against_it_alone() -> None:
    wish = Wish("search", (Wanted("shirt", 1, pattern="striped"), Wanted("hat", 1)))
    admits = re.compile("does not say striped|card calls striped")
    assert not admits.search(advice(wish, item(1, "shirt", title="Striped shirt"), item(2, "hat")))
    assert admits.search(advice(wish, item(1, "shirt"), item(2, "hat")))


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [("en", "earrings", "does not say earrings"), ("es", "unos pendientes", "no dice pendientes")],
)
def test_a_thing_that_no_card_calls_as_the_customer_did_is_admitted(
    language: Language, asked: str, said: str
) -> None:
    wish = Wish("search", (Wanted("jewellery", 1),), language=language)
    for title, admitted in (("Silver bangle", True), ("Silver earrings", False)):
        text = "".join(
            compose(wish, [item(1, "jewellery", "silver", title=title)], (), ["jewellery"], asked=asked)
        )
        assert (said in text) == admitted


def test_a_limit_is_answered_with_the_price_or_with_the_lack_of_one() -> None:
    wish = Wish("search", (Wanted("hat", 1),), below=30.0)
    assert "€19.90, which is within what you had in mind" in advice(wish, item(1, "hat", "red", price=19.9))
    assert "cannot promise" in advice(wish, item(1, "hat", "red"))


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [("en", "hello", "Nice to have|Happy to help"), ("en", "how do I wash it", "people of the shop"),
     ("es", "hola", "Qué bien tenerte|Con gusto"), ("es", "quién ganó", "Lo mío|De ropa|Eso se lo")],
)  # fmt: skip
def test_small_talk_is_answered_as_what_it_is(language: Language, asked: str, said: str) -> None:
    wish = Wish("chat", language=language)
    assert re.search(said, "".join(compose(wish, [], (), STOCKED, asked=asked)))


@pytest.mark.parametrize("language", EN_ES)
def test_a_photo_of_something_else_is_what_the_things_go_with(language: Language) -> None:
    seen = {"en": "a pair of grey pants", "es": "unos pantalones grises"}[language]
    asked = {"en": "shoes that go with this", "es": "zapatos que combinen"}[language]
    wish = Wish("search", (Wanted("shoes", 1),), language=language)
    shoes = [item(1, "shoes", "black")]
    assert seen in "".join(compose(wish, shoes, (), STOCKED, True, seen, asked))
    assert seen not in "".join(compose(wish, shoes, (), STOCKED, True, seen, ""))


def test_things_of_one_name_are_named_once() -> None:
    same = [item(number, "shoes", "white", title="White sneakers") for number in (1, 2)]
    other = item(3, "shoes", "red", title="Red sneakers")
    said = advice(Wish("search", (Wanted("shoes", 3),)), *same, other)
    assert "the white sneakers (×2) and the red sneakers" in said


@pytest.mark.parametrize(
    ("language", "known", "lacking"),
    [("en", "the lowest price", "do not say"), ("es", "el precio más bajo", "no dicen los precios")],
)
def test_the_lowest_price_is_answered_with_it_or_with_the_lack_of_prices(
    language: Language, known: str, lacking: str
) -> None:
    wish = Wish("search", (Wanted("hat", 1),), cheap=True, language=language)
    assert known in advice(wish, item(1, "hat", "red", price=19.9))
    assert lacking in advice(wish, item(1, "hat", "red"))


def test_it_calls_itself_honest_once() -> None:
    wish = Wish("search", (Wanted("jacket", 2),), usage="formal", pattern="floral")
    for number in range(8):
        said = advice(wish, *(item(number + n, "jacket", "black", usage="sports") for n in (0, 1)))
        assert "floral" in said and "formal" in said and said.count("To be honest") <= 1


def test_what_nobody_wears_together_is_not_said_to_be_worn_together() -> None:
    wish = Wish("search", (Wanted("sunglasses", 1), Wanted("umbrella", 1)))
    said = [advice(wish, item(n, "sunglasses", "red"), item(n + 9, "umbrella", "green")) for n in range(6)]
    assert not any(re.search(r"[Ww]ear|wisdom|worn", text) for text in said)


@pytest.mark.parametrize("whom", ["men", ""])
def test_a_title_for_children_is_believed_before_the_column_for_men(whom: str) -> None:
    wish = Wish("search", (Wanted("shorts", 1),), gender=whom)
    said = advice(wish, item(1, "shorts", "blue", title="Palm Kids Boys Blue Shorts", gender="men"))
    assert ("for boys or for girls, not for men" in said) == bool(whom)
    assert "are for men" not in said


def test_the_lowest_prices_of_many_kinds_are_not_added_up() -> None:
    things = item(1, "hat", "red", price=9.9), item(2, "belt", "red", price=19.9)
    cheap = Wish("search", (Wanted("", 2),), cheap=True)
    assert "from €9.90 to €19.90" in advice(cheap, *things)
    assert "Together" in advice(Wish("outfit", (Wanted("hat", 1), Wanted("belt", 1)), cheap=True), *things)


def said_of(wish: Wish, asked: str, *matches: Match) -> str:
    return "".join(compose(wish, matches, (), STOCKED, asked=asked))


def test_a_colour_is_lacking_among_the_things_that_were_asked_for_and_not_among_all() -> None:
    red = Wish("search", (Wanted("shoes", 1),), "red")
    boots = item(1, "shoes", "black", title="Black Nike leather boots", title_es="")
    assert "Nike leather boots in red" in said_of(red, "red Nike leather boots", boots)
    assert " shoes " in said_of(red, "red shoes", item(1, "shoes", "black")).replace("among our ", " ")
    spanish = replace(red, language="es", pattern="striped")
    tie = item(1, "t-shirt", "black", title="Nike striped T-shirt", title_es="")
    assert "Nike" in said_of(
        replace(spanish, wanted=(Wanted("t-shirt", 1),)), "camiseta Nike de rayas roja", tie
    )


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [("en", "a linen shirt", "does not say linen"), ("es", "una camisa de lino", "no dice lino")],
)
def test_a_description_that_no_card_bears_out_is_admitted(language: Language, asked: str, said: str) -> None:
    wish = Wish("search", (Wanted("shirt", 1),), language=language)
    assert said in said_of(wish, asked, item(1, "shirt", "white"))
    linen = item(1, "shirt", "white", title="White linen shirt")
    assert said not in said_of(wish, asked, linen)


def test_a_tone_a_size_and_a_price_are_answered_honestly() -> None:
    light = Wish("search", (Wanted("shirt", 1),), tone="light")
    assert "light colours" in said_of(light, "a shirt in light colours", item(1, "shirt", "black"))
    assert "light colours" not in said_of(light, "a shirt in light colours", item(1, "shirt", "white"))
    sized = Wish("search", (Wanted("shirt", 1),), sized=True)
    assert "sizes" in said_of(sized, "a shirt in size M", item(1, "shirt", "black"))
    priced = Wish("search", (Wanted("shirt", 1),), priced=True)
    assert "ask the shop" in said_of(priced, "how much is a shirt?", item(1, "shirt", "black"))
    assert "€20" in said_of(priced, "how much is a shirt?", item(1, "shirt", "black", price=20.0))
