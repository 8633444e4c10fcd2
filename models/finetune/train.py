"""The training loop: one step, one validation, checkpoints from which a killed run goes on exactly."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import Blip2ForImageTextRetrieval, Blip2Processor

from models.finetune import corpus, objectives
from models.finetune.corpus import Pair
from models.finetune.objectives import Texts

SCALE = 20.0  # 1 / temperature: between CLIP's start (14) and end (100); fixed, because the data are few
MATCHED = 24  # pictures a step whose hard pairs go through the matching head: it costs three passes each
CAPTIONS = 2  # texts a picture in each step
OWN_SHARE = 0.6  # chance that the first of them is one written for this very picture, such as its title


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast; ``lr`` is the peak of a cosine with 5 % warm-up."""

    epochs: int = 20
    batch: int = 128
    lr: float = 1e-3
    decay: float = 0.05
    seed: int = 0


class Trainer:
    """Trains ``model`` in place on the pairs of split "train"."""

    def __init__(
        self, model: Blip2ForImageTextRetrieval, processor: Blip2Processor, pairs: Sequence[Pair],
        pixels: np.ndarray, maps: np.ndarray | None, plan: Plan,
    ) -> None:  # fmt: skip
        self.model, self.processor, self.plan = model, processor, plan
        self.rows = np.array([i for i, p in enumerate(pairs) if p.split == "train"])
        self.pairs, self.pixels, self.maps = pairs, pixels, maps
        self.kinds = sorted({k for p in pairs for k in p.labels})
        self.classes = {k: sorted({p.labels.get(k, "") for p in pairs} - {""}) for k in self.kinds}
        self.numbers = np.array([[self._number(k, p.labels.get(k, "")) for k in self.kinds] for p in pairs])
        width = model.config.vision_config.hidden_size
        sizes = {k: len(self.classes[k]) for k in self.kinds}
        torch.manual_seed(plan.seed)
        self.helpers = objectives.Helpers(width, sizes, 1 if maps is None else maps.shape[1])
        params = [*model.parameters(), *self.helpers.parameters()]
        groups = [
            {"params": [p for p in params if p.ndim > 1], "weight_decay": plan.decay},
            {"params": [p for p in params if p.ndim <= 1], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=plan.lr, betas=(0.9, 0.98))
        self.step = 0
        self.image = processor.image_processor
        train_pairs = [pairs[i] for i in self.rows]
        self.per_epoch = sum(1 for _ in corpus.batches(train_pairs, plan.batch, plan.seed, 0))
        self.total = self.per_epoch * plan.epochs

    def _number(self, kind: str, label: str) -> int:
        return self.classes[kind].index(label) if label else -1

    def run(self, folder: Path, say: Callable[[str], None], every: int = 50) -> None:
        """Trains to the plan's end; goes on from ``folder``'s checkpoint if there is one."""
        self.resume(folder / "checkpoint.pt")
        started, first = time.perf_counter(), self.step
        train_pairs = [self.pairs[i] for i in self.rows]
        for epoch in range(self.step // self.per_epoch, self.plan.epochs):
            order = corpus.batches(train_pairs, self.plan.batch, self.plan.seed, epoch)
            for number, local in enumerate(order):
                if epoch * self.per_epoch + number < self.step or number >= self.per_epoch:
                    continue
                losses = self.update(self.rows[local])
                if self.step % every == 0:
                    self.save(folder / "checkpoint.pt")
                    rate = (time.perf_counter() - started) / (self.step - first)
                    say(self._progress(epoch, losses, rate))
            say(f"epoch {epoch + 1}: {json.dumps(self.validate())}")
        self.save(folder / "checkpoint.pt")

    def _progress(self, epoch: int, losses: dict[str, float], rate: float) -> str:
        parts = " ".join(f"{name} {value:.3f}" for name, value in losses.items())
        left = rate * (self.total - self.step) / 60
        speed = f"{rate:.2f} s/step, {left:.0f} min left"
        return f"step {self.step}/{self.total} epoch {epoch + 1} {parts} | {speed}"

    def update(self, rows: np.ndarray) -> dict[str, float]:
        """One optimizer step on these rows; the losses by name."""
        # a step's chance depends on its number only, so that a run that was killed goes on exactly
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        chance = np.random.default_rng([self.plan.seed, self.step])
        self.model.train()
        done = self.step / self.total
        for group in self.optimizer.param_groups:
            group["lr"] = (
                self.plan.lr * min(1, done / 0.05 + 1e-3) * (0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2)
            )
        losses = self._losses(rows, chance)
        total = losses["itc"] + 0.5 * losses["itm"] + 0.5 * losses["labels"] + losses.get("features", 0)
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        return {k: float(v.detach()) for k, v in losses.items()}

    def _losses(self, rows: np.ndarray, chance: np.random.Generator) -> dict[str, torch.Tensor]:
        generator = torch.Generator().manual_seed(int(chance.integers(2**62)))
        size = self.model.config.vision_config.image_size
        view = corpus.views(self.pixels, rows, size, generator)
        seen = objectives.patches(self.model, self.normal(view.pictures))
        said = [c for r in rows for c in self._captions(r, chance)]
        texts = self.tokens([c.text for c in said])
        positive = self._positive(rows, said)
        found = objectives.contrastive(
            objectives.query_vectors(self.model, seen), objectives.text_vectors(self.model, texts),
            positive.float(), torch.tensor(SCALE),
        )  # fmt: skip
        labels = {k: torch.from_numpy(self.numbers[rows, i]) for i, k in enumerate(self.kinds)}
        losses = {"itc": found.loss, "labels": self.helpers.label_loss(seen, labels)}
        losses["itm"] = self._matching(seen, texts, found.best, positive)
        if self.maps is not None:
            maps = torch.from_numpy(np.asarray(self.maps[rows], np.float32))
            losses["features"] = self.helpers.feature_loss(seen, maps, view.windows)
        return losses

    def _matching(
        self, seen: torch.Tensor, texts: Texts, best: torch.Tensor, positive: torch.Tensor
    ) -> torch.Tensor:
        n = min(MATCHED, len(seen))
        hard = objectives.hard_pairs(best, positive, SCALE, n)
        own = torch.arange(n)
        pictures = seen[torch.cat([own, own, hard.wrong_picture])]
        chosen = torch.cat([hard.own_text, hard.wrong_text, hard.own_text])
        truth = torch.cat([torch.ones(n, dtype=torch.long), torch.zeros(2 * n, dtype=torch.long)])
        return objectives.matching(self.model, pictures, texts.rows(chosen), truth)

    def _captions(self, row: int, chance: np.random.Generator) -> list[corpus.Caption]:
        captions = self.pairs[row].captions
        own = [c for c in captions if c.states is None]
        first = own if own and chance.random() < OWN_SHARE else captions
        return [first[chance.integers(len(first))], captions[chance.integers(len(captions))]]

    def _positive(self, rows: np.ndarray, said: Sequence[corpus.Caption]) -> torch.Tensor:
        """(b, t) bool: the text was written for the picture, or all that it states is true of it."""
        own = np.repeat(np.arange(len(rows)), CAPTIONS)
        positive = own[None, :] == np.arange(len(rows))[:, None]
        for column, caption in enumerate(said):
            if caption.states is not None:
                true = [
                    self.numbers[rows, self.kinds.index(k)] == self._number(k, v)
                    for k, v in caption.states.items()
                ]
                positive[:, column] |= np.logical_and.reduce(true)
        return torch.from_numpy(positive)

    def normal(self, pictures: torch.Tensor) -> torch.Tensor:
        """0..1 pictures in the processor's own scale."""
        mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (self.image.image_mean, self.image.image_std))
        return (pictures - mean) / std

    def tokens(self, texts: Sequence[str]) -> Texts:
        """Ids and mask, padded to the longest."""
        out = self.processor.tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt")
        return Texts(out["input_ids"], out["attention_mask"])

    @torch.inference_mode()
    def validate(self, most: int = 1000) -> dict[str, float]:
        """Title → picture R@1 and R@10 (max over query vectors) and label accuracy on the split "valid"."""
        rows = np.array([i for i, p in enumerate(self.pairs) if p.split == "valid"][:most])
        if not len(rows):
            return {}
        self.model.eval()
        size = self.model.config.vision_config.image_size
        whole = torch.from_numpy(np.asarray(self.pixels[rows])).permute(0, 3, 1, 2).float().div_(255)
        small = torch.nn.functional.interpolate(whole, (size, size), mode="bilinear", antialias=True)
        seen = torch.cat([objectives.patches(self.model, self.normal(part)) for part in small.split(128)])
        vectors = torch.cat([objectives.query_vectors(self.model, part) for part in seen.split(128)])
        texts = objectives.text_vectors(
            self.model, self.tokens([self.pairs[r].captions[0].text for r in rows])
        )
        scores = torch.einsum("bqd,td->tbq", vectors, texts).amax(-1)
        rank = (scores > scores.diagonal()[:, None]).sum(1)
        pooled = torch.cat([seen[:, 0], seen[:, 1:].mean(1)], -1)
        result = {"R@1": float((rank < 1).float().mean()), "R@10": float((rank < 10).float().mean())}
        for i, kind in enumerate(self.kinds):
            truth = torch.from_numpy(self.numbers[rows, i])
            right = self.helpers.labels[kind](pooled).argmax(1) == truth
            result[kind] = float(right[truth >= 0].float().mean())
        return {k: round(v, 3) for k, v in result.items()}

    def save(self, path: Path) -> None:
        """Everything a killed run needs, written whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        torch.save(
            {"model": self.model.state_dict(), "helpers": self.helpers.state_dict(),
             "optimizer": self.optimizer.state_dict(), "step": self.step}, part,
        )  # fmt: skip
        part.rename(path)

    def resume(self, path: Path) -> None:
        """Goes on from a checkpoint of the same plan, if there is one."""
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.helpers.load_state_dict(state["helpers"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step = state["step"]
