"""Labels of pictures as numbers, which texts are true of which pictures, and questions that texts answer.

Does not know pixels or models.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from models.training.corpus import Caption, Pair

UNKNOWN = -1
WITHIN = "category"  # the label that the others are asked within: a colour of shirts, a pattern of dresses


@dataclass(frozen=True, slots=True)
class Question:
    """Texts that exclude each other: those of value i of a label ``kind``, among pictures of ``category``."""

    kind: str
    category: str  # "": among all pictures
    values: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]  # for each value all the texts that state it

    def one_each(self, chance: np.random.Generator) -> list[str]:
        """A text for each value."""
        return [texts[chance.integers(len(texts))] for texts in self.texts]


class Labels:
    """The labels of a corpus: for each kind ("category", "colour", …) a number for each value."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.kinds = sorted({kind for p in pairs for kind in p.labels})
        values = {k: sorted({p.labels.get(k, "") for p in pairs} - {""}) for k in self.kinds}
        self._of_value = {k: {value: i for i, value in enumerate(found)} for k, found in values.items()}
        self._numbers = np.array(
            [[self._number(k, p.labels.get(k, "")) for k in self.kinds] for p in pairs]
        ).reshape(len(pairs), len(self.kinds))
        self.questions = self._questions(pairs)

    def sizes(self) -> dict[str, int]:
        """How many values each kind has."""
        return {kind: len(values) for kind, values in self._of_value.items()}

    def of(self, rows: np.ndarray) -> dict[str, torch.Tensor]:
        """The numbers (b,) of these rows by kind; UNKNOWN where the catalogue does not say."""
        return {kind: torch.from_numpy(self._numbers[rows, i]) for i, kind in enumerate(self.kinds)}

    def answers(self, question: Question, rows: np.ndarray) -> np.ndarray:
        """(b,) the place of each row's value among the question's; UNKNOWN where it is none of them."""
        place = np.full(len(self._of_value[question.kind]) + 1, UNKNOWN)  # the last is UNKNOWN's own
        place[list(question.values)] = np.arange(len(question.values))
        found = place[self._numbers[rows, self.kinds.index(question.kind)]]
        if question.category:
            own = self._numbers[rows, self.kinds.index(WITHIN)]
            found[own != self._of_value[WITHIN][question.category]] = UNKNOWN
        return found

    def true_of(self, rows: np.ndarray, captions: Sequence[Caption]) -> torch.Tensor:
        """(b, t) bool, for the same number of captions a row, in the rows' order.

        True where the text, or one of the same words, was written for the picture, or where all that it
        states is true of it.
        """
        owner = np.repeat(np.arange(len(rows)), len(captions) // len(rows))
        words: dict[str, set[int]] = defaultdict(set)
        for caption, row in zip(captions, owner, strict=True):
            words[caption.text].add(int(row))
        true = np.zeros((len(rows), len(captions)), bool)
        for column, caption in enumerate(captions):
            true[list(words[caption.text]), column] = True
            if caption.states is not None:
                true[:, column] |= self._have(rows, caption.states)
        return torch.from_numpy(true)

    def _have(self, rows: np.ndarray, states: dict[str, str]) -> np.ndarray:
        stated = [self._numbers[rows, self.kinds.index(k)] == self._number(k, v) for k, v in states.items()]
        return np.logical_and.reduce(stated)

    def _number(self, kind: str, value: str) -> int:
        return self._of_value[kind][value] if value else UNKNOWN

    def _questions(self, pairs: Sequence[Pair]) -> tuple[Question, ...]:
        texts: dict[tuple[str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for states, text in {
            (tuple(sorted(c.states.items())), c.text) for p in pairs for c in p.captions if c.states
        }:
            stated = dict(states)
            category = stated.pop(WITHIN, "") if len(stated) > 1 else ""
            if len(stated) == 1:
                ((kind, value),) = stated.items()
                texts[kind, category][self._number(kind, value)].add(text)
        return tuple(
            Question(
                kind, category, tuple(sorted(found)), tuple(tuple(sorted(found[v])) for v in sorted(found))
            )
            for (kind, category), found in sorted(texts.items())
            if len(found) > 1
        )
