"""The losses of BLIP-2's first stage (Li et al. 2023, arXiv 2301.12597, section 3.2), with several positives.

Image-text contrast with the maximum over query vectors, matching, generation; beside them questions whose
answers exclude each other, asked as texts, and a supervised contrast of pictures of one kind.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F
from transformers import Blip2ForImageTextRetrieval

INITIAL_SCALE = 20.0  # between CLIP's start (14) and end (100)
TEXTS_AT_ONCE = 64
LABEL_SMOOTHING = 0.05  # catalogues call the same cloth navy blue, blue and black
SUPCON_SCALE = 10.0  # its authors' temperature of 0.1
# Weight of the loss on the mean query vector, so that one vector an item searches well. With 0.5 and a memory
# the best vector ended no better than the mean
MEAN_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Texts:
    """Token ids and mask (t, l)."""

    ids: torch.Tensor
    mask: torch.Tensor

    def rows(self, index: torch.Tensor) -> Texts:
        """Returns the texts at these positions, cut to the longest of them."""
        longest = int(self.mask[index].sum(1).max())
        return Texts(self.ids[index, :longest], self.mask[index, :longest])


def qformer_embeddings(model: Blip2ForImageTextRetrieval, patches: torch.Tensor) -> torch.Tensor:
    """Returns (b, queries, joint) unit vectors of the vision tower's output."""
    out = model.qformer(
        query_embeds=model.query_tokens.expand(len(patches), -1, -1),
        encoder_hidden_states=patches,
        encoder_attention_mask=_ones(patches),
    )
    return F.normalize(model.vision_projection(out.last_hidden_state), dim=-1)


def text_embeddings(model: Blip2ForImageTextRetrieval, texts: Texts) -> torch.Tensor:
    """Returns (t, joint) unit rows. Texts are sorted by length: half of a mixed batch would be padding."""
    order = texts.mask.sum(1).argsort()
    parts = [_text_embeddings(model, texts.rows(some)) for some in order.split(TEXTS_AT_ONCE)]
    return torch.cat(parts)[order.argsort()]


def _text_embeddings(model: Blip2ForImageTextRetrieval, texts: Texts) -> torch.Tensor:
    out = model.qformer(
        query_embeds=model.embeddings(input_ids=texts.ids), query_length=0, attention_mask=texts.mask
    )
    return F.normalize(model.text_projection(out.last_hidden_state[:, 0]), dim=-1)


def matching_loss(
    model: Blip2ForImageTextRetrieval, patches: torch.Tensor, texts: Texts, truth: torch.Tensor
) -> torch.Tensor:
    """Returns the matching head's cross-entropy on true pairs, hard wrong texts and hard wrong pictures.

    ``patches`` (3b, patches, width) and ``texts`` (3b) are aligned; ``truth`` (3b,) is 1 for a true pair.
    """
    queries = model.query_tokens.expand(len(patches), -1, -1)
    mask = torch.cat([_ones(queries), texts.mask], 1)
    out = model.qformer(
        query_embeds=model.embeddings(input_ids=texts.ids, query_embeds=queries),
        query_length=queries.shape[1],
        attention_mask=mask,
        encoder_hidden_states=patches,
        encoder_attention_mask=_ones(patches),
    )
    logits = model.itm_head(out.last_hidden_state[:, : queries.shape[1]]).mean(1)
    return F.cross_entropy(logits, truth)


def generation_loss(
    model: Blip2ForImageTextRetrieval, patches: torch.Tensor, texts: Texts, head: nn.Module, start: int
) -> torch.Tensor:
    """Returns the cross-entropy of each next token of texts (b, l), given the queries and earlier tokens.

    ``start`` takes the place of the first token, as [DEC] takes that of [CLS] in BLIP-2.
    """
    queries = model.query_tokens.expand(len(patches), -1, -1)
    ids = torch.cat([torch.full_like(texts.ids[:, :1], start), texts.ids[:, 1:]], 1)
    n, length = queries.shape[1], ids.shape[1]
    allowed = torch.ones(n + length, n + length, dtype=torch.bool, device=patches.device).tril()
    allowed[:n, :n] = True
    out = model.qformer(
        query_embeds=model.embeddings(input_ids=ids, query_embeds=queries),
        query_length=n,
        attention_mask=allowed.expand(len(patches), 1, -1, -1),
        encoder_hidden_states=patches,
        encoder_attention_mask=_ones(patches),
    )
    hidden = head(out.last_hidden_state[:, n:-1])
    logits = hidden @ model.embeddings.word_embeddings.weight.T
    truth = ids[:, 1:].masked_fill(texts.mask[:, 1:] == 0, -100)
    return F.cross_entropy(logits.flatten(0, 1), truth.flatten(), label_smoothing=LABEL_SMOOTHING)


class AuxiliaryHeads(nn.Module):
    """Dropped after training: temperature, label heads on the vision tower, the generation head."""

    def __init__(self, vision_dim: int, hidden: int, classes: dict[str, int]) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(math.log(INITIAL_SCALE)))
        self.labels = nn.ModuleDict({name: nn.Linear(2 * vision_dim, n) for name, n in classes.items()})
        self.next_word = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden))

    def scale(self) -> torch.Tensor:
        """Returns 1 / temperature, learned between 1 and 100 as in CLIP."""
        return self.log_scale.exp().clamp(1, 100)

    def label_loss(self, patches: torch.Tensor, labels: dict[str, torch.Tensor]) -> torch.Tensor:
        """Returns cross-entropy summed over the label kinds; -1 is an unknown label."""
        pooled = torch.cat([patches[:, 0], patches[:, 1:].mean(1)], -1)
        losses = [
            F.cross_entropy(head(pooled), labels[name], ignore_index=-1, label_smoothing=LABEL_SMOOTHING)
            for name, head in self.labels.items()
            if (labels[name] >= 0).any()
        ]
        return torch.stack(losses).sum() if losses else patches.new_zeros(())


