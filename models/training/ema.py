"""The weights' exponential moving average (Polyak & Juditsky 1992), which a run is judged by and ends with.

Each step's weights stagger about what they are on their way to; their mean does not. Knows tensors only.
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


class Mean:
    """The moving average of a model's trained parameters and of its norms' statistics."""

    def __init__(self, model: nn.Module) -> None:
        trained = ((name, p) for name, p in model.named_parameters() if p.requires_grad)
        counted = ((name, b) for name, b in model.named_buffers() if b.is_floating_point())
        self._own: dict[str, torch.Tensor] = dict(chain(trained, counted))
        self.weights = {name: own.detach().clone() for name, own in self._own.items()}

    @torch.no_grad()
    def follow(self, step: int) -> None:
        """Moves towards what the model is after ``step`` steps; faster while there were few."""
        share = 1 - min(DECAY, (1 + step) / (10 + step))
        for name, weight in self.weights.items():
            weight.lerp_(self._own[name], share)

    def twin(self, model: nn.Module) -> Any:
        """A copy of the model that always has these weights, and learns nothing itself."""
        other = deepcopy(model).requires_grad_(False).eval()
        for name, own in chain(other.named_parameters(), other.named_buffers()):
            if name in self.weights:
                own.data = self.weights[name]
        return other

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The model has these weights meanwhile."""
        current = {name: own.detach().clone() for name, own in self._own.items()}
        self._give(self.weights)
        try:
            yield
        finally:
            self._give(current)

    def resume(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Goes on from the ``weights`` of a run that was killed."""
        for name, weight in weights.items():
            self.weights[name].copy_(weight)

    @torch.no_grad()
    def _give(self, weights: Mapping[str, torch.Tensor]) -> None:
        for name, own in self._own.items():
            own.copy_(weights[name])
