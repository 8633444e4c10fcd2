"""The training loop: one step, one validation, checkpoints from which a killed run goes on exactly."""

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
from transformers import Blip2Processor

from models.training import corpus, evaluation, objectives
from models.training.corpus import Pair
from models.training.ema import Mean
from models.training.feature_cache import Sight, split
from models.training.history import History
from models.training.labels import Labels
from models.training.memory_bank import Memory
from models.training.step import Lesson

NEAR = 3  # neighbours that stand with a picture in a batch once the eyes are frozen
EYES_SHARE = 0.4  # of the learning rate, for eyes that come trained: they move less than what is new
WEIGHTS = {"itc": 1.0, "itm": 1.0, "itg": 0.5, "questions": 1.0, "alike": 0.3, "labels": 0.5}


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast; ``lr`` is the peak of a cosine with 5 % warm-up, in steps of the optimizer."""

    epochs: int = 20
    batch: int = 96  # pictures that are told apart from each other
    lr: float = 1e-3
    decay: float = 0.05
    memory: int = 0  # pictures of earlier batches that a batch is told apart from too
    taught: float = 0.0  # weight of what the weights' mean takes for likely, beside what is known
    matched: int = 0  # pictures a step that go through matching and generation, which cost four passes each
    patience: int = 5  # epochs without a better validation score after which training stops
    accumulate: int = 1  # batches to one step of the optimizer
    precision: str = "no"  # "bf16" or "fp16" on a GPU
    seed: int = 0


class Trainer:
    """Trains ``model`` in place on the pairs of split "train", seen through ``sight``."""

    def __init__(
        self, model: Any, processor: Blip2Processor, pairs: Sequence[Pair],
        sight: Sight, plan: Plan,
    ) -> None:  # fmt: skip
        torch.manual_seed(plan.seed)
        self.accelerator = Accelerator(mixed_precision=plan.precision)
        self.pairs, self.sight, self.plan = pairs, sight, plan
        self.rows = np.array([i for i, p in enumerate(pairs) if p.split == "train"])
        labels, config = Labels(pairs), model.config
        helpers = objectives.Helpers(
            config.vision_config.hidden_size, config.qformer_config.hidden_size, labels.sizes()
        )
        self.model, self.helpers = self.accelerator.prepare(model, helpers)
        self.mean = Mean(self.accelerator.unwrap_model(self.model))
        self.memory = Memory(plan.memory)
        bare = self.accelerator.unwrap_model(self.model)
        self.teacher = self.mean.twin(bare) if plan.taught else None
        self.lesson = Lesson(
            self.model, self.helpers, processor.tokenizer, pairs, labels, plan.matched, self.memory,
            self.teacher, plan.taught,
        )  # fmt: skip
        self.optimizer = self.accelerator.prepare(self._optimizer())
        self.still = not any(p.requires_grad for p in bare.vision_model.parameters())
        self.near: np.ndarray | None = None
        self.history = History(sizes=Counter(p.source for p in pairs if p.split == "valid"))
        self.step = 0
        self.per_epoch = sum(1 for _ in self._batches(0))
        self.total = self.per_epoch * plan.epochs

    def _optimizer(self) -> torch.optim.Optimizer:
        eyes = {id(p) for p in self.accelerator.unwrap_model(self.model).vision_model.parameters()}
        groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
        for p in [*self.model.parameters(), *self.helpers.parameters()]:
            if p.requires_grad:
                decay = self.plan.decay if p.ndim > 1 else 0.0
                groups.setdefault((decay, EYES_SHARE if id(p) in eyes else 1.0), []).append(p)
        parts = [
            {"params": ps, "weight_decay": decay, "share": share} for (decay, share), ps in groups.items()
        ]
        return torch.optim.AdamW(parts, lr=self.plan.lr, betas=(0.9, 0.98))

    def _batches(self, epoch: int) -> Iterator[np.ndarray]:
        own = [self.pairs[row] for row in self.rows]
        drawn = corpus.batches(own, self.plan.batch * self.plan.accumulate, self.plan.seed, epoch, self.near)
        return (self.rows[local] for local in drawn)

    def run(self, folder: Path, say: Callable[[str], None], every: int = 50) -> None:
        """Trains to the plan's end or until nothing gets better; ``model`` has the weights' mean after the
        best epoch then.

        Goes on from ``folder``'s checkpoint if there is one. Writes loss.svg and history.json there.
        """
        self.resume(folder / "checkpoint.pt")
        started, first = time.perf_counter(), self.step
        for epoch in range(self.step // self.per_epoch, self.plan.epochs):
            if self.history.stuck(epoch, self.plan.patience):
                say(f"no better since epoch {self.history.best() + 1}: stopped")
                break
            done = self.step - epoch * self.per_epoch
            if done == 0 and self.plan.matched and self.still:
                self.near = evaluation.neighbours(self, self.rows, NEAR)
            for rows in islice(self._batches(epoch), done, self.per_epoch):  # weights vary an epoch's length
                losses = self.update(rows)
                self.history.losses.append(losses)
                if self.step % every == 0:
                    self.save(folder / "checkpoint.pt")
                    rate = (time.perf_counter() - started) / (self.step - first)
                    at = f"step {self.step}/{self.total} epoch {epoch + 1}"
                    left = f"{rate:.2f} s/step, {rate * (self.total - self.step) / 60:.0f} min left"
                    say(f"{at} {self.history.lately(every)} | {left}")
            self.step = (epoch + 1) * self.per_epoch
            self._end_epoch(folder, epoch, say)
        if self.history.scores:
            self.accelerator.unwrap_model(self.model).load_state_dict(
                torch.load(folder / "best.pt", weights_only=True)
            )

    def _end_epoch(self, folder: Path, epoch: int, say: Callable[[str], None]) -> None:
        with self.mean.in_place():
            self.history.scores.append(evaluation.validate(self))
            say(f"epoch {epoch + 1}: {json.dumps(self.history.scores[-1])}")
            if self.history.best() == epoch:
                _write(folder / "best.pt", self.accelerator.unwrap_model(self.model).state_dict())
        self.save(folder / "checkpoint.pt")
        self.history.write(folder, self.per_epoch)

    def update(self, rows: np.ndarray) -> dict[str, float]:
        """One step of the optimizer over ``accumulate`` batches; the losses by name."""
        # a step's chance depends on its number only, so that a run that was killed goes on exactly
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        chance = np.random.default_rng([self.plan.seed, self.step])
        self.model.train()
        for group in self.optimizer.param_groups:
            group["lr"] = group["share"] * self.plan.lr * _pace(self.step / self.total)
        total: Counter[str] = Counter()
        for part in np.split(rows, self.plan.accumulate):
            with self.accelerator.autocast():
                views = chance.integers(self.sight.kept.shape[1], size=len(part))
                maps = self.sight.maps(part, views, shift=chance)
                losses = self.lesson.losses(part, self.sight.rest(maps), chance, self._shown(maps))
                loss = torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).sum()
            self.accelerator.backward(loss / self.plan.accumulate)
            total.update({name: float(value.detach()) for name, value in losses.items()})
        self.accelerator.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.mean.follow(self.step)
        return {name: value / self.plan.accumulate for name, value in total.items()}

    @torch.no_grad()
    def _shown(self, maps: torch.Tensor) -> torch.Tensor | None:
        """What the teacher's eyes make of the same."""
        if self.teacher is None:
            return None
        return self.sight.rest(maps) if self.still else split(self.teacher.vision_model)[1](maps)

    def save(self, path: Path) -> None:
        """Everything a killed run needs, written whole or not at all."""
        near = None if self.near is None else torch.from_numpy(self.near)
        _write(
            path,
            {"model": self.model.state_dict(), "helpers": self.helpers.state_dict(), "near": near,
             "optimizer": self.optimizer.state_dict(), "step": self.step, "memory": self.memory.state(),
             "mean": self.mean.weights,
             "losses": self.history.losses, "scores": self.history.scores},
        )  # fmt: skip

    def resume(self, path: Path) -> None:
        """Goes on from a checkpoint of the same plan, if there is one."""
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.helpers.load_state_dict(state["helpers"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.memory.resume(state["memory"])
            self.mean.resume(state["mean"])
            self.near = None if state["near"] is None else state["near"].numpy()
            self.step = state["step"]
            self.history.losses, self.history.scores = state["losses"], state["scores"]


def _pace(done: float) -> float:
    """Share of the highest learning rate: 5 % warm-up, then a cosine down to 2 %."""
    return min(1, done / 0.05 + 1e-3) * (0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2)


def _write(path: Path, state: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.rename(path)
