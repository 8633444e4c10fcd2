"""Captions and the page's small pieces of HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from app.plan import Filters, Plan, RequestedItem
from app.search.query import Steering
from app.ui.html import cards, header
from app.ui.html.elements import unbroken
from app.ui.html.filters import offers
from app.ui.state import Slot, slots
from app.ui.strings import LANGUAGES
from data.catalogue.catalogue import Item

BOOTS = Item("b", "Black boots", "shoes", Path("b.png"), "Botas negras", "black", "women", price=89.0,
             price_note="sample", description="Tall.", description_es="Altas.")  # fmt: skip


def words(html: str) -> list[str]:
    return [text.strip() for text in re.sub(r"<[^>]+>", "\n", html).splitlines() if text.strip()]


def test_a_card_says_title_price_and_kind_in_the_pages_language() -> None:
    english, spanish = (words(cards.gallery([Slot(BOOTS)], language)) for language in LANGUAGES)
    assert english == ["Black boots", "€89.00", "sample", "Shoes · Black", "More", "Less"]
    assert spanish == ["Botas negras", "89,00 €", "de muestra", "Zapatos · Negros", "Más", "Menos"]


def test_no_line_ends_within_a_t_shirt_nor_before_the_euro() -> None:
    assert unbroken("a T-shirt for 9,90 €") == (
        'a <span class="word">T-shirt</span> for 9,9<span class="word">0 €</span>'
    )


def test_a_card_without_price_shows_none_and_a_real_price_is_not_called_sample() -> None:
    bare = Item("x", "Kimono", "kimono", Path("x.png"))
    assert words(cards.gallery([Slot(bare)], "es"))[:2] == ["Kimono", "Kimono"]
    sold = Item("y", "Y", "shoes", Path("y"), price=5.0)
    assert words(cards.gallery([Slot(sold)], "en"))[:3] == ["Y", "€5.00", "Shoes"]


def test_every_button_of_a_card_says_of_which_item_it_speaks() -> None:
    html = cards.gallery([Slot(BOOTS)], "en", cards.CardState(explainable=True))
    assert re.findall(r'aria-label="([^"]+): Black boots"', html) == [
        "Keep", "Why this piece", "More like this", "Less like this",
    ]  # fmt: skip


def test_what_was_counted_has_its_places_filled_or_empty() -> None:
    plan = Plan("search", (RequestedItem("shoes", 2), RequestedItem("hat")), Filters(("red",)))
    places = slots(plan, [BOOTS])
    assert [(p.item, p.number, p.of) for p in places] == [(BOOTS, 1, 2), (None, 2, 2), (None, 1, 1)]
    said = words(cards.gallery(places, "en"))
    assert (
        "Shoes 2 of 2" in said
        and "That is all we have: 1" in said
        and "Nothing in the shop fits here" in said
    )
    assert "nearest we have to red" in said


def test_two_of_a_category_in_two_colours_are_counted_together() -> None:
    brown = replace(BOOTS, id="w", colour="brown")
    black, brown_ones = RequestedItem("shoes", 1, ("black",)), RequestedItem("shoes", 1, ("brown",))
    plan = Plan("search", (black, brown_ones))
    assert [(p.item, p.number, p.of) for p in slots(plan, [BOOTS, brown])] == [(BOOTS, 1, 2), (brown, 2, 2)]


def test_what_a_catalogue_writes_is_never_html() -> None:
    evil = Item("e", "<script>x</script>", "<b>hat</b>", Path("e"), description="<img src=x>")
    assert "<script" not in cards.gallery([Slot(evil)], "en") and "<b>" not in cards.gallery(
        [Slot(evil)], "en"
    )
    assert "<script" not in cards.detail(evil, "en") and "<img src=x" not in cards.detail(evil, "en")


def test_the_heading_says_how_much_was_found_and_the_chips_what_was_understood() -> None:
    filters = Filters(("blue",), audience="men", usage="formal")
    plan = Plan("search", (RequestedItem("shirt", 2), RequestedItem("shoes")), filters)
    assert "2 of 3 found" in header.heading(plan, 2, {"shirt": 1}, "en")
    assert "Resultados: 2 de 3" in header.heading(plan, 2, {"shirt": 1}, "es")
    chips = header.chips(plan, "es")
    assert [w for w in words(chips) if w in ("Camisa", "Zapatos", "azul", "formal")] == [
        "Camisa", "Zapatos", "azul", "formal",
    ]  # fmt: skip
    assert 'value="2" selected' in chips and 'value="men" selected' in chips


def test_a_refused_colour_is_a_chip_that_can_be_clicked_away() -> None:
    shoes = (RequestedItem("shoes"),)
    chips = header.chips(Plan("search", shoes, Filters(excluded_colours=("black",))), "es")
    assert "no negro" in words(chips) and 'data-action="avoid" data-event="input" data-id="black"' in chips
    assert "avoid" not in header.chips(Plan("search", shoes), "es")


def test_an_absent_category_is_answered_with_those_in_stock() -> None:
    stock, plan = {"hat": 1, "shoes": 4}, Plan("not_carried")
    assert "Not in this shop" in header.heading(plan, 0, stock, "en")
    assert words(offers(plan, stock, Steering(), "en")) == ["Shoes", "Hat"]
    assert words(offers(None, stock, Steering(colour="red"), "es")) == ["Quitar todo"]
    assert offers(None, stock, Steering(), "en") == ""


def test_progress_counts_the_seconds_of_what_is_done() -> None:
    assert header.progress({"plan": 0.42}, "searching", "es") == "Entendiendo 0,4 s · Mirando …"
    done = {"plan": 0.4, "encode": 0.1, "search": 0.1, "answer": 1}
    assert (
        header.progress(done, "done", "en")
        == "Understanding 0.4 s · Looking 0.1 s · Choosing 0.1 s · Advising 1.0 s"
    )
