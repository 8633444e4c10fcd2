"""The map of a store: kept beside it, made anew when the store has changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.toolbox import chart, drawing
from app.wish import Language
from data.store import Store, StoreError
from tests.fakes import ColourEncoder


def test_every_item_is_a_point_and_the_map_is_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    points = chart.drawn(store)
    assert [point.item.id for point in points] == [item.id for item in store.items()]
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in points)
    monkeypatch.setattr(chart, "layout", lambda vectors: pytest.fail("the map was there"))
    again = chart.drawn(store)
    assert [point.item for point in again] == [point.item for point in points]
    assert again[0].x == pytest.approx(points[0].x, abs=1e-4)


def test_vectors_go_with_their_items(store: Store) -> None:
    items, vectors = chart.contents(store)
    assert items == store.items()
    for item, vector in zip(items, vectors, strict=True):
        assert store.search(vector, 1, item.category)[0].score == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("harm", ["changed", "cut"])
def test_a_map_of_something_else_is_made_anew(store: Store, harm: str) -> None:
    chart.drawn(store)
    file = store.path / chart.FILE
    if harm == "changed":
        store.remove([store.items()[0].id])
    else:
        file.write_text(file.read_text()[:30])
    assert len(chart.drawn(store)) == len(store.items())
    assert file.read_text().endswith("}")


def test_only_a_small_store_has_its_map_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart, "SMALL", 3)
    assert chart.ready(store) is None
    made = chart.drawn(store)
    assert chart.ready(store) is not None
    monkeypatch.setattr(chart, "SMALL", 99)
    (store.path / chart.FILE).unlink()
    ready = chart.ready(store)
    assert ready is not None and len(ready) == len(made)


def test_an_empty_store_has_no_map(tmp_path: Path, encoder: ColourEncoder) -> None:
    empty = Store.open(tmp_path / "empty", encoder.name)
    assert chart.ready(empty) is None
    with pytest.raises(StoreError, match="expected two items or more"):
        chart.drawn(empty)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_drawing_has_a_point_an_item_and_a_colour_a_category(store: Store, language: Language) -> None:
    points = chart.drawn(store)
    drawn = drawing.plane(points, language, 'the "map"')
    assert drawn.count("<circle") == 7 and drawn.count("<li>") == 4
    assert 'data-id="sk-1"' in drawn and "&quot;map&quot;" in drawn
    assert ("<title>Falda roja</title>" in drawn) == (language == "es")
    assert len(set(re.findall(r'fill="(hsl[^"]+)"', drawn))) == 4
    assert drawn.endswith("</ul>") and ("camiseta" in drawn) == (language == "es")
