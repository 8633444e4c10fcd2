"""What is asked for without its name: a use, a little picture, a pronoun, a price."""

from __future__ import annotations

import pytest
from app.nlu.prices import limit

from app.nlu.parser import read


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("something to keep my hands warm", "gloves"),
        ("algo para la cabeza", "hat"),
        ("something to carry my laptop", "bag"),
        ("I need something to hold my trousers up", "belt"),
        ("algo para dormir", "nightwear"),
        ("🧣?", "scarf"),
        ("a red 👗 please", "dress"),
        ("ninguna camisa me queda bien, recomiéndame alguna", "shirt"),
        ("no coat ever fits me, recommend one please", "coat"),
    ],
)
def test_a_use_a_picture_or_a_pronoun_names_a_garment(text: str, category: str) -> None:
    reading = read(text)
    assert reading.sure and [w.category for w in reading.wish.wanted] == [category]


@pytest.mark.parametrize("text", ["something warm but not a coat", "algo calentito que no sea abrigo"])
def test_something_warm_but_no_coat_is_a_jersey_or_a_jacket(text: str) -> None:
    assert [w.category for w in read(text).wish.wanted] == ["jersey", "jacket"]


@pytest.mark.parametrize(
    "text", ["dress me for a party 👗", "something for a wedding", "I have black trousers, what now?"]
)
def test_an_occasion_or_what_is_owned_stays_an_outfit(text: str) -> None:
    assert read(text).wish.intent == "outfit" and not read(text).wish.wanted


@pytest.mark.parametrize(
    ("text", "usage"),
    [
        ("something a bit fancy", "formal"),
        ("something office-y for tomorrow", "formal"),
        ("un look para el antro", "party"),
        ("I fancy a hat", ""),
        ("nothing too fancy, a shirt", ""),
    ],
)
def test_an_occasion_is_hinted_at(text: str, usage: str) -> None:
    assert read(text).wish.usage == usage


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("a dress under 50 €", 50),
        ("una falda por menos de 30 euros", 30),
        ("a coat, my budget is £60", 60.01),
        ("zapatos hasta 49,90 €", 49.91),
        ("sneakers under 2000", 2000),
        ("a dress, budget 80", 80.01),
        ("heels under 10 cm", 0),
        ("shoes, size under 40", 0),
        ("something for girls under 10", 0),
        ("a bag for less than 25 litres", 0),
        ("a dress for a girl under 10 years", 0),
        ("two shirts", 0),
    ],
)
def test_a_number_is_a_limit_where_its_currency_is_said_or_where_it_counts_nothing_else(
    text: str, below: float
) -> None:
    assert limit(text) == pytest.approx(below)
    assert read(text).wish.below == pytest.approx(below)


@pytest.mark.parametrize(
    ("text", "cheap"),
    [
        ("cheapest boots", True),
        ("las botas más baratas", True),
        ("un vestido barato", True),
        ("a cheap outfit for a wedding", True),
        ("boots, not cheap ones", False),
        ("nada barato, un abrigo bueno", False),
        ("a coat that doesn't look cheap", False),
        ("red boots", False),
    ],
)
def test_a_low_price_is_asked_for_and_may_be_refused(text: str, cheap: bool) -> None:
    assert read(text).wish.cheap == cheap


@pytest.mark.parametrize("text", ["lo más barato", "what's the cheapest thing you have?"])
def test_the_cheapest_of_all_is_searched_for(text: str) -> None:
    found = read(text)
    assert found.sure and (found.wish.intent, found.wish.wanted, found.wish.cheap) == ("search", (), True)


@pytest.mark.parametrize("text", ["I want a suit", "quiero un traje gris", "two suits for work"])
def test_a_suit_is_a_jacket_and_trousers(text: str) -> None:
    assert [w.category for w in read(text).wish.wanted] == ["jacket", "pants"]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("which shoes would suit me?", "shoes"), ("un traje de baño azul", "swimwear"),
        ("tengo un traje gris, busco corbata", "tie"), ("shoes for a navy suit", "shoes"),
    ],
)  # fmt: skip
def test_what_only_sounds_like_one_is_none(text: str, category: str) -> None:
    assert [w.category for w in read(text).wish.wanted] == [category]


@pytest.mark.parametrize(
    ("text", "colour"), [("un traje de lino beige", "beige"), ("dos trajes azul marino", "navy blue")]
)
def test_both_pieces_of_a_suit_are_of_its_colour(text: str, colour: str) -> None:
    wish = read(text).wish
    assert (wish.colour, wish.usage) == (colour, "formal") and not any(w.colour for w in wish.wanted)


@pytest.mark.parametrize(
    ("text", "wanted", "colour"),
    [
        ("can I wear brown shoes with a navy suit?", ["shoes"], "brown"),
        ("could I wear a hat to a wedding", ["hat"], ""),
        ("¿puedo llevar zapatos marrones con un traje azul?", ["shoes"], "brown"),
        ("I have a white shirt, I want a black one", ["shirt"], "black"),
        ("tengo una camisa blanca, quiero una negra", ["shirt"], "black"),
        ("my white shirt ripped, I need one", ["shirt"], "white"),
        ("a black tie", ["tie"], "black"),
    ],
)
def test_what_may_be_worn_and_what_is_had_and_wanted_anew_is_shown(
    text: str, wanted: list[str], colour: str
) -> None:
    wish = read(text).wish
    assert (wish.intent, [w.category for w in wish.wanted], wish.colour) == ("search", wanted, colour)


@pytest.mark.parametrize("text", ["black tie event, for a woman", "what do I wear to a black-tie dinner?"])
def test_black_tie_is_an_occasion_and_more_than_a_tie(text: str) -> None:
    wish = read(text).wish
    assert (wish.intent, wish.usage, wish.wanted) == ("outfit", "formal", ())


@pytest.mark.parametrize("text", ["do you have anything from Levis in dark blue?", "algo de Nike"])
def test_anything_of_a_maker_is_looked_for_and_no_outfit(text: str) -> None:
    assert read(text).wish.intent == "search"


@pytest.mark.parametrize(
    "text", ["the most expensive watch you have", "las botas más caras", "your priciest bag"]
)
def test_the_dearest_is_asked_for(text: str) -> None:
    assert read(text).wish.dear and not read(text).wish.cheap
