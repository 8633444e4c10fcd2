"""The map of a store: kept beside it, made anew when the store has changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.plan import Language
from app.search import catalogue_map
from app.ui.html import catalogue_map as map_html
from data.catalogue.catalogue import Item
from data.store.store import Store, StoreError
from tests.fakes import ColourEncoder


def test_every_item_is_a_point_and_the_map_is_kept(own_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    points = catalogue_map.load_or_create(own_store)
    assert [point.item.id for point in points] == [item.id for item in own_store.items()]
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in points)
    monkeypatch.setattr(catalogue_map, "layout", lambda vectors: pytest.fail("the map was there"))
    again = catalogue_map.load_or_create(own_store)
    assert [point.item for point in again] == [point.item for point in points]
    assert again[0].x == pytest.approx(points[0].x, abs=1e-4)


def test_vectors_go_with_their_items(store: Store) -> None:
    items, vectors = catalogue_map.items_and_vectors(store)
    assert items == store.items()
    for item, vector in zip(items, vectors, strict=True):
        assert store.search(vector, 1, item.category)[0].score == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("harm", ["changed", "cut"])
def test_a_map_of_something_else_is_made_anew(own_store: Store, harm: str) -> None:
    catalogue_map.load_or_create(own_store)
    file = own_store.path / catalogue_map.FILE
    if harm == "changed":
        own_store.remove([own_store.items()[0].id])
    else:
        file.write_text(file.read_text()[:30])
    assert len(catalogue_map.load_or_create(own_store)) == len(own_store.items())
    assert file.read_text().endswith("}")


def test_an_empty_store_has_no_map(tmp_path: Path, encoder: ColourEncoder) -> None:
    empty = Store.open(tmp_path / "empty", encoder.name)
    with pytest.raises(StoreError, match="expected two items or more"):
        catalogue_map.load_or_create(empty)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_drawing_has_a_point_an_item_and_a_colour_a_category(own_store: Store, language: Language) -> None:
    drawn = map_html.catalogue_map(catalogue_map.load_or_create(own_store), language)
    assert drawn.count("<circle") == 7 and drawn.count("<li>") == 4
    assert 'data-id="sk-1"' in drawn and 'data-file="sk-1.png"' in drawn
    assert ('data-name="Falda roja"' in drawn) == ("7 prendas" in drawn) == (language == "es")
    assert len(set(re.findall(r'fill="(hsl[^"]+)"', drawn))) == 4
    assert ("Camiseta" in drawn) == (language == "es")


def test_what_a_catalogue_writes_is_no_markup_on_the_map(tmp_path: Path) -> None:
    evil = Item('"><script>', "<b>hat</b>", "<i>hat", tmp_path / '"x.png')
    drawn = map_html.catalogue_map([catalogue_map.Point(evil, 0.5, 0.5)], "en")
    assert "<script" not in drawn and "<b>" not in drawn and "<i>h" not in drawn and '"x' not in drawn
