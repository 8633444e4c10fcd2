"""The panel that steers: what there is to choose from, and what is chosen."""

from __future__ import annotations

import re

from app.search.engine import STRATEGIES
from app.search.query import Steering
from app.ui.html.filters import Scores, refine_panel
from data.store.store import Store


def panel(store: Store, by: Steering | None = None, mixed: bool = False, scores: Scores | None = None) -> str:
    return refine_panel(store.stock(), by or Steering(), STRATEGIES, scores or Scores(), mixed, "en")


def test_only_what_some_item_has_can_be_chosen(store: Store) -> None:
    html = panel(store)
    assert 'value="red"' in html and 'value="green"' not in html and 'value="unisex"' not in html
    assert 'value="sports"' not in html and "up to €" in html


def test_what_is_chosen_is_shown_and_counted(store: Store) -> None:
    html = panel(store, Steering(colour="red", price=40, strategy="mean"))
    assert 'value="red" selected' in html and 'value="40" selected' in html
    assert re.search(r'value="mean"[^>]*checked', html) and '<b class="count">2</b>' in html


def test_the_slider_waits_for_a_photo_with_words(store: Store) -> None:
    assert re.search(r'type="range"[^>]*disabled', panel(store))
    assert not re.search(r'type="range"[^>]*disabled', panel(store, mixed=True))


def test_figures_stand_beside_their_strategy_or_are_said_to_be_missing(store: Store) -> None:
    measured = Scores("12 hats", {"mean": 0.5, "max": 0.61, "max+itm": 0.7})
    assert "0.61" in panel(store, scores=measured) and "12 hats" in panel(store, scores=measured)
    assert "brings no measured figures" in panel(store)
