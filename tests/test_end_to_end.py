"""The shop's own search, tried with an encoder that sees nothing but colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.evaluation import end_to_end
from app.evaluation.rankers import Ranker
from app.evaluation.retrieval import RetrievalBenchmark
from app.search.engine import Search
from data.catalogue.catalogue import Item
from data.store.store import Store
from tests.fakes import ColourEncoder


def coloured(folder: Path, category: str, colour: str, count: int) -> list[Item]:
    items = []
    for n in range(count):
        path = folder / f"{category}-{colour}-{n}.png"
        Image.new("RGB", (8, 8), colour).save(path)
        items.append(Item(path.stem, f"{colour} {category}", category, path, colour=colour))
    return items


@pytest.fixture
def hats(tmp_path: Path) -> list[Item]:
    return [*coloured(tmp_path, "hat", "red", 3), *coloured(tmp_path, "hat", "blue", 6)]


def perfect(items: Sequence[Item]) -> end_to_end.Find:
    """Answers with what the words ask for, then the rest."""
    return lambda photo, words, count: sorted(items, key=lambda i: f"{i.colour} {i.category}" != words)[
        :count
    ]


def test_a_search_that_follows_the_words_is_right(hats: list[Item]) -> None:
    found = end_to_end.modified_photo(hats, perfect(hats))
    assert found["category_kept"] == found["colour_right"] == 1  # three red ones are all that there are


def test_a_search_that_ignores_the_words_is_wrong_in_colour(tmp_path: Path, hats: list[Item]) -> None:
    hats += coloured(tmp_path, "hat", "red", 6)[3:]
    same = end_to_end.modified_photo(
        hats, lambda photo, words, count: [i for i in hats if i.colour not in words][:count]
    )
    assert same["colour_right"] == 0 and same["category_kept"] == 1


def test_the_item_itself_is_no_answer(hats: list[Item]) -> None:
    asked = end_to_end.modified_photo(hats, lambda photo, words, count: hats[:count])
    assert asked["category_kept"] == 1
    assert end_to_end.modified_photo(hats, lambda photo, words, count: [])["category_kept"] == 0


def test_a_colour_that_hardly_occurs_is_not_asked_for(tmp_path: Path) -> None:
    items = coloured(tmp_path, "hat", "red", 3) + coloured(tmp_path, "hat", "blue", 2)
    asked: list[str] = []
    end_to_end.modified_photo(items, lambda photo, words, count: asked.append(words) or [])  # type: ignore[func-returns-value]
    assert asked == ["red hat"] * 2


def test_words_and_photos_go_through_the_shops_search(store: Store, encoder: ColourEncoder) -> None:
    find = end_to_end.finder(Search(encoder, store))
    assert find(None, "something blue", 1)[0].id == "pa-1"
    assert find(Image.new("RGB", (8, 8), "#c2313a"), "", 2)[0].colour == "red"


def test_a_photo_is_judged_by_the_search_and_by_prompts(
    store: Store, encoder: ColourEncoder, tmp_path: Path
) -> None:
    jeans = Image.open(store.get(["pa-1"])[0].image)
    jeans.save(tmp_path / "photo.png")
    photos = [Item("1", "", name, tmp_path / "photo.png") for name in ("pants", "skirt", "kimono")]
    asked = RetrievalBenchmark(photos, Ranker(np.zeros((3, 1))))
    found = end_to_end.photo_categories(asked, Search(encoder, store))
    assert found["search"] == found["prompts"] == 0.5  # "pants" for both; the kimono is not asked
    kimono = RetrievalBenchmark(photos[2:], Ranker(np.zeros((1, 1))))
    assert end_to_end.photo_categories(kimono, Search(encoder, store)) == {}


def test_every_query_is_timed(hats: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(np.arange(0, 1000, 0.005))
    monkeypatch.setattr(end_to_end.time, "perf_counter", lambda: next(clock))
    assert end_to_end.latency(hats, perfect(hats)) == {
        "text": {"p50": 5, "p95": 5},
        "photo": {"p50": 5, "p95": 5},
    }


def test_captions_are_read_for_garment_and_colour(tmp_path: Path) -> None:
    cards = [("shirt", "navy blue"), ("shoes", "red"), ("hat", ""), ("hat", "blue")]
    items = [replace(coloured(tmp_path, c, "grey", n + 1)[n], colour=k) for n, (c, k) in enumerate(cards)]
    said = iter(["A navy blue checked shirt for men.", "a pair of black boots", "a cap, it seems", "nothing"])
    found = end_to_end.caption(items, lambda picture: next(said))
    assert found["category"] == 0.75 and found["colour"] == round(1 / 3, 4)


def test_no_more_captions_are_asked_than_needed(hats: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(end_to_end, "MAX_CAPTIONS", 2)
    said = iter(["a red hat", "a red hat"])
    assert end_to_end.caption(hats, lambda picture: next(said))["category"] == 1
    assert list(said) == []
