"""Encoders: pictures and texts in, unit vectors and scores out; BLIP-2, or any CLIP or SigLIP.

Does not know what a catalogue or a shop is. Any ``Blip2ForImageTextRetrieval`` checkpoint fits, from
``Salesforce/blip2-itm-vit-g`` to the small one that this project trains.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F
from transformers import AutoConfig, AutoProcessor, Blip2ForImageTextRetrieval
from transformers.utils import logging as transformers_logging

from models.blip2_lite import Blip2LiteConfig, Blip2LiteForImageTextRetrieval
from models.chat import ModelError
from models.dual import KINDS, DualEncoder
from models.vectors import best_query, unit

CLASSES = {
    "blip-2": Blip2ForImageTextRetrieval,
    Blip2LiteConfig.model_type: Blip2LiteForImageTextRetrieval,
}
MAX_TEXT_TOKENS = 512  # an upper bound; the checkpoint's own position table decides


class Encodes(Protocol):
    """What every encoder can do. ``seen`` is its own matter: what ``see`` made of the pictures."""

    name: str
    dim: int
    matches: bool

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        ...

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        ...

    def see(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, patches, width) float32."""
        ...

    def query_vectors(self, seen: np.ndarray) -> np.ndarray:
        """(n, queries, dim) float32, each unit length."""
        ...

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """(images, texts) cosines of each text with the best query vector."""
        ...

    def matching(self, seen: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """(n,) probability, 0…1, that picture i shows what text i says. ModelError without ``matches``."""
        ...

    def attention(self, seen: np.ndarray, texts: np.ndarray) -> np.ndarray | None:
        """(n, side, side) where picture i shows what text i (n, dim) says; None without query tokens."""
        ...


def load_encoder(path: str | Path, device: str = "cpu") -> Encoder | DualEncoder:
    """From a folder or a hub name, in float32 on a CPU and float16 on a GPU. Raises ModelError."""
    transformers_logging.disable_progress_bar()
    here = Path(path).is_dir()  # then nothing is asked of the hub
    name = Path(path).name if here else str(path)
    try:
        kind = AutoConfig.from_pretrained(path, local_files_only=here).model_type
        if kind in KINDS:
            return DualEncoder.load(path, name, device, here)
        if kind not in CLASSES:
            raise ModelError(
                f"expected one of {', '.join([*CLASSES, *KINDS])}, found a {kind} model in {path}"
            )
        dtype = torch.float32 if device == "cpu" else torch.float16
        model: Any = CLASSES[kind].from_pretrained(path, dtype=dtype, local_files_only=here)
        processor = AutoProcessor.from_pretrained(path, local_files_only=here)
    except (OSError, ValueError) as error:
        raise ModelError(
            "expected an image-text checkpoint (a folder, or a hub name within reach), could not load "
            f"{path}: {str(error).splitlines()[0]}. Set ARMARIO_ENCODER to a folder that holds one."
        ) from error
    return Encoder(model.to(device), processor, name)


class Encoder:
    """Wraps a loaded BLIP-2. One vector an item; query vectors for BLIP-2's own score."""

    matches = True  # has a head that reads picture and text together

    def __init__(self, model: Any, processor: Any, name: str) -> None:
        self._model, self._processor, self.name = model.eval(), processor, name
        model.qformer.set_attn_implementation("eager")  # the only one that hands out its attention
        self.dim: int = model.config.image_text_hidden_size
        self._tokens = min(MAX_TEXT_TOKENS, model.config.qformer_config.max_position_embeddings)

    def images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, dim) float32, unit rows: the mean of each picture's query vectors."""
        return unit(self.query_vectors(self.see(images)).mean(axis=1))

    @torch.inference_mode()
    def see(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, patches, width) float32: the vision model's output, which the other methods start from."""
        pixels = self._processor.image_processor(images=list(images), return_tensors="pt")["pixel_values"]
        pixels = pixels.to(self._model.device, self._model.dtype)
        return self._model.vision_model(pixel_values=pixels).last_hidden_state.float().cpu().numpy()

    @torch.inference_mode()
    def query_vectors(self, seen: np.ndarray) -> np.ndarray:
        """(n, queries, dim) float32, each unit length: what BLIP-2's contrastive score takes the best of."""
        return self._projected(self._asked(seen)).float().cpu().numpy()

    def attention(self, seen: np.ndarray, texts: np.ndarray) -> np.ndarray:
        """(n, side, side) float32: where in picture i the token of its best query vector for text i (n, dim)
        found what speaks for the text.

        The token's cross-attention over the patches, weighted by the score's gradient where that is positive
        (Chefer, Gur & Wolf 2021): alone, attention also rests on corners where there is nothing. The mean of
        heads and layers, without the token of the whole picture; attention alone where nothing speaks.
        """
        with torch.enable_grad():
            out = self._asked(seen, output_attentions=True)
            vectors = self._projected(out)
            cosines = torch.einsum("nqd,nd->nq", vectors, torch.from_numpy(texts).to(vectors))
            best = cosines.max(1)
            gradients = torch.autograd.grad(best.values.sum(), out.cross_attentions)
        helped = [
            (looked * gain).clamp_min(0).mean(1)
            for looked, gain in zip(out.cross_attentions, gradients, strict=True)
        ]
        looked = [layer.mean(1) for layer in out.cross_attentions]
        rows = torch.arange(len(seen), device=best.indices.device)
        spoke, rested = (
            torch.stack(maps).mean(0)[rows, best.indices, 1:].detach() for maps in (helped, looked)
        )
        patches = torch.where(spoke.amax(1, keepdim=True) > 0, spoke, rested)
        side = math.isqrt(patches.shape[-1])
        return patches.unflatten(-1, (side, side)).float().cpu().numpy()

    def _projected(self, out: Any) -> torch.Tensor:
        hidden = self._cast(out.last_hidden_state, self._model.vision_projection)
        return F.normalize(self._model.vision_projection(hidden), dim=-1)

    def _asked(self, seen: np.ndarray, **options: Any) -> Any:
        """The Q-Former's query tokens after they have looked at the patches."""
        patches = self._patches(seen)
        return self._model.qformer(
            query_embeds=self._model.query_tokens.expand(len(seen), -1, -1),
            encoder_hidden_states=patches,
            encoder_attention_mask=torch.ones(patches.shape[:2], dtype=torch.long, device=patches.device),
            **options,
        )

    @torch.inference_mode()
    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        inputs = self._text(texts)
        embedded = self._model.embeddings(input_ids=inputs["input_ids"])
        out = self._model.qformer(
            query_embeds=embedded, query_length=0, attention_mask=inputs["attention_mask"]
        )
        first = self._cast(out.last_hidden_state[:, 0], self._model.text_projection)
        return F.normalize(self._model.text_projection(first), dim=-1).float().cpu().numpy()

    def scores(self, images: Sequence[Image.Image], texts: Sequence[str]) -> np.ndarray:
        """(images, texts) image-text contrastive scores: the cosine of the best query vector, -1…1."""
        return best_query(self.query_vectors(self.see(images)), self.texts(texts))

    @torch.inference_mode()
    def matching(self, seen: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """(n,) image-text matching: the probability, 0…1, that picture i shows what text i says."""
        if len(seen) != len(texts):
            raise ValueError(
                f"one text for each picture expected, found {len(seen)} pictures and {len(texts)} texts"
            )
        patches, inputs = self._patches(seen), self._text(texts)
        queries = self._model.query_tokens.expand(len(seen), -1, -1)
        ones = torch.ones(queries.shape[:2], dtype=torch.long, device=patches.device)
        out = self._model.qformer(
            query_embeds=self._model.embeddings(input_ids=inputs["input_ids"], query_embeds=queries),
            query_length=queries.shape[1],
            attention_mask=torch.cat([ones, inputs["attention_mask"]], 1),
            encoder_hidden_states=patches,
            encoder_attention_mask=torch.ones(patches.shape[:2], dtype=torch.long, device=patches.device),
        )
        head = self._model.itm_head
        logits = head(self._cast(out.last_hidden_state[:, : queries.shape[1]], head)).mean(1)
        return logits.float().softmax(1)[:, 1].cpu().numpy()

    def _patches(self, seen: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(seen).to(self._model.device, self._model.dtype)

    def _text(self, texts: Sequence[str]) -> Any:
        tokenizer = self._processor.tokenizer
        return tokenizer(
            list(texts), padding=True, truncation=True, max_length=self._tokens, return_tensors="pt"
        ).to(self._model.device)

    @staticmethod
    def _cast(hidden: torch.Tensor, layer: torch.nn.Linear) -> torch.Tensor:
        return hidden.to(
            layer.weight.dtype
        )  # transformers keeps the Q-Former in float32 when the rest is half
