"""Cross-batch memory (Wang et al. 2020, arXiv 1912.06798): earlier batches as further negatives.

A batch of 128 pictures is told apart 128 ways, while a shop asks for one among thousands. Weights move little
from step to step, so recent vectors still serve as negatives, and cost nothing. Does not know the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch

from models.training.data import Caption


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures, a caption for each, and the model's vectors of both, in the rows' order."""

    rows: np.ndarray  # (b,)
    captions: tuple[Caption, ...]
    vectors: torch.Tensor  # (b, queries, joint)
    texts: torch.Tensor  # (b, joint)
    patches: torch.Tensor  # (b, 1 + patches, width), the vision tower's output

    def __len__(self) -> int:
        return len(self.rows)

    def concat(self, other: Batch) -> Batch:
        """Returns this batch's rows followed by the other's."""
        joined = {f.name: _joined(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}
        return Batch(**joined)

    def tail(self, count: int) -> Batch:
        """Returns the last ``count`` rows, detached from the graph."""
        some = slice(max(0, len(self) - count), None)
        tensors = (t[some].detach() for t in (self.vectors, self.texts, self.patches))
        return Batch(self.rows[some], self.captions[some], *tensors)


class MemoryBank:
    """The last ``size`` rows of earlier batches; none where ``size`` is 0."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._past: Batch | None = None

    def extend(self, batch: Batch, stored: Batch | None = None) -> Batch:
        """Returns the batch, with its gradients, followed by the memory; then remembers it, or ``stored``."""
        extended = batch if self._past is None else batch.concat(self._past)
        if self.size:
            newest = stored or batch
            self._past = (newest if self._past is None else self._past.concat(newest)).tail(self.size)
        return extended

    def state(self) -> dict[str, Any] | None:
        """Returns what a killed run needs to resume exactly: plain values and tensors."""
        if self._past is None:
            return None
        past = self._past
        return {
            "rows": torch.from_numpy(past.rows), "captions": [(c.text, c.states) for c in past.captions],
            "vectors": past.vectors, "texts": past.texts, "patches": past.patches,
        }  # fmt: skip

    def resume(self, state: Mapping[str, Any] | None) -> None:
        """Restores what ``state`` returned."""
        if state is not None:
            captions = tuple(Caption(text, states) for text, states in state["captions"])
            tensors = (state[name] for name in ("vectors", "texts", "patches"))
            self._past = Batch(state["rows"].numpy(), captions, *tensors)


def _joined(mine: Any, others: Any) -> Any:
    if isinstance(mine, torch.Tensor):
        return torch.cat([mine, others])
    return np.concatenate([mine, others]) if isinstance(mine, np.ndarray) else mine + others
