"""The recipe on a handful of plain pictures: it learns, and a killed run goes on exactly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import AutoProcessor, Blip2ForImageTextRetrieval

from models.finetune import corpus, objectives
from models.finetune.train import Plan, Trainer
from tests import tiny

COLOURS = ("red", "blue", "green", "black")


@pytest.fixture
def pairs(tmp_path: Path) -> list[corpus.Pair]:
    rows = []
    for number in range(16):
        colour = COLOURS[number % 4]
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (30, 30), colour).save(path)
        captions = [
            {"text": f"{colour} shirt number {number}", "states": None},
            {"text": f"a {colour} shirt", "states": {"colour": colour}},
        ]
        rows.append({"image": str(path), "captions": captions, "labels": {"colour": colour},
                     "split": "valid" if number >= 12 else "train"})  # fmt: skip
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    return corpus.read_pairs(file)


def trainer(tmp_path: Path, pairs: list[corpus.Pair], epochs: int) -> Trainer:
    folder = tmp_path / "tiny"
    if not folder.exists():
        tiny.blip2(folder)
    model = Blip2ForImageTextRetrieval.from_pretrained(folder)
    pixels = corpus.decoded(pairs, tmp_path / "pixels.npy")
    plan = Plan(epochs=epochs, batch=6, lr=3e-3)
    return Trainer(model, AutoProcessor.from_pretrained(folder), pairs, pixels, None, plan)


@pytest.mark.slow
def test_the_losses_fall(tmp_path: Path, pairs: list[corpus.Pair]) -> None:
    learner = trainer(tmp_path, pairs, epochs=20)
    first = learner.update(learner.rows[:6])
    for _ in range(30):
        last = learner.update(learner.rows[:6])
    assert last["itc"] < 0.8 * first["itc"] and last["labels"] < 0.8 * first["labels"]


@pytest.mark.slow
def test_a_killed_run_goes_on_exactly_where_it_was(tmp_path: Path, pairs: list[corpus.Pair]) -> None:
    whole = trainer(tmp_path, pairs, epochs=3)
    whole.run(tmp_path / "whole", lambda line: None)
    killed = trainer(tmp_path, pairs, epochs=3)
    for rows in corpus.batches([pairs[i] for i in killed.rows], 6, 0, 0):
        killed.update(killed.rows[rows])
    killed.save(tmp_path / "killed" / "checkpoint.pt")
    again = trainer(tmp_path, pairs, epochs=3)
    again.run(tmp_path / "killed", lambda line: None)
    assert again.step == whole.step
    for name, value in whole.model.state_dict().items():
        torch.testing.assert_close(value, again.model.state_dict()[name], msg=name)


def test_an_epoch_is_the_same_for_the_same_seed_and_shows_heavier_pairs_more_often(
    pairs: list[corpus.Pair],
) -> None:
    heavy = [
        corpus.Pair(p.image, p.captions, p.labels, p.split, 3.0 if i == 0 else 1.0)
        for i, p in enumerate(pairs)
    ]
    one, two = (np.concatenate(list(corpus.batches(heavy, 6, 7, 0))) for _ in range(2))
    assert (one == two).all() and (one == 0).sum() == 3


def test_windows_stay_inside_the_picture() -> None:
    pixels = np.full((4, corpus.STORED, corpus.STORED, 3), 200, np.uint8)
    view = corpus.views(pixels, np.arange(4), 32, torch.Generator().manual_seed(0))
    reach = view.windows[:, [0, 1], [0, 1]].abs() + view.windows[:, :, 2].abs()
    assert view.pictures.shape == (4, 3, 32, 32) and (reach <= 1 + 1e-6).all()
    assert view.pictures.min() >= 0 and view.pictures.max() <= 1


def test_several_right_texts_share_the_credit() -> None:
    vectors = torch.nn.functional.normalize(torch.eye(2)[:, None, :], dim=-1)
    texts, scale = torch.eye(2), torch.tensor(50.0)
    right = objectives.contrastive(vectors, texts, torch.eye(2), scale).loss
    wrong = objectives.contrastive(vectors, texts, torch.eye(2).flip(0), scale).loss
    shared = objectives.contrastive(vectors, texts, torch.ones(2, 2), scale).loss
    assert right < 1e-4 < shared < wrong


def test_hard_pairs_are_never_true_ones() -> None:
    torch.manual_seed(0)
    positive = torch.tensor([[1, 0, 0, 1], [0, 1, 1, 0]], dtype=torch.bool)
    for _ in range(20):
        hard = objectives.hard_pairs(torch.rand(2, 4), positive, 20.0, 2)
        assert positive[torch.arange(2), hard.own_text].all()
        assert not positive[torch.arange(2), hard.wrong_text].any()
        assert not positive[hard.wrong_picture, hard.own_text].any()
