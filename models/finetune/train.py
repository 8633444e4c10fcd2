"""The training loop: one step, one validation, checkpoints from which a killed run goes on exactly."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import Blip2ForImageTextRetrieval, Blip2Processor

from models.finetune import corpus, objectives
from models.finetune.corpus import Pair
from models.finetune.labels import Labels
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
        self.pairs, self.pixels, self.maps = pairs, pixels, maps
        self.rows = np.array([i for i, p in enumerate(pairs) if p.split == "train"])
        self.labels = Labels(pairs)
        config: Any = model.config
        self.eyes = config.vision_config
        torch.manual_seed(plan.seed)
        channels = 1 if maps is None else maps.shape[1]
        self.helpers = objectives.Helpers(self.eyes.hidden_size, self.labels.sizes(), channels)
        self.optimizer = self._optimizer()
        self.step = 0
        self.per_epoch = sum(1 for _ in self._batches(0))
        self.total = self.per_epoch * plan.epochs

    def _optimizer(self) -> torch.optim.Optimizer:
        params = [*self.model.parameters(), *self.helpers.parameters()]
        groups = [
            {"params": [p for p in params if p.ndim > 1], "weight_decay": self.plan.decay},
            {"params": [p for p in params if p.ndim <= 1], "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, lr=self.plan.lr, betas=(0.9, 0.98))

    def _batches(self, epoch: int) -> Iterator[np.ndarray]:
        own = [self.pairs[row] for row in self.rows]
        return (self.rows[local] for local in corpus.batches(own, self.plan.batch, self.plan.seed, epoch))

    def run(self, folder: Path, say: Callable[[str], None], every: int = 50) -> None:
        """Trains to the plan's end; goes on from ``folder``'s checkpoint if there is one."""
        self.resume(folder / "checkpoint.pt")
        started, first = time.perf_counter(), self.step
        for epoch in range(self.step // self.per_epoch, self.plan.epochs):
            done = self.step - epoch * self.per_epoch
            for rows in islice(self._batches(epoch), done, self.per_epoch):  # weights vary an epoch's length
                losses = self.update(rows)
                if self.step % every == 0:
                    self.save(folder / "checkpoint.pt")
                    say(self._progress(epoch, losses, (time.perf_counter() - started) / (self.step - first)))
            self.step = (epoch + 1) * self.per_epoch
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
        view = corpus.views(self.pixels, rows, self.eyes.image_size, generator)
        seen = objectives.patches(self.model, self.normal(view.pictures))
        said = [c for r in rows for c in self._captions(r, chance)]
        texts = self.tokens([c.text for c in said])
        positive = self.labels.true_of(rows, said)
        found = objectives.contrastive(
            objectives.query_vectors(self.model, seen), objectives.text_vectors(self.model, texts),
            positive.float(), torch.tensor(SCALE),
        )  # fmt: skip
        losses = {"itc": found.loss, "labels": self.helpers.label_loss(seen, self.labels.of(rows))}
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

    def normal(self, pictures: torch.Tensor) -> torch.Tensor:
        """0..1 pictures in the processor's own scale."""
        scale = self.processor.image_processor
        mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (scale.image_mean, scale.image_std))
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
        seen = self._whole(rows)
        vectors = torch.cat([objectives.query_vectors(self.model, part) for part in seen.split(128)])
        titles = self.tokens([self.pairs[r].captions[0].text for r in rows])
        scores = torch.einsum("bqd,td->tbq", vectors, objectives.text_vectors(self.model, titles)).amax(-1)
        rank = (scores > scores.diagonal()[:, None]).sum(1)
        result = {"R@1": (rank < 1).float().mean(), "R@10": (rank < 10).float().mean()}
        guesses = self.helpers.guess(seen)
        for kind, truth in self.labels.of(rows).items():
            result[kind] = (guesses[kind] == truth)[truth >= 0].float().mean()
        return {name: round(float(value), 3) for name, value in result.items()}

    def _whole(self, rows: np.ndarray) -> torch.Tensor:
        """What the eyes make of these pictures, unaugmented: (b, 1 + patches, width)."""
        pictures = torch.from_numpy(np.asarray(self.pixels[rows])).permute(0, 3, 1, 2).float().div_(255)
        size = (self.eyes.image_size, self.eyes.image_size)
        small = torch.nn.functional.interpolate(pictures, size, mode="bilinear", antialias=True)
        return torch.cat([objectives.patches(self.model, self.normal(part)) for part in small.split(128)])

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
