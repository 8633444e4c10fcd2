"""A BLIP-2 cut into functions of tensors: five of an encoder, two of a captioner.

Each can be exported as a graph and run by another runtime. Does not know pictures, tokenizers or who runs it.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import torch
from torch import nn
from torch.nn import functional as F

ROWS, TOKENS = 3, 5  # of tracing samples: equal lengths, or a length of 1, would be frozen into the graph


class Submodule(nn.Module):
    """A part of a BLIP-2; ``axes`` names its inputs and the axes of each whose length is free."""

    axes: ClassVar[dict[str, tuple[int, ...]]]
    needs_gradients = False  # such a submodule takes one row and has no free axes

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        # Of vision tower and projections, before these are quantized. The Q-Former of a float16 model stays
        # float32.
        self.dtype = next(model.vision_model.parameters()).dtype

    def samples(self) -> tuple[torch.Tensor, ...]:
        """Returns inputs of the right shapes, in the order of ``axes``."""
        config, rows = self.model.config, 1 if self.needs_gradients else ROWS
        ids, mask = torch.ones(2, rows, TOKENS, dtype=torch.long).unbind()  # not the same tensor twice
        side, noise = config.vision_config.image_size, torch.Generator().manual_seed(0)
        width = config.text_config.hidden_size
        makers: dict[str, Any] = {
            "pixels": lambda: torch.randn(rows, 3, side, side, generator=noise),
            "patches": lambda: torch.randn(rows, *self._patch_shape(side), generator=noise),
            "text": lambda: F.normalize(torch.ones(rows, config.image_text_hidden_size), dim=-1),
            "prefix": lambda: torch.randn(rows, config.num_query_tokens, width, generator=noise),
            "ids": lambda: ids,
            "mask": mask.clone,
        }
        return tuple(makers[name]() for name in self.axes)

    def _patch_shape(self, side: int) -> torch.Size:
        return self.model.vision_model(pixel_values=torch.zeros(1, 3, side, side)).last_hidden_state.shape[1:]


class VisionTower(Submodule):
    """pixels (n, 3, side, side) → patches (n, p, width)."""

    axes: ClassVar = {"pixels": (0,)}

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.model.vision_model(pixel_values=pixels.to(self.dtype)).last_hidden_state


class QFormerImage(Submodule):
    """patches (n, p, width) → query vectors (n, queries, dim), each of unit length."""

    axes: ClassVar = {"patches": (0,)}

    def forward(self, patches: torch.Tensor) -> torch.Tensor:
        return self.project(self.attend(patches))

    def attend(self, patches: torch.Tensor, **options: Any) -> Any:
        """Returns the Q-Former's output for the query tokens, which attend to all patches."""
        queries = self.model.query_tokens.expand(patches.shape[0], -1, -1)
        seen = patches.to(self.dtype)
        return self.model.qformer(query_embeds=queries, encoder_hidden_states=seen, **options)

    def project(self, out: Any) -> torch.Tensor:
        """Returns (n, queries, dim) unit vectors of what ``attend`` gave."""
        return F.normalize(self.model.vision_projection(out.last_hidden_state.to(self.dtype)), dim=-1)


class TextEncoder(Submodule):
    """ids and mask (n, tokens) → (n, dim) unit rows."""

    axes: ClassVar = {"ids": (0, 1), "mask": (0, 1)}

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        embedded = self.model.embeddings(input_ids=ids)
        out = self.model.qformer(query_embeds=embedded, query_length=0, attention_mask=mask)
        return F.normalize(self.model.text_projection(out.last_hidden_state[:, 0].to(self.dtype)), dim=-1)


class ItmHead(Submodule):
    """patches (n, p, width), ids and mask (n, tokens) → (n,) probability that text i is true of picture i."""

    axes: ClassVar = {"patches": (0,), "ids": (0, 1), "mask": (0, 1)}

    def forward(self, patches: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        queries = self.model.query_tokens.expand(patches.shape[0], -1, -1)
        count = queries.shape[1]
        ones = torch.ones(queries.shape[:2], dtype=torch.long, device=mask.device)
        out = self.model.qformer(
            query_embeds=self.model.embeddings(input_ids=ids, query_embeds=queries),
            query_length=count,
            attention_mask=torch.cat([ones, mask], 1),
            encoder_hidden_states=patches.to(self.dtype),
        )
        logits = self.model.itm_head(out.last_hidden_state[:, :count].to(self.dtype)).mean(1)
        return logits.float().softmax(1)[:, 1]


class AttentionMap(Submodule):
    """patches (1, p, width), text (1, dim) → (1, side, side): where the picture speaks for the text.

    Cross-attention of the best query token for the text, weighted by the score's gradient where that is
    positive (Chefer, Gur & Wolf 2021): attention alone also rests on empty corners. The mean of heads and
    layers, without the class token; attention alone where no gradient is positive.
    """

    axes: ClassVar = {"patches": (), "text": ()}
    needs_gradients = True

    def forward(self, patches: torch.Tensor, text: torch.Tensor) -> torch.Tensor:
        with torch.enable_grad():
            qformer = QFormerImage(self.model)
            out = qformer.attend(patches, output_attentions=True)
            vectors = qformer.project(out)
            best = (vectors @ text.to(vectors.dtype)[:, :, None])[..., 0].max(1)
            gradients = torch.autograd.grad(best.values.sum(), out.cross_attentions)
        layers = zip(out.cross_attentions, gradients, strict=True)
        weighted = [(attention * gradient).clamp_min(0).mean(1) for attention, gradient in layers]
        plain = [layer.mean(1) for layer in out.cross_attentions]
        rows = best.indices[:, None, None].expand(-1, 1, patches.shape[1])
        relevance, rest = (
            torch.stack(maps).mean(0).gather(1, rows)[:, 0, 1:].detach() for maps in (weighted, plain)
        )
        found = torch.where(relevance.amax(1, keepdim=True) > 0, relevance, rest)
        side = math.isqrt(found.shape[-1])
        return found.reshape(-1, side, side)


class CaptionPrefix(Submodule):
    """pixels (n, 3, side, side) → (n, queries, width): the picture as embeddings of the language model."""

    axes: ClassVar = {"pixels": (0,)}

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        queries = self.model.query_tokens.expand(pixels.shape[0], -1, -1)
        patches = self.model.vision_model(pixel_values=pixels).last_hidden_state
        out = self.model.qformer(query_embeds=queries, encoder_hidden_states=patches)
        return self.model.language_projection(out.last_hidden_state)


class CaptionDecoder(Submodule):
    """prefix (n, queries, width), ids (n, tokens) → (n, vocabulary) logits of the next token."""

    axes: ClassVar = {"prefix": (0,), "ids": (0, 1)}

    def forward(self, prefix: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        language = self.model.language_model
        embedded = torch.cat([prefix, language.get_input_embeddings()(ids)], 1)
        return language(inputs_embeds=embedded, use_cache=False).logits[:, -1].float()


ENCODER: dict[str, type[Submodule]] = {
    "vision_tower": VisionTower, "qformer_image": QFormerImage, "text_encoder": TextEncoder,
    "itm_head": ItmHead, "attention_map": AttentionMap,
}  # fmt: skip
CAPTIONER: dict[str, type[Submodule]] = {"caption_prefix": CaptionPrefix, "caption_decoder": CaptionDecoder}
