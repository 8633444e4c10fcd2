"""Labels of pictures as numbers, and which texts are true of which pictures.

Does not know pixels or models.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from models.finetune.corpus import Caption, Pair

UNKNOWN = -1


class Labels:
    """The labels of a corpus: for each kind ("category", "colour", …) a number for each value."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.kinds = sorted({kind for p in pairs for kind in p.labels})
        self._values = {k: sorted({p.labels.get(k, "") for p in pairs} - {""}) for k in self.kinds}
        self._numbers = np.array([[self._number(k, p.labels.get(k, "")) for k in self.kinds] for p in pairs])

    def sizes(self) -> dict[str, int]:
        """How many values each kind has."""
        return {kind: len(values) for kind, values in self._values.items()}

    def of(self, rows: np.ndarray) -> dict[str, torch.Tensor]:
        """The numbers (b,) of these rows by kind; UNKNOWN where the catalogue does not say."""
        return {kind: torch.from_numpy(self._numbers[rows, i]) for i, kind in enumerate(self.kinds)}

    def true_of(self, rows: np.ndarray, captions: Sequence[Caption]) -> torch.Tensor:
        """(b, t) bool, for the same number of captions a row, in the rows' order.

        True where the text was written for the picture, or where all that it states is true of it.
        """
        owner = np.repeat(np.arange(len(rows)), len(captions) // len(rows))
        true = owner[None, :] == np.arange(len(rows))[:, None]
        for column, caption in enumerate(captions):
            if caption.states is not None:
                true[:, column] |= self._have(rows, caption.states)
        return torch.from_numpy(true)

    def _have(self, rows: np.ndarray, states: dict[str, str]) -> np.ndarray:
        stated = [self._numbers[rows, self.kinds.index(k)] == self._number(k, v) for k, v in states.items()]
        return np.logical_and.reduce(stated)

    def _number(self, kind: str, value: str) -> int:
        return self._values[kind].index(value) if value else UNKNOWN
