"""Exponential moving average of the weights (Polyak & Juditsky 1992), by which a run is judged and ends.

Knows tensors only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from itertools import chain
from typing import Any

import torch
from torch import nn

DECAY = 0.99  # so that some 100 steps count: an epoch of the small BLIP-2's


class Ema:
    """The moving average of a model's trained parameters and of its norms' statistics."""

    def __init__(self, model: nn.Module) -> None:
        trained = ((name, p) for name, p in model.named_parameters() if p.requires_grad)
        statistics = ((name, b) for name, b in model.named_buffers() if b.is_floating_point())
        self._live: dict[str, torch.Tensor] = dict(chain(trained, statistics))
        self.weights = {name: live.detach().clone() for name, live in self._live.items()}

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Moves the average towards the model after ``step`` steps; faster in the first steps."""
        share = 1 - min(DECAY, (1 + step) / (10 + step))
        for name, weight in self.weights.items():
            weight.lerp_(self._live[name], share)

    def teacher(self, model: nn.Module) -> Any:
        """Returns a frozen copy of the model that shares the average's weights."""
        copy = deepcopy(model).requires_grad_(False).eval()
        for name, own in chain(copy.named_parameters(), copy.named_buffers()):
            if name in self.weights:
                own.data = self.weights[name]
        return copy

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Gives the model the average's weights inside the context."""
        current = {name: live.detach().clone() for name, live in self._live.items()}
        self._assign(self.weights)
        try:
            yield
        finally:
            self._assign(current)

    def resume(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Restores the ``weights`` of a killed run."""
        for name, weight in weights.items():
            self.weights[name].copy_(weight)

    @torch.no_grad()
    def _assign(self, weights: Mapping[str, torch.Tensor]) -> None:
        for name, live in self._live.items():
            live.copy_(weights[name])
