"""The recipe on a handful of plain pictures: it learns, and a killed run goes on exactly."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import AutoProcessor, Blip2ForImageTextRetrieval

from models.training import data, feature_cache, losses
from models.training.__main__ import interpolate
from models.training.data import Labels
from models.training.ema import Ema
from models.training.memory_bank import Batch, MemoryBank
from models.training.run_log import RunLog
from models.training.trainer import TrainConfig, Trainer
from tests import tiny

COLOURS = ("red", "blue", "green", "black")


@pytest.fixture
def pairs(tmp_path: Path) -> list[data.Pair]:
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
    return data.read_pairs(file)


def trainer(tmp_path: Path, pairs: list[data.Pair], frozen: bool = False, **plan: Any) -> Trainer:
    folder = tmp_path / "tiny"
    if not folder.exists():
        tiny.blip2(folder)
    model = Blip2ForImageTextRetrieval.from_pretrained(folder)
    seen = feature_cache.build_cache(
        pairs, model.vision_model, lambda p: p - 0.5, 32, 2, tmp_path / "features.npy", quiet
    )
    if frozen:
        model.vision_model.requires_grad_(False)
        seen = seen.freeze(tmp_path / "patches.npy", quiet)
    return Trainer(
        model,
        AutoProcessor.from_pretrained(folder),
        pairs,
        seen,
        TrainConfig(**{"batch": 6, "lr": 3e-3} | plan),
    )


def quiet(line: str) -> None:
    """Nobody reads along."""


@pytest.mark.slow
@pytest.mark.parametrize("frozen", [False, True])
def test_the_losses_fall(tmp_path: Path, pairs: list[data.Pair], frozen: bool) -> None:
    learner = trainer(tmp_path, pairs, frozen, epochs=20, matched=6)
    first = learner.update(learner.rows[:6])
    for _ in range(30):
        last = learner.update(learner.rows[:6])
    assert last["itc"] < 0.8 * first["itc"] and last["itg"] < 0.8 * first["itg"]
    assert ("labels" in last) is not frozen  # labels teach the eyes only


@pytest.mark.slow
@pytest.mark.parametrize(
    "plan", [{"accumulate": 2, "batch": 3}, {"matched": 3, "memory": 8, "distilled": 0.4}]
)
def test_a_killed_run_goes_on_exactly_where_it_was(
    tmp_path: Path, pairs: list[data.Pair], plan: dict[str, Any]
) -> None:
    whole = trainer(tmp_path, pairs, epochs=3, **plan)
    whole.run(tmp_path / "whole", quiet)
    with pytest.raises(KeyboardInterrupt):
        trainer(tmp_path, pairs, epochs=3, **plan).run(tmp_path / "killed", _kill, every=1)
    again = trainer(tmp_path, pairs, epochs=3, **plan)
    again.run(tmp_path / "killed", quiet)
    assert again.step == whole.step and again.log.scores == whole.log.scores
    for name, value in whole.model.state_dict().items():
        torch.testing.assert_close(value, again.model.state_dict()[name], msg=name)


def _kill(line: str) -> None:
    raise KeyboardInterrupt


@pytest.mark.slow
def test_training_stops_when_nothing_gets_better_and_keeps_the_best(
    tmp_path: Path, pairs: list[data.Pair]
) -> None:
    learner = trainer(tmp_path, pairs, epochs=9, patience=2)
    learner.log.scores = [{"R@1": 0.1}, {"R@1": 2.0}, {"R@1": 0.3}, {"R@1": 0.2}]
    learner.step = 4 * learner.per_epoch
    learner.save(tmp_path / "run" / "checkpoint.pt")
    best = {name: value + 1 for name, value in learner.model.state_dict().items()}
    torch.save(best, tmp_path / "run" / "best.pt")
    said: list[str] = []
    learner.run(tmp_path / "run", said.append)
    assert said == ["no better since epoch 2: stopped"] and learner.step == 4 * learner.per_epoch
    torch.testing.assert_close(learner.model.state_dict(), best)


def test_the_best_epoch_is_the_one_that_does_best_on_most_pictures() -> None:
    scores = [{"shop R@1": 0.3, "drawn R@1": 0.9}, {"shop R@1": 0.4, "drawn R@1": 0.5}]
    assert RunLog([], scores, {"shop": 1000, "drawn": 25}).best_epoch() == 1
    assert RunLog([], scores, {"shop": 25, "drawn": 25}).best_epoch() == 0


@pytest.mark.slow
def test_a_run_leaves_its_curves_beside_its_weights(tmp_path: Path, pairs: list[data.Pair]) -> None:
    trainer(tmp_path, pairs, epochs=1).run(tmp_path / "run", quiet)
    drawn = ElementTree.fromstring((tmp_path / "run" / "loss.svg").read_text())
    said = " ".join(text.text or "" for text in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert "itc" in said and "R@10" in said


def test_a_picture_is_looked_at_once_and_its_first_view_is_the_whole(
    tmp_path: Path, pairs: list[data.Pair]
) -> None:
    looks: list[int] = []

    class Eyes(torch.nn.Module):
        def forward(self, pixel_values: torch.Tensor) -> Any:
            looks.append(len(pixel_values))
            return SimpleNamespace(last_hidden_state=pixel_values.flatten(2).mT)

    look = partial(
        feature_cache.build_cache, pairs, Eyes(), lambda p: p, 16, 3, tmp_path / "features.npy", quiet
    )
    seen = look().freeze(tmp_path / "patches.npy", quiet)
    rows, first = np.arange(4), np.zeros(4, int)
    assert sum(looks) == 1 + 3 * len(pairs) and seen.features.shape == (16, 3, 256, 3)
    whole = torch.stack([data.square(pairs[row].image, 16) for row in rows]).flatten(2).mT
    torch.testing.assert_close(seen.patches(rows, first), whole, atol=1e-3, rtol=1e-3)
    assert not torch.allclose(seen.patches(rows, first + 1), whole, atol=1e-2)
    looks.clear()
    look().freeze(tmp_path / "patches.npy", quiet)
    assert not looks


def test_neighbours_stand_together_in_a_batch(pairs: list[data.Pair]) -> None:
    near = np.array([[row ^ 1] for row in range(16)])  # pairs of neighbours: 0 and 1, 2 and 3, …
    for batch in data.batches(pairs, 4, 0, 0, near):
        assert {row ^ 1 for row in batch} == set(batch)
    shown = np.concatenate(list(data.batches(pairs, 4, 0, 0, near)))
    assert sorted(shown) == list(range(16))


def test_an_epoch_is_the_same_for_the_same_seed_and_shows_heavier_pairs_more_often(
    pairs: list[data.Pair],
) -> None:
    heavy = [
        data.Pair(p.image, p.captions, p.labels, p.split, 3.0 if i == 0 else 1.0) for i, p in enumerate(pairs)
    ]
    one, two = (np.concatenate(list(data.batches(heavy, 6, 7, 0))) for _ in range(2))
    assert (one == two).all() and (one == 0).sum() == 3


def test_a_view_shows_nothing_that_the_picture_does_not(pairs: list[data.Pair]) -> None:
    grey = torch.full((3, 32, 32), 0.5)
    views = data.augmented(grey, 20, torch.Generator().manual_seed(0))
    assert views.shape == (20, 3, 32, 32) and (views[0] == 0.5).all()
    assert views.flatten(2).std(2).max() < 1e-6  # a window of plain grey in other light is plain
    assert views.min() >= 0 and views.max() <= 1


@pytest.fixture
def wardrobe() -> Labels:
    def pair(category: str, colour: str) -> data.Pair:
        texts = [(f"a {category}", {"category": category})]
        if colour:
            texts.append((f"{colour} {category}", {"category": category, "colour": colour}))
        captions = tuple(data.Caption(text, states) for text, states in texts)
        return data.Pair(Path("x"), captions, {"category": category, "colour": colour}, "train")

    made = [("shirt", "red"), ("shirt", "blue"), ("dress", "red"), ("dress", ""), ("hat", "blue")]
    return Labels([pair(*labels) for labels in made])


def test_labels_become_questions_whose_answers_exclude_each_other(wardrobe: Labels) -> None:
    asked = {(q.kind, q.category): q for q in wardrobe.questions}
    assert set(asked) == {("category", ""), ("colour", "shirt")}  # hats are blue and dresses red: no question
    rows = np.arange(5)
    chance = np.random.default_rng(0)
    colours = asked["colour", "shirt"]
    texts = colours.sample_texts(chance)
    answers = wardrobe.answers(colours, rows)
    assert [texts[a] if a >= 0 else None for a in answers] == ["red shirt", "blue shirt", None, None, None]
    names = asked["category", ""].sample_texts(chance)
    assert [names[a] for a in wardrobe.answers(asked["category", ""], rows)] == [
        "a shirt", "a shirt", "a dress", "a dress", "a hat"
    ]  # fmt: skip


def test_a_text_is_true_of_every_picture_that_has_what_it_states(wardrobe: Labels) -> None:
    said = [data.Caption("Tuscan sun", None),
            data.Caption("red shirt", {"category": "shirt", "colour": "red"}),
            data.Caption("a dress", {"category": "dress"}), data.Caption("Tuscan sun", None)]  # fmt: skip
    true = wardrobe.positives(np.array([0, 1, 2, 3]), said)
    assert true.tolist() == [
        [True, True, False, True],  # its own, and the same words written for the fourth
        [False, True, False, False],  # its own column, whatever it states
        [False, False, True, False],
        [True, False, True, True],
    ]


def test_several_right_texts_share_the_credit() -> None:
    vectors = torch.nn.functional.normalize(torch.eye(2)[:, None, :], dim=-1)
    texts, scale = torch.eye(2), torch.tensor(50.0)
    right = losses.contrastive(vectors, texts, torch.eye(2), scale, 2).loss
    wrong = losses.contrastive(vectors, texts, torch.eye(2).flip(0), scale, 2).loss
    shared = losses.contrastive(vectors, texts, torch.ones(2, 2), scale, 2).loss
    assert right < 1e-4 < shared < wrong


@pytest.mark.slow
def test_a_title_may_lose_words_and_what_states_labels_never_does(
    tmp_path: Path, pairs: list[data.Pair]
) -> None:
    learner = trainer(tmp_path, pairs)
    told: list[data.Caption] = []

    def labels(rows: np.ndarray, said: tuple[data.Caption, ...]) -> torch.Tensor:
        told.extend(said)
        return torch.eye(len(rows), dtype=torch.bool)

    learner.training_step.labels.positives = labels  # type: ignore[method-assign,assignment]
    for _ in range(5):
        learner.update(learner.rows[:6])
    whole = {c.text for pair in pairs for c in pair.captions}
    cut = [c for c in told if c.text not in whole]
    assert cut and all(c.states is None for c in cut)
    assert all(any(set(c.text.split()) < set(text.split()) for text in whole) for c in cut)


def test_what_a_teacher_takes_for_likely_is_punished_less() -> None:
    eye = torch.eye(3)
    belongs, scale = torch.eye(3), torch.tensor(10.0)
    confused = eye[[0, 0, 2]][:, None]  # the second picture looks as the first does
    told = [
        losses.contrastive(confused, eye, belongs, scale, 3, opinion, 0.4).loss
        for opinion in (None, (eye[:, None], eye), (confused, eye))
    ]
    assert told[2] < told[1] and told[1] < 1.01 * told[0]


def test_what_is_remembered_is_told_apart_from_but_not_asked() -> None:
    scale, one = torch.tensor(50.0), torch.tensor([[1.0, 0.0]])
    same, other = one, torch.tensor([[0.0, 1.0]])

    def loss(remembered: torch.Tensor, text: torch.Tensor, positive: torch.Tensor) -> float:
        vectors, texts = torch.cat([one, remembered])[:, None], torch.cat([one, text])
        return float(losses.contrastive(vectors, texts, positive, scale, 1).loss)

    apart = torch.eye(2)
    assert loss(other, other, apart) < 1e-4 < 0.3 < loss(same, same, apart)
    assert loss(other, same, torch.tensor([[1.0, 1.0], [0.0, 1.0]])) < 1e-4 + loss(other, same, apart)
    assert loss(other, torch.tensor([[-1.0, 0.0]]), apart) < 1e-4  # the remembered pair fits badly: not asked


def test_hard_pairs_are_never_true_ones_and_may_be_remembered_ones() -> None:
    torch.manual_seed(0)
    positive = torch.tensor([[1, 0, 0, 1], [0, 1, 1, 0], [0, 0, 1, 0], [1, 0, 0, 1]], dtype=torch.bool)
    remembered = False
    for _ in range(20):
        found = losses.Contrast(torch.tensor(0.0), torch.rand(2, 4), torch.rand(2, 4))
        hard = losses.hard_pairs(found, positive, 20.0, 2)
        assert positive[torch.arange(2), hard.own_text].all() and (hard.own_text < 2).all()
        assert not positive[torch.arange(2), hard.wrong_text].any()
        assert not positive[hard.wrong_picture, hard.own_text].any()
        remembered |= bool((hard.wrong_text >= 2).any() and (hard.wrong_picture >= 2).any())
    assert remembered


def _batch(*rows: int) -> Batch:
    values = torch.tensor(rows, dtype=torch.float32, requires_grad=True) * 1.0
    said = tuple(data.Caption(f"text {row}", {"colour": "red"} if row % 2 else None) for row in rows)
    return Batch(np.array(rows), said, values[:, None, None], values[:, None], values[:, None, None])


def test_a_memory_gives_the_last_rows_after_a_batchs_own_and_without_gradients() -> None:
    memory = MemoryBank(3)
    assert memory.extend(_batch(0, 1)).rows.tolist() == [0, 1]
    assert memory.extend(_batch(2, 3)).rows.tolist() == [2, 3, 0, 1]
    known = memory.extend(_batch(4, 5))
    assert known.rows.tolist() == [4, 5, 1, 2, 3] and [c.text for c in known.captions][2:4] == [
        "text 1",
        "text 2",
    ]
    asked = torch.ones(5, 1, requires_grad=True)
    learning = Batch(np.arange(5), known.captions, asked[:, None], asked, asked[:, None])
    memory.extend(learning)
    memory.extend(_batch(6)).texts.sum().backward()
    assert asked.grad is None
    nothing = MemoryBank(0)
    nothing.extend(_batch(0, 1))
    assert nothing.extend(_batch(2)).rows.tolist() == [2]


def test_a_memory_keeps_a_teachers_vectors_in_a_batchs_place() -> None:
    memory = MemoryBank(2)
    memory.extend(_batch(0, 1), _batch(7, 8))
    assert memory.extend(_batch(2, 3)).rows.tolist() == [2, 3, 7, 8]


def test_a_memory_comes_back_out_of_its_state() -> None:
    memory, again = MemoryBank(3), MemoryBank(3)
    assert memory.state() is None
    for rows in ((0, 1), (2, 3)):
        memory.extend(_batch(*rows))
    again.resume(memory.state())
    one, other = memory.extend(_batch(4)), again.extend(_batch(4))
    assert one.rows.tolist() == other.rows.tolist() == [4, 1, 2, 3] and one.captions == other.captions
    torch.testing.assert_close(one.vectors, other.vectors)


def test_pictures_of_one_kind_are_alike_and_other_kinds_of_a_category_are_left_alone() -> None:
    near, far = [1.0, 0.0], [0.0, 1.0]
    category, kind = torch.tensor([0, 0, 1, 1]), torch.tensor([0, 0, 1, 2])

    def loss(*means: list[float]) -> float:
        return float(losses.supervised_contrastive(torch.tensor(means)[:, None], category, kind, 4))

    sorted_out = loss(near, near, far, far)
    assert sorted_out < loss(near, far, near, far) and sorted_out < 1e-3
    assert loss(near, near, far, [0.0, -1.0]) == pytest.approx(sorted_out, abs=1e-3)


def test_a_picture_of_unknown_kind_is_like_its_whole_category() -> None:
    category, kind = torch.tensor([0, 0, 1]), torch.tensor([0, -1, 1])
    apart = torch.tensor([[[1.0, 0.0]], [[0.0, 1.0]], [[0.0, -1.0]]])
    together = torch.tensor([[[1.0, 0.0]], [[1.0, 0.0]], [[0.0, -1.0]]])
    assert losses.supervised_contrastive(together, category, kind, 3) < losses.supervised_contrastive(
        apart, category, kind, 3
    )
    assert losses.supervised_contrastive(apart, torch.tensor([-1, -1, 1]), kind, 3) == 0


def test_the_mean_follows_the_weights_and_stands_in_for_them_for_a_while() -> None:
    model = torch.nn.Linear(1, 1, bias=False)
    model.weight.data.zero_()
    mean = Ema(model)
    model.weight.data.fill_(1.0)
    for step in range(1, 4):
        mean.update(step)
    reached = float(mean.weights["weight"])
    assert 0.9 < reached < 1  # few steps: most of the way
    with mean.applied():
        assert model.weight.item() == reached
    assert model.weight.item() == 1.0
    model.weight.data.fill_(2.0)
    mean.update(100_000)
    assert float(mean.weights["weight"]) == pytest.approx(reached + 0.01 * (2 - reached))  # many: a hundredth


def test_a_teacher_has_the_mean_at_every_step_and_learns_nothing_itself() -> None:
    model = torch.nn.Linear(1, 1)
    mean = Ema(model)
    teacher = mean.teacher(model)
    with torch.no_grad():
        model.weight.fill_(5)
    mean.update(0)
    torch.testing.assert_close(teacher.weight, mean.weights["weight"])
    assert not torch.equal(teacher.weight, model.weight)
    assert not teacher.weight.requires_grad and model.weight.requires_grad


def test_what_is_not_trained_has_no_mean() -> None:
    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
    model[0].requires_grad_(False)
    assert set(Ema(model).weights) == {"1.weight", "1.bias", "1.running_mean", "1.running_var"}


def test_weights_stop_half_way_between_begin_and_end_where_they_were_trained() -> None:
    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Linear(2, 2))
    begun = {name: torch.zeros_like(p) for name, p in model.named_parameters() if name.startswith("0.")}
    end = {name: p.detach().clone() for name, p in model.named_parameters()}
    interpolate(model, begun, 0.25)
    for name, parameter in model.named_parameters():
        assert torch.allclose(parameter, end[name] * (0.25 if name in begun else 1))
