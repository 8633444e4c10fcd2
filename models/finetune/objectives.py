"""BLIP-2's stage-1 losses (Li et al. 2023, arXiv 2301.12597, section 3.2) and two helpers for small data.

Contrastive loss with the maximum over query vectors and several positives, matching loss on hard negatives;
beside them labels read off the eyes, and patches that predict an ImageNet network's features.
Image-grounded text generation is not among them yet.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F
from transformers import Blip2ForImageTextRetrieval

MEAN_SHARE = 0.5  # weight of the loss on the mean query vector, so that one vector an item searches well


@dataclass(frozen=True, slots=True)
class Texts:
    """Token ids and mask (t, l)."""

    ids: torch.Tensor
    mask: torch.Tensor

    def rows(self, index: torch.Tensor) -> Texts:
        """The texts at these positions."""
        return Texts(self.ids[index], self.mask[index])


def patches(model: Blip2ForImageTextRetrieval, pictures: torch.Tensor) -> torch.Tensor:
    """The eyes' output: (b, 1 + patches, width)."""
    return model.vision_model(pixel_values=pictures).last_hidden_state


def query_vectors(model: Blip2ForImageTextRetrieval, seen: torch.Tensor) -> torch.Tensor:
    """(b, queries, joint), unit length, from the eyes' output."""
    out = model.qformer(
        query_embeds=model.query_tokens.expand(len(seen), -1, -1),
        encoder_hidden_states=seen,
        encoder_attention_mask=torch.ones(seen.shape[:2], dtype=torch.long),
    )
    return F.normalize(model.vision_projection(out.last_hidden_state), dim=-1)


def text_vectors(model: Blip2ForImageTextRetrieval, texts: Texts) -> torch.Tensor:
    """(t, joint), unit length."""
    out = model.qformer(
        query_embeds=model.embeddings(input_ids=texts.ids), query_length=0, attention_mask=texts.mask
    )
    return F.normalize(model.text_projection(out.last_hidden_state[:, 0]), dim=-1)


def contrastive(
    vectors: torch.Tensor, texts: torch.Tensor, positive: torch.Tensor, scale: torch.Tensor
) -> Scores:
    """Symmetric cross-entropy over (b, t) scores; ``positive`` (b, t) says which pairs belong together."""
    best = torch.einsum("bqd,td->btq", vectors, texts).amax(-1)
    mean = F.normalize(vectors.mean(1), dim=-1) @ texts.T
    loss = _both_ways(best * scale, positive) + MEAN_SHARE * _both_ways(mean * scale, positive)
    return Scores(loss, best.detach())


@dataclass(frozen=True, slots=True)
class Scores:
    """A loss and the (b, t) scores it came from."""

    loss: torch.Tensor
    best: torch.Tensor


def _both_ways(logits: torch.Tensor, positive: torch.Tensor) -> torch.Tensor:
    return (_spread(logits, positive) + _spread(logits.T, positive.T)) / 2


def _spread(logits: torch.Tensor, positive: torch.Tensor) -> torch.Tensor:
    share = positive / positive.sum(1, keepdim=True).clamp_min(1)
    return -(share * logits.log_softmax(1)).sum(1).mean()


def matching(
    model: Blip2ForImageTextRetrieval, seen: torch.Tensor, texts: Texts, chosen: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy of the matching head on the true pair, a hard wrong text and a hard wrong picture.

    ``seen`` (3b, patches, width) and ``texts`` (3b) are aligned; ``chosen`` (3b,) is 1 for a true pair.
    """
    queries = model.query_tokens.expand(len(seen), -1, -1)
    mask = torch.cat([torch.ones(queries.shape[:2], dtype=torch.long), texts.mask], 1)
    out = model.qformer(
        query_embeds=model.embeddings(input_ids=texts.ids, query_embeds=queries),
        query_length=queries.shape[1],
        attention_mask=mask,
        encoder_hidden_states=seen,
        encoder_attention_mask=torch.ones(seen.shape[:2], dtype=torch.long),
    )
    logits = model.itm_head(out.last_hidden_state[:, : queries.shape[1]]).mean(1)
    return F.cross_entropy(logits, chosen)


def hard_pairs(best: torch.Tensor, positive: torch.Tensor, scale: float, n: int) -> HardPairs:
    """For ``n`` pictures: a true text, a wrong one like it, and a picture wrong for the true text."""
    odds = (best * scale).softmax(1).masked_fill(positive, 0)[:n] + 1e-8 * ~positive[:n]
    own = torch.multinomial(positive[:n].float(), 1)[:, 0]
    columns = best.T[own]
    wrong = ~positive.T[own]
    picture_odds = (columns * scale).softmax(1) * wrong + 1e-8 * wrong
    return HardPairs(own, torch.multinomial(odds, 1)[:, 0], torch.multinomial(picture_odds, 1)[:, 0])


@dataclass(frozen=True, slots=True)
class HardPairs:
    """Row numbers (n,): the true text of picture i, a wrong text for it, a wrong picture for its text."""

    own_text: torch.Tensor
    wrong_text: torch.Tensor
    wrong_picture: torch.Tensor


class Helpers(nn.Module):
    """Heads that are thrown away after training: labels from the eyes, ImageNet features from the patches."""

    def __init__(self, width: int, classes: dict[str, int], channels: int) -> None:
        super().__init__()
        self.labels = nn.ModuleDict({name: nn.Linear(2 * width, n) for name, n in classes.items()})
        self.features = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, channels))

    def label_loss(self, seen: torch.Tensor, labels: dict[str, torch.Tensor]) -> torch.Tensor:
        """Cross-entropy summed over the label kinds; -1 is an unknown label."""
        heads = [(logits, labels[name]) for name, logits in self._logits(seen).items()]
        known = [(logits, truth) for logits, truth in heads if (truth >= 0).any()]
        losses = [F.cross_entropy(x, y, ignore_index=-1, label_smoothing=0.1) for x, y in known]
        return torch.stack(losses).sum() if losses else seen.new_zeros(())

    def guess(self, seen: torch.Tensor) -> dict[str, torch.Tensor]:
        """The most likely label (b,) of each kind."""
        return {name: logits.argmax(1) for name, logits in self._logits(seen).items()}

    def _logits(self, seen: torch.Tensor) -> dict[str, torch.Tensor]:
        pooled = torch.cat([seen[:, 0], seen[:, 1:].mean(1)], -1)
        return {name: head(pooled) for name, head in self.labels.items()}

    def feature_loss(self, seen: torch.Tensor, maps: torch.Tensor, windows: torch.Tensor) -> torch.Tensor:
        """Smooth L1 to the true maps (b, c, s, s), which are cut by the pictures' windows."""
        grid = F.affine_grid(windows, list(maps.shape), align_corners=False)
        truth = F.grid_sample(maps, grid, align_corners=False, padding_mode="border")
        return F.smooth_l1_loss(self.features(seen[:, 1:]).transpose(1, 2), truth.flatten(2))
