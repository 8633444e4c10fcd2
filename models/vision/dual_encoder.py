"""CLIP and SigLIP as encoders: one vector a picture, so its best query vector is its only one.

Does not know what a catalogue or a shop is. Processors are those that transformers has without torchvision.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F
from transformers import AutoModel, AutoProcessor

from models.vision.single_vector import OneVector

KINDS = ("clip", "siglip", "siglip2")  # as transformers calls them


class DualEncoder(OneVector):
    """Wraps a loaded CLIP, SigLIP or SigLIP 2 and its processor; looks from outside like ``Encoder``."""

    def __init__(self, model: Any, processor: Any, name: str) -> None:
        self._model, self._processor, self.name = model.eval(), processor, name
        words = model.config.text_config
        siglip = model.config.model_type.startswith("siglip")
        self.dim: int = words.projection_size if siglip else model.config.projection_dim
        # SigLIP was trained on texts that are all padded to one length, and reads the last of its places
        self._reading = dict(
            padding="max_length" if siglip else True, max_length=words.max_position_embeddings
        )

    @classmethod
    def load(cls, path: str | Path, name: str, device: str, here: bool) -> DualEncoder:
        """In float32 on a CPU and float16 on a GPU; ``here``: a folder, and nothing is asked of the hub."""
        dtype = torch.float32 if device == "cpu" else torch.float16
        model: Any = AutoModel.from_pretrained(path, dtype=dtype, local_files_only=here)
        return cls(model.to(device), AutoProcessor.from_pretrained(path, local_files_only=here), name)

    @torch.inference_mode()
    def see(self, images: Sequence[Image.Image]) -> np.ndarray:
        """(n, 1, dim) float32: each picture's vector, not of unit length yet, in the place of patches."""
        inputs = self._processor.image_processor(images=list(images), return_tensors="pt")
        inputs = inputs.to(self._model.device, self._model.dtype)
        return self._model.get_image_features(**inputs).pooler_output[:, None].float().cpu().numpy()

    @torch.inference_mode()
    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit rows."""
        inputs = self._processor.tokenizer(
            list(texts), truncation=True, return_tensors="pt", **self._reading
        ).to(self._model.device)
        read = self._model.get_text_features(**inputs).pooler_output
        return F.normalize(read, dim=-1).float().cpu().numpy()
