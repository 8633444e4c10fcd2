"""The network of all heads, and what each of them is taught.

Knows tensors and rows; does not know encoders or how long it is trained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import nn
from torch.nn import functional as F

from models.training.photo_head.rows import SWATCHES, Row
from models.vision.photo_head import CELLS, GRID, ROOT

HIDDEN_CELLS = 0.3  # share of the cells that the mask may not use in a step
LOSSES = {  # weight of each head's loss
    "garment": 1.5, "category": 1.2, "pattern": 1.0, "audience": 0.5, "upright": 1.0, "present": 0.5,
    "main": 1.5, "any": 0.3,
}  # fmt: skip
# Of classes of patterns: few photos have dots, and half of what is printed has a small print
PATTERN_WEIGHTS = {"plain": 0.7, "striped": 1.3, "checked": 1.4, "floral": 1.3, "polka-dot": 2.0}
GUESSED = 0.4  # weight of a colour that was not named by eye


class Heads(nn.Module):
    """All heads; names and shapes as models.vision.photo_head reads them."""

    def __init__(
        self, labels: Mapping[str, Sequence[str]], width: int = 256, swatches: int = SWATCHES
    ) -> None:
        super().__init__()
        self.swatches, inner, focuses, hidden, mask, deep = swatches, 128, 6, 384, 64, 96
        self.cell, self.glob = nn.Linear(width, inner), nn.Linear(width, inner)
        self.att = nn.Linear(inner, focuses)
        self.hid = nn.Sequential(nn.Linear(inner * (focuses + 2), hidden), nn.ReLU(), nn.Dropout(0.3))
        self.garment, self.upright = nn.Linear(hidden, 1), nn.Linear(hidden, 1)
        self.category = nn.Linear(hidden, len(labels["categories"]))
        self.present = nn.Linear(hidden, len(labels["categories"]))
        self.pattern = nn.Linear(hidden, len(labels["patterns"]))
        self.audience = nn.Linear(hidden, len(labels["audiences"]))
        self.p, self.c = nn.Linear(width, mask), nn.Linear(swatches + 3, mask)
        self.m = nn.Sequential(nn.ReLU(), nn.Linear(mask, mask), nn.ReLU(), nn.Linear(mask, 2))
        self.deep = nn.Linear(width, deep)
        self.colour = nn.Sequential(nn.Linear((swatches + 3) * 3 + deep * 3, 256), nn.ReLU(), nn.Dropout(0.4))
        self.main, self.any = (nn.Linear(256, len(labels["colours"])) for _ in range(2))

    def forward(self, patches: torch.Tensor, colours: torch.Tensor) -> dict[str, torch.Tensor]:
        """Logits (n, classes) by the head's name; for patches (n, 50, width), colours (n, 14, 14, k + 3)."""
        patches = F.dropout(patches, 0.1, self.training)
        near, whole = F.relu(self.cell(patches[:, 1:])), F.relu(self.glob(patches[:, 0]))
        pooled = (self.att(near).softmax(1).transpose(1, 2) @ near).flatten(1)
        hidden = self.hid(torch.cat([whole, pooled, near.amax(1)], 1))
        own = self._coloured(patches, colours)
        read = {name: getattr(self, name)(hidden) for name in LOSSES if name not in ("main", "any")}
        return read | {"main": self.main(own), "any": self.any(own)}

    def _coloured(self, patches: torch.Tensor, colours: torch.Tensor) -> torch.Tensor:
        n, k = len(patches), self.swatches
        deep = self.p(patches[:, 1:]).view(n, GRID, GRID, -1)
        mask = self.m(deep.repeat_interleave(2, 1).repeat_interleave(2, 2) + self.c(colours))
        if self.training:
            mask = mask - 20 * (torch.rand(n, CELLS, CELLS, 1) < HIDDEN_CELLS)
        mask = mask.flatten(1, 2).softmax(1)
        under = mask.transpose(1, 2) @ colours.flatten(1, 2)
        told = torch.cat([under, colours.mean((1, 2))[:, None]], 1)
        told = torch.cat([(told[..., :k] + ROOT).sqrt(), told[..., k:]], -1).flatten(1)
        coarse = mask.view(n, GRID, 2, GRID, 2, -1).sum((2, 4)).flatten(1, 2)
        read = torch.cat([patches[:, :1], coarse.transpose(1, 2) @ patches[:, 1:]], 1)
        read = F.dropout(F.relu(self.deep(read)).flatten(1), 0.3, self.training)
        return self.colour(torch.cat([told, read], 1))


