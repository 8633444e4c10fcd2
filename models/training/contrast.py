"""What is learnt by telling pictures and texts apart.

BLIP-2's contrastive loss (Li et al. 2023, arXiv 2301.12597, section 3.2) with the maximum over query vectors
and several positives; questions whose answers exclude each other, asked as texts; likeness among pictures of
one kind; and the hard pairs that matching learns from. Knows vectors and which of them belong together; does
not know the model.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional as F

from models.training.objectives import SMOOTHING

ALIKE_SCALE = 10.0  # the temperature of 0.1 of its authors
# Weight of the loss on the mean query vector, so that one vector an item searches well. With 0.5 and a memory
# the best vector ended no better than the mean
MEAN_SHARE = 0.2


def contrastive(
    vectors: torch.Tensor, texts: torch.Tensor, positive: torch.Tensor, scale: torch.Tensor, own: int,
    opinion: tuple[torch.Tensor, torch.Tensor] | None = None, taught: float = 0.0,
) -> Scores:  # fmt: skip
    """Symmetric cross-entropy of the first ``own`` of n pictures and texts, each among all n.

    ``positive`` (n, n) says which pictures and texts belong together. With an ``opinion``, a teacher's
    vectors and texts of the same n, what it takes for likely counts with a weight of ``taught`` beside it:
    momentum distillation (Li et al. 2021, ALBEF, arXiv 2107.07651), since a title may fit a picture that
    it was not written for.
    """
    scores = _directions(vectors, texts, own)
    truths = [_shared(positive[:own]), _shared(positive[:, :own].T)] * 2
    if opinion is not None:
        likely = [(found * scale).softmax(1).detach() for found in _directions(*opinion, own)]
        truths = [torch.lerp(truth, says, taught) for truth, says in zip(truths, likely, strict=True)]
    losses = [_spread(found * scale, truth) for found, truth in zip(scores, truths, strict=True)]
    best, mean = (losses[0] + losses[1]) / 2, (losses[2] + losses[3]) / 2
    return Scores(best + MEAN_SHARE * mean, scores[0].detach(), scores[1].detach())


def _directions(vectors: torch.Tensor, texts: torch.Tensor, own: int) -> list[torch.Tensor]:
    """(own, n) each: pictures with all texts and texts with all pictures, by the best vector, by the mean."""
    by_picture, by_text = both_scores(vectors[:own], texts), both_scores(vectors, texts[:own])
    return [by_picture[0], by_text[0].T, by_picture[1], by_text[1].T]


def both_scores(vectors: torch.Tensor, texts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """(b, t) cosines of the texts with the best query vector, and with their mean."""
    best = torch.einsum("bqd,td->btq", vectors, texts).amax(-1)
    return best, F.normalize(vectors.mean(1), dim=-1) @ texts.T


def answered(
    vectors: torch.Tensor, texts: torch.Tensor, answers: torch.Tensor, scale: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy of choosing among texts (t, joint) for pictures; ``answers`` (b,) below 0: not asked."""
    best, mean = both_scores(vectors[answers >= 0], texts)
    truth = answers[answers >= 0]
    return F.cross_entropy(best * scale, truth, label_smoothing=SMOOTHING) + MEAN_SHARE * F.cross_entropy(
        mean * scale, truth, label_smoothing=SMOOTHING
    )


def alike(vectors: torch.Tensor, category: torch.Tensor, kind: torch.Tensor, own: int) -> torch.Tensor:
    """Supervised contrastive loss (Khosla et al. 2020, arXiv 2004.11362) on the mean query vectors.

    Of the first ``own`` of n pictures, each among all n. Pictures of one kind, or of one category where a
    kind is unknown (below 0), belong together; those of another category do not; other kinds of the same
    category are left as they are.
    """
    mean = F.normalize(vectors.mean(1), dim=-1)
    other = ~torch.eye(len(mean), dtype=torch.bool, device=mean.device)[:own]
    together = (category[:own, None] == category) & (category >= 0) & other
    named = (kind[:own, None] >= 0) & (kind >= 0)
    positive = together & ((kind[:own, None] == kind) | ~named)
    logits = (mean[:own] @ mean.T * ALIKE_SCALE).masked_fill(~other | (together & ~positive), -torch.inf)
    asked = positive.any(1)
    if not asked.any():
        return vectors.new_zeros(())
    chances = logits[asked].log_softmax(1).masked_fill(~positive[asked], 0)
    return -(chances.sum(1) / positive[asked].sum(1)).mean()


@dataclass(frozen=True, slots=True)
class Scores:
    """A loss and the (own, n) scores it came from: of pictures with all texts, of texts with all pictures."""

    loss: torch.Tensor
    by_picture: torch.Tensor
    by_text: torch.Tensor


def _shared(positive: torch.Tensor) -> torch.Tensor:
    return positive / positive.sum(1, keepdim=True).clamp_min(1)


def _spread(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    return -(truth * logits.log_softmax(1)).sum(1).mean()


def hard_pairs(found: Scores, positive: torch.Tensor, scale: float, n: int) -> HardPairs:
    """For the first ``n`` pictures: a true text, a wrong one like it, and a picture wrong for the true text.

    ``positive`` is that of ``contrastive``.
    """
    wrong_text = ~positive[:n]
    own = torch.multinomial(positive[:n, : len(found.by_text)].float(), 1)[:, 0]
    wrong_picture = ~positive.T[own]
    return HardPairs(
        own,
        _drawn(found.by_picture[:n] * scale, wrong_text),
        _drawn(found.by_text[own] * scale, wrong_picture),
    )


def _drawn(logits: torch.Tensor, wrong: torch.Tensor) -> torch.Tensor:
    return torch.multinomial(logits.softmax(1) * wrong + 1e-8 * wrong, 1)[:, 0]


@dataclass(frozen=True, slots=True)
class HardPairs:
    """Row numbers (n,): the true text of picture i, a wrong text for it, a wrong picture for its text."""

    own_text: torch.Tensor
    wrong_text: torch.Tensor
    wrong_picture: torch.Tensor
