"""The map of a store: kept in memory, made anew when the store has changed; what is alike lies together."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.evaluation.embedding_stats import trustworthiness
from app.plan import Language
from app.search import catalogue_map
from app.search.catalogue_map import CatalogueMap, MapMaker, Point, layout, principal_components
from app.ui.html import catalogue_map as map_html
from data.catalogue.catalogue import Item
from data.store.store import Store, StoreError
from models.vision.encoder import unit
from tests.fakes import ColourEncoder

RANDOM = np.random.default_rng(5)
KIND = np.repeat(np.arange(6), 20)
VECTORS = unit(np.eye(16)[KIND] + RANDOM.normal(size=(120, 16)) * 0.1)


def test_every_item_is_a_point_and_the_map_is_kept(own_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = MapMaker()
    drawn = maker.made(own_store)
    assert [point.item.id for point in drawn.points] == [item.id for item in own_store.items()]
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in drawn.points)
    cheaper = replace(drawn.points[0].item, price=1.0)
    own_store.relabel([cheaper])  # which leaves its picture where it is
    monkeypatch.setattr(catalogue_map, "layout", lambda vectors: pytest.fail("the map was there"))
    again = maker.made(own_store)
    assert again.points == (replace(drawn.points[0], item=cheaper), *drawn.points[1:])


def test_vectors_go_with_their_items(store: Store) -> None:
    items, vectors = catalogue_map.items_and_vectors(store)
    assert items == store.items()
    for item, vector in zip(items, vectors, strict=True):
        assert store.search(vector, 1, item.category)[0].score == pytest.approx(1, abs=1e-5)


def test_a_map_follows_the_store_and_leaves_nothing_in_it(own_store: Store) -> None:
    maker, before = MapMaker(), sorted(own_store.path.iterdir())
    maker.made(own_store)
    own_store.remove([own_store.items()[0].id])
    assert [point.item for point in maker.made(own_store).points] == own_store.items()
    assert not {*own_store.path.rglob("*map*")} and sorted(own_store.path.iterdir()) == before


def test_of_many_items_each_category_has_its_share(own_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_map, "MAX_POINTS", 4)
    drawn = MapMaker().made(own_store)
    assert {point.item.category for point in drawn.points} == {*own_store.categories()}
    assert len(drawn.points) < drawn.count == 7
    assert "4 of 7 pieces" in map_html.catalogue_map(drawn, "en")
    assert "4 de 7 prendas" in map_html.catalogue_map(drawn, "es")


def test_an_empty_store_has_no_map(tmp_path: Path, encoder: ColourEncoder) -> None:
    empty = Store.create(tmp_path / "empty", encoder.name)
    with pytest.raises(StoreError, match="expected two items or more"):
        MapMaker().made(empty)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_drawing_has_a_point_an_item_and_a_colour_a_category(own_store: Store, language: Language) -> None:
    drawn = map_html.catalogue_map(MapMaker().made(own_store), language)
    assert drawn.count("<circle") == 7 and drawn.count("<li>") == 4
    assert 'data-id="sk-1"' in drawn and 'data-file="sk-1.png"' in drawn
    assert ('data-name="Falda roja"' in drawn) == ("7 prendas" in drawn) == (language == "es")
    assert len(set(re.findall(r'fill="(hsl[^"]+)"', drawn))) == 4
    assert ("Camiseta" in drawn) == (language == "es")


def test_what_a_catalogue_writes_is_no_markup_on_the_map(tmp_path: Path) -> None:
    evil = Item('"><script>', "<b>hat</b>", "<i>hat", tmp_path / '"x.png')
    drawn = map_html.catalogue_map(CatalogueMap((Point(evil, 0.5, 0.5),), 1), "en")
    assert "<script" not in drawn and "<b>" not in drawn and "<i>h" not in drawn and '"x' not in drawn


def test_kinds_lie_apart_and_the_plane_keeps_more_than_two_directions_do() -> None:
    places = layout(VECTORS)
    assert places.shape == (120, 2) and places.min() >= 0 and places.max() == pytest.approx(1)
    square = ((places[:, np.newaxis] - places) ** 2).sum(-1)
    nearest = np.argsort(square, axis=1)[:, 1:6]
    assert (KIND[nearest] == KIND[:, np.newaxis]).mean() > 0.99
    assert trustworthiness(VECTORS, places) > trustworthiness(VECTORS, principal_components(VECTORS)) > 0.5


def test_the_same_vectors_have_the_same_places() -> None:
    np.testing.assert_array_equal(layout(VECTORS), layout(VECTORS))


@pytest.mark.parametrize("count", [2, 3, 5, 16])
def test_few_vectors_have_places_too(count: int) -> None:
    assert np.isfinite(layout(VECTORS[:: 120 // count][:count])).all()


def test_vectors_that_are_all_one_do_not_break_it() -> None:
    assert np.isfinite(layout(np.repeat(VECTORS[:1], 8, axis=0))).all()


def test_two_directions_are_those_of_most_variance() -> None:
    flat = RANDOM.normal(size=(50, 2)) @ np.array([[3.0, 0, 0, 0], [0, 0, 1, 0]])
    places = principal_components(flat)
    np.testing.assert_allclose(np.abs(places.var(0)), flat.var(0)[[0, 2]], rtol=0.2)
    assert trustworthiness(unit(VECTORS), VECTORS[:, :2]) <= 1
