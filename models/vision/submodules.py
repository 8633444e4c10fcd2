"""What a BLIP-2 computes, cut into steps of tensors: four of an encoder and its map, two of a captioner.

A step is a function of tensors and of nothing else, so another runtime can run it as a graph.
Does not know pictures, words or tokenizers, nor who runs it.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import torch
from torch import nn
from torch.nn import functional as F

ROWS, WORDS = 3, 5  # of what a graph is traced with: lengths that are equal, or 1, would stay so for good


class Step(nn.Module):
    """One of a BLIP-2's; ``axes`` are those of each input whose length is not the model's own."""

    axes: ClassVar[dict[str, tuple[int, ...]]]
    slopes = False  # whether it takes gradients; such a step has one row, and no free axes

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        # of eyes and projections, before these are quantized; the Q-Former stays in float32 when it is half
        self.joint = next(model.vision_model.parameters()).dtype

    def samples(self) -> tuple[torch.Tensor, ...]:
        """Inputs of the right shapes, by the names in ``axes``."""
        config, rows = self.model.config, 1 if self.slopes else ROWS
        ids, mask = torch.ones(2, rows, WORDS, dtype=torch.long).unbind()  # one tensor twice is one input
        side, noise = config.vision_config.image_size, torch.Generator().manual_seed(0)
        width = config.text_config.hidden_size
        known: dict[str, Any] = {
            "pixels": lambda: torch.randn(rows, 3, side, side, generator=noise),
            "seen": lambda: torch.randn(rows, *self._patches(side), generator=noise),
            "text": lambda: F.normalize(torch.ones(rows, config.image_text_hidden_size), dim=-1),
            "glanced": lambda: torch.randn(rows, config.num_query_tokens, width, generator=noise),
            "ids": lambda: ids,
            "mask": mask.clone,
        }
        return tuple(known[name]() for name in self.axes)

    def _patches(self, side: int) -> torch.Size:
        return self.model.vision_model(pixel_values=torch.zeros(1, 3, side, side)).last_hidden_state.shape[1:]


class See(Step):
    """pixels (n, 3, side, side) → patches (n, p, width): what the eyes make of pictures."""

    axes: ClassVar = {"pixels": (0,)}

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.model.vision_model(pixel_values=pixels.to(self.joint)).last_hidden_state


class Ask(Step):
    """patches (n, p, width) → query vectors (n, queries, dim), each of unit length."""

    axes: ClassVar = {"seen": (0,)}

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return self.projected(self.asked(seen))

    def asked(self, seen: torch.Tensor, **options: Any) -> Any:
        """The Q-Former's query tokens after they have looked at all patches."""
        queries = self.model.query_tokens.expand(seen.shape[0], -1, -1)
        return self.model.qformer(query_embeds=queries, encoder_hidden_states=seen.to(self.joint), **options)

    def projected(self, out: Any) -> torch.Tensor:
        """(n, queries, dim) of what ``asked`` gave."""
        return F.normalize(self.model.vision_projection(out.last_hidden_state.to(self.joint)), dim=-1)


class Read(Step):
    """ids and mask (n, words) → (n, dim) unit rows: texts."""

    axes: ClassVar = {"ids": (0, 1), "mask": (0, 1)}

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        embedded = self.model.embeddings(input_ids=ids)
        out = self.model.qformer(query_embeds=embedded, query_length=0, attention_mask=mask)
        return F.normalize(self.model.text_projection(out.last_hidden_state[:, 0].to(self.joint)), dim=-1)


class Match(Step):
    """patches (n, p, width), ids and mask (n, words) → (n,) probability that text i is true of picture i."""

    axes: ClassVar = {"seen": (0,), "ids": (0, 1), "mask": (0, 1)}

    def forward(self, seen: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        queries = self.model.query_tokens.expand(seen.shape[0], -1, -1)
        count = queries.shape[1]
        ones = torch.ones(queries.shape[:2], dtype=torch.long, device=mask.device)
        out = self.model.qformer(
            query_embeds=self.model.embeddings(input_ids=ids, query_embeds=queries),
            query_length=count,
            attention_mask=torch.cat([ones, mask], 1),
            encoder_hidden_states=seen.to(self.joint),
        )
        logits = self.model.itm_head(out.last_hidden_state[:, :count].to(self.joint)).mean(1)
        return logits.float().softmax(1)[:, 1]


class Attend(Step):
    """patches (1, p, width), text (1, dim) → (1, side, side): where in the picture the token of the best
    query vector for the text found what speaks for it.

    The token's cross-attention over the patches, weighted by the score's gradient where that is positive
    (Chefer, Gur & Wolf 2021): alone, attention also rests on corners where there is nothing. The mean of
    heads and layers, without the token of the whole picture; attention alone where nothing speaks.
    """

    axes: ClassVar = {"seen": (), "text": ()}
    slopes = True

    def forward(self, seen: torch.Tensor, text: torch.Tensor) -> torch.Tensor:
        with torch.enable_grad():
            ask = Ask(self.model)
            out = ask.asked(seen, output_attentions=True)
            vectors = ask.projected(out)
            best = (vectors @ text.to(vectors.dtype)[:, :, None])[..., 0].max(1)
            gradients = torch.autograd.grad(best.values.sum(), out.cross_attentions)
        helped = [
            (looked * gain).clamp_min(0).mean(1)
            for looked, gain in zip(out.cross_attentions, gradients, strict=True)
        ]
        looked = [layer.mean(1) for layer in out.cross_attentions]
        rows = best.indices[:, None, None].expand(-1, 1, seen.shape[1])
        spoke, rested = (torch.stack(m).mean(0).gather(1, rows)[:, 0, 1:].detach() for m in (helped, looked))
        patches = torch.where(spoke.amax(1, keepdim=True) > 0, spoke, rested)
        side = math.isqrt(patches.shape[-1])
        return patches.reshape(-1, side, side)


class Glance(Step):
    """pixels (n, 3, side, side) → (n, queries, width): a picture as the language model is told of it."""

    axes: ClassVar = {"pixels": (0,)}

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        queries = self.model.query_tokens.expand(pixels.shape[0], -1, -1)
        seen = self.model.vision_model(pixel_values=pixels).last_hidden_state
        out = self.model.qformer(query_embeds=queries, encoder_hidden_states=seen)
        return self.model.language_projection(out.last_hidden_state)


class Say(Step):
    """what was glanced (n, queries, width), ids (n, words) → (n, vocabulary): logits of the next word."""

    axes: ClassVar = {"glanced": (0,), "ids": (0, 1)}

    def forward(self, glanced: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        language = self.model.language_model
        told = torch.cat([glanced, language.get_input_embeddings()(ids)], 1)
        return language(inputs_embeds=told, use_cache=False).logits[:, -1].float()


ENCODER: dict[str, type[Step]] = {"see": See, "ask": Ask, "read": Read, "match": Match, "attend": Attend}
CAPTIONER: dict[str, type[Step]] = {"glance": Glance, "say": Say}
