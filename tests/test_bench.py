"""`make bench`: one comparison that fails costs no other, and what was measured is kept."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from data.catalogue.catalogue import read_catalogue
from data.catalogue.images import open_picture
from data.catalogue.item import Item
from data.catalogue.values.audiences import may_be_for
from data.store.store import Entry, Store
from tests.bench import __main__ as bench
from tests.bench import index_memory, page, products, scale, shelves
from tests.bench.asks import truth
from tests.bench.cloud import DIM, FOUND, KINDS, Cloud, parts, queries
from tests.bench.goods import item
from tests.bench.index_memory import FastEncoder
from tests.bench.rows import Row
from tests.fakes import ColourEncoder


def test_a_comparison_that_fails_is_said_and_the_others_are_printed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> list[Row]:
        raise OSError("no such place")

    made = [
        ("one", lambda: [Row("steps", 2, 4, "s")]),
        ("two", breaks),
        ("three", lambda: [Row("hops", 3, 2, "s")]),
    ]
    monkeypatch.setattr(bench, "groups", lambda *about: made)
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    assert bench.main([]) == 1
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()] == ["steps", "hops"]
    assert "ratio 0.50" in said.out and "two failed: OSError: no such place" in said.err
    assert "1 of 3: one" in said.err and "3 of 3: three" in said.err
    assert [row["ratio"] for row in json.loads((tmp_path / "results.json").read_text())] == [0.5, 1.5]


def test_a_row_is_read_without_powers_of_ten() -> None:
    assert str(Row("memory", 5550, 0.0361, "MB")).split()[1:3] == ["5,550", "0.0361"]


def test_a_million_is_asked_where_it_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "KEPT", tmp_path)
    assert bench.sizes() == [10_295, 44_000]
    (tmp_path / "1000000").mkdir()
    assert bench.sizes() == [10_295, 44_000, 1_000_000]


def test_the_right_answers_are_those_that_all_scores_of_all_cards_give() -> None:
    (vectors, asked), (_, items, kinds) = queries(), next(parts(700))
    cards, right = [item(row, kind) for row, kind in enumerate(kinds)], truth(700)
    cheap = [may_be_for(card, "women") and (card.price or 0) <= 60 for card in cards]
    linen = ["linen" in card.title for card in cards]
    for row, scores in enumerate(vectors @ items.T):
        order = np.argsort(-scores).tolist()
        inside = [n for n in order if kinds[n] == asked[row]]
        assert right["over all"][row] == {*order[:FOUND]}
        assert right["in a category, price, audience"][row] == {*[n for n in inside if cheap[n]][:FOUND]}
        assert right["a word in a category"][row] == {*[n for n in inside if linen[n]][:FOUND]}
        below = {sum((cards[n].price or 0) <= 60 for n in inside)}
        assert right["count below a price"][row] == below
        cheapest = sorted(inside, key=lambda n: (cards[n].price, n))
        assert right["cheapest of a category"][row] == {*cheapest[:FOUND]}


def test_ours_and_chromas_filters_are_held_against_the_same_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, count in {"SMALL": 20, "BIG": 100, "QUERIES": 3}.items():
        monkeypatch.setattr(shelves, name, count)
    told = {row.what: row for row in shelves.rows(tmp_path)}
    recalls = [row.ours for what, row in told.items() if "recall" in what]
    assert recalls == [1] * 4 and "search in 100 for a word: median time, ours against bare numpy" in told


def test_titles_are_held_against_all_vectors_of_their_category(tmp_path: Path) -> None:
    encoder, store = ColourEncoder(), Store.create(tmp_path, "colours")
    cards = [Item(f"{n:02}", f"{colour} thing", "dress", Path("none")) for n, colour in
             enumerate(["red", "blue", "green", "white"] * 6)]  # fmt: skip
    store.put([Entry(card, "", encoder.texts([card.title])[0] + n) for n, card in enumerate(cards)])
    same, _ = products.titles(store, encoder)
    assert (same.ours, same.other) == (24, 24)


def test_the_shop_whose_indexing_is_weighed_can_be_read(tmp_path: Path) -> None:
    read = read_catalogue(index_memory.catalogue(tmp_path / "shop", 70))
    assert len(read.items) == 70 and not read.problems
    made = FastEncoder().images([open_picture(one.image) for one in read.items[:3]])
    assert made.shape == (3, DIM) and np.allclose(np.linalg.norm(made, axis=1), 1)


@pytest.mark.slow
def test_a_page_over_invented_items_is_opened_and_asked_for_each_category(tmp_path: Path) -> None:
    scale.build(tmp_path / "index", 300)
    found = page.measured(tmp_path / "index", str(tmp_path / "index"))
    assert (found.items, found.categories) == (300, KINDS) and found.full_mb >= found.page_mb
    assert [row.other for row in page.told(asdict(found))][1:3] == [page.SMALL_MB] * 2


def test_an_invented_vector_is_nearest_to_its_own_kind() -> None:
    vectors, kinds = Cloud().drawn(600, seed=3)
    near = np.argsort(-(vectors @ vectors.T), axis=1)[:, 1]
    assert (kinds[near] == kinds).mean() > 0.9


def test_a_shop_of_invented_items_is_built_once_and_then_only_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a process takes seconds to start, and is there for the sake of the memory that is measured
    monkeypatch.setattr(scale, "ProcessPoolExecutor", lambda count, context: ThreadPoolExecutor(count))
    made = scale.measured(tmp_path, 300)
    assert made.build_per_s > 0 and {figures["recall@10"] for figures in made.asked.values()} == {1}
    assert scale.measured(tmp_path, 300).build_per_s == 0
    assert any("a word over all, 300 items: recall@10" in str(row) for row in scale.told(asdict(made)))
    with pytest.raises(SystemExit, match="expected 200 items"):
        scale.measured(tmp_path, 200)
