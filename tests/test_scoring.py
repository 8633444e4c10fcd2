"""How far cards agree with a plan, and how an encoder is asked for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.plan import Descriptor, Filters, Plan
from app.search.scoring import described, fit, has_pattern, made_for, phrases, weather_fit
from data.catalogue.catalogue import Item
from data.catalogue.values.audiences import meant_for
from data.store.store import Store

SHIRT = Item("a", "Shirt", "shirt", Path("x.png"))
SHOES = replace(SHIRT, title="Shoes", category="shoes")


def asking(*colours: str, **filters: object) -> Plan:
    return Plan("search", filters=Filters(colours, **filters))  # type: ignore[arg-type]


def test_the_query_is_said_in_the_words_that_the_encoder_was_trained_on() -> None:
    assert phrases(asking("black", audience="men"), "t-shirt") == ["black t-shirt for men"]
    assert phrases(asking(audience="unisex"), "bag") == ["bag"]
    striped = asking("red", "blue", pattern="striped", audience="women")
    assert phrases(striped, "shirt") == ["red striped shirt for women", "blue striped shirt for women"]


def test_a_card_of_the_very_colour_fits_better_than_one_of_its_family(store: Store) -> None:
    jeans, red = store.get(["pa-1", "ts-3"])
    navy = asking("navy blue")
    assert fit(asking("blue"), jeans) == fit(asking("green", "blue"), jeans)
    assert fit(asking("blue"), jeans) > fit(navy, jeans) > fit(navy, red)


def test_a_tone_is_of_any_of_its_colours() -> None:
    light, dark = replace(SHIRT, colour="beige"), replace(SHIRT, colour="black")
    assert fit(asking(colour_group="light"), light) > fit(asking(colour_group="light"), dark)


def test_a_colour_that_is_refused_is_refused_in_its_shades_too_but_a_shade_alone_is_not() -> None:
    navy, blue = (replace(SHIRT, colour=name) for name in ("navy blue", "blue"))
    no_blue, no_navy = (asking(excluded_colours=(name, "red")) for name in ("blue", "navy blue"))
    assert fit(no_blue, navy) == fit(no_blue, blue) == fit(no_navy, navy) < fit(no_navy, blue)


def test_a_card_of_the_pattern_asked_for_fits_better() -> None:
    floral = replace(SHIRT, title="Red floral top")
    assert fit(asking(pattern="floral"), floral) > fit(asking(pattern="floral"), SHIRT)
    assert fit(asking(pattern="plain"), floral) < fit(asking(pattern="plain"), SHIRT)
    assert has_pattern(floral, "printed") and not has_pattern(floral, "striped")


def test_a_title_for_children_fits_no_grown_up() -> None:
    boys = replace(SHIRT, title="Kids Boys Blue Shorts", gender="men")
    assert fit(asking(audience="men"), boys) == 0 < fit(asking(audience="boys"), boys)
    assert meant_for(boys, "kids") and not meant_for(replace(boys, title="Shorts"), "kids")


def test_a_card_in_another_language_that_names_the_same_thing_fits_better_than_one_that_does_not() -> None:
    heels, loafers = replace(SHOES, title="Black Heels"), replace(SHOES, title="Black Loafers")
    spanish = replace(SHOES, title="", title_es="Tacones negros")
    plan = asking()
    assert fit(plan, spanish, "tacones") > fit(plan, heels, "tacones") > fit(plan, loafers, "tacones")
    assert fit(plan, spanish, "stilettos") > fit(plan, loafers, "stilettos")


def test_a_name_weighs_more_than_a_stuff_and_a_refusal_more_than_all() -> None:
    nike, linen = Descriptor("Nike", ("nike",), is_name=True), Descriptor("linen", ("linen", "lino"))
    card = replace(SHOES, title="Nike shirt of linen", category="shirt")
    assert described((nike,), card) > described((linen,), card) > 0
    assert described((nike, replace(linen, refused=True)), card) < 0
    assert described((replace(linen, category="shoes"),), card) == 0


def test_a_long_sleeve_makes_no_long_thing() -> None:
    long = Descriptor("long", ("largo", "long"))
    assert described((long,), replace(SHOES, title="A long coat")) > 0
    assert described((long,), replace(SHOES, title="A long-sleeved coat")) == 0


@pytest.mark.parametrize("weather", ["snow", "rain", "cold"])
def test_boots_serve_in_bad_weather_and_heels_and_summer_things_do_not(weather: str) -> None:
    boots = replace(SHOES, title="Brown boots", season="winter")
    heels, slides = (
        replace(SHOES, title="Red high heels"),
        replace(SHOES, title="White slides", season="summer"),
    )
    assert weather_fit(boots, weather) >= 0 > max(weather_fit(heels, weather), weather_fit(slides, weather))


def test_nobody_skis_in_loafers_or_goes_to_the_beach_in_boots() -> None:
    loafers, boots = replace(SHOES, title="Brown loafers", season="fall"), replace(SHOES, title="Brown boots")
    assert weather_fit(loafers, "snow") < 0 < weather_fit(boots, "snow")
    assert weather_fit(boots, "hot") < 0 and weather_fit(loafers, "") == 0


def test_the_weather_counts_less_than_the_colour_and_more_than_the_occasion() -> None:
    red = replace(SHOES, title="Red heels", colour="red", usage="party")
    boots = replace(SHOES, title="Black boots", colour="black", usage="casual")
    assert fit(asking("red", weather="snow"), red) > fit(asking("red", weather="snow"), boots)
    assert fit(asking(usage="party", weather="snow"), boots) > fit(asking(usage="party", weather="snow"), red)


def test_only_a_card_says_that_a_thing_is_made_for_the_snow() -> None:
    boots = replace(SHOES, title="Brown boots")
    assert made_for(replace(SHOES, title="Snow boots"), "snow") and not made_for(boots, "snow")
    assert made_for(boots, "cold")
