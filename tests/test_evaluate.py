"""Figures on a labelled catalogue, with a tiny random BLIP-2 behind them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.evaluate import STRATEGIES, Gallery, Judge, gallery
from data.catalogue import read_catalogue
from models.encoder import Encoder
from tests import tiny


@pytest.fixture(scope="module")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return Encoder.load(tiny.blip2(tmp_path_factory.mktemp("tiny-blip2")))


@pytest.fixture
def shown(catalogue_folder: Path, tiny_encoder: Encoder) -> Gallery:
    return gallery(read_catalogue(catalogue_folder).items, tiny_encoder)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_each_strategy_reports_titles_and_categories_with_intervals(
    shown: Gallery, tiny_encoder: Encoder, strategy: str
) -> None:
    report = Judge(tiny_encoder, shown, strategy).report()
    for part, names in {
        "text_to_image": ("R@1", "R@10", "MRR"),
        "category_to_product": ("P@1", "P@10", "MRR"),
    }.items():
        for name in names:
            low, high = report[part]["interval"][name]
            assert 0 <= low <= report[part][name] <= high <= 1
    assert report["text_to_image"]["R@10"] == 1  # seven items: everything is among the first ten


def test_colour_queries_with_few_right_answers_are_not_asked(shown: Gallery, tiny_encoder: Encoder) -> None:
    assert "colour_category_to_product" not in Judge(tiny_encoder, shown, "max").report()


def test_the_best_query_never_scores_below_the_plain_mean_of_queries(
    shown: Gallery, tiny_encoder: Encoder
) -> None:
    texts = ["red shirt", "zapatos azules"]
    best = Judge(tiny_encoder, shown, "max").scores(texts)
    mean = tiny_encoder.texts(texts) @ shown.queries.mean(1).T
    assert (best >= mean - 1e-5).all()


def test_an_unreadable_picture_is_left_out(catalogue_folder: Path, tiny_encoder: Encoder) -> None:
    items = read_catalogue(catalogue_folder).items
    items[0].image.write_bytes(b"no picture")
    assert len(gallery(items, tiny_encoder).items) == len(items) - 1


def test_matching_lifts_its_candidates_above_all_others(shown: Gallery, tiny_encoder: Encoder) -> None:
    scores = Judge(tiny_encoder, shown, "max+itm").scores(["a red shirt"])
    assert scores.shape == (1, 7) and np.isfinite(scores).all() and (scores > 0).all()


def test_a_catalogue_without_colours_gets_no_figure_about_them(tmp_path: Path, tiny_encoder: Encoder) -> None:
    for number, category in enumerate(("hat", "hat", "skirt", "skirt") * 3):
        (tmp_path / category).mkdir(exist_ok=True)
        Image.new("RGB", (16, 16), (20 * number, 40, 90)).save(tmp_path / category / f"{number}.png")
    report = Judge(tiny_encoder, gallery(read_catalogue(tmp_path).items, tiny_encoder), "max").report()
    assert set(report) == {"category_to_product", "image_to_image", "zero_shot"}
    assert "colour_accuracy" not in report["zero_shot"]
