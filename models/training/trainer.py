"""The training loop: steps, validation, and checkpoints from which a killed run resumes exactly."""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from torch.nn import functional as F
from transformers import Blip2Processor

from models.training import data, losses
from models.training.data import Labels, Pair, Question
from models.training.ema import Ema
from models.training.feature_cache import FeatureCache, split_vision
from models.training.memory_bank import MemoryBank
from models.training.run_log import RunLog
from models.training.step import TrainingStep

NEIGHBOURS = 3  # pictures that are put into a batch with one like them once the vision tower is frozen
VISION_LR = 0.4  # share of the learning rate for a vision tower, which comes trained and should move less
WEIGHTS = {"itc": 1.0, "itm": 1.0, "itg": 0.5, "questions": 1.0, "alike": 0.3, "labels": 0.5}
VALIDATION_BATCH = 128
MAX_TITLES = 1000  # of a source that are asked
NAMED = ("category", "kind", "colour", "pattern")  # labels whose zero-shot accuracy is measured


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How long and how fast; ``lr`` is the peak of a cosine with 5 % warm-up, in steps of the optimizer."""

    epochs: int = 20
    batch: int = 96  # pictures that are each other's negatives
    lr: float = 1e-3
    weight_decay: float = 0.05
    memory: int = 0  # pictures of earlier batches that are negatives too
    distilled: float = 0.0  # weight of the averaged weights' scores beside the labels
    matched: int = 0  # pictures a step that go through matching and generation, which cost four passes each
    patience: int = 5  # epochs without a better validation score after which training stops
    accumulate: int = 1  # batches to one step of the optimizer
    precision: str = "no"  # "bf16" or "fp16" on a GPU
    seed: int = 0


class Trainer:
    """Trains ``model`` in place on the pairs of split "train"."""

    def __init__(
        self, model: Any, processor: Blip2Processor, pairs: Sequence[Pair],
        cache: FeatureCache, config: TrainConfig,
    ) -> None:  # fmt: skip
        torch.manual_seed(config.seed)
        self.accelerator = Accelerator(mixed_precision=config.precision)
        self.pairs, self.cache, self.config = pairs, cache, config
        self.rows = np.array([i for i, p in enumerate(pairs) if p.split == "train"])
        labels, parts = Labels(pairs), model.config
        heads = losses.AuxiliaryHeads(
            parts.vision_config.hidden_size, parts.qformer_config.hidden_size, labels.sizes()
        )
        self.model, self.heads = self.accelerator.prepare(model, heads)
        self.bare = self.accelerator.unwrap_model(self.model)
        self.ema, self.memory = Ema(self.bare), MemoryBank(config.memory)
        self.teacher = self.ema.teacher(self.bare) if config.distilled else None
        self.training_step = TrainingStep(
            self.model, self.heads, processor.tokenizer, pairs, labels, config.matched, self.memory,
            self.teacher, config.distilled,
        )  # fmt: skip
        self.optimizer = self.accelerator.prepare(self._optimizer())
        self.frozen_vision = not any(p.requires_grad for p in self.bare.vision_model.parameters())
        self.near: np.ndarray | None = None
        self.log = RunLog(sizes=Counter(p.source for p in pairs if p.split == "valid"))
        self.step = 0
        self.per_epoch = sum(1 for _ in self._batches(0))
        self.total = self.per_epoch * config.epochs

    def _optimizer(self) -> torch.optim.Optimizer:
        vision = {id(p) for p in self.bare.vision_model.parameters()}
        groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
        for p in [*self.model.parameters(), *self.heads.parameters()]:
            if p.requires_grad:
                decay = self.config.weight_decay if p.ndim > 1 else 0.0
                groups.setdefault((decay, VISION_LR if id(p) in vision else 1.0), []).append(p)
        parts = [
            {"params": ps, "weight_decay": decay, "share": share} for (decay, share), ps in groups.items()
        ]
        return torch.optim.AdamW(parts, lr=self.config.lr, betas=(0.9, 0.98))

    def _batches(self, epoch: int) -> Iterator[np.ndarray]:
        own, size = [self.pairs[row] for row in self.rows], self.config.batch * self.config.accumulate
        drawn = data.batches(own, size, self.config.seed, epoch, self.near)
        return (self.rows[local] for local in drawn)

    def run(self, folder: Path, report: Callable[[str], None], every: int = 50) -> None:
        """Trains all epochs or until nothing improves, from ``folder``'s checkpoint if there is one.

        Leaves the averaged weights of the best epoch in ``model``, loss.svg and history.json in ``folder``.
        """
        self.resume(folder / "checkpoint.pt")
        started, first = time.perf_counter(), self.step
        for epoch in range(self.step // self.per_epoch, self.config.epochs):
            if self.log.should_stop(epoch, self.config.patience):
                report(f"no better since epoch {self.log.best_epoch() + 1}: stopped")
                break
            done = self.step - epoch * self.per_epoch
            if done == 0 and self.config.matched and self.frozen_vision:
                self.near = nearest(self, self.rows, NEIGHBOURS)
            for rows in islice(self._batches(epoch), done, self.per_epoch):  # weights vary an epoch's length
                self.log.losses.append(self.update(rows))
                if self.step % every == 0:
                    self.save(folder / "checkpoint.pt")
                    pace = (time.perf_counter() - started) / (self.step - first)
                    at = f"step {self.step}/{self.total} epoch {epoch + 1}"
                    left = f"{pace:.2f} s/step, {pace * (self.total - self.step) / 60:.0f} min left"
                    report(f"{at} {self.log.recent_losses(every)} | {left}")
            self.step = (epoch + 1) * self.per_epoch
            self._end_epoch(folder, epoch, report)
        if self.log.scores:
            self.bare.load_state_dict(torch.load(folder / "best.pt", weights_only=True))

    def _end_epoch(self, folder: Path, epoch: int, report: Callable[[str], None]) -> None:
        with self.ema.applied():
            self.log.scores.append(validate(self))
            report(f"epoch {epoch + 1}: {json.dumps(self.log.scores[-1])}")
            if self.log.best_epoch() == epoch:
                _write(folder / "best.pt", self.bare.state_dict())
        self.save(folder / "checkpoint.pt")
        self.log.write(folder, self.per_epoch)

    def update(self, rows: np.ndarray) -> dict[str, float]:
        """Makes one step of the optimizer over ``accumulate`` batches; returns the losses by name."""
        # Randomness depends on the step's number only, so that a killed run resumes exactly.
        torch.manual_seed(self.config.seed * 1_000_003 + self.step)
        rng = np.random.default_rng([self.config.seed, self.step])
        self.model.train()
        for group in self.optimizer.param_groups:
            group["lr"] = group["share"] * self.config.lr * _lr_factor(self.step / self.total)
        sums: Counter[str] = Counter()
        for part in np.split(rows, self.config.accumulate):
            with self.accelerator.autocast():
                views = rng.integers(self.cache.features.shape[1], size=len(part))
                inputs = self.cache.inputs(part, views, shift=rng)
                patches, taught = self.cache.trainable(inputs), self._teacher_patches(inputs)
                found = self.training_step.compute(part, patches, rng, taught)
                loss = torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum()
            self.accelerator.backward(loss / self.config.accumulate)
            sums.update({name: float(value.detach()) for name, value in found.items()})
        self.accelerator.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.ema.update(self.step)
        return {name: value / self.config.accumulate for name, value in sums.items()}

    @torch.no_grad()
    def _teacher_patches(self, inputs: torch.Tensor) -> torch.Tensor | None:
        if self.teacher is None:
            return None
        if self.frozen_vision:
            return self.cache.trainable(inputs)
        return split_vision(self.teacher.vision_model)[1](inputs)

    def save(self, path: Path) -> None:
        """Writes everything that a killed run needs, whole or not at all."""
        near = None if self.near is None else torch.from_numpy(self.near)
        _write(
            path,
            {"model": self.model.state_dict(), "heads": self.heads.state_dict(), "near": near,
             "optimizer": self.optimizer.state_dict(), "step": self.step, "memory": self.memory.state(),
             "ema": self.ema.weights, "losses": self.log.losses, "scores": self.log.scores},
        )  # fmt: skip

    def resume(self, path: Path) -> None:
        """Restores a checkpoint of the same configuration, if there is one."""
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.heads.load_state_dict(state["heads"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.memory.resume(state["memory"])
            self.ema.resume(state["ema"])
            self.near = None if state["near"] is None else state["near"].numpy()
            self.step = state["step"]
            self.log.losses, self.log.scores = state["losses"], state["scores"]


@torch.inference_mode()
def validate(trainer: Trainer) -> dict[str, float]:
    """Returns title → picture R@1 and R@10 (best query vector) and zero-shot accuracy, by source of pairs."""
    result: dict[str, float] = {}
    valid = [i for i, p in enumerate(trainer.pairs) if p.split == "valid"]
    for source in sorted({trainer.pairs[i].source for i in valid}):
        rows = np.array([i for i in valid if trainer.pairs[i].source == source])
        vectors = _vectors(trainer, rows)
        for name, value in (_recall(trainer, rows, vectors) | _accuracy(trainer, rows, vectors)).items():
            result[f"{source} {name}"] = round(value, 3)
    return result


@torch.inference_mode()
def nearest(trainer: Trainer, rows: np.ndarray, count: int) -> np.ndarray:
    """Returns (n, count) places among ``rows`` of the pictures nearest to each, by mean query vector."""
    mean = F.normalize(_vectors(trainer, rows).mean(1), dim=-1)
    places = torch.arange(len(mean), device=mean.device).split(1024)
    found = [
        (part @ mean.T).scatter_(1, own[:, None], -2).topk(min(count, len(rows) - 1)).indices
        for part, own in zip(mean.split(1024), places, strict=True)
    ]
    return torch.cat(found).cpu().numpy()


def _vectors(trainer: Trainer, rows: np.ndarray) -> torch.Tensor:
    """Returns (n, queries, joint) of the rows' whole pictures."""
    trainer.model.eval()
    parts = [rows[start : start + VALIDATION_BATCH] for start in range(0, len(rows), VALIDATION_BATCH)]
    patches = (trainer.cache.patches(part, np.zeros(len(part), int)) for part in parts)
    return torch.cat([losses.qformer_embeddings(trainer.model, some) for some in patches])


