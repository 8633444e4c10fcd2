"""BLIP-2's passes of stage 1 (Li et al. 2023, arXiv 2301.12597, section 3.2), and what goes after training.

Pictures and texts as vectors, image-text matching, image-grounded text generation. What is learnt by telling
pictures and texts apart is in contrast.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F
from transformers import Blip2ForImageTextRetrieval

FIRST_SCALE = 20.0  # between CLIP's start (14) and end (100)
TOGETHER = 64  # texts
SMOOTHING = 0.05  # catalogues call the same cloth navy blue, blue and black


@dataclass(frozen=True, slots=True)
class Texts:
    """Token ids and mask (t, l)."""

    ids: torch.Tensor
    mask: torch.Tensor

    def rows(self, index: torch.Tensor) -> Texts:
        """The texts at these positions, without the padding that none of them needs."""
        longest = int(self.mask[index].sum(1).max())
        return Texts(self.ids[index, :longest], self.mask[index, :longest])


def query_vectors(model: Blip2ForImageTextRetrieval, seen: torch.Tensor) -> torch.Tensor:
    """(b, queries, joint), unit length, from the eyes' output."""
    out = model.qformer(
        query_embeds=model.query_tokens.expand(len(seen), -1, -1),
        encoder_hidden_states=seen,
        encoder_attention_mask=_ones(seen),
    )
    return F.normalize(model.vision_projection(out.last_hidden_state), dim=-1)


def text_vectors(model: Blip2ForImageTextRetrieval, texts: Texts) -> torch.Tensor:
    """(t, joint), unit length. Texts of like length go together: half of a mixed batch would be padding."""
    order = texts.mask.sum(1).argsort()
    parts = [_text_vectors(model, texts.rows(some)) for some in order.split(TOGETHER)]
    return torch.cat(parts)[order.argsort()]


def _text_vectors(model: Blip2ForImageTextRetrieval, texts: Texts) -> torch.Tensor:
    out = model.qformer(
        query_embeds=model.embeddings(input_ids=texts.ids), query_length=0, attention_mask=texts.mask
    )
    return F.normalize(model.text_projection(out.last_hidden_state[:, 0]), dim=-1)


def matching(
    model: Blip2ForImageTextRetrieval, seen: torch.Tensor, texts: Texts, chosen: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy of the matching head on the true pair, a hard wrong text and a hard wrong picture.

    ``seen`` (3b, patches, width) and ``texts`` (3b) are aligned; ``chosen`` (3b,) is 1 for a true pair.
    """
    queries = model.query_tokens.expand(len(seen), -1, -1)
    mask = torch.cat([_ones(queries), texts.mask], 1)
    out = model.qformer(
        query_embeds=model.embeddings(input_ids=texts.ids, query_embeds=queries),
        query_length=queries.shape[1],
        attention_mask=mask,
        encoder_hidden_states=seen,
        encoder_attention_mask=_ones(seen),
    )
    logits = model.itm_head(out.last_hidden_state[:, : queries.shape[1]]).mean(1)
    return F.cross_entropy(logits, chosen)


def generation(
    model: Blip2ForImageTextRetrieval, seen: torch.Tensor, texts: Texts, head: nn.Module, start: int
) -> torch.Tensor:
    """Cross-entropy of each next token of texts (b, l), which see the queries and what came before.

    ``start`` takes the place of the first token, as [DEC] takes that of [CLS] in BLIP-2.
    """
    queries = model.query_tokens.expand(len(seen), -1, -1)
    ids = torch.cat([torch.full_like(texts.ids[:, :1], start), texts.ids[:, 1:]], 1)
    n, length = queries.shape[1], ids.shape[1]
    allowed = torch.ones(n + length, n + length, dtype=torch.bool, device=seen.device).tril()
    allowed[:n, :n] = True
    out = model.qformer(
        query_embeds=model.embeddings(input_ids=ids, query_embeds=queries),
        query_length=n,
        attention_mask=allowed.expand(len(seen), 1, -1, -1),
        encoder_hidden_states=seen,
        encoder_attention_mask=_ones(seen),
    )
    hidden = head(out.last_hidden_state[:, n:-1])
    logits = hidden @ model.embeddings.word_embeddings.weight.T
    truth = ids[:, 1:].masked_fill(texts.mask[:, 1:] == 0, -100)
    return F.cross_entropy(logits.flatten(0, 1), truth.flatten(), label_smoothing=SMOOTHING)


class Helpers(nn.Module):
    """What is thrown away after training: temperature, label heads on the eyes, the generation head."""

    def __init__(self, eyes: int, hidden: int, classes: dict[str, int]) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(math.log(FIRST_SCALE)))
        self.labels = nn.ModuleDict({name: nn.Linear(2 * eyes, n) for name, n in classes.items()})
        self.next_word = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden))

    def scale(self) -> torch.Tensor:
        """1 / temperature, learned between 1 and 100 as in CLIP."""
        return self.log_scale.exp().clamp(1, 100)

    def label_loss(self, seen: torch.Tensor, labels: dict[str, torch.Tensor]) -> torch.Tensor:
        """Cross-entropy summed over the label kinds; -1 is an unknown label."""
        pooled = torch.cat([seen[:, 0], seen[:, 1:].mean(1)], -1)
        losses = [
            F.cross_entropy(head(pooled), labels[name], ignore_index=-1, label_smoothing=SMOOTHING)
            for name, head in self.labels.items()
            if (labels[name] >= 0).any()
        ]
        return torch.stack(losses).sum() if losses else seen.new_zeros(())


def _ones(tensor: torch.Tensor) -> torch.Tensor:
    return torch.ones(tensor.shape[:2], dtype=torch.long, device=tensor.device)
