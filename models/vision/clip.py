"""CLIP, SigLIP and SigLIP 2 as image-text encoders: one vector a picture.

Uses the processors that transformers has without torchvision. Does not know catalogues or shops.
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

from models.vision.encoder import SingleVectorEncoder

MODEL_TYPES = ("clip", "siglip", "siglip2")  # of transformers


class DualEncoder(SingleVectorEncoder):
    """A loaded CLIP, SigLIP or SigLIP 2 with its processor."""

    def __init__(self, model: Any, processor: Any, name: str) -> None:
        self._model, self._processor, self.name = model.eval(), processor, name
        text_config = model.config.text_config
        siglip = model.config.model_type.startswith("siglip")
        self.dim: int = text_config.projection_size if siglip else model.config.projection_dim
        # SigLIP was trained on texts padded to one length and pools the last position.
        padding: Any = "max_length" if siglip else True
        self._tokenize = dict(padding=padding, max_length=text_config.max_position_embeddings)

    @classmethod
    def load(cls, path: str | Path, name: str, device: str, local: bool) -> DualEncoder:
        """Loads float32 on a CPU and float16 on a GPU; with ``local`` the hub is not asked."""
        dtype = torch.float32 if device == "cpu" else torch.float16
        model: Any = AutoModel.from_pretrained(path, dtype=dtype, local_files_only=local)
        return cls(model.to(device), AutoProcessor.from_pretrained(path, local_files_only=local), name)

    @torch.inference_mode()
    def encode_patches(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Returns (n, 1, dim) float32: each picture's vector before normalization."""
        inputs = self._processor.image_processor(images=list(images), return_tensors="pt")
        inputs = inputs.to(self._model.device, self._model.dtype)
        return self._model.get_image_features(**inputs).pooler_output[:, None].float().cpu().numpy()

    @torch.inference_mode()
    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """Returns (n, dim) float32, unit rows."""
        inputs = self._processor.tokenizer(
            list(texts), truncation=True, return_tensors="pt", **self._tokenize
        ).to(self._model.device)
        features = self._model.get_text_features(**inputs).pooler_output
        return F.normalize(features, dim=-1).float().cpu().numpy()
