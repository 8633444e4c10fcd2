"""Captions and the page's small pieces of HTML."""

from __future__ import annotations

import re
from pathlib import Path

from app import cards
from app.wish import Wanted, Wish
from data.catalogue import Item

BOOTS = Item("b", "Black boots", "shoes", Path("b.png"), "Botas negras", "black", "women", price=89.0,
             price_note="sample", description="Tall.", description_es="Altas.")  # fmt: skip


def words(html: str) -> list[str]:
    return [text.strip() for text in re.sub(r"<[^>]+>", "\n", html).splitlines() if text.strip()]


def test_a_card_says_title_price_and_kind_in_the_pages_language() -> None:
    assert words(cards.gallery([BOOTS], "en")) == ["Black boots", "€89.00", "sample", "Shoes · Black"]
    assert words(cards.gallery([BOOTS], "es")) == [
        "Botas negras",
        "89,00 €",
        "de muestra",
        "Zapatos · Negros",
    ]


def test_a_card_without_price_shows_none_and_a_real_price_is_not_called_sample() -> None:
    bare = Item("x", "Kimono", "kimono", Path("x.png"))
    assert words(cards.gallery([bare], "es")) == ["Kimono", "Kimono"]
    sold = Item("y", "Y", "shoes", Path("y"), price=5.0)
    assert words(cards.gallery([sold], "en")) == ["Y", "€5.00", "Shoes"]


def test_what_a_catalogue_writes_is_never_html() -> None:
    evil = Item("e", "<script>x</script>", "<b>hat</b>", Path("e"), description="<img src=x>")
    assert "<script" not in cards.gallery([evil], "en") and "<b>" not in cards.gallery([evil], "en")
    assert "<script" not in cards.detail(evil, "en") and "<img src=x" not in cards.detail(evil, "en")


def test_the_heading_says_what_was_wanted_and_what_is_short() -> None:
    wish = Wish("search", (Wanted("shirt", 2), Wanted("shoes", 1)), "blue")
    assert "Shirt × 2 · Shoes · blue · 2 of 3 found" in cards.heading(wish, 2, {"shirt": 1}, "en")
    assert "2 de 3 encontradas" in cards.heading(wish, 2, {"shirt": 1}, "es")


def test_an_absent_category_is_answered_with_those_in_stock() -> None:
    said = cards.heading(Wish("not_carried"), 0, {"hat": 1, "shoes": 4}, "en")
    assert "Not in this shop" in said and "Shoes, Hat" in said


def test_progress_counts_the_seconds_of_what_is_done() -> None:
    assert cards.progress({"wish": 0.42}, "looking", "es") == "Entendiendo 0,4 s · Buscando …"
    done = {"wish": 0.4, "encode": 0.1, "search": 0.1, "advice": 1}
    assert cards.progress(done, "done", "en") == "Understanding 0.4 s · Looking 0.1 s · Advising 1.0 s"
