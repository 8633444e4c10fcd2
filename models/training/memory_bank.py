"""Cross-batch memory (Wang et al. 2020, arXiv 1912.06798): the last batches, as more to be told from.

A batch of 128 pictures is told apart 128 ways; a shop asks for one among thousands. Weights move little from
one step to the next, so vectors of a few steps ago still serve as wrong answers, and cost nothing.
Knows tensors and rows; does not know the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import torch

from models.training.corpus import Caption


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures, a text for each, and what the model made of both, in the rows' order."""

    rows: np.ndarray  # (b,)
    said: tuple[Caption, ...]
    vectors: torch.Tensor  # (b, queries, joint)
    texts: torch.Tensor  # (b, joint)
    seen: torch.Tensor  # (b, 1 + patches, width), what the eyes made of the pictures

    def __len__(self) -> int:
        return len(self.rows)

    def then(self, other: Batch) -> Batch:
        """This batch's rows, then the other's."""
        joined = {f.name: _joined(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}
        return Batch(**joined)

    def last(self, count: int) -> Batch:
        """Its last rows, without gradients."""
        some = slice(max(0, len(self) - count), None)
        return Batch(
            self.rows[some], self.said[some], self.vectors[some].detach(),
            self.texts[some].detach(), self.seen[some].detach(),
        )  # fmt: skip


class Memory:
    """The last ``size`` rows that were learnt from; none where ``size`` is 0."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._past: Batch | None = None

    def behind(self, batch: Batch, kept: Batch | None = None) -> Batch:
        """The batch, with gradients as it came, then what is remembered; from now on the batch is too, or
        what is ``kept`` in its place."""
        known = batch if self._past is None else batch.then(self._past)
        if self.size:
            late = kept or batch
            self._past = (late if self._past is None else self._past.then(late)).last(self.size)
        return known

    def state(self) -> dict[str, Any] | None:
        """What a killed run needs to go on exactly; plain values and tensors."""
        if self._past is None:
            return None
        past = self._past
        return {
            "rows": torch.from_numpy(past.rows), "said": [(c.text, c.states) for c in past.said],
            "vectors": past.vectors, "texts": past.texts, "seen": past.seen,
        }  # fmt: skip

    def resume(self, state: Mapping[str, Any] | None) -> None:
        """The inverse of ``state``."""
        if state is not None:
            said = tuple(Caption(text, states) for text, states in state["said"])
            self._past = Batch(state["rows"].numpy(), said, state["vectors"], state["texts"], state["seen"])


def _joined(mine: Any, others: Any) -> Any:
    if isinstance(mine, torch.Tensor):
        return torch.cat([mine, others])
    return np.concatenate([mine, others]) if isinstance(mine, np.ndarray) else mine + others
