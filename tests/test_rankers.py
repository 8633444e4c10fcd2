"""BLIP-2's ways to rank, on a tiny random checkpoint."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.evaluation import rankers
from app.evaluation.dataset import EncodedDataset, encode
from data.catalogue.catalogue import CatalogueError, read_catalogue
from models.vision.encoder import Blip2Encoder
from models.vision.factory import load_encoder
from tests import tiny

TEXTS = ["red shirt", "zapatos azules"]


@pytest.fixture(scope="module")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Blip2Encoder:
    loaded = load_encoder(tiny.blip2(tmp_path_factory.mktemp("tiny-blip2")))
    assert isinstance(loaded, Blip2Encoder)
    return loaded


@pytest.fixture
def shown(catalogue_folder: Path, tiny_encoder: Blip2Encoder) -> EncodedDataset:
    return encode(read_catalogue(catalogue_folder).items, tiny_encoder)


def test_an_unreadable_picture_is_left_out(catalogue_folder: Path, tiny_encoder: Blip2Encoder) -> None:
    items = read_catalogue(catalogue_folder).items
    items[0].image.write_bytes(b"no picture")
    assert encode(items, tiny_encoder).items == tuple(items[1:])


def test_nothing_but_unreadable_pictures_is_an_error(
    catalogue_folder: Path, tiny_encoder: Blip2Encoder
) -> None:
    items = read_catalogue(catalogue_folder).items[:1]
    items[0].image.write_bytes(b"no picture")
    with pytest.raises(CatalogueError, match="readable picture"):
        encode(items, tiny_encoder)


def test_the_best_query_never_scores_below_the_plain_mean_of_queries(
    shown: EncodedDataset, tiny_encoder: Blip2Encoder
) -> None:
    best = rankers.MaxSimRanker(tiny_encoder, shown).texts(TEXTS)
    mean = tiny_encoder.texts(TEXTS) @ shown.queries.mean(1).T
    assert (best >= mean - 1e-5).all()


@pytest.mark.parametrize("strategy", [rankers.MeanRanker, rankers.MaxSimRanker])
def test_a_picture_is_most_like_itself(
    shown: EncodedDataset, tiny_encoder: Blip2Encoder, strategy: type[rankers.MeanRanker]
) -> None:
    scores = strategy(tiny_encoder, shown).pictures(shown.queries)
    assert np.allclose(scores.diagonal(), 1, atol=1e-5) and (scores <= 1 + 1e-5).all()


def test_matching_is_added_to_the_candidates_alone_and_they_stay_on_top(
    shown: EncodedDataset, tiny_encoder: Blip2Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rankers, "RERANKED", 3)
    best = rankers.MaxSimRanker(tiny_encoder, shown).texts(TEXTS)
    lifted = rankers.ItmRanker(tiny_encoder, shown).texts(TEXTS)
    for row, text in enumerate(TEXTS):
        top = np.argsort(-best[row], kind="stable")[:3]
        chance = tiny_encoder.match_probabilities(shown.seen[top].astype(np.float32), [text] * 3)
        gained = lifted[row] - best[row]
        assert np.allclose(gained[top], rankers.MATCHING_WEIGHT * chance, atol=1e-5)
        assert (np.delete(gained, top) == 0).all()
        assert lifted[row][top].min() >= np.delete(lifted[row], top).max()


def test_there_is_a_ranking_for_each_strategy(shown: EncodedDataset, tiny_encoder: Blip2Encoder) -> None:
    assert tuple(rankers.rankers(tiny_encoder, shown)) == rankers.STRATEGIES