class Targets:
    """The labels of rows as tensors; -1 where nothing is known."""

    def __init__(self, rows: Sequence[Row], labels: Mapping[str, Sequence[str]]) -> None:
        def numbers(names: Sequence[str], field: str) -> torch.Tensor:
            return torch.tensor([_index(names, getattr(row, field)) for row in rows])

        self.category = numbers(labels["categories"], "category")
        self.audience = numbers(labels["audiences"], "audience")
        self.pattern, other_pattern = (
            numbers(labels["patterns"], name) for name in ("pattern", "or_pattern")
        )
        self.colour, self.second, other = (
            numbers(labels["colours"], name) for name in ("colour", "second", "or_colour")
        )
        self.other_pattern = torch.where(other_pattern < 0, self.pattern, other_pattern)
        self.other_colour = torch.where(other < 0, self.colour, other)
        self.garment = torch.tensor([float(row.garment) for row in rows])
        self.looked = torch.tensor([row.looked for row in rows])
        self.upright = torch.tensor([row.upright and row.turns > 1 and row.garment for row in rows])
        self.present = torch.tensor([[float(c in row.present) for c in labels["categories"]] for row in rows])
        self.weights = torch.tensor([PATTERN_WEIGHTS.get(name, 1.0) for name in labels["patterns"]])

    def loss(self, out: Mapping[str, torch.Tensor], at: torch.Tensor, turn: torch.Tensor) -> torch.Tensor:
        """The weighted sum of the heads' losses for the rows ``at``, seen in these quarter turns."""
        upright, looked = self.upright[at], self.looked[at]
        sure = torch.where(looked, 1.0, GUESSED)
        losses = {
            "garment": _binary(out["garment"][:, 0], self.garment[at] * 0.98 + 0.01).mean(),
            "upright": (_binary(out["upright"][:, 0], (turn == 0).float()) * upright).mean(),
            "category": _cross(out["category"], self.category[at]).mean(),
            "pattern": self._either(
                out["pattern"], self.pattern[at], self.other_pattern[at], self.weights
            ).mean(),
            "audience": _cross(out["audience"], self.audience[at]).mean(),
            "present": _binary(out["present"], self.present[at]).sum(1).mean(),
            "main": (self._either(out["main"], self.colour[at], self.other_colour[at]) * sure).mean(),
            "any": (_binary(out["any"], self._shades(at, out["any"].shape)).sum(1) * looked).mean(),
        }
        return torch.stack([LOSSES[name] * loss for name, loss in losses.items()]).sum()

    @staticmethod
    def _either(
        logits: torch.Tensor, first: torch.Tensor, second: torch.Tensor, weight: torch.Tensor | None = None
    ) -> torch.Tensor:
        """The mean loss of two opinions."""
        return (_cross(logits, first, weight) + _cross(logits, second, weight)) / 2

    def _shades(self, at: torch.Tensor, shape: torch.Size) -> torch.Tensor:
        """(n, colours) 1 for each colour that a row names."""
        found = torch.zeros(shape)
        for names in (self.colour[at], self.second[at]):
            rows = torch.arange(len(at))[names >= 0]
            found[rows, names[rows]] = 1.0
        return found


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _cross(logits: torch.Tensor, truth: torch.Tensor, weight: torch.Tensor | None = None) -> torch.Tensor:
    loss = F.cross_entropy(logits, truth.clamp_min(0), weight, reduction="none", label_smoothing=0.05)
    return loss * (truth >= 0)


def _binary(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    return F.binary_cross_entropy_with_logits(logits, truth, reduction="none")