def _recall(trainer: Trainer, rows: np.ndarray, vectors: torch.Tensor) -> dict[str, float]:
    own = [(i, p.captions[0].text) for i, p in enumerate(trainer.pairs[r] for r in rows[:MAX_TITLES])
           if p.captions and p.captions[0].states is None]  # fmt: skip
    if len(own) < 2:
        return {}
    places = torch.tensor([place for place, _ in own], device=vectors.device)
    scores = losses.best_and_mean_scores(vectors[places], _texts(trainer, [text for _, text in own]))[0].T
    rank = (scores > scores.diagonal()[:, None]).sum(1)
    return {"R@1": float((rank < 1).float().mean()), "R@10": float((rank < 10).float().mean())}


def _accuracy(trainer: Trainer, rows: np.ndarray, vectors: torch.Tensor) -> dict[str, float]:
    labels, right = trainer.training_step.labels, dict[str, list[float]]()
    for question in labels.questions:
        answers = torch.from_numpy(labels.answers(question, rows)).to(vectors.device)
        if question.kind in NAMED and (answers >= 0).any():
            right.setdefault(question.kind, []).extend(_right(trainer, question, vectors, answers))
    return {kind: sum(hits) / len(hits) for kind, hits in right.items()}


def _right(trainer: Trainer, question: Question, vectors: torch.Tensor, answers: torch.Tensor) -> list[float]:
    known, texts = answers >= 0, _texts(trainer, [texts[0] for texts in question.texts])
    guess = losses.best_and_mean_scores(vectors[known], texts)[0].argmax(1)
    return (guess == answers[known]).float().tolist()


def _texts(trainer: Trainer, texts: Sequence[str]) -> torch.Tensor:
    return losses.text_embeddings(trainer.model, trainer.training_step.tokens(texts))


def _lr_factor(done: float) -> float:
    """Returns the share of the peak learning rate: 5 % warm-up, then a cosine down to 2 %."""
    return min(1, done / 0.05 + 1e-3) * (0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2)


def _write(path: Path, state: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.rename(path)
