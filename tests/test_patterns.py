"""Patterns read from titles and descriptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalogue.catalogue import Item, read_catalogue
from data.catalogue.vocabulary import pattern_of
from data.synthetic.catalogue import products

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
DRAWN = {
    "breton": "striped", "bold": "striped", "pinstripe": "striped", "bengal": "striped",
    "gingham": "checked", "tartan": "checked", "windowpane": "checked", "herringbone": "herringbone",
    "dots": "polka-dot", "floral": "floral", "leaves": "printed",
}  # fmt: skip


def item(title: str, description: str = "") -> Item:
    return Item("1", title, "shirt", Path("1.jpg"), description=description)


@pytest.mark.parametrize(
    ("title", "pattern"),
    [
        ("Scullers Men Check Red Shirts", "checked"),
        ("Basics Men Blue Slim Fit Checked Shirt", "checked"),
        ("Mark Taylor Men Pinstripe White Shirt", "striped"),
        ("Nike Women Polka-Dot Pink T-shirt", "polka-dot"),
        ("W Women Small Flower Pattern Red Kurti", "floral"),
        ("Floral printed dress", "floral"),
        ("Puma Men Graphic Print White Tshirt", "printed"),
        ("Doodle Girl Denim skirt", "denim"),
        ("Puma Men Solid Black Polo", "plain"),
        ("Nike Sprint Running Shoes", ""),
        ("Clarks Women Plaintoe Shoes", ""),
        ("", ""),
    ],
)
def test_a_title_names_its_pattern(title: str, pattern: str) -> None:
    assert pattern_of(item(title)) == pattern


@pytest.mark.parametrize(
    ("description", "pattern"),
    [
        ("A striped shirt.", "striped"),
        ("Running shorts with a stripe down each side.", ""),
        ("A plain round neck.", ""),
        ("Check the size first.", ""),
    ],
)
def test_a_description_is_read_only_for_what_is_said_of_the_whole(description: str, pattern: str) -> None:
    assert pattern_of(item("Shirt", description)) == pattern


def test_the_title_is_believed_before_the_description() -> None:
    assert pattern_of(item("Solid shirt", "Not a striped one.")) == "plain"


def test_every_pattern_of_the_drawn_catalogue_is_read_from_its_words() -> None:
    drawn = {product.id: product.pattern for product in products()}
    for each in read_catalogue(SAMPLE).items:
        if drawn[each.id] != "plain":
            assert pattern_of(each) == DRAWN[drawn[each.id]], each.title
