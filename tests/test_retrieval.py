"""What a ranking is asked, with rankings whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from app.evaluation.dataset import EncodedDataset
from app.evaluation.rankers import Ranker
from app.evaluation.retrieval import RetrievalBenchmark
from data.catalogue.catalogue import Item, read_catalogue
from data.catalogue.vocabulary import plain


class ReadsCards(Ranker):
    """Scores an item by how many of the text's words its card says: an encoder that sees everything."""

    def __init__(self, cards: Sequence[str], own: np.ndarray | None = None) -> None:
        super().__init__(np.eye(len(cards)) if own is None else own)
        self._cards = [set(plain(card).split()) for card in cards]

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        said = [set(plain(text).split()) for text in texts]
        return np.array([[len(words & card) for card in self._cards] for words in said], float)

    def pictures(self, asked: np.ndarray) -> np.ndarray:
        return asked @ self.own.T


def item(number: int, category: str, colour: str = "", kind: str = "", gender: str = "") -> Item:
    path = Path(f"{number}.jpg")
    return Item(str(number), f"title {number}", category, path, colour=colour, kind=kind, gender=gender)


def card(it: Item) -> str:
    return f"{it.title} {it.colour} {it.category} {it.kind} for {it.gender}"


SHIRTS = [
    Item(f"{colour}-{n}", f"{colour} {pattern} shirt {n}", "shirt", Path("x"), colour=colour)
    for colour in ("red", "blue")
    for pattern in ("striped", "floral")
    for n in range(5)
]
HATS = [item(n, "hat", "red") for n in range(5)]


def test_an_encoder_that_sees_everything_is_always_right(catalogue_folder: Path) -> None:
    items = read_catalogue(catalogue_folder).items
    benchmark = RetrievalBenchmark(items, ReadsCards([card(it) for it in items]))
    assert benchmark.text_to_image()["R@1"] == 1
    assert benchmark.category_to_product()["P@1"] == 1
    assert benchmark.zero_shot()["category_accuracy"] == benchmark.zero_shot()["colour_accuracy"] == 1


def test_colour_and_pattern_are_asked_together() -> None:
    items = SHIRTS + HATS
    benchmark = RetrievalBenchmark(items, ReadsCards([it.title + it.colour for it in items]))
    found = benchmark.colour_pattern_category_to_product()
    assert found["P@10"] == found["P@1"] == 1


def test_a_big_catalogue_asks_for_no_rare_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [*SHIRTS[:3], *HATS]
    ranking = ReadsCards([it.title for it in items])
    assert RetrievalBenchmark(items, ranking).colour_pattern_category_to_product()
    monkeypatch.setattr("app.evaluation.retrieval.SMALL_CATALOGUE", 4)
    assert not RetrievalBenchmark(items, ranking).colour_pattern_category_to_product()


def test_colour_queries_with_few_right_answers_are_not_asked(catalogue_folder: Path) -> None:
    items = read_catalogue(catalogue_folder).items
    assert RetrievalBenchmark(items, Ranker(np.eye(len(items)))).colour_category_to_product() == {}


def test_a_colour_query_is_of_both_words() -> None:
    items = SHIRTS + HATS
    by_colour_alone = ReadsCards([it.colour for it in items])
    by_both = ReadsCards([f"{it.colour} {it.category}" for it in items])
    assert RetrievalBenchmark(items, by_both).colour_category_to_product()["P@10"] == 1
    assert RetrievalBenchmark(items, by_colour_alone).colour_category_to_product()["P@10"] < 1


def test_pictures_alike_are_judged_by_category_and_by_colour() -> None:
    items = [item(n, "hat" if n < 11 else "shirt", "red" if n % 2 else "blue") for n in range(22)]
    by_category = ReadsCards([""] * 22, own=np.eye(2)[[0] * 11 + [1] * 11])
    found = RetrievalBenchmark(items, by_category).image_to_image()
    assert found["P@10"] == 1 and found["colour_P@10"] < 1


def test_an_item_does_not_find_itself() -> None:
    items = [item(n, "hat" if n < 2 else "shirt") for n in range(22)]
    found = RetrievalBenchmark(
        items, ReadsCards([""] * 22)
    ).image_to_image()  # each picture is like itself alone
    assert found["P@10"] < 1


def test_photos_are_asked_only_for_categories_of_the_shop() -> None:
    items = [item(n, "hat" if n < 10 else "shirt") for n in range(20)]
    own = np.array([[1.0, 0]] * 10 + [[0, 1.0]] * 10)
    photos = EncodedDataset(
        (item(0, "hat"), item(1, "kimono")), np.zeros((2, 1, 1)), np.array([[1.0, 0], [1, 0]])
    )
    assert RetrievalBenchmark(items, ReadsCards([""] * 20, own), photos).photo_to_product()["P@10"] == 1
    unknown = EncodedDataset((item(1, "kimono"),), np.zeros((1, 1, 1)), np.array([[1.0, 0]]))
    assert RetrievalBenchmark(items, ReadsCards([""] * 20, own), unknown).photo_to_product() == {}
    assert RetrievalBenchmark(items, ReadsCards([""] * 20, own)).photo_to_product() == {}


NAMES = {"category_accuracy", "kind_accuracy", "colour_accuracy", "gender_accuracy", "weighted_f1"}


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({}, {"kind_accuracy", "colour_accuracy", "gender_accuracy"}),
        ({"colour": ("red", "blue")}, {"kind_accuracy", "gender_accuracy"}),
        ({"colour": ("speckled", "mottled")}, {"kind_accuracy", "colour_accuracy", "gender_accuracy"}),
        ({"gender": ("unisex", "unisex")}, {"kind_accuracy", "colour_accuracy", "gender_accuracy"}),
        ({"gender": ("men", "women")}, {"kind_accuracy", "colour_accuracy"}),
        ({"kind": ("hat", "skirt")}, {"kind_accuracy", "colour_accuracy", "gender_accuracy"}),
        ({"kind": ("cap", "kilt")}, {"colour_accuracy", "gender_accuracy"}),
    ],
)
def test_names_are_asked_only_where_the_catalogue_has_them(
    columns: dict[str, tuple[str, str]], missing: set[str]
) -> None:
    labels = [{name: values[n % 2] for name, values in columns.items()} for n in range(6)]
    items = [item(n, ("hat", "skirt")[n % 2], **labels[n]) for n in range(6)]
    found = RetrievalBenchmark(items, ReadsCards([card(it) for it in items])).zero_shot()
    assert set(found["interval"]) == NAMES - missing
    assert all(found[name] == 1 for name in found["interval"])


def test_finer_kinds_and_audience_are_named() -> None:
    rows = [("shoes", "heels", "women"), ("shoes", "boots", "men"), ("hat", "caps", "unisex")]
    items = [item(n, category, kind=kind, gender=gender) for n, (category, kind, gender) in enumerate(rows)]
    found = RetrievalBenchmark(items, ReadsCards([card(it) for it in items])).zero_shot()
    assert found["kind_accuracy"] == found["gender_accuracy"] == 1


def test_a_shop_of_one_category_is_not_asked_for_it() -> None:
    items = [item(n, "hat", ("red", "blue")[n % 2]) for n in range(4)]
    benchmark = RetrievalBenchmark(items, ReadsCards([card(it) for it in items]))
    assert benchmark.category_to_product() == {}
    assert set(benchmark.image_to_image()["interval"]) == {"colour_P@10"}
