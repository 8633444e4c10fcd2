"""The training loop: one step, one validation, checkpoints from which a killed run goes on exactly."""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from transformers import Blip2ForImageTextRetrieval, Blip2Processor

from models.finetune import corpus, objectives, score
from models.finetune.corpus import Caption, Pair
from models.finetune.labels import Labels, Question
from models.finetune.objectives import Texts
from models.finetune.plot import loss_plot
from models.finetune.sight import Sight

CAPTIONS = 2  # texts a picture in each step
OWN_SHARE = 0.6  # chance that the first of them is one written for this very picture, such as its title
ASKED_WITHIN = 4  # categories whose colours, patterns, … are asked in a step that asks for these
NEAR = 3  # neighbours that stand with a picture in a batch once the eyes are frozen
EYES_SHARE = 0.4  # of the learning rate, for eyes that come trained: they move less than what is new
WEIGHTS = {"itc": 1.0, "itm": 1.0, "itg": 0.5, "questions": 1.0, "labels": 0.5}


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast; ``lr`` is the peak of a cosine with 5 % warm-up, in steps of the optimizer."""

    epochs: int = 20
    batch: int = 96  # pictures that are told apart from each other
    lr: float = 1e-3
    decay: float = 0.05
    matched: int = 0  # pictures a step that go through matching and generation, which cost four passes each
    patience: int = 5  # epochs without a better validation score after which training stops
    accumulate: int = 1  # batches to one step of the optimizer
    precision: str = "no"  # "bf16" or "fp16" on a GPU
    seed: int = 0


@dataclass
class History:
    """What a run has been through: losses by step, validation scores by epoch, the best weights' epoch."""

    losses: list[dict[str, float]] = field(default_factory=list)
    scores: list[dict[str, float]] = field(default_factory=list)

    def best(self) -> int:
        """The epoch (0-based) with the highest mean of its scores."""
        return max(range(len(self.scores)), key=lambda epoch: _mean(self.scores[epoch]))


