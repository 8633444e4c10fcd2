"""What a run has been through: its losses and scores, told in a line, drawn and kept as files.

Knows numbers by name; does not know models.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.training.plot import loss_plot


@dataclass
class History:
    """Losses by step, validation scores by epoch; ``sizes`` are the pictures behind a source's scores."""

    losses: list[dict[str, float]] = field(default_factory=list)
    scores: list[dict[str, float]] = field(default_factory=list)
    sizes: Mapping[str, int] = field(default_factory=dict)

    def best(self) -> int:
        """The epoch (0-based) with the highest mean of its scores, each weighted by its source's pictures."""
        return max(range(len(self.scores)), key=lambda epoch: self._mean(self.scores[epoch]))

    def stuck(self, epoch: int, patience: int) -> bool:
        """Whether so many epochs before this one were no better than the best."""
        return bool(self.scores) and epoch - 1 - self.best() >= patience

    def lately(self, steps: int) -> str:
        """The mean of each loss over the last ``steps``: "itc 1.853 itm 0.275"."""
        sums: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        for losses in self.losses[-steps:]:
            sums.update(losses)
            counts.update(losses.keys())
        return " ".join(f"{name} {sums[name] / counts[name]:.3f}" for name in sums)

    def write(self, folder: Path, per_epoch: int) -> None:
        """loss.svg and history.json."""
        (folder / "loss.svg").write_text(loss_plot(self.losses, self.scores, per_epoch))
        (folder / "history.json").write_text(json.dumps(self.scores))

    def _mean(self, scores: Mapping[str, float]) -> float:
        weights = [self.sizes.get(name.split(" ")[0], 1) for name in scores]
        return sum(w * score for w, score in zip(weights, scores.values(), strict=True)) / sum(weights)