def _ones(tensor: torch.Tensor) -> torch.Tensor:
    return torch.ones(tensor.shape[:2], dtype=torch.long, device=tensor.device)


def contrastive(
    vectors: torch.Tensor, texts: torch.Tensor, positive: torch.Tensor, scale: torch.Tensor, own: int,
    teacher: tuple[torch.Tensor, torch.Tensor] | None = None, distilled: float = 0.0,
) -> Contrast:  # fmt: skip
    """Returns the symmetric cross-entropy of the first ``own`` of n pictures and texts, each among all n.

    ``positive`` (n, n) says which belong together. With a ``teacher``'s vectors and texts of the same n, its
    probabilities count with weight ``distilled`` beside that: momentum distillation (Li et al. 2021, ALBEF,
    arXiv 2107.07651), since a title may fit a picture that it was not written for.
    """
    scores = _directions(vectors, texts, own)
    truths = [_normalized(positive[:own]), _normalized(positive[:, :own].T)] * 2
    if teacher is not None:
        soft = [(found * scale).softmax(1).detach() for found in _directions(*teacher, own)]
        truths = [torch.lerp(truth, t, distilled) for truth, t in zip(truths, soft, strict=True)]
    losses = [_soft_cross_entropy(found * scale, truth) for found, truth in zip(scores, truths, strict=True)]
    best, mean = (losses[0] + losses[1]) / 2, (losses[2] + losses[3]) / 2
    return Contrast(best + MEAN_WEIGHT * mean, scores[0].detach(), scores[1].detach())


def _directions(vectors: torch.Tensor, texts: torch.Tensor, own: int) -> list[torch.Tensor]:
    """Returns (own, n) scores each, picture to text and text to picture, by best vector and then by mean."""
    by_picture = best_and_mean_scores(vectors[:own], texts)
    by_text = best_and_mean_scores(vectors, texts[:own])
    return [by_picture[0], by_text[0].T, by_picture[1], by_text[1].T]


def best_and_mean_scores(vectors: torch.Tensor, texts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Returns (b, t) cosines of the texts with the best query vector, and with the vectors' mean."""
    best = torch.einsum("bqd,td->btq", vectors, texts).amax(-1)
    return best, F.normalize(vectors.mean(1), dim=-1) @ texts.T


def question_loss(
    vectors: torch.Tensor, texts: torch.Tensor, answers: torch.Tensor, scale: torch.Tensor
) -> torch.Tensor:
    """Returns the cross-entropy of choosing among texts (t, joint); ``answers`` (b,) below 0 do not count."""
    best, mean = best_and_mean_scores(vectors[answers >= 0], texts)
    truth = answers[answers >= 0]
    best_loss, mean_loss = (
        F.cross_entropy(scores * scale, truth, label_smoothing=LABEL_SMOOTHING) for scores in (best, mean)
    )
    return best_loss + MEAN_WEIGHT * mean_loss


def supervised_contrastive(
    vectors: torch.Tensor, category: torch.Tensor, kind: torch.Tensor, own: int
) -> torch.Tensor:
    """Returns the supervised contrastive loss (Khosla et al. 2020, arXiv 2004.11362) on mean query vectors.

    It is that of the first ``own`` of n pictures, each among all n. Positives have the same kind, or the same
    category where a kind is unknown (below 0); negatives have another category; other kinds of the same
    category count as neither.
    """
    mean = F.normalize(vectors.mean(1), dim=-1)
    other = ~torch.eye(len(mean), dtype=torch.bool, device=mean.device)[:own]
    together = (category[:own, None] == category) & (category >= 0) & other
    named = (kind[:own, None] >= 0) & (kind >= 0)
    positive = together & ((kind[:own, None] == kind) | ~named)
    logits = (mean[:own] @ mean.T * SUPCON_SCALE).masked_fill(~other | (together & ~positive), -torch.inf)
    asked = positive.any(1)
    if not asked.any():
        return vectors.new_zeros(())
    chances = logits[asked].log_softmax(1).masked_fill(~positive[asked], 0)
    return -(chances.sum(1) / positive[asked].sum(1)).mean()


@dataclass(frozen=True, slots=True)
class Contrast:
    """A loss and its (own, n) scores: of pictures with all texts, of texts with all pictures."""

    loss: torch.Tensor
    by_picture: torch.Tensor
    by_text: torch.Tensor


def _normalized(positive: torch.Tensor) -> torch.Tensor:
    return positive / positive.sum(1, keepdim=True).clamp_min(1)


def _soft_cross_entropy(logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    return -(truth * logits.log_softmax(1)).sum(1).mean()


def hard_pairs(found: Contrast, positive: torch.Tensor, scale: float, n: int) -> HardPairs:
    """Draws for the first ``n`` pictures a true text, a hard wrong one, and a hard wrong picture.

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
