"""Captioned pictures for training: reading, augmentation, batches, and labels as numbers and questions.

Knows rows of a JSON-lines file; does not know catalogues or which model is trained.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

MIN_CROP = 0.7  # of a side: the smallest window that a view shows
BRIGHTNESS, COLOUR_JITTER = 0.15, 0.04  # standard deviation of brightness, and of each channel's
UNKNOWN = -1
PARENT = "category"  # the label within which the others are asked: a colour of shirts


@dataclass(frozen=True, slots=True)
class Caption:
    """A text about a picture and the labels it states; ``states`` None: about this one picture only."""

    text: str
    states: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Continuation:
    """A prompt and how it goes on for a picture, drawn by weight among the picture's own."""

    prompt: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture, what may be said of it, and its labels ("" where the catalogue does not say)."""

    image: Path
    captions: tuple[Caption, ...]
    labels: dict[str, str]
    split: str  # "train" or "valid"
    weight: float = 1.0  # how often it is drawn, relative to the others
    source: str = ""  # the name of the file it was read from
    sayings: tuple[Continuation, ...] = ()  # named as in the pairs file


def read_pairs(path: Path) -> list[Pair]:
    """Reads a pairs file, one JSON object a line."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Pair(Path(r["image"]), tuple(Caption(c["text"], c["states"]) for c in r["captions"]),
             r["labels"], r["split"], r.get("weight", 1.0), path.stem,
             tuple(Continuation(**s) for s in r.get("sayings", ())))
        for r in rows
    ]  # fmt: skip


def square(path: Path, side: int) -> torch.Tensor:
    """Returns a picture as (3, side, side), 0…1, resized without its aspect, as BLIP's processor does."""
    with Image.open(path) as picture:
        pixels = np.array(picture.convert("RGB").resize((side, side), Image.Resampling.BICUBIC))
    return torch.from_numpy(pixels).permute(2, 0, 1).float().div_(255)


def augmented(picture: torch.Tensor, count: int, generator: torch.Generator) -> torch.Tensor:
    """Returns (count, 3, side, side): the picture, then random crops, mirrored, with colour jitter.

    The same generator state gives the same views.
    """
    windows = torch.cat([torch.eye(2, 3)[None], _windows(count - 1, generator)])
    grid = F.affine_grid(windows, [count, *picture.shape], align_corners=False)
    cut = F.grid_sample(picture.expand(count, -1, -1, -1), grid, align_corners=False, padding_mode="border")
    light = 1 + BRIGHTNESS * torch.randn(count, 1, 1, 1, generator=generator)
    balance = 1 + COLOUR_JITTER * torch.randn(count, 3, 1, 1, generator=generator)
    return torch.cat([picture[None], (cut * light * balance)[1:].clamp_(0, 1)])


def _windows(n: int, generator: torch.Generator) -> torch.Tensor:
    scale = MIN_CROP + (1 - MIN_CROP) * torch.rand(n, 2, generator=generator)
    shift = (torch.rand(n, 2, generator=generator) * 2 - 1) * (1 - scale)
    mirror = torch.randint(0, 2, (n,), generator=generator) * 2 - 1
    windows = torch.zeros(n, 2, 3)
    windows[:, 0, 0], windows[:, 1, 1] = scale[:, 0] * mirror, scale[:, 1]
    windows[:, :, 2] = shift
    return windows


def batches(
    pairs: Sequence[Pair], size: int, seed: int, epoch: int, near: np.ndarray | None = None
) -> Iterator[np.ndarray]:
    """Yields one epoch of row numbers in batches of ``size``, drawn by weight; fixed by seed and epoch.

    With ``near`` (n, k), the rows most like each row, a batch holds neighbours together, as hard negatives.
    """
    generator = np.random.default_rng([seed, epoch])
    weights = np.array([p.weight for p in pairs])
    copies = np.floor(weights + generator.random(len(pairs))).astype(int)
    order = generator.permutation(np.repeat(np.arange(len(pairs)), copies))
    groups = _grouped(order, near) if near is not None else list(order.reshape(-1, 1))
    mixed = np.concatenate([groups[i] for i in generator.permutation(len(groups))])
    for start in range(0, len(mixed) - size + 1, size):
        yield mixed[start : start + size]


def _grouped(order: np.ndarray, near: np.ndarray) -> list[np.ndarray]:
    left = np.bincount(order, minlength=len(near))
    groups = []
    for row in order:
        if left[row]:
            left[row] -= 1
            others = near[row][left[near[row]] > 0]
            left[others] -= 1
            groups.append(np.array([row, *others]))
    return groups


@dataclass(frozen=True, slots=True)
class Question:
    """Texts that exclude each other: those of value i of a label ``kind``, among pictures of ``category``."""

    kind: str
    category: str  # "": among all pictures
    values: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]  # for each value all the texts that state it

    def sample_texts(self, rng: np.random.Generator) -> list[str]:
        """Returns one text for each value."""
        return [texts[rng.integers(len(texts))] for texts in self.texts]


class Labels:
    """Numbers the label values of a corpus, for each kind ("category", "colour", …)."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.kinds = sorted({kind for p in pairs for kind in p.labels})
        values = {k: sorted({p.labels.get(k, "") for p in pairs} - {""}) for k in self.kinds}
        self._of_value = {k: {value: i for i, value in enumerate(found)} for k, found in values.items()}
        self._numbers = np.array(
            [[self._number(k, p.labels.get(k, "")) for k in self.kinds] for p in pairs]
        ).reshape(len(pairs), len(self.kinds))
        self.questions = self._questions(pairs)

    def sizes(self) -> dict[str, int]:
        """Returns how many values each kind has."""
        return {kind: len(values) for kind, values in self._of_value.items()}

    def numbers(self, rows: np.ndarray) -> dict[str, torch.Tensor]:
        """Returns the rows' numbers (b,) by kind; UNKNOWN where the catalogue does not say."""
        return {kind: torch.from_numpy(self._numbers[rows, i]) for i, kind in enumerate(self.kinds)}

    def answers(self, question: Question, rows: np.ndarray) -> np.ndarray:
        """Returns (b,) places of each row's value among the question's; UNKNOWN where it is none of them."""
        place = np.full(len(self._of_value[question.kind]) + 1, UNKNOWN)  # the last is UNKNOWN's own
        place[list(question.values)] = np.arange(len(question.values))
        found = place[self._numbers[rows, self.kinds.index(question.kind)]]
        if question.category:
            own = self._numbers[rows, self.kinds.index(PARENT)]
            found[own != self._of_value[PARENT][question.category]] = UNKNOWN
        return found

    def positives(self, rows: np.ndarray, captions: Sequence[Caption]) -> torch.Tensor:
        """Returns (b, t) bool; ``captions`` are the same number for each row, in the rows' order.

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
            category = stated.pop(PARENT, "") if len(stated) > 1 else ""
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
