"""What a message says of the weather, and how cards stand up to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from app.search.weather import made_for, suits, weather_in

from app.nlu.parser import read
from app.nlu.wish import Wish
from app.search.scoring import fit
from data.catalogue.catalogue import Item


def item(title: str, season: str = "") -> Item:
    return Item(title, title, "shoes", Path("a.jpg"), season=season)


@pytest.mark.parametrize(
    ("said", "weather"),
    [
        ("something warm", "cold"), ("it is freezing outside", "cold"), ("algo calentito", "cold"),
        ("algo de abrigo", "cold"), ("hace frío", "cold"), ("what do I wear for skiing?", "snow"),
        ("zapatos para la nieve", "snow"), ("a walk in the rain", "rain"), ("llueve mucho", "rain"),
        ("algo para ir a la playa", "hot"), ("a dress for hot weather", "hot"), ("a hot pink dress", ""),
        ("I have a date on Friday", ""), ("una cita el viernes", ""),
        ("something that suits my skin, with skinny jeans or a skirt", ""),
    ],
)  # fmt: skip
def test_the_weather_is_in_the_words(said: str, weather: str) -> None:
    assert weather_in(said) == weather


@pytest.mark.parametrize("weather", ["snow", "rain", "cold"])
def test_boots_serve_in_bad_weather_and_heels_and_summer_things_do_not(weather: str) -> None:
    boots, heels, slides = (
        item("Brown boots", "winter"),
        item("Red high heels"),
        item("White slides", "summer"),
    )
    assert suits(boots, weather) >= 0 > max(suits(heels, weather), suits(slides, weather))


def test_nobody_skis_in_loafers_or_goes_to_the_beach_in_boots() -> None:
    loafers, boots = item("Brown loafers", "fall"), item("Brown boots")
    assert suits(loafers, "snow") < 0 < suits(boots, "snow")
    assert suits(boots, "hot") < 0 < suits(item("Blue flip-flops", "summer"), "hot")
    assert suits(loafers, "") == 0


def test_the_weather_counts_less_than_the_colour_and_more_than_the_occasion() -> None:
    red = Item("1", "Red heels", "shoes", Path("a.jpg"), colour="red", usage="party")
    boots = Item("2", "Black boots", "shoes", Path("a.jpg"), colour="black", usage="casual")
    assert fit(Wish("search", colour="red", weather="snow"), red) > fit(
        Wish("search", colour="red", weather="snow"), boots
    )
    party = Wish("search", usage="party", weather="snow")
    assert fit(party, boots) > fit(party, red)


def test_only_a_card_says_that_a_thing_is_made_for_the_snow() -> None:
    assert made_for(item("Snow boots"), "snow") and not made_for(item("Brown boots"), "snow")
    assert made_for(item("Brown boots"), "cold")


def test_a_wedding_at_the_beach_is_a_wedding() -> None:
    assert read("an outfit for a beach wedding").wish.weather == ""
    assert read("an outfit for the beach").wish.weather == "hot"
