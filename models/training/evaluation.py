"""How well a model in training does on its split "valid", and which pictures it takes for one another.

Knows a trainer's model, pairs and sight; does not know how they are trained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional as F

from models.training import contrast, objectives
from models.training.labels import Question

if TYPE_CHECKING:
    from models.training.trainer import Trainer

AT_ONCE = 128
TITLES = 1000  # asked at most
NAMED = ("category", "kind", "colour", "pattern")  # labels whose accuracy counts


@torch.inference_mode()
def query_vectors(trainer: Trainer, rows: np.ndarray) -> torch.Tensor:
    """(n, queries, joint) of the rows' whole pictures."""
    trainer.model.eval()
    parts = [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]
    seen = (trainer.sight.seen(part, np.zeros(len(part), int)) for part in parts)
    return torch.cat([objectives.query_vectors(trainer.model, some) for some in seen])


@torch.inference_mode()
def neighbours(trainer: Trainer, rows: np.ndarray, count: int) -> np.ndarray:
    """(n, count) the places among ``rows`` of the pictures nearest to each, by mean query vector."""
    mean = F.normalize(query_vectors(trainer, rows).mean(1), dim=-1)
    found = [
        (part @ mean.T).scatter_(1, own[:, None], -2).topk(min(count, len(rows) - 1)).indices
        for part, own in zip(
            mean.split(1024), torch.arange(len(mean), device=mean.device).split(1024), strict=True
        )
    ]
    return torch.cat(found).cpu().numpy()


@torch.inference_mode()
def validate(trainer: Trainer) -> dict[str, float]:
    """By source of pairs: title → picture R@1 and R@10 (max over query vectors), zero-shot accuracy."""
    result: dict[str, float] = {}
    valid = [i for i, p in enumerate(trainer.pairs) if p.split == "valid"]
    for source in sorted({trainer.pairs[i].source for i in valid}):
        rows = np.array([i for i in valid if trainer.pairs[i].source == source])
        vectors = query_vectors(trainer, rows)
        for name, value in (_titles(trainer, rows, vectors) | _named(trainer, rows, vectors)).items():
            result[f"{source} {name}"] = round(value, 3)
    return result


def _titles(trainer: Trainer, rows: np.ndarray, vectors: torch.Tensor) -> dict[str, float]:
    own = [(i, p.captions[0].text) for i, p in enumerate(trainer.pairs[r] for r in rows[:TITLES])
           if p.captions and p.captions[0].states is None]  # fmt: skip
    if len(own) < 2:
        return {}
    places = torch.tensor([place for place, _ in own], device=vectors.device)
    made = objectives.text_vectors(trainer.model, trainer.lesson.tokens([text for _, text in own]))
    scores = contrast.both_scores(vectors[places], made)[0].T
    rank = (scores > scores.diagonal()[:, None]).sum(1)
    return {"R@1": float((rank < 1).float().mean()), "R@10": float((rank < 10).float().mean())}


def _named(trainer: Trainer, rows: np.ndarray, vectors: torch.Tensor) -> dict[str, float]:
    right: dict[str, list[float]] = {}
    for question in trainer.lesson.labels.questions:
        answers = torch.from_numpy(trainer.lesson.labels.answers(question, rows)).to(vectors.device)
        if question.kind in NAMED and (answers >= 0).any():
            right.setdefault(question.kind, []).extend(_right(trainer, question, vectors, answers))
    return {kind: sum(hits) / len(hits) for kind, hits in right.items()}


def _right(trainer: Trainer, question: Question, vectors: torch.Tensor, answers: torch.Tensor) -> list[float]:
    known = answers >= 0
    made = objectives.text_vectors(
        trainer.model, trainer.lesson.tokens([texts[0] for texts in question.texts])
    )
    guess = contrast.both_scores(vectors[known], made)[0].argmax(1)
    return (guess == answers[known]).float().tolist()