class Trainer:
    """Trains ``model`` in place on the pairs of split "train", seen through ``sight``."""

    def __init__(
        self, model: Blip2ForImageTextRetrieval, processor: Blip2Processor, pairs: Sequence[Pair],
        sight: Sight, plan: Plan,
    ) -> None:  # fmt: skip
        torch.manual_seed(plan.seed)
        self.accelerator = Accelerator(mixed_precision=plan.precision)
        self.processor, self.pairs, self.sight, self.plan = processor, pairs, sight, plan
        self.rows = np.array([i for i, p in enumerate(pairs) if p.split == "train"])
        self.labels = Labels(pairs)
        config: Any = model.config
        helpers = objectives.Helpers(
            config.vision_config.hidden_size, config.qformer_config.hidden_size, self.labels.sizes()
        )
        self.model, self.helpers = self.accelerator.prepare(model, helpers)
        self.optimizer = self.accelerator.prepare(self._optimizer())
        self.near: np.ndarray | None = None
        self.history = History()
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
        """Trains to the plan's end or until nothing gets better; ``model`` has the best epoch's weights then.

        Goes on from ``folder``'s checkpoint if there is one. Writes loss.svg and history.json there.
        """
        self.resume(folder / "checkpoint.pt")
        started, first = time.perf_counter(), self.step
        for epoch in range(self.step // self.per_epoch, self.plan.epochs):
            if self._stuck(epoch):
                say(f"no better since epoch {self.history.best() + 1}: stopped")
                break
            done = self.step - epoch * self.per_epoch
            if done == 0 and self.plan.matched:
                self.near = score.neighbours(self, self.rows, NEAR)
            for rows in islice(self._batches(epoch), done, self.per_epoch):  # weights vary an epoch's length
                losses = self.update(rows)
                self.history.losses.append(losses)
                if self.step % every == 0:
                    self.save(folder / "checkpoint.pt")
                    say(self._progress(epoch, (time.perf_counter() - started) / (self.step - first), every))
            self.step = (epoch + 1) * self.per_epoch
            self._end_epoch(folder, epoch, say)
        if self.history.scores:
            self.accelerator.unwrap_model(self.model).load_state_dict(
                torch.load(folder / "best.pt", weights_only=True)
            )

    def _end_epoch(self, folder: Path, epoch: int, say: Callable[[str], None]) -> None:
        self.history.scores.append(score.validate(self))
        say(f"epoch {epoch + 1}: {json.dumps(self.history.scores[-1])}")
        if self.history.best() == epoch:
            _write(folder / "best.pt", self.accelerator.unwrap_model(self.model).state_dict())
        self.save(folder / "checkpoint.pt")
        (folder / "loss.svg").write_text(loss_plot(self.history.losses, self.history.scores, self.per_epoch))
        (folder / "history.json").write_text(json.dumps(self.history.scores))

    def _stuck(self, epoch: int) -> bool:
        return bool(self.history.scores) and epoch - 1 - self.history.best() >= self.plan.patience

    def _progress(self, epoch: int, rate: float, over: int) -> str:
        sums: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        for losses in self.history.losses[-over:]:
            sums.update(losses)
            counts.update(losses.keys())
        parts = " ".join(f"{name} {sums[name] / counts[name]:.3f}" for name in sums)
        left = rate * (self.total - self.step) / 60
        speed = f"{rate:.2f} s/step, {left:.0f} min left"
        return f"step {self.step}/{self.total} epoch {epoch + 1} {parts} | {speed}"

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
                losses = self._losses(part, chance)
                loss = torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).sum()
            self.accelerator.backward(loss / self.plan.accumulate)
            total.update({name: float(value.detach()) for name, value in losses.items()})
        self.accelerator.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        return {name: value / self.plan.accumulate for name, value in total.items()}

    def _losses(self, rows: np.ndarray, chance: np.random.Generator) -> dict[str, torch.Tensor]:
        views = chance.integers(self.sight.kept.shape[1], size=len(rows))
        seen = self.sight.seen(rows, views, shift=chance)
        vectors = objectives.query_vectors(self.model, seen)
        said = [c for r in rows for c in self._captions(r, chance)]
        texts = self.tokens([c.text for c in said])
        positive = self.labels.true_of(rows, said).to(seen.device)
        found = objectives.contrastive(
            vectors, objectives.text_vectors(self.model, texts), positive.float(), self.helpers.scale()
        )
        known = {name: numbers.to(seen.device) for name, numbers in self.labels.of(rows).items()}
        losses = {"itc": found.loss, "questions": self._questions(rows, vectors, chance)}
        if seen.requires_grad:
            losses["labels"] = self.helpers.label_loss(seen, known)
        if self.plan.matched:
            losses["itm"] = self._matching(seen, texts, found.best, positive)
            losses["itg"] = self._generation(seen, texts)
        return losses

    def _questions(
        self, rows: np.ndarray, vectors: torch.Tensor, chance: np.random.Generator
    ) -> torch.Tensor:
        """Every other step what the pictures show, and between them the finer labels of some categories."""
        asked = [q for q in self.labels.questions if not q.category]
        if self.step % 2:
            own = Counter(self.pairs[row].labels.get("category", "") for row in rows)
            some = chance.permutation(sorted(own.elements()))
            chosen = list(dict.fromkeys(some))[:ASKED_WITHIN]
            asked = [q for q in self.labels.questions if q.category in chosen]
        answers = {q: self.labels.answers(q, rows) for q in asked}
        asked = [q for q in asked if (answers[q] >= 0).any()]
        if not asked:
            return vectors.new_zeros(())
        texts = [q.one_each(chance) for q in asked]
        made = objectives.text_vectors(self.model, self.tokens([t for some in texts for t in some]))
        parts = made.split([len(some) for some in texts])
        losses = []
        for question, part in zip(asked, parts, strict=True):
            answer = torch.from_numpy(answers[question]).to(vectors.device)
            share = float((answer >= 0).float().mean())
            losses.append(
                _weight(question, share) * objectives.answered(vectors, part, answer, self.helpers.scale())
            )
        return torch.stack(losses).sum()

    def _matching(
        self, seen: torch.Tensor, texts: Texts, best: torch.Tensor, positive: torch.Tensor
    ) -> torch.Tensor:
        n = min(self.plan.matched, len(seen))
        hard = objectives.hard_pairs(best, positive, float(self.helpers.scale().detach()), n)
        own = torch.arange(n, device=seen.device)
        pictures = seen[torch.cat([own, own, hard.wrong_picture])]
        chosen = torch.cat([hard.own_text, hard.wrong_text, hard.own_text])
        truth = torch.cat([torch.ones_like(own), torch.zeros_like(own), torch.zeros_like(own)])
        return objectives.matching(self.model, pictures, texts.rows(chosen), truth)

    def _generation(self, seen: torch.Tensor, texts: Texts) -> torch.Tensor:
        n = min(self.plan.matched, len(seen))
        first = torch.arange(n, device=seen.device) * CAPTIONS
        tokenizer = self.processor.tokenizer
        start = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else tokenizer.cls_token_id
        return objectives.generation(self.model, seen[:n], texts.rows(first), self.helpers.next_word, start)

    def _captions(self, row: int, chance: np.random.Generator) -> list[Caption]:
        captions = self.pairs[row].captions
        own = [c for c in captions if c.states is None]
        first = own if own and chance.random() < OWN_SHARE else captions
        return [first[chance.integers(len(first))], captions[chance.integers(len(captions))]]

    def tokens(self, texts: Sequence[str]) -> Texts:
        """Ids and mask, padded to the longest."""
        out = self.processor.tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt")
        device = self.accelerator.device
        return Texts(out["input_ids"].to(device), out["attention_mask"].to(device))

    def save(self, path: Path) -> None:
        """Everything a killed run needs, written whole or not at all."""
        near = None if self.near is None else torch.from_numpy(self.near)
        _write(
            path,
            {"model": self.model.state_dict(), "helpers": self.helpers.state_dict(), "near": near,
             "optimizer": self.optimizer.state_dict(), "step": self.step,
             "losses": self.history.losses, "scores": self.history.scores},
        )  # fmt: skip

    def resume(self, path: Path) -> None:
        """Goes on from a checkpoint of the same plan, if there is one."""
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.helpers.load_state_dict(state["helpers"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.near = None if state["near"] is None else state["near"].numpy()
            self.step, self.history = state["step"], History(state["losses"], state["scores"])


def _weight(question: Question, share: float) -> float:
    """By how many pictures are asked; a label within a category counts as much as one of all pictures."""
    return share if not question.category else share * 2


def _pace(done: float) -> float:
    """Share of the highest learning rate: 5 % warm-up, then a cosine down to 2 %."""
    return min(1, done / 0.05 + 1e-3) * (0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2)


def _mean(scores: dict[str, float]) -> float:
    return sum(scores.values()) / len(scores)


def _write(path: Path, state: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.rename(path)
