"""Trains the adapters on prompts and their answers: steps, checkpoints that resume exactly, and the curve.

The loss is on the answer only. LoRA: Hu et al. 2021, arXiv 2106.09685. Does not know what the rows mean.
"""

from __future__ import annotations

import json
import logging
import math
import os
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from models.training.lora.llama_forward import AdaptedLlama, Example

log = logging.getLogger("training")

PACK_TOKENS = 1024  # of one pass; each keeps 1 MB for the way back


@dataclass(frozen=True, slots=True)
class LoraConfig:
    """How long and how fast: ``lr`` is the peak of a cosine, ``alpha / rank`` the adapter's scale."""

    steps: int = 640
    batch: int = 8
    rank: int = 16
    alpha: float = 32.0
    lr: float = 1e-3
    warmup: int = 20
    seed: int = 0

    def lr_at(self, step: int) -> float:
        """Returns the learning rate of a step; it ends at a twentieth of the peak."""
        wave = 0.5 * (1 + math.cos(math.pi * step / self.steps))
        return self.lr * min(1.0, (step + 1) / self.warmup) * (0.05 + 0.95 * wave)


@dataclass(frozen=True, slots=True)
class Watch:
    """What is measured every so many steps: the loss on ``held`` rows. ``curve`` is a JSON file of points."""

    held: Sequence[Example] = ()
    every: int = 50
    curve: Path | None = None


def examples(rows: Sequence[Mapping[str, str]], tokenizer: Any) -> list[Example]:
    """Returns rows as token ids; the end of the answer is learnt too."""
    made = []
    for row in rows:
        prompt = tokenizer(row["prompt"], add_special_tokens=False)["input_ids"]
        answer = tokenizer(row["answer"] + tokenizer.eos_token, add_special_tokens=False)["input_ids"]
        made.append(Example(prompt + answer, len(prompt)))
    return made


def batches(data: Sequence[Example], config: LoraConfig) -> Iterator[list[Example]]:
    """Yields the configured number of batches in a random order that is the same in every run."""
    rng = random.Random(config.seed)
    order: list[int] = []
    for _ in range(config.steps):
        while len(order) < config.batch:
            order += rng.sample(range(len(data)), len(data))
        yield [data[i] for i in order[: config.batch]]
        order = order[config.batch :]


def packs(batch: Sequence[Example]) -> Iterator[list[Example]]:
    """Yields a batch in parts of at most PACK_TOKENS tokens (or one row): the memory that a pass takes."""
    part: list[Example] = []
    for example in batch:
        if part and sum(len(e.ids) for e in (*part, example)) > PACK_TOKENS:
            yield part
            part = []
        part.append(example)
    yield part


def train(
    model: AdaptedLlama, data: Sequence[Example], config: LoraConfig, run: Path, watch: Watch
) -> list[float]:  # fmt: skip
    """Trains the adapters, from ``run/checkpoint.pt`` if there is one; returns the loss of every step."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=config.lr, weight_decay=0.0, fused=True)
    losses, points = _resume(run / "checkpoint.pt", model, optimizer)
    started = time.monotonic() - (points[-1]["seconds"] if points else 0.0)
    first = len(losses)
    for step, batch in enumerate(batches(data, config)):
        if step < first:
            continue
        optimizer.param_groups[0]["lr"] = config.lr_at(step)
        losses.append(descend(model, batch, optimizer))
        if len(losses) % watch.every == 0 or len(losses) == config.steps:
            points.append(_point(model, losses, config, watch, started))
            _save(run / "checkpoint.pt", model, optimizer, losses, points)
            if watch.curve:
                watch.curve.parent.mkdir(parents=True, exist_ok=True)
                watch.curve.write_text(json.dumps(points, indent=1) + "\n", encoding="utf-8")
    return losses


def descend(model: AdaptedLlama, batch: Sequence[Example], optimizer: torch.optim.Optimizer) -> float:
    """Takes one step on a batch; returns the mean loss of its answers' tokens."""
    answers, total = sum(e.answer for e in batch), 0.0
    for pack in packs(batch):
        loss = model(pack) * (sum(e.answer for e in pack) / answers)
        loss.backward()
        total += loss.item()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return total


@torch.no_grad()
def mean_loss(model: AdaptedLlama, rows: Sequence[Example]) -> float:
    """Returns the mean loss of the answers' tokens of rows that are not trained on."""
    total = sum(model(pack).item() * sum(e.answer for e in pack) for pack in packs(rows))
    return float(total / sum(e.answer for e in rows))


def _point(
    model: AdaptedLlama, losses: Sequence[float], config: LoraConfig, watch: Watch, started: float
) -> dict[str, float]:
    """Measures, logs and returns one point of the curve."""
    recent = losses[-watch.every :]
    point = {"step": len(losses), "rows": len(losses) * config.batch, "loss": sum(recent) / len(recent)}
    if watch.held:
        point["held_out"] = mean_loss(model, watch.held)
    point["seconds"] = round(time.monotonic() - started, 1)
    log.info("of %d steps: %s", config.steps, point)
    return point


def _save(
    path: Path, model: AdaptedLlama, optimizer: torch.optim.Optimizer, losses: list[float],
    points: list[dict[str, float]],
) -> None:  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    saved = {"weights": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save({**saved, "losses": losses, "points": points}, partial)
    os.replace(partial, path)  # a kill leaves the old checkpoint or the new one, never half of one


def restore(path: Path, model: AdaptedLlama) -> dict[str, Any]:
    """Loads the adapters of a checkpoint into the model, and returns the checkpoint."""
    saved: dict[str, Any] = torch.load(path, weights_only=True)
    model.load_state_dict(saved["weights"])
    return saved


def _resume(
    path: Path, model: AdaptedLlama, optimizer: torch.optim.Optimizer
) -> tuple[list[float], list[dict[str, float]]]:
    if not path.exists():
        return [], []
    saved = restore(path, model)
    optimizer.load_state_dict(saved["optimizer"])
    log.info("resuming after step %d", len(saved["losses"]))
    return list(saved["losses"]), list(saved["points"])
