"""An outfit as a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.ui.html.credits import found_credit, text_credit
from app.ui.html.outfit_image import outfit_image
from app.ui.state import Outfit
from data.store.store import Store


def test_it_grows_with_its_items_and_its_words(store: Store) -> None:
    items = store.items()
    small = outfit_image(items[:2], "", ["encoder"], "en")
    assert outfit_image(items[:3], "", ["encoder"], "en").width > small.width
    assert outfit_image(items[:6], "", ["encoder"], "en").height > small.height
    assert outfit_image(items[:2], "Wear them together. " * 20, ["encoder"], "es").height > small.height


def test_a_long_title_takes_two_lines_and_no_more(store: Store) -> None:
    one = store.items()[0]
    short, long, endless = (
        outfit_image([replace(one, title=t)], "", [], "en") for t in ("A", "A B " * 9, "A B " * 99)
    )
    assert short.height < long.height == endless.height


def test_the_pictures_are_on_it(store: Store) -> None:
    red = next(item for item in store.items() if item.id == "ts-3")
    pixels = np.asarray(outfit_image([red], "", [], "en").convert("RGB"))
    assert ((pixels[..., 0] > 150) & (pixels[..., 1] < 80)).sum() > 50_000


def test_a_picture_that_is_gone_leaves_a_plain_field(store: Store) -> None:
    lost = replace(store.items()[0], image=Path("gone.png"), title="x" * 300)
    assert (
        outfit_image([lost], "w" * 500, ["m" * 400], "en").width
        == outfit_image(store.items()[:1], "", [], "en").width
    )


def test_who_found_the_items_and_who_wrote_the_words_is_signed_in_as_many_lines_as_it_takes(
    store: Store,
) -> None:
    items = store.items()[:2]
    short = outfit_image(items, "", ["Found by colours", ""], "en")
    assert (
        outfit_image(items, "", ["Found by colours", "Written by " + "a long name " * 9], "en").height
        > short.height
    )


def test_only_those_are_named_who_found_or_wrote() -> None:
    assert text_credit((), "en") == found_credit(0, 2, "mini", "en") == ""
    assert text_credit(("templates",), "es") == "Escrito por las reglas de la tienda"
    assert text_credit(("big", "templates"), "en") == "Written by big and the shop's rules"
    assert found_credit(2, 2, "mini", "en") == "Found by mini"
    assert found_credit(1, 2, "mini", "es") == "1 de 2 prendas encontradas por mini"


def test_what_came_from_the_shelf_no_search_found(store: Store) -> None:
    one, two = store.items()[:2]
    outfit = Outfit().toggled(one).toggled(two, searched=True)
    assert outfit.found == 1 and outfit.toggled(two).found == 0 and outfit.cleared().undone().found == 1
    assert outfit.toggled(two).toggled(two).found == 0  # found once, taken from the shelf now


def test_nothing_kept_is_no_board() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        outfit_image([], "", [], "en")
